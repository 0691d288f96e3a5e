"""What earlier editions did, asked across all of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from digest.model.edition import Reason
from digest.store.editions import in_force
from digest.store.tables import article, edition, verdict


@dataclass(frozen=True, slots=True)
class Past:
    """One edition that went out, and how many articles each region had in it."""

    name: str
    regions: Counter[str]


def addresses(connection: Connection, publication: str, since: datetime) -> list[tuple[str, str, bool]]:
    """(address, edition, whether it was mailed) of what editions decided on, oldest first.

    All that was ever mailed; of the rest, what editions from ``since`` on judged.
    """
    statement = (
        select(article.c.url, edition.c.name, verdict.c.reason)
        .join_from(verdict, edition, edition.c.id == verdict.c.edition_id)
        .join(article, article.c.id == verdict.c.article_id)
        .where(
            edition.c.publication == publication,
            in_force(),
            or_(verdict.c.reason == Reason.IN.value, edition.c.publish_at >= since),
        )
        .order_by(edition.c.publish_at)
    )
    return [(row.url, row.name, row.reason == Reason.IN.value) for row in connection.execute(statement)]


def coverage(connection: Connection, publication: str, before: datetime, last: int) -> tuple[Past, ...]:
    """The last editions due before a time whose articles were decided on, newest first."""
    decided = select(verdict.c.edition_id).where(verdict.c.edition_id == edition.c.id).exists()
    newest = (
        select(edition.c.id, edition.c.name)
        .where(edition.c.publication == publication, edition.c.publish_at < before, decided, in_force())
        .order_by(edition.c.publish_at.desc())
        .limit(last)
    )
    return tuple(Past(row.name, _regions(connection, row.id)) for row in connection.execute(newest).all())


def _regions(connection: Connection, edition_id: int) -> Counter[str]:
    placed = (
        select(verdict.c.region, func.count())
        .where(
            verdict.c.edition_id == edition_id,
            verdict.c.reason == Reason.IN.value,
            verdict.c.region.is_not(None),
        )
        .group_by(verdict.c.region)
    )
    return Counter({str(region): int(count) for region, count in connection.execute(placed)})


def publications(connection: Connection) -> dict[str, int]:
    """Each publication of this database with the number of its editions, by name."""
    counted = select(edition.c.publication, func.count()).group_by(edition.c.publication)
    rows = connection.execute(counted.order_by(edition.c.publication))
    return {str(name): int(count) for name, count in rows}
