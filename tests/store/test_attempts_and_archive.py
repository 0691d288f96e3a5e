"""Whose an attempt was, and what the public may see."""

import pytest

from digest.model.delivery import Outcome, Refused, Retry, Submitted, Uncertain
from digest.model.edition import State
from digest.store import archive, attempts, bodies, editions, ledger
from digest.store.database import Store
from tests.builders.sends import NOW, PUBLICATION, a_send, a_variant, an_approved_edition, claimed


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def test_an_attempt_knows_its_edition_and_the_readers_of_its_batch(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, readers=4, max_batch=2)
        first, second = claimed(connection, edition_id), claimed(connection, edition_id)
        mine, others = first.readers[0].id, second.readers[0].id
        assert attempts.edition_of(connection, first.attempt) == edition_id
        assert attempts.was_handed_to(connection, first.attempt, mine)
        assert not attempts.was_handed_to(connection, first.attempt, others)
        assert not attempts.was_handed_to(connection, first.attempt, 2**31 - 1)


def test_an_attempt_of_somebody_else_is_nobodys(store: Store) -> None:
    with store.begin() as connection:
        a_send(connection)
        for key in ("", "f" * 24, "x" * 5000):
            assert attempts.edition_of(connection, key) is None
            assert not attempts.was_handed_to(connection, key, 1)


OUTCOMES = [
    pytest.param(None, False, id="in flight"),
    pytest.param(Retry("429"), False, id="not taken"),
    pytest.param(Refused(((0, "no"), (1, "no"))), False, id="refused by all"),
    pytest.param(Uncertain("timeout"), False, id="uncertain"),
    pytest.param(Submitted(), True, id="submitted"),
]


@pytest.mark.parametrize("ends", [None, State.CANCELLED], ids=["being sent", "cancelled"])
@pytest.mark.parametrize(("outcome", "is_public"), OUTCOMES)
def test_public_is_what_somebody_was_mailed(
    store: Store, outcome: Outcome | None, is_public: bool, ends: State | None
) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection)
        an_approved_edition(connection, "2026-W49")
        held = claimed(connection, edition_id)
        if outcome is not None:
            ledger.record(connection, held, outcome, NOW)
        if ends is not None:
            editions.move(connection, edition_id, State.SENDING, ends)
        shown = [(s.name, s.publish_at, s.subject) for s in archive.published(connection, PUBLICATION, 10)]
        assert shown == ([("2026-W48", NOW, "Subject 0")] if is_public else [])
        body = archive.body(connection, PUBLICATION, "2026-W48")
        assert body == (a_variant(bodies.WHOLE, []).mail if is_public else None)
        assert archive.published(connection, "Another Review", 10) == []
        assert archive.published(connection, PUBLICATION, 0) == []
        assert archive.body(connection, "Another Review", "2026-W48") is None
        assert archive.body(connection, PUBLICATION, "2026-W49") is None
