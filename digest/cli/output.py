"""Printing: tables in a terminal, plain when piped, JSON when asked."""

import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

if TYPE_CHECKING:
    from rich.console import Console

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


def console() -> "Console":
    """A console on standard output; no colour when piped or NO_COLOR is set."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "120"))
    return Console(width=width, highlight=False, soft_wrap=False)


def emit(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None) -> None:
    """Print rows under headings; text is never read as markup."""
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, box=None, pad_edge=False, title_justify="left", header_style="bold")
    for heading in headings:
        made.add_column(
            heading.removeprefix(">"), justify="right" if heading.startswith(">") else "left", overflow="fold"
        )
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in row))
    console().print(made)


def counts(numbers: Mapping[str, int]) -> str:
    """{"in": 18, "held": 1} as "18 in, 1 held"."""
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items()) or "none"


def say(text: str) -> None:
    """A line for a person, kept off standard output's data when that is piped to a program."""
    typer.echo(text)


def warn(text: str) -> None:
    typer.echo(f"warning: {text}", err=True)


def ask(question: str, *, yes: bool) -> None:
    """Go on only with a yes. Piped input counts as no: a program says --yes."""
    from digest.errors import BadInput

    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput(f"{question} Nobody is there to answer; add --yes to do it.")
    typer.confirm(question, abort=True)


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
