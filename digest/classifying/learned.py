"""What a newsroom's own articles have taught: which words mean which of its regions.

A multinomial logistic regression over words, kept as plain numbers. It answers
only where its answers proved right in cross-validation, and never about an
article that the rules are sure of. On 5,500 headlines of a year it beat naive
Bayes, plain and complement, at every size of training set
(docs/why/2026-11-22-how-sure-a-region-is.md).
"""

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from digest.classifying.tokens import words_of
from digest.errors import NewsroomError
from digest.model.article import Article

VERSION = 1
FILE = "regions-learned.json"
SHORTEST_WORD = 3
SHOWN_WORDS = 4
NAMES = "names "  # before the key of the region that the names in the text speak for

Terms = Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A region with the share of such answers that proved right, and the words that spoke for it."""

    region: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of words by region. ``least`` is the probability below which nothing is answered.

    ``right`` is the share of answers at or above ``least`` that proved right in
    cross-validation on articles of which the rules were not sure; ``articles``
    were learned from, the newest published on ``until`` (a date, or "").
    """

    bias: dict[str, float]
    weights: dict[str, dict[str, float]]
    rarity: dict[str, float]
    least: float
    right: float
    articles: int
    until: str = ""

    def probabilities(self, terms: Terms) -> dict[str, float]:
        """Of each region; they add up to 1."""
        scores = dict(self.bias)
        for term, value in vector(terms, self.rarity):
            for region, weight in self.weights.get(term, {}).items():
                scores[region] += weight * value
        return softmax(scores)

    def best(self, terms: Terms) -> tuple[str, float]:
        found = self.probabilities(terms)
        return max(found.items(), key=lambda entry: entry[1])

    def answer(self, terms: Terms) -> Answer | None:
        """The region of an article, or None where this has not proved reliable."""
        region, probability = self.best(terms)
        words = self._spoke(terms, region)
        return Answer(region, self.right, words) if probability >= self.least and words else None

    def _spoke(self, terms: Terms, region: str) -> tuple[str, ...]:
        """The words of the text that spoke most for a region."""
        values = dict(vector(terms, self.rarity))
        said = {
            t: v * self.weights.get(t, {}).get(region, 0.0)
            for t, v in values.items()
            if not t.startswith(NAMES)
        }
        best = sorted(said, key=lambda term: (-said[term], term))[:SHOWN_WORDS]
        return tuple(term for term in best if said[term] > 0)


def terms_of(article: Article, guess: str | None, region_tags: Collection[str] = ()) -> list[str]:
    """What an article is learned from and recognised by, each once.

    Words in lower case, authors, tags but for those that are a region's own
    (``region_tags``, casefolded), and the region its names speak for.
    """
    texts = (article.title, article.dek, "" if article.summary == article.dek else article.summary)
    words = chain.from_iterable(map(words_of, texts))
    tags = (tag.strip().casefold() for tag in article.categories)
    terms = chain(
        (word.lower() for word in words if len(word) >= SHORTEST_WORD and not word.isdigit()),
        (f"by {author.casefold()}" for author in article.authors),
        (f"tag {tag}" for tag in tags if tag and tag not in region_tags),
        (f"{NAMES}{guess}",) if guess else (),
    )
    return list(dict.fromkeys(terms))


def vector(terms: Terms, rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    """The known terms, rare ones weighing more, with length 1."""
    known = [(term, rarity[term]) for term in terms if term in rarity]
    length = math.sqrt(sum(value * value for _, value in known)) or 1.0
    return [(term, value / length) for term, value in known]


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    highest = max(scores.values())
    powers = {key: math.exp(score - highest) for key, score in scores.items()}
    whole = sum(powers.values())
    return {key: power / whole for key, power in powers.items()}


def written(learned: Learned) -> str:
    """As JSON, the same for the same model."""
    return json.dumps({"version": VERSION, **asdict(learned)}, ensure_ascii=False, sort_keys=True, indent=0)


def read(text: str) -> Learned:
    """The model of a stored file. Raises NewsroomError."""
    try:
        told = json.loads(text)
        if told.pop("version") != VERSION:
            raise NewsroomError(f"{FILE} is of another version of Keepreading; {_AGAIN}")
        return _checked(Learned(**told))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NewsroomError(f"{FILE} cannot be read; {_AGAIN}") from error


_AGAIN = "run digest regions learn again, or digest regions learn --forget"


def _checked(learned: Learned) -> Learned:
    """The same, if every number is one. Raises ValueError."""
    if not learned.bias or not all(map(_is_number, _numbers(learned))):
        raise ValueError("no model")
    if not {region for row in learned.weights.values() for region in row} <= set(learned.bias):
        raise ValueError("weights of other regions")
    return learned


def _numbers(learned: Learned) -> Iterable[Any]:
    rows = (row.values() for row in learned.weights.values())
    alone = (learned.least, learned.right, learned.articles)
    return chain(learned.bias.values(), learned.rarity.values(), alone, chain.from_iterable(rows))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
