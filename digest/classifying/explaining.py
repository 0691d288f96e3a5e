"""How the region of a headline comes about: every name, its weight, and what would make it sure."""

from dataclasses import dataclass

from digest.classifying.classifier import Classifier, article_of
from digest.classifying.context import Bearing
from digest.classifying.weighing import Read, Weighed
from digest.model.article import Filing
from digest.newsroom import Newsroom

MANY = 4  # countries a name shares; more are only counted
BEARINGS = {Bearing.PLAIN: "", Bearing.LOCATED: "place of the news", Bearing.ASIDE: "an origin, counts less"}


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text, what it stands for, and how much it says."""

    part: str
    name: str
    kind: str
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    weight: float
    bearing: str


@dataclass(frozen=True, slots=True)
class Explained:
    """``shares`` are of all the evidence, best first, by region title ("elsewhere" for none)."""

    filing: Filing
    names: tuple[Named, ...]
    shares: tuple[tuple[str, float], ...]
    advice: str


def explain(classifier: Classifier, newsroom: Newsroom, title: str, dek: str = "") -> Explained:
    """The region of a headline with all that speaks for and against it."""
    weighed, filing = classifier.weigh(article_of(title, dek)), classifier.file_words(title, dek)
    names = tuple(_named(classifier, newsroom, read) for read in weighed.mentions)
    return Explained(filing, names, _shares(newsroom, weighed), _advice(newsroom, weighed, filing))


def _named(classifier: Classifier, newsroom: Newsroom, read: Read) -> Named:
    keys = dict.fromkeys(classifier.region_of(code) for code in read.codes)
    return Named(
        read.part,
        read.mention.name,
        read.mention.sense.kind,
        tuple(map(classifier.country, read.codes)),
        tuple(_title(newsroom, key) for key in keys),
        round(read.weight, 2),
        BEARINGS[read.mention.bearing],
    )


def _title(newsroom: Newsroom, key: str | None) -> str:
    return newsroom.region_title(key) if key else "elsewhere"


def _shares(newsroom: Newsroom, weighed: Weighed) -> tuple[tuple[str, float], ...]:
    whole = sum(weight for _, weight in weighed.regions) or 1.0
    return tuple((_title(newsroom, key), round(weight / whole, 2)) for key, weight in weighed.regions)


def _advice(newsroom: Newsroom, weighed: Weighed, filing: Filing) -> str:
    """What would make the answer sure; empty when it is."""
    bound = newsroom.selection.unsure_below
    outright = "a kicker, a tag or a section of the address that [[regions]] maps files it outright"
    if filing.confidence >= bound:
        return ""
    if not weighed.mentions:
        return f"no name of a place, people, leader or body was found: name one in title or dek; {outright}"
    best = _title(newsroom, weighed.best)
    others = [_title(newsroom, key) for key, _ in weighed.regions[1:]]
    beside = f", beside {others[0]}" if others else ", and by little"
    return (
        f"{weighed.confidence:.2f} is below unsure_below = {bound:g}: only part of the evidence speaks for "
        f"{best}{beside}; one more place of {best} in title or dek makes it surer, and {outright}"
    )
