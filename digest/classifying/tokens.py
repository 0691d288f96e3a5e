"""Words of a text, as the gazetteer's names and the articles both are cut."""

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+|[,:;|£€]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as names are compared, and where it stands in its text."""

    text: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """Words in order, with commas and colons; "U.S." is "US", "Kenya's" two words.

    The text must be NFC for names to be found in it.
    """
    return [Word(_plain(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def words_of(text: str) -> tuple[str, ...]:
    if text.isascii() and text.isalpha():
        return (text,)
    return tuple([_plain(word) for word in _TOKEN.findall(text)])


def _plain(word: str) -> str:
    return word.replace(".", "") if "." in word else word


def composed(text: str) -> str:
    """The text with each accented letter as one character (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
