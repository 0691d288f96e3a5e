"""A newsroom in a folder, worked through the real command line."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "digest")

NEWSROOM = """\
name = "The Lantern"
zone = "Europe/London"
site = "https://lantern.example.org"

[cadence]
publish = "friday 09:00"
draft = "thursday 10:00"

[selection]
minimum = 1

[look]
from_email = "weekly@lantern.example.org"
postal_address = "1 Quay Street, Example Town"
"""


@dataclass
class Newsroom:
    """A folder with newsroom.toml and .env; ``digest`` runs commands in it as an editor would."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def digest(
        self, *arguments: str, stdin: str | None = None, now: datetime | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; it may fail."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(now),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(self, *arguments: str, now: datetime | None = None) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(now),
            stdout=pipe,
            stderr=pipe,
            text=True,
        )

    def json(self, *arguments: str, codes: Sequence[int] = (0,), now: datetime | None = None) -> Any:
        """What a command says with --json; its exit code must be one of ``codes``."""
        done = self.digest(*arguments, "--json", now=now)
        assert done.returncode in codes, f"{arguments}: exit {done.returncode}: {done.stderr}"
        return json.loads(done.stdout)

    def done(self, *arguments: str, now: datetime | None = None) -> str:
        """What a command that must succeed prints."""
        ended = self.digest(*arguments, now=now)
        assert ended.returncode == 0, f"{arguments}: exit {ended.returncode}: {ended.stderr}"
        return ended.stdout

    def environment(self, now: datetime | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DIGEST_", "SENDGRID_"))}
        fixed = {"DIGEST_NOW": now.isoformat()} if now else {}
        return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", **self.settings, **fixed}


def a_newsroom(
    folder: Path, *, toml: str = NEWSROOM, sources: Mapping[str, str] | None = None, **settings: str
) -> Newsroom:
    """Set one up. ``sources`` maps a name to an address (private ones allowed) or a path."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = "".join(_source(name, where) for name, where in (sources or {}).items())
    (folder / "newsroom.toml").write_text(toml + tables, "utf-8")
    values = {
        "DIGEST_SECRET": "0123456789abcdef" * 4,
        "DIGEST_PUBLIC_URL": "https://weekly.lantern.example.org",
    }
    return Newsroom(folder, values | settings)


def _source(name: str, where: str) -> str:
    far = where.startswith("http")
    line = f'url = "{where}"\nallow_private = true' if far else f'path = "{where}"'
    region = (
        f'\nregion = "{name}"'
        if name in ("africa", "americas", "asia-pacific", "europe", "middle-east")
        else ""
    )
    return f'\n[[sources]]\nname = "{name}"\n{line}{region}\n'


def a_feed(*items: Mapping[str, str], title: str = "A feed") -> str:
    """RSS 2.0; each item has title, link, guid, pubDate and description, or leaves some out."""
    from xml.sax.saxutils import escape

    made = "".join(
        "<item>" + "".join(f"<{key}>{escape(value)}</{key}>" for key, value in item.items()) + "</item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{escape(title)}</title>{made}</channel></rss>'


def an_item(number: int, *, published: datetime, place: str = "Nairobi", **over: str) -> dict[str, str]:
    """An invented article about a place."""
    item = {
        "title": f"{place} weighs plan number {number}",
        "link": f"https://lantern.example.org/news/{number}",
        "guid": f"https://lantern.example.org/news/{number}",
        "pubDate": f"{published:%a, %d %b %Y %H:%M:%S} +0000",
        "description": f"The council of {place} met for the {number}th time, and a vote is expected before winter.",
    }
    return item | over
