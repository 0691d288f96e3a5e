"""What a newsroom needs to run, looked at one by one. Sends nothing, asks no other host."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.desk.desk import Desk
from digest.desk.drafting import local, stale_sources
from digest.errors import KeepreadingError
from digest.settings import unknown_names
from digest.store.database import clock

CLOCK_DIFFERENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Examined:
    check: str
    ok: bool
    text: str


def examine(desk: Desk, now: datetime) -> tuple[Examined, ...]:
    """Every check, in the order in which one would mend things."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("newsroom", lambda: _newsroom(desk)),
        ("secret", lambda: f"{len(desk.settings.secrets())} signing key(s)"),
        ("database", lambda: _database(desk)),
        ("clock", lambda: _clock(desk, now)),
        ("templates", lambda: f"fingerprint {desk.renderer.fingerprint()[:12]}"),
        ("links", lambda: _links(desk)),
        ("carrier", lambda: _carrier(desk, now)),
        ("environment", lambda: _environment(desk)),
    )
    return (*(_one(name, check) for name, check in checks), *_sources(desk))


def _one(name: str, check: Callable[[], str]) -> Examined:
    try:
        return Examined(name, ok=True, text=check())
    except KeepreadingError as error:
        return Examined(name, ok=False, text=str(error))


def _newsroom(desk: Desk) -> str:
    missing = desk.newsroom.missing_for_sending()
    if missing:
        raise KeepreadingError(f"newsroom.toml lacks {', '.join(missing)}; without it nothing is sent")
    return f"{desk.newsroom.name}: {len(desk.newsroom.sources)} sources, {len(desk.newsroom.regions)} regions"


def _database(desk: Desk) -> str:
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
    if not url.startswith("https://"):
        raise KeepreadingError(f"DIGEST_PUBLIC_URL is {url}: one-click unsubscribe wants https (RFC 8058)")
    return url


def _carrier(desk: Desk, now: datetime) -> str:
    carrier = desk.carrier(now)
    carrier.close()
    return f"{carrier.name}, up to {carrier.capabilities.max_batch} readers a batch"


def _environment(desk: Desk) -> str:
    unknown = unknown_names(env_file=desk.base / ".env")
    if unknown:
        raise KeepreadingError(f"{', '.join(unknown)} mean nothing here; check the spelling")
    return "no unknown DIGEST_ names"


def _sources(desk: Desk) -> Iterator[Examined]:
    for text in stale_sources(desk):
        yield Examined("sources", ok=False, text=text)
