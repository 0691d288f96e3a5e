"""The charset of bytes that are not UTF-8 and of which nobody says, truly, what they are.

First what the feed says of its language: each has one old charset (the table
of fallback encodings in the HTML Living Standard, 13.2.3.2). Without it the
letters decide: a text of another script reads as that script in one charset
and as nonsense in the others. What reads as nothing else is Windows-1252.
"""

import re
from collections.abc import Callable

_BY_LANGUAGE = {
    "ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "be": "cp1251", "bg": "cp1251", "ky": "cp1251", "mk": "cp1251",
    "ru": "cp1251", "sr": "cp1251", "tg": "cp1251", "tt": "cp1251", "uk": "cp1251", "bs": "cp1250", "cs": "iso-8859-2",
    "hr": "cp1250", "hu": "iso-8859-2", "pl": "iso-8859-2", "ro": "cp1250", "sk": "cp1250", "sl": "iso-8859-2",
    "el": "cp1253", "et": "cp1257", "lt": "cp1257", "lv": "cp1257", "he": "cp1255", "ja": "cp932", "ko": "cp949",
    "ku": "cp1254", "tr": "cp1254", "th": "cp874", "vi": "cp1258", "zh": "gb18030",
}  # fmt: skip
_LANGUAGE = re.compile(
    rb"(?:<(?:dc:)?language>|xml:lang=[\"'])\s{0,9}([a-z]{2})([-_]tw|[-_]hk)?", re.IGNORECASE
)
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
"""Accents stand alone in Western languages; other scripts are written in whole words."""

SAMPLE = 60_000
LEAST = 12
LEAST_SCORE = 0.6

_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчй")


def guessed(body: bytes) -> str:
    """The charset to try, or ""."""
    by_language = _of_language(body)
    if by_language:
        return by_language
    sample = _TAGS.sub(b" ", body[:SAMPLE])
    high = len(_HIGH.findall(sample))
    if high < LEAST or sum(map(len, _RUN.findall(sample))) < high / 3:
        return ""
    scores = {charset: _score(sample, charset, fits) for charset, fits in _SCRIPTS}
    charset = max(scores, key=scores.__getitem__)  # of equals the first
    return charset if scores[charset] > LEAST_SCORE else ""


def _of_language(body: bytes) -> str:
    found = _LANGUAGE.search(body[:4000])
    if not found:
        return ""
    if found[2]:
        return "big5"
    return _BY_LANGUAGE.get(found[1].decode().lower(), "")


def _score(sample: bytes, charset: str, fits: Callable[[str], float]) -> float:
    """The share of characters outside ASCII that speak for the charset."""
    try:
        text = sample.decode(charset)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:  # else only the end was cut within a character
            return 0.0
        text = sample[: error.start].decode(charset)
    wide = "".join(c for c in text if c > "\x7f")
    return fits(wide) if wide else 0.0


def _cyrillic(text: str) -> float:
    return sum(c in _COMMON_CYRILLIC for c in text) / len(text)


def _japanese(text: str) -> float:
    kana = sum("\u3041" <= c <= "\u30fe" for c in text)
    half = sum("\uff61" <= c <= "\uff9f" for c in text)
    others = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" for c in text)
    return 0.0 if kana < len(text) / 10 else (kana + others - half) / len(text)


def _korean(text: str) -> float:
    return sum("\uac00" <= c <= "\ud7a3" for c in text) / len(text)


def _chinese(charset: str, first: int, last: int) -> Callable[[str], float]:
    """The common characters stand first in both national standards."""

    def fits(text: str) -> float:
        leads = (c.encode(charset, "ignore")[:1] for c in text if "\u4e00" <= c <= "\u9fff")
        # Korean syllables stand within the common range, too: where both fit, it is Korean.
        return 0.95 * sum(first <= lead[0] <= last for lead in leads if lead) / len(text)

    return fits


def _arabic(text: str) -> float:
    return sum("\u0621" <= c <= "\u064a" for c in text) / len(text)


def _greek(text: str) -> float:
    return sum("\u03ac" <= c <= "\u03ce" for c in text) / len(text)


def _hebrew(text: str) -> float:
    return sum("\u05d0" <= c <= "\u05ea" for c in text) / len(text)


_SCRIPTS: tuple[tuple[str, Callable[[str], float]], ...] = (
    ("cp932", _japanese),
    ("euc-jp", _japanese),
    ("cp949", _korean),
    ("gb18030", _chinese("gb2312", 0xB0, 0xD7)),
    ("big5", _chinese("big5", 0xA4, 0xC6)),
    ("cp1251", _cyrillic),
    ("koi8-r", _cyrillic),
    ("cp1256", _arabic),
    ("cp1253", _greek),
    ("cp1255", _hebrew),
)
