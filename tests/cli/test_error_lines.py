"""What a user can cause ends with one line that says what, where, what to do; never with a traceback."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.commands import Ended, Line
from tests.builders.desks import Room, a_piece, a_room, closing, newsroom_toml
from tests.builders.newsrooms import NEWSROOM, Newsroom

BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [
 <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]>
<rss version="2.0"><channel><title>&e;</title></channel></rss>
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(a_room(tmp_path / "room")) as made:
        yield made


@pytest.fixture
def line(room: Room) -> Line:
    return Line(room.folder)


def failed(ended: Ended, code: int, *words: str) -> None:
    assert ended.code == code, ended
    assert [word for word in words if word not in ended.error] == [], ended.error
    assert "Traceback" not in ended.err
    assert ended.out == ""


# -- newsroom.toml and the environment -----------------------------------------


def test_without_a_newsroom_it_says_how_to_get_one(tmp_path: Path) -> None:
    failed(Line(tmp_path)("status"), 2, "no newsroom.toml", "digest init", "--newsroom FILE")
    failed(Line(tmp_path)("--newsroom", "other.toml", "status"), 2, "no other.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("name = The Lantern", ("not valid TOML", "line 1"), id="broken"),
        pytest.param(
            'nam = "The Lantern"', ('does not know the key "nam"', 'did you mean "name"?'), id="top"
        ),
        pytest.param(
            '[cadence]\npublsh = "friday 09:00"',
            ("[cadence]", '"publsh"', 'did you mean "publish"?'),
            id="table",
        ),
        pytest.param('[cadence]\npublish = "frday 9"', ("[cadence], key publish", "friday 09:00"), id="time"),
        pytest.param('zone = "Mars/Olympus"', ("key zone", "Europe/London"), id="zone"),
        pytest.param(
            '[[sources]]\nname = "a"\nurl = "https://a.example.org"\nregion = "atlantis"',
            ('source "a"', '"atlantis"', "africa"),
            id="region",
        ),
        pytest.param('[[sources]]\nname = "a"\n', ('no. 1 "a"', "either url or path"), id="source"),
        pytest.param('[look]\naccent = "red"', ("[look], key accent",), id="colour"),
    ],
)
def test_a_mistake_in_the_newsroom_is_named_with_table_and_key(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "newsroom.toml").write_text(text)
    failed(Line(tmp_path)("status"), 2, "newsroom.toml", *words)


def test_a_newsroom_in_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_bytes(b'name = "\xff\xfe"')
    failed(Line(tmp_path)("status"), 2, "cannot be read")
    (tmp_path / "newsroom.toml").unlink()
    (tmp_path / "newsroom.toml").mkdir()
    failed(Line(tmp_path)("status"), 2, "cannot be read")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DIGEST_NOW", "next friday", "DIGEST_NOW"),
        ("DIGEST_NOW", "2026-11-20T09:00:00", "needs a zone"),
        ("DIGEST_CARRIER", "pigeon", "DIGEST_CARRIER"),
        ("DIGEST_LEASE_SECONDS", "soon", "DIGEST_LEASE_SECONDS"),
        ("DIGEST_LEASE_SECONDS", "10", "DIGEST_HTTP_TIMEOUT_SECONDS"),
        ("DIGEST_PUBLIC_URL", "weekly.example.org", "DIGEST_PUBLIC_URL"),
        ("DIGEST_DATABASE_URL", "nonsense", "DIGEST_DATABASE_URL"),
    ],
)
def test_a_mistake_in_the_environment_is_named_by_its_variable(
    line: Line, name: str, value: str, word: str
) -> None:
    failed(line("status", **{name: value}), 1 if "DATABASE" in name else 2, word)


def test_an_unknown_setting_is_warned_of_and_the_editors_name_is_none(line: Line) -> None:
    ended = line("status", DIGEST_OUTBOKS="x")
    assert ended.code == 0
    assert ended.err.splitlines()[0].startswith("warning: DIGEST_OUTBOKS means nothing")
    assert "DIGEST_EDITOR" not in ended.err


def test_without_a_secret_no_mail_is_made(room: Room, line: Line) -> None:
    room.feed(a_piece(1))
    room.add_readers()
    room.draft()
    room.approve()
    failed(line("send", "--yes", DIGEST_SECRET=""), 2, "DIGEST_SECRET is not set", "digest init")
    assert line("show", "--json").json["state"] == "approved"  # nothing was begun
    assert room.mails() == []


def test_what_a_carrier_lacks_is_named(room: Room, line: Line) -> None:
    room.feed(a_piece(1))
    room.draft()
    ended = line("test", "--to", "desk@example.org", "--yes", DIGEST_CARRIER="sendgrid")
    failed(ended, 2, "SENDGRID_API_KEY")


# -- sources -------------------------------------------------------------------


def test_a_newsroom_without_sources_says_what_to_add(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text(NEWSROOM)
    failed(Line(tmp_path)("gather"), 2, "[[sources]]", "name and url")


def test_a_feed_that_cannot_be_reached_is_named_and_code_1_when_no_other_could(tmp_path: Path) -> None:
    toml = NEWSROOM + '\n[[sources]]\nname = "far"\nurl = "http://127.0.0.1:9/feed"\nallow_private = true\n'
    (tmp_path / "newsroom.toml").write_text(toml)
    ended = Line(tmp_path)("gather")
    assert ended.code == 1
    assert ended.error == "no source could be read; digest sources says since when"
    assert "far" in ended.out
    assert "http://127.0.0.1:9/feed" in ended.out
    assert "failed: " in Line(tmp_path).done("sources")


def test_one_feed_of_two_failing_is_no_failure(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as room:
        (room.folder / "africa.xml").unlink()
        ended = Line(room.folder)("gather")
        assert (ended.code, "error: " in ended.err) == (0, False)
        assert "failed: " in ended.out


def test_an_unknown_source_is_refused_with_those_there_are(line: Line) -> None:
    failed(line("gather", "asia"), 2, 'no source "asia"', "europe")


def test_an_xml_bomb_is_refused_at_once(room: Room, line: Line) -> None:
    (room.folder / "europe.xml").write_text(BOMB)
    ended = line("gather")
    assert ended.code in (0, 1)
    assert "Traceback" not in ended.err
    assert len(ended.out) < 5000
    tried = line("sources", "try", "europe.xml", "--jsonl")
    assert (tried.code, len(tried.out) < 5000) == (0, True)


def test_a_private_address_is_refused_when_tried(line: Line) -> None:
    ended = line("sources", "try", "http://127.0.0.1:9/feed")
    assert ended.code == 1
    assert "private" in ended.out


def test_a_page_that_is_not_there_is_told(line: Line) -> None:
    ended = line("sources", "try", "x.html", "--as", "page")
    assert (ended.code, ended.err) == (1, "")
    assert "x.html: no such file or directory; check the path" in ended.out


# -- editions ------------------------------------------------------------------

NEED_AN_EDITION = [
    ("show",),
    ("list",),
    ("why",),
    ("diff",),
    ("check",),
    ("refresh",),
    ("undo",),
    ("verify",),
    ("approve", "--yes"),
    ("send", "--yes"),
    ("send", "--dry-run"),
    ("preview",),
    ("preview", "--matrix"),
    ("pin", "x"),
    ("intro", "x"),
    ("subject",),
    ("skip", "--reason", "x", "--yes"),
    ("test", "--to", "desk@example.org"),
]


@pytest.mark.parametrize("command", NEED_AN_EDITION, ids=" ".join)
def test_before_the_first_draft_every_command_says_so(line: Line, command: tuple[str, ...]) -> None:
    failed(line(*command), 2, "no edition yet", "digest draft")


@pytest.mark.parametrize("command", ["report", "pause", "resume", "reconcile", "cancel"])
def test_before_the_first_send_there_is_nothing_to_report(line: Line, command: str) -> None:
    failed(line(command, *(["--yes"] if command == "cancel" else [])), 2, "no edition has been sent yet")


@pytest.mark.parametrize("name", ["2026-W99", "2026-47", "latest", "’26-W47"])
def test_a_name_that_is_no_edition(room: Room, line: Line, name: str) -> None:
    room.draft()
    failed(line("show", "-e", name), 2, f'no edition "{name}"', "there are 2026-W47")
    failed(line("draft", "-e", name), 2, "ISO week")


@pytest.mark.parametrize("since", ["yesterday", "-xd", "-99999999999d", "2026-13-01", "0001-01-01", "-d"])
def test_a_since_that_is_no_date(line: Line, since: str) -> None:
    failed(line("draft", "--since", since), 2, "-14d", "2026-11-01")


def test_a_since_is_a_date_of_the_newsrooms_own_calendar(tmp_path: Path) -> None:
    toml = newsroom_toml().replace("Europe/London", "America/New_York")
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        told = Line(room.folder).json("draft", "--since", "2026-11-01")
        assert told["window"]["start"] == "2026-11-01T04:00:00Z"
        told = Line(room.folder).json("draft", "--since", "-14d")
        assert told["window"]["start"] == "2026-11-05T14:00:00Z"
        failed(Line(room.folder)("draft", "--since", "2026-12-01"), 2, "ends Fri 20 Nov 2026 09:00 EST")


def test_a_region_that_is_none_of_ours(room: Room, line: Line) -> None:
    room.feed(a_piece(1))
    room.draft()
    failed(line("list", "--region", "atlantis"), 2, 'no region "atlantis"', "Africa", "Global")
    failed(line("preview", "--regions", "europe,atlantis"), 2, 'no region "atlantis"', "africa")


def test_a_preview_for_nobody_we_know(room: Room, line: Line) -> None:
    room.feed(a_piece(1))
    room.draft()
    ended = line("preview", "--as", "nobody@example.org", "--text")
    failed(ended, 2, "no reader has that address")
    assert "nobody@" not in ended.err
    failed(line("preview", "--as", "not an address", "--text"), 2)


def test_a_preview_that_cannot_be_written(room: Room, line: Line) -> None:
    room.feed(a_piece(1))
    room.draft()
    failed(line("preview", "--html", "no/such/folder/a.html"), 2, "cannot be written")
    (room.folder / "preview-2026-W47.html").mkdir()
    failed(line("preview"), 2, "cannot be written", "--html FILE")


def test_a_check_that_fails_and_an_approval_that_is_refused_have_code_3(room: Room, line: Line) -> None:
    room.feed(a_piece(1, title="TK: a headline to come"))
    room.draft()
    checked = line("check")
    assert (checked.code, checked.err) == (3, "")
    assert "errors" in checked.out
    failed(line("approve", "--yes"), 3, "cannot be approved", "TK")
    failed(line("approve", "--dry-run"), 3, "cannot be approved")
    failed(line("approve", "--yes", "--accept", "thin"), 2, 'no check "thin"', "volume")


def test_what_is_not_approved_has_code_4_and_what_is_empty_code_5(room: Room, line: Line) -> None:
    room.draft()
    failed(line("approve", "--yes"), 5, "holds no article")
    failed(line("preview"), 5, "holds no article")
    failed(line("send", "--dry-run"), 5, "holds no article")
    failed(line("send", "--yes"), 4, "is draft; digest check, then digest approve")
    failed(line("verify"), 4, "is not approved")
    room.feed(a_piece(1))
    room.draft()
    room.approve()
    failed(line("send", "--yes"), 5, "due to no reader: 0 known")
    failed(line("draft"), 4, "digest refresh")


def test_a_thin_week_is_said_at_the_draft_with_what_can_be_done(tmp_path: Path) -> None:
    toml = newsroom_toml().replace("minimum = 1", "minimum = 4")
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        room.feed(a_piece(1))
        room.gather()
        line = Line(room.folder)
        ended = line("draft")
        assert (ended.code, "a thin week: 1 article, the minimum is 4" in ended.err) == (0, True)
        assert "digest approve --accept volume" in ended.err
        assert line("approve", "--yes").code == 3
        line.done("approve", "--yes", "--accept", "volume")


# -- the database --------------------------------------------------------------


def test_a_database_locked_by_another_process(
    room: Room, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0)
    room.draft()
    other = sqlite3.connect(room.folder / "keepreading.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    failed(line("intro", "Good morning."), 1, "locked by another process")
    other.close()
    line.done("intro", "Good morning.")


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text(NEWSROOM)
    (tmp_path / "keepreading.db").write_text("this is a letter, not a database" * 50)
    failed(Line(tmp_path)("status"), 1, "no SQLite database", "DIGEST_DATABASE_URL")


def test_a_database_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text(NEWSROOM)
    failed(Line(tmp_path)("status", DIGEST_DATABASE_URL="sqlite:///no/such/a.db"), 1, "cannot be opened")


# -- wrong use -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("drft",), ("No such command 'drft'", "Did you mean 'draft'?", "digest --help")),
        (("sources", "tyr"), ("Did you mean 'try'?", "digest sources --help")),
        (("subscribers", "imprt", "x.csv"), ("Did you mean 'import'?",)),
        (("draft", "--sicne", "-14d"), ("No such option: --sicne", "--since", "digest draft --help")),
        (("drop",), ("ARTICLE", "digest drop --help")),
        (("drop", "a", "b"), ("unexpected extra argument", "digest drop --help")),
        (("send", "--edition"), ("--edition",)),
        (("move", "a", "--to", "0"), ("--to", "digest move --help")),
        (("reconcile", "--resend", "--accept"), ("either --resend or --accept",)),
        (("test",), ("--to",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_one_line_with_the_way_to_the_help(
    line: Line, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    failed(line(*command), 2, *words)


def test_the_command_itself_ends_so_too(tmp_path: Path) -> None:
    """Once through a process of its own: what is printed and returned is the same."""
    done = Newsroom(tmp_path).digest("status")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there is no newsroom.toml")
    assert done.stderr.count("\n") == 1
