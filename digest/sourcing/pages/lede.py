"""The first paragraphs of the article on a page."""

from collections.abc import Iterator

from digest.sourcing.boilerplate import lede_of
from digest.sourcing.pages.title import is_same
from digest.sourcing.pages.tree import around, said
from digest.sourcing.pages.visible import Visible, is_elsewhere
from digest.sourcing.text import plain

MOST_PARAGRAPHS = 8
_BESIDE = frozenset(("blockquote", "figure", "figcaption", "table", "li"))


def ledes_of(visible: Visible, *told: str) -> tuple[str, ...]:
    """Whole paragraphs that can open the article, none that says what was ``told`` already."""
    return tuple(text for text, _ in zip(_paragraphs(visible, told), range(MOST_PARAGRAPHS), strict=False))


def _paragraphs(visible: Visible, told: tuple[str, ...]) -> Iterator[str]:
    if visible.body is None:
        return
    for element in visible.body.iter("p"):
        if is_elsewhere(element, visible.heading) or any(o.tag in _BESIDE for o in around(element, 3)):
            continue
        text = lede_of(plain(said(element)))
        if len(text) >= 40 and not any(is_same(text, one) for one in told if one):
            yield text
