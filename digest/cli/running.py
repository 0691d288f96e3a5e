"""run: the scheduler as a command."""

import runpy
import sys
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    sweep_seconds: Annotated[
        float, typer.Option(min=0.1, max=3600, help="How often to look for what is due.")
    ] = 30.0,
) -> None:
    """Run the newsroom by the clock: gather, draft, verify, send. The same as python scheduler.py.

    It begins with a line that says what is due next, by which carrier, over
    which database; after that each step is a line of its log. Ctrl+C ends it:
    a batch in hand is finished and recorded first.

    Example: digest run
    """
    # The scheduler stands above the faces and is named, not imported: nothing here depends on it.
    sys.argv = ["scheduler.py", "--sweep-seconds", str(sweep_seconds), *(["--once"] if once else [])]
    try:
        runpy.run_module("scheduler", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        raise typer.Exit(int(end.code or 0)) from end
