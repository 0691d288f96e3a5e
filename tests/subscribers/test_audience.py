"""The audience: each reader is due, or excluded for one reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from subscribers import audience, readers, suppression
from subscribers.tables import subscriber
from tests.builders.subscribers import NOW, a_reader, undone

Act = Callable[[Connection, int], object]


def due(connection: Connection) -> list[int]:
    return [row.id for row in connection.execute(audience.due_select(NOW))]


def nothing(connection: Connection, reader_id: int) -> None: ...


def leave(connection: Connection, reader_id: int) -> None:
    readers.unsubscribe(connection, reader_id, source="x", now=NOW)


def bounce(connection: Connection, reader_id: int) -> None:
    suppression.suppress(connection, "ada@example.org", "bounced", source="x", now=NOW)


def paused(days: float) -> Act:
    def act(connection: Connection, reader_id: int) -> None:
        until = NOW + timedelta(days=days)
        readers.pause(connection, reader_id, until, source="x", now=until - timedelta(days=30))

    return act


CASES = [
    pytest.param({}, nothing, None, id="due"),
    pytest.param({"state": "unconfirmed"}, nothing, "unconfirmed", id="unconfirmed"),
    pytest.param({}, leave, "unsubscribed", id="left"),
    pytest.param({}, bounce, "suppressed", id="bounced"),
    pytest.param({"state": "unconfirmed"}, bounce, "suppressed", id="bounced before confirming"),
    pytest.param({}, paused(1), "paused", id="paused"),
    pytest.param({}, paused(0), None, id="the pause ends now"),
    pytest.param({}, paused(-1), None, id="the pause is over"),
]


@pytest.mark.parametrize(("given", "act", "reason"), CASES)
def test_each_reader_has_one_answer(
    connection: Connection, given: dict, act: Act, reason: str | None
) -> None:
    number = a_reader(connection, **given)
    act(connection, number)
    assert due(connection) == ([] if reason else [number])
    assert audience.candidates_and_reasons(connection, NOW) == (1, {reason: 1} if reason else {})
    assert audience.left_since(connection, [number], NOW) == ({number: reason} if reason else {})
    assert audience.region_sets(connection, NOW) == ([] if reason else [("", 1)])


def test_a_suppression_is_found_whatever_the_case_of_the_address(connection: Connection) -> None:
    number = a_reader(connection, "ADA@example.org")
    bounce(connection, number)
    assert due(connection) == []


def test_an_erased_reader_is_gone(connection: Connection) -> None:
    number = a_reader(connection)
    readers.forget(connection, number, source="x", now=NOW)
    assert audience.left_since(connection, [number], NOW) == {number: "gone"}


def test_those_due_come_by_regions_then_number(connection: Connection) -> None:
    for i, regions in enumerate((["europe"], [], ["africa", "europe"], ["europe"], [])):
        a_reader(connection, f"r{i}@example.org", regions=regions)
    rows = connection.execute(audience.due_select(NOW)).all()
    assert [row.email[1] for row in rows] == ["1", "4", "2", "0", "3"]
    assert rows[0]._fields == ("id", "email", "email_key", "name", "regions", "text_only", "language")
    assert audience.region_sets(connection, NOW) == [("", 2), ("africa;europe", 1), ("europe", 2)]


def test_more_readers_than_a_statement_takes_are_asked_about(connection: Connection) -> None:
    values = {"state": "confirmed", "created_at": NOW}
    rows = [values | {"email": f"r{i}@example.org", "email_key": f"r{i}@example.org"} for i in range(2000)]
    connection.execute(insert(subscriber), rows)
    numbers = list(connection.scalars(select(subscriber.c.id).order_by(subscriber.c.id)))
    leave(connection, numbers[1500])
    asked = [*numbers, numbers[-1] + 1]
    found = {numbers[1500]: "unsubscribed", numbers[-1] + 1: "gone"}
    assert audience.left_since(connection, asked, NOW) == found


READERS = st.lists(
    st.tuples(
        st.sampled_from(["confirmed", "confirmed", "unconfirmed", "unsubscribed", "of a state to come"]),
        st.sampled_from([None, "bounced", "unsubscribed"]),
        st.sampled_from([None, -1, 0, 1]),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(READERS)
def test_candidates_are_those_due_and_those_excluded(connection: Connection, them: list) -> None:
    with undone(connection):
        for i, (state, reason, days) in enumerate(them):
            number = a_reader(connection, f"r{i}@example.org")
            until = None if days is None else NOW + timedelta(days=days)
            change = subscriber.update().where(subscriber.c.id == number)
            connection.execute(change.values(state=state[:16], paused_until=until))
            if reason:
                suppression.suppress(connection, f"r{i}@example.org", reason, source="x", now=NOW)
        numbers = list(connection.scalars(select(subscriber.c.id)))
        candidates, excluded = audience.candidates_and_reasons(connection, NOW)
        now_due, left = due(connection), audience.left_since(connection, numbers, NOW)
        assert candidates == len(them) == len(now_due) + sum(excluded.values())
        assert set(numbers) - set(now_due) == set(left)
        assert sum(count for _, count in audience.region_sets(connection, NOW)) == len(now_due)
