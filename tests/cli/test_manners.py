"""How the command line behaves: help with examples, no colour in a pipe, no answer is no."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from digest.cli.main import EPILOG, app
from digest.model.edition import State
from tests.builders.commands import Line
from tests.builders.desks import THURSDAY, Room, a_piece, an_approved_room, closing

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def commands() -> dict[str, str]:
    """Every command there is, "subscribers import" for one of a group, with its help."""
    found: dict[str, str] = {}

    def walk(command: object, name: str) -> None:
        for part, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{name} {part}".strip())
        if name and (
            not getattr(command, "commands", {}) or getattr(command, "invoke_without_command", False)
        ):
            found[name] = getattr(command, "help", "") or ""

    walk(get_command(app), "")
    return found


COMMANDS = commands()


def test_the_commands_of_the_editors_week_are_there() -> None:
    week = """demo init doctor gather sources classify draft refresh show list why diff undo pin drop move hold
        edit intro subject skip preview check test approve verify send pause resume cancel reconcile report
        status run web"""
    assert set(week.split()) <= set(COMMANDS)
    assert {"subscribers import", "subscribers export", "sources try"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_help_with_an_example_of_itself(name: str) -> None:
    example = COMMANDS[name].partition("Example: ")[2]
    assert re.search(rf"\bdigest {name}\b", example), COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_is_right_about_its_options(name: str) -> None:
    """Every option in it exists."""
    command = get_command(app)
    for part in name.split():
        command = command.commands[part]  # type: ignore[attr-defined]
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    example = COMMANDS[name].partition("Example: ")[2]
    assert set(re.findall(r"(?<!\S)--[a-z-]+", example)) <= known


def test_help_is_printed_whatever_the_folder_and_tells_the_exit_codes(tmp_path: Path) -> None:
    ended = Line(tmp_path)("--help")
    assert (ended.code, ended.err) == (0, "")
    assert " ".join(EPILOG.split()) in " ".join(ended.out.split())
    assert Line(tmp_path).done("send", "-h").strip().startswith("Usage: digest send")
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_said(tmp_path: Path) -> None:
    assert re.fullmatch(r"keepreading \d+\.\d+\S*\n", Line(tmp_path).done("--version"))


# -- what the pages say ----------------------------------------------------------


def in_code(text: str) -> list[str]:
    """Code spans and lines of code blocks."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [*(line for block in blocks for line in block.splitlines()), *re.findall(r"`([^`\n]+)`", rest)]


def named(page: Path) -> set[str]:
    """The commands that a page names: the words that follow "digest" in its code."""
    found = set()
    for code in in_code(page.read_text("utf-8")):
        for words in re.findall(r"(?:^|[\s/(;&|])digest((?: [a-z][a-z-]*)*)", code):
            first, second = [*words.split(), "", ""][:2]
            group = f"{first} {second}" in COMMANDS or first == "subscribers"
            found.add(f"{first} {second}".strip() if group and second else first)
    return found - {""}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_commands_that_exist(page: Path) -> None:
    assert named(page) <= {*COMMANDS, "subscribers"}, page


def test_the_readme_names_the_commands_of_its_table() -> None:
    """So that the test above looks at something."""
    assert {"status", "pin", "approve", "send", "preview", "subscribers import", "sources try"} <= named(
        ROOT / "README.md"
    )


def test_the_short_names_in_the_readmes_table_exist_too() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = [line.split("|")[3] for line in text.splitlines() if line.startswith("|") and "`digest" in line]
    words = {span.split()[0] for row in rows for span in re.findall(r"`([a-z][^`]*)`", row)}
    assert words - {"digest", "python"} <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_options_that_a_page_uses_exist(page: Path) -> None:
    for code in in_code(page.read_text("utf-8")):
        for name in sorted(COMMANDS, key=len, reverse=True):
            if not re.search(rf"(?:^|[\s/])digest {name}(?:\s|$)", code):
                continue
            command = get_command(app)
            for part in name.split():
                command = command.commands[part]  # type: ignore[attr-defined]
            known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
            tail = re.split(r"&&|;|\|", code.partition(f"digest {name}")[2])[0]
            assert set(re.findall(r"(?<!\S)--[a-z-]+", tail)) <= known, code
            break


# -- a pipe, and nobody there ----------------------------------------------------


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with closing(an_approved_room(tmp_path_factory.mktemp("manners") / "room")) as made:
        made.feed(*(a_piece(n) for n in (1, 2, 3)), a_piece(4, title="[bold]Brackets[/bold] are no markup"))
        made.gather()
        yield made


