"""Which articles tell the same, found without comparing each with each.

Two articles are near the same when the words of title and dek are alike by
90 of 100 (rapidfuzz's token_set_ratio), those of the titles alone by 75, they
are at most seven days apart, and their numbers do not contradict each other.
Where one has no dek, only the titles count, and they must be alike by 90.

The other three rules are not for show. Among 5,669 headlines of one year,
600,000 pairs within seven days, the 90 alone merged eleven that were different
stories: columns that open with the same editor's note, and follow-ups ("second
day of deliberations", "third day"). With all four, one pair was merged, and it
told the same. A short text is never near another, since any longer one that
holds its few words would count as its equal ("Morning briefing"). The very same
title six days later or more is a weekly column, not a repetition.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from rapidfuzz.fuzz import token_set_ratio

SAME_TEXT = 90.0
SAME_TITLE = 75.0
APART = timedelta(days=7)
COLUMN = timedelta(days=6)
FEWEST_WORDS = 4
PROBES = 4
LONGEST_POSTING = 60  # keeps 2,000 articles of few distinct words under a second

WORD = re.compile(r"\w+")
NUMBER = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)


@dataclass(frozen=True)
class Telling:
    """What an article tells, for comparing. Not slotted: its word lists are kept once made."""

    id: str
    title: str
    dek: str
    when: datetime

    @cached_property
    def title_words(self) -> str:
        return _words(self.title)

    @cached_property
    def title_length(self) -> int:
        return len(self.title_words.split())

    @cached_property
    def words(self) -> str:
        return _words(f"{self.title} {self.dek}")

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.words.split())

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(w for w in self.distinct if NUMBER.fullmatch(w))


def likeness(a: Telling, b: Telling) -> float:
    """From 90 to 100 if the two are near the same by the rule of this module, else 0."""
    if not _comparable(a, b):
        return 0.0
    if not (a.dek and b.dek):
        return token_set_ratio(a.title_words, b.title_words, score_cutoff=SAME_TEXT)
    if not token_set_ratio(a.title_words, b.title_words, score_cutoff=SAME_TITLE):
        return 0.0
    return token_set_ratio(a.words, b.words, score_cutoff=SAME_TEXT)


def _comparable(a: Telling, b: Telling) -> bool:
    fewest = min(len(a.distinct), len(b.distinct))
    apart = abs(a.when - b.when)
    if fewest < FEWEST_WORDS or apart > APART or (apart >= COLUMN and a.title_words == b.title_words):
        return False
    if not (a.dek and b.dek) and min(a.title_length, b.title_length) < FEWEST_WORDS:
        return False
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return False
    return (
        2 * len(a.distinct & b.distinct) >= fewest
    )  # with fewer, 90 is out of reach; saves most of the time


def near_pairs(tellings: Sequence[Telling]) -> Iterator[tuple[int, int, float]]:
    """Each near pair once, as (lower index, higher index, likeness), in order.

    Only articles that share one of the rarest words of either are compared.
    A word that a single article has cannot be shared, and one that more than
    ``LONGEST_POSTING`` have says nothing; articles with the very same words
    are compared whatever these are.
    """
    for low, high in sorted(_worth_comparing(tellings)):
        alike = likeness(tellings[low], tellings[high])
        if alike:
            yield low, high, alike


def _worth_comparing(tellings: Sequence[Telling]) -> set[tuple[int, int]]:
    postings = _postings(tellings)
    pairs: set[tuple[int, int]] = set()
    for index, telling in enumerate(tellings):
        for word in _rarest(telling, postings):
            pairs.update((min(index, other), max(index, other)) for other in postings[word] if other != index)
    return pairs | _same_words(tellings)


def _postings(tellings: Sequence[Telling]) -> dict[str, list[int]]:
    frequency = Counter(word for telling in tellings for word in telling.distinct)
    useful = {word for word, count in frequency.items() if 2 <= count <= LONGEST_POSTING}
    postings: dict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        for word in telling.distinct & useful:
            postings[word].append(index)
    return postings


def _rarest(telling: Telling, postings: dict[str, list[int]]) -> list[str]:
    shared = (word for word in telling.distinct if word in postings)
    return sorted(shared, key=lambda word: (len(postings[word]), word))[:PROBES]


def _same_words(tellings: Sequence[Telling]) -> set[tuple[int, int]]:
    """Each article with the best of those that have the very same words: one pair each."""
    first: dict[frozenset[str], int] = {}
    pairs = set()
    for index, telling in enumerate(tellings):
        earlier = first.setdefault(telling.distinct, index)
        if earlier != index:
            pairs.add((earlier, index))
    return pairs


def _words(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))
