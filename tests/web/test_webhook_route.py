"""The carrier's reports: believed only when signed, each counted once, acted on for our own mail."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from httpx import Client
from pydantic import SecretStr
from sqlalchemy import func, select

from digest.app import App
from digest.delivering.webhook import read_events
from digest.desk.hearing import reason_of
from digest.model.delivery import Uncertain
from digest.model.edition import State
from digest.store import accounts, editions, ledger
from digest.store.tables import event
from subscribers import joining
from subscribers.tokens import UNSUBSCRIBE
from tests.builders.readers_kept import everything, evidence, the_reader
from tests.builders.sends import a_send, claimed
from tests.builders.sites import NOW, an_app, mails
from tests.standins.sendgrid_events import Signer
from tests.standins.site_server import SiteServer

PATH = "/webhooks/sendgrid"
SIGNER = Signer()
AT = "1795000000"
ADA, BEN = 1, 2


@pytest.fixture
def app(room: Path) -> Iterator[App]:
    made = an_app(room, sendgrid_webhook_key=SecretStr(SIGNER.public_key))
    yield made
    made.store.close()


def attempt_of(room: Path, reader_id: int) -> str:
    (path,) = [p for p in mails(room) if p.stem.endswith(f"-{reader_id}")]
    return path.parent.name


def an_event(room: Path, reader_id: int = ADA, **fields: Any) -> dict[str, Any]:
    return {
        "event": "bounce",
        "type": "bounce",
        "timestamp": 1795000000,
        "attempt_id": attempt_of(room, reader_id),
        "reader": str(reader_id),
        "reason": "550 no such mailbox",
        **fields,
    }


def post(site: Client, *events: Any, signer: Signer = SIGNER) -> int:
    raw = json.dumps(list(events)).encode() + b"\r\n"
    return site.post(PATH, content=raw, headers=signer.headers(raw, AT)).status_code


def recorded(app: App) -> int:
    with app.store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(event)).scalar_one())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "bounced"),
        ({"event": "spamreport"}, "complained"),
        ({"event": "unsubscribe"}, "unsubscribed"),
        ({"event": "group_unsubscribe"}, "unsubscribed"),
        ({"event": "dropped", "reason": "Bounced Address"}, "bounced"),
        ({"event": "dropped", "reason": "Spam Reporting Address"}, "complained"),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, "unsubscribed"),
        ({"event": "dropped", "reason": "Invalid"}, "bounced"),
        ({"event": "dropped", "reason": "Invalid SMTPAPI header"}, None),
        ({"event": "bounce", "type": "blocked"}, None),
        ({"event": "deferred"}, None),
        ({"event": "delivered"}, None),
        ({"event": "open"}, None),
    ],
)
def test_only_what_ends_a_mailbox_or_a_welcome_is_a_reason(
    fields: dict[str, Any], reason: str | None
) -> None:
    raw = json.dumps([{"event": "bounce", "type": "bounce", "reason": "550 no such mailbox"} | fields])
    (one,), problems = read_events(raw.encode())
    assert problems == ()
    assert reason_of(one) == reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("bounce", "bounced"), ("spamreport", "complained"), ("unsubscribe", "unsubscribed"), ("open", None)],
)
def test_such_an_event_suppresses_its_reader_and_no_other(
    kind: str, reason: str | None, site: Client, app: App, room: Path
) -> None:
    assert post(site, an_event(room, event=kind)) == 200
    assert recorded(app) == 1
    assert the_reader(app, ADA).suppressed == reason
    assert the_reader(app, BEN).suppressed is None


def test_a_forged_post_is_refused_and_has_no_effect(site: Client, app: App, room: Path) -> None:
    before = everything(app)
    assert post(site, an_event(room), signer=Signer()) == 403
    assert site.post(PATH, json=[an_event(room)]).status_code == 403
    raw = json.dumps([an_event(room)]).encode()
    signed = SIGNER.headers(raw, AT)
    assert site.post(PATH, content=raw + b" ", headers=signed).status_code == 403
    assert (recorded(app), everything(app)) == (0, before)


def test_without_a_key_no_event_is_taken_and_the_operator_is_told(room: Path, server: SiteServer) -> None:
    app = an_app(room)
    with server.browsing(app) as site, structlog.testing.capture_logs() as lines:
        assert post(site, an_event(room)) == 503
    assert "SENDGRID_WEBHOOK_KEY" in str(lines)
    assert recorded(app) == 0
    app.store.close()


def test_the_same_event_again_counts_once_and_acts_once(site: Client, app: App, room: Path) -> None:
    one = an_event(room, event="unsubscribe", sg_event_id="a")
    post(site, one, one | {"sg_event_id": "b"})
    back = site.post(f"/unsubscribe/{app.signer().token(ADA, UNSUBSCRIBE)}/undo")
    assert "could not be undone" in back.text  # it was not this link that did it
    after = everything(app)
    assert post(site, one) == 200
    assert recorded(app) == 1
    assert everything(app) == after


def test_an_event_told_again_does_not_undo_what_a_reader_did_since(
    site: Client, app: App, room: Path
) -> None:
    one = an_event(room, event="unsubscribe")
    post(site, one)
    with app.store.begin() as connection:
        joining.sign_up(connection, address="ada@example.org", source="a form", wording="yes", now=NOW)
        assert joining.confirm(connection, ADA, source="a form", now=NOW)
    assert post(site, one) == 200
    assert the_reader(app, ADA).state == "confirmed"


def test_strange_events_cost_the_good_ones_nothing(site: Client, app: App, room: Path) -> None:
    strange: list[Any] = [
        7,
        None,
        {"event": "resurrected"},
        an_event(room, reader="x" * 5000),
        an_event(room, reader="9" * 32, attempt_id="y" * 5000),
        an_event(room, reader="9" * 30),
        an_event(room, reader="-1", url="z" * 5000),
        an_event(room, reader="0"),
        an_event(room, timestamp="never"),
        {"event": "open", "email": "someone@example.com"},
    ]
    assert post(site, *strange, an_event(room, BEN)) == 200
    assert the_reader(app, BEN).suppressed == "bounced"


def test_a_body_that_is_no_list_is_taken_as_empty(site: Client, app: App) -> None:
    raw = b"not json\r\n"
    assert site.post(PATH, content=raw, headers=SIGNER.headers(raw, AT)).status_code == 200
    assert recorded(app) == 0


def test_mail_of_another_sender_on_the_same_account_touches_no_reader(
    site: Client, app: App, room: Path
) -> None:
    before = everything(app)
    others = [
        an_event(room, attempt_id="f" * 24),
        an_event(room, attempt_id=attempt_of(room, BEN)),
        an_event(room, attempt_id=""),
        an_event(room, reader="999"),
    ]
    assert post(site, *others) == 200
    assert everything(app) == before


def test_a_bounce_after_leaving_keeps_undo_from_mailing_a_dead_mailbox(
    site: Client, app: App, room: Path
) -> None:
    path = f"/unsubscribe/{app.signer().token(ADA, UNSUBSCRIBE)}"
    site.post(path)
    post(site, an_event(room))
    assert the_reader(app, ADA).suppressed == "unsubscribed"
    assert evidence(app, ADA)[-1] == ("bounced", "SendGrid")
    assert "could not be undone" in site.post(f"{path}/undo").text


def test_a_large_post_is_taken_and_one_beyond_two_megabytes_refused(site: Client, room: Path) -> None:
    assert post(site, *({"event": "open", "url": "x" * 1800} for _ in range(1000))) == 200
    assert site.post(PATH, content=b"x" * 2_000_001).status_code == 413


def test_the_last_proof_ends_an_edition_that_waited_for_it(site: Client, app: App) -> None:
    with app.store.begin() as connection:
        edition_id = a_send(connection, readers=2)
        held = [claimed(connection, edition_id)]
        for one in held:
            ledger.record(connection, one, Uncertain("no answer"), NOW)
        while (
            more := ledger.claim(connection, edition_id, lease_seconds=60, owner="x", now=NOW)
        ) is not None:
            held.append(more)
            ledger.record(connection, more, Uncertain("no answer"), NOW)
        assert accounts.close(connection, edition_id, NOW) is State.ATTENTION
    *first, last = [
        {"event": "processed", "timestamp": 1795000000, "attempt_id": one.attempt, "reader": "1"}
        for one in held
    ]
    assert first
    assert post(site, *first) == 200
    assert state_of(app, edition_id) is State.ATTENTION
    assert post(site, last) == 200
    assert state_of(app, edition_id) is State.SENT


def state_of(app: App, edition_id: int) -> State:
    with app.store.read() as connection:
        row = editions.get(connection, edition_id)
    assert row is not None
    return row.state
