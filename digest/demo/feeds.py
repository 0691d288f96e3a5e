"""The invented newsroom's feeds: RSS 2.0 by section, Atom, RSS 1.0 (RDF) and JSON Feed 1.1.

XML is written by ElementTree, so everything is escaped once; what is escaped
twice is so on purpose.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from xml.etree import ElementTree as ET

from digest.demo.articles import NAME, PICTURE_SIZE, REGIONS, SITE, Piece, newest
from digest.demo.fragments import content_of, description_of, title_of

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"
LANGUAGE = "en-US"
PREFIXES = {"content": CONTENT, "dc": DC, "media": MEDIA, "rdf": RDF}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its file under feeds/, its title, and which articles stand in it."""

    file: str
    title: str
    holds: Callable[[Piece], bool]
    write: Callable[["Feed", tuple[Piece, ...]], bytes]


def feeds_of(shown: Iterable[Piece]) -> dict[str, bytes]:
    """The bytes of every feed by file name, for the articles shown, newest first."""
    for prefix, address in PREFIXES.items():
        ET.register_namespace(prefix, address)
    told = tuple(shown)
    chosen = ((feed, tuple(p for p in told if feed.holds(p))) for feed in FEEDS)
    return {feed.file: feed.write(feed, held) for feed, held in chosen if held}


def _rss(feed: Feed, held: tuple[Piece, ...]) -> bytes:
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", f"{SITE}/")
    _add(channel, "description", "A weekly of the world and how it works")
    _add(channel, "language", LANGUAGE)
    _add(channel, "managingEditor", f"desk@{SITE.removeprefix('https://')} (The desk)")
    _add(channel, "lastBuildDate", format_datetime(newest(held), usegmt=True))
    for piece in held:
        _rss_item(ET.SubElement(channel, "item"), piece)
    return _bytes(root)


def _rss_item(item: ET.Element, piece: Piece) -> None:
    _add(item, "title", title_of(piece))
    _add(item, "link", piece.path if piece.section == "asia-pacific" else piece.url)
    _add(item, "guid", piece.guid).set("isPermaLink", "false")
    if piece.quirk != "undated":
        _add(item, "pubDate", format_datetime(piece.published, usegmt=True))
    for author in piece.authors:
        _add(item, f"{{{DC}}}creator", author)
    for category in piece.categories:
        _add(item, "category", category)
    _text(item, "description", description_of(piece))
    _text(item, f"{{{CONTENT}}}encoded", content_of(piece))
    _media(item, piece)


def _rdf(feed: Feed, held: tuple[Piece, ...]) -> bytes:
    ET.register_namespace("", RSS1)
    root = ET.Element(f"{{{RDF}}}RDF")
    channel = ET.SubElement(root, f"{{{RSS1}}}channel", {f"{{{RDF}}}about": f"{SITE}/feeds/{feed.file}"})
    _add(channel, f"{{{RSS1}}}title", feed.title)
    _add(channel, f"{{{RSS1}}}link", f"{SITE}/")
    _add(channel, f"{{{RSS1}}}description", "Institutions without a region")
    _add(channel, f"{{{DC}}}language", LANGUAGE)
    order = ET.SubElement(ET.SubElement(channel, f"{{{RSS1}}}items"), f"{{{RDF}}}Seq")
    for piece in held:
        ET.SubElement(order, f"{{{RDF}}}li", {f"{{{RDF}}}resource": piece.guid})
        _rdf_item(ET.SubElement(root, f"{{{RSS1}}}item", {f"{{{RDF}}}about": piece.guid}), piece)
    return _bytes(root)


def _rdf_item(item: ET.Element, piece: Piece) -> None:
    _add(item, f"{{{RSS1}}}title", title_of(piece))
    _add(item, f"{{{RSS1}}}link", piece.url)
    _text(item, f"{{{RSS1}}}description", description_of(piece))
    _add(item, f"{{{DC}}}date", _iso(piece.published))
    for author in piece.authors:
        _add(item, f"{{{DC}}}creator", author)
    for category in piece.categories:
        _add(item, f"{{{DC}}}subject", category)
    _text(item, f"{{{CONTENT}}}encoded", content_of(piece))
    _media(item, piece)


