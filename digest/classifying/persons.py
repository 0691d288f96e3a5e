"""Telling a person's name from a place's: Michael Jordan, Paris Hilton, Chad Smith."""

import tomllib
from collections.abc import Sequence

from digest.classifying.gazetteer import Sense, read_table


class Persons:
    """Which words are given names and titles, by the packaged lists."""

    def __init__(self) -> None:
        lists = tomllib.loads(read_table("persons.toml"))
        self._given_names = frozenset(lists["given_names"].split())
        self._named_like_people = frozenset(lists["named_like_people"].split())
        self._of_places = frozenset(lists["of_places"].split())
        self._titles = frozenset(lists["titles"].split())

    def is_title(self, word: str) -> bool:
        """Whether a politician's surname may follow: "President", "PM"."""
        return word in self._titles

    def has_name(self, words: Sequence[str], place: int, size: int, sense: Sense) -> bool:
        """Whether the name of a place at this point of a text is part of a person's name."""
        if size > 1 or sense.kind not in ("place", "capital", "country", "division"):
            return False
        if place and words[place - 1] in self._given_names:
            return True
        if words[place] not in self._named_like_people or _is_headline_case(words[:place]):
            return False
        after = words[place + 1] if place + 1 < len(words) else ""
        return _is_name(after) and after not in self._of_places


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.isupper()


def _is_headline_case(words: Sequence[str]) -> bool:
    """Whether long words have capitals all through, as in headlines Written Like This."""
    long = [word for word in words if len(word) > 3]
    return bool(long) and all(word[0].isupper() for word in long)
