"""All pairs that are near each other, found without comparing each with each.

Two sets whose weighted Jaccard reaches a share must have a unit in common among
the rarest of either that make up the rest of the weight (prefix filtering:
Chaudhuri, Ganti and Kaushik, A Primitive Operator for Similarity Joins, 2006).
A likeness of ``PERHAPS`` needs nearly that share in the titles or in the deks,
so that only articles which share such a unit are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest.selecting.likeness import LEAST_SHARE, PERHAPS, Likeness, likeness
from digest.selecting.weighing import Telling, Units, Week, Weights, weigh

LONGEST_POSTING = 120  # keeps 2,000 articles of few distinct words under a second


@dataclass(frozen=True, slots=True)
class Near:
    """Two places in what was given, the lower first, and how like they are."""

    low: int
    high: int
    likeness: Likeness


def near_pairs(tellings: Sequence[Telling]) -> Iterator[Near]:
    """Each pair that is perhaps or surely the same, once, in order."""
    week = weigh(tellings)
    for low, high in sorted(_within_reach(week, _worth_comparing(week))):
        found = likeness(week.weighed[low], week.weighed[high], week.weights)
        if found.is_sure or found.score >= PERHAPS:
            yield Near(low, high, found)


def _within_reach(week: Week, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs that have enough in common, title and dek as one text, for the shorter of them.

    Of what shares a rare unit, nine in ten pairs share little more: first their
    units are counted as if each weighed most, then the one sum is made that may
    save the three of ``likeness``.
    """
    sum_of, heaviest = week.weights.sum, week.weights.heaviest
    texts = [(w.all.of, LEAST_SHARE * w.title.weight, LEAST_SHARE * w.dek.weight) for w in week.weighed]
    for low, high in pairs:
        (a, title_a, dek_a), (b, title_b, dek_b) = texts[low], texts[high]
        title = max(title_b, title_a)
        dek = max(dek_b, dek_a)
        least = min(dek, title)
        both = a & b
        if both and len(both) * heaviest >= least and sum_of(both) >= least:
            yield low, high


def _worth_comparing(week: Week) -> set[tuple[int, int]]:
    pairs = _sharing([w.slug] if w.slug else [] for w in week.weighed)
    for texts in ([w.title for w in week.weighed], [w.dek for w in week.weighed]):
        pairs |= _sharing(_rarest(text, week.weights) for text in texts)
        pairs |= _first_and_rest(text.of for text in texts)
    return pairs


def _rarest(units: Units, weights: Weights) -> list[str]:
    """The rarest units that together weigh more than a pair may differ by."""
    ranked = sorted((-weights[unit], unit) for unit in units.of)
    left, least = units.weight, LEAST_SHARE * units.weight
    taken = []
    for less, unit in ranked:
        if left < least or less == 0:
            break
        taken.append(unit)
        left += less
    return taken


def _sharing(keys: Iterable[Iterable[str]]) -> set[tuple[int, int]]:
    postings: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(keys):
        for key in found:
            postings[key].append(index)
    return {
        (low, high)
        for posting in postings.values()
        if len(posting) <= LONGEST_POSTING
        for place, low in enumerate(posting)
        for high in posting[place + 1 :]
    }


def _first_and_rest(texts: Iterable[frozenset[str]]) -> set[tuple[int, int]]:
    """Each text with the first that has the very same units, however usual these are."""
    first: dict[frozenset[str], int] = {}
    pairs = set()
    for index, text in enumerate(texts):
        earlier = first.setdefault(text, index)
        if text and earlier != index:
            pairs.add((earlier, index))
    return pairs
