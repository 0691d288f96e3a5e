"""What earlier editions did, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from digest.model.edition import Reason, State, Verdict
from digest.store import editions, history
from digest.store.articles import Sighting, put
from digest.store.database import Store
from tests.builders.editions import an_article
from tests.builders.sends import NOW, PUBLICATION, the_draft

WEEK = timedelta(weeks=1)


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def decided(connection: Connection, name: str, state: State, *verdicts: Verdict) -> None:
    """An edition due so many weeks after NOW as its name says, with these verdicts."""
    made = the_draft(name)
    due = NOW + (int(name[-2:]) - 48) * WEEK
    made = replace(made, edition=replace(made.edition, publish_at=due))
    key = editions.create(connection, PUBLICATION, made, NOW)
    assert key is not None
    editions.record_verdicts(connection, key, verdicts)
    if state is State.CANCELLED:
        editions.move(connection, key, State.DRAFT, State.APPROVED)
        editions.move(connection, key, State.APPROVED, State.SENDING)
        editions.move(connection, key, State.SENDING, State.CANCELLED)


def seen(connection: Connection, *slugs: str) -> dict[str, str]:
    """Articles in the store; their ids by slug."""
    found = {slug: an_article(slug=slug) for slug in slugs}
    put(connection, "world", [Sighting(a.id, "x", a, is_new=True) for a in found.values()], NOW)
    return {slug: a.id for slug, a in found.items()}


def test_addresses_are_those_mailed_ever_and_those_judged_lately(store: Store) -> None:
    with store.begin() as connection:
        ids = seen(connection, "old-in", "old-out", "new-in", "new-out", "nobody-got-it")
        for name, state, slug in (("2026-W40", State.SENT, "old"), ("2026-W47", State.SENT, "new")):
            decided(
                connection,
                name,
                state,
                Verdict(ids[f"{slug}-in"], Reason.IN, "", "europe", "europe"),
                Verdict(ids[f"{slug}-out"], Reason.REGION_CAP, "", "europe"),
            )
        decided(
            connection,
            "2026-W46",
            State.CANCELLED,
            Verdict(ids["nobody-got-it"], Reason.IN, "", "europe", "europe"),
        )
        told = history.addresses(connection, PUBLICATION, NOW - 2 * WEEK)
        assert {(url.rpartition("/")[2], name, was_mailed) for url, name, was_mailed in told} == {
            ("old-in", "2026-W40", True),
            ("new-in", "2026-W47", True),
            ("new-out", "2026-W47", False),
        }
        assert told[0][1] == "2026-W40"
        assert history.addresses(connection, "Another publication", NOW - 2 * WEEK) == []


def test_coverage_counts_what_each_region_had_in_the_last_editions(store: Store) -> None:
    with store.begin() as connection:
        ids = seen(connection, "a", "b", "c")
        decided(connection, "2026-W45", State.SENT, Verdict(ids["a"], Reason.IN, "", "africa", "lead"))
        decided(
            connection,
            "2026-W46",
            State.SENT,
            Verdict(ids["b"], Reason.IN, "", "europe", "europe"),
            Verdict(ids["c"], Reason.DROPPED, "", "africa"),
        )
        decided(connection, "2026-W47", State.SKIPPED)
        told = history.coverage(connection, PUBLICATION, NOW, 8)
        assert told == (
            history.Past("2026-W46", Counter({"europe": 1})),
            history.Past("2026-W45", Counter({"africa": 1})),
        )
        assert history.coverage(connection, PUBLICATION, NOW, 1) == told[:1]
        assert history.coverage(connection, PUBLICATION, NOW - 2 * WEEK, 8) == told[1:]


def test_publications_are_counted_by_name(store: Store) -> None:
    with store.begin() as connection:
        assert history.publications(connection) == {}
        for name in ("2026-W47", "2026-W48"):
            editions.create(connection, PUBLICATION, the_draft(name), NOW)
        editions.create(connection, "Another", the_draft("2026-W48"), NOW)
        assert history.publications(connection) == {"Another": 1, PUBLICATION: 2}
