"""demo, init, doctor: getting started."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.output import JsonOption, YesOption, ask, emit, open_app, say, table

if TYPE_CHECKING:
    from digest.desk.examining import Examined

OURS_ALONE = 0o600
_ENV = """\
# Secrets and addresses of this machine; keep it out of version control.
DIGEST_SECRET={secret}
"""


def register(app: typer.Typer) -> None:
    for command in (demo, init, doctor):
        app.command()(command)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to build it.")] = Path("demo"),
    yes: YesOption = False,
) -> None:
    """Build a whole fictional newsroom in a folder and play a week: gather to send.

    A demo that is there already is replaced, after asking; a folder that holds
    anything else is left alone. Nothing leaves the machine.

    Example: digest demo /tmp/newsroom
    """
    from digest.demo.folder import holds_demo
    from digest.demo.playing import TRY_NEXT, play

    if holds_demo(folder):
        ask(f"Replace the demo in {folder}? What was changed in it is lost.", yes=yes)
    for line in play(folder):
        say(line)
    say(f"then       {_go_on(folder, TRY_NEXT)}")


def _go_on(folder: Path, commands: Sequence[str]) -> str:
    """What to type next, as it works in this shell: where it would not find the command, that is set right first."""
    steps, called = [], "digest"
    ours = Path(sys.argv[0])
    if shutil.which("digest") is None and ours.is_file():
        activate = ours.with_name("activate")
        if activate.is_file():
            steps.append(f"source {shlex.quote(str(activate))}")
        else:
            called = shlex.quote(str(ours.resolve()))
    if folder.resolve() != Path.cwd():
        steps.append(f"cd {shlex.quote(str(folder))}")
    return "; ".join((*steps, *(f"{called} {command}" for command in commands)))


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.")] = Path(),
) -> None:
    """Write a commented newsroom.toml and an .env with a fresh secret. Never overwrites.

    Example: digest init my-newsroom
    """
    from secrets import token_hex

    from digest.demo.starter import starter_text
    from digest.errors import BadInput

    texts = {"newsroom.toml": starter_text(), ".env": _ENV.format(secret=token_hex(32))}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            is_new = _write_new(folder / name, text)
            say(
                f"wrote {folder / name}" if is_new else f"{folder / name} is there already and stays as it is"
            )
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))}, then "
    say(f"next: {there}put your feeds into newsroom.toml; digest gather, digest draft, digest preview --open")


def _write_new(path: Path, text: str) -> bool:
    """A new file that others cannot read; whether there was none. What is there is never written over."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS_ALONE)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return True


def doctor(as_json: JsonOption = False) -> None:
    """Check what this newsroom needs to run and to send; exit code 3 when something has to be mended.

    Looks at newsroom.toml, keys, database, clock, templates, links, carrier
    and the rights of files. Asks no other host and sends nothing.

    Example: digest doctor
    """
    from digest.desk.examining import examine

    app = open_app()
    found = examine(app.desk, app.now())
    if as_json:
        emit([{"check": f.check, "ok": f.ok, "text": f.text, "doubt": f.is_doubt} for f in found])
    else:
        table(["", "check", "what"], [[_mark(f), f.check, f.text] for f in found])
    if not all(f.ok for f in found):
        raise typer.Exit(3)


def _mark(found: "Examined") -> str:
    return "MEND" if not found.ok else "look" if found.is_doubt else "ok"
