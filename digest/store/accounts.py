"""The sums of a send, what is uncertain, and how that is settled."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, case, func, select, update

from digest.errors import NotFound
from digest.model.delivery import Accounts, BatchState
from digest.model.edition import State
from digest.store.bodies import WHOLE
from digest.store.tables import attempt, batch, delivery, edition, variant

OPEN = (BatchState.PLANNED, BatchState.HANDING_OVER)
PART_OF = {
    BatchState.PLANNED.value: "pending",
    BatchState.HANDING_OVER.value: "pending",
    BatchState.SUBMITTED.value: "submitted",
    BatchState.REFUSED.value: "refused",
    BatchState.UNCERTAIN.value: "uncertain",
}


@dataclass(frozen=True, slots=True)
class UncertainBatch:
    """A batch of which nobody knows whether it was taken."""

    id: int
    no: int
    readers: int
    attempt: str
    started_at: datetime
    detail: str


def accounts(connection: Connection, edition_id: int) -> Accounts:
    """The sums as they stand. ``due`` is counted on its own, not added up."""
    row = connection.execute(
        select(edition.c.candidates, edition.c.excluded).where(edition.c.id == edition_id)
    ).first()
    if row is None:
        raise NotFound(f"there is no edition number {edition_id}")
    parts = dict.fromkeys(("submitted", "withdrawn", "refused", "uncertain", "pending"), 0)
    for state, count in _parts(connection, edition_id):
        parts[PART_OF.get(state, state)] += count
    mine = delivery.c.edition_id == edition_id
    due = connection.execute(select(func.count()).select_from(delivery).where(mine)).scalar_one()
    excluded = msgspec.json.decode(row.excluded, type=dict[str, int])
    return Accounts(
        candidates=row.candidates or 0,
        due=due,
        excluded=excluded,
        batches=_count(connection, batch.c.edition_id == edition_id, batch.c.id),
        variants=_count(
            connection, (variant.c.edition_id == edition_id) & (variant.c.no != WHOLE), variant.c.no
        ),
        **parts,
    )


def _parts(connection: Connection, edition_id: int) -> list[tuple[str, int]]:
    state = case((delivery.c.state.is_not(None), delivery.c.state), else_=batch.c.state).label("part")
    statement = (
        select(state, func.count())
        .join_from(
            delivery,
            batch,
            (batch.c.edition_id == delivery.c.edition_id) & (batch.c.no == delivery.c.batch_no),
        )
        .where(delivery.c.edition_id == edition_id)
        .group_by(state)
    )
    return [(str(row[0]), int(row[1])) for row in connection.execute(statement)]


def _count(connection: Connection, where: object, column: object) -> int:
    return int(connection.execute(select(func.count(column)).where(where)).scalar_one())  # type: ignore[arg-type]


def set_audience(connection: Connection, edition_id: int, candidates: int, excluded: dict[str, int]) -> None:
    """Record how many were looked at and why some are not due, in the planning transaction."""
    connection.execute(
        update(edition)
        .where(edition.c.id == edition_id)
        .values(candidates=candidates, excluded=msgspec.json.encode(excluded, order="sorted").decode())
    )


def states(connection: Connection, edition_id: int) -> dict[str, int]:
    """How many batches stand in each state."""
    statement = (
        select(batch.c.state, func.count()).where(batch.c.edition_id == edition_id).group_by(batch.c.state)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def uncertain(connection: Connection, edition_id: int) -> list[UncertainBatch]:
    """The uncertain batches, in order of number."""
    statement = (
        select(
            batch.c.id, batch.c.no, attempt.c.readers, batch.c.attempt, attempt.c.started_at, batch.c.detail
        )
        .join(attempt, attempt.c.id == batch.c.attempt)
        .where(batch.c.edition_id == edition_id, batch.c.state == BatchState.UNCERTAIN.value)
        .order_by(batch.c.no)
    )
    return [UncertainBatch(*row) for row in connection.execute(statement)]


def settle(connection: Connection, key: str, *, taken: bool, detail: str) -> bool:
    """Settle an uncertain attempt as submitted, or plan its batch again; false when it was not uncertain."""
    state = BatchState.SUBMITTED if taken else BatchState.PLANNED
    here = (batch.c.attempt == key) & (batch.c.state == BatchState.UNCERTAIN.value)
    changed = connection.execute(update(batch).where(here).values(state=state.value, detail=detail))
    return changed.rowcount == 1


def prove(connection: Connection, key: str, *, detail: str = "", message_id: str = "") -> bool:
    """An attempt was surely taken: its batch is submitted; false when that was settled already.

    It holds whatever was believed meanwhile: a report can be faster than the
    answer, or come when the process that waited for it is dead, or when the
    batch has been planned again on a word. Who has the mail is not mailed again.
    """
    mine = batch.c.id.in_(select(attempt.c.batch_id).where(attempt.c.id == key))
    unsettled = batch.c.state.in_([s.value for s in (*OPEN, BatchState.UNCERTAIN)])
    values = {
        "state": BatchState.SUBMITTED.value,
        "detail": detail,
        "message_id": message_id,
        "lease_until": None,
        "owner": "",
    }
    return connection.execute(update(batch).where(mine, unsettled).values(**values)).rowcount == 1


def close(connection: Connection, edition_id: int, now: datetime) -> State | None:
    """Finish the edition if no batch is open; the state it then has, or None while some are.

    Sent when all is settled; ``attention`` when uncertain batches wait for a word.
    One that is paused or cancelled stays so.
    """
    there = states(connection, edition_id)
    if any(there.get(state.value) for state in OPEN):
        return None
    waiting = there.get(BatchState.UNCERTAIN.value, 0)
    enter = State.ATTENTION if waiting else State.SENT
    detail = f"{waiting} batches are uncertain; digest reconcile says what can be done" if waiting else ""
    leave = [State.SENDING.value] if waiting else [State.SENDING.value, State.ATTENTION.value]
    here = (edition.c.id == edition_id) & edition.c.state.in_(leave)
    values = {"state": enter.value, "detail": detail, "ended_at": None if waiting else now}
    connection.execute(update(edition).where(here).values(**values))
    return State(connection.execute(select(edition.c.state).where(edition.c.id == edition_id)).scalar_one())


def delivery_states(connection: Connection, edition_id: int, subscriber_id: int) -> str | None:
    """What became of one reader's copy: a part of the accounts, or None when not planned."""
    state = case((delivery.c.state.is_not(None), delivery.c.state), else_=batch.c.state)
    statement = (
        select(state)
        .join_from(
            delivery,
            batch,
            (batch.c.edition_id == delivery.c.edition_id) & (batch.c.no == delivery.c.batch_no),
        )
        .where(delivery.c.edition_id == edition_id, delivery.c.subscriber_id == subscriber_id)
    )
    found = connection.execute(statement).scalar()
    return None if found is None else PART_OF.get(found, found)
