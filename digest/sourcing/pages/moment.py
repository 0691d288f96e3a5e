"""When it was published: structured data, then meta, then <time>, then words near the heading, then the address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from urllib.parse import urlsplit

from digest.sourcing.dates import read_date
from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.tree import names, said
from digest.sourcing.pages.visible import Visible, is_elsewhere

_OFFSET = re.compile(r"\d{1,2}:\d{2}.*?([+-])(\d{2}):?(\d{2})\s*$")
_IN_ADDRESS = re.compile(r"/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\D)")
_NAMED = re.compile(r"date|time|publish|posted|meta|datum|fecha|tarih|stamp")
_UPDATED = re.compile(
    r"updat|modif|aktualisiert|actuali|güncel|mis à jour|aggiornat|revised|changed", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^\D{0,40}?(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """``when`` is aware UTC; ``zone`` the publisher's own offset, where it says one."""

    when: datetime
    zone: tzinfo | None
    origin: str


def choose_moment(claimed: Sequence[Claim], visible: Visible, url: str) -> Moment | None:
    """The first that can be read. A day in the address gives midnight UTC of that day."""
    for claim in (*claimed, *_seen(visible)):
        when = read_date(claim.text)
        if when is not None:
            return Moment(when, _zone(claim.text), claim.origin)
    return _from_address(url)


def _seen(visible: Visible) -> Iterator[Claim]:
    """<time> near the heading, then short lines named a date."""
    for element in list(visible.times())[:12]:
        if _UPDATED.search(f"{names(element)} {element.get('itemprop') or ''}"):
            continue
        for text in (element.get("datetime") or "", said(element, 80)):
            yield Claim(text, "<time> on the page")
    near = visible.tree.elements[
        max(0, visible.place - 40) : visible.place + (120 if visible.heading is not None else 1500)
    ]
    for element in near:
        text = said(element, 120) if _NAMED.search(names(element)) or element.tag == "li" else ""
        if 6 <= len(text) < 100 and not _UPDATED.search(text) and not is_elsewhere(element, visible.heading):
            yield from _read_within(text)


def _read_within(text: str) -> Iterable[Claim]:
    bare = _BEFORE.sub("", text)
    for form in dict.fromkeys((text, bare, re.split(r"\s[|•·–-]\s|\sat\s|\sUhr", bare)[0])):
        yield Claim(form, "the date on the page")


def _zone(text: str) -> tzinfo | None:
    found = _OFFSET.search(text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return (
        timezone((1 if found[1] == "+" else -1) * timedelta(minutes=minutes)) if minutes < 24 * 60 else None
    )


def _from_address(url: str) -> Moment | None:
    found = _IN_ADDRESS.search(urlsplit(url).path + "/")
    when = read_date("-".join(found.groups())) if found else None
    return Moment(when, None, "the address") if when is not None else None
