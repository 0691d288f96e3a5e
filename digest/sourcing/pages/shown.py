"""The pictures that stand in a page, with what is printed at each: caption, credit, alt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from digest.sourcing.pages.addresses import marks_of, of_srcset, picture_address
from digest.sourcing.pages.claims import PictureClaim
from digest.sourcing.pages.tree import Element, around, names, said
from digest.sourcing.pages.visible import Visible, is_elsewhere

LEAST_PIXELS = 100  # a side of a picture worth mailing
MOST_PICTURES = 80

_LAZY = (
    "data-runner-src", "data-src", "data-lazy-src", "data-original", "data-lazy", "data-img-url", "data-hi-res-src",
    "data-full-src", "data-image", "data-url", "data-srcset", "data-lazy-srcset", "srcset", "src",
)  # fmt: skip
_CAPTION = re.compile(
    r"caption|bildunterschrift|legende?\b|photo-?text|image-?(?:text|description)|cutline|didascalia|pie-?de-?foto"
)
_CREDIT = re.compile(
    r"credit|copyright|photographer|photo-?by|attribution|(?:image|photo|picture)-?source|fotograf|bildquelle|"
    r"bildnachweis|quelle\b|\bsource\b"
)
_PORTRAIT = re.compile(r"avatar|author|byline|logo|icon|portrait|teaser")
_ROOMS = frozenset(("article", "main", "body", "section"))


@dataclass(frozen=True)
class Shown:
    """An <img>. What is printed at it is looked up when asked for."""

    element: Element
    addresses: tuple[str, ...]
    visible: Visible

    @cached_property
    def marks(self) -> frozenset[str]:
        return frozenset().union(*(marks_of(address) for address in self.addresses[:4]))

    @property
    def can_stand_for_article(self) -> bool:
        """In the article, of some size, and nobody's portrait."""
        if any(side is not None and side < LEAST_PIXELS for side in self.sides):
            return False
        if any(_PORTRAIT.search(names(o)) for o in (self.element, *around(self.element, 3))):
            return False
        if is_elsewhere(self.element, self.visible.heading):
            return False
        return self.visible.heading is not None or any(
            o.tag in ("article", "main") for o in around(self.element)
        )

    @property
    def sides(self) -> tuple[int | None, int | None]:
        found = (
            re.fullmatch(r"\s*(\d{1,5})(?:px)?\s*", self.element.get(key) or "")
            for key in ("width", "height")
        )
        width, height = (int(side[1]) if side else None for side in found)
        return width, height

    @cached_property
    def claim(self) -> PictureClaim:
        caption, credit = _printed_at(self.element)
        alt = self.element.get("alt") or ""
        return PictureClaim(self.addresses[0], "the page", alt, caption, credit, *self.sides)


def shown_in(visible: Visible) -> Iterator[Shown]:
    """The pictures of a page from its heading's surroundings on, in order."""
    base = visible.tree.base
    start = max(0, visible.place - 250)
    images = (e for e in visible.tree.elements[start:] if e.tag == "img")
    for element, _ in zip(images, range(MOST_PICTURES), strict=False):
        addresses = tuple(dict.fromkeys(a for raw in _raw(element) if (a := picture_address(raw, base))))
        if addresses:
            yield Shown(element, addresses, visible)


def _raw(element: Element) -> Iterator[str]:
    """Lazy addresses first; of a srcset the one fit for mail."""
    outer = element.getparent()
    sources = (
        [e for e in outer if e.tag == "source"][:6] if outer is not None and outer.tag == "picture" else []
    )
    for holder in (element, *sources):
        for key in _LAZY:
            value = (holder.get(key) or "").strip()
            if value and not value.startswith("data:"):
                yield (
                    of_srcset(value)
                    if "srcset" in key or re.search(r"\s\d+w\s*(?:,|$)", value[:500])
                    else value[:4000]
                )


def _printed_at(element: Element) -> tuple[str, str]:
    """Caption and credit of the figure, or of the nearest box that has one, around a picture alone in it."""
    get = element.get
    caption = get("data-caption") or get("data-image-caption") or ""
    credit = get("data-credit") or get("data-photo-credit") or get("data-copyright") or ""
    for outer in around(element, 6):
        if outer.tag in _ROOMS or _holds_others(outer):
            break
        inner = [
            e
            for e, _ in zip(outer.iter("*"), range(80), strict=False)
            if e.tag not in ("img", "source", "picture")
        ]
        credit = credit or next(_texts(inner, _CREDIT, 200), "")
        boxes = [e for e in inner if e.tag == "figcaption"] or [e for e in inner if _CAPTION.search(names(e))]
        caption = caption or next((text for e in boxes if (text := said(e, 900))), "")
        if caption or (credit and outer.tag == "figure"):
            break
    return _less(caption, credit), credit


def _texts(elements: list[Element], called: re.Pattern[str], most: int) -> Iterator[str]:
    return (
        t
        for e in elements
        if called.search(names(e)) and e.tag != "figure" and 1 < len(t := said(e, most + 1)) <= most
    )


def _less(caption: str, credit: str) -> str:
    """The caption less the credit that stands in the same box."""
    return caption.replace(credit, " ").strip(" |–—-()[]") if credit else caption


def _holds_others(element: Element) -> bool:
    return len([e for e, _ in zip(element.iter("img"), range(2), strict=False)]) > 1
