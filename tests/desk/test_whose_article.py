"""Whose word counts: a guid is only a text, and any feed may copy it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.desk.merging import decide, merge
from digest.model.article import Article, Image
from digest.store import articles
from digest.store.articles import Known
from tests.builders.desks import THURSDAY, Room, a_piece, a_room, closing, newsroom_toml

HOUR = timedelta(hours=1)
TWO = newsroom_toml(sources=("africa", "guest"))
OURS = "https://lantern.example.org/news/1"
THEIRS = "https://elsewhere.example.net/x"


def ours(**over: str) -> dict[str, str]:
    return a_piece(1, title="Ministry denies the leak") | over


def copied(**over: str) -> dict[str, str]:
    """An entry of another site that bears our guid."""
    return ours(link=THEIRS, **over)


def all_of(room: Room) -> dict[str, Article]:
    """What is stored, by address."""
    with room.store.read() as connection:
        found = articles.by_address(connection, "https://")
    return {seen.article.url: seen.article for seen in found}


def gathered(room: Room, hours: int, name: str, *items: Mapping[str, str]) -> None:
    room.feed(*items, name=name)
    (found,) = room.gather(THURSDAY + hours * HOUR, name)
    assert found.ok, found.error


def test_no_other_site_takes_an_article_over_by_its_guid(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        gathered(room, 0, "africa", ours())
        before = all_of(room)[OURS]
        gathered(room, 1, "guest", copied(description="Other words than ours, told to be ours."))
        gathered(room, 2, "guest", copied() | {"title": "Send your savings here"})
        assert all_of(room)[OURS] == before
        assert all_of(room)[THEIRS].title == "Send your savings here"


def test_what_bears_the_guid_of_another_site_is_an_article_of_its_own_and_told(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        gathered(room, 0, "africa", ours())
        room.feed(copied(), name="guest")
        (found,) = room.gather(THURSDAY, "guest")
        assert (found.seen, found.new, found.updated) == (1, 1, 0)
        assert found.warnings[0] == "1 article with the guid of another site's; told apart by address"
        room.feed(copied(), a_piece(5), name="guest")
        (again,) = room.gather(THURSDAY + HOUR, "guest")
        assert (again.seen, again.new, again.updated) == (2, 1, 0)
        assert len(room.draft(THURSDAY + HOUR).draft.verdicts) == 3


def test_who_copies_a_guid_first_does_not_keep_the_true_article_out(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        gathered(room, 0, "guest", copied())
        gathered(room, 1, "africa", ours())
        gathered(room, 2, "africa", ours() | {"title": "Ministry confirms the leak"})
        assert all_of(room)[OURS].title == "Ministry confirms the leak"


def test_another_feed_of_the_same_site_fills_and_does_not_overrule(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        bare = {k: v for k, v in ours().items() if k != "description"}
        gathered(room, 0, "africa", bare)
        gathered(
            room, 1, "guest", ours(description="A dek of the front page, in a sentence.") | {"title": "A"}
        )
        gathered(room, 2, "guest", ours(description="And another dek of it, in a sentence.") | {"title": "B"})
        kept = all_of(room)[OURS]
        assert (kept.title, kept.dek) == (
            "Ministry denies the leak",
            "A dek of the front page, in a sentence.",
        )


def test_no_other_feed_dates_an_article_back(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        gathered(room, 0, "africa", ours())
        gathered(room, 1, "guest", ours(pubDate="Mon, 01 Jan 2001 00:00:00 +0000"))
        assert all_of(room)[OURS].published == datetime(2026, 11, 16, 8, tzinfo=UTC)
        gathered(room, 2, "africa", ours(pubDate="Sun, 15 Nov 2026 08:00:00 +0000"))
        assert all_of(room)[OURS].published == datetime(2026, 11, 15, 8, tzinfo=UTC)


def test_an_article_whose_source_is_gone_from_the_newsroom_belongs_to_the_next_one(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        gathered(room, 0, "africa", ours())
        gathered(room, 1, "guest", ours())
        alone = room.under(newsroom_toml(sources=("guest",)))
        gathered(alone, 2, "guest", ours() | {"title": "Ministry confirms the leak"})
        gathered(alone, 3, "guest", ours() | {"title": "Ministry explains the leak"})
        assert all_of(alone)[OURS].title == "Ministry explains the leak"
        alone.store.close()


# -- the decision alone ------------------------------------------------------

OLD = Article("urn:example:1", OURS, "Old title", published=datetime(2026, 11, 16, tzinfo=UTC))
NEW = replace(
    OLD,
    title="New title",
    image=Image("https://lantern.example.org/a.jpg"),
    categories=("Opinion",),
    published=datetime(2001, 1, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("source", "title", "year"), [("owner", "New title", 2001), ("another", "Old title", 2026)]
)
def test_only_the_owner_overrules(source: str, title: str, year: int) -> None:
    known = {OLD.id: Known(OLD, THURSDAY, {"owner": "x", "another": "y"}, "owner")}
    (sighting,) = decide(source, [NEW], known, {"owner", "another"})
    assert sighting.article is not None
    assert (sighting.article.title, sighting.article.published) == (
        title,
        datetime(year, *_day(year), tzinfo=UTC),
    )
    assert sighting.article.image == NEW.image
    assert not sighting.takes_over


def _day(year: int) -> tuple[int, int]:
    return (1, 1) if year == 2001 else (11, 16)


def test_filling_adds_only_what_is_missing() -> None:
    merged = merge(replace(OLD, dek="Ours."), replace(NEW, dek="Theirs."), overrule=False)
    assert (merged.title, merged.dek, merged.image) == ("Old title", "Ours.", NEW.image)
    assert merge(merged, NEW, overrule=False) == merged
