"""What the public may see: editions whose send has begun."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from digest.store.tables import edition, variant


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the archive. ``publish_at`` is UTC."""

    name: str
    publish_at: datetime
    subject: str


def published(connection: Connection, publication: str, limit: int) -> list[Published]:
    """At most ``limit`` editions, the newest publication first. Bodies are not read."""
    subjects = (
        select(variant.c.edition_id, func.min(variant.c.subject).label("subject"))
        .group_by(variant.c.edition_id)
        .subquery()
    )
    statement = (
        select(edition.c.name, edition.c.publish_at, subjects.c.subject)
        .join(subjects, subjects.c.edition_id == edition.c.id)
        .where(edition.c.publication == publication, edition.c.started_at.is_not(None))
        .order_by(edition.c.publish_at.desc(), edition.c.id.desc())
        .limit(limit)
    )
    return [Published(*row) for row in connection.execute(statement)]
