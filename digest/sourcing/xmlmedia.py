"""Pictures and films of an XML entry: Media RSS, enclosures, podcast covers.

Media RSS (rssboard.org/media-rss, "Optional Elements") lets credit, title and
description stand inside media:content, inside media:group or in the item; the
innermost one counts.
"""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from digest.sourcing.entry import Media, Role
from digest.sourcing.markup import pixels
from digest.sourcing.text import plain

Namer = Callable[[Element], str]


def media_of(item: Element, name: Namer) -> tuple[Media, ...]:
    """All media in order of appearance, raw."""
    return tuple(_media(item, name, _words(item, name, {})))


def _media(holder: Element, name: Namer, words: dict[str, str]) -> Iterator[Media]:
    for element in holder:
        called = name(element)
        if called == "media:group":
            yield from _media(element, name, _words(element, name, words))
        elif called == "media:content":
            inner = _words(element, name, words)
            yield from _one(element, "picture", inner, element.get("url") or "")
            yield from _media(element, name, inner)
        elif called == "media:thumbnail":
            yield from _one(
                element, "thumbnail", _of_picture(words), element.get("url") or (element.text or "")
            )
        elif called == "enclosure" or (called == "link" and element.get("rel") == "enclosure"):
            yield from _one(element, "attachment", words, element.get("url") or element.get("href") or "")
        elif called == "itunes:image":
            yield from _one(element, "cover", words, element.get("href") or (element.text or ""))
        elif called == "image":
            yield from _one(element, "cover", words, _image_url(element, name))


def _one(element: Element, role: Role, words: dict[str, str], address: str) -> Iterator[Media]:
    if address.strip():
        yield Media(
            address=address.strip(),
            role=role,
            type=element.get("type") or element.get("medium") or "",
            width=pixels(element.get("width", "")),
            height=pixels(element.get("height", "")),
            title=words.get("title", ""),
            caption=words.get("caption", ""),
            credit=words.get("credit", ""),
        )


def _words(holder: Element, name: Namer, outer: dict[str, str]) -> dict[str, str]:
    """Credit, title and caption that stand directly in ``holder``, over those around it."""
    words = dict(outer)
    roles = {"media:credit": "credit", "media:title": "title", "media:description": "caption"}
    for element in holder:
        called = roles.get(name(element), "")
        text = plain("".join(element.itertext())) if called else ""
        if text:
            words[called] = text
    return words


def _of_picture(words: dict[str, str]) -> dict[str, str]:
    """What stands around a thumbnail describes the film or text it stands for, but for the credit."""
    return {"credit": words["credit"]} if "credit" in words else {}


def _image_url(element: Element, name: Namer) -> str:
    inner = (child.text or "" for child in element if name(child) == "url")
    return next(filter(None, inner), "") or element.get("url") or element.get("href") or (element.text or "")
