"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), with what real ones get wrong forgiven.

An item without an id, an id that is a number, ``author`` next to ``authors``,
dates of any shape: read. A field of the wrong type counts as missing.
"""

import json
from typing import Any

from digest.errors import SourceError
from digest.sourcing.entry import MOST_ENTRIES, Channel, Entry, Markup, Media
from digest.sourcing.identity import is_web_address
from digest.sourcing.xmlfeed import tag

_TOO_DEEP = "the JSON nests too deeply; it is refused"
_DIGITS = 40  # Python's int() takes quadratic time over digits; no id is longer


def read_json_feed(text: str, base: str) -> Channel:
    """A raw feed. ``base`` is the address it came from, or "".

    Raises SourceError: not valid JSON, or JSON of another kind.
    """
    try:
        document = json.loads(text, parse_int=_number)
    except RecursionError:
        raise SourceError(_TOO_DEEP) from None
    except ValueError as error:
        raise SourceError(f"this looks like JSON but is not valid ({error}); tell the publisher") from error
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise SourceError(
            'this is JSON, but no JSON Feed (it has no list "items"); give the address of a feed'
        )
    link = _text(document, "home_page_url")
    base = base or next(filter(is_web_address, (_text(document, "feed_url"), link)), "")
    items = [item for item in document["items"] if isinstance(item, dict)]
    return Channel(
        title=Markup(_text(document, "title"), is_html=False),
        link=link if is_web_address(link) else "",
        language=tag(_text(document, "language")),
        authors=_authors(document),
        entries=tuple(_entry(item, base) for item in items[:MOST_ENTRIES]),
        count=len(items),
    )


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _entry(item: dict[str, Any], base: str) -> Entry:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    return Entry(
        guid=_text(item, "id"),
        guid_is_link=is_web_address(_text(item, "id")),
        link=_text(item, "url") or _text(item, "external_url"),
        title=Markup(_text(item, "title"), is_html=False),
        description=Markup(_text(item, "summary"), is_html=False, base=base),
        content=Markup(html or text.replace("\n\n", "<br><br>"), is_html=bool(html), base=base),
        authors=_authors(item),
        categories=_texts(item, "tags"),
        dates=tuple(filter(None, (_text(item, "date_published"), _text(item, "date_modified")))),
        media=_media(item),
        kicker=_text(item, "kicker") or _text(item, "_kicker"),
        language=tag(_text(item, "language")),
        base=base,
    )


def _media(item: dict[str, Any]) -> tuple[Media, ...]:
    pictures = [
        Media(_text(item, key), "picture", "image") for key in ("image", "banner_image") if _text(item, key)
    ]
    attachments = item.get("attachments")
    for attached in attachments if isinstance(attachments, list) else ():
        if isinstance(attached, dict) and _text(attached, "url"):
            kind, title = _text(attached, "mime_type"), _text(attached, "title")
            pictures.append(Media(_text(attached, "url"), "attachment", kind, title=title))
    return tuple(pictures)


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    many = holder.get("authors")
    people = many if isinstance(many, list) and many else [holder.get("author")]
    names = (_text(person, "name") if isinstance(person, dict) else person for person in people)
    return tuple(name for name in names if isinstance(name, str) and name)


def _texts(holder: dict[str, Any], key: str) -> tuple[str, ...]:
    found = holder.get(key)
    return tuple(text for text in found if isinstance(text, str)) if isinstance(found, list) else ()


def _text(holder: dict[str, Any], key: str) -> str:
    """A number stands for its digits (ids); anything else but a string is nothing."""
    value = holder.get(key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value.strip() if isinstance(value, str) else str(value) if is_number else ""
