"""The ledger step by step, and two processes at the same database."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from digest.errors import StoreError
from digest.model.delivery import (
    BatchState,
    Halt,
    Outcome,
    Refused,
    Retry,
    Submitted,
    Uncertain,
)
from digest.model.edition import State
from digest.store import accounts, ledger
from digest.store.database import Connection, Store
from digest.store.ledger import Claim
from digest.store.tables import attempt, batch, delivery, edition
from subscribers import readers, suppression
from subscribers.tables import subscriber
from tests.builders.sends import (
    MARGIN_SECONDS,
    NOW,
    a_lost_batch,
    a_send,
    a_variant,
    add_readers,
    an_approved_edition,
    begin_to_send,
    claim_next,
    claimed,
    parts,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def nobody_is_dead(owner: str) -> bool:
    return False


def all_are_dead(owner: str) -> bool:
    return True


def state_of(connection: Connection, held: Claim) -> str:
    found = connection.execute(select(batch.c.state).where(batch.c.id == held.batch_id)).scalar_one()
    return str(found)


def row_of(connection: Connection, held: Claim) -> Any:
    return connection.execute(select(batch).where(batch.c.id == held.batch_id)).one()


# -- planning -----------------------------------------------------------------


def test_a_plan_holds_each_due_reader_once_and_counts_the_others(store: Store) -> None:
    with store.begin() as connection:
        due = add_readers(connection, 3) + add_readers(connection, 4, "africa")
        add_readers(connection, 2, state="unconfirmed")
        add_readers(connection, 1, state="unsubscribed")
        add_readers(connection, 1, paused_until=NOW + timedelta(days=1))
        due += add_readers(connection, 1, paused_until=NOW)
        suppressed = add_readers(connection, 1)
        suppression.suppress(connection, f"reader{suppressed[0]}@example.org", "bounced", source="x", now=NOW)
        edition_id = an_approved_edition(connection)
        begin_to_send(connection, edition_id)
        sums = accounts.accounts(connection, edition_id)
        planned = connection.execute(select(delivery.c.subscriber_id)).scalars().all()
    assert sorted(planned) == sorted(due)
    assert (sums.candidates, sums.due, sums.pending) == (13, 8, 8)
    assert sums.excluded == {"unsubscribed": 1, "suppressed": 1, "unconfirmed": 2, "paused": 1}
    assert (sums.batches, sums.variants, sums.add_up) == (4, 2, True)


def test_a_batch_holds_one_variant_and_no_more_readers_than_the_carrier_takes(store: Store) -> None:
    with store.begin() as connection:
        add_readers(connection, 5)
        add_readers(connection, 3, "africa")
        edition_id = an_approved_edition(connection)
        begin_to_send(connection, edition_id, max_batch=3)
        there = connection.execute(select(batch.c.no, batch.c.variant, batch.c.size).order_by(batch.c.no))
        assert [tuple(row) for row in there] == [(1, 1, 3), (2, 1, 2), (3, 2, 3)]


def test_readers_with_different_preferences_may_share_a_variant(store: Store) -> None:
    """More of them than fit into one query: a newsroom of nine regions has 512 sets."""
    sets = [f"region{n:04}" for n in range(ledger.REGION_SETS_PER_QUERY + 30)]
    with store.begin() as connection:
        for regions in sets:
            add_readers(connection, 1, regions)
        edition_id = an_approved_edition(connection)
        batches = ledger.plan(connection, edition_id, [a_variant(1, sets)], max_batch=100, now=NOW)
        there = connection.execute(select(batch.c.no, batch.c.size).order_by(batch.c.no)).all()
        people = select(func.count(delivery.c.subscriber_id.distinct()))
        assert connection.execute(people).scalar() == len(sets)
    assert batches == len(there)
    assert [row.no for row in there] == list(range(1, batches + 1))
    assert sum(row.size for row in there) == len(sets)
    assert max(row.size for row in there) == 100


def test_a_variant_without_readers_makes_no_batch(store: Store) -> None:
    with store.begin() as connection:
        add_readers(connection, 1, "africa")
        edition_id = an_approved_edition(connection)
        variants = [a_variant(1, ["europe"]), a_variant(2, ["africa"])]
        assert ledger.plan(connection, edition_id, variants, max_batch=9, now=NOW) == 1
        assert accounts.states(connection, edition_id) == {"planned": 1}


def test_a_reader_of_two_variants_stops_the_whole_plan(store: Store) -> None:
    with store.begin() as connection:
        add_readers(connection, 2, "africa")
        edition_id = an_approved_edition(connection)
    variants = [a_variant(1, ["africa"]), a_variant(2, ["africa"])]
    with pytest.raises(StoreError, match="holds this already"), store.begin() as connection:
        ledger.plan(connection, edition_id, variants, max_batch=9, now=NOW)
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(delivery)).scalar() == 0


def test_a_changed_address_is_mailed_as_it_was_frozen(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 1)
        connection.execute(update(subscriber).values(email="new@example.org"))
        assert claimed(connection, edition_id).readers[0].email == "reader1@example.org"


# -- claiming -----------------------------------------------------------------


def test_batches_are_claimed_in_order_and_each_once(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 5)
        nos = [claimed(connection, edition_id).no for _ in range(3)]
        assert nos == [1, 2, 3]
        assert claim_next(connection, edition_id) is None


def test_a_claim_leases_by_the_databases_clock(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        assert ledger.lease_left(connection, edition_id) is None
        held = claim_next(connection, edition_id, lease_seconds=90.0)
        assert held is not None
        left = ledger.lease_left(connection, edition_id)
        assert left is not None
        assert 60 < left <= 90
        assert ledger.owns(connection, held, 30.0)
        assert not ledger.owns(connection, held, 91.0)


@pytest.mark.parametrize("state", [s for s in State if s is not State.SENDING])
def test_nothing_is_claimed_of_an_edition_that_is_not_being_sent(store: Store, state: State) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        connection.execute(update(edition).values(state=state.value))
        assert claim_next(connection, edition_id) is None
        connection.execute(update(edition).values(state=State.SENDING.value))
        assert claim_next(connection, edition_id) is not None


def test_a_claim_holds_only_batches_of_its_own_edition(store: Store) -> None:
    with store.begin() as connection:
        first = a_send(connection, 2)
        second = an_approved_edition(connection, "2026-W49")
        begin_to_send(connection, second)
        assert claimed(connection, second).edition_id == second
        assert claim_next(connection, second) is None
        assert claimed(connection, first).edition_id == first


LEAVING: dict[str, Callable[[Connection, int], object]] = {
    "unsubscribed": lambda c, who: readers.unsubscribe(c, who, source="a link", now=NOW),
    "suppressed": lambda c, who: suppression.suppress(
        c, f"reader{who}@example.org", "complained", source="an event", now=NOW
    ),
    "paused": lambda c, who: readers.pause(c, who, NOW + timedelta(days=1), source="a page", now=NOW),
    "gone": lambda c, who: readers.forget(c, who, source="a letter", now=NOW),
}


@pytest.mark.parametrize("reason", LEAVING)
def test_who_left_since_the_plan_is_withdrawn_and_told_why(store: Store, reason: str) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        LEAVING[reason](connection, 1)
        held = claimed(connection, edition_id)
        assert [r.id for r in held.readers] == [2]
        assert held.withdrawn == 1
        told = connection.execute(select(delivery.c.detail).where(delivery.c.subscriber_id == 1)).scalar()
        assert told == reason
        assert parts(connection, edition_id) == {"withdrawn": 1, "pending": 1}


def test_a_batch_that_everybody_left_is_closed_without_a_hand_over(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        for who in (1, 2):
            readers.unsubscribe(connection, who, source="a link", now=NOW)
        assert claimed(connection, edition_id).readers == ()
        assert claim_next(connection, edition_id) is None
        assert ledger.lease_left(connection, edition_id) is None
        assert parts(connection, edition_id) == {"withdrawn": 2}
        assert accounts.close(connection, edition_id, NOW) is State.SENT


# -- recording ----------------------------------------------------------------

OUTCOMES = [
    pytest.param(Submitted("m1"), BatchState.SUBMITTED, {"submitted": 2}, id="submitted"),
    pytest.param(Retry("429"), BatchState.PLANNED, {"pending": 2}, id="retry"),
    pytest.param(Halt("revoked"), BatchState.PLANNED, {"pending": 2}, id="halt"),
    pytest.param(Uncertain("timeout"), BatchState.UNCERTAIN, {"uncertain": 2}, id="uncertain"),
    pytest.param(Refused(((1, "no"),)), BatchState.PLANNED, {"refused": 1, "pending": 1}, id="one refused"),
    pytest.param(Refused(((0, "a"), (1, "b"))), BatchState.REFUSED, {"refused": 2}, id="all refused"),
]


@pytest.mark.parametrize(("outcome", "state", "sums"), OUTCOMES)
def test_an_outcome_leaves_the_batch_and_its_readers_in_one_place(
    store: Store, outcome: Outcome, state: BatchState, sums: dict[str, int]
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        assert ledger.record(connection, held, outcome, NOW)
        row = row_of(connection, held)
        assert (row.state, row.lease_until, row.owner) == (state.value, None, "")
        assert parts(connection, edition_id) == sums


def test_an_attempt_is_kept_with_what_came_of_it(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        first = claimed(connection, edition_id)
        ledger.record(connection, first, Retry("429"), NOW)
        second = claimed(connection, edition_id)
        ledger.record(connection, second, Submitted("m1"), NOW + timedelta(seconds=3))
        kept = connection.execute(select(attempt).order_by(attempt.c.ended_at)).all()
        row = row_of(connection, second)
    assert [(a.id, a.outcome, a.detail, a.readers) for a in kept] == [
        (first.attempt, "retry", "429", 2),
        (second.attempt, "submitted", "", 2),
    ]
    assert (row.attempts, row.attempt, row.message_id) == (2, second.attempt, "m1")
    assert first.attempt != second.attempt


def test_who_was_refused_is_not_in_the_next_claim(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 3, max_batch=3)
        held = claimed(connection, edition_id)
        ledger.record(connection, held, Refused(((1, "no such mailbox"),)), NOW)
        assert [r.id for r in claimed(connection, edition_id).readers] == [1, 3]
        assert accounts.delivery_states(connection, edition_id, 2) == "refused"


@pytest.mark.parametrize(("outcome", "state", "sums"), OUTCOMES)
def test_a_process_that_was_frozen_past_its_lease_still_settles_its_own_attempt(
    store: Store, outcome: Outcome, state: BatchState, sums: dict[str, int]
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = a_lost_batch(connection, edition_id)
        assert ledger.record(connection, held, outcome, NOW)
        assert state_of(connection, held) == state
        assert parts(connection, edition_id) == sums


@pytest.mark.parametrize("outcome", [o.values[0] for o in OUTCOMES if not isinstance(o.values[0], Submitted)])
def test_the_late_word_of_a_process_changes_nothing_in_a_newer_attempt(
    store: Store, outcome: Outcome
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        frozen = a_lost_batch(connection, edition_id)
        accounts.settle(connection, frozen.attempt, taken=False, detail="resend")
        newer = claimed(connection, edition_id)
        assert not ledger.record(connection, frozen, outcome, NOW)
        assert state_of(connection, newer) == BatchState.HANDING_OVER
        assert parts(connection, edition_id) == {"pending": 2}
        assert ledger.record(connection, newer, Submitted(), NOW)
        assert parts(connection, edition_id) == {"submitted": 2}


@pytest.mark.parametrize("claimed_again", [False, True], ids=["planned again", "claimed again"])
def test_a_process_that_wakes_up_and_says_submitted_spares_readers_a_second_mail(
    store: Store, claimed_again: bool
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        frozen = a_lost_batch(connection, edition_id)
        accounts.settle(connection, frozen.attempt, taken=False, detail="resend")
        newer = claimed(connection, edition_id) if claimed_again else None
        assert ledger.record(connection, frozen, Submitted("m1"), NOW)
        assert claim_next(connection, edition_id) is None
        assert newer is None or not ledger.owns(connection, newer, MARGIN_SECONDS)
        assert parts(connection, edition_id) == {"submitted": 2}


# -- lapsing ------------------------------------------------------------------


def test_a_claim_does_not_lapse_while_its_lease_runs_and_its_owner_may_live(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        held = claimed(connection, edition_id)
        assert ledger.lapse(connection, edition_id, nobody_is_dead) == 0
        assert state_of(connection, held) == BatchState.HANDING_OVER


def test_a_claim_lapses_when_its_lease_has_run_out(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        held = claim_next(connection, edition_id, lease_seconds=-1.0)
        assert held is not None
        assert not ledger.owns(connection, held, 0.0)
        assert ledger.lapse(connection, edition_id, nobody_is_dead) == 1
        assert parts(connection, edition_id) == {"uncertain": 2, "pending": 2}
        assert claimed(connection, edition_id).no == 2


def test_only_the_claims_of_the_dead_lapse(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        claimed(connection, edition_id, "alive")
        dead = claimed(connection, edition_id, "dead")
        assert ledger.lapse(connection, edition_id, lambda owner: owner == "dead") == 1
        waiting = accounts.uncertain(connection, edition_id)
    assert [(u.no, u.readers, u.attempt, u.started_at) for u in waiting] == [(2, 2, dead.attempt, NOW)]
    assert "ended before it could say" in waiting[0].detail


def test_an_uncertain_batch_is_never_claimed_again_on_a_guess(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        a_lost_batch(connection, edition_id)
        assert claim_next(connection, edition_id) is None
