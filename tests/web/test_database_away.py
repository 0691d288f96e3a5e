"""When the database is away, nobody is told that all is well: a carrier posts again, a reader comes back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Client
from pydantic import SecretStr
from sqlalchemy import create_engine

from digest.app import App
from digest.store.database import Store
from subscribers.tokens import PREFERENCES, UNSUBSCRIBE
from tests.builders.sites import an_app
from tests.standins.sendgrid_events import Signer
from tests.standins.site_server import SiteServer

SIGNER = Signer()
AT = "1795000000"


@pytest.fixture
def app(room: Path) -> Iterator[App]:
    made = an_app(room, sendgrid_webhook_key=SecretStr(SIGNER.public_key))
    yield made
    made.store.close()


def answers(site: Client, app: App) -> dict[str, tuple[int, bool]]:
    """(status, whether it says when to come back) of everything that needs the database."""
    raw = json.dumps([{"event": "bounce", "attempt_id": "x", "reader": "1", "timestamp": 1}]).encode()
    leave, choose = (app.signer().token(1, purpose) for purpose in (UNSUBSCRIBE, PREFERENCES))
    given = {
        "events": site.post("/webhooks/sendgrid", content=raw, headers=SIGNER.headers(raw, AT)),
        "leave": site.post(f"/unsubscribe/{leave}", data={"List-Unsubscribe": "One-Click"}),
        "choose": site.get(f"/preferences/{choose}"),
        "archive": site.get("/archive"),
        "health": site.get("/health"),
    }
    return {name: (one.status_code, "retry-after" in one.headers) for name, one in given.items()}


def test_a_broken_database_is_answered_with_try_again(site: Client, app: App, room: Path) -> None:
    app.store.close()
    for name in ("keepreading.db-wal", "keepreading.db-shm"):
        (room / name).unlink(missing_ok=True)
    (room / "keepreading.db").write_bytes(b"this is no database, however it is read" * 100)
    assert answers(site, app) == dict.fromkeys(
        ("events", "leave", "choose", "archive", "health"), (503, True)
    )


def test_a_pool_without_a_free_connection_is_answered_with_try_again(
    room: Path, app: App, server: SiteServer
) -> None:
    store = app.store
    url = store.url
    store.close()
    narrow = Store(url)
    narrow._engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    vars(app.desk)["store"] = narrow
    with server.browsing(app) as site, narrow.engine.connect():
        found = answers(site, app)
    narrow.close()
    assert found == dict.fromkeys(found, (503, True))
