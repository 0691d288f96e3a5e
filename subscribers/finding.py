"""Finding readers: by how they stand, and by an address that was nearly meant."""

from datetime import datetime

from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Connection, func, select

from subscribers import audience
from subscribers.errors import BadPreference
from subscribers.readers import Reader, State, listed
from subscribers.suppression import Reason
from subscribers.tables import subscriber, suppression

DUE = "due"
STANDINGS = (
    *(DUE, State.CONFIRMED.value, State.UNCONFIRMED.value, State.UNSUBSCRIBED.value),
    *(audience.PAUSED, audience.SUPPRESSED),
    *(reason.value for reason in Reason if reason is not Reason.UNSUBSCRIBED),
)
"""How a reader can stand: a state, due or paused now, or why the address is suppressed."""

SLIPS = 2  # letters wrong, missing, too many or changed places


def by_standing(
    connection: Connection,
    standing: str,
    *,
    now: datetime,
    region: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> tuple[Reader, ...]:
    """Readers who stand so, in the order of their numbers. Raises BadPreference for another word."""
    if standing not in STANDINGS:
        raise BadPreference(f"no readers stand so; there are: {', '.join(STANDINGS)}")
    if standing in list(State):
        return listed(connection, region=region, state=standing, after=after, limit=limit)
    return listed(connection, region=region, among=_stands(standing, now), after=after, limit=limit)


def _stands(standing: str, now: datetime) -> ColumnElement[bool]:
    if standing == DUE:
        return audience.exclusion(now).is_(None)
    if standing == audience.PAUSED:
        return audience.exclusion(now) == audience.PAUSED
    if standing == audience.SUPPRESSED:
        return suppression.c.email_key.is_not(None)
    return suppression.c.reason == standing


def near(connection: Connection, key: str, limit: int = 3) -> tuple[tuple[int, str], ...]:
    """(number, address) of readers whose address is a slip or two away, the nearest first.

    Every address of a similar length is looked at: some seconds for a million readers.
    """
    length = func.length(subscriber.c.email_key)
    rows = connection.execute(
        select(subscriber.c.id, subscriber.c.email, subscriber.c.email_key).where(
            length.between(len(key) - SLIPS, len(key) + SLIPS)
        ),
        execution_options={"yield_per": 1000},
    )
    slips = ((OSA.distance(key, row.email_key, score_cutoff=SLIPS), row.id, row.email) for row in rows)
    return tuple(
        (number, email) for count, number, email in sorted(s for s in slips if s[0] <= SLIPS)[:limit]
    )
