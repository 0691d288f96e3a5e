"""Windows and publication days: local times of a zone turned into instants."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: an article published at ``end`` belongs to the next edition.

    Both ends are aware and in UTC. They are cut at local times of ``zone``, so
    the week of a clock change is 167 or 169 hours, never 168.
    """

    start: datetime
    end: datetime
    zone: str

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekday and a local time, "friday 09:00"."""

    weekday: int
    at: time

    @classmethod
    def parse(cls, text: str) -> "Weekly":
        """Raises ValueError with a text an editor understands."""
        found = re.fullmatch(r"\s*([a-z]+)\s+(\d{1,2}):(\d{2})\s*", text.lower())
        if not found or found[1] not in WEEKDAYS or int(found[2]) > 23 or int(found[3]) > 59:
            raise ValueError(f'"{text}" is not a weekday and a time such as "friday 09:00"')
        return cls(WEEKDAYS.index(found[1]), time(int(found[2]), int(found[3])))

    def on(self, day: date, zone: str) -> datetime:
        """This local time on the given day, as UTC.

        A time that the spring change skips counts as the same distance past
        the gap; one that autumn repeats counts as its first occurrence.
        """
        return datetime.combine(day, self.at, ZoneInfo(zone)).astimezone(UTC)

    def at_or_after(self, instant: datetime, zone: str) -> datetime:
        """The first occurrence that is not before the instant."""
        local = instant.astimezone(ZoneInfo(zone)).date()
        day = local + timedelta(days=(self.weekday - local.weekday()) % 7)
        # the week before too: a time that was skipped near midnight counts on the next day
        near = (self.on(day + timedelta(days=days), zone) for days in (-7, 0, 7))
        return next(due for due in near if due >= instant)

    def earlier(self, minutes: int) -> "Weekly":
        """So many minutes earlier on the clock, possibly on the day before."""
        total = (self.weekday * 1440 + self.at.hour * 60 + self.at.minute - minutes) % (7 * 1440)
        return Weekly(total // 1440, time(total % 1440 // 60, total % 60))

    def before(self, instant: datetime, zone: str) -> datetime:
        """The latest occurrence strictly before the instant."""
        local = instant.astimezone(ZoneInfo(zone)).date()
        day = local - timedelta(days=(local.weekday() - self.weekday) % 7)
        due = self.on(day, zone)
        return due if due < instant else self.on(day - timedelta(days=7), zone)


def edition_name(publication: datetime, zone: str) -> str:
    """The ISO week of the local publication day: ``2026-W48``."""
    year, week, _ = publication.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"


def parse_edition_name(text: str) -> tuple[int, int]:
    """``2026-W48`` as (2026, 48). Raises ValueError."""
    found = re.fullmatch(r"(\d{4})-W(\d{2})", text.strip().upper())
    if not found:
        raise ValueError(f'"{text}" is not an edition such as 2026-W48')
    year, week = int(found[1]), int(found[2])
    date.fromisocalendar(year, week, 1)
    return year, week


def publication_of(name: str, publish: Weekly, zone: str) -> datetime:
    """When the edition of that name is due, as UTC."""
    year, week = parse_edition_name(name)
    return publish.on(date.fromisocalendar(year, week, publish.weekday + 1), zone)


def window_before(publication: datetime, publish: Weekly, zone: str) -> Window:
    """The week that ends at a publication time. Consecutive weeks meet without gap."""
    return Window(publish.before(publication, zone), publication, zone)
