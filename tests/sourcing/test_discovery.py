"""From a page to its feeds."""

from urllib.parse import urlsplit

import pytest

from digest.sourcing.discovery import common_places, feeds_named
from digest.sourcing.paging import page_address

PAGE = "https://news.example.org/world/"


def named(head: str) -> list[str]:
    return [c.url for c in feeds_named(f"<!doctype html><html><head>{head}</head></html>", PAGE)]


@pytest.mark.parametrize(
    ("head", "urls"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://news.example.org/feed"]),
        ("<LINK REL=alternate TYPE='application/atom+xml' HREF=feed.atom>", ["https://news.example.org/world/feed.atom"]),
        ('<link href="//x.example.org/f" rel="feed alternate" type="application/feed+json"/>', ["https://x.example.org/f"]),
        ('<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/a?x=1&amp;y=2">', ["https://news.example.org/a?x=1&y=2"]),
        ('<base href="https://cdn.example.org/"><link rel="alternate" type="text/xml" href="rss.xml">', ["https://cdn.example.org/rss.xml"]),
        ('<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/json" href="/wp-json/1">', []),
        ('<link rel="alternate stylesheet" type="text/css" href="/a.css"><link rel="icon" href="/feed.png">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', []),
        ('<a href="/feeds/africa.rss">RSS</a><a href="/feedback">Feedback</a>', ["https://news.example.org/feeds/africa.rss"]),
        (
            ('<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
            '<link rel="alternate" type="application/rss+xml" title="All" href="/feed/">'),
            ["https://news.example.org/feed/", "https://news.example.org/comments/feed/"],
        ),
    ],
)  # fmt: skip
def test_the_feeds_a_page_names_are_found_in_order(head: str, urls: list[str]) -> None:
    assert named(head) == urls


def test_each_candidate_says_why() -> None:
    (found,) = feeds_named(
        '<link rel="alternate" type="application/rss+xml" title="A &amp; B" href="/f">', PAGE
    )
    assert (found.title, found.how) == ("A & B", "the page names it as its feed (application/rss+xml)")


def test_the_usual_places_start_with_those_of_the_section() -> None:
    places = [c.url for c in common_places(PAGE)]
    assert places[:3] == [
        "https://news.example.org/world/feed/",
        "https://news.example.org/world/rss",
        "https://news.example.org/feeds/world.rss",
    ]
    assert "https://news.example.org/feeds/feed.rss" in places
    assert {urlsplit(p).hostname for p in places} == {"news.example.org"}


def test_a_page_number_takes_its_place_in_the_address() -> None:
    assert page_address("https://a.example/f", 1) == "https://a.example/f"
    assert page_address("https://a.example/f", 2) == "https://a.example/f?page=2"
    assert page_address("https://a.example/f?x=1&page=7&y=", 3) == "https://a.example/f?x=1&y=&page=3"
