"""Dates as feeds write them, to aware UTC.

RFC 822 with all its accidents, ISO 8601, asctime, "November 5, 2025", the
months of some European languages, and East Asian year-month-day.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

EARLIEST, LATEST = 1971, 2100
"""Outside lie the zeros of databases (1970-01-01, 0000-00-00) and typing errors."""

_MONTH_NAMES = (
    "january jan januar janvier janv enero ene gennaio gen janeiro januari styczen stycznia sty leden ledna",
    "february feb februar fevrier fevr fev febrero febbraio fevereiro februari luty lutego lut unor unora",
    "march mar marz maerz mrz mars marzo marco maart mrt marzec marca brezen brezna",
    "april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna",
    "may mai mayo maggio mag maio mei maj maja kveten kvetna",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip cervenec cervence",
    "august aug aout agosto ago agosto augustus sierpien sierpnia sie srpen srpna",
    "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna",
    "november nov novembre noviembre novembro listopada lis listopadu",
    "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru prosinec prosince",
)
_RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_GREEK = "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ"
MONTHS = {
    name: number
    for number, names in enumerate(zip(_MONTH_NAMES, _RUSSIAN.split(), _GREEK.split(), strict=True), 1)
    for name in " ".join(names).split()
}

_HOURS = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "wib": 7, "hkt": 8, "sgt": 8,
    "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "ast": -4, "adt": -3, "brt": -3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "et": -5, "ct": -6, "mt": -7, "pt": -8,
}  # fmt: skip

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
)
_ZONE = r"(?P<zone>[+-]\d{1,2}:?\d{2}|[+-]\d{2}|[a-z]{1,5}(?:[+-]\d{1,2}:?\d{0,2})?)"
_REST = rf"(?:[\s,t]+(?:at\s+|um\s+|a\s+)?{_CLOCK})?\s*(?:\(?{_ZONE}\)?)?.*"
_WEEKDAY = r"(?:\w+\.?,?\s+)?"
_NAME = r"(?P<name>[^\W\d]{3,12})\.?"
_YMD = rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_REST}"
_COMPACT = (
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    rf"(?:t(?P<hour>\d{{2}}):?(?P<minute>\d{{2}}):?(?P<second>\d{{2}})?(?:\.\d+)?)?\s*{_ZONE}?"
)
_EAST_ASIAN = (
    rf"(?P<year>\d{{4}})\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]{_REST}"
)
_RFC_822 = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s+|-)(?:de\s+)?{_NAME},?(?:\s+|-)(?:de\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}})(?!\d|:){_REST}"
)
_ASCTIME = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}?\s+(?P<year>\d{{4}})"
_AMERICAN = rf"{_WEEKDAY}{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_REST}"
_DOTTED = rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}){_REST}"
_SURE_DAY = r"(?P<day>1[3-9]|2\d|3[01])"  # above twelve it can be no month
_DMY = rf"{_SURE_DAY}/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}){_REST}"
_MDY = rf"(?P<month>\d{{1,2}})/{_SURE_DAY}/(?P<year>\d{{4}}){_REST}"
_YEAR_MONTH = r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        _YMD, _COMPACT, _EAST_ASIAN, _RFC_822, _ASCTIME, _AMERICAN, _DOTTED, _DMY, _MDY, _YEAR_MONTH
    )
)  # fmt: skip
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")


def read_date(text: str) -> datetime | None:
    """Aware UTC, or None when it cannot be told.

    Without a zone, or with one nobody knows, it is taken as UTC. A date
    without a time is midnight UTC. "03/04/2026" is no date: two readings.
    """
    text = _simple(text)
    if epoch := _EPOCH.fullmatch(text):
        return _sane(datetime.fromtimestamp(int(epoch[1]), UTC))
    for shape in _SHAPES:
        if (found := shape.fullmatch(text)) and (when := _built(found)):
            return when
    return None


def _simple(text: str) -> str:
    """Lower case without accents, single spaces, at most as long as a date can be."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text[:120].split()).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _built(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = MONTHS.get(parts["name"]) if parts.get("name") else int(parts.get("month") or 1)
    if month is None:
        return None
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    hour = _of_24(hour, parts.get("half"))
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
