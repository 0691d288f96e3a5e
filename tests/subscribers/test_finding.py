"""Finding readers: how they stand, and who was nearly meant."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from subscribers import audience, readers, suppression
from subscribers.errors import BadPreference
from subscribers.finding import DUE, STANDINGS, by_standing, near
from subscribers.suppression import Reason
from tests.builders.subscribers import NOW, a_reader


def test_due_and_paused_are_those_of_the_audience(connection: Connection) -> None:
    """By the very same rule: who is listed as due is who would be mailed."""
    a_reader(connection, "a@example.org")
    a_reader(connection, "b@example.org", state="unconfirmed")
    paused = a_reader(connection, "c@example.org")
    readers.pause(connection, paused, NOW + timedelta(days=1), source="x", now=NOW)
    a_reader(connection, "d@example.org")
    suppression.suppress(connection, "d@example.org", Reason.BOUNCED, source="x", now=NOW)
    due = {row.id for row in connection.execute(audience.due_select(NOW))}
    assert {r.id for r in by_standing(connection, DUE, now=NOW)} == due
    assert [r.id for r in by_standing(connection, "paused", now=NOW)] == [paused]
    assert by_standing(connection, "paused", now=NOW + timedelta(days=2)) == ()
    assert [r.email for r in by_standing(connection, "bounced", now=NOW)] == ["d@example.org"]
    assert [r.email for r in by_standing(connection, "suppressed", now=NOW)] == ["d@example.org"]


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_standing_can_be_asked_and_goes_page_by_page(connection: Connection, standing: str) -> None:
    for name in "abc":
        a_reader(connection, f"{name}@example.org")
    first = by_standing(connection, standing, now=NOW, limit=1)
    rest = by_standing(connection, standing, now=NOW, after=first[-1].id) if first else ()
    assert len((*first, *rest)) in (0, 3)


def test_another_word_is_refused_with_those_there_are(connection: Connection) -> None:
    with pytest.raises(BadPreference, match=r"there are: due, confirmed"):
        by_standing(connection, "asleep", now=NOW)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("adda@example.org", ["ada@example.org"]),
        ("daa@example.org", ["ada@example.org"]),
        ("ada@exmaple.org", ["ada@example.org"]),
        ("ada@example.com", []),
        ("somebody@else.test", []),
        ("ida@example.org", ["ada@example.org", "irma@example.org"]),
    ],
)
def test_who_was_nearly_meant_comes_nearest_first(
    connection: Connection, typed: str, meant: list[str]
) -> None:
    for name in ("ada", "irma", "bartholomew"):
        a_reader(connection, f"{name}@example.org")
    assert [address for _, address in near(connection, typed)] == meant


def test_no_more_than_three_are_offered(connection: Connection) -> None:
    for name in "abcdef":
        a_reader(connection, f"{name}@example.org")
    assert len(near(connection, "x@example.org")) == 3
