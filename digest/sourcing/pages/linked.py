"""JSON-LD (schema.org) as publishers write it: lists, @graph, references by @id, damage.

Only what describes the page's own article counts, not the pieces it lists,
quotes or recommends.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digest.sourcing.identity import canonical_address
from digest.sourcing.pages.claims import Claim, PictureClaim, Writer, claims
from digest.sourcing.pages.tree import Tree

Thing = Mapping[str, Any]

MOST_SCRIPTS = 40
MOST_THINGS = 5_000
MOST_VALUES = 60  # authors or pictures of one article
MOST_DEPTH = 40

_ARTICLE = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review|SocialMediaPosting|NewsStory|VideoObject|CreativeWork)$"
)
_FULL_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_PAGE = re.compile(r"(?:Web|Item|Collection|About|QA|FAQ|Media)Page$")
_ORGANISATION = re.compile(r"Organi[sz]ation|Corporation|Company|Brand|WebSite", re.IGNORECASE)
_OTHER_NAMES = (
    "itemListElement hasPart liveBlogUpdate comment review mentions citation isBasedOn relatedLink "
    "recommendations publisher breadcrumb potentialAction about isPartOf offers subjectOf blogPost video audio"
)
_OTHERS = frozenset(_OTHER_NAMES.split())
"""What lies below these is not the article itself."""
_KINDS = {
    "OpinionNewsArticle": "Opinion", "AnalysisNewsArticle": "Analysis", "ReviewNewsArticle": "Review",
    "BackgroundNewsArticle": "Background",
}  # fmt: skip
_LOOSE_END = re.compile(r",(\s*[}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,40}?\*/|<!\[CDATA\[)+|(?:-->|//\s*\]\]>|\]\]>|[;,])+\s*$"
)


@dataclass(frozen=True, slots=True)
class Linked:
    """What the JSON-LD of a page says of its article, best description first."""

    things: tuple[Thing, ...]
    known: Mapping[str, Thing]
    publishers: frozenset[str]
    is_damaged: bool = False

    def claimed(self, *keys: str) -> tuple[Claim, ...]:
        """The texts under these keys, key by key."""
        found = [(text, f"JSON-LD {key}") for key in keys for t in self.things for text in texts(t.get(key))]
        return claims(*found)

    def writers(self) -> tuple[Writer, ...]:
        """Those of the first description that names any."""
        for thing in self.things:
            for key in ("author", "authors", "creator"):
                found = tuple(self._writers(thing.get(key), f"JSON-LD {key}"))
                if found:
                    return found
        return ()

    def pictures(self) -> tuple[PictureClaim, ...]:
        found = [
            p for t in self.things for key in ("image", "thumbnailUrl") for p in self._pictures(t.get(key))
        ]
        return tuple(found[:MOST_VALUES])

    def kind(self) -> str:
        """What the type alone says: "Opinion" for an OpinionNewsArticle, else ""."""
        return next((_KINDS[name] for t in self.things for name in types(t) if name in _KINDS), "")

    def _writers(self, value: Any, origin: str, depth: int = 0) -> Iterator[Writer]:
        if isinstance(value, list) and depth < 4:
            for one in value[:MOST_VALUES]:
                yield from self._writers(one, origin, depth + 1)
        elif isinstance(value, str):
            yield Writer(value, origin)
        elif isinstance(value, Mapping):
            thing = self._whole(value)
            is_organisation = any(_ORGANISATION.search(name) for name in types(thing))
            for name in _called(thing):
                yield Writer(name, origin, is_organisation)

    def _pictures(self, value: Any, depth: int = 0) -> Iterator[PictureClaim]:
        if isinstance(value, list) and depth < 4:
            for one in value[:MOST_VALUES]:
                yield from self._pictures(one, depth + 1)
        elif isinstance(value, str):
            yield PictureClaim(value, "JSON-LD image")
        elif isinstance(value, Mapping):
            yield from self._picture(self._whole(value))

    def _picture(self, thing: Thing) -> Iterator[PictureClaim]:
        credit = first(thing.get("creditText")) or first(thing.get("copyrightNotice"))
        makers = credit or ", ".join(w.name for w in self._writers(thing.get("creator"), "JSON-LD image"))
        for address in (*texts(thing.get("url")), *texts(thing.get("contentUrl"))):
            yield PictureClaim(
                address,
                "JSON-LD image",
                caption=first(thing.get("caption")),
                credit=makers,
                width=_pixels(thing.get("width")),
                height=_pixels(thing.get("height")),
            )

    def _whole(self, value: Thing) -> Thing:
        """A reference by @id with what is said of it elsewhere."""
        return {**self.known.get(str(value.get("@id")), {}), **value}


def read_linked(tree: Tree) -> Linked:
    """Read every JSON-LD script of a page. Never raises; damaged ones are mended or skipped."""
    documents, is_damaged = _documents(tree)
    found = list(_things(documents))
    known: dict[str, Thing] = {}
    for thing, _ in found:
        name = thing.get("@id")
        if isinstance(name, str) and len(thing) > len(known.get(name, {})):
            known[name] = thing
    mine = [t for t, is_own in found if is_own and any(_ARTICLE.search(name) for name in types(t))]
    pages = [t for t, is_own in found if is_own and any(_PAGE.search(name) for name in types(t))]
    articles = sorted(mine, key=lambda t: _rank(t, tree.url))
    return Linked(tuple((*articles, *pages)[:20]), known, frozenset(_publishers(found)), is_damaged)


def texts(value: Any) -> Iterator[str]:
    """The strings of a value: itself, a list of them, or {"@value": ...}. Unescaped once or twice."""
    if isinstance(value, str):
        if text := html.unescape(value).strip():
            yield text
    elif isinstance(value, Mapping):
        yield from texts(value.get("@value") or value.get("@id"))
    elif isinstance(value, list):
        for one in value[:MOST_VALUES]:
            if not isinstance(one, list):
                yield from texts(one)


def first(value: Any) -> str:
    return next(texts(value), "")


def types(thing: Thing) -> tuple[str, ...]:
    """The names of its types, bare of a vocabulary's address."""
    value = thing.get("@type")
    told = value if isinstance(value, list) else [value]
    return tuple(name.rsplit("/", 1)[-1] for name in told[:10] if isinstance(name, str))


