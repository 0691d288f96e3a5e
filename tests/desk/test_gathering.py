"""Gathering: every source on its own, nothing counted twice, the same again changes nothing."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.desk import gather as gathering
from digest.desk.gather import Gathered
from digest.desk.noticing import stale_sources
from digest.desk.why import why, why_all
from digest.errors import NotFound, StoreError
from digest.model.article import Article
from digest.newsroom import Source
from digest.sourcing import sources
from digest.store import articles
from tests.builders.desks import MONDAY, THURSDAY, Room, a_piece, a_room, address, closing, newsroom_toml
from tests.builders.newsrooms import NEWSROOM, a_feed
from tests.standins.feed_server import answer, feed_server

LATER = THURSDAY + timedelta(hours=1)
TWO = newsroom_toml(sources=("africa", "europe"))


def counted(found: tuple[Gathered, ...]) -> list[tuple[str, bool, int, int, int]]:
    return [(g.name, g.ok, g.seen, g.new, g.updated) for g in found]


def stored(room: Room, number: int) -> Article:
    with room.store.read() as connection:
        (seen,) = (
            s for s in articles.by_address(connection, address(number)) if s.article.url == address(number)
        )
    return seen.article


def from_net(folder: Path, url: str, *, private: bool = True) -> Room:
    allowed = "allow_private = true\n" if private else ""
    toml = NEWSROOM + f'\n[[sources]]\nname = "europe"\nurl = "{url}"\n{allowed}'
    return a_room(folder, toml=toml, http_timeout_seconds="5")


def test_new_updated_and_unchanged_articles_are_counted_apart(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    assert counted(room.gather()) == [("europe", True, 2, 2, 0)]
    room.feed(a_piece(1), a_piece(2, title="Another headline for the second"), a_piece(3))
    assert counted(room.gather(LATER)) == [("europe", True, 3, 1, 1)]
    assert stored(room, 2).title == "Another headline for the second"


def test_the_same_again_changes_nothing(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.gather()
    before = room.draft().row.automatic
    assert counted(room.gather(LATER)) == [("europe", True, 2, 0, 0)]
    assert room.draft(LATER).row.automatic == before


def test_a_feed_that_only_says_it_in_other_bytes_changes_nothing(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.gather()
    room.feed(a_piece(2), a_piece(1))
    assert counted(room.gather(LATER)) == [("europe", True, 2, 0, 0)]


def test_an_article_that_has_left_the_feed_stays(room: Room) -> None:
    room.feed(a_piece(1), a_piece(2))
    room.gather()
    room.feed(a_piece(2))
    assert counted(room.gather(LATER)) == [("europe", True, 1, 0, 0)]
    assert len(room.draft(LATER).draft.verdicts) == 2


def test_a_feed_that_lists_one_article_twice_does_not_flip_flop(room: Room) -> None:
    twice = (a_piece(1), a_piece(1, title="The same article under another headline"), a_piece(2))
    room.feed(*twice)
    assert counted(room.gather())[0][3:] == (2, 0)
    title = stored(room, 1).title
    for hours in (1, 2):
        room.feed(*twice, a_piece(10 + hours))
        assert counted(room.gather(THURSDAY + timedelta(hours=hours)))[0][3:] == (1, 0)
        assert stored(room, 1).title == title


# -- identity --------------------------------------------------------------


def test_a_guid_keeps_an_article_itself_when_title_and_address_change(room: Room) -> None:
    room.feed(a_piece(1, guid="urn:example:1"))
    room.gather()
    room.feed(a_piece(2, guid="urn:example:1"))
    assert counted(room.gather(LATER)) == [("europe", True, 1, 0, 1)]
    assert len(room.draft(LATER).draft.verdicts) == 1
    assert stored(room, 2).guid == "urn:example:1"


def test_one_address_under_two_guids_is_two_articles(room: Room) -> None:
    room.feed(a_piece(1, guid="urn:example:1"), a_piece(1, guid="urn:example:2", title="Quite another piece"))
    assert counted(room.gather())[0][3] == 2


def test_without_a_guid_the_address_counts_whatever_its_dress(room: Room) -> None:
    bare = {k: v for k, v in a_piece(1).items() if k != "guid"}
    room.feed(bare)
    room.gather()
    for dress in ("?utm_source=rss&utm_medium=feed", "#top"):
        room.feed(bare | {"link": address(1) + dress})
        assert counted(room.gather(LATER))[0][3] == 0
    room.feed(bare | {"link": address(1).replace("https://", "http://")})
    assert counted(room.gather(LATER))[0][3] == 0
    assert len(room.draft(LATER).draft.verdicts) == 1


# -- two feeds that show one article -----------------------------------------


def test_two_feeds_with_different_words_for_one_article_do_not_take_turns(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        room.feed(a_piece(1, title="As the Africa desk has it"), name="africa")
        room.gather(THURSDAY, "africa")
        room.feed(a_piece(1, title="As the front page has it"), name="europe")
        room.gather(LATER)
        for hours in range(2, 5):
            moment = THURSDAY + timedelta(hours=hours)
            room.feed(a_piece(1, title="As the front page has it"), a_piece(10 + hours), name="europe")
            room.feed(a_piece(1, title="As the Africa desk has it"), a_piece(20 + hours), name="africa")
            assert [g.updated for g in room.gather(moment)] == [0, 0]
            assert stored(room, 1).title == "As the Africa desk has it"


def test_a_second_feed_fills_in_what_the_first_left_out(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        bare = {k: v for k, v in a_piece(1).items() if k != "description"}
        room.feed(bare, name="africa")
        room.gather(THURSDAY, "africa")
        room.feed(a_piece(1, description="What the other feed knows of it, in a sentence."), name="europe")
        assert counted(room.gather(LATER, "europe")) == [("europe", True, 1, 0, 1)]
        assert "What the other feed knows" in stored(room, 1).summary


def test_of_two_feeds_first_read_together_the_one_named_first_has_the_word(tmp_path: Path) -> None:
    """Whichever answers first: the same feeds give the same edition."""

    def slow(handler: object) -> None:
        time.sleep(0.3)
        answer(a_feed(a_piece(1, title="As the feed named first has it")).encode())(handler)  # type: ignore[arg-type]

    quick = answer(a_feed(a_piece(1, title="As the quick feed has it")).encode())
    with feed_server({"/first": slow, "/second": quick}) as server:
        toml = NEWSROOM + "".join(
            f'\n[[sources]]\nname = "{name}"\nurl = "{server.url}/{name}"\nallow_private = true\n'
            for name in ("first", "second")
        )
        with closing(a_room(tmp_path / "room", toml=toml)) as room:
            assert counted(room.gather()) == [("first", True, 1, 1, 0), ("second", True, 1, 0, 0)]
            assert stored(room, 1).title == "As the feed named first has it"


# -- a source that fails -----------------------------------------------------


def test_a_source_that_fails_stops_no_other_and_is_named_with_its_last_good_reading(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        room.feed(a_piece(1), name="africa")
        room.feed(a_piece(2), name="europe")
        room.gather()
        (room.folder / "africa.xml").unlink()
        room.feed(a_piece(2), a_piece(3), name="europe")
        africa, europe = room.gather(LATER)
        assert (africa.ok, africa.new, africa.last_good) == (False, 0, THURSDAY)
        assert '"africa"' in africa.error
        assert "africa.xml" in africa.error
        assert (europe.ok, europe.new, europe.last_good) == (True, 1, LATER)
        hand = room.draft(LATER)
        assert len(hand.draft.verdicts) == 3
        (warning,) = [w for w in hand.warnings if "africa" in w]
        assert "last good Thu 19 Nov 2026 14:00 GMT" in warning


def test_a_source_that_works_again_is_warned_of_no_more(room: Room) -> None:
    (room.folder / "europe.xml").write_text("Back soon.")
    assert not room.gather()[0].ok
    assert "never read well" in stale_sources(room.desk)[0]
    room.feed(a_piece(1))
    assert counted(room.gather(LATER)) == [("europe", True, 1, 1, 0)]
    assert stale_sources(room.desk) == ()


def test_a_source_never_gathered_is_named(room: Room) -> None:
    assert stale_sources(room.desk) == ('source "europe" was never gathered; run digest gather',)


def test_only_the_sources_named_are_read_and_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        assert [g.name for g in room.gather(THURSDAY, "europe")] == ["europe"]
        with pytest.raises(NotFound, match='no source "asia"; it has africa, europe'):
            room.gather(THURSDAY, "europe", "asia")


@pytest.mark.parametrize(("status", "reason"), [(500, "500"), (404, "404"), (429, "429")])
def test_a_server_that_refuses_is_told_with_its_reason(tmp_path: Path, status: int, reason: str) -> None:
    with (
        feed_server({"/feed": answer(b"", status)}) as server,
        closing(from_net(tmp_path / "room", f"{server.url}/feed")) as room,
    ):
        (found,) = room.gather()
        assert not found.ok
        assert reason in found.error


# -- over HTTP ---------------------------------------------------------------


def test_an_unchanged_feed_is_asked_for_and_not_read_again(tmp_path: Path) -> None:
    body = a_feed(a_piece(1), a_piece(2)).encode()

    def feed(handler: object) -> None:
        headers = handler.headers  # type: ignore[attr-defined]
        known = headers.get("If-None-Match") == '"v1"'
        (answer(b"", 304) if known else answer(body, ETag='"v1"'))(handler)  # type: ignore[arg-type]

    with (
        feed_server({"/feed": feed}) as server,
        closing(from_net(tmp_path / "room", f"{server.url}/feed")) as room,
    ):
        assert counted(room.gather()) == [("europe", True, 2, 2, 0)]
        assert counted(room.gather(LATER)) == [("europe", True, 2, 0, 0)]
        assert room.gather(LATER)[0].last_good == LATER
        asked = [headers.get("if-none-match") for _, headers in server.requests]
        assert asked == [None, '"v1"', '"v1"']


def test_after_a_failure_the_server_is_still_asked_only_for_what_is_new(tmp_path: Path) -> None:
    routes = {"/feed": answer(a_feed(a_piece(1)).encode(), ETag='"v1"')}
    with (
        feed_server(routes) as server,
        closing(from_net(tmp_path / "room", f"{server.url}/feed")) as room,
    ):
        room.gather()
        routes["/feed"] = answer(b"", 503)
        assert not room.gather(LATER)[0].ok
        routes["/feed"] = answer(b"", 304)
        assert counted(room.gather(LATER)) == [("europe", True, 1, 0, 0)]
        assert server.requests[-1][1]["if-none-match"] == '"v1"'


def test_a_private_address_is_refused_unless_the_source_allows_it(tmp_path: Path) -> None:
    with feed_server({"/feed": answer(a_feed(a_piece(1)).encode())}) as server:
        with closing(from_net(tmp_path / "closed", f"{server.url}/feed", private=False)) as room:
            (found,) = room.gather()
            assert not found.ok
            assert "allow_private" in found.error
            assert server.requests == []
        with closing(from_net(tmp_path / "open", f"{server.url}/feed")) as room:
            assert room.gather()[0].ok


# -- dates -------------------------------------------------------------------


def test_odd_dates_lead_to_a_reason_and_never_out_of_sight(room: Room) -> None:
    undated = {k: v for k, v in a_piece(1).items() if k != "pubDate"}
    next_week = a_piece(2, published=THURSDAY + timedelta(days=3))
    next_year = a_piece(3, published=datetime(2028, 1, 1, tzinfo=UTC))
    long_ago = a_piece(4, published=datetime(2019, 1, 1, tzinfo=UTC))
    nonsense = a_piece(5, pubDate="the day before yesterday")
    room.feed(undated, next_week, next_year, long_ago, nonsense, a_piece(6))
    room.draft()
    _, said = why_all(room.desk)
    reasons = {w.url.rpartition("/")[2]: (w.reason, w.detail) for w in said}
    assert {n: reason for n, (reason, _) in reasons.items()} == {
        "1": "in",
        "2": "out of window",
        "3": "out of window",
        "4": "out of window",
        "5": "in",
        "6": "in",
    }
    assert "belongs to the next edition" in reasons["2"][1]
    assert "look at its date in the source" in reasons["3"][1]


def test_an_undated_article_keeps_the_day_it_was_first_seen(room: Room) -> None:
    undated = {k: v for k, v in a_piece(1).items() if k != "pubDate"}
    room.feed(undated)
    room.gather(MONDAY)
    room.feed(undated, a_piece(2))
    room.gather(LATER)
    with room.store.read() as connection:
        (seen,) = articles.by_address(connection, address(1))
    assert (seen.article.published, seen.first_seen) == (None, MONDAY)


def test_the_database_holds_the_same_on_sqlite_and_postgresql(tmp_path: Path, database_url: str) -> None:
    with closing(a_room(tmp_path / "room", database_url=database_url)) as room:
        room.feed(a_piece(1, title="Zwölf “Häfen” · 港 🚢"), a_piece(2))
        assert counted(room.gather()) == [("europe", True, 2, 2, 0)]
        assert counted(room.gather(LATER)) == [("europe", True, 2, 0, 0)]
        assert stored(room, 1).title == "Zwölf “Häfen” · 港 🚢"


def test_a_feed_that_breaks_our_own_reader_is_a_failed_source_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sources.read_source

    def breaks(source: Source, *given: Any, **named: Any) -> Any:
        if source.name == "africa":
            raise RuntimeError("a bug of ours")
        return real(source, *given, **named)

    monkeypatch.setattr(gathering, "read_source", breaks)
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        room.feed(a_piece(2), name="europe")
        africa, europe = room.gather()
        assert not africa.ok
        assert "RuntimeError" in africa.error
        assert (europe.ok, europe.new) == (True, 1)


# -- what one source shows never harms the others ------------------------------


def test_a_guid_longer_than_an_index_takes_is_kept_on_every_database(
    tmp_path: Path, database_url: str
) -> None:
    with closing(a_room(tmp_path / "room", toml=TWO, database_url=database_url)) as room:
        long = "urn:x:" + "".join(f"{n:x}" for n in range(9_000))
        room.feed(a_piece(1, guid=long), name="africa")
        room.feed(a_piece(2), name="europe")
        assert counted(room.gather()) == [("africa", True, 1, 1, 0), ("europe", True, 1, 1, 0)]
        room.feed(a_piece(1, guid=long, title="Another headline for the first"), name="africa")
        assert counted(room.gather(LATER, "africa")) == [("africa", True, 1, 0, 1)]
        assert len(stored(room, 1).guid) <= 1000


def test_a_source_whose_articles_the_database_refuses_is_a_failed_source_and_the_others_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = articles.put

    def refuses(connection: Any, source: str, *given: Any) -> None:
        if source == "africa":
            raise StoreError("the database failed: index row requires 9024 bytes")
        real(connection, source, *given)

    monkeypatch.setattr(articles, "put", refuses)
    with closing(a_room(tmp_path / "room", toml=TWO)) as room:
        room.feed(a_piece(1), name="africa")
        room.feed(a_piece(2), name="europe")
        africa, europe = room.gather()
        assert (africa.ok, europe.ok, europe.new) == (False, True, 1)
        assert "could not be stored: the database failed" in africa.error
        assert "could not be stored" in stale_sources(room.desk)[0]


def test_a_source_that_hangs_in_the_reader_is_given_up_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    real = sources.read_source

    def hangs(source: Source, *given: Any, **named: Any) -> Any:
        if source.name == "africa":
            never.wait(60)
        return real(source, *given, **named)

    monkeypatch.setattr(gathering, "read_source", hangs)
    monkeypatch.setattr(gathering, "READING_SECONDS", 0.2)
    monkeypatch.setattr(gathering, "REQUESTS", 1)
    with closing(a_room(tmp_path / "room", toml=TWO, http_timeout_seconds="1")) as room:
        room.feed(a_piece(2), name="europe")
        africa, europe = room.gather()
        assert not africa.ok
        assert "was not read within 1.2 s and is given up" in africa.error
        assert (europe.ok, europe.new) == (True, 1)
    never.set()


def test_entries_without_an_address_or_a_title_are_counted_and_named(room: Room) -> None:
    adrift = a_piece(2, title="Port strike ends after talks", link="/2", guid="no-2")
    untitled = a_piece(3, title="")
    room.feed(a_piece(1), adrift, untitled)
    (found,) = room.gather()
    assert (found.seen, found.left_out) == (1, 2)
    assert '"Port strike ends after talks" has the relative link /2' in found.warnings[0]
    assert "has no title and is left out" in found.warnings[1]
    (again,) = room.gather(LATER)
    assert (again.seen, again.left_out) == (1, 2)
    room.draft()
    with pytest.raises(
        NotFound, match='source "europe": "Port strike ends after talks" has the relative link'
    ):
        why(room.desk, "Port strike")


def test_a_path_that_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    toml = NEWSROOM + '\n[[sources]]\nname = "pipe"\npath = "pipe.xml"\n'
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        (room.folder / "pipe.xml").unlink()
        os.mkfifo(room.folder / "pipe.xml")
        (found,) = room.gather()
        assert "neither a file nor a folder" in found.error


# -- older pages of a feed -----------------------------------------------------


def paged(path: str, *pages: bytes) -> dict[str, Any]:
    """A feed in the shape of RebelMouse's: 30 posts a page there, ``?page=N``; not tried on a real one."""
    later = {f"{path}?page={n}": answer(body) for n, body in enumerate(pages, start=1)}
    return {path: answer(pages[0]), **later}


