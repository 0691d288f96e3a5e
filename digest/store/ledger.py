"""The send ledger: it alone decides whether a batch may be handed over.

A batch is ``planned``; a process *claims* it (``handing over``, with a lease by
the database's clock) and commits; only then does it hand the batch over, once;
then it *records* what came back. A crash in between leaves ``handing over``,
which lapses to ``uncertain`` when the lease has run out or the process that
held it is known to be dead. Uncertain is never handed over again on a guess:
an event, the carrier or an editor settles it.

Pause and cancel stand in the claim's WHERE, so they hold for every process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Integer, func, insert, literal, select, update

from digest.model.delivery import BatchState, Halt, Outcome, Refused, Retry, Submitted, Uncertain
from digest.model.edition import State
from digest.store import accounts, bodies
from digest.store.bodies import PlannedVariant
from digest.store.database import clock
from digest.store.tables import attempt, batch, delivery, edition
from subscribers import audience

REGION_SETS_PER_QUERY = 400


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of a batch, as frozen."""

    id: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to hand one batch over, once, before ``lease_until`` (the database's epoch seconds)."""

    batch_id: int
    edition_id: int
    no: int
    variant: int
    attempt: str
    lease_until: float
    readers: tuple[Reader, ...]
    withdrawn: int


def plan(
    connection: Connection,
    edition_id: int,
    variants: Sequence[PlannedVariant],
    *,
    max_batch: int,
    now: datetime,
) -> int:
    """Freeze the audience: one delivery for each due reader, in batches of one variant.

    Returns the number of batches. To be called in the snapshot transaction
    that moves the edition to ``sending``: all of it stands, or nothing.
    """
    batches = 0
    for one in variants:
        bodies.keep(connection, edition_id, one)
        first = batches + 1
        batches += _plan_variant(connection, edition_id, one, first, max_batch, now)
        _derive_batches(connection, edition_id, one.no, first)
    return batches


def _plan_variant(
    connection: Connection, edition_id: int, one: PlannedVariant, first: int, max_batch: int, now: datetime
) -> int:
    batches = 0
    for start in range(0, len(one.preferences), REGION_SETS_PER_QUERY):
        due = audience.due_select(now).subquery()
        wanted = one.preferences[start : start + REGION_SETS_PER_QUERY]
        place = func.row_number().over(order_by=(due.c.regions, due.c.id)) - 1
        rows = select(
            literal(edition_id, Integer),
            due.c.id,
            (literal(first + batches, Integer) + place // max_batch).cast(Integer),
            due.c.email,
            due.c.name,
        ).where(due.c.regions.in_(wanted))
        columns = ["edition_id", "subscriber_id", "batch_no", "email", "name"]
        counted = insert(delivery).from_select(columns, rows).execution_options(preserve_rowcount=True)
        planned = connection.execute(counted).rowcount
        batches += -(-planned // max_batch)
    return batches


def _derive_batches(connection: Connection, edition_id: int, variant_no: int, first: int) -> None:
    rows = (
        select(
            literal(edition_id, Integer),
            delivery.c.batch_no,
            literal(variant_no, Integer),
            func.count(),
            literal(BatchState.PLANNED.value),
        )
        .where(delivery.c.edition_id == edition_id, delivery.c.batch_no >= first)
        .group_by(delivery.c.batch_no)
    )
    columns = ["edition_id", "no", "variant", "size", "state"]
    connection.execute(insert(batch).from_select(columns, rows))


def claim(
    connection: Connection, edition_id: int, *, lease_seconds: float, owner: str, now: datetime
) -> Claim | None:
    """Claim the next planned batch, or None when there is none or the edition is not being sent.

    Readers who left since the freeze are marked ``withdrawn`` and are not in
    the claim; a batch of which nobody is left is closed, and the claim is empty.
    """
    row = _next_planned(connection, edition_id)
    if row is None:
        return None
    key, until = token_hex(12), clock(connection) + lease_seconds
    sending = (
        select(edition.c.id)
        .where(edition.c.id == edition_id, edition.c.state == State.SENDING.value)
        .exists()
    )
    mine = (batch.c.id == row.id) & (batch.c.state == BatchState.PLANNED.value) & sending
    values = {
        "state": BatchState.HANDING_OVER.value,
        "attempt": key,
        "attempts": batch.c.attempts + 1,
        "lease_until": until,
        "owner": owner,
    }
    if connection.execute(update(batch).where(mine).values(**values)).rowcount != 1:
        return None
    readers, withdrawn = _still_due(connection, edition_id, row.no, now)
    if not readers:
        _set_batch(connection, row.id, key, BatchState.REFUSED, "nobody is left in it")
    connection.execute(insert(attempt).values(id=key, batch_id=row.id, started_at=now, readers=len(readers)))
    return Claim(row.id, edition_id, row.no, row.variant, key, until, readers, withdrawn)


def _next_planned(connection: Connection, edition_id: int) -> Any:
    here = (batch.c.edition_id == edition_id) & (batch.c.state == BatchState.PLANNED.value)
    sending = (
        select(edition.c.id)
        .where(edition.c.id == edition_id, edition.c.state == State.SENDING.value)
        .exists()
    )
    statement = (
        select(batch.c.id, batch.c.no, batch.c.variant).where(here, sending).order_by(batch.c.no).limit(1)
    )
    # SQLite has no row locks and ignores this; there one writer holds the whole database
    return connection.execute(statement.with_for_update(skip_locked=True)).first()


def _still_due(
    connection: Connection, edition_id: int, batch_no: int, now: datetime
) -> tuple[tuple[Reader, ...], int]:
    readers = [
        Reader(row.subscriber_id, row.email, row.name)
        for row in _open_deliveries(connection, edition_id, batch_no)
    ]
    left = audience.left_since(connection, [r.id for r in readers], now)
    for reader_id, reason in left.items():
        except_delivery(connection, edition_id, reader_id, "withdrawn", reason)
    return tuple(r for r in readers if r.id not in left), len(left)


def _open_deliveries(connection: Connection, edition_id: int, batch_no: int) -> Any:
    here = (
        (delivery.c.edition_id == edition_id) & (delivery.c.batch_no == batch_no) & delivery.c.state.is_(None)
    )
    columns = (delivery.c.subscriber_id, delivery.c.email, delivery.c.name)
    return connection.execute(select(*columns).where(here).order_by(delivery.c.subscriber_id))


def except_delivery(connection: Connection, edition_id: int, reader_id: int, state: str, detail: str) -> None:
    """Set one reader apart from their batch: ``withdrawn`` or ``refused``."""
    here = (delivery.c.edition_id == edition_id) & (delivery.c.subscriber_id == reader_id)
    connection.execute(update(delivery).where(here).values(state=state, detail=detail))


def record(connection: Connection, held: Claim, outcome: Outcome, now: datetime) -> bool:
    """Write down what came of a claim; false when the ledger no longer waits for this attempt.

    An attempt that lapsed to ``uncertain`` meanwhile is settled all the same:
    its own process knows what came back. What was submitted counts even after
    somebody had the batch planned again.
    """
    match outcome:
        case Submitted(message_id):
            kept = accounts.prove(connection, held.attempt, message_id=message_id)
        case Refused(readers):
            kept = _refuse(connection, held, readers)
        case Retry(detail) | Halt(detail):
            kept = _set_batch(connection, held.batch_id, held.attempt, BatchState.PLANNED, detail)
        case Uncertain(detail):
            kept = _set_batch(connection, held.batch_id, held.attempt, BatchState.UNCERTAIN, detail)
    _end_attempt(connection, held.attempt, outcome, now)
    return kept


def _refuse(connection: Connection, held: Claim, readers: Sequence[tuple[int, str]]) -> bool:
    left = len({place for place, _ in readers}) < len(held.readers)
    state = BatchState.PLANNED if left else BatchState.REFUSED
    if not _set_batch(connection, held.batch_id, held.attempt, state, f"{len(readers)} refused"):
        return False
    for place, reason in readers:
        except_delivery(connection, held.edition_id, held.readers[place].id, "refused", reason)
    return True


def _set_batch(connection: Connection, batch_id: int, key: str, state: BatchState, detail: str) -> bool:
    waits = batch.c.state.in_([BatchState.HANDING_OVER.value, BatchState.UNCERTAIN.value])
    here = (batch.c.id == batch_id) & (batch.c.attempt == key) & waits
    values = {"state": state.value, "detail": detail, "lease_until": None, "owner": ""}
    return connection.execute(update(batch).where(here).values(**values)).rowcount == 1


def _end_attempt(connection: Connection, key: str, outcome: Outcome, now: datetime) -> None:
    values = {
        "ended_at": now,
        "outcome": type(outcome).__name__.lower(),
        "message_id": outcome.message_id if isinstance(outcome, Submitted) else "",
        "detail": getattr(outcome, "detail", ""),
    }
    connection.execute(update(attempt).where(attempt.c.id == key).values(**values))


def lapse(connection: Connection, edition_id: int, is_dead: Callable[[str], bool]) -> int:
    """Turn claims into ``uncertain`` whose lease has run out or whose owner is dead; how many."""
    now = clock(connection)
    here = (batch.c.edition_id == edition_id) & (batch.c.state == BatchState.HANDING_OVER.value)
    lapsed = 0
    for row in connection.execute(
        select(batch.c.id, batch.c.attempt, batch.c.lease_until, batch.c.owner).where(here)
    ):
        if row.lease_until < now or is_dead(row.owner):
            detail = "the process that handed it over ended before it could say what came back"
            lapsed += _set_batch(connection, row.id, row.attempt, BatchState.UNCERTAIN, detail)
    return lapsed


def lease_left(connection: Connection, edition_id: int) -> float | None:
    """Seconds until the last running claim lapses; None when no batch is being handed over."""
    here = (batch.c.edition_id == edition_id) & (batch.c.state == BatchState.HANDING_OVER.value)
    until = connection.execute(select(func.max(batch.c.lease_until)).where(here)).scalar()
    return None if until is None else max(0.0, until - clock(connection))


def owns(connection: Connection, held: Claim, margin_seconds: float) -> bool:
    """Whether the claim still stands with time to spare; asked right before the hand-over."""
    here = (batch.c.id == held.batch_id) & (batch.c.attempt == held.attempt)
    state = connection.execute(select(batch.c.state).where(here)).scalar()
    return state == BatchState.HANDING_OVER.value and clock(connection) + margin_seconds < held.lease_until