def _documents(tree: Tree) -> tuple[list[Any], bool]:
    scripts = [
        e.text
        for e in tree.elements
        if e.tag == "script" and "ld+json" in (e.get("type") or "").lower() and e.text
    ]
    read = [_parsed(text) for text in scripts[:MOST_SCRIPTS]]
    return [document for document in read if document is not None], None in read


def _parsed(text: str) -> Any:
    bare = _WRAPPING.sub("", text.strip("\ufeff \t\r\n")).strip()
    for attempt in (
        bare,
        html.unescape(bare) if bare.startswith(("{&", "[{&")) else "",
        _LOOSE_END.sub(r"\1", bare),
    ):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _things(documents: list[Any]) -> Iterator[tuple[Thing, bool]]:
    """Each object, outer before inner, and whether it may be the page's own."""
    waiting: list[tuple[Any, bool, int]] = [(d, True, 0) for d in reversed(documents)]
    count = 0
    while waiting and count < MOST_THINGS:
        value, is_own, depth = waiting.pop()
        if isinstance(value, dict):
            count += 1
            yield value, is_own
            if depth < MOST_DEPTH:
                inner = [(v, is_own and key not in _OTHERS, depth + 1) for key, v in value.items()]
                waiting.extend(reversed([entry for entry in inner if isinstance(entry[0], (dict, list))]))
        elif isinstance(value, list) and depth < MOST_DEPTH:
            waiting.extend(
                (one, is_own, depth + 1) for one in reversed(value[:500]) if isinstance(one, (dict, list))
            )


def _rank(thing: Thing, url: str) -> tuple[bool, bool, bool]:
    """Articles with a headline first, of them those that name this page's address."""
    addresses = {
        canonical_address(a) for key in ("url", "mainEntityOfPage", "@id") for a in texts(thing.get(key))
    }
    is_full = any(_FULL_ARTICLE.search(name) for name in types(thing))
    return not is_full, not first(thing.get("headline")), canonical_address(url) not in addresses


def _publishers(found: list[tuple[Thing, bool]]) -> Iterator[str]:
    for thing, _ in found:
        for key in ("publisher", "sourceOrganization", "copyrightHolder", "isPartOf"):
            owner = thing.get(key)
            yield from texts(owner.get("name") if isinstance(owner, Mapping) else owner)
        if "WebSite" in types(thing):
            yield from texts(thing.get("name"))
            yield from texts(thing.get("alternateName"))


def _called(thing: Thing) -> Iterator[str]:
    """What a person is called. Some publishers put a list of names into one person."""
    if isinstance(thing.get("name"), Mapping):
        yield from _called(thing["name"])
        return
    told = list(texts(thing.get("name")))
    if told:
        yield from told
    elif first(thing.get("familyName")):
        yield f"{first(thing.get('givenName'))} {first(thing.get('familyName'))}".strip()


def _pixels(value: Any) -> int | None:
    """A width or height: a number, its text, or {"value": ...}."""
    if isinstance(value, Mapping):
        value = value.get("value")
    digits = (
        re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", str(value))
        if isinstance(value, (int, float, str))
        else None
    )
    return int(digits[1]) if digits else None
