"""Weeks that meet without a gap, whatever the clocks do, and the names of editions."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.model.window import (
    WEEKDAYS,
    Weekly,
    Window,
    edition_name,
    parse_edition_name,
    publication_of,
    window_before,
)

FRIDAY = Weekly.parse("friday 09:00")
ZONES = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("posix/", "right/")))
HOUR = timedelta(hours=1)


def at(text: str, zone: str = "UTC") -> datetime:
    """A local time of a zone as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def windows(zone: str, publish: str, first: str, count: int) -> list[Window]:
    """So many weeks, each published at the first time after the end of the one before."""
    weekly, found = Weekly.parse(publish), []
    end = weekly.at_or_after(at(first), zone)
    for _ in range(count):
        found.append(window_before(end, weekly, zone))
        end = weekly.at_or_after(end + timedelta(seconds=1), zone)
    return found


# -- windows ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "lengths"),
    [
        pytest.param("America/New_York", {167.0, 168.0, 169.0}, id="New York"),
        pytest.param("Europe/London", {167.0, 168.0, 169.0}, id="London"),
        pytest.param("Australia/Lord_Howe", {167.5, 168.0, 168.5}, id="Lord Howe, half an hour"),
        pytest.param("Pacific/Apia", {168.0}, id="Apia, no summer time since 2021"),
    ],
)
@pytest.mark.parametrize("publish", ["friday 09:00", "sunday 02:15", "sunday 01:30", "monday 00:00"])
def test_two_hundred_weeks_meet_without_gap_or_overlap(zone: str, lengths: set[float], publish: str) -> None:
    weeks = windows(zone, publish, "2024-01-01", 200)
    assert all(one.end == two.start for one, two in pairwise(weeks))
    hours = Counter((w.end - w.start) / HOUR for w in weeks)
    if publish in ("friday 09:00", "monday 00:00"):
        assert set(hours) == lengths
        assert hours[168.0] > 190
    assert all(w.zone == zone and w.start.tzinfo is UTC and w.end.tzinfo is UTC for w in weeks)


@pytest.mark.parametrize(
    ("publish_on", "hours"),
    [
        pytest.param(date(2026, 2, 6), 168, id="ordinary week"),
        pytest.param(date(2026, 3, 13), 167, id="clocks go forward on 8 March"),
        pytest.param(date(2026, 11, 6), 169, id="clocks go back on 1 November"),
    ],
)
def test_a_week_is_seven_local_days(publish_on: date, hours: int) -> None:
    window = window_before(FRIDAY.on(publish_on, "America/New_York"), FRIDAY, "America/New_York")
    assert window.end - window.start == hours * HOUR
    there = [i.astimezone(ZoneInfo("America/New_York")).time() for i in (window.start, window.end)]
    assert there == [time(9), time(9)]


def test_the_week_in_which_samoa_had_no_friday_loses_no_article() -> None:
    """30 December 2011 was left out: Thursday was followed by Saturday."""
    weeks = windows("Pacific/Apia", "friday 09:00", "2011-12-01", 8)
    assert all(one.end == two.start for one, two in pairwise(weeks))
    assert Counter((w.end - w.start) / HOUR for w in weeks) == {168.0: 7, 144.0: 1}


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window(at("2026-11-20T09:00"), at("2026-11-27T09:00"), "UTC")
    tick = timedelta(microseconds=1)
    assert [window.holds(i) for i in (window.start - tick, window.start)] == [False, True]
    assert [window.holds(i) for i in (window.end - tick, window.end)] == [True, False]


