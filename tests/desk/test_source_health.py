"""How sources fare: what an editor is told of one that broke, fell silent, or lacks something."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.desk.health import standing, standings, warnings_of_sources
from digest.errors import NotFound
from tests.builders.commands import Line
from tests.builders.desks import MONDAY, THURSDAY, Room, a_piece, a_room, closing, newsroom_toml

DAY = timedelta(days=1)
WEEK = 7 * DAY


def daily(last: datetime, number: int = 20, *, every: timedelta = DAY) -> list[dict[str, str]]:
    """Articles at regular intervals, the last one at ``last``."""
    return [a_piece(n + 1, published=last - n * every) for n in range(number)]


def said(room: Room, now: datetime) -> tuple[str, ...]:
    return warnings_of_sources(room.desk, now)


def test_a_source_that_keeps_its_rhythm_is_not_spoken_of(room: Room) -> None:
    room.feed(*daily(THURSDAY - DAY))
    room.gather()
    assert said(room, THURSDAY) == ()


@pytest.mark.parametrize(
    ("every", "pause", "is_quiet"),
    [
        pytest.param(DAY, 2.9 * DAY, False, id="daily, a long weekend"),
        pytest.param(DAY, 3.1 * DAY, True, id="daily, for more than three days"),
        pytest.param(DAY / 24, 2.5 * DAY, False, id="hourly, a weekend"),
        pytest.param(DAY / 24, 3.1 * DAY, True, id="hourly, for more than three days"),
        pytest.param(WEEK, 20 * DAY, False, id="weekly, two weeks left out"),
        pytest.param(WEEK, 22 * DAY, True, id="weekly, three weeks left out"),
    ],
)
def test_quiet_is_three_times_the_usual_pause(
    room: Room, every: timedelta, pause: timedelta, is_quiet: bool
) -> None:
    room.feed(*daily(THURSDAY - pause, 12, every=every))
    room.gather()
    told = said(room, THURSDAY)
    assert bool(told) == is_quiet
    assert all("has shown nothing new since" in t and "3 times its usual pause" in t for t in told)


def test_a_rhythm_is_kept_over_many_gathers(room: Room) -> None:
    for day in range(10):
        room.feed(*daily(MONDAY + day * DAY, 3 + day))
        room.gather(MONDAY + day * DAY)
    assert said(room, MONDAY + 9 * DAY) == ()
    room.gather(MONDAY + 14 * DAY)
    assert "nothing new since" in said(room, MONDAY + 14 * DAY)[0]


def test_what_nobody_gathered_for_days_is_not_called_quiet(room: Room) -> None:
    room.feed(*daily(THURSDAY - DAY))
    room.gather()
    assert said(room, THURSDAY + 10 * DAY) == ()


@pytest.mark.parametrize(("days", "count"), [(0, 0), (5, 1), (40, 0)])
def test_a_newsroom_may_say_how_long_a_silence_is_too_long(tmp_path: Path, days: int, count: int) -> None:
    toml = newsroom_toml() + f"quiet_days = {days}\n"
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        room.feed(*daily(THURSDAY - 30 * DAY))
        room.gather()
        assert len(said(room, THURSDAY)) == count


def test_entries_left_out_are_told_until_the_feed_is_mended(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2, link="/2", guid="x"), a_piece(3, title=""))
    room.gather()
    (told,) = said(room, THURSDAY)
    assert told == (
        'source "europe": 2 entries without an address or a title left out; digest sources show "europe" tells which'
    )
    room.feed(a_piece(1), a_piece(2))
    room.gather(THURSDAY + DAY / 24)
    assert said(room, THURSDAY) == ()


def test_a_source_tells_how_much_it_brings_and_what_its_articles_lack(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("europe", "wire")))) as room:
        undated = {k: v for k, v in a_piece(50, title="Nairobi opens a port").items() if k != "pubDate"}
        room.feed(*daily(THURSDAY - DAY, 28), name="europe")
        room.feed(
            undated, a_piece(51, title="Words of nowhere", author="Jane Roe", description=""), name="wire"
        )
        room.gather()
        europe, wire = standings(room.desk, THURSDAY)
        assert europe.a_week == pytest.approx(7.0, abs=0.3)
        assert europe.newest == THURSDAY - DAY
        assert europe.lacks == {"image": 1.0, "dek": 0.0, "date": 0.0, "author": 1.0, "region": 0.0}
        assert (wire.lacks["date"], wire.lacks["author"], wire.lacks["dek"]) == (0.5, 0.5, 0.5)
        assert wire.lacks["region"] == 0.5
        assert standing(room.desk, THURSDAY, "WIRE") == wire
        with pytest.raises(NotFound, match="it has europe, wire"):
            standing(room.desk, THURSDAY, "nobody")


def test_a_source_never_gathered_has_nothing_to_tell(room: Room) -> None:
    (one,) = standings(room.desk, THURSDAY)
    assert (one.known, one.a_week, one.newest, one.lacks) == (None, 0.0, None, {})


def test_the_command_line_tells_all_of_it(tmp_path: Path) -> None:
    with closing(a_room(tmp_path, toml=newsroom_toml())) as room:
        room.feed(a_piece(1), a_piece(2, link="/2", guid="x", title="Port strike ends"))
        line = Line(tmp_path)
        assert line.json("gather")["sources"][0]["left_out"] == 1
        (told,) = line.json("sources")["sources"]
        assert (told["seen"], told["left_out"], told["without"]["image"], told["error"]) == (1, 1, 1.0, None)
        shown = line.done("sources", "show", "Europe")
        assert '- "Port strike ends" has the relative link /2' in shown
        assert "image 100 %" in line.done("sources")
        assert "1 entry without an address or a title left out" in line("status").err
        assert line("sources", "show", "asia").code == 2


def test_the_clock_of_a_test_is_not_that_of_the_machine(room: Room) -> None:
    room.feed(*daily(datetime(2020, 1, 10, tzinfo=UTC)))
    room.gather(datetime(2020, 1, 11, tzinfo=UTC))
    assert said(room, datetime(2020, 1, 11, tzinfo=UTC)) == ()
