"""``digest subscribers`` as an editor types it."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.cli.main import run as command
from tests.builders.commands import Line
from tests.builders.desks import SECRET, a_piece, a_room, closing

Digest = Callable[..., int]

NEWSROOM = """\
name = "The Invented Weekly"
zone = "Europe/London"
"""
LIST = "email,name,regions\nada@example.org,Ada,europe;Africa\nbob@example.org,Bob,\nnobody,,\n"


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Digest:
    """The command in an empty folder, in this process; gives its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGEST_NOW", "2026-11-20T09:00:00Z")
    monkeypatch.setenv("DIGEST_SECRET", SECRET)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["digest", "subscribers", *arguments])
        with pytest.raises(SystemExit) as left:
            command()
        return int(left.value.code or 0)

    return run


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "newsroom.toml").write_text(NEWSROOM, "utf-8")
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    return tmp_path


def said(digest: Digest, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command wrote; for a failure, what it wrote as an error."""
    capsys.readouterr()
    left = digest(*arguments)
    out, err = capsys.readouterr()
    assert left == code, err
    return err if code else out


def test_a_dry_run_needs_no_newsroom_and_leaves_no_file(
    digest: Digest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    report = json.loads(said(digest, capsys, "import", "readers.csv", "--dry-run", "--json"))
    assert (report["rows"], report["mailable"], report["rejected"][0]["row"]) == (3, 2, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["readers.csv"]


def test_a_dry_run_looks_into_the_database_that_is_there(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    report = json.loads(said(digest, capsys, "import", "readers.csv", "--dry-run", "--json"))
    assert (report["mailable"], report["unchanged"]) == (0, 2)


def test_an_import_without_a_newsroom_is_refused(
    digest: Digest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    assert "no newsroom.toml" in said(digest, capsys, "import", "readers.csv", code=2)


def test_a_file_that_is_no_list_ends_with_one_line_and_code_2(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    error = said(digest, capsys, "import", "newsroom.toml", "--dry-run", code=2)
    assert error.startswith("error: no column with addresses")
    assert error.count("\n") == 1


def test_a_files_name_is_believed_unless_told_otherwise(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    (newsroom / "unsubscribed.csv").write_text(LIST, "utf-8")
    command = ("import", "unsubscribed.csv", "--dry-run", "--json")
    assert json.loads(said(digest, capsys, *command))["mailable"] == 0
    assert json.loads(said(digest, capsys, *command, "--not-opted-out"))["mailable"] == 2


def test_the_life_of_a_reader_on_the_command_line(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    added = said(digest, capsys, "add", "Cy@example.org", "--name", "Cy", "--regions", "Europe,africa")
    assert added == "reader 1 added; regions: africa, europe\n"
    said(digest, capsys, "regions", "cy@example.org", "middle-east")
    paused = said(digest, capsys, "pause", "1", "--until", "2027-06-01")
    assert paused == "paused until 2027-06-01 00:00 Europe/London\n"
    shown = json.loads(said(digest, capsys, "show", "1", "--json"))
    assert (shown["regions"], shown["paused_until"]) == (["middle-east"], "2027-05-31T23:00:00Z")
    assert [each["what"] for each in shown["consent"]] == ["added", "regions", "paused"]
    assert said(digest, capsys, "pause", "1", "--end") == "the pause is over\n"
    assert said(digest, capsys, "unsubscribe", "1") == "unsubscribed\n"
    assert "had left already" in said(digest, capsys, "unsubscribe", "CY@example.org")
    assert "Only the reader can come back" in said(digest, capsys, "add", "cy@example.org", code=2)
    assert "is erased" in said(digest, capsys, "forget", "1", "--yes")
    assert json.loads(said(digest, capsys, "list", "--json")) == []
    out = said(digest, capsys, "export")
    assert "cy@example.org" not in out
    assert re.search(r"^erased:[0-9a-f]{64},,,unsubscribed,", out, re.MULTILINE)


def test_lists_and_figures_of_an_import(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv", "--source", "the fair")
    everyone = json.loads(said(digest, capsys, "list", "--json"))
    assert [(r["email"], r["source"]) for r in everyone] == [
        ("ada@example.org", "the fair"),
        ("bob@example.org", "the fair"),
    ]
    asians = json.loads(said(digest, capsys, "list", "--region", "Asia-Pacific", "--json"))
    assert [r["name"] for r in asians] == ["Bob"]
    figures = json.loads(said(digest, capsys, "stats", "--json"))
    assert (figures["due"], figures["regions"]) == (2, {"africa": 1, "europe": 1})
    assert "ada@example.org" in said(digest, capsys, "list")
    assert "Middle East" not in said(digest, capsys, "stats")


def test_an_export_to_a_file_comes_in_again(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    said(digest, capsys, "export", "out.csv")
    report = json.loads(said(digest, capsys, "import", "out.csv", "--json"))
    assert (report["format"], report["unchanged"], report["rows"]) == ("keepreading", 2, 2)
    assert "cannot be written" in said(digest, capsys, "export", "no-folder/out.csv", code=2)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("list", "--region", "atlantis"), "there are: africa"),
        (("list", "--state", "asleep"), "there are: due, confirmed"),
        (("list", "--state", "refused"), "no edition has been sent yet"),
        (("list", "--edition", "2026-W47"), "only a state of its send"),
        (("list", "--after", "99999999999999999999999"), "--after"),
        (("show", "99999999999999999999999"), "no reader has so large a number"),
        (("unsubscribe", "9223372036854775808"), "no reader has so large a number"),
        (("regions", "2147483648"), "no reader has so large a number"),
        (("pause", "1", "--weeks", "999999999"), "--weeks"),
        (("confirm", "ada@example.org", "--consent", "  ", "--yes"), "there is no consent"),
        (("confirm", "ada@example.org", "--consent", "yes", "--yes"), "no reader has this address"),
        (("show", "4711"), "there is no such reader"),
        (("show", "nobody"), "@-sign"),
        (("add", "ada@example.org", "--regions", "atlantis"), 'no region "atlantis"'),
        (("pause", "1"), "--until DATE, --weeks N or --end"),
        (("pause", "1", "--until", "soon"), "write it as 2027-01-04"),
        (("import", "missing.csv"), "missing.csv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_told_with_code_2(
    digest: Digest,
    capsys: pytest.CaptureFixture[str],
    newsroom: Path,
    arguments: tuple[str, ...],
    why: str,
) -> None:
    assert why in said(digest, capsys, *arguments, code=2)


@pytest.mark.parametrize(
    "name",
    [
        *("import", "export", "list", "stats", "show", "add", "confirm", "regions", "pause", "unsubscribe"),
        "forget",
    ],
)
def test_every_command_helps_with_an_example(
    digest: Digest, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert f"Example: digest subscribers {name}" in said(digest, capsys, name, "--help")


# -- who is meant, and what became of them ----------------------------------------


def test_a_slip_of_the_keyboard_unsubscribes_nobody_and_names_who_was_meant(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    capsys.readouterr()
    assert digest("unsubscribe", "adda@example.org") == 2
    out, err = capsys.readouterr()
    assert "no reader has this address" in out
    assert "ada@example.org" in out
    assert "bob@example.org" not in out
    assert "Nobody is there to answer" in err
    assert "@" not in err
    assert [r["state"] for r in json.loads(said(digest, capsys, "list", "--json"))] == ["confirmed"] * 2
    told = said(digest, capsys, "unsubscribe", "adda@example.org", "--yes")
    assert told.endswith("the address is suppressed; no reader was unsubscribed\n")
    again = said(digest, capsys, "unsubscribe", "adda@example.org")
    assert again == "had left already; nothing changed\n"


@pytest.mark.parametrize("command", ["show", "regions", "forget"])
def test_a_misspelt_address_is_answered_with_those_like_it(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path, command: str
) -> None:
    said(digest, capsys, "import", "readers.csv")
    capsys.readouterr()
    assert digest(command, "bpb@example.org") == 2
    out, err = capsys.readouterr()
    assert "bob@example.org" in out
    assert "@" not in err


def test_a_sign_up_on_paper_is_confirmed_with_its_words(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    added = said(digest, capsys, "add", "cy@example.org", "--unconfirmed", "--source", "the fair")
    assert "not mailed before digest subscribers confirm" in added
    words = "Yes, send me the weekly edition"
    told = said(digest, capsys, "confirm", "cy@example.org", "--consent", words, "--source", "card 12")
    assert told == "reader 1 is confirmed; the consent is kept\n"
    shown = json.loads(said(digest, capsys, "show", "1", "--json"))
    assert (shown["state"], shown["confirmed_at"]) == ("confirmed", "2026-11-20T09:00:00Z")
    last = shown["consent"][-1]
    assert (last["what"], last["source"], last["wording"]) == ("confirmed", "card 12", words)
    assert "confirmed already" in said(digest, capsys, "confirm", "1", "--consent", words)


def test_who_had_left_comes_back_by_a_new_word_of_theirs_and_only_after_asking(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    said(digest, capsys, "unsubscribe", "ada@example.org")
    words = ("confirm", "ada@example.org", "--consent", "Please put me back")
    assert "Mail it again" in said(digest, capsys, *words, code=2)
    assert "is confirmed" in said(digest, capsys, *words, "--yes")
    shown = json.loads(said(digest, capsys, "show", "ada@example.org", "--json"))
    assert (shown["state"], shown["suppressed"]) == ("confirmed", None)
    assert shown["regions"] == ["africa", "europe"]


def test_nothing_speaks_of_a_page_that_does_not_exist(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    said(digest, capsys, "unsubscribe", "ada@example.org")
    error = said(digest, capsys, "add", "ada@example.org", code=2)
    assert "sign-up page" not in error
    assert "digest subscribers confirm" in error


def test_what_is_not_honoured_yet_is_not_shown(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    shown = json.loads(said(digest, capsys, "show", "1", "--json"))
    assert {"text_only", "frequency"} & set(shown) == set()
    assert "text_only" not in json.loads(said(digest, capsys, "stats", "--json"))
    assert "text only" not in said(digest, capsys, "stats")


def test_rejected_rows_are_few_on_the_screen_and_all_in_a_file(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    (newsroom / "bad.csv").write_text("email\n" + "nobody\n" * 500, "utf-8")
    capsys.readouterr()
    assert digest("import", "bad.csv", "--dry-run") == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) < 25
    assert "and 480 more; --rejected FILE writes them all" in err
    assert digest("import", "bad.csv", "--dry-run", "--rejected", "rejected.csv") == 0
    rows = (newsroom / "rejected.csv").read_text().splitlines()
    assert (len(rows), rows[0]) == (501, "row,reason")
    assert rows[500].startswith("501,")


def test_how_readers_stand_can_be_asked(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    lines = "email,status,regions,consent\na@example.org,confirmed,,x\nb@example.org,unconfirmed,,x\n"
    (newsroom / "list.csv").write_text(lines + "c@example.org,confirmed,,x\nd@example.org,confirmed,,x\n")
    said(digest, capsys, "import", "list.csv")
    said(digest, capsys, "pause", "c@example.org", "--weeks", "2")
    said(digest, capsys, "unsubscribe", "d@example.org")

    def who(state: str) -> list[str]:
        return [r["email"][0] for r in json.loads(said(digest, capsys, "list", "--state", state, "--json"))]

    states = ("due", "confirmed", "unconfirmed", "unsubscribed", "paused", "suppressed", "bounced")
    assert {state: "".join(who(state)) for state in states} == {
        "due": "a",
        "confirmed": "ac",
        "unconfirmed": "b",
        "unsubscribed": "d",
        "paused": "c",
        "suppressed": "d",
        "bounced": "",
    }


def test_the_last_editions_of_a_reader_and_the_readers_of_a_send_can_be_named(tmp_path: Path) -> None:
    """An address that the outbox refuses: an editor learns whose, and why."""
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1), a_piece(2))
        room.add_readers(2)
        line = Line(room.folder)
        line.done("subscribers", "add", "x" * 60 + "@" + ".".join(["l" * 60] * 3) + ".org")
        for step in (("gather",), ("draft",), ("approve", "--yes")):
            line.done(*step)
        line("send", "--yes")
        sums = line.json("report")
        parts = {
            part: line.json("subscribers", "list", "--state", part)
            for part in ("submitted", "refused", "withdrawn", "uncertain", "pending")
        }
        assert {part: len(found) for part, found in parts.items()} == {part: sums[part] for part in parts}
        assert [r["id"] for r in parts["submitted"]][:2] == [1, 2]
        assert parts["submitted"][0]["edition"] == "2026-W47"
        shown = line.json("subscribers", "show", "1")
        assert shown["editions"] == [{"edition": "2026-W47", "part": "submitted", "detail": ""}]
        assert "2026-W47" in line.done("subscribers", "show", "1")
        assert "submitted" in line.done(
            "subscribers", "list", "--state", "submitted", "--edition", "2026-W47"
        )
        for one in parts["refused"]:
            assert one["detail"]
