"""From a site's address to its feeds.

Sites name their feeds in the head of a page (rel="alternate", HTML Living
Standard 4.6.7.1; jsonfeed.org and the RSS board's autodiscovery pages use the
same). Where none is named, the places the common systems use are tried.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from digest.sourcing.images import absolute
from digest.sourcing.text import plain

MOST_CHARACTERS = 500_000  # of a page; feeds are named in its head
MOST_FOUND = 12

_FEED_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "feed+json")
_MAYBE_TYPES = ("text/xml", "application/xml", "application/json")
_TAG = re.compile(r"<(link|a|base)\s([^<>]{1,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]{1,30})\s?=\s?(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_FEED_PATH = re.compile(
    r"(?:/feeds?(?:/|$)|/rss(?:/|$|\.)|\.rss$|\.atom$|/atom(?:/|$|\.)|/index\.xml$|/feed\.(?:xml|json)$)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?\b|kommentare|commentaires|comentarios", re.IGNORECASE)

_AT_THE_ROOT = (
    "/feed/",
    "/rss",
    "/feed.xml",
    "/rss.xml",
    "/index.xml",
    "/atom.xml",
    "/feeds/feed.rss",
    "/feed.json",
)
"""WordPress; Ghost and others; generators of static sites; RebelMouse; JSON Feed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed. ``how`` says in words why it is thought so."""

    url: str
    title: str
    how: str


def feeds_named(page: str, url: str) -> tuple[Candidate, ...]:
    """The feeds a page names, in its order; those of comments last."""
    base = url
    found: dict[str, Candidate] = {}
    for tag in _TAG.finditer(page[:MOST_CHARACTERS]):
        said = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(tag[2])}
        if tag[1].lower() == "base":
            base = absolute(said.get("href", ""), url) or base
        elif (address := absolute(said.get("href", ""), base)) and (
            how := _why(tag[1].lower(), said, address)
        ):
            found.setdefault(address, Candidate(address, plain(said.get("title", ""))[:100], how))
    ordered = sorted(found.values(), key=lambda c: (c.how.startswith("a link"), _is_of_comments(c)))
    return tuple(ordered[:MOST_FOUND])


def common_places(url: str) -> Iterator[Candidate]:
    """Where feeds of this page's section and of its site usually are, the section first."""
    path = urlsplit(url).path.rstrip("/")
    if path:
        yield Candidate(urljoin(url, f"{path}/feed/"), "", "the usual place of WordPress, for this section")
        yield Candidate(urljoin(url, f"{path}/rss"), "", "the usual place of Ghost, for this section")
        yield Candidate(
            urljoin(url, f"/feeds{path}.rss"), "", "the usual place of RebelMouse, for this section"
        )
    for place in _AT_THE_ROOT:
        yield Candidate(urljoin(url, place), "", f"the usual place {place}")


def _why(tag: str, said: dict[str, str], address: str) -> str:
    kind = said.get("type", "").lower().partition(";")[0].strip()
    relations = said.get("rel", "").lower().split()
    is_feed = kind.endswith(_FEED_TYPES) or (
        kind in _MAYBE_TYPES and _FEED_PATH.search(urlsplit(address).path)
    )
    if tag == "link" and is_feed and "alternate" in relations and "stylesheet" not in relations:
        return f"the page names it as its feed ({kind})"
    if tag == "link" and "feed" in relations:
        return "the page names it as its feed"
    if tag == "a" and _FEED_PATH.search(urlsplit(address).path):
        return "a link on the page"
    return ""


def _is_of_comments(candidate: Candidate) -> bool:
    return bool(_COMMENTS.search(candidate.title) or _COMMENTS.search(urlsplit(candidate.url).path))
