"""Filing articles under the newsroom's regions, with the evidence for each.

What is exact comes first: section feed, kicker, tag, address. Only an article
that none of them places is judged by its words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from digest.classifying.gazetteer import Gazetteer, default_regions, load_gazetteer
from digest.classifying.matching import Finder, Mention, shipped_finder
from digest.classifying.rules import exact_kind, exact_regions
from digest.classifying.weighing import Part, Read, Weighed, weigh
from digest.errors import NewsroomError
from digest.model.article import Article, Filing
from digest.newsroom import Newsroom

TITLE, DEK, TAGS, LEDE = 2.0, 1.0, 1.0, 0.7

# A surname alone means its politician somewhat before and after the years in office, too.
YEARS_BEFORE, YEARS_AFTER = 2, 5


def build_classifier(newsroom: Newsroom, leaders: str | None = None) -> "Classifier":
    """A classifier for a newsroom; ``leaders`` is the text of another leaders.toml.

    Raises NewsroomError: a region names a country that is no ISO code.
    """
    finder = shipped_finder() if leaders is None else Finder(load_gazetteer(leaders))
    return Classifier(newsroom, finder, region_table(newsroom, finder.gazetteer))


def region_table(newsroom: Newsroom, gazetteer: Gazetteer) -> dict[str, str]:
    """ISO code to region key: the newsroom's own countries, else the shipped table.

    A country that two regions claim belongs to the one that names it itself,
    then to the first. Raises NewsroomError.
    """
    table: dict[str, str] = {}
    for region in newsroom.regions:
        for code in region.countries or ():
            if code.upper() not in gazetteer.countries:
                raise NewsroomError(_no_code(region.key, code))
            table.setdefault(code.upper(), region.key)
    shipped = default_regions()
    for region in newsroom.regions:
        if region.countries is None:
            for code in shipped.get(region.key, ()):
                table.setdefault(code, region.key)
    return table


def _no_code(region: str, code: str) -> str:
    hint = "write GB" if code.upper() == "UK" else 'write two letters such as "KE"'
    return f'[[regions]] "{region}", key countries: "{code}" is no ISO 3166 code; {hint}'


class Classifier:
    """Files articles for one newsroom. Holds no state between articles."""

    def __init__(self, newsroom: Newsroom, finder: Finder, region_of: Mapping[str, str]) -> None:
        self._newsroom = newsroom
        self._finder = finder
        self._region_of = region_of

    def file(self, article: Article, sources: Sequence[str] = ()) -> Filing:
        """The article's region and the evidence for it.

        ``sources`` are the names of the sources it was seen in, in any order.
        """
        exact = list(exact_regions(self._newsroom, article, sources))
        return _exactly(exact) if exact else self._by_words(_texts(article), article.published)

    def file_words(self, title: str, dek: str = "") -> Filing:
        """The region that the words of a title and a dek speak for."""
        return self._by_words((("title", TITLE, title), ("dek", DEK, dek)), None)

    def kind(self, article: Article, sources: Sequence[str] = ()) -> str:
        """What the newsroom calls such an article ("Analysis"), or ""."""
        return exact_kind(self._newsroom, article, sources)

    def _by_words(self, texts: Sequence[tuple[str, float, str]], published: datetime | None) -> Filing:
        parts = [
            Part(name, weight, [m for m in self._finder.find(text) if _is_current(m, published)])
            for name, weight, text in texts
        ]
        return self._filing(weigh(parts, self._region_of))

    def _filing(self, weighed: Weighed) -> Filing:
        words = self._evidence(weighed, weighed.best)
        sure = weighed.confidence >= self._newsroom.selection.unsure_below
        if weighed.best is None:
            return Filing(None, weighed.confidence, ("elsewhere", words) if words else (), weighed.second)
        if sure:
            return Filing(weighed.best, weighed.confidence, (words,), weighed.second)
        guess = f"unsure: {self._newsroom.region_title(weighed.best)} {weighed.confidence:.2f}"
        return Filing(None, weighed.confidence, (guess, words), weighed.best)

    def _evidence(self, weighed: Weighed, region: str | None) -> str:
        """The names that speak for a region, by the part of the article they stand in."""
        parts: dict[str, dict[str, None]] = {}
        for read in weighed.mentions:
            if any(self._region_of.get(code) == region for code in read.codes):
                parts.setdefault(read.part, {})[self._shown(read)] = None
        return ", ".join(f"{part}: {', '.join(names)}" for part, names in parts.items())

    def _shown(self, read: Read) -> str:
        country, name = self._finder.gazetteer.label(read.codes), read.mention.name
        return name if country.casefold() in ("", name.casefold()) else f"{name} ({country})"


def _exactly(found: Sequence[tuple[str, str]]) -> Filing:
    region = found[0][0]
    reasons = dict.fromkeys(evidence for key, evidence in found if key == region)
    others = [(key, evidence) for key, evidence in found if key != region]
    also = (f"also {others[0][1]}",) if others else ()
    return Filing(region, 1.0, (*reasons, *also), others[0][0] if others else None)


def _texts(article: Article) -> tuple[tuple[str, float, str], ...]:
    lede = "" if article.summary == article.dek else article.summary
    tags = " | ".join((article.kicker, *article.categories))
    return (
        ("title", TITLE, article.title),
        ("dek", DEK, article.dek),
        ("tags", TAGS, tags),
        ("lede", LEDE, lede),
    )


def _is_current(mention: Mention, published: datetime | None) -> bool:
    """Whether a politician's surname still, or already, means that politician."""
    if mention.sense.years is None or published is None:
        return True
    since, until = mention.sense.years
    return since - YEARS_BEFORE <= published.year <= (until or published.year) + YEARS_AFTER
