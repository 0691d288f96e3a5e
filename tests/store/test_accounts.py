"""How what is uncertain is settled, when an edition ends, and sums that can be believed."""

import pytest
from sqlalchemy import insert, select

from digest.errors import NotFound
from digest.model.delivery import BatchState, CarrierEvent, Refused, Retry, Submitted, Uncertain
from digest.model.edition import State
from digest.store import accounts, editions, events, ledger
from digest.store.database import Connection, Store
from digest.store.ledger import Claim
from digest.store.tables import batch, delivery
from subscribers import readers
from tests.builders.sends import (
    MARGIN_SECONDS,
    NOW,
    a_lost_batch,
    a_send,
    an_approved_edition,
    claim_next,
    claimed,
    parts,
)


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def state_of(connection: Connection, held: Claim) -> str:
    found = connection.execute(select(batch.c.state).where(batch.c.id == held.batch_id)).scalar_one()
    return str(found)


# -- settling -----------------------------------------------------------------


@pytest.mark.parametrize(("taken", "sums"), [(True, {"submitted": 2}), (False, {"pending": 2})])
def test_a_word_settles_what_is_uncertain_once(store: Store, taken: bool, sums: dict[str, int]) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = a_lost_batch(connection, edition_id)
        assert accounts.settle(connection, held.attempt, taken=taken, detail="on a word")
        assert not accounts.settle(connection, held.attempt, taken=not taken, detail="another word")
        assert parts(connection, edition_id) == sums


def test_a_word_settles_nothing_that_is_not_uncertain(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        assert not accounts.settle(connection, held.attempt, taken=False, detail="")
        assert state_of(connection, held) == BatchState.HANDING_OVER
        assert not accounts.settle(connection, "no such attempt", taken=True, detail="")


def an_event(of: str, kind: str = "processed") -> CarrierEvent:
    return CarrierEvent(kind, of, "reader", NOW)


def test_an_event_that_is_faster_than_the_end_of_the_lease_is_not_lost(store: Store) -> None:
    """The process was killed after the carrier took the batch; the carrier reports at once."""
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        events.record(connection, [an_event(held.attempt)])
        assert ledger.lapse(connection, edition_id, lambda _owner: True) == 0
        assert parts(connection, edition_id) == {"submitted": 2}
        assert accounts.close(connection, edition_id, NOW) is State.SENT


def test_the_answer_that_comes_after_the_event_changes_nothing(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        events.record(connection, [an_event(held.attempt)])
        for outcome in (Uncertain("timeout"), Retry("429"), Refused(((0, "no"),)), Submitted("m1")):
            assert not ledger.record(connection, held, outcome, NOW)
        assert parts(connection, edition_id) == {"submitted": 2}


@pytest.mark.parametrize("claimed_again", [False, True], ids=["planned again", "claimed again"])
def test_an_event_spares_readers_the_second_mail_an_editor_asked_for(
    store: Store, claimed_again: bool
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        lost = a_lost_batch(connection, edition_id)
        accounts.settle(connection, lost.attempt, taken=False, detail="resend")
        newer = claimed(connection, edition_id) if claimed_again else None
        events.record(connection, [an_event(lost.attempt)])
        assert newer is None or not ledger.owns(connection, newer, MARGIN_SECONDS)
        assert claim_next(connection, edition_id) is None
        assert parts(connection, edition_id) == {"submitted": 2}


# -- closing ------------------------------------------------------------------


def test_an_edition_with_an_open_batch_is_not_closed(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        assert accounts.close(connection, edition_id, NOW) is None
        claimed(connection, edition_id)
        assert accounts.close(connection, edition_id, NOW) is None


def test_an_uncertain_batch_brings_the_edition_to_attention_and_a_word_ends_it(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = a_lost_batch(connection, edition_id)
        assert accounts.close(connection, edition_id, NOW) is State.ATTENTION
        row = editions.get(connection, edition_id)
        assert row is not None
        assert "1 batches are uncertain" in row.detail
        assert row.ended_at is None
        assert accounts.close(connection, edition_id, NOW) is State.ATTENTION
        accounts.settle(connection, held.attempt, taken=True, detail="accepted")
        assert accounts.close(connection, edition_id, NOW) is State.SENT
        row = editions.get(connection, edition_id)
    assert row is not None
    assert (row.state, row.detail, row.ended_at) == (State.SENT, "", NOW)


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED])
def test_closing_says_what_the_edition_is_not_what_it_might_be(store: Store, state: State) -> None:
    """An editor paused or cancelled while the last batch was in flight."""
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        editions.move(connection, edition_id, State.SENDING, state)
        assert ledger.record(connection, held, Submitted(), NOW)
        assert accounts.close(connection, edition_id, NOW) is state
        row = editions.get(connection, edition_id)
    assert row is not None
    assert row.state is state


def test_the_accounts_of_no_edition_are_told_as_such(store: Store) -> None:
    with store.read() as connection, pytest.raises(NotFound, match="no edition number 7"):
        accounts.accounts(connection, 7)


def test_the_accounts_before_the_plan_are_all_nought(store: Store) -> None:
    with store.begin() as connection:
        sums = accounts.accounts(connection, an_approved_edition(connection))
    assert sums.add_up
    assert (sums.candidates, sums.due, sums.batches, sums.excluded) == (0, 0, 0, {})


def test_a_delivery_that_no_batch_holds_is_seen_in_the_sums(store: Store) -> None:
    """The sum is counted, not derived: it can fail."""
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        stray = {"edition_id": edition_id, "subscriber_id": 99, "batch_no": 99, "email": "x", "name": ""}
        connection.execute(insert(delivery).values(stray))
        assert not accounts.accounts(connection, edition_id).add_up


def test_what_became_of_one_readers_copy(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 4)
        readers.unsubscribe(connection, 1, source="a link", now=NOW)
        ledger.record(connection, claimed(connection, edition_id), Submitted(), NOW)
        told = [accounts.delivery_states(connection, edition_id, who) for who in (1, 2, 3, 99)]
    assert told == ["withdrawn", "submitted", "pending", None]
