"""Bylines: names of people, one each. An address is never a byline."""

import re
from collections.abc import Iterable
from functools import lru_cache

from digest.sourcing.text import plain

MAX_NAME = 90  # longer is a sentence about the author
MOST_CHARACTERS = 1500  # of one field; a longer list of names is no byline

_MAIL = re.compile(
    r"[<(\[]?\s?(?:mailto:)?(?<![\w.+%'-])[\w.+%'-]++@[\w-]++(?:\.[\w-]++)*\s?[>)\]]?", re.IGNORECASE
)
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:written|reported|posted|story|words|presented|hosted|narrated)\s+by|by|von|par|por)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^A-Z()][^()]{0,60}\)")  # "(now)", "(earlier)"
_PLACE = re.compile(
    r"(?<=\w)\s+(?:in|at|from)\s+(?:the\s+)?[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'-]*|d[aeo]s?|of|la|le|el|upon))*"
    r"|\.\s+(?:Photograph|Illustration|Additional|With)\w*\b.*$|,?\s+and\s+agenc(?:y|ies)\b.*$"
)
_MAKERS = re.compile(
    r"^(?:(?:executive )?produce[dr]s?|edited|sound|music|mixed|photograph\w*|illustrat\w*)\b", re.IGNORECASE
)
_COMMA = re.compile(r"\s*[,;|]\s*|\s+/\s+|\s+[•·]\s+")
_AND = re.compile(r"\s+(?:(?:and|&|und|et|y|e|en|och|og|with)\s+)+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|mba|msc|dphil|frs)\.?", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|staff|writer|columnist|bureau|chief|analyst|producer|contributor|fellow|"
    r"director|professor|in [A-Z])\b|^(?:for|at|of|in|the)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|webmaster|no-?reply|root|unknown(?: author)?|anonymous|user|editor|staff|none|null|n/?a|"
    r"author|wordpress|nobody)\d*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.’'‘`-]*")


def bylines(raw: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once.

    "By A, B and C" gives three, "a@b.example (Jane Roe)" gives Jane Roe, a
    bare address nobody. An institution with an "and" in its name stays whole.
    """
    names: dict[str, str] = {}
    for text in raw:
        for name in _names(text[: 2 * MOST_CHARACTERS]):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


@lru_cache(maxsize=2000)
def _names(text: str) -> tuple[str, ...]:
    """The same people write again and again."""
    text = _BY.sub("", _ASIDE.sub("", _without_addresses(plain(text)[:MOST_CHARACTERS])))
    text = _PLACE.sub("", text)
    parts = [part for part in _COMMA.split(text) if part.strip() and not _MAKERS.match(part)]
    parts = _with_suffixes(_turned(parts))
    split = [name for part in parts for name in _at_and(part, is_list=len(parts) > 1)]
    return tuple(name for name in map(_tidied, split) if _is_somebody(name))


def _without_addresses(text: str) -> str:
    """ "a@b.example (Jane Roe)" and "Jane Roe <a@b.example>" leave Jane Roe."""
    left = _WEB.sub(" ", _MAIL.sub(" ", text)) if "@" in text or "/" in text else text
    left = left.strip()
    if left != text and left.startswith("(") and left.endswith(")"):
        left = left[1:-1]
    return " ".join(left.split())


def _turned(parts: list[str]) -> list[str]:
    """ "Roe, Jane" and "Roe, J. M." are one person, filed by the last name."""
    if len(parts) == 2 and re.fullmatch(r"(?:[A-Z]\.[ -]?){1,4}", parts[1].strip()):
        return [f"{parts[1].strip()} {parts[0]}"]
    if len(parts) == 2 and all(len(p.split()) == 1 and p[:1].isupper() and not p.isupper() for p in parts):
        return parts if _SUFFIX.fullmatch(parts[1]) else [f"{parts[1]} {parts[0]}"]
    return parts


def _with_suffixes(parts: list[str]) -> list[str]:
    whole: list[str] = []
    for part in parts:
        if whole and _SUFFIX.fullmatch(part.strip()):
            whole[-1] += f", {part.strip()}"
        elif not (whole and _ROLE.search(part)):
            whole.append(part)
    return whole


def _at_and(part: str, *, is_list: bool) -> list[str]:
    part = re.sub(r"^(?:and|und|et|&)\s+", "", part.strip(), flags=re.IGNORECASE)
    halves = _AND.split(part)
    if len(halves) == 1:
        return [part]
    least = 1 if is_list else 2
    return halves if all(_is_name(half, least) for half in halves) else [part]


def _is_name(text: str, least_words: int) -> bool:
    words = text.split()
    small = {"de", "van", "von", "der", "den", "la", "le", "al", "el", "bin", "da", "di", "du", "dos", "of"}
    is_name = all(_WORD.match(w) and (w[:1].isupper() or w in small) for w in words)
    return least_words <= len(words) <= 4 and is_name and "of" not in words


def _tidied(name: str) -> str:
    return _BY.sub("", name.strip(' \t-–—|,;:·•"“”<>[]')).strip()


def _is_somebody(name: str) -> bool:
    has_letters = sum(c.isalpha() for c in name) >= 2
    return has_letters and len(name) <= MAX_NAME and "@" not in name and not _NOBODY.fullmatch(name)
