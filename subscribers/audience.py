"""The audience: who is due to be mailed, and why the others are not.

Each reader has exactly one answer: due, or one reason. ``candidates_and_reasons``
counts them all, so that candidates = due + excluded for every reason. All of it
is SQL over ``subscriber`` and ``suppression``, in terms which SQLite and
PostgreSQL answer from their indexes at a million readers.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, null, or_, select

from subscribers.bulk import chunks
from subscribers.tables import subscriber, suppression

UNSUBSCRIBED = "unsubscribed"
SUPPRESSED = "suppressed"
UNCONFIRMED = "unconfirmed"
PAUSED = "paused"
GONE = "gone"
"""A reader that was due once and has been erased since."""

REASONS = (UNSUBSCRIBED, SUPPRESSED, UNCONFIRMED, PAUSED)


def with_suppressions() -> FromClause:
    """Every reader with the suppression of the same key, if there is one."""
    return subscriber.outerjoin(suppression, suppression.c.email_key == subscriber.c.email_key)


def exclusion(now: datetime) -> ColumnElement[str | None]:
    """Why a reader is not due, or NULL for one who is. Use it over ``with_suppressions()``.

    The first that holds is the answer: unsubscribed, suppressed, unconfirmed,
    paused. A pause ends at its moment: a reader paused until ``now`` is due.
    """
    return case(
        (subscriber.c.state == "unsubscribed", UNSUBSCRIBED),
        (suppression.c.email_key.is_not(None), SUPPRESSED),
        (subscriber.c.state != "confirmed", UNCONFIRMED),
        (subscriber.c.paused_until > now, PAUSED),
        else_=null(),
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """``exclusion(now) IS NULL`` in terms an index can be used for."""
    return and_(
        subscriber.c.state == "confirmed",
        suppression.c.email_key.is_(None),
        or_(subscriber.c.paused_until.is_(None), subscriber.c.paused_until <= now),
    )


def candidates_and_reasons(connection: Connection, now: datetime) -> tuple[int, dict[str, int]]:
    """How many readers there are, and how many of them are excluded for each reason.

    The rest, candidates less the sum of the reasons, are due.
    """
    reason = exclusion(now).label("reason")
    each = select(reason).select_from(with_suppressions()).subquery()
    rows = connection.execute(select(each.c.reason, func.count()).group_by(each.c.reason))
    counts: dict[str | None, int] = dict(rows.all())
    return sum(counts.values()), {name: counts[name] for name in REASONS if name in counts}


def due_select(now: datetime) -> Select[Any]:
    """Those due, as (id, email, email_key, name, regions, text_only, language), by regions then id.

    The order is that of the index: readers of one variant come together, and
    nothing is sorted.
    """
    columns = ("id", "email", "email_key", "name", "regions", "text_only", "language")
    return (
        select(*(subscriber.c[name] for name in columns))
        .select_from(with_suppressions())
        .where(_is_due(now))
        .order_by(subscriber.c.regions, subscriber.c.id)
    )


def region_sets(connection: Connection, now: datetime) -> list[tuple[str, int]]:
    """Each distinct set of regions among those due with its number of readers, in order.

    A set is its keys joined by ";"; "" are the readers who get all regions.
    """
    rows = connection.execute(
        select(subscriber.c.regions, func.count())
        .select_from(with_suppressions())
        .where(_is_due(now))
        .group_by(subscriber.c.regions)
        .order_by(subscriber.c.regions)
    )
    return [(regions, count) for regions, count in rows]


def left_since(connection: Connection, ids: Sequence[int], now: datetime) -> dict[int, str]:
    """Who among these readers may not be mailed any more, and why.

    Asked just before a batch is handed over. The reasons are those of
    ``exclusion``, and "gone" for a reader who is no longer there.
    """
    found: dict[int, str] = {}
    for some in chunks(ids):
        rows = connection.execute(
            select(subscriber.c.id, exclusion(now).label("reason"))
            .select_from(with_suppressions())
            .where(subscriber.c.id.in_(some))
        )
        known: dict[int, str | None] = dict(rows.all())
        answers = ((reader_id, known.get(reader_id, GONE)) for reader_id in some)
        found.update((reader_id, reason) for reader_id, reason in answers if reason is not None)
    return found
