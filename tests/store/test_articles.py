"""Articles with their history, what an edition looks at, and how sources fare."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.model.article import Article
from digest.model.edition import Reason, Verdict
from digest.store import articles, editions, showings
from digest.store.articles import Sighting
from digest.store.database import Connection, Store
from tests.builders.at_once import at_once
from tests.builders.editions import SITE, WINDOW, an_article
from tests.builders.sends import NOW, PUBLICATION, an_approved_edition

HOUR = timedelta(hours=1)
START, END = WINDOW.start, WINDOW.end


@pytest.fixture
def store(emptied: Store) -> Store:
    return emptied


def seen(
    connection: Connection, article: Article, source: str = "world", *, at: datetime = NOW, new: bool = True
) -> str:
    """One sighting by one source; the article's id."""
    articles.put(connection, source, [Sighting(article.id, "print", article, new)], at)
    return article.id


def dated(slug: str, published: datetime | None) -> Article:
    return an_article(slug=slug, published=published)


# -- storing ------------------------------------------------------------------


def test_an_article_is_read_back_as_it_was_seen(store: Store) -> None:
    one = an_article()
    with store.begin() as connection:
        seen(connection, one)
        found = articles.known(connection, [one.id, "none such"])
    assert set(found) == {one.id}
    assert found[one.id].article == one
    assert found[one.id].first_seen == NOW
    assert found[one.id].fingerprints == {"world": "print"}


def test_a_changed_article_keeps_the_day_it_was_first_seen(store: Store) -> None:
    with store.begin() as connection:
        seen(connection, an_article())
        seen(connection, an_article(title="Retitled"), at=NOW + HOUR, new=False)
        found = articles.known(connection, [an_article().id])[an_article().id]
    assert (found.article.title, found.first_seen) == ("Retitled", NOW)


def test_an_article_belongs_to_the_source_that_showed_it_first_until_another_takes_it_over(
    store: Store,
) -> None:
    key = an_article().id
    with store.begin() as connection:
        seen(connection, an_article(), "world")
        seen(connection, an_article(title="Retitled"), "europe", new=False)
        assert articles.known(connection, [key])[key].owner == "world"
        articles.put(connection, "europe", [Sighting(key, "p", None, is_new=False, takes_over=True)], NOW)
        found = articles.known(connection, [key])[key]
    assert (found.owner, found.article.title) == ("europe", "Retitled")


def test_each_source_has_its_own_fingerprint_of_an_article(store: Store) -> None:
    key = an_article().id
    with store.begin() as connection:
        seen(connection, an_article(), "world")
        articles.put(connection, "europe", [Sighting(key, "other", None, is_new=False)], NOW)
        articles.put(connection, "world", [Sighting(key, "newer", None, is_new=False)], NOW)
        assert articles.known(connection, [key])[key].fingerprints == {"world": "newer", "europe": "other"}
        assert articles.known(connection, [key])[key].article == an_article()
        assert articles.considered(connection, START, END)[0].sources == ("europe", "world")


def test_many_articles_are_looked_up_at_once(store: Store) -> None:
    """More than fit into one query."""
    count = articles.CHUNK + 10
    with store.begin() as connection:
        ids = [seen(connection, an_article(slug=f"n{n}")) for n in range(count)]
        assert set(articles.known(connection, ids)) == set(ids)
        assert len(articles.considered(connection, START, END)) == count


def test_two_who_gather_the_same_articles_at_once_store_them_once(store: Store) -> None:
    """Two schedulers beat at the same moment, and two feeds hold the same articles in another order."""
    made = [an_article(slug=f"n{n}") for n in range(30)]

    def gather(own: Store, number: int) -> None:
        found = [Sighting(a.id, f"print {number}", a, is_new=True) for a in made]
        with own.begin() as connection:
            for source in ("world", "europe"):
                articles.put(connection, source, found if number else found[::-1], NOW)
                articles.record_try(connection, source, NOW, seen=30)

    at_once(store, gather)
    with store.read() as connection:
        assert [s.sources for s in articles.considered(connection, START, END)] == [("europe", "world")] * 30
        assert articles.health(connection)["world"].seen == 30


# -- what an edition looks at -------------------------------------------------


@pytest.mark.parametrize(
    ("published", "first_seen", "is_looked_at"),
    [
        pytest.param(START, START, True, id="at the start"),
        pytest.param(START - timedelta(seconds=1), NOW, False, id="before the start"),
        pytest.param(END - timedelta(seconds=1), NOW, True, id="before the end"),
        pytest.param(END, NOW, False, id="at the end: the next edition's"),
        pytest.param(None, START + HOUR, True, id="undated, first seen within"),
        pytest.param(None, END, False, id="undated, first seen at the end"),
    ],
)
def test_an_edition_looks_at_what_is_dated_in_its_window(
    store: Store, published: datetime | None, first_seen: datetime, is_looked_at: bool
) -> None:
    with store.begin() as connection:
        seen(connection, dated("one", published), at=first_seen)
        found = articles.considered(connection, START, END)
    assert bool(found) == is_looked_at


def test_an_edition_also_looks_at_those_it_is_told_of_and_at_each_once(store: Store) -> None:
    with store.begin() as connection:
        old = seen(connection, dated("old", START - 90 * HOUR))
        new = seen(connection, dated("new", START + HOUR))
        seen(connection, dated("older", START - 99 * HOUR))
        found = articles.considered(connection, START, END, [old, new, "none such"])
    assert [s.article.id for s in found] == sorted([old, new])


