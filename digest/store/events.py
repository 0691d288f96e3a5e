"""What carriers report later on. The same event twice counts once, in any order."""

from collections.abc import Iterable
from datetime import UTC
from hashlib import blake2b

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from digest.model.delivery import CarrierEvent
from digest.store import accounts
from digest.store.tables import attempt, batch, event

PROOF_OF_SUBMISSION = frozenset(
    {
        "processed",
        "delivered",
        "deferred",
        "bounced",
        "blocked",
        "dropped",
        "complained",
        "unsubscribed",
        "opened",
        "clicked",
    }
)


def key_of(one: CarrierEvent) -> str:
    """What makes two reports the same event: the carrier's id may differ between redeliveries."""
    parts = (one.attempt, one.reader, one.kind, one.at.astimezone(UTC).isoformat(), one.url)
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def record(connection: Connection, events: Iterable[CarrierEvent]) -> int:
    """Store events and settle what they prove; how many were new."""
    new = 0
    for one in events:
        if not _insert(connection, one):
            continue
        new += 1
        if one.attempt and one.kind in PROOF_OF_SUBMISSION:
            accounts.prove(connection, one.attempt, detail=f"proved by a {one.kind} event")
    return new


def _insert(connection: Connection, one: CarrierEvent) -> bool:
    values = {
        "key": key_of(one),
        "attempt": one.attempt,
        "reader": one.reader,
        "kind": one.kind,
        "at": one.at,
        "url": one.url,
        "detail": one.detail,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(event).values(**values))
    except IntegrityError:
        return False
    return True


def readers_by_kind(connection: Connection, edition_id: int) -> dict[str, int]:
    """How many readers each kind of event was reported for."""
    statement = (
        select(event.c.kind, func.count(event.c.reader.distinct()))
        .join(attempt, attempt.c.id == event.c.attempt)
        .join(batch, batch.c.id == attempt.c.batch_id)
        .where(batch.c.edition_id == edition_id)
        .group_by(event.c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def clicks(connection: Connection, edition_id: int) -> dict[str, int]:
    """How many readers clicked each address."""
    statement = (
        select(event.c.url, func.count(event.c.reader.distinct()))
        .join(attempt, attempt.c.id == event.c.attempt)
        .join(batch, batch.c.id == attempt.c.batch_id)
        .where(batch.c.edition_id == edition_id, event.c.kind == "clicked")
        .group_by(event.c.url)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
