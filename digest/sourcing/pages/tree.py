"""Bytes of a web page to a tree of elements, and what its elements say.

libxml2 parses, with its limits on (a depth of 256); it loads nothing. What
takes it quadratic time, thousands of attributes in one tag, is taken out
before.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from digest.errors import SourceError
from digest.sourcing.characters import text_of
from digest.sourcing.identity import is_web_address

Element: TypeAlias = Any
"""An element of lxml, which ships no type information."""

READ_CHARACTERS = 6_000_000
"""Of a page; the longest real ones have 1.5 million."""
MOST_ELEMENTS = 60_000  # real pages have 500 to 10,000
MOST_TEXT = 6_000
MOST_WITHIN = 1_500  # elements heard for one text
MOST_ATTRIBUTES = 400

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote section article header footer aside "
    "main nav table tr td th figure figcaption hr pre address form fieldset br"
)
_SILENT_NAMES = (
    "script style noscript template svg math iframe object video audio select button textarea canvas head"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z](?:[^=>]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?)*+>?")
_ATTRIBUTE = re.compile(r"[^\s=/>]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:[a-z0-9]{1,12}:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
_CASES = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Tree:
    """A parsed page. ``url`` is where it came from, ``base`` where its relative addresses start."""

    root: Element
    url: str

    @cached_property
    def base(self) -> str:
        found = self.root.find(".//base[@href]")
        href = (found.get("href") or "") if found is not None else ""
        try:
            joined = urljoin(self.url, href.strip())
        except ValueError:
            return self.url
        return joined if is_web_address(joined) else self.url

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """In document order, at most MOST_ELEMENTS."""
        walk = self.root.iter(etree.Element)
        return tuple(element for element, _ in zip(walk, range(MOST_ELEMENTS), strict=False))

    @cached_property
    def places(self) -> Mapping[Element, int]:
        """Where each element stands in document order."""
        return {element: place for place, element in enumerate(self.elements)}

    @cached_property
    def language(self) -> str:
        return (self.root.get("lang") or self.root.get("xml:lang") or "").strip()[:20]


def grow(body: bytes, url: str, headers: Mapping[str, str] | None = None) -> Tree:
    """Parse a page. Raises SourceError: empty, binary, or no HTML at all."""
    text = _text(body, {name.lower(): value for name, value in (headers or {}).items()})[:READ_CHARACTERS]
    feed, page = _FEED.search(text[:4096]), _PAGE.search(text)
    if feed and (page is None or feed.start() < page.start()):
        raise SourceError("this is a feed, not a web page; read it as a feed")
    if page is None:
        raise SourceError("this is no web page; give the address of an article")
    text = _TAG.sub(_sane_tag, text)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.LxmlError as error:
        raise SourceError("the page cannot be read as HTML; look at it in a browser") from error
    if root is None:
        raise SourceError("the page holds nothing; look at it in a browser")
    return Tree(root, url)


def looks_like_page(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether these bytes are HTML rather than a feed, by what stands first in them."""
    start = body[:4096].replace(b"\x00", b"").decode("latin-1").lower()
    feed, page = _FEED.search(start), _PAGE.search(start)
    if feed or start.lstrip("\ufeffï»¿ \t\r\n")[:1] in ("{", "["):
        return bool(page and feed and page.start() < feed.start())
    kinds = {name.lower(): value.lower() for name, value in headers.items()}
    return bool(page) or "html" in kinds.get("content-type", "")


def said(element: Element, most: int = MOST_TEXT) -> str:
    """What a reader sees of an element, in one line, of at most ``most`` characters."""
    pieces: list[str] = []
    _say(element, pieces, _Room(most))
    return " ".join("".join(pieces).split())[:most]


def names(element: Element) -> str:
    """What its makers call an element: class, id and the like, in words of lower case."""
    get = element.get
    called = [get("class"), get("id"), get("itemprop"), get("data-testid"), get("data-component")]
    together = " ".join(filter(None, called))
    return _CASES.sub("-", together[:400]).lower().replace("_", "-") if together else ""


def around(element: Element, most: int = 40) -> Iterator[Element]:
    """The elements it stands in, nearest first."""
    for count, outer in enumerate(element.iterancestors()):
        if count >= most:
            return
        yield outer


@dataclass(slots=True)
class _Room:
    """How much more is listened to: an element of a hundred thousand others says nothing worth it."""

    characters: int
    elements: int = MOST_WITHIN


def _say(element: Element, pieces: list[str], room: _Room) -> None:
    tag = element.tag
    room.elements -= 1
    if not isinstance(tag, str) or tag in _SILENT or room.characters < 0 or room.elements < 0:
        return
    space = [" "] if tag in BLOCKS else []
    pieces += space
    _add(element.text, pieces, room)
    for child in element:
        _say(child, pieces, room)
        _add(child.tail, pieces, room)
        if room.characters < 0 or room.elements < 0:
            break
    pieces += space


def _add(text: str | None, pieces: list[str], room: _Room) -> None:
    if text:
        room.characters -= len(text)
        pieces.append(text)


def _text(body: bytes, headers: Mapping[str, str]) -> str:
    declared = _CHARSET.search(body[:4096])
    if declared and "charset" not in headers.get("content-type", "").lower():
        headers = {**headers, "content-type": f"text/html; charset={declared[1].decode('ascii')}"}
    try:
        return text_of(body, headers)
    except SourceError as error:
        what, is_binary, _ = str(error).partition(", not a feed")
        raise SourceError(
            f"{what}, not a web page; give the address of an article" if is_binary else what
        ) from error


def _sane_tag(found: re.Match[str]) -> str:
    """The tag as it is; a monster of thousands of attributes goes."""
    tag = found[0]
    is_monster = len(tag) > 4 * MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(tag)) > MOST_ATTRIBUTES
    return " " if is_monster else tag
