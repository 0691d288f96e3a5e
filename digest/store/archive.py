"""What the public may see: editions that somebody was mailed, as they were mailed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from digest.model.delivery import BatchState, Mail
from digest.store import bodies
from digest.store.tables import batch, edition, variant


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the archive. ``publish_at`` is UTC."""

    name: str
    publish_at: datetime
    subject: str


def published(connection: Connection, publication: str, limit: int) -> list[Published]:
    """At most ``limit`` editions, the newest publication first. Bodies are not read."""
    statement = (
        select(edition.c.name, edition.c.publish_at, variant.c.subject)
        .join(variant, (variant.c.edition_id == edition.c.id) & (variant.c.no == bodies.WHOLE))
        .where(edition.c.publication == publication, _was_mailed())
        .order_by(edition.c.publish_at.desc(), edition.c.id.desc())
        .limit(limit)
    )
    return [Published(*row) for row in connection.execute(statement)]


def body(connection: Connection, publication: str, name: str) -> Mail | None:
    """The whole edition as it was planned, once somebody was mailed; None before, and for any other name.

    Raises NotApproved when what is stored is not that any more.
    """
    here = (edition.c.publication == publication) & (edition.c.name == name)
    found = connection.execute(select(edition.c.id).where(here, _was_mailed())).scalar()
    return None if found is None else bodies.mail_of(connection, found, bodies.WHOLE)


def _was_mailed() -> Any:
    taken = (batch.c.edition_id == edition.c.id) & (batch.c.state == BatchState.SUBMITTED.value)
    return select(batch.c.id).where(taken).exists()