def test_an_edition_may_be_told_of_a_whole_archive(store: Store) -> None:
    """The first draft of a newsroom whose folder holds all it ever published."""
    with store.begin() as connection:
        old = seen(connection, dated("old", START - 90 * HOUR))
        told = [*(f"{n:016x}" for n in range(70_000)), old]
        assert [s.article.id for s in articles.considered(connection, START, END, told)] == [old]


def test_what_no_edition_of_the_publication_has_judged_is_still_eligible(store: Store) -> None:
    with store.begin() as connection:
        late = seen(connection, dated("late", START - HOUR))
        judged = seen(connection, dated("judged", START - HOUR))
        seen(connection, dated("in the window", START))
        undated = seen(connection, dated("undated", None), at=START - HOUR)
        word = Verdict(judged, Reason.REGION_CAP, "5th, cap 4")
        editions.record_verdicts(connection, an_approved_edition(connection), [word])
        assert articles.unjudged(connection, PUBLICATION, START) == sorted([late, undated])
        everywhere_else = articles.unjudged(connection, "Another publication", START)
    assert everywhere_else == sorted([late, judged, undated])


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        pytest.param(f"{SITE}/2026/11/one", ["one-two", "one"], id="an address and those that hold it"),
        pytest.param("2026/11/th", ["three"], id="a part of it"),
        pytest.param(an_article(slug="three").id[:6], ["three"], id="the start of an id"),
        pytest.param("100%_", ["100%_off"], id="signs that mean something in SQL"),
        pytest.param("nowhere", [], id="nothing"),
    ],
)
def test_articles_are_found_by_address_or_id(store: Store, text: str, slugs: list[str]) -> None:
    with store.begin() as connection:
        for n, slug in enumerate(("one", "one-two", "three", "100%_off", "100 off")):
            seen(connection, an_article(slug=slug), at=NOW + n * HOUR)
        found = articles.by_address(connection, text)
    assert [s.article.url.rpartition("/")[2] for s in found] == slugs


# -- sources ------------------------------------------------------------------


def test_a_failure_keeps_the_validators_and_the_last_good_reading(store: Store) -> None:
    with store.begin() as connection:
        good: dict[str, Any] = {"seen": 7, "etag": "e", "last_modified": "l", "body_hash": "h"}
        articles.record_try(connection, "world", NOW, **good)
        articles.record_try(connection, "world", NOW + HOUR, error="404")
        kept = articles.health(connection)["world"]
    assert (kept.tried_at, kept.good_at, kept.error) == (NOW + HOUR, NOW, "404")
    assert (kept.seen, kept.etag, kept.last_modified, kept.body_hash) == (7, "e", "l", "h")


def test_a_good_reading_ends_the_error_and_keeps_the_count_when_nothing_was_read(store: Store) -> None:
    with store.begin() as connection:
        articles.record_try(connection, "world", NOW, seen=7)
        articles.record_try(connection, "world", NOW + HOUR, error="404")
        articles.record_try(connection, "world", NOW + 2 * HOUR, etag="e")
        kept = articles.health(connection)["world"]
    assert (kept.good_at, kept.error, kept.seen, kept.etag) == (NOW + 2 * HOUR, "", 7, "e")


def test_a_source_that_never_worked_says_so(store: Store) -> None:
    with store.begin() as connection:
        articles.record_try(connection, "world", NOW, error="no such host")
        kept = articles.health(connection)["world"]
    assert (kept.good_at, kept.tried_at, kept.seen) == (None, NOW, 0)


def test_a_source_that_is_dropped_leaves_its_articles(store: Store) -> None:
    with store.begin() as connection:
        seen(connection, an_article())
        articles.record_try(connection, "world", NOW)
        articles.record_try(connection, "europe", NOW)
        articles.forget_sources(connection, ["world"])
        assert set(articles.health(connection)) == {"europe"}
        assert articles.considered(connection, START, END)[0].sources == ("world",)


def test_what_a_reading_left_out_and_warned_of_stays_until_the_next_one(store: Store) -> None:
    with store.begin() as connection:
        told = ['"Häfen" has no link', "a second one"]
        articles.record_try(connection, "world", NOW, seen=7, left_out=1, warnings=told)
        articles.record_try(connection, "world", NOW + HOUR)
        articles.record_try(connection, "world", NOW + 2 * HOUR, error="404")
        kept = articles.health(connection)["world"]
        articles.record_try(connection, "world", NOW + 3 * HOUR, seen=8)
        after = articles.health(connection)["world"]
    assert (kept.seen, kept.left_out, kept.warnings) == (7, 1, tuple(told))
    assert (after.seen, after.left_out, after.warnings) == (8, 0, ())


def test_what_a_source_showed_lately_is_told_newest_first_and_no_more_than_wanted(store: Store) -> None:
    with store.begin() as connection:
        for n in range(4):
            seen(connection, dated(f"n{n}", NOW - n * HOUR), at=NOW)
        seen(connection, dated("old", NOW - 99 * HOUR), "world", at=NOW - 90 * HOUR)
        seen(connection, dated("other", None), "europe", at=NOW)
        newest = showings.newest(connection, NOW - HOUR, 3)
        times = showings.times(connection, NOW - HOUR)
    assert [a.published for a in newest["world"]] == [NOW, NOW - HOUR, NOW - 2 * HOUR]
    assert [len(newest["europe"]), len(times["world"]), len(times["europe"])] == [1, 4, 1]
    assert times["europe"][0] == showings.Times(NOW, None)