def _atom(feed: Feed, held: tuple[Piece, ...]) -> bytes:
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": LANGUAGE})
    _add(root, f"{{{ATOM}}}id", f"{SITE}/feeds/{feed.file}")
    _add(root, f"{{{ATOM}}}title", feed.title)
    _add(root, f"{{{ATOM}}}updated", _iso(newest(held)))
    ET.SubElement(root, f"{{{ATOM}}}link", rel="self", href=f"{SITE}/feeds/{feed.file}")
    for piece in held:
        _atom_entry(ET.SubElement(root, f"{{{ATOM}}}entry"), piece)
    return _bytes(root)


def _atom_entry(entry: ET.Element, piece: Piece) -> None:
    _add(entry, f"{{{ATOM}}}id", piece.guid)
    _add(entry, f"{{{ATOM}}}title", title_of(piece)).set("type", "text")
    ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=piece.url)
    _add(entry, f"{{{ATOM}}}published", _iso(piece.published))
    _add(entry, f"{{{ATOM}}}updated", _iso(piece.appeared))
    for author in piece.authors:
        _add(ET.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", author)
    for category in piece.categories:
        ET.SubElement(entry, f"{{{ATOM}}}category", term=category)
    _text(entry, f"{{{ATOM}}}summary", piece.dek)
    _add(entry, f"{{{ATOM}}}content", content_of(piece)).set("type", "html")
    _media(entry, piece)


def _json(feed: Feed, held: tuple[Piece, ...]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feeds/{feed.file}",
        "language": LANGUAGE,
        "items": [_json_item(piece) for piece in held],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(piece: Piece) -> dict[str, object]:
    item: dict[str, object] = {
        "id": piece.guid,
        "url": piece.url,
        "title": title_of(piece),
        "summary": piece.dek,
        "content_html": content_of(piece),
        "date_published": _iso(piece.published),
        "authors": [{"name": author} for author in piece.authors],
        "tags": list(piece.categories),
    }
    return item | ({"image": piece.picture.url} if piece.picture else {})


def _media(item: ET.Element, piece: Piece) -> None:
    """Media RSS: the picture with its alt (title), caption (description) and credit."""
    if piece.picture is None:
        return
    width, height = PICTURE_SIZE
    named = {"medium": "image", "type": "image/jpeg", "width": str(width), "height": str(height)}
    content = ET.SubElement(item, f"{{{MEDIA}}}content", {"url": piece.picture.url, **named})
    _add(content, f"{{{MEDIA}}}title", piece.picture.alt)
    _add(content, f"{{{MEDIA}}}description", piece.caption)
    _add(content, f"{{{MEDIA}}}credit", piece.picture.credit).set("role", "illustrator")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = text
    return element


def _text(parent: ET.Element, name: str, text: str) -> None:
    """Added only when there is any."""
    if text:
        _add(parent, name, text)


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _in_section(section: str, piece: Piece) -> bool:
    return section in (piece.section, *piece.also)


SECTION_FEEDS = tuple(
    Feed(f"{key}.xml", f"{NAME}: {title}", partial(_in_section, key), _rss) for key, title in REGIONS.items()
)
FEEDS = (
    *SECTION_FEEDS,
    Feed("main.xml", NAME, lambda piece: piece.front or piece.section == "dispatches", _rss),
    Feed("institutions.rdf", f"{NAME}: Institutions", lambda piece: piece.section == "global", _rdf),
    Feed("blog.atom", f"{NAME}: The Notebook", lambda piece: piece.section == "blog", _atom),
    Feed(
        "series.json", f"{NAME}: Series", lambda piece: piece.section in ("slow-boat", "letter-from"), _json
    ),
)
