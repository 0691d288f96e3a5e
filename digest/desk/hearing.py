"""What the carrier reports later on: proof that it took a batch, and who must not be mailed any more.

Each event counts once, however often and in whatever order it comes. It acts
on a reader only if its attempt is one of ours that handed the mail to that
very reader: an account may be shared with other senders.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from digest.delivering.webhook import read_events, verify_signature
from digest.desk.desk import Desk
from digest.errors import SettingsError
from digest.model.delivery import CarrierEvent
from digest.model.edition import State
from digest.store import accounts, attempts, editions, events
from digest.store.database import Connection
from subscribers import consent, readers, suppression
from subscribers.address import parse_address
from subscribers.suppression import Reason

SOURCE = "SendGrid"
LONGEST_ID = 32  # ours are shorter; a longer one belongs to somebody else's mail
LARGEST_NUMBER = 2**31 - 1

REASONS = {
    "bounced": Reason.BOUNCED,
    "complained": Reason.COMPLAINED,
    "unsubscribed": Reason.UNSUBSCRIBED,
}
DROPS = {
    "bounced address": Reason.BOUNCED,
    "invalid": Reason.BOUNCED,
    "spam reporting address": Reason.COMPLAINED,
    "unsubscribed address": Reason.UNSUBSCRIBED,
}
"""What SendGrid says when it drops a mail for the sake of its own suppressions."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How many events were news, how many readers were set aside, and what could not be read."""

    new: int
    set_aside: int
    problems: tuple[str, ...]


def is_theirs(desk: Desk, raw: bytes, timestamp: str | None, signature: str | None) -> bool:
    """Whether the carrier signed this post. Raises SettingsError when no usable key is set."""
    key = desk.settings.sendgrid_webhook_key.get_secret_value()
    if not key:
        raise SettingsError(
            "SENDGRID_WEBHOOK_KEY is not set, so no event can be believed and none is taken. Copy it from "
            "SendGrid, Settings, Mail Settings, Event Webhook, Signature Verification."
        )
    return verify_signature(key, raw, timestamp, signature)


def hear(desk: Desk, raw: bytes, now: datetime) -> Heard:
    """Record the events of one signed post and act on them: all of it or nothing. Raises StoreError."""
    found, problems = read_events(raw)
    new = set_aside = 0
    with desk.store.begin() as connection:
        for event in map(_storable, found):
            if events.record(connection, (event,)):
                new += 1
                set_aside += _set_aside(connection, event, now)
        for edition_id in {attempts.edition_of(connection, e.attempt) for e in found if _is_short(e.attempt)}:
            _settle(connection, edition_id, now)
    return Heard(new, set_aside, problems)


def _storable(event: CarrierEvent) -> CarrierEvent:
    """Ids of somebody else's mail may be longer than ours can be; such an event is kept without them."""
    attempt = event.attempt if _is_short(event.attempt) else ""
    return replace(event, attempt=attempt, reader=event.reader if len(event.reader) <= LONGEST_ID else "")


def _is_short(attempt: str) -> bool:
    return 0 < len(attempt) <= LONGEST_ID


def reason_of(event: CarrierEvent) -> Reason | None:
    """Why the reader of this event must not be mailed again, or None. A block or a delay is no reason."""
    if event.kind == "dropped":
        return DROPS.get(event.detail.partition(";")[0].strip().lower())
    return REASONS.get(event.kind)


def _set_aside(connection: Connection, event: CarrierEvent, now: datetime) -> bool:
    """Suppress the reader if the event asks for it; whether it did."""
    reason, reader_id = reason_of(event), _number(event.reader)
    if reason is None or reader_id is None or not event.attempt:
        return False
    reader = readers.find(connection, reader_id)
    if reader is None or not attempts.was_handed_to(connection, event.attempt, reader_id):
        return False
    if reason is Reason.UNSUBSCRIBED:
        readers.unsubscribe(connection, reader_id, source=SOURCE, now=now)
        return True
    key = parse_address(reader.email).key
    suppression.suppress(connection, key, reason, source=SOURCE, now=now, detail=event.detail)
    # a stricter reason may stand already: so that undoing that one does not forget this one
    consent.record(connection, reader_id, reason.value, source=SOURCE, detail=event.detail, now=now)
    return True


def _number(reader: str) -> int | None:
    is_number = reader.isascii() and reader.isdecimal()
    return int(reader) if is_number and int(reader) <= LARGEST_NUMBER else None


def _settle(connection: Connection, edition_id: int | None, now: datetime) -> None:
    """An edition that waited for proof is done when the last proof has come."""
    row = editions.get(connection, edition_id) if edition_id is not None else None
    if row is None or row.state is not State.ATTENTION:
        return
    if accounts.close(connection, row.id, now) is State.SENT:
        editions.note(connection, row.id, now, "keepreading", State.SENT.value, "proved by events")