READING = [
    ("status",),
    ("show",),
    ("list",),
    ("why",),
    ("why", "https://lantern.example.org/news/4"),
    ("diff",),
    ("check",),
    ("sources",),
    ("sources", "try", "europe.xml"),
    ("preview", "--text"),
    ("preview", "--matrix"),
    ("doctor",),
    ("subscribers", "list"),
    ("subscribers", "stats"),
    ("approve", "--help"),
]


@pytest.mark.parametrize("colour", ["1", ""], ids=["NO_COLOR", "only piped"])
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_pipe_gets_no_escape_codes(room: Room, command: tuple[str, ...], colour: str) -> None:
    ended = Line(room.folder)(*command, NO_COLOR=colour)
    assert (ended.code, ended.out != "") == (0, True)
    assert "\x1b" not in ended.out + ended.err


def test_what_an_article_says_is_never_read_as_markup(room: Room) -> None:
    said = Line(room.folder).done("sources", "try", "europe.xml")
    assert "[bold]Brackets[/bold] are no markup" in said


def test_looking_changes_nothing(room: Room) -> None:
    before = room.desk.edition(None)
    for command in READING:
        Line(room.folder)(*command)
    Line(room.folder).done("send", "--dry-run")
    assert room.desk.edition(None) == before
    assert room.mails() == []


@pytest.mark.parametrize("command", [("send",), ("skip", "--reason", "x")], ids=" ".join)
def test_what_touches_readers_is_not_done_when_nobody_answers(room: Room, command: tuple[str, ...]) -> None:
    ended = Line(room.folder)(*command)
    assert ended.code == 2
    assert "Nobody is there to answer; add --yes to do it." in ended.error
    assert room.desk.edition(None).state is State.APPROVED
    assert room.mails() == []


def test_a_send_says_to_how_many_by_what_and_when_before_it_asks(room: Room) -> None:
    said = Line(room.folder)("send").out
    assert "2026-W47: 3 readers, 1 variants, 1 batches through outbox" in said
    assert "due Fri 20 Nov 2026 09:00 GMT (09:00 UTC); now is Thu 19 Nov 2026 14:00 GMT" in said


def test_a_test_through_a_carrier_that_leaves_the_machine_asks(room: Room) -> None:
    ended = Line(room.folder)("test", "--to", "desk@example.org", DIGEST_CARRIER="smtp")
    assert ended.code == 2
    assert "Send a test through smtp to 1 addresses?" in ended.error


def test_an_approval_asks_after_it_has_said_what_is_approved(tmp_path: Path) -> None:
    with closing(an_approved_room(tmp_path / "room")) as room:
        line = Line(room.folder)
        line.done("intro", "Good morning.")
        ended = line("approve")
        assert ended.code == 2
        assert "Approve 2026-W47 in the name of Mara Lindqvist?" in ended.error
        assert re.match(r"2026-W47: 3 articles, 3 readers, 1 variant, Fri 20 Nov 2026 09:00 GMT", ended.out)
        assert room.desk.edition(None).state is State.DRAFT
        dry = line("approve", "--dry-run")
        assert (dry.code, dry.out) == (0, ended.out)
        assert room.desk.edition(None).state is State.DRAFT
        line.done("approve", "--yes", "--by", "Teo Adeyemi")
        assert room.desk.edition(None).approved_by == "Teo Adeyemi"


def test_times_are_told_with_their_zone_and_how_far_away(room: Room) -> None:
    said = Line(room.folder, now=THURSDAY).done("status")
    assert "goes out  Fri 20 Nov 2026 09:00 GMT (09:00 UTC), in 19 h" in said


# -- starting ----------------------------------------------------------------------


def test_init_writes_a_newsroom_that_works_and_never_writes_over_one(tmp_path: Path) -> None:
    line = Line(tmp_path, settings={"DIGEST_SECRET": ""})
    said = line.done("init", "mine")
    assert "wrote mine/newsroom.toml" in said
    folder = tmp_path / "mine"
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600
    secret = (folder / ".env").read_text()
    assert re.search(r"^DIGEST_SECRET=[0-9a-f]{64}$", secret, re.MULTILINE)
    assert Line(folder, settings={"DIGEST_SECRET": ""}).json("status")["edition"] is None
    again = line.done("init", "mine")
    assert again.count("is there already and stays as it is") == 2
    assert (folder / ".env").read_text() == secret


def test_init_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ended = Line(tmp_path)("init", "file")
    assert ended.code == 2
    assert "cannot be written" in ended.error


def test_a_folder_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "newsroom.toml").write_text('name = "Mine"')
    ended = Line(tmp_path)("demo", "mine")
    assert ended.code == 2
    assert ended.error
    assert (tmp_path / "mine" / "newsroom.toml").read_text() == 'name = "Mine"'
