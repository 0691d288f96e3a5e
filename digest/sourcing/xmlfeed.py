"""The strict reader: well-formed RSS, RDF and Atom, by expat.

Names are shortened first: RSS and Atom alike become bare names ("title"),
modules get their usual prefix ("dc:creator", "media:content"), whatever
prefix the feed chose. Depth and number of elements are bounded, so that a
small hostile file cannot become a large tree.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, XMLPullParser, tostring

from digest.errors import SourceError
from digest.sourcing.entry import MOST_ENTRIES, Channel, Entry, Markup
from digest.sourcing.identity import is_web_address
from digest.sourcing.xmlmedia import media_of
from digest.sourcing.xmlnames import local_name, short_name

MOST_ELEMENTS = 150_000  # an element of a tree costs about 200 bytes: 30 MB
MOST_DEPTH = 200
_CHUNK = 65_536

_LINE_OVER = "kicker overline eyebrow surtitle topline dachzeile"
_KICKERS = tuple(f"{space}{name}" for name in _LINE_OVER.split() for space in ("", "?:"))
_PROXY = re.compile(
    r"https?://(?:feedproxy\.google\.com|feeds\.feedburner\.com|[\w.-]{1,80}\.feedsportal\.com)/",
    re.IGNORECASE,
)
"""Addresses that only count clicks; where they lead stands beside them."""
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ROOTS = ("rss", "rdf:rdf", "feed", "channel")
_DATE_NAMES = (
    "pubdate published issued dc:date dcterms:issued dcterms:date dcterms:created created updated modified "
    "dcterms:modified lastbuilddate"
)
_DATES = tuple(_DATE_NAMES.split())


class NotWellFormedError(Exception):
    """Not XML as the standard has it; the lenient reader may still make something of it."""


class Part:
    """An element with its children by short name, and where its relative addresses start."""

    def __init__(self, element: Element, base: str) -> None:
        self.element = element
        self.base = urljoin_safely(base, element.get(_BASE, ""))
        self.children: dict[str, list[Element]] = {}
        for child in element:
            self.children.setdefault(short_name(child), []).append(child)

    def text(self, *names: str) -> str:
        """The text of the first of these that has any."""
        texts = (said(child) for name in names for child in self.children.get(name, ()))
        return next(filter(None, texts), "")

    def texts(self, *names: str) -> tuple[str, ...]:
        return tuple(filter(None, (said(child) for name in names for child in self.children.get(name, ()))))

    def markup(self, *names: str) -> Markup:
        marked = (_markup(child, self.base) for name in names for child in self.children.get(name, ()))
        return next((m for m in marked if m.text.strip()), Markup(base=self.base))

    def all(self, *names: str) -> Iterator[Element]:
        for name in names:
            yield from self.children.get(name, ())


def read_xml_feed(text: str, base: str) -> Channel:
    """A raw feed. ``base`` is the address it came from, or "".

    Raises NotWellFormedError, or SourceError when it is XML but no feed, too deep
    or too large.
    """
    root = _tree(text)
    name = short_name(root)
    if name not in _ROOTS:
        _refuse(name)
    whole = Part(root, base)
    head = Part(next(whole.all("channel"), root), whole.base)
    link = _channel_link(head)
    if not base and is_web_address(link):
        whole, head = Part(root, link), Part(head.element, link)
    language = root.get(_LANG) or head.text("language", "dc:language")
    items = [*head.all("item", "entry"), *([] if head.element is root else whole.all("item", "entry"))]
    return Channel(
        title=head.markup("title", "dc:title"),
        link=link,
        language=tag(language),
        authors=_people(head, "author") if name == "feed" else (),
        entries=tuple(_entry(Part(item, head.base)) for item in items[:MOST_ENTRIES]),
        count=len(items),
    )


def _tree(text: str) -> Element:
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    root: Element | None = None
    count = depth = 0
    try:
        for at in range(0, len(text), _CHUNK):
            parser.feed(text[at : at + _CHUNK])
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                count += event == "start"
                if depth > MOST_DEPTH or count > MOST_ELEMENTS:
                    raise SourceError(
                        f"the feed nests or repeats elements beyond reason ({count} so far); it is refused"
                    )
        parser.close()
    except (ParseError, ValueError) as error:
        raise NotWellFormedError(str(error)) from error
    if root is None:
        raise NotWellFormedError("no element")
    return root


def _refuse(name: str) -> NoReturn:
    looks = "a web page" if name.rsplit(":", 1)[-1] == "html" else f"XML of another kind (<{name[:40]}>)"
    raise SourceError(f"this is {looks}, not a feed; give the address of an RSS, Atom or JSON feed")


def _entry(item: Part) -> Entry:
    guid, is_link = _guid(item)
    return Entry(
        guid=guid,
        guid_is_link=is_link,
        link=_link(item),
        title=item.markup("title", "dc:title", "media:title", "itunes:title"),
        description=_description(item),
        content=item.markup("content:encoded", "content", "xhtml:body", "body", "fullitem"),
        authors=item.texts("dc:creator")
        or _people(item, "author")
        or item.texts("itunes:author")
        or _source_people(item),
        categories=_categories(item),
        dates=item.texts(*_DATES),
        media=media_of(item.element, short_name),
        kicker=item.text(*_KICKERS),
        kinds=item.texts("dc:type", "prism:genre", "prism:contenttype", "articletype"),
        language=tag(item.element.get(_LANG) or item.text("dc:language", "language")),
        base=item.base,
    )


def _description(item: Part) -> Markup:
    found = item.markup(
        "description", "summary", "dc:description", "itunes:summary", "itunes:subtitle", "media:description"
    )
    groups = (Part(group, item.base).markup("media:description") for group in item.all("media:group"))
    return found if found.text.strip() else next((m for m in groups if m.text.strip()), found)


def _guid(item: Part) -> tuple[str, bool]:
    """RSS: a guid is a permalink unless it says otherwise. Atom ids and rdf:about are not."""
    for element in item.all("guid"):
        if text := said(element):
            is_link = (
                element.get("isPermaLink", element.get("ispermalink", "true")).strip().lower() != "false"
            )
            return text, is_link and is_web_address(text)
    about = item.element.get(_ABOUT, "").strip()
    text = item.text("id", "dc:identifier") or about
    return text, bool(about) and text == about


def _link(item: Part) -> str:
    """RSS link text first, then Atom's alternate link, an HTML one before others."""
    texts = [said(element) for element in item.all("link")]
    if not any(texts) or _PROXY.match(texts[0]):
        texts.insert(0, item.text("feedburner:origlink"))
    alternates = [
        e for e in item.all("link") if e.get("href") and e.get("rel", "alternate").lower() == "alternate"
    ]
    alternates.sort(key=lambda e: "html" not in e.get("type", "html").lower())
    hrefs = (urljoin_safely(Part(e, item.base).base, e.get("href", "").strip()) for e in alternates)
    return next(filter(None, (*texts, *hrefs)), "")


