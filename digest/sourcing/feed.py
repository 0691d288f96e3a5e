"""Bytes to articles: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

Nothing here opens a file or a connection, whatever the feed asks for. A
well-formed feed takes the strict reader (expat, with limits), and so does one
that can be mended without loss; what that refuses goes to feedparser, which forgives nearly everything but costs thirty
times as much, so only up to a size.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from digest.errors import SourceError
from digest.sourcing.articles import Reading, reading_of
from digest.sourcing.characters import text_of
from digest.sourcing.entry import Channel
from digest.sourcing.identity import is_web_address
from digest.sourcing.jsonfeed import read_json_feed
from digest.sourcing.mending import mended
from digest.sourcing.xmlfeed import NotWellFormedError, read_xml_feed

__all__ = ["Reading", "read_feed"]

SUMMARY_CHARACTERS = 300
LENIENT_CHARACTERS = 3_000_000
LENIENT_TAGS = 40_000
LENIENT_ENTITIES = 300_000
"""What feedparser's forgiving reader gets through in about two seconds."""

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:[a-z0-9]{1,12}:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)


def read_feed(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str] | None = None,
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
) -> Reading:
    """The articles of a feed, in its order.

    ``url`` is where it came from: relative links start there. Without a web
    address they start from the feed's own. ``headers`` are those of the HTTP
    answer. With ``now`` (aware), articles dated in the future are told of.

    Raises SourceError, and nothing else whatever the bytes: empty, a web page,
    binary, an entity declaration, or no feed; the text says what it looks like.
    """
    names = {name.lower(): value for name, value in (headers or {}).items()}
    text = text_of(body, names)
    base = url if is_web_address(url) else ""
    channel = read_json_feed(text, base) if text.startswith(("{", "[")) else _read_xml(text, base)
    return reading_of(channel, base or channel.link, summary_characters=summary_characters, now=now)


def _read_xml(text: str, base: str) -> Channel:
    if _ENTITY.search(text):
        raise SourceError(
            "the feed declares XML entities, which can hide an attack; ask the publisher for a plain feed"
        )
    try:
        return read_xml_feed(text, base)
    except NotWellFormedError as error:
        why = str(error)
    is_small = len(text) <= LENIENT_CHARACTERS and text.count("&") <= LENIENT_ENTITIES
    better = mended(text) if is_small else text
    if better != text:
        with suppress(NotWellFormedError):
            return replace(read_xml_feed(better, base), damage=why)
    return _read_leniently(text, base, why)


def _read_leniently(text: str, base: str, why: str) -> Channel:
    from digest.sourcing.lenient import read_lenient_feed  # 0.1 s to load, rarely needed

    start = text[:2000]
    if not _FEED.search(text[:20_000]):
        looks = (
            "a web page" if _PAGE.search(start) else "plain text" if "<" not in start else "something else"
        )
        raise SourceError(f"this is {looks}, not a feed; give the address of an RSS, Atom or JSON feed")
    is_large = len(text) > LENIENT_CHARACTERS
    if is_large or text.count("<") > LENIENT_TAGS or text.count("&") > LENIENT_ENTITIES:
        raise SourceError(
            f"the feed is not well-formed XML ({why}) and too large to be mended; tell the publisher"
        )
    return replace(read_lenient_feed(text, base), damage=why)
