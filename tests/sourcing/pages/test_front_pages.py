"""A front or section page as a source: its articles are found, read once each, and remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from digest.errors import SourceError
from digest.model.article import Article
from digest.newsroom import Source
from digest.sourcing.fetch import Fetcher
from digest.sourcing.identity import canonical_address
from digest.sourcing.pages.front import MOST_NEW, leads_of, read_front, read_page_at
from digest.sourcing.robots import PoliteFetcher
from tests.builders.pages import a_page, an_article
from tests.standins.feed_server import FeedServer, answer, feed_server

FRONT = "https://lantern.example.org/africa"


def front(*links: tuple[str, str], before: str = "") -> bytes:
    rows = "".join(f'<article><h2><a href="{href}">{text}</a></h2></article>' for href, text in links)
    return f"<!doctype html><html><body><nav>{before}</nav><main>{rows}</main></body></html>".encode()


@dataclass
class Book:
    """A memory that is a dictionary."""

    pages: dict[str, Article | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def known(self, addresses: Sequence[str]) -> Mapping[str, Article | None]:
        return {a: self.pages[a] for a in addresses if a in self.pages}

    def keep(self, address: str, article: Article | None, error: str) -> None:
        self.pages[address] = article
        self.errors[address] = error


@pytest.mark.parametrize(
    "href",
    [
        "/africa/harbour-town-counts-its-boats", "/2026/11/17/boats", "/africa/story-20261117991", "https://www.lantern.example.org/a/who-still-fishes-in-merin",
    ],
)  # fmt: skip
def test_links_that_look_like_articles_are_leads(href: str) -> None:
    assert [lead.text for lead in leads_of(front((href, "Harbour town counts its boats")), FRONT)] == [
        "Harbour town counts its boats"
    ]


@pytest.mark.parametrize(
    "href",
    [
        "/africa", "/tag/boats-and-quays-and-storms", "/about/who-we-are-and-why", "/authors/ida-holm-our-editor", "mailto:a@lantern.example.org",
        "https://other.example.net/africa/harbour-town-counts-its-boats", "javascript:void(0)", "#", "/files/report-of-the-harbour-board.pdf",
    ],
)  # fmt: skip
def test_other_links_are_not(href: str) -> None:
    assert leads_of(front((href, "Harbour town counts its boats")), FRONT) == ()


def test_navigation_is_no_news_and_an_article_linked_twice_is_one() -> None:
    link = '<a href="/x/somewhere-in-the-menu-of-it">Somewhere in the menu</a>'
    page = front(
        ("/a/b-c-d-e", "Boats"), ("/a/b-c-d-e?utm_source=x#top", "Harbour town counts its boats"), before=link
    )
    (lead,) = leads_of(page, FRONT)
    assert (lead.url, lead.text) == ("https://lantern.example.org/a/b-c-d-e", "Harbour town counts its boats")


def page_of(number: int) -> bytes:
    title = f"Piece number {number} of the harbour news"
    return a_page(title=title, heading=f"<h1>{title}</h1>", linked=an_article(headline=title)).encode()


def read(server: FeedServer, memory: Book, known_hash: str = ""):  # type: ignore[no-untyped-def]
    polite = PoliteFetcher(Fetcher(timeout_seconds=5, user_agent="Keepreading/1"), wait=lambda _: None)
    source = Source(name="africa", url=f"{server.url}/africa", form="page", allow_private=True)
    return read_front(source, polite, memory, known_hash=known_hash)


def links(count: int) -> list[tuple[str, str]]:
    return [
        (f"/africa/piece-number-{n}-of-the-news", f"Piece number {n} of the harbour news")
        for n in range(count)
    ]


def routes(count: int) -> dict[str, object]:
    made = {href: answer(page_of(n)) for n, (href, _) in enumerate(links(count))}
    return {"/africa": answer(front(*links(count)), ETag='"1"'), **made}


def test_every_article_is_read_from_its_own_page_once() -> None:
    memory = Book()
    with feed_server(routes(3)) as server:  # type: ignore[arg-type]
        first = read(server, memory)
        asked = len(server.requests)
        again = read(server, memory)
    assert [a.title for a in first.reading.articles] == [text for _, text in links(3)]
    assert [a.authors for a in first.reading.articles] == [("Ida Holm",)] * 3
    assert again.reading.articles == first.reading.articles
    assert [path for path, _ in server.requests[asked:]] == ["/robots.txt", "/africa"]


def test_a_front_page_that_has_not_changed_is_not_read_again() -> None:
    with feed_server(routes(1)) as server:  # type: ignore[arg-type]
        first = read(server, Book())
        assert read(server, Book(), known_hash=first.body_hash).reading is None


def test_what_is_too_much_for_one_go_has_its_turn_next_time() -> None:
    memory = Book()
    with feed_server(routes(MOST_NEW + 2)) as server:  # type: ignore[arg-type]
        first = read(server, memory)
        second = read(server, memory, known_hash=first.body_hash)
    assert (len(first.reading.articles), first.body_hash) == (MOST_NEW, "")
    assert len(second.reading.articles) == MOST_NEW + 2


def test_a_page_that_fails_is_a_warning_and_one_without_an_article_nothing() -> None:
    memory = Book()
    made = routes(3) | {
        links(3)[0][0]: answer(b"", 500),
        links(3)[1][0]: answer(b"<html><h1>About our newsroom</h1></html>"),
    }
    with feed_server(made) as server:  # type: ignore[arg-type]
        told = read(server, memory)
        failed = canonical_address(server.url + links(3)[0][0])
    assert [a.title for a in told.reading.articles] == [links(3)[2][1]]
    assert len(told.reading.warnings) == 1
    assert memory.errors[failed] == told.reading.warnings[0]


def test_a_front_page_without_articles_is_told_of() -> None:
    with feed_server({"/africa": answer(front())}) as server:
        assert read(server, Book()).reading.warnings == ("no link on the page looks like an article",)


def test_one_page_is_read_at_its_address() -> None:
    with feed_server({"/africa/boats": answer(page_of(1), content_type="text/html")}) as server:
        fetcher = Fetcher(timeout_seconds=5, user_agent="Keepreading/1")
        told = read_page_at(f"{server.url}/africa/boats", fetcher, allow_private=True)
        assert told.article.title == "Piece number 1 of the harbour news"
        with pytest.raises(SourceError, match="404"):
            read_page_at(f"{server.url}/gone", fetcher, allow_private=True)
