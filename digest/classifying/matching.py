"""Finding the gazetteer's names in a text: the longest first, as they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from digest.classifying.gazetteer import Gazetteer, Sense, Tokens, load_gazetteer
from digest.classifying.persons import Persons
from digest.classifying.tokens import composed, words_in

LOCATIVES = frozenset({"in", "at", "near", "off", "across", "outside", "inside", "throughout", "around"})

Index = dict[str, list[tuple[Tokens, Sense]]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. ``is_located``: a preposition of place stands before it."""

    name: str
    sense: Sense
    is_located: bool = False


class Finder:
    """One index over all names: the first word leads to the rest, longest first."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._written = _index(gazetteer.senses.items())
        self._persons = Persons()

    @cached_property
    def _shouted(self) -> Index:
        """The names in capitals; few newsrooms ever need them."""
        return _index(_in_capitals(self.gazetteer))

    def find(self, text: str) -> list[Mention]:
        """Every name in the text in order, none inside another."""
        text = composed(text)
        placed = words_in(text)
        words = [word.text for word in placed]
        index = self._written
        if text.isupper() and self._is_shouted(words):
            # In capitals "US" is as often the pronoun; "U.S." never is.
            words = [
                "us" if word.text == "US" and word.end - word.start == 2 else word.text for word in placed
            ]
            index = self._shouted
        return [
            Mention(
                text[placed[first].start : placed[last].end],
                sense,
                first > 0 and words[first - 1] in LOCATIVES,
            )
            for first, last, sense in self._names(words, index)
        ]

    def _is_shouted(self, words: list[str]) -> bool:
        """Whether words in capitals are more than names that are written so, "US-NATO"."""
        return any(len(word) > 2 and word.isalpha() and word not in self._written for word in words)

    def _names(self, words: list[str], index: Index) -> Iterator[tuple[int, int, Sense]]:
        """The first and the last word of each name, with its sense."""
        place = 0
        while place < len(words):
            size, sense = _longest(words, place, index)
            if sense and sense.kind != "none" and not self._persons.has_name(words, place, size, sense):
                yield place, place + size - 1, sense
            place += size


@cache
def shipped_finder() -> Finder:
    """The finder of the shipped tables, built once."""
    return Finder(load_gazetteer())


def _longest(words: list[str], place: int, index: Index) -> tuple[int, Sense | None]:
    """How many words the longest name here has, and its sense; (1, None) for no name."""
    for rest, sense in index.get(words[place], ()):
        if not rest or tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
            return len(rest) + 1, sense
    return 1, None


def _index(senses: Iterable[tuple[Tokens, Sense]]) -> Index:
    index: Index = {}
    for tokens, sense in senses:
        index.setdefault(tokens[0], []).append((tokens[1:], sense))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _in_capitals(gazetteer: Gazetteer) -> Iterator[tuple[Tokens, Sense]]:
    for tokens, sense in gazetteer.senses.items():
        if tokens not in gazetteer.exact or all(word.isupper() for word in tokens):
            yield tuple(word.upper() for word in tokens), sense
