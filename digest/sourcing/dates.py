"""Dates as feeds write them, to aware UTC.

RFC 822 with all its accidents, ISO 8601, asctime, "November 5, 2025", months
in the words of thirty languages, and East Asian year-month-day.
"""

import re
from datetime import UTC, datetime, timedelta

from digest.sourcing.months import MONTHS, OF_TWO_WORDS, folded

EARLIEST, LATEST = 1971, 2100
"""Outside lie the zeros of databases (1970-01-01, 0000-00-00) and typing errors."""

_HOURS = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "wib": 7, "hkt": 8, "sgt": 8,
    "wat": 1, "cat": 2, "sast": 2, "idt": 3, "eat": 3, "msd": 4, "irst": 3.5, "aft": 4.5, "yekt": 5, "npt": 5.75,
    "mmt": 6.5, "ict": 7, "krat": 7, "pht": 8, "wita": 8, "wit": 9, "acst": 9.5, "acdt": 10.5, "vlat": 10, "nst": -3.5,
    "ndt": -2.5, "art": -3, "uyt": -3, "clst": -3, "clt": -4, "vet": -4, "bot": -4, "cot": -5, "pet": -5, "sst": -11,
    "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "ast": -4, "adt": -3, "brt": -3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "et": -5, "ct": -6, "mt": -7, "pt": -8,
}  # fmt: skip

_HALF = r"(?P<half>[ap]\.?m\.?|am|pm)"
_CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
_WESTERN = rf"{_CLOCK}\s*{_HALF}?"
_EASTERN = (
    r"(?P<early>上午|午前|오전)?(?P<late>下午|午後|오후)?\s*"
    r"(?P<hour>\d{1,2})(?:[:時时点點시]\s*(?P<minute>\d{1,2})[分분]?(?::?(?P<second>\d{2})[秒초]?)?|[時时点點시])"
)
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[+-]\d{2}|[a-z]{1,5}(?:[+-]\d{1,2}:?\d{0,2})?)"
_BEFORE_CLOCK = r"(?:[\s,t]|г\.?|[-–—|·•](?=\s))+(?:at\s+|um\s+|a\s+|в\s+|klo\s+)?"
_REST = rf"(?:{_BEFORE_CLOCK}{_WESTERN})?\s*(?:\(?{_ZONE}\)?)?.*"
_EAST_REST = rf"(?:\s*[(（]?(?:[月火水木金土日월화수목금토일]|星期.|周.|週.)(?:曜日|요일)?[)）]?)?\s*(?:{_EASTERN})?\s*(?:\(?{_ZONE}\)?)?.*"
_WEEKDAY = r"(?:[^\W\d]+\.?(?:,\s*|\s+))?"
_NAME = r"(?P<name>[^\W\d]{2,13})\.?"
_YMD = rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_REST}"
_COMPACT = (
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:t(?P<hour>\d{{2}}):?(?P<minute>\d{{2}}):?(?P<second>\d{{2}})?(?:\.\d+)?)?\s*{_ZONE}?"
)
_EAST_ASIAN = (
    rf"(?P<year>\d{{4}})\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]{_EAST_REST}"
)
_KOREAN = rf"(?P<year>\d{{4}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<day>\d{{1,2}})\.?{_EAST_REST}"
_ISO_EASTERN = (
    rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})\s*(?=[上下午오]){_EAST_REST}"
)
_CHINESE_WP = rf"(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}}),?\s*(?P<year>\d{{4}}){_EAST_REST}"
_RFC_822 = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?(?:\s+|-)(?:de\s+)?{_NAME},?(?:\s+|-)(?:de(?:l|)\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}})(?!\d|:){_REST}"
)
_ASCTIME = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})\s+{_WESTERN}\s*{_ZONE}?\s+(?P<year>\d{{4}})"
_AMERICAN = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_REST}"
_YEAR_FIRST = rf"(?P<year>\d{{4}})\.?(?:\s+m\.)?\s+{_NAME}\s+(?P<day>\d{{1,2}})\.?(?:\s+d\.)?{_REST}"
_VIETNAMESE = rf"{_WEEKDAY}(?:ngay\s+)?(?P<day>\d{{1,2}})\s+thang\s+(?P<month>\d{{1,2}})(?:,|\s+nam)?\s+(?P<year>\d{{4}}){_REST}"
_DOTTED = rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}){_REST}"
_SURE_DAY = r"(?P<day>1[3-9]|2\d|3[01])"  # above twelve it can be no month
_DMY = rf"{_WEEKDAY}{_SURE_DAY}[/-](?P<month>\d{{1,2}})[/-](?P<year>\d{{4}}){_REST}"
_MDY = rf"(?P<month>\d{{1,2}})/{_SURE_DAY}/(?P<year>\d{{4}}){_REST}"
_YEAR_MONTH = r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        _ISO_EASTERN, _YMD, _COMPACT, _EAST_ASIAN, _KOREAN, _CHINESE_WP, _RFC_822, _ASCTIME, _AMERICAN, _YEAR_FIRST,
        _VIETNAMESE, _DOTTED, _DMY, _MDY, _YEAR_MONTH,
    )
)  # fmt: skip
_PLAIN = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-6]\d) (?:GMT|UTC|Z|([+-])(0\d|1[0-4]):?([0-5]\d))",
    re.ASCII,
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")


