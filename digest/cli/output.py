"""Printing: tables in a terminal, plain when piped, JSON when asked.

All that is printed goes through ``printable``: titles, answers of servers and
names of files come from outside, and a terminal obeys what it is sent.
"""

import getpass
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec
import typer

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook
    from rich.segment import Segment

    from digest.app import App

EditionOption = Annotated[
    str | None,
    typer.Option("--edition", "-e", help="The edition, such as 2026-W48 (default: the one in hand)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who does it (default: $DIGEST_EDITOR, else the login name).")
]


PIPED_WIDTH = 120  # of prose and rules; a table that is piped is as wide as it is
WIDEST_TABLE = 4000

# Controls but tab and line feed, line separators of other worlds, what turns the
# direction of a line round, halves of a surrogate pair.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with a mark in place of every character that a terminal would obey."""
    return text if text.isprintable() else _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: object) -> str:
    """The same on one line, whatever line ends and runs of spaces it brings along."""
    return printable(" ".join(str(text).split()))


def console(*, width: int | None = None) -> "Console":
    """A console on standard output; no colour when piped or NO_COLOR is set."""
    from rich.console import Console

    if width is None and not sys.stdout.isatty():
        width = _columns() or PIPED_WIDTH
    made = Console(width=width, highlight=False, soft_wrap=False)
    made.push_render_hook(cast("RenderHook", _Filter()))
    return made


def _columns() -> int | None:
    """The width that was asked for, also for a pipe."""
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isascii() and said.isdigit() and int(said) else None


class _Filter:
    """What a console prints, made printable just before it is printed."""

    def process_renderables(self, renderables: "list[ConsoleRenderable]") -> "list[ConsoleRenderable]":
        return [_Printable(each) for each in renderables]


class _Printable:
    def __init__(self, inner: "ConsoleRenderable") -> None:
        self._inner = inner

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[Segment]":
        from rich.segment import Segment

        for text, style, control in console.render(self._inner, options):
            yield Segment(text if control else printable(text), style, control)


def json_text(value: Any, *, indent: int = 2) -> str:
    """One JSON document, true to the last character: what a terminal would obey is escaped."""
    plain = msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def emit(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json_text(value))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None) -> None:
    """Print rows under headings; text is never read as markup. In a pipe a row stays one line."""
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title and printable(title), box=None, pad_edge=False, title_justify="left")
    for heading in headings:
        made.add_column(
            heading.removeprefix(">"),
            header_style="bold",
            justify="right" if heading.startswith(">") else "left",
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(printable(str(cell))) for cell in row))
    if sys.stdout.isatty() or _columns():
        console().print(made)
        return
    whole = console(width=WIDEST_TABLE)
    with whole.capture() as held:
        whole.print(made)
    typer.echo("\n".join(line.rstrip() for line in held.get().splitlines()))


def counts(numbers: Mapping[str, int]) -> str:
    """{"in": 18, "held": 1} as "18 in, 1 held"."""
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items()) or "none"


def say(text: str) -> None:
    """A line for a person, kept off standard output's data when that is piped to a program."""
    typer.echo(printable(text))


def note(text: str) -> None:
    """What is worth saying, but is no part of the answer: on standard error."""
    typer.echo(printable(text), err=True)


def warn(text: str) -> None:
    """One line on standard error."""
    typer.echo(f"warning: {one_line(text)}", err=True)


def fail(text: object) -> None:
    """One line on standard error, never broken: what, where, what to do next."""
    typer.echo(f"error: {one_line(text)}", err=True)


def ask(question: str, *, yes: bool) -> None:
    """Go on only with a yes. Piped input counts as no: a program says --yes."""
    from digest.errors import BadInput

    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput(f"{question} Nobody is there to answer; add --yes to do it.")
    typer.confirm(printable(question), abort=True)


def who(app: "App", by: str | None) -> str:
    """In whose name something is done. Raises BadInput where nobody has a name, as in some containers."""
    from digest.errors import BadInput

    try:
        return (by or app.settings.editor).strip() or getpass.getuser()
    except (KeyError, OSError) as error:
        raise BadInput("nobody knows who you are here; add --by NAME, or set DIGEST_EDITOR") from error


def open_app(*, need_newsroom: bool = True) -> "App":
    from digest.app import open_app as opened

    return opened(need_newsroom=need_newsroom)
