"""Who must not be mailed, and why. A suppression wins over everything else.

When two reasons meet, the stricter one stands, whatever came first:
complained > unsubscribed > bounced > imported > manual. Of two of the same
reason the older stands. So the order in which reasons arrive never matters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, or_, select

from subscribers import erasure
from subscribers.bulk import Given, insert
from subscribers.plain import one_line
from subscribers.tables import suppression


class Reason(StrEnum):
    """Why an address is not mailed."""

    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    IMPORTED = "imported"
    MANUAL = "manual"


_STRICTNESS = {
    Reason.COMPLAINED.value: 5,
    Reason.UNSUBSCRIBED.value: 4,
    Reason.BOUNCED.value: 3,
    Reason.IMPORTED.value: 2,
    Reason.MANUAL.value: 1,
}


def strictness(reason: str) -> int:
    """The higher wins."""
    return _STRICTNESS[reason]


@dataclass(frozen=True, slots=True)
class Suppression:
    """One address that is not mailed; ``since`` is when its reason first arose."""

    key: str
    reason: str
    since: datetime
    source: str
    detail: str = ""


def suppress(
    connection: Connection, key: str, reason: str, *, source: str, now: datetime, detail: str = ""
) -> None:
    """Suppress a key (``Address.key``). A stricter reason that stands already is never weakened."""
    suppress_all(connection, [Suppression(key, reason, now, source, detail)])


def suppress_all(connection: Connection, found: Iterable[Suppression]) -> None:
    """Suppress many keys at once, under the same rule. What is veiled stays veiled."""
    found = list(found)
    veils = _veils_of(connection, [each.key for each in found])
    rows = [
        {
            "email_key": veils.get(each.key, each.key),
            "reason": Reason(each.reason).value,
            "since": each.since,
            "source": one_line(each.source),
            "detail": "" if each.key in veils else one_line(each.detail, 2000),
        }
        for each in found
    ]
    if not rows:
        return
    statement = insert(connection, suppression)
    new, old = statement.excluded, suppression.c
    stricter = or_(
        _rank(new.reason) > _rank(old.reason), and_(new.reason == old.reason, new.since < old.since)
    )
    changed = {name: new[name] for name in ("reason", "since", "source", "detail")}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["email_key"], set_=changed, where=stricter), rows
    )


def _rank(column: ColumnElement[str]) -> ColumnElement[int]:
    return case(_STRICTNESS, value=column, else_=0)


def reason_for(connection: Connection, key: str) -> str | None:
    """Why a key is suppressed, or None."""
    return reasons_among(connection, [key]).get(key)


def is_suppressed(connection: Connection, key: str) -> bool:
    return reason_for(connection, key) is not None


def suppressed_among(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of the keys that must not be mailed now: asked again just before a batch is handed over."""
    return set(reasons_among(connection, keys))


def reasons_among(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The reason for each of the keys that is suppressed, also for who was erased."""
    veils = erasure.veils(connection, keys)
    found: dict[str, str] = {}
    for key, reason in _standing(connection, [*keys, *veils]):
        known = veils.get(key, key)
        found[known] = max(reason, found.get(known, reason), key=strictness)
    return found


def _standing(connection: Connection, keys: Sequence[str]) -> Sequence[tuple[str, str]]:
    asked = Given(connection, [(key,) for key in keys])
    columns = select(suppression.c.email_key, suppression.c.reason)
    rows = connection.execute(columns.where(suppression.c.email_key == asked.text(0)))
    return [(key, reason) for key, reason in rows]


def _veils_of(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Those of the keys that stand under a veil, with it."""
    veils = erasure.veils(connection, keys)
    return {veils[veil]: veil for veil, _ in _standing(connection, list(veils))} if veils else {}


def erase(connection: Connection, key: str, *, source: str, now: datetime) -> None:
    """Keep the address suppressed, but not the address. The stricter of what stands and a leaving stays.

    Raises NoErasingKey.
    """
    veil = erasure.veiled(connection, key)
    there = connection.execute(
        select(suppression.c.reason, suppression.c.since).where(suppression.c.email_key == key)
    ).one_or_none()
    connection.execute(delete(suppression).where(suppression.c.email_key == key))
    kept = [Suppression(veil, Reason.UNSUBSCRIBED, now, source, "asked to be forgotten")]
    if there is not None:
        kept.append(Suppression(veil, there.reason, there.since, source, "asked to be forgotten"))
    for each in kept:
        suppress_all(connection, [each])


def reasons(connection: Connection) -> dict[str, int]:
    """How many addresses are suppressed for each reason, the strictest first."""
    rows = connection.execute(select(suppression.c.reason, func.count()).group_by(suppression.c.reason))
    counts: dict[str, int] = dict(rows.all())
    return {reason: counts[reason] for reason in _STRICTNESS if reason in counts}


def lift(connection: Connection, key: str, liftable: Iterable[Reason]) -> bool:
    """Take a suppression back, if its reason is one of ``liftable``; tells whether it was there.

    Only for the reader's own confirmed word, see ``joining.confirm``.
    """
    wanted, keys = [reason.value for reason in liftable], [key, *erasure.veils(connection, [key])]
    done = connection.execute(
        delete(suppression).where(suppression.c.email_key.in_(keys), suppression.c.reason.in_(wanted))
    )
    return done.rowcount > 0
