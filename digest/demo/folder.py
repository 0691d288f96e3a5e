"""Sets up the demo's folder: a whole newsroom that can be thrown away."""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from digest.demo.articles import DEMO_NOW, SITE, ZONE, demo_text
from digest.demo.readers import readers_csv
from digest.demo.site import build_site
from digest.errors import BadInput
from digest.model.window import Weekly, edition_name

MARKER = ".keepreading-demo"
MADE = (
    "newsroom.toml", ".env", "subscribers.csv", "site", "outbox", "archive", "preview*",
    "keepreading.db*",
)  # fmt: skip
"""What a demo makes, as patterns. Replacing one removes these names and no others."""

_ENV = """\
# The demo's machine: a fixed clock, and an outbox folder in place of a carrier. Nothing is sent.
DIGEST_NOW={now}
DIGEST_SECRET={secret}
DIGEST_CARRIER=outbox
DIGEST_OUTBOX=outbox
DIGEST_DATABASE_URL=sqlite:///keepreading.db
DIGEST_PUBLIC_URL={public_url}
"""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Where the demo lies, and the moments of its week. Instants are UTC.

    ``gathers`` are the moments at which the newsroom's past weeks were
    gathered, oldest first; the last one is ``draft_at``, which is the demo's
    clock. ``site_address`` is what article addresses start with, and ``site``
    the folder that can be served in its place.
    """

    folder: Path
    newsroom: Path
    env: Path
    site: Path
    site_address: str
    subscribers: Path
    outbox: Path
    database: Path
    edition: str
    gathers: tuple[datetime, ...]
    draft_at: datetime
    approve_at: datetime
    send_at: datetime


def holds_demo(folder: Path) -> bool:
    """Whether a demo that this command made lies there."""
    return (folder / MARKER).is_file()


def build_demo(folder: Path, *, public_url: str = "http://127.0.0.1:8000") -> DemoPlan:
    """Write the demo into a new or empty folder, or over an older demo.

    Raises BadInput: the folder holds something that is no demo of ours, or
    cannot be written.
    """
    try:
        _make_room(folder)
        _write(folder / MARKER, "A demo of Keepreading. `digest demo` may replace what it made here.\n")
        _write(folder / "newsroom.toml", demo_text("newsroom.toml"))
        _write(folder / "subscribers.csv", readers_csv())
        _write_env(folder / ".env", public_url)
        build_site(folder)
    except OSError as error:
        raise BadInput(
            f"{folder}: cannot set up the demo there ({error.strerror}). Name another folder."
        ) from error
    return plan_for(folder)


def plan_for(folder: Path) -> DemoPlan:
    """The plan of a demo in that folder; nothing is read or written."""
    send_at = Weekly.parse("friday 09:00").at_or_after(DEMO_NOW, ZONE)
    return DemoPlan(
        folder=folder,
        newsroom=folder / "newsroom.toml",
        env=folder / ".env",
        site=folder / "site",
        site_address=SITE,
        subscribers=folder / "subscribers.csv",
        outbox=folder / "outbox",
        database=folder / "keepreading.db",
        edition=edition_name(send_at, ZONE),
        gathers=tuple(DEMO_NOW - timedelta(weeks=n) for n in (3, 2, 1, 0)),
        draft_at=DEMO_NOW,
        approve_at=DEMO_NOW + timedelta(hours=3),
        send_at=send_at,
    )


def _make_room(folder: Path) -> None:
    """Empty of what an older demo made; raises BadInput when it is no demo's."""
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file. Name a folder for the demo.")
    if not folder.exists() or not any(folder.iterdir()):
        folder.mkdir(parents=True, exist_ok=True)
    elif holds_demo(folder):
        _remove_old(folder)
    else:
        raise BadInput(f"{folder} is not empty and holds no demo. Name a new folder: digest demo FOLDER.")


def _remove_old(folder: Path) -> None:
    for path in [path for name in MADE for path in folder.glob(name)]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _write_env(path: Path, public_url: str) -> None:
    """Readable by its owner only, from the first byte on: it holds the key that signs readers' links."""
    text = _ENV.format(now=DEMO_NOW.isoformat(), secret=secrets.token_hex(32), public_url=public_url)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
