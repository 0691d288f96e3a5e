"""What carriers report: each event once, in any order, and what it proves."""

from dataclasses import replace
from datetime import timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.delivery import CarrierEvent, Submitted, Uncertain
from digest.store import accounts, events, ledger
from digest.store.database import Store
from digest.store.events import PROOF_OF_SUBMISSION, key_of, record
from tests.builders.sends import NOW, a_send, claimed


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def an_event(**over: str) -> CarrierEvent:
    return replace(CarrierEvent("delivered", "a1", "r1", NOW), **over)  # type: ignore[arg-type]


def test_the_same_event_told_again_counts_once_even_under_another_id(store: Store) -> None:
    with store.begin() as connection:
        assert record(connection, [an_event(event_id="x"), an_event(event_id="y"), an_event()]) == 1
        assert record(connection, [an_event(detail="told in other words")]) == 0


@pytest.mark.parametrize(
    "over", [{"kind": "opened"}, {"attempt": "a2"}, {"reader": "r2"}, {"url": "https://x"}]
)
def test_another_kind_attempt_reader_or_address_is_another_event(store: Store, over: dict[str, str]) -> None:
    with store.begin() as connection:
        assert record(connection, [an_event(), an_event(**over)]) == 2


def test_an_event_is_the_same_in_whatever_zone_its_time_is_told() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert key_of(an_event()) == key_of(replace(an_event(), at=there))


@given(
    st.lists(st.text(max_size=3), min_size=3, max_size=3),
    st.lists(st.text(max_size=3), min_size=3, max_size=3),
)
def test_two_different_events_have_two_keys(one: list[str], two: list[str]) -> None:
    """What comes from outside cannot be shifted from one field into the next."""

    def key(parts: list[str]) -> str:
        return key_of(CarrierEvent("clicked", parts[0], parts[1], NOW, url=parts[2]))

    assert (key(one) == key(two)) == (one == two)


@pytest.mark.parametrize("kind", sorted(PROOF_OF_SUBMISSION))
def test_an_event_of_any_kind_proves_that_the_attempt_was_taken(store: Store, kind: str) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        ledger.record(connection, held, Uncertain("timeout"), NOW)
        record(connection, [an_event(attempt=held.attempt, kind=kind)])
        assert accounts.states(connection, edition_id) == {"submitted": 1}
        assert accounts.accounts(connection, edition_id).submitted == 2


@pytest.mark.parametrize("attempt", ["", "nobody's"])
def test_an_event_of_another_senders_mail_proves_nothing(store: Store, attempt: str) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        ledger.record(connection, held, Uncertain("timeout"), NOW)
        assert record(connection, [an_event(attempt=attempt)]) == 1
        assert accounts.states(connection, edition_id) == {"uncertain": 1}


def test_an_event_settles_only_the_batch_of_its_attempt(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 4)
        first, second = claimed(connection, edition_id), claimed(connection, edition_id)
        for held in (first, second):
            ledger.record(connection, held, Uncertain("timeout"), NOW)
        record(connection, [an_event(attempt=second.attempt)])
        assert [u.no for u in accounts.uncertain(connection, edition_id)] == [1]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_counts_are_the_same_in_whatever_order_events_come(store: Store, order: tuple[int, ...]) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)
        ledger.record(connection, held, Submitted(), NOW)
        told = [
            an_event(attempt=held.attempt, kind="delivered", reader="r1"),
            an_event(attempt=held.attempt, kind="delivered", reader="r2"),
            an_event(attempt=held.attempt, kind="bounced", reader="r2"),
        ]
        for place in order:
            record(connection, [told[place], told[0]])
        assert events.readers_by_kind(connection, edition_id) == {"delivered": 2, "bounced": 1}


def test_clicks_count_readers_not_clicks_and_only_those_of_the_edition(store: Store) -> None:
    with store.begin() as connection:
        edition_id = a_send(connection, 2)
        held = claimed(connection, edition_id)

        def click(reader: str, url: str, seconds: int, attempt: str = held.attempt) -> CarrierEvent:
            return CarrierEvent("clicked", attempt, reader, NOW + timedelta(seconds=seconds), url)

        told = [click("r1", "u", 1), click("r1", "u", 2), click("r2", "u", 1), click("r2", "v", 3)]
        assert record(connection, [*told, click("r9", "u", 1, "another edition's")]) == 5
        assert events.clicks(connection, edition_id) == {"u": 2, "v": 1}
        assert events.readers_by_kind(connection, edition_id) == {"clicked": 2}