def read_date(text: str) -> datetime | None:
    """Aware UTC, or None when it cannot be told.

    Without a zone, or with one nobody knows, it is taken as UTC. A date
    without a time is midnight UTC. "03/04/2026" is no date: two readings.
    """
    if plain := _PLAIN.fullmatch(text):
        return _of_plain(plain)
    text = _simple(text)
    if epoch := _EPOCH.fullmatch(text):
        return _sane(datetime.fromtimestamp(int(epoch[1]), UTC))
    for shape in _SHAPES:
        if (found := shape.fullmatch(text)) and (when := _built(found)):
            return when
    return None


def _of_plain(found: re.Match[str]) -> datetime | None:
    """The shape nearly every feed uses, in a tenth of the time of the others."""
    day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        when = datetime(
            int(year),
            MONTHS[name.lower()],
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59),
            tzinfo=UTC,
        )
    except (ValueError, KeyError):
        return None
    return _sane(when + offset if sign == "-" else when - offset)


def _simple(text: str) -> str:
    """Folded, and at most as long as a date can be."""
    text = folded(text[:120])
    for name, one_word in OF_TWO_WORDS.items():
        if name in text:
            return text.replace(name, one_word)
    return text


def _built(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = MONTHS.get(parts["name"]) if parts.get("name") else int(parts.get("month") or 1)
    if month is None:
        return None
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    half = "p" if parts.get("late") else "a" if parts.get("early") else parts.get("half")
    hour = _of_24(hour, half)
    extra = timedelta(days=1) if (hour, minute) == (24, 0) else timedelta()
    try:
        when = datetime(
            _year(parts["year"]), month, int(parts.get("day") or 1), hour % 24 if extra else hour, minute,
            min(second, 59), tzinfo=UTC,
        )  # fmt: skip
        return _sane(when + extra - _offset(parts.get("zone")))
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    """Two digits as RFC 2822 4.3 and POSIX read them: 69 to 99 are of the last century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 68 else 2000)


def _of_24(hour: int, half: str | None) -> int:
    if not half or half[0] not in "ap" or hour > 12:
        return hour
    return hour % 12 + (12 if half[0] == "p" else 0)


def _offset(zone: str | None) -> timedelta:
    zone = zone or ""
    named = re.match(r"[a-z]*", zone)
    name, digits = (named[0] if named else ""), re.sub(r"^[a-z]*", "", zone)
    hours = timedelta(hours=_HOURS.get(name, 0)) if not digits else timedelta()
    if not digits:
        return hours
    sign, number = (-1 if digits[0] == "-" else 1), digits[1:].replace(":", "")
    whole, minutes = (int(number[:-2]), int(number[-2:])) if len(number) > 2 else (int(number or 0), 0)
    return sign * timedelta(hours=whole, minutes=minutes) if whole <= 15 and minutes < 60 else timedelta()


def _sane(when: datetime) -> datetime | None:
    return when if EARLIEST <= when.year < LATEST else None
