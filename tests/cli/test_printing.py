"""What is printed: nothing that a terminal would obey, JSON true to the last character, one line an error."""

import ast
import io
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing as closed
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cli import output
from digest.cli.output import json_text, one_line, printable
from tests.builders.commands import Line
from tests.builders.desks import Room, a_piece, a_room, closing, newsroom_toml

CLI = Path(__file__).parents[2] / "digest" / "cli"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe\u2066\r\x00\u2028"


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = printable(text)
    assert OBEYED.search(shown) is None
    assert len(shown) == len(text)
    assert all(now in (before, "\ufffd") for before, now in zip(text, shown, strict=True))


@pytest.mark.parametrize(
    "text", ["Łódź, São Tomé", "رسالة من العقبة", "नदी by the Hour", "a\tb\nc", "می‌خواهم", "👩‍🌾"]
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(st.text())
def test_an_error_is_one_line_whatever_is_in_it(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_the_very_same_and_a_terminal_obeys_none_of_it(text: str) -> None:
    said = json_text({"title": text})
    assert json.loads(said) == {"title": text}
    assert OBEYED.search(said) is None


@pytest.mark.parametrize(
    "act",
    [
        lambda: output.say(HOSTILE),
        lambda: output.note(HOSTILE),
        lambda: output.warn(HOSTILE),
        lambda: output.fail(HOSTILE),
        lambda: output.emit({"a": HOSTILE}),
        lambda: output.table(["a", ">b"], [[HOSTILE, 1]], title=HOSTILE),
        lambda: output.console().print(HOSTILE, markup=False),
    ],
    ids=["say", "note", "warn", "fail", "emit", "table", "console"],
)
def test_every_way_of_printing_goes_through_the_filter(
    act: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    act()
    out, err = capsys.readouterr()
    assert "gpj.exe" in out + err
    assert OBEYED.search(out + err) is None


def test_nothing_else_in_the_command_line_prints() -> None:
    """Binary JSON Lines and a mail's bytes aside, which are for programs."""
    found = []
    for path in sorted(CLI.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in ("print", "typer.echo", "typer.secho", "Console") and path.name != "output.py":
                found.append(f"{path.name}: {ast.unparse(node)[:60]}")
    assert found == []


# -- from outside, through the whole command ---------------------------------------


@contextmanager
def a_server_that_answers(head: bytes, body: bytes = b"x") -> Iterator[str]:
    """The same raw bytes for every request; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                opened, _ = listening.accept()
            except OSError:
                return
            with closed(opened):
                opened.recv(65536)
                opened.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    threading.Thread(target=serve, daemon=True).start()
    with closed(listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/feed"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(a_room(tmp_path / "room")) as made:
        made.feed(
            a_piece(1, link="https://lantern.example.org/a\x9b31mRED\u202egpj.exe", guid="one"),
            a_piece(2, title="Two\u2066 turned round"),
            a_piece(3),
        )
        made.draft()
        yield made


@pytest.mark.parametrize(
    "command",
    [("show",), ("list",), ("why",), ("diff",), ("check",), ("status",), ("preview", "--text"), ("sources",)],
    ids=" ".join,
)
def test_an_article_cannot_steer_the_terminal(room: Room, command: tuple[str, ...]) -> None:
    for more in ((), ("--json",)):
        if more and command[0] == "preview":
            continue
        ended = Line(room.folder)(*command, *more)
        assert OBEYED.search(ended.out + ended.err) is None


def test_a_server_cannot_steer_the_terminal_by_what_it_answers(tmp_path: Path) -> None:
    steering = b"HTTP/1.1 200 OK\r\nContent-Encoding: \x1b]0;owned\x07\x1b[2J\r\n"
    with a_server_that_answers(steering) as address:
        source = f'\n[[sources]]\nname = "enc"\nurl = "{address}"\nallow_private = true\n'
        with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("europe",)) + source)) as room:
            line = Line(room.folder)
            for command in (("gather",), ("sources",), ("status",), ("draft",)):
                ended = line(*command)
                assert OBEYED.search(ended.out + ended.err) is None
            assert OBEYED.search(line("sources", "try", address, "--allow-private").out) is None


# -- pipes and narrow terminals ------------------------------------------------------


def test_in_a_pipe_a_row_of_a_table_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS")
    output.table(["title", ">n"], [["long " * 80, 1], ["short", 22]])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].split()[-1] == "1"
    assert all(line == line.rstrip() for line in lines)


def test_in_eighty_columns_a_table_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    output.table(["title", "detail"], [["long " * 40, "word " * 40]])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_an_error_is_never_broken_in_a_pipe(tmp_path: Path) -> None:
    ended = Line(tmp_path)("status", COLUMNS="40")
    assert ended.code == 2
    assert "run digest init to write one" in ended.error


def test_several_problems_of_one_file_are_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text('nmae = "x"\nzone = "Europe/Londn"\n[look]\naccent = "red"\n')
    ended = Line(tmp_path)("status")
    assert ended.code == 2
    lines = ended.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("error: newsroom.toml: ") for line in lines)


def test_a_terminal_that_lacks_a_letter_shows_a_mark_for_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title must not end a command."""
    from digest.cli.main import run

    written = io.BytesIO()
    room.feed(a_piece(4, title="Łódź gets a night train"))
    room.gather()
    monkeypatch.chdir(room.folder)
    monkeypatch.setenv("DIGEST_NOW", "2026-11-19T14:00:00Z")
    monkeypatch.setattr("sys.argv", ["digest", "sources", "try", "europe.xml"])
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, "ascii", write_through=True))
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 0
    assert b"??d? gets a night train" in written.getvalue()


def test_no_colour_is_printed_where_none_is_wanted(room: Room) -> None:
    assert "\x1b" not in Line(room.folder).done("--no-color", "status", NO_COLOR="", FORCE_COLOR="")
