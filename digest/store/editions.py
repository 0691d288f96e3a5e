"""Editions, the editors' changes, verdicts, and who did what.

Every step of an edition's life is an UPDATE that names the state it leaves:
``move`` says whether it was the one that made the step. UNIQUE(publication,
name) makes two schedulers harmless.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from digest.model.delivery import BatchState
from digest.model.edition import FINISHED, MOVES, Draft, State, Verdict, canonical_json
from digest.model.window import Window
from digest.store.tables import act, batch, edition, verdict

OPEN = frozenset({State.DRAFT, State.APPROVED})
"""Those that may still be changed."""


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as stored. ``frozen`` is the approved edition's canonical JSON, or None.

    ``templates`` (their fingerprint) and ``carrier`` (its identity) are those
    it was planned with, and empty before.
    """

    id: int
    publication: str
    name: str
    state: State
    publish_at: datetime
    window_start: datetime
    window_end: datetime
    created_at: datetime
    revision: int
    automatic: bytes
    frozen: bytes | None
    hash: str
    approved_by: str
    approved_at: datetime | None
    templates: str
    carrier: str
    candidates: int | None
    excluded: str
    started_at: datetime | None
    ended_at: datetime | None
    detail: str

    def draft(self) -> Draft:
        """The newest automatic draft, before any change of an editor."""
        return msgspec.json.decode(self.automatic, type=Draft)

    def excluded_reasons(self) -> dict[str, int]:
        return msgspec.json.decode(self.excluded, type=dict[str, int])


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, and when."""

    at: datetime
    by: str
    what: str
    detail: str


def create(connection: Connection, publication: str, draft: Draft, now: datetime) -> int | None:
    """Store a first draft; its id, or None when the edition is there already."""
    made = draft.edition
    values = {
        "publication": publication,
        "name": made.name,
        "state": State.DRAFT.value,
        "publish_at": made.publish_at,
        "window_start": made.window.start,
        "window_end": made.window.end,
        "created_at": now,
        "automatic": canonical_json(draft),
    }
    try:
        with connection.begin_nested():
            key = connection.execute(insert(edition).values(**values)).inserted_primary_key
    except IntegrityError:
        return None
    return int(key[0]) if key else None


def find(connection: Connection, publication: str, name: str) -> EditionRow | None:
    return _one(connection, edition.c.publication == publication, edition.c.name == name)


def get(connection: Connection, edition_id: int) -> EditionRow | None:
    return _one(connection, edition.c.id == edition_id)


def every(connection: Connection, publication: str) -> list[EditionRow]:
    """All editions of a publication, newest publication day first."""
    statement = (
        select(edition).where(edition.c.publication == publication).order_by(edition.c.publish_at.desc())
    )
    return [_row(row) for row in connection.execute(statement)]


def in_hand(connection: Connection, publication: str) -> EditionRow | None:
    """The edition that is worked on: one that is being sent, else the earliest that may still go out.

    Else the newest whose send is paused or in attention, else the newest of
    all. A draft whose time is over is left behind once a later edition was
    drafted after that time.
    """
    there = every(connection, publication)
    left = left_behind(there)
    may_go = [e for e in there if e.state in OPEN and e.id not in left]
    order = (
        *(e for e in there if e.state is State.SENDING),
        *reversed(may_go),
        *(e for e in there if e.state not in FINISHED | OPEN),
        *there,
    )
    return next(iter(order), None)


def left_behind(there: Sequence[EditionRow]) -> frozenset[int]:
    """The ids of those never sent whose time was over when a later edition was drafted."""
    return frozenset(
        one.id
        for one in there
        if one.state in OPEN
        and any(o.publish_at > one.publish_at and o.created_at >= one.publish_at for o in there)
    )


def newest_begun(connection: Connection, publication: str) -> EditionRow | None:
    """The newest whose send has begun."""
    return next((e for e in every(connection, publication) if e.started_at is not None), None)


def redraft(connection: Connection, row: EditionRow, draft: Draft) -> bool:
    """Replace the automatic draft; false when somebody else was faster or it is no draft any more."""
    window: Window = draft.edition.window
    here = (
        (edition.c.id == row.id)
        & (edition.c.revision == row.revision)
        & (edition.c.state == State.DRAFT.value)
    )
    done = connection.execute(
        update(edition)
        .where(here)
        .values(
            automatic=canonical_json(draft),
            revision=row.revision + 1,
            window_start=window.start,
            window_end=window.end,
            publish_at=draft.edition.publish_at,
        )
    )
    return done.rowcount == 1


def move(connection: Connection, edition_id: int, leave: State, enter: State, **values: Any) -> bool:
    """One step of the edition's life; false when it was not in ``leave``."""
    if enter not in MOVES[leave]:
        raise ValueError(f"an edition does not go from {leave} to {enter}")
    here = (edition.c.id == edition_id) & (edition.c.state == leave.value)
    return connection.execute(update(edition).where(here).values(state=enter.value, **values)).rowcount == 1


