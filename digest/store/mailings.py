"""What became of one reader's mails, and of which readers something became: for an editor who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from digest.store.accounts import PART_OF
from digest.store.tables import batch, delivery, edition


@dataclass(frozen=True, slots=True)
class Mailing:
    """One reader in one edition. ``part`` is the part of the accounts they are counted in."""

    edition: str
    publish_at: datetime
    reader: int
    email: str
    part: str
    detail: str


def of_reader(
    connection: Connection, publication: str, reader_id: int, limit: int = 5
) -> tuple[Mailing, ...]:
    """The editions this reader was due to get, newest first."""
    wanted = _mailings(publication).where(delivery.c.subscriber_id == reader_id)
    return _found(connection, wanted.order_by(edition.c.publish_at.desc()).limit(limit))


def in_part(
    connection: Connection, publication: str, edition_id: int, part: str, *, after: int = 0, limit: int = 50
) -> tuple[Mailing, ...]:
    """The readers that are counted in one part of an edition's accounts, in the order of their numbers."""
    states = [state for state, counted in PART_OF.items() if counted == part] + [part]
    wanted = _mailings(publication).where(
        delivery.c.edition_id == edition_id, delivery.c.subscriber_id > after, _state().in_(states)
    )
    return _found(connection, wanted.order_by(delivery.c.subscriber_id).limit(limit))


def _state() -> ColumnElement[str]:
    return case((delivery.c.state.is_not(None), delivery.c.state), else_=batch.c.state)


def _mailings(publication: str) -> Select[Any]:
    in_batch = (batch.c.edition_id == delivery.c.edition_id) & (batch.c.no == delivery.c.batch_no)
    detail = func.coalesce(delivery.c.detail, batch.c.detail)
    columns = (edition.c.name, edition.c.publish_at, delivery.c.subscriber_id, delivery.c.email)
    return (
        select(*columns, _state().label("state"), detail.label("detail"))
        .join_from(delivery, batch, in_batch)
        .join(edition, edition.c.id == delivery.c.edition_id)
        .where(edition.c.publication == publication)
    )


def _found(connection: Connection, wanted: Select[Any]) -> tuple[Mailing, ...]:
    return tuple(
        Mailing(row[0], row[1], row[2], row[3], PART_OF.get(str(row[4]), str(row[4])), row[5] or "")
        for row in connection.execute(wanted)
    )
