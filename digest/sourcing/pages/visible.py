"""What a reader of the page sees around its heading: the parts named by what their makers call them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from digest.sourcing.pages.tree import Element, Tree, around, names, said

_HEADINGS = ("h1", "h2", "h3")
_BYLINE = re.compile(
    r"by-?line|author|autor|auteur|writer|\bby\b|redact|verfasser|contributor|skribent|firma\b|penulis|muhabir|reporter|person|journalist|gisha|kisha"
)
_STANDFIRST = re.compile(
    r"stand-?first|sub-?titl|sub-?head|sub-?deck|\bdec?k\b|dek\b|summary|teaser|lead|lede|\bintro|excerpt|ingress|vorspann|"
    r"chapo|chapeau|sous-titre|subtit|sommario|catenaccio|occhiello|entradilla|bajada|spot\b|strap-?line|abstract|"
    r"alternative-?headline|description|preamble|manchet|perex|anleser|under-?title|untertitel|sottotitolo|linea-?fina|copete|volanta|dachzeile"
)
_KICKER = re.compile(
    r"kicker|eyebrow|over-?line|over-?title|over-?head|spitzmarke|dachzeile|roofline|top-?line|rubri[ckq]|section-?(?:name|label|link|title|tag)|"
    r"category|super-?title|sup-?title|pre-?title|pre-?headline|antetitulo|cintillo|occhiello|surtitre|head-?label|topic-?label|article-?type|content-?type"
)
_ELSEWHERE = re.compile(
    r"related|recommend|comment|side-?bar|most-?(?:read|popular|viewed)|popular|trending|news-?letter|cookie|consent|"
    r"outbrain|taboola|read-?(?:more|next|also)|more-?(?:from|stories|news|articles)|promo\b|promotion|advert|carousel|"
    r"\bmenu|navigation|\bnav\b|footer|bread-?crumb|\bshare|sharing|social|paywall|subscri|login|modal|popup|overlay"
)
_ELSEWHERE_TAGS = frozenset(("nav", "footer", "aside", "form", "dialog", "menu"))
_SEO = re.compile(r"\bseo|seo-?titl|bread-?crumb|sr-only|visually-?hidden|screen-?reader")
_LISTS = frozenset(("nav", "ol", "ul", "li", "footer"))
_NEAR = 250  # elements before and after a heading that can belong to it


@dataclass(frozen=True)
class Visible:
    """The page as it is seen. ``heading`` is the article's own, or None."""

    tree: Tree
    heading: Element | None

    @cached_property
    def place(self) -> int:
        """Of the heading in the document, else of its beginning."""
        return self.tree.places.get(self.heading, 0) if self.heading is not None else 0

    @cached_property
    def body(self) -> Element | None:
        """What holds the article's paragraphs."""
        return body_of(self)

    def standfirsts(self) -> Iterator[Element]:
        """What is called a standfirst or the like, after the heading and near it."""
        return self._called(
            _STANDFIRST,
            lambda e: e.tag in ("p", "div", "h2", "h3", "span", "section", "ul", "header", "h4", "strong"),
        )

    def kickers(self) -> Iterator[Element]:
        found = self._called(
            _KICKER,
            lambda e: e.tag in ("p", "div", "span", "a", "h2", "h3", "h4", "li", "strong", "small"),
            before=60,
            after=12,
        )
        return (e for e in found if not any(o is self.heading for o in e.iter()))

    def bylines(self) -> Iterator[Element]:
        return self._called(
            _BYLINE,
            lambda e: (
                e.tag not in ("body", "html", "main", "article", "img", "input", "meta", "link", "script")
            ),
            before=80,
        )

    def times(self) -> Iterator[Element]:
        """<time> elements, those near the heading first."""
        found = [e for e in self.tree.elements if e.tag == "time" and not is_elsewhere(e)]
        return iter(sorted(found, key=lambda e: abs(self.tree.places[e] - self.place)))

    def _called(
        self, pattern: re.Pattern[str], fits: Callable[[Element], bool], before: int = 0, after: int = _NEAR
    ) -> Iterator[Element]:
        start, end = max(0, self.place - before), self.place + after
        for element in self.tree.elements[start:end]:
            if fits(element) and pattern.search(names(element)) and not is_elsewhere(element, self.heading):
                yield element