def approve(
    connection: Connection, row: EditionRow, *, frozen: bytes, digest: str, by: str, now: datetime
) -> bool:
    """Freeze exactly the revision that was looked at; false when it has moved on."""
    here = (
        (edition.c.id == row.id)
        & (edition.c.state == State.DRAFT.value)
        & (edition.c.revision == row.revision)
    )
    values = {
        "state": State.APPROVED.value,
        "frozen": frozen,
        "hash": digest,
        "approved_by": by,
        "approved_at": now,
    }
    return connection.execute(update(edition).where(here).values(**values)).rowcount == 1


def void(connection: Connection, row: EditionRow) -> bool:
    """Take this very approval back; false when there is none, or another one by now."""
    cleared = {"state": State.DRAFT.value, "frozen": None, "hash": "", "approved_by": "", "approved_at": None}
    return connection.execute(update(edition).where(_approved_as(row)).values(**cleared)).rowcount == 1


def begin_sending(
    connection: Connection, row: EditionRow, now: datetime, *, carrier: str, templates: str
) -> bool:
    """Leave ``approved`` for ``sending``; false when it is not that approval of that revision any more.

    From here on it is handed to this carrier and no other.
    """
    same = _approved_as(row) & (edition.c.revision == row.revision)
    values = {
        "state": State.SENDING.value,
        "started_at": now,
        "carrier": carrier,
        "templates": templates,
    }
    return connection.execute(update(edition).where(same).values(**values)).rowcount == 1


def _approved_as(row: EditionRow) -> Any:
    return (edition.c.id == row.id) & (edition.c.state == State.APPROVED.value) & (edition.c.hash == row.hash)


def last_act(connection: Connection, edition_id: int, *what: str) -> Act | None:
    """The newest act of one of these names."""
    return next((a for a in reversed(acts(connection, edition_id)) if a.what in what), None)


def set_detail(connection: Connection, edition_id: int, detail: str) -> None:
    connection.execute(update(edition).where(edition.c.id == edition_id).values(detail=detail))


def record_verdicts(connection: Connection, edition_id: int, verdicts: Iterable[Verdict]) -> None:
    """The final word on every considered article, once an edition is being sent."""
    rows = [
        {
            "edition_id": edition_id,
            "article_id": v.article_id,
            "reason": v.reason.value,
            "detail": v.detail,
            "region": v.region,
            "place": v.place,
        }
        for v in verdicts
    ]
    if rows:
        connection.execute(insert(verdict), rows)


def in_force() -> ColumnElement[bool]:
    """Whether an edition's verdicts count: not if it was cancelled and nobody can have got it.

    Derived, not recorded: a batch that was in flight when the edition was
    cancelled decides it when its outcome is known, whichever way that goes.
    """
    reached = (BatchState.HANDING_OVER.value, BatchState.SUBMITTED.value, BatchState.UNCERTAIN.value)
    out = select(batch.c.id).where(batch.c.edition_id == edition.c.id, batch.c.state.in_(reached)).exists()
    return or_(edition.c.state != State.CANCELLED.value, out)


def judged(connection: Connection, publication: str) -> Mapping[str, tuple[str, str]]:
    """Article id -> (edition, reason) of the newest recorded verdict on it; "in" wins."""
    statement = (
        select(verdict.c.article_id, edition.c.name, verdict.c.reason)
        .join(edition, edition.c.id == verdict.c.edition_id)
        .where(edition.c.publication == publication, in_force())
        .order_by(edition.c.publish_at)
    )
    found: dict[str, tuple[str, str]] = {}
    for row in connection.execute(statement):
        if found.get(row.article_id, ("", ""))[1] != "in":
            found[row.article_id] = (row.name, row.reason)
    return found


def verdicts(connection: Connection, article_id: str) -> list[tuple[str, str, str]]:
    """(edition, reason, detail) recorded on one article, oldest first."""
    statement = (
        select(edition.c.name, verdict.c.reason, verdict.c.detail)
        .join(edition, edition.c.id == verdict.c.edition_id)
        .where(verdict.c.article_id == article_id, in_force())
        .order_by(edition.c.publish_at)
    )
    return [(row.name, row.reason, row.detail) for row in connection.execute(statement)]


def note(
    connection: Connection, edition_id: int, now: datetime, by: str, what: str, detail: str = ""
) -> None:
    """Append to the record of who did what."""
    connection.execute(insert(act).values(edition_id=edition_id, at=now, by=by, what=what, detail=detail))


def acts(connection: Connection, edition_id: int) -> list[Act]:
    """Who did what with an edition, oldest first."""
    statement = select(act.c.at, act.c.by, act.c.what, act.c.detail).where(act.c.edition_id == edition_id)
    return [Act(*row) for row in connection.execute(statement.order_by(act.c.id))]


def _one(connection: Connection, *where: Any) -> EditionRow | None:
    row = connection.execute(select(edition).where(*where)).first()
    return None if row is None else _row(row)


def _row(row: Row[Any]) -> EditionRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name for it
    values["state"] = State(values["state"])
    return EditionRow(**values)
