"""Articles made ready for comparing: each text as a set of units that weigh what they say.

The fewer of the week's articles have a unit, the more it weighs. Words that all
news is made of weigh little from the start (``commonwords``), as if
``TEXTS_BEFORE`` more texts had been seen. What is the house's and not the
article's is left out: the site's name behind a title, and a note, a dek or a
picture that ``USUAL`` articles or more have.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from digest.selecting.commonwords import share
from digest.selecting.series import is_note, is_other_form, is_series, names_a_site, site_of, without_site
from digest.selecting.words import names, numbers, units

USUAL = 3
TEXTS_BEFORE = 200
FEWEST_SLUG_WORDS = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article tells, for comparing."""

    id: str
    title: str
    dek: str
    when: datetime
    authors: frozenset[str] = frozenset()
    image: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """A set of units with the sum of their weights."""

    of: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A telling made ready. ``names`` and both ``numbers`` are those that two articles must not differ in."""

    telling: Telling
    title: Units
    dek: Units
    all: Units
    title_numbers: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    is_series: bool
    is_other_form: bool
    image: str
    slug: str


class Weights:
    """What each unit says among the articles of one week."""

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        frequency = Counter(unit for text in texts for unit in text)
        count = len(texts) + TEXTS_BEFORE
        self._known = {
            unit: max(0.0, math.log(count / (seen + TEXTS_BEFORE * share(unit) + 1)))
            for unit, seen in frequency.items()
        }

    @property
    def heaviest(self) -> float:
        return max(self._known.values(), default=0.0)

    def __getitem__(self, unit: str) -> float:
        return self._known[unit]

    def sum(self, found: Iterable[str]) -> float:
        """The same for any order of what is found, to the last bit."""
        return math.fsum(map(self._known.__getitem__, found))


@dataclass(frozen=True, slots=True)
class Week:
    """The tellings of one week, in the order given, and what their units weigh."""

    weights: Weights
    weighed: tuple[Weighed, ...]


def weigh(tellings: Sequence[Telling]) -> Week:
    """Each telling made ready by what all of them have in common."""
    sites = _usual(site_of(t.title) for t in tellings)
    images = _usual(t.image for t in tellings)
    titles = [_title(t, sites) for t in tellings]
    deks = _own_deks(titles, [t.dek for t in tellings])
    texts = [
        (frozenset(units(title)), frozenset(units(dek))) for title, dek in zip(titles, deks, strict=True)
    ]
    weights = Weights([title | dek for title, dek in texts])
    ready = zip(tellings, titles, deks, texts, strict=True)
    return Week(
        weights, tuple(_weighed(t, title, dek, text, weights, images) for t, title, dek, text in ready)
    )


def _usual(found: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one, count in Counter(found).items() if one and count >= USUAL)


def _title(telling: Telling, sites: frozenset[str]) -> str:
    site = site_of(telling.title)
    return without_site(telling.title) if site in sites or names_a_site(site) else telling.title


def _own_deks(titles: Sequence[str], deks: Sequence[str]) -> list[str]:
    """The deks that speak of their article; "" for a note, the title over again, or one that many have."""
    under: dict[str, set[str]] = defaultdict(set)
    for title, dek in zip(titles, deks, strict=True):
        under[dek].add(title)
    return [
        "" if is_note(dek) or len(under[dek]) >= USUAL or without_site(dek) == title else dek
        for title, dek in zip(titles, deks, strict=True)
    ]


def _weighed(
    telling: Telling,
    title: str,
    dek: str,
    text: tuple[frozenset[str], frozenset[str]],
    weights: Weights,
    images: frozenset[str],
) -> Weighed:
    of_title, of_dek = text
    return Weighed(
        telling,
        title=Units(of_title, weights.sum(of_title)),
        dek=Units(of_dek, weights.sum(of_dek)),
        all=Units(of_title | of_dek, weights.sum(of_title | of_dek)),
        title_numbers=numbers(title, of_title),
        numbers=numbers(title + dek, of_title | of_dek),
        names=names(title),
        is_series=is_series(title),
        is_other_form=is_other_form(title),
        image="" if telling.image in images else telling.image,
        slug=_slug(telling.url),
    )


def _slug(url: str) -> str:
    """Host and last step of an address that spells out a title; "" when it is too short to tell."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    last = parts.path.rstrip("/").rpartition("/")[2]
    words = [word for word in last.split("-") if len(word) > 1 and not word.isdigit()]
    return f"{parts.hostname}/{last}" if len(words) >= FEWEST_SLUG_WORDS else ""