def read_visible(tree: Tree, titles: tuple[str, ...]) -> Visible:
    """Find the article's heading: the one that says most of what the page's head calls it.

    An h1 in the bread crumbs is there for search engines; then readers see an
    h2. ``titles`` are those the head claims.
    """
    ones = [e for e in tree.elements if e.tag == "h1" and len(said(e, 600)) > 1][:60]
    real = [e for e in ones if not _is_for_machines(e)]
    best, share = _most_alike(real, titles)
    if best is not None and (
        share >= 0.4 or (len(real) == 1 and len(said(best, 600)) > 15 and share >= 0.15)
    ):
        return Visible(tree, best)
    known = (*titles, *(said(e, 600) for e in ones))
    twos = [e for e in tree.elements if _is_second(e) and not _is_for_machines(e)][:120]
    sure = (e for e in twos if likeness(said(e, 600), known) >= 0.75)
    first = next(sure, None)
    if first is not None:
        return Visible(tree, first)
    second, share = _most_alike(twos, known)
    if second is not None and share >= 0.6:
        return Visible(tree, second)
    if best is not None and len(real) == 1:
        return Visible(tree, best)
    return Visible(tree, _called_alike(tree, ones, titles))


def _called_alike(tree: Tree, ones: list[Element], titles: tuple[str, ...]) -> Element | None:
    """Anything that says a title word for word: an h1 in a list, a paragraph in large letters."""
    others = (
        e
        for e in tree.elements
        if e.tag in ("p", "div", "span", "strong", "h4") and 15 < len(e.text or "") < 400
    )
    own = (e for e in (*ones, *others) if not any(_is_aside(o) for o in (e, *around(e))))
    sure = (e for e in own if not _SEO.search(names(e)) and likeness(said(e, 600), titles) >= 0.9)
    return next(sure, None)


def _is_aside(element: Element) -> bool:
    return element.tag in ("nav", "footer", "a") or "breadcrumb" in names(element).replace("-", "")


def _most_alike(elements: list[Element], titles: tuple[str, ...]) -> tuple[Element | None, float]:
    told = [(e, likeness(said(e, 600), titles)) for e in elements]
    return max(told, key=lambda entry: entry[1], default=(None, 0.0))


def _is_second(element: Element) -> bool:
    return (
        element.tag in ("h2", "h3")
        or element.get("itemprop") == "headline"
        or element.get("role") == "heading"
    )


def _is_for_machines(element: Element) -> bool:
    """Whether a heading is a bread crumb or made for search engines."""
    if _SEO.search(names(element)) or any("breadcrumb" in str(key) for key in element.attrib):
        return True
    near = list(around(element, 6))
    return any(o.tag in _LISTS or "breadcrumb" in names(o).replace("-", "") for o in near)


def likeness(text: str, titles: tuple[str, ...]) -> float:
    """The largest share of words (of letters, where words have no spaces) in common with any title."""
    mine = marks_of(text)
    if not mine:
        return 0.0
    shares = [2 * len(mine & theirs) / (len(mine) + len(theirs)) for t in titles if (theirs := marks_of(t))]
    return max(shares, default=0.0)


def marks_of(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())[:120]
    if len(words) < 4 and len(text) > 12:
        bare = "".join(words)
        return frozenset(bare[n : n + 2] for n in range(len(bare) - 1))
    return frozenset(words)


def is_elsewhere(element: Element, heading: Element | None = None) -> bool:
    """Whether it stands in navigation, a list of other articles, an aside or the like."""
    for outer in (element, *around(element)):
        if outer.tag in ("body", "html", "article"):
            return False
        if heading is not None and heading in outer.iter(heading.tag):
            return False
        if outer.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(names(outer)):
            return True
    return False


def body_of(visible: Visible) -> Element | None:
    """The element whose own paragraphs weigh most; those before the heading do not count."""
    weights: dict[Element, int] = {}
    for element in visible.tree.elements[visible.place :]:
        if element.tag != "p":
            continue
        outer = element.getparent()
        weight = len(said(element, 1500))
        if weight < 40 or outer is None or is_elsewhere(element, visible.heading):
            continue
        weights[outer] = weights.get(outer, 0) + weight
        upper = outer.getparent()
        if upper is not None:
            weights[upper] = weights.get(upper, 0) + weight // 2
    return max(weights, key=lambda e: weights[e], default=None)
