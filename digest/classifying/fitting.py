"""Learning regions from filed articles, and finding out how far what was learned can be trusted.

Pure Python and always the same for the same articles: the order in which they
are gone through comes from their ids, not from chance.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from digest.classifying.learned import Learned, Terms, softmax, vector

FOLDS = 4
ROUNDS = 8
STEP = 0.5  # AdaGrad: each word's step shrinks with what it has moved
LEAST_WEIGHT = 0.1  # a smaller one changes hardly any answer and only fills the file
SEEN_TWICE = 2
LEAST_RIGHT = 0.75
LEAST_ANSWERS = 30  # with ten, .80 in the trial was .59 of later articles: the bound was picked by luck


@dataclass(frozen=True, slots=True)
class Example:
    """A filed article. ``is_open``: by its words alone the rules would not be sure of it."""

    id: str
    terms: Terms
    region: str
    is_open: bool
    guess: str | None = None
    """What the rules would answer by the words alone; None when they are silent or unsure."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What cross-validation says about the articles that the rules leave open.

    ``answered`` and ``right`` of them are the model's; ``all_right`` counts, of
    all articles, those filed rightly by the rules alone and with the model.
    """

    examples: int
    open: int
    answered: int
    right: int
    all_right: tuple[int, int]
    all_wrong: tuple[int, int]

    @property
    def is_worth_it(self) -> bool:
        return self.answered > 0


def learn(examples: Sequence[Example], *, least_right: float = LEAST_RIGHT) -> tuple[Learned, Trial]:
    """The model of all examples, answering only above the probability that proved right often enough."""
    ordered = sorted(examples, key=lambda each: _shuffled(each.id))
    told = _by_others(ordered)
    least, right = _threshold([(p, region == e.region) for e, (region, p) in told if e.is_open], least_right)
    return replace(fit(ordered), least=least, right=right), _trial(told, least)


def _by_others(ordered: Sequence[Example]) -> list[tuple[Example, tuple[str, float]]]:
    """Each example with what a model says that has not seen it."""
    told = []
    for fold in range(FOLDS):
        model = fit([e for place, e in enumerate(ordered) if place % FOLDS != fold])
        told += [(e, model.best(e.terms)) for e in ordered[fold::FOLDS]]
    return told


def _threshold(answers: Sequence[tuple[float, bool]], least_right: float) -> tuple[float, float]:
    """The lowest probability from which on enough answers were right, and their share; (2, 0) for none."""
    best, right = (2.0, 0.0), 0
    ranked = sorted(answers, reverse=True)
    for number, (probability, is_right) in enumerate(ranked, start=1):
        right += is_right
        is_last_of_its_kind = number == len(ranked) or ranked[number][0] < probability
        if number >= LEAST_ANSWERS and is_last_of_its_kind and right >= least_right * number:
            best = (round(probability - 5e-7, 6), round(right / number, 3))
    return best


def _trial(told: Sequence[tuple[Example, tuple[str, float]]], least: float) -> Trial:
    left = [(e, region) for e, (region, p) in told if e.is_open and p >= least]
    right = sum(region == e.region for e, region in left)
    before = sum(e.guess == e.region for e, _ in told)
    wrong = sum(e.guess not in (None, e.region) for e, _ in told)
    return Trial(
        examples=len(told),
        open=sum(e.is_open for e, _ in told),
        answered=len(left),
        right=right,
        all_right=(before, before + right),
        all_wrong=(wrong, wrong + len(left) - right),
    )


def fit(examples: Sequence[Example]) -> Learned:
    """Multinomial logistic regression by AdaGrad; terms seen in one article only are left away."""
    seen = Counter(term for example in examples for term in example.terms)
    rarity = {term: math.log(1 + len(examples) / n) for term, n in seen.items() if n >= SEEN_TWICE}
    regions = sorted({example.region for example in examples})
    bias = dict.fromkeys(regions, 0.0)
    weights: dict[str, dict[str, float]] = {term: dict.fromkeys(regions, 0.0) for term in rarity}
    moved: dict[str, dict[str, float]] = {term: dict.fromkeys(regions, 0.1) for term in rarity}
    vectors = [(vector(example.terms, rarity), example.region) for example in examples]
    for _ in range(ROUNDS):
        for values, region in vectors:
            _step(values, region, bias, weights, moved)
    return _rounded(bias, weights, rarity, len(examples))


Rows = dict[str, dict[str, float]]


def _step(
    values: list[tuple[str, float]], region: str, bias: dict[str, float], weights: Rows, moved: Rows
) -> None:
    """Move the weights a little towards the right answer for one article."""
    scores = dict(bias)
    for term, value in values:
        for key, weight in weights[term].items():
            scores[key] += weight * value
    for key, probability in softmax(scores).items():
        gap = probability - (key == region)
        if abs(gap) < 0.001:
            continue
        bias[key] -= 0.05 * gap
        for term, value in values:
            pull = gap * value
            moved[term][key] += pull * pull
            weights[term][key] -= STEP * pull / math.sqrt(moved[term][key])


def _rounded(bias: dict[str, float], weights: Rows, rarity: dict[str, float], articles: int) -> Learned:
    kept: Rows = defaultdict(dict)
    for term, row in weights.items():
        for region, weight in row.items():
            if abs(weight) >= LEAST_WEIGHT:
                kept[term][region] = round(weight, 3)
    return Learned(
        bias={region: round(value, 4) for region, value in bias.items()},
        weights=dict(kept),
        rarity={term: round(value, 4) for term, value in rarity.items() if term in kept},
        least=2.0,
        right=0.0,
        articles=articles,
    )


def _shuffled(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
