"""What a newsroom needs to run, looked at one by one. Sends nothing, asks no other host."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.desk.desk import Desk
from digest.desk.doubts import doubts
from digest.desk.drafting import local
from digest.desk.naming import require_known_name
from digest.desk.noticing import stale_sources
from digest.errors import KeepreadingError
from digest.model.wording import listed
from digest.settings import unknown, unknown_names
from digest.store import articles
from digest.store.database import clock

CLOCK_DIFFERENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Examined:
    """``ok`` is false for what stands in the way; ``is_doubt`` marks what is allowed and looks odd."""

    check: str
    ok: bool
    text: str
    is_doubt: bool = False


def examine(desk: Desk, now: datetime) -> tuple[Examined, ...]:
    """Every check, in the order in which one would mend things."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("newsroom", lambda: _newsroom(desk)),
        ("regions", lambda: _regions(desk)),
        ("secret", lambda: f"{len(desk.settings.secrets())} signing key(s)"),
        ("database", lambda: _database(desk)),
        ("clock", lambda: _clock(desk, now)),
        ("templates", lambda: f"fingerprint {desk.renderer.fingerprint()[:12]}"),
        ("links", lambda: _links(desk)),
        ("carrier", lambda: _carrier(desk, now)),
        ("environment", lambda: _environment(desk)),
    )
    return (*(_one(name, check) for name, check in checks), *_files(desk), *_sources(desk), *_doubts(desk))


def _one(name: str, check: Callable[[], str]) -> Examined:
    try:
        return Examined(name, ok=True, text=check())
    except KeepreadingError as error:
        return Examined(name, ok=False, text=str(error))


def _newsroom(desk: Desk) -> str:
    missing = desk.newsroom.missing_for_sending()
    if missing:
        raise KeepreadingError(
            f"newsroom.toml lacks {' and '.join(missing)}; drafting goes without, sending does not"
        )
    if not desk.newsroom.sources:
        raise KeepreadingError("newsroom.toml names no source; add a [[sources]] table with name and url")
    return f"{desk.newsroom.name}: {len(desk.newsroom.sources)} sources, zone {desk.newsroom.zone}"


def _regions(desk: Desk) -> str:
    _ = desk.classifier  # raises for a country that is none
    return ", ".join(region.title for region in desk.newsroom.regions) or "none: everything is Global"


def _database(desk: Desk) -> str:
    require_known_name(desk)
    with desk.store.begin():
        return f"{desk.store.engine.dialect.name}, writable"


def _clock(desk: Desk, now: datetime) -> str:
    with desk.store.read() as connection:
        difference = clock(connection) - time.time()
    if abs(difference) > CLOCK_DIFFERENCE_SECONDS:
        raise KeepreadingError(f"the database's clock differs by {difference:.0f} s; set both by NTP")
    fixed = " (fixed by DIGEST_NOW)" if desk.settings.now else ""
    return f"{local(desk, now)}{fixed}"


def _links(desk: Desk) -> str:
    url = desk.settings.public_url
    if url.startswith("https://"):
        return url
    if desk.settings.carrier == "outbox":
        return f"{url}; before mail leaves this machine DIGEST_PUBLIC_URL has to be an https address"
    raise KeepreadingError(f"DIGEST_PUBLIC_URL is {url}: one-click unsubscribe wants https (RFC 8058)")


def _carrier(desk: Desk, now: datetime) -> str:
    carrier = desk.carrier(lambda: now)
    carrier.close()
    return f"{carrier.name}, up to {carrier.capabilities.max_batch} readers a batch"


def _environment(desk: Desk) -> str:
    names = unknown_names(env_file=desk.base / ".env")
    if names:
        raise KeepreadingError("; ".join(unknown(name) for name in names))
    return "no unknown DIGEST_ names"


def _files(desk: Desk) -> Iterator[Examined]:
    """Whether others on this machine can read what holds keys and addresses."""
    held = [desk.base / ".env", desk.base / desk.settings.outbox]
    url = desk.settings.database_url.get_secret_value()
    if url.startswith("sqlite:///"):
        held.append(desk.base / url.removeprefix("sqlite:///"))
    names = " ".join(path.name for path in held if path.exists() and path.stat().st_mode & 0o077)
    if names and os.name == "posix":
        text = f"others on this machine can read {names}; run: chmod -R go= {names}"
        yield Examined("files", ok=True, text=text, is_doubt=True)
    else:
        yield Examined("files", ok=True, text="keys and addresses are yours alone to read")


def _sources(desk: Desk) -> Iterator[Examined]:
    """A new newsroom has gathered nothing yet: one line for all of its sources, and no fault."""
    try:
        texts = stale_sources(desk)
        with desk.store.read() as connection:
            known = articles.health(connection)
    except KeepreadingError as error:
        yield Examined("sources", ok=False, text=str(error))
        return
    never = [source.name for source in desk.newsroom.sources if source.name not in known]
    for text in (t for t in texts if not any(f'"{name}" was never' in t for name in never)):
        yield Examined("sources", ok=False, text=text)
    if never:
        said = f"{listed(never)} never gathered yet; run digest gather"
        yield Examined("sources", ok=True, text=said, is_doubt=True)


def _doubts(desk: Desk) -> Iterator[Examined]:
    for text in doubts(desk):
        yield Examined("newsroom", ok=True, text=text, is_doubt=True)
