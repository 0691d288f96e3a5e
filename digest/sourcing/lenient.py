"""The forgiving reader: feeds that are not well-formed XML, by feedparser.

feedparser opens what it is given as an address or a file name, so it only
ever gets a stream of bytes. Its own cleaning of HTML is off: every text is
cleaned here anyway.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import feedparser

from digest.errors import SourceError
from digest.sourcing.entry import MOST_ENTRIES, Channel, Entry, Markup, Media, Role
from digest.sourcing.identity import is_web_address
from digest.sourcing.markup import pixels
from digest.sourcing.text import plain
from digest.sourcing.xmlfeed import tag

_BREAKS = (
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    AssertionError,
    RecursionError,
    OverflowError,
)
"""What feedparser is known to let through on damaged input."""


def read_lenient_feed(text: str, base: str) -> Channel:
    """A raw feed from whatever can be made out. Raises SourceError when nothing can."""
    headers = {"content-type": "application/xml; charset=utf-8"} | (
        {"content-location": base} if base else {}
    )
    try:
        parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "ignore")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        return _channel(parsed, base)
    except _BREAKS as error:
        raise SourceError(
            f"the feed is too damaged to be read ({type(error).__name__}); tell the publisher"
        ) from error


def _channel(parsed: Any, base: str) -> Channel:
    feed = parsed.feed
    if not parsed.entries and not feed.get("title") and not parsed.version:
        raise SourceError(
            "this is not a feed, or too damaged to be read; give the address of an RSS, Atom or JSON feed"
        )
    link = _text(feed, "link")
    base = base or (link if is_web_address(link) else "")
    is_atom = str(parsed.version).startswith("atom")
    return Channel(
        title=Markup(_text(feed, "title")),
        link=link if is_web_address(link) else "",
        language=tag(_text(feed, "language")),
        authors=_names(feed.get("authors", ())) if is_atom else (),
        entries=tuple(_entry(entry, base) for entry in parsed.entries[:MOST_ENTRIES]),
        count=len(parsed.entries),
    )


def _entry(entry: Any, base: str) -> Entry:
    content = next((c for c in entry.get("content", ()) if c.get("value")), None)
    detail = entry.get("summary_detail") or {}
    base = _text(detail, "base") or _text(content or {}, "base") or base
    guid = _text(entry, "id")
    return Entry(
        guid=guid,
        guid_is_link=is_web_address(guid),
        link=_text(entry, "link"),
        title=Markup(_text(entry, "title")),
        description=Markup(_text(entry, "summary"), base=base),
        content=Markup(_text(content, "value") if content else "", base=base),
        authors=_names(entry.get("authors", ())) or tuple(filter(None, [_text(entry, "author")])),
        categories=tuple(_text(t, "term") or _text(t, "label") for t in entry.get("tags", ())),
        dates=tuple(filter(None, (_text(entry, key) for key in ("published", "created", "updated")))),
        media=tuple(_media(entry)),
        base=base,
    )


def _media(entry: Any) -> Iterable[Media]:
    credit = " / ".join(plain(_text(c, "content")) for c in entry.get("media_credit", ()) if c.get("content"))
    for said in entry.get("media_content", ()):
        yield from _one(said, "picture", "url", credit)
    for said in entry.get("enclosures", ()):
        yield from _one(said, "attachment", "href", credit)
    for said in entry.get("media_thumbnail", ()):
        yield from _one(said, "thumbnail", "url", credit)
    if entry.get("image"):
        yield from _one(entry["image"], "cover", "href", credit)


def _one(said: Any, role: Role, key: str, credit: str) -> Iterable[Media]:
    if isinstance(said, Mapping) and _text(said, key):
        kind = _text(said, "type") or _text(said, "medium")
        width, height = pixels(_text(said, "width")), pixels(_text(said, "height"))
        yield Media(_text(said, key), role, kind, width, height, credit=credit)


def _names(people: Any) -> tuple[str, ...]:
    return tuple(filter(None, (_text(person, "name") for person in people)))


def _text(holder: Any, key: str) -> str:
    value = holder.get(key, "") if key in holder else ""  # feedparser warns of "updated" otherwise
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