def with_pages(folder: Path, url: str, pages: int) -> Room:
    source = f'\n[[sources]]\nname = "europe"\nurl = "{url}"\nallow_private = true\npages = {pages}\n'
    return a_room(folder, toml=NEWSROOM + source)


def test_the_first_gather_reads_older_pages_and_later_ones_only_the_first(tmp_path: Path) -> None:
    bodies = [a_feed(a_piece(n), a_piece(n + 1)).encode() for n in (1, 3, 5, 7)]
    routes = paged("/feeds/world.rss", *bodies)
    with (
        feed_server(routes) as server,
        closing(with_pages(tmp_path / "room", f"{server.url}/feeds/world.rss", 3)) as room,
    ):
        assert counted(room.gather()) == [("europe", True, 6, 6, 0)]
        assert [path for path, _ in server.requests][1:] == [
            "/feeds/world.rss?page=2",
            "/feeds/world.rss?page=3",
        ]
        routes["/feeds/world.rss"] = answer(a_feed(a_piece(9), a_piece(1)).encode())
        assert counted(room.gather(LATER)) == [("europe", True, 2, 1, 0)]
        assert len(server.requests) == 4


def test_a_server_that_knows_no_pages_is_asked_once_more_only(tmp_path: Path) -> None:
    body = answer(a_feed(a_piece(1)).encode())
    with (
        feed_server({"/feed?x=1": body, "/feed?x=1&page=2": body}) as server,
        closing(with_pages(tmp_path / "room", f"{server.url}/feed?x=1", 9)) as room,
    ):
        assert counted(room.gather()) == [("europe", True, 1, 1, 0)]
        assert len(server.requests) == 2


def test_a_page_that_fails_loses_nothing_of_those_before_and_is_told(tmp_path: Path) -> None:
    routes = {"/feed": answer(a_feed(a_piece(1)).encode()), "/feed?page=2": answer(b"", 500)}
    with (
        feed_server(routes) as server,
        closing(with_pages(tmp_path / "room", f"{server.url}/feed", 3)) as room,
    ):
        (found,) = room.gather()
        assert (found.ok, found.new) == (True, 1)
        assert found.warnings[0].startswith("page 2 could not be read, so that older articles may be missing")
