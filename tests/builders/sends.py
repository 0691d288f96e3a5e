"""Readers and an edition that is being sent, on a real database, with dull defaults."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection, func, insert, select

from digest.model.delivery import Mail
from digest.model.edition import Draft, State
from digest.store import accounts, editions, ledger
from digest.store.bodies import WHOLE, PlannedVariant
from digest.store.ledger import Claim
from subscribers import audience
from subscribers.tables import subscriber
from tests.builders.candidates import a_draft

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
PUBLICATION = "The Example Review"
LEASE_SECONDS = 120.0
MARGIN_SECONDS = 30.0


@cache
def the_draft(name: str = "2026-W48") -> Draft:
    return a_draft(name=name)


def add_readers(
    connection: Connection,
    count: int = 1,
    regions: str = "",
    *,
    state: str = "confirmed",
    paused_until: datetime | None = None,
) -> list[int]:
    """So many readers with these regions; their numbers."""
    first = connection.execute(select(func.coalesce(func.max(subscriber.c.id), 0))).scalar_one() + 1
    rows = [
        {
            "email": f"reader{first + n}@example.org",
            "email_key": f"reader{first + n}@example.org",
            "name": f"Reader {first + n}",
            "state": state,
            "regions": regions,
            "paused_until": paused_until,
            "created_at": NOW,
            "confirmed_at": NOW,
        }
        for n in range(count)
    ]
    made = insert(subscriber).returning(subscriber.c.id)
    return [int(connection.execute(made, row).scalar_one()) for row in rows]


def an_approved_edition(
    connection: Connection, name: str = "2026-W48", *, publication: str = PUBLICATION
) -> int:
    """Drafted and approved; its number."""
    edition_id = editions.create(connection, publication, the_draft(name), NOW)
    assert edition_id is not None
    row = editions.get(connection, edition_id)
    assert row is not None
    assert editions.approve(connection, row, frozen=b"{}", digest="0" * 64, by="Ida Holm", now=NOW)
    return edition_id


def a_variant(no: int, preferences: Iterable[str]) -> PlannedVariant:
    mail = Mail(f"Subject {no}", f"Preheader {no}", f"<p>Body {no}</p>", f"Body {no}")
    return PlannedVariant(no, ("africa", "europe"), mail, tuple(preferences))


def begin_to_send(connection: Connection, edition_id: int, *, max_batch: int = 2) -> bool:
    """Plan as the desk does, one variant for each set of regions; false when it is planned already."""
    if not editions.move(connection, edition_id, State.APPROVED, State.SENDING, started_at=NOW):
        return False
    candidates, excluded = audience.candidates_and_reasons(connection, NOW)
    sets = [regions for regions, _ in audience.region_sets(connection, NOW)]
    variants = [a_variant(no, [regions]) for no, regions in enumerate(sets, start=1)]
    ledger.plan(connection, edition_id, [a_variant(WHOLE, []), *variants], max_batch=max_batch, now=NOW)
    accounts.set_audience(connection, edition_id, candidates, excluded)
    return True


def a_send(connection: Connection, readers: int = 4, *, max_batch: int = 2) -> int:
    """An edition that is being sent to so many readers of all regions; its number."""
    add_readers(connection, readers)
    edition_id = an_approved_edition(connection)
    assert begin_to_send(connection, edition_id, max_batch=max_batch)
    return edition_id


def claim_next(
    connection: Connection,
    edition_id: int,
    owner: str = "this process",
    *,
    lease_seconds: float = LEASE_SECONDS,
) -> Claim | None:
    return ledger.claim(connection, edition_id, lease_seconds=lease_seconds, owner=owner, now=NOW)


def claimed(connection: Connection, edition_id: int, owner: str = "this process") -> Claim:
    """The next batch, which must be there."""
    held = claim_next(connection, edition_id, owner)
    assert held is not None
    return held


def a_lost_batch(connection: Connection, edition_id: int) -> Claim:
    """Claimed by a process that died: the batch is uncertain."""
    held = claimed(connection, edition_id)
    assert ledger.lapse(connection, edition_id, lambda _owner: True) == 1
    return held


def parts(connection: Connection, edition_id: int) -> dict[str, int]:
    """Those parts of the accounts that are not zero; they add up."""
    sums = accounts.accounts(connection, edition_id)
    assert sums.add_up
    names = ("submitted", "withdrawn", "refused", "uncertain", "pending")
    return {name: getattr(sums, name) for name in names if getattr(sums, name)}
