"""status, list, show, check, preview, approve: what an editor is told, and how it looks."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.cli.output import printable
from digest.model.edition import Reason, State
from digest.store import editions
from tests.builders.commands import Line
from tests.builders.desks import (
    MONDAY,
    PUBLISH,
    THURSDAY,
    WEEK,
    Room,
    a_piece,
    a_room,
    an_approved_room,
    closing,
)

LONG = "A title that goes on and on about harbours, ferries, quays and those who own them in the end"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """2026-W47 with three articles and three readers, approved on Thursday."""
    with closing(an_approved_room(tmp_path / "room")) as made:
        yield made


@pytest.fixture
def line(room: Room) -> Line:
    return Line(room.folder)


# -- how it looks ----------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 100, 120])
@pytest.mark.parametrize("command", [("show",), ("list",), ("check",), ("status",)], ids=" ".join)
def test_it_fits_the_terminal_and_no_word_is_torn_apart(
    tmp_path: Path, columns: int, command: tuple[str, ...]
) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        newest = MONDAY + timedelta(hours=20)
        room.feed(a_piece(1, title=LONG, published=newest), *(a_piece(n) for n in range(2, 8)))
        room.draft()
        line = Line(room.folder, {"COLUMNS": str(columns)})
        line.done("intro", "Good morning. " * 20)
        said = line.done(*command)
        lines = said.splitlines()
        if command != ("status",):
            assert max(len(printable(text)) for text in lines) <= columns
        if command == ("show",):
            assert " ".join(LONG.split()) in " ".join(re.sub(r"[│╭╮╰╯─]", " ", said).split())
        if command == ("list",):
            assert all(word in said.split() for word in LONG.split()), said


def test_what_belongs_to_an_article_stands_under_its_title(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1, title=LONG))
        room.draft()
        said = Line(room.folder, {"COLUMNS": "80"}).done("show")
        lines = said.splitlines()
        at = next(n for n, text in enumerate(lines) if text.strip().startswith("A title that goes"))
        assert len({len(text) - len(text.lstrip()) for text in lines[at : at + 4]}) == 1, said


# -- list -------------------------------------------------------------------------


def test_a_reason_is_known_in_any_case_and_one_that_is_none_is_answered_with_those_there_are(
    line: Line,
) -> None:
    assert "3 of 3 articles" in line.done("list", "--reason", " IN ")
    ended = line("list", "--reason", "too long")
    assert ended.code == 2
    assert all(reason.value in ended.error for reason in Reason)


# -- preview ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--matrix", "--text"), "--matrix counts every variant; --text shows one"),
        (("--matrix", "--as", "reader1@example.org"), "--as shows one"),
        (("--matrix", "--html", "x.html", "--regions", "europe"), "--html and --regions shows one"),
        (("--as", "reader1@example.org", "--regions", "europe"), "leave --regions out"),
        (("--json", "--open"), "leave --open out"),
        (("--json", "--html", "-"), "both write to standard output"),
    ],
)
def test_options_of_which_one_would_be_ignored_are_refused(
    room: Room, line: Line, given: tuple[str, ...], said: str
) -> None:
    ended = line("preview", *given)
    assert ended.code == 2
    assert said in ended.error
    assert not (room.folder / "x.html").exists()


def test_a_preview_for_a_program_says_where_it_was_written(room: Room, line: Line) -> None:
    told = line.json("preview", "--html", "x.html", "--regions", "europe")
    assert (told["html"], told["look"], told["regions"]) == ("x.html", None, ["europe"])
    assert (room.folder / "x.html").stat().st_size == told["html_bytes"]


def test_readers_of_regions_without_an_article_are_told_of_before_the_approval(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1), a_piece(2))
        room.draft()
        room.add_readers(2)
        room.add_readers(1, ("africa",), start=3)
        line = Line(room.folder)
        for number in (1, 2):
            line.done("move", f"/news/{number}", "--region", "europe", "--to", "9")
        assert line.json("show")["lead"] is None
        assert line.json("preview", "--matrix")["without"] == 1
        ended = line("preview", "--regions", "africa")
        assert ended.code == 5
        assert "holds nothing for readers of africa" in ended.error
        assert "1 more reader would get none" in line.done("approve", "--yes")
        told = line.json("send", "--yes")
        assert (told["due"], told["submitted"], told["candidates"]) == (2, 2, 3)
        assert told["excluded"] == {"nothing in their regions": 1}


# -- approve ---------------------------------------------------------------------------


def test_json_is_no_yes(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1))
        room.draft()
        line = Line(room.folder)
        ended = line("approve", "--json")
        assert (ended.code, room.desk.edition(None).state) == (2, State.DRAFT)
        assert "add --yes" in ended.error
        assert line.json("approve", "--dry-run")["state"] == "draft"
        assert line.json("approve", "--yes")["state"] == "approved"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (THURSDAY, "it goes out Fri 20 Nov 2026 09:00 GMT"),
        (PUBLISH + timedelta(hours=1), "the scheduler sends it at its next look"),
        (
            PUBLISH + timedelta(hours=13),
            "is stale, so it does not go out by itself: next: digest send --late",
        ),
    ],
)
def test_an_approval_says_when_it_goes_out(tmp_path: Path, now: datetime, said: str) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1))
        room.draft()
        assert said in Line(room.folder, now=now).done("approve", "--yes", "-e", "2026-W47")


# -- status ------------------------------------------------------------------------------


def test_status_tells_of_an_edition_that_nobody_approved_in_time(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1))
        room.draft()
        line = Line(room.folder, now=PUBLISH + timedelta(minutes=5))
        ended = line("status")
        assert ended.code == 3
        assert "NOT SENT: 2026-W47 was due Fri 20 Nov 2026 09:00 GMT: it was never approved" in ended.out
        assert "was due   Fri 20 Nov 2026 09:00 GMT (09:00 UTC), 5 min ago" in ended.out
        assert len(line.json("status", codes=(3,))["trouble"]) == 1
        line.done("skip", "--reason", "nobody was there", "--yes")
        assert line.json("status")["trouble"] == []


def test_status_says_that_an_approval_is_void_and_why(room: Room, line: Line) -> None:
    assert line.json("status")["edition"]["void"] is None
    toml = room.folder / "newsroom.toml"
    kept = toml.read_text()
    toml.write_text(kept.replace("[look]", '[look]\ntagline = "New"'))
    ended = line("status")
    assert ended.code == 3
    assert "2026-W47, approved, approved by Mara Lindqvist, VOID" in ended.out
    assert "the newsroom's tagline changed since" in ended.out
    toml.write_text(kept)
    line.done("intro", "Good morning.")
    told = line.json("status")
    assert "an editor changed the edition" in told["edition"]["void"]
    assert told["next"].endswith("digest approve again")


def test_status_names_the_other_editions_that_want_a_word(room: Room, line: Line) -> None:
    row = room.desk.edition(None)
    with room.store.begin() as connection:
        editions.move(connection, row.id, State.APPROVED, State.SENDING, started_at=PUBLISH)
        editions.move(connection, row.id, State.SENDING, State.PAUSED, detail="wrong photograph")
    room.draft(THURSDAY + WEEK)
    said = line.done("status", now=THURSDAY + WEEK)
    assert "edition   2026-W48, draft" in said
    assert "also      2026-W47, paused, of Fri 20 Nov 2026 09:00 GMT" in said


def test_status_warns_of_a_renamed_newsroom(room: Room, line: Line) -> None:
    toml = room.folder / "newsroom.toml"
    toml.write_text(toml.read_text().replace('name = "The Lantern"', 'name = "Another"'))
    assert 'Put key = "The Lantern" at the top of newsroom.toml' in line("status").err
    assert "was the newsroom renamed?" in line("draft").error
    assert not next(d["ok"] for d in line.json("doctor", codes=(3,)) if d["check"] == "database")