def _channel_link(head: Part) -> str:
    """The site's own address; "" when it is not absolute."""
    own = [e.get("href", "") for e in head.all("link") if e.get("rel", "").lower() == "self"]
    return next(filter(is_web_address, (_link(head), *own, head.element.get(_ABOUT, ""))), "")


def _people(part: Part, name: str) -> tuple[str, ...]:
    """Names of Atom persons, texts of RSS authors; an address alone is judged later."""
    found = []
    for element in part.all(name):
        names = [said(child) for child in element if short_name(child) == "name"]
        found.extend(names if len(element) else [said(element)])
    return tuple(filter(None, found))


def _source_people(item: Part) -> tuple[str, ...]:
    """Atom: an entry taken from elsewhere has the authors of its source (RFC 4287, 4.2.11)."""
    return tuple(name for source in item.all("source") for name in _people(Part(source, item.base), "author"))


def _categories(item: Part) -> tuple[str, ...]:
    terms = []
    for element in item.all("category", "dc:subject"):
        label = element.get("term") or element.get("label") or said(element)
        terms.append(element.get("label") or label if "://" in label else label)
    for keywords in item.texts("media:keywords", "itunes:keywords"):
        terms.extend(keywords.split(","))
    return tuple(filter(None, map(str.strip, terms)))


def _markup(element: Element, base: str) -> Markup:
    base = urljoin_safely(base, element.get(_BASE, ""))
    if element.get("mode") == "base64" or element.get("type", "").lower() in (
        "application/octet-stream",
        "base64",
    ):
        return Markup(_from_base64(said(element)), base=base)
    if len(element):
        return Markup(inner_html(element), base=base)
    return Markup(element.text or "", element.get("type", "html").lower() not in ("text", "text/plain"), base)


def inner_html(element: Element) -> str:
    """What stands inside, as HTML, with the namespaces of its tags forgotten."""
    for child in element.iter():
        child.tag = local_name(child)
        for name in [n for n in child.attrib if "}" in n]:
            child.attrib[name.rsplit("}", 1)[1]] = child.attrib.pop(name)
    whole = tostring(element, encoding="unicode", method="html")
    return whole[whole.index(">") + 1 :]


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def said(element: Element) -> str:
    """All text inside, stripped."""
    return (element.text or "").strip() if not len(element) else "".join(element.itertext()).strip()


def tag(language: str) -> str:
    """A language tag such as "en-GB", or ""."""
    text = language.strip().replace("_", "-")
    return (
        text if text and len(text) <= 20 and all(p.isascii() and p.isalnum() for p in text.split("-")) else ""
    )


def urljoin_safely(base: str, address: str) -> str:
    """``urljoin`` that takes an unreadable address as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
