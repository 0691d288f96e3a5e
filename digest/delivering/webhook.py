"""SendGrid's Event Webhook: is it theirs, and what does it say.

Posts come in parallel, more than once and out of order, and one strange event
must never cost the others: whatever is not answered with 2xx comes again for
24 hours and is then lost.
"""

import binascii
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sendgrid.helpers.eventwebhook import EventWebhook

from digest.delivering.redaction import without_addresses
from digest.delivering.sendgrid_payload import ATTEMPT_KEY
from digest.errors import SettingsError
from digest.model.delivery import CarrierEvent

KINDS = {
    "processed": "processed",
    "delivered": "delivered",
    "deferred": "deferred",
    "bounce": "bounced",
    "blocked": "blocked",
    "dropped": "dropped",
    "spamreport": "complained",
    "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed",
    "open": "opened",
    "click": "clicked",
}
EPOCH = datetime.fromtimestamp(0, UTC)
_SAID = ("reason", "response", "bounce_classification", "status")
_MILLISECONDS = 100_000_000_000  # a time above this is not in seconds: the year 5138


def verify_signature(key: str, raw: bytes, timestamp: str | None, signature: str | None) -> bool:
    """Whether SendGrid signed these bytes: ECDSA over timestamp and body, its CRLF included.

    ``key`` is the base64 text of the account's verification key. A missing or
    unreadable header is a no. Old timestamps are accepted, because retries of
    a day later may carry the first signature. Raises SettingsError if the key
    itself is unusable.
    """
    webhook = _webhook(key)
    if not timestamp or not signature or not (timestamp + signature).isascii():
        return False
    try:
        return bool(webhook.verify_signature(raw.decode("utf-8"), signature, timestamp))
    except (binascii.Error, ValueError):
        return False


def read_events(raw: bytes) -> tuple[tuple[CarrierEvent, ...], tuple[str, ...]]:
    """The events of a post in order, and in words what could not be read. Never raises.

    ``attempt`` and ``reader`` are empty for mail that is not ours. A time that
    cannot be read is the epoch: the event is still proof of its attempt.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return (), ("the body is not JSON",)
    entries = document if isinstance(document, list) else [document]
    events: list[CarrierEvent] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, start=1):
        found = _event(entry)
        if isinstance(found, CarrierEvent):
            events.append(found)
        else:
            problems.append(f"event {number}: {found}")
    return tuple(events), tuple(problems)


def _event(entry: Any) -> CarrierEvent | str:
    """The event, or why there is none."""
    if not isinstance(entry, dict):
        return "not an object"
    name = _text(entry.get("event")).strip().lower()
    if name == "account_status_change":
        return "SendGrid changed the state of the account; look at its console before the next send"
    if name == "bounce" and _text(entry.get("type")).lower() == "blocked":
        name = "blocked"
    if name not in KINDS:
        return f'the kind "{without_addresses(name, 40)}" means nothing here'
    return CarrierEvent(
        kind=KINDS[name],
        attempt=_attempt(entry),
        reader=_text(entry.get("reader")),
        at=_time(entry.get("timestamp")),
        url=_text(entry.get("url"))[:2048],
        detail=_detail(entry),
        event_id=_text(entry.get("sg_event_id"))[:200] or _natural_id(entry),
    )


def _attempt(entry: Mapping[str, Any]) -> str:
    """Our attempt. Digits under ``attempt`` are SendGrid's own count of tries."""
    ours = _text(entry.get(ATTEMPT_KEY))
    other = _text(entry.get("attempt"))
    return ours or ("" if other.isdigit() else other)


def _time(value: Any) -> datetime:
    """Seconds or milliseconds since the epoch, as a number or as text."""
    try:
        seconds = float(value)
        if not math.isfinite(seconds):
            return EPOCH
        return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return EPOCH


def _detail(entry: Mapping[str, Any]) -> str:
    said = [_text(entry.get(key)) for key in _SAID]
    if entry.get("sg_machine_open") is True:
        said.append("opened by a machine")
    return without_addresses("; ".join(part for part in said if part), 500)


def _natural_id(entry: Mapping[str, Any]) -> str:
    """For an event without an id: the same for the same event told twice."""
    keys = ("sg_message_id", "email", "event", "type", "timestamp", "url", "attempt", ATTEMPT_KEY, "reader")
    seed = json.dumps([_text(entry.get(key)) for key in keys])
    return blake2b(seed.encode(), digest_size=16).hexdigest()


def _text(value: Any) -> str:
    """Text of a text or number, without what a database or a page cannot bear; else nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "")


@lru_cache(maxsize=4)
def _webhook(key: str) -> EventWebhook:
    """Raises SettingsError for a text that holds no key of an elliptic curve."""
    bare = "".join(line for line in key.split() if line) if "-----" not in key else _body_of_pem(key)
    try:
        webhook = EventWebhook(bare)
        is_usable = hasattr(webhook.public_key, "curve")
    except (ValueError, TypeError) as error:
        raise SettingsError(_BAD_KEY) from error
    if not is_usable:
        raise SettingsError(_BAD_KEY)
    return webhook


_BAD_KEY = (
    "SENDGRID_WEBHOOK_KEY is no verification key: copy it from SendGrid, "
    "Settings, Mail Settings, Event Webhook, Signature Verification."
)


def _body_of_pem(key: str) -> str:
    return "".join(line.strip() for line in key.splitlines() if "-----" not in line)
