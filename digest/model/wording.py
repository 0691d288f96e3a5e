"""How numbers, times and names are said to a person."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

_STRAIGHT = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‹": "'", "›": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "\u00ad": None, "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 article", "1,204 readers". ``plural`` where an s does not make it."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def local_time(instant: datetime, zone: str) -> str:
    """Weekday, day and local time with its zone: "Fri 20 Nov 2026 09:00 GMT"."""
    return f"{instant.astimezone(ZoneInfo(zone)):%a %d %b %Y %H:%M %Z}"


def listed(words: Sequence[str], *, most: int = 4) -> str:
    """ "a, b and c"; of more than ``most`` the first ones "and 3 more"."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def same_name(text: str) -> str:
    """A name for comparing: "  mara LINDQVIST" is Mara Lindqvist."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def straight(text: str) -> str:
    """One line with plain quotes, dashes and spaces: as one types it."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_STRAIGHT)).split())
