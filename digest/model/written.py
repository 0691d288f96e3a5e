"""What people write into newsroom.toml: each text is given back as it is, or refused.

Every refusal is a ValueError that says what to write instead, with the nearest
name where one can be meant.
"""

import difflib
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from digest.model.window import WEEKDAYS, Weekly

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47 without what no newsroom needs
_LIST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")  # RFC 2919, section 2
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es",
    "french": "fr", "français": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "italian": "it", "japanese": "ja", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "swahili": "sw", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
}  # fmt: skip


def nearest(text: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The name that was probably meant, or ""; case does not count."""
    by_case = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text.casefold(), by_case, n=1, cutoff=cutoff)
    return by_case[near[0]] if near else ""


def did_you_mean(text: str, known: Iterable[str], otherwise: str, *, cutoff: float = 0.6) -> str:
    """'did you mean "X"?', or what else to say."""
    near = nearest(text, known, cutoff=cutoff)
    return f'did you mean "{near}"?' if near else otherwise


def weekly(text: str) -> str:
    """A weekday and a time, "friday 09:00"."""
    try:
        Weekly.parse(text)
    except ValueError as error:
        day, _, time = text.strip().partition(" ")
        near = nearest(day, WEEKDAYS)
        hint = f'; did you mean "{near} {time.strip()}"?' if near and near != day.lower() and time else ""
        raise ValueError(f"{error}{hint}") from None
    return text


def zone(name: str) -> str:
    """A zone of the IANA database, "Europe/London"."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone; {_near_zone(name)}') from None
    return name


def _near_zone(name: str) -> str:
    zones = available_timezones()
    cities = {each.rpartition("/")[2].replace("_", " ").casefold(): each for each in sorted(zones)}
    found = cities.get(name.rpartition("/")[2].replace("_", " ").strip().casefold())
    if found is not None:
        return f'did you mean "{found}"?'
    return did_you_mean(name, zones, 'write one such as "Europe/London"', cutoff=0.75)


def language(tag: str) -> str:
    """A BCP 47 tag, "en" or "pt-BR". One without words of ours is a tag all the same."""
    if _TAG.fullmatch(tag):
        return tag
    meant = tag.replace("_", "-") if _TAG.fullmatch(tag.replace("_", "-")) else _LANGUAGES.get(tag.casefold())
    hint = f'did you mean "{meant}"?' if meant else "write one such as en, en-GB or pt-BR"
    raise ValueError(f'"{tag}" is no language tag; {hint}')


def colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError(f'"{text}" is no colour; write it as #rrggbb, such as "#9a1b1e"')
    return text


def key(text: str) -> str:
    """Short and lasting: what readers' choices are stored under."""
    if _KEY.fullmatch(text):
        return text
    meant = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40]
    hint = f', such as "{meant}"' if meant else ""
    raise ValueError(f'"{text}" is no key; write at most 40 small letters, digits and hyphens{hint}')


def country(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise ValueError(f'"{text}" is no country; write the two letters of ISO 3166, such as "KE"')
    return text


def list_id(text: str) -> str:
    """What names the list to mail programs (RFC 2919), or ""."""
    if text and not _LIST.fullmatch(text):
        raise ValueError(f'"{text}" names no list; write it like a host, such as "weekly.example.org"')
    return text
