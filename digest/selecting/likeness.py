"""How much two articles tell the same, and what follows from it.

Titles and deks are compared apart, by weighted Jaccard: the weight of the
units that both have over the weight of those that either has.

    likeness = max(all, (2 title + dek) / 3, (title + 2 dek) / 3)

where ``all`` is title and dek as one text; a byline or a picture in common adds
``BONUS``. From ``PERHAPS`` on an editor is told. The two are surely the same
only when title and dek both say so, or they share the last step of their
address, and nothing speaks against it: numbers that differ ("second day",
"third day"; a grown toll may be another article), names in the titles that
differ, a title of a series ("Quiz of the week"), or the very same title six
days later or more.

benchmarks/likeness.py measures how often this errs, and how PERHAPS was found.
"""

from dataclasses import dataclass
from datetime import timedelta

from digest.selecting.weighing import Units, Weighed, Weights

PERHAPS = 0.36
BONUS = 0.05
LEAST_SHARE = PERHAPS - BONUS
APART = timedelta(days=7)
COLUMN = timedelta(days=6)
FEWEST_UNITS = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1: of the whole, of the titles, of the deks. ``is_sure``: the same beyond doubt."""

    score: float
    title: float
    dek: float
    is_sure: bool

    def __str__(self) -> str:
        return f"titles {self.title * 100:.0f}, deks {self.dek * 100:.0f} of 100"


NOTHING = Likeness(0.0, 0.0, 0.0, is_sure=False)


def likeness(a: Weighed, b: Weighed, weights: Weights) -> Likeness:
    """By the rule of this module; the same whichever comes first."""
    if abs(a.telling.when - b.telling.when) > APART or min(len(a.all.of), len(b.all.of)) < FEWEST_UNITS:
        return NOTHING
    title = jaccard(a.title, b.title, weights)
    has_deks = bool(a.dek.of and b.dek.of)
    dek = jaccard(a.dek, b.dek, weights) if has_deks else 0.0
    score = _score(a, b, title, dek, weights) if has_deks else title
    score += _evidence(a, b) if score > 0 else 0.0
    if _is_another_of_its_series(a, b, title, dek) or (a.is_other_form != b.is_other_form and dek < 0.9):
        return NOTHING
    return Likeness(
        min(1.0, score), title, dek, _is_sure(a, b, title, dek) and _nothing_against(a, b, title, dek)
    )


def jaccard(a: Units, b: Units, weights: Weights) -> float:
    """The weight of what both have over the weight of what either has; 0 where nothing weighs."""
    shared = a.of & b.of
    if not shared:
        return 0.0
    both = weights.sum(shared)
    either = a.weight + b.weight - both
    return both / either if either > 0 else 0.0


def _score(a: Weighed, b: Weighed, title: float, dek: float, weights: Weights) -> float:
    """What is in one's title and the other's dek counts only where titles or deks come near by themselves."""
    apart = max((2 * title + dek) / 3, (title + 2 * dek) / 3)
    return max(apart, jaccard(a.all, b.all, weights)) if max(title, dek) >= LEAST_SHARE else apart


def _evidence(a: Weighed, b: Weighed) -> float:
    same_author = bool(a.telling.authors & b.telling.authors)
    same_image = bool(a.image) and a.image == b.image
    return BONUS if same_author or same_image else 0.0


def _is_another_of_its_series(a: Weighed, b: Weighed, title: float, dek: float) -> bool:
    """Series share their titles, and often their deks; only the very same text says more."""
    if not (a.is_series and b.is_series):
        return False
    return min(title, dek) < 0.9 or len(a.dek.of) < 2 * FEWEST_UNITS or _is_column(a, b)


def _is_column(a: Weighed, b: Weighed) -> bool:
    return abs(a.telling.when - b.telling.when) >= COLUMN


def _is_sure(a: Weighed, b: Weighed, title: float, dek: float) -> bool:
    if a.slug and a.slug == b.slug and title >= 0.5:
        return True
    if not (a.dek.of and b.dek.of):
        return title >= 0.9 and min(len(a.title.of), len(b.title.of)) >= FEWEST_UNITS
    return (title >= 0.5 and dek >= 0.5 and title + dek >= 1.2) or (title >= 0.35 and dek >= 0.9)


def _nothing_against(a: Weighed, b: Weighed, title: float, dek: float) -> bool:
    if a.is_series or b.is_series or (_is_column(a, b) and title >= 0.9):
        return False
    if _differ(a.title_numbers, b.title_numbers) or (dek < 0.9 and _differ(a.numbers, b.numbers)):
        return False
    return not (a.names - b.all.of and b.names - a.all.of)


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a - b and b - a)