weeklies = st.builds(Weekly, st.integers(0, 6), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
instants = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001


@given(weeklies, st.sampled_from(ZONES), instants)
@example(Weekly.parse("saturday 23:30"), "America/Nuuk", at("2026-03-28T23:30", "America/Nuuk"))
@example(FRIDAY, "Pacific/Apia", at("2011-12-30T19:00"))
def test_every_instant_belongs_to_exactly_one_window(weekly: Weekly, zone: str, now: datetime) -> None:
    """The publication before and the one at or after it are neighbours, in any zone of the world."""
    last, coming = weekly.before(now, zone), weekly.at_or_after(now, zone)
    assert last < now <= coming
    assert weekly.before(coming, zone) == last
    assert weekly.at_or_after(last + timedelta(seconds=1), zone) == coming


@given(weeklies, st.sampled_from(ZONES), instants)
def test_the_name_of_an_edition_leads_back_to_its_publication(
    weekly: Weekly, zone: str, now: datetime
) -> None:
    due = weekly.at_or_after(now, zone)
    assert publication_of(edition_name(due, zone), weekly, zone) == due


# -- local times --------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "publish", "day", "local"),
    [
        pytest.param(
            "America/New_York", "sunday 02:30", "2026-03-08", "03:30-04:00", id="skipped: past the gap"
        ),
        pytest.param(
            "Australia/Lord_Howe", "sunday 02:15", "2026-10-04", "02:45+11:00", id="half an hour's gap"
        ),
        pytest.param(
            "America/New_York", "sunday 01:30", "2026-11-01", "01:30-04:00", id="repeated: the first"
        ),
        pytest.param("Europe/London", "friday 09:00", "2026-11-27", "09:00+00:00", id="an ordinary day"),
    ],
)
def test_a_local_time_is_one_instant_on_every_day(zone: str, publish: str, day: str, local: str) -> None:
    due = Weekly.parse(publish).on(date.fromisoformat(day), zone)
    assert (
        due.astimezone(ZoneInfo(zone)).isoformat()[11:16] + due.astimezone(ZoneInfo(zone)).isoformat()[-6:]
        == local
    )
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("now", "before", "coming"),
    [
        pytest.param("2026-11-27T09:00", "2026-11-20T09:00", "2026-11-27T09:00", id="at the moment"),
        pytest.param("2026-11-27T09:01", "2026-11-27T09:00", "2026-12-04T09:00", id="a minute later"),
        pytest.param("2026-11-27T08:59", "2026-11-20T09:00", "2026-11-27T09:00", id="a minute before"),
        pytest.param("2026-11-25T12:00", "2026-11-20T09:00", "2026-11-27T09:00", id="in mid-week"),
    ],
)
def test_the_occurrence_before_and_the_one_to_come(now: str, before: str, coming: str) -> None:
    zone = "America/New_York"
    assert FRIDAY.before(at(now, zone), zone) == at(before, zone)
    assert FRIDAY.at_or_after(at(now, zone), zone) == at(coming, zone)


def test_what_is_near_midnight_counts_by_the_newsrooms_day() -> None:
    monday = Weekly.parse("monday 00:30")
    now = at("2026-11-22T14:00")  # Monday morning in Auckland, Sunday in UTC
    assert monday.before(now, "Pacific/Auckland") == at("2026-11-23T00:30", "Pacific/Auckland")


@pytest.mark.parametrize(
    ("text", "weekday", "clock"),
    [("friday 09:00", 4, time(9)), ("  Monday 7:05 ", 0, time(7, 5)), ("SUNDAY 23:59", 6, time(23, 59))],
)
def test_a_weekday_and_a_time_are_read(text: str, weekday: int, clock: time) -> None:
    assert Weekly.parse(text) == Weekly(weekday, clock)


@pytest.mark.parametrize(
    "text", ["", "friday", "09:00", "fri 09:00", "friday 24:00", "friday 09:60", "friday 9", "freitag 09:00"]
)
def test_what_is_no_weekday_and_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r'is not a weekday and a time such as "friday 09:00"'):
        Weekly.parse(text)


@given(weeklies, st.integers(0, 1440))
def test_earlier_by_minutes_goes_round_the_week(weekly: Weekly, minutes: int) -> None:
    def place(one: Weekly) -> int:
        return one.weekday * 1440 + one.at.hour * 60 + one.at.minute

    assert (place(weekly) - place(weekly.earlier(minutes))) % (7 * 1440) == minutes


def test_earlier_may_be_on_the_day_before() -> None:
    assert Weekly.parse("monday 00:10").earlier(15) == Weekly.parse("sunday 23:55")


# -- names --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "zone", "name"),
    [
        pytest.param("2026-11-27T14:00", "America/New_York", "2026-W48", id="an ordinary Friday"),
        pytest.param("2027-01-01T09:00", "UTC", "2026-W53", id="New Year's Day in the old year's last week"),
        pytest.param("2024-12-30T09:00", "UTC", "2025-W01", id="a Monday in the new year's first week"),
        pytest.param("2026-11-29T12:00", "Pacific/Auckland", "2026-W49", id="already Monday over there"),
        pytest.param("2026-11-30T03:00", "America/New_York", "2026-W48", id="still Sunday over there"),
    ],
)
def test_an_edition_is_named_by_the_iso_week_of_its_local_day(published: str, zone: str, name: str) -> None:
    assert edition_name(at(published), zone) == name


def test_a_name_is_read_whatever_its_case() -> None:
    assert parse_edition_name(" 2026-w48 ") == (2026, 48)
    assert parse_edition_name("2026-W53") == (2026, 53)


@pytest.mark.parametrize("text", ["", "2026", "2026-48", "2026-W5", "W48", "2026-W48-5", "26-W48"])
def test_what_is_no_name_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is not an edition such as 2026-W48"):
        parse_edition_name(text)


@pytest.mark.parametrize("text", ["2027-W53", "2026-W00", "2026-W54", "0000-W10"])
def test_a_week_that_the_year_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_edition_name(text)


def test_the_names_of_two_hundred_weeks_are_all_different_and_in_order() -> None:
    names = [edition_name(w.end, w.zone) for w in windows("Europe/London", "friday 09:00", "2024-01-01", 200)]
    assert len(set(names)) == 200
    assert names == sorted(names)


def test_weekdays_are_counted_from_monday_as_dates_do() -> None:
    assert WEEKDAYS[date(2026, 11, 27).weekday()] == "friday"
