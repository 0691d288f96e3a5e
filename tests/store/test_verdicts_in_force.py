"""Whether an edition's verdicts count, once it was cancelled: that hangs on what became of its batches."""

from datetime import timedelta

import pytest

from digest.model.delivery import CarrierEvent, Outcome, Refused, Retry, Submitted, Uncertain
from digest.model.edition import Reason, State, Verdict
from digest.store import accounts, articles, editions, events, ledger
from digest.store.database import Connection, Store
from tests.builders.sends import NOW, PUBLICATION, a_lost_batch, a_send, claimed
from tests.store.test_articles import dated, seen

ARTICLE = "0" * 16
OUTCOMES = [
    pytest.param(Retry("429"), False, id="not taken"),
    pytest.param(Refused(((0, "no"), (1, "no"))), False, id="refused by all"),
    pytest.param(Uncertain("timeout"), True, id="uncertain"),
    pytest.param(Submitted(), True, id="submitted"),
]


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def judged_send(connection: Connection) -> int:
    edition_id = a_send(connection)
    editions.record_verdicts(connection, edition_id, [Verdict(ARTICLE, Reason.IN, "lead", place="lead")])
    return edition_id


def is_in_force(connection: Connection) -> bool:
    found = ARTICLE in editions.judged(connection, PUBLICATION)
    assert bool(editions.verdicts(connection, ARTICLE)) == found
    return found


def cancel(connection: Connection, edition_id: int) -> None:
    assert editions.move(connection, edition_id, State.SENDING, State.CANCELLED)


def test_a_send_that_was_cancelled_before_anything_left_judges_nothing(store: Store) -> None:
    with store.begin() as connection:
        edition_id = judged_send(connection)
        assert is_in_force(connection)
        cancel(connection, edition_id)
        assert not is_in_force(connection)


@pytest.mark.parametrize("is_cancelled_first", [True, False], ids=["in flight", "after the answer"])
@pytest.mark.parametrize(("outcome", "counts"), OUTCOMES)
def test_what_was_in_flight_decides_it_when_it_is_known(
    store: Store, outcome: Outcome, counts: bool, is_cancelled_first: bool
) -> None:
    with store.begin() as connection:
        edition_id = judged_send(connection)
        held = claimed(connection, edition_id)
        if is_cancelled_first:
            cancel(connection, edition_id)
            assert is_in_force(connection)  # a reader may be getting it
        ledger.record(connection, held, outcome, NOW)
        if not is_cancelled_first:
            cancel(connection, edition_id)
        assert is_in_force(connection) == counts


@pytest.mark.parametrize("taken", [True, False])
def test_a_word_on_the_last_doubt_decides_it(store: Store, taken: bool) -> None:
    with store.begin() as connection:
        edition_id = judged_send(connection)
        held = a_lost_batch(connection, edition_id)
        cancel(connection, edition_id)
        assert is_in_force(connection)
        accounts.settle(connection, held.attempt, taken=taken, detail="on a word")
        assert is_in_force(connection) == taken


def test_a_proof_that_comes_late_brings_the_verdicts_back(store: Store) -> None:
    with store.begin() as connection:
        edition_id = judged_send(connection)
        held = a_lost_batch(connection, edition_id)
        accounts.settle(connection, held.attempt, taken=False, detail="on a word")
        cancel(connection, edition_id)
        assert not is_in_force(connection)
        events.record(connection, [CarrierEvent("delivered", held.attempt, "1", NOW)])
        assert is_in_force(connection)


def test_an_article_of_a_send_that_reached_nobody_is_eligible_again(store: Store) -> None:
    with store.begin() as connection:
        key = seen(connection, dated("mailed", NOW - timedelta(days=1)))
        edition_id = a_send(connection)
        editions.record_verdicts(connection, edition_id, [Verdict(key, Reason.IN, "lead", place="lead")])
        assert articles.unjudged(connection, PUBLICATION, NOW) == []
        cancel(connection, edition_id)
        assert articles.unjudged(connection, PUBLICATION, NOW) == [key]
