"""What a feed leaves out is read from the article's own page: once, politely, never against the feed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digest.desk.filling import Filled, fill, filled_up
from digest.model.article import Article, Image
from digest.store import articles
from tests.builders.desks import MONDAY, THURSDAY, Room, a_room
from tests.builders.newsrooms import NEWSROOM, a_feed, an_item
from tests.builders.pages import DEK, TITLE, a_page, an_article, meta
from tests.standins.feed_server import Answer, FeedServer, answer, feed_server

HOUR = timedelta(hours=1)
CREDIT = '<figure><img src="/img/boats-at-the-quay.jpg" alt="Six boats"><figcaption>Boats. Photo: Rosa Lindt</figcaption></figure>'


def page(server_url: str = "", **over: str) -> bytes:
    head = meta(og__image="/img/boats-at-the-quay.jpg", og__description=DEK, article__section="Africa")
    return a_page(head=head, under=CREDIT, linked=an_article(), **over).encode()


def toml(url: str, *, source: str = "fill = true", sourcing: str = "pause_seconds = 0") -> str:
    return (
        f'{NEWSROOM}\n[sourcing]\n{sourcing}\n\n[[sources]]\nname = "africa"\nurl = "{url}/feed.xml"\n'
        f"allow_private = true\n{source}\n"
    )


@pytest.fixture
def routes() -> dict[str, Answer]:
    return {"/boats": answer(page(), content_type="text/html")}


@pytest.fixture
def server(routes: dict[str, Answer]) -> Iterator[FeedServer]:
    with feed_server(routes) as running:
        yield running


def shows(routes: dict[str, Answer], server: FeedServer, **over: str) -> None:
    """The feed has this one article from now on."""
    item = (
        an_item(
            1, published=MONDAY, title=TITLE, link=f"{server.url}/boats", guid="urn:boats:1", description=""
        )
        | over
    )
    routes["/feed.xml"] = answer(a_feed({k: v for k, v in item.items() if v}).encode())


def stored(room: Room) -> Article:
    with room.store.read() as connection:
        (seen,) = articles.considered(connection, MONDAY - 99 * HOUR, THURSDAY + 999 * HOUR)
    return seen.article


def pages_asked(server: FeedServer) -> int:
    return sum(path == "/boats" for path, _ in server.requests)


def test_gathering_fills_in_what_the_feed_leaves_out(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    room = a_room(tmp_path, toml=toml(server.url))
    room.gather()
    article = stored(room)
    assert (article.dek, article.summary, article.authors, article.kicker) == (
        DEK,
        DEK,
        ("Ida Holm",),
        "Africa",
    )
    assert article.image == Image(
        f"{server.url}/img/boats-at-the-quay.jpg", "Six boats", "Boats.", "Rosa Lindt"
    )


def test_the_feed_is_never_overruled(tmp_path: Path, routes: dict[str, Answer], server: FeedServer) -> None:
    own = "The feed says it in words of its own, and they stay."
    shows(routes, server, title="Boats are counted", description=own, author="Tom Adeyemi")
    room = a_room(tmp_path, toml=toml(server.url))
    room.gather()
    article = stored(room)
    assert (article.title, article.dek, article.summary, article.authors) == (
        "Boats are counted",
        own,
        own,
        ("Tom Adeyemi",),
    )
    assert article.image is not None


@pytest.mark.parametrize(
    ("source", "sourcing", "asked"),
    [
        ("fill = true", "pause_seconds = 0", 1),
        ("", "pause_seconds = 0\nfill = true", 1),
        ("fill = false", "pause_seconds = 0\nfill = true", 0),
        ("", "pause_seconds = 0", 0),
    ],
)
def test_only_sources_that_say_so_are_filled(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer, source: str, sourcing: str, asked: int
) -> None:
    shows(routes, server)
    a_room(tmp_path, toml=toml(server.url, source=source, sourcing=sourcing)).gather()
    assert pages_asked(server) == asked


def test_a_page_is_read_once(tmp_path: Path, routes: dict[str, Answer], server: FeedServer) -> None:
    shows(routes, server)
    routes["/boats"] = answer(a_page(linked=an_article()).encode())  # still without a picture
    room = a_room(tmp_path, toml=toml(server.url))
    for hours in range(3):
        room.gather(THURSDAY + hours * 30 * HOUR)
    assert pages_asked(server) == 1


def test_after_a_failure_it_is_asked_again_a_day_later(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    good, routes["/boats"] = routes["/boats"], answer(b"", 503)
    room = a_room(tmp_path, toml=toml(server.url))
    room.gather(THURSDAY)
    room.gather(THURSDAY + 23 * HOUR)
    assert (pages_asked(server), stored(room).image) == (1, None)
    routes["/boats"] = good
    room.gather(THURSDAY + 25 * HOUR)
    assert pages_asked(server) == 2
    assert stored(room).image is not None


def test_an_article_that_changed_is_looked_at_again(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    routes["/boats"] = answer(a_page(linked=an_article()).encode())
    room = a_room(tmp_path, toml=toml(server.url))
    room.gather(THURSDAY)
    shows(routes, server, title=f"{TITLE}, and its crews")
    routes["/boats"] = answer(page())
    room.gather(THURSDAY + HOUR)
    assert pages_asked(server) == 2
    assert stored(room).image is not None


def test_a_page_that_robots_txt_closes_stays_closed(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /boats")
    room = a_room(tmp_path, toml=toml(server.url))
    (told,) = room.gather()
    assert told.ok
    assert pages_asked(server) == 0


def test_a_page_that_shows_something_else_now_fills_nothing(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    routes["/boats"] = answer(b"<html><title>Not here</title><h1>Sorry, this page is gone</h1></html>")
    room = a_room(tmp_path, toml=toml(server.url, source="fill = false"))
    room.gather()
    filled = fill(room.desk, THURSDAY, stored(room).id)
    assert (filled.failed, filled.filled) == (1, 0)
    assert "shows no article any more" in filled.warnings[0]


def test_named_articles_are_filled_whatever_their_source_says(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    shows(routes, server)
    room = a_room(tmp_path, toml=toml(server.url, source=""))
    room.gather()
    filled = fill(room.desk, THURSDAY, stored(room).id)
    assert (filled.asked, filled.filled) == (1, 1)
    assert dict(filled.fields)["image"] == 1
    assert fill(room.desk, THURSDAY + 99 * HOUR, "0123456789abcdef") == Filled()


def test_the_pages_of_a_front_page_become_articles(
    tmp_path: Path, routes: dict[str, Answer], server: FeedServer
) -> None:
    path = "/africa/harbour-town-counts-its-boats"
    routes |= {
        path: answer(page()),
        "/africa": answer(f'<html><main><h2><a href="{path}">{TITLE}</a></h2></main></html>'.encode()),
    }
    made = toml(server.url, source='form = "page"').replace("/feed.xml", "/africa")
    room = a_room(tmp_path, toml=made)
    (told,) = room.gather(THURSDAY)
    again = room.gather(THURSDAY + HOUR)[0]
    assert (told.ok, told.new, again.ok, again.new, again.updated) == (True, 1, True, 0, 0)
    article = stored(room)
    assert (article.title, article.dek, article.authors) == (TITLE, DEK, ("Ida Holm",))
    assert sum(asked == path for asked, _ in server.requests) == 1


OWN = Article(
    "i",
    "https://lantern.example.org/boats",
    TITLE,
    image=Image("https://lantern.example.org/img/boats-at-quay.jpg"),
)


@pytest.mark.parametrize(
    ("address", "credit"),
    [
        ("https://cdn.example.org/img/boats-at-quay-1200x800.jpg", "Rosa Lindt"),
        ("https://cdn.example.org/img/another-picture.jpg", ""),
    ],
)
def test_a_credit_goes_only_to_the_picture_it_belongs_to(address: str, credit: str) -> None:
    found = Article("i", OWN.url, TITLE, image=Image(address, "Boats", "A caption.", "Rosa Lindt"))
    whole, fields = filled_up(OWN, found)
    assert whole.image is not None
    assert (whole.image.url, whole.image.credit) == (OWN.image and OWN.image.url, credit)
    assert bool(fields) == bool(credit)


def test_a_dek_that_was_missing_makes_the_summary_anew() -> None:
    own = Article("i", OWN.url, TITLE, summary="First sentences of the text.")
    found = Article("i", OWN.url, TITLE, dek=DEK, summary=DEK)
    assert filled_up(own, found)[0].summary == DEK


def test_filling_from_the_same_page_again_changes_nothing() -> None:
    found = Article(
        "i",
        OWN.url,
        "Other",
        dek=DEK,
        summary=DEK,
        kicker="Africa",
        authors=("Ida Holm",),
        image=Image("https://a.example/x.jpg"),
    )
    whole, _ = filled_up(OWN, found)
    assert filled_up(whole, found) == (whole, ())
    assert whole.title == OWN.title
