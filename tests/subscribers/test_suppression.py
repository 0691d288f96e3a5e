"""Suppressions: the stricter reason stands, whatever came first."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from subscribers import suppression
from subscribers.suppression import Reason, Suppression
from subscribers.tables import suppression as table
from tests.builders.subscribers import NOW, undone

FOUND = st.lists(
    st.builds(
        lambda key, reason, days: Suppression(key, reason.value, NOW + timedelta(days=days), "a source"),
        st.sampled_from(["ada@example.org", "bob@example.org"]),
        st.sampled_from(Reason),
        st.integers(-3, 3),
    ),
    max_size=6,
)
LAW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def standing(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.execute(
        select(table.c.email_key, table.c.reason, table.c.since).order_by(table.c.email_key)
    )
    return [tuple(row) for row in rows]


@LAW
@given(FOUND, st.randoms(use_true_random=False))
def test_the_order_in_which_reasons_arrive_does_not_matter(connection: Connection, found, random) -> None:
    shuffled = [*found, *found[:2]]
    random.shuffle(shuffled)
    with undone(connection):
        suppression.suppress_all(connection, found)
        together = standing(connection)
    with undone(connection):
        for each in shuffled:
            suppression.suppress_all(connection, [each])
        assert standing(connection) == together


def test_the_stricter_reason_wins_and_is_never_weakened(connection: Connection) -> None:
    for reason in ("manual", "imported", "bounced", "unsubscribed", "complained"):
        suppression.suppress(connection, "ada@example.org", reason, source="x", now=NOW)
        assert suppression.reason_for(connection, "ada@example.org") == reason
    for reason in ("manual", "imported", "bounced", "unsubscribed"):
        suppression.suppress(connection, "ada@example.org", reason, source="x", now=NOW)
        assert suppression.reason_for(connection, "ada@example.org") == "complained"


def test_of_the_same_reason_the_older_stands(connection: Connection) -> None:
    for days in (0, 5, -5):
        when = NOW + timedelta(days=days)
        suppression.suppress(connection, "ada@example.org", "bounced", source="x", now=when)
    assert standing(connection) == [("ada@example.org", "bounced", NOW - timedelta(days=5))]


def test_many_keys_are_asked_about_at_once(connection: Connection) -> None:
    keys = [f"r{number}@example.org" for number in range(2500)]
    suppression.suppress_all(connection, [Suppression(k, "bounced", NOW, "x") for k in keys[::5]])
    assert suppression.suppressed_among(connection, keys) == set(keys[::5])
    assert suppression.suppressed_among(connection, []) == set()
    assert suppression.reasons(connection) == {"bounced": 500}


def test_only_the_reasons_named_are_lifted(connection: Connection) -> None:
    suppression.suppress(connection, "ada@example.org", "complained", source="x", now=NOW)
    assert not suppression.lift(connection, "ada@example.org", [Reason.UNSUBSCRIBED])
    assert suppression.is_suppressed(connection, "ada@example.org")
