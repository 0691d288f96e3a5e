"""The command ``digest``: its groups, its errors, its exit codes."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from digest.cli import (
    approval,
    changes,
    drafting,
    panels,
    previewing,
    regions,
    running,
    sending,
    setup,
    sources,
    subscribers,
    web,
)
from digest.cli.output import fail, say

OURS_ALONE = 0o077  # what is made here holds readers' addresses and keys: nobody else's to read

EPILOG = (
    "Exit codes: 0 done, 1 failed, 2 wrong use or bad input, 3 a check failed, "
    "4 not approved, 5 nothing to send, 6 partial or uncertain."
)

app = typer.Typer(
    name="digest",
    cls=panels.InTheOrderOfTheWeek,
    help="Keepreading: gather, draft, preview, approve and send a newsroom's weekly digest.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (setup, sources, regions, drafting, changes, previewing, approval, sending, running, web):
    group.register(app)
app.add_typer(subscribers.app, name="subscribers")
panels.put_into_panels(app)


def _version(asked: bool) -> None:
    if asked:
        from digest import __version__

        say(f"keepreading {__version__}")
        raise typer.Exit


def _no_colour(asked: bool) -> None:
    if asked:
        os.environ["NO_COLOR"] = "1"  # https://no-color.org: what every part of the output heeds


@app.callback()
def _choose(
    newsroom: Annotated[
        Path | None,
        typer.Option(
            help="The newsroom.toml to work with (default: $DIGEST_NEWSROOM, else ./newsroom.toml)."
        ),
    ] = None,
    no_color: Annotated[
        bool,
        typer.Option("--no-color", callback=_no_colour, is_eager=True, help="Print no colours."),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    if newsroom is not None:
        os.environ["DIGEST_NEWSROOM"] = str(newsroom)


def run() -> None:
    """Run the command line; one line instead of a traceback for what a user can cause."""
    was = os.umask(OURS_ALONE)
    try:
        sys.exit(_code())
    finally:
        os.umask(was)


def _code() -> int:
    """The exit code of the command that was typed."""
    from digest.errors import KeepreadingError
    from subscribers.errors import SubscribersError

    _write_whatever_comes()
    try:
        code = app(prog_name="digest", standalone_mode=False)
    except KeepreadingError as error:
        return _say(error, error.exit_code)
    except SubscribersError as error:
        return _say(error, 2)
    except KeyboardInterrupt:
        return _say("stopped; the same command goes on where it stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except typer.Abort:
        return _say("nothing was done", 1)
    except TyperException as error:
        return _say(_wrong_use(error), error.exit_code) if error.format_message() else error.exit_code
    return code if isinstance(code, int) else 0


def _write_whatever_comes() -> None:
    """A terminal that lacks a letter shows a mark for it: a title must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _wrong_use(error: TyperException) -> str:
    """What Typer says over several lines, as one; an empty text means that it has shown the help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "digest"
    said = error.format_message().rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See {command} --help."


def _say(error: object, code: int) -> int:
    """Each problem on a line of its own."""
    for problem in getattr(error, "problems", (error,)):
        fail(problem)
    return code
