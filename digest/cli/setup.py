"""demo, init, doctor: getting started."""

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.output import JsonOption, emit, open_app, say, table


def register(app: typer.Typer) -> None:
    for command in (demo, init, doctor):
        app.command()(command)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to build it.")] = Path("demo"),
) -> None:
    """Build a whole fictional newsroom in a folder and play a week: gather to send.

    Example: digest demo /tmp/newsroom
    """
    from digest.demo.playing import play

    for line in play(folder):
        say(line)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.")] = Path(),
) -> None:
    """Write a commented newsroom.toml and an .env with a fresh secret. Never overwrites.

    Example: digest init my-newsroom
    """
    from secrets import token_hex

    from digest.demo.starter import starter_text
    from digest.errors import BadInput

    env = f"# Secrets and addresses of this machine; keep it out of version control.\nDIGEST_SECRET={token_hex(32)}\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("newsroom.toml", starter_text()), (".env", env)):
            path = folder / name
            if path.exists():
                say(f"{path} is there already and stays as it is")
                continue
            path.write_text(text, "utf-8")
            if name == ".env":
                path.chmod(0o600)
            say(f"wrote {path}")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error
    say("next: put your feeds into newsroom.toml, then digest doctor and digest gather")


def doctor(as_json: JsonOption = False) -> None:
    """Check what this newsroom needs to run: file, keys, database, clock, templates, links.

    Example: digest doctor
    """
    from digest.desk.examining import examine

    app = open_app()
    found = examine(app.desk, app.now())
    if as_json:
        emit([{"check": f.check, "ok": f.ok, "text": f.text} for f in found])
    else:
        table(["", "check", "what"], [["ok" if f.ok else "MEND", f.check, f.text] for f in found])
    if not all(f.ok for f in found):
        raise typer.Exit(3)
