"""The dek: the standfirst under the heading before what the head tells search engines."""

import re
from collections.abc import Iterable, Iterator, Sequence

from digest.sourcing.boilerplate import is_cut_off, lede_of, without_boilerplate
from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.title import folded, is_same
from digest.sourcing.pages.tree import BLOCKS, Element, around, names, said
from digest.sourcing.pages.visible import Visible, is_elsewhere
from digest.sourcing.text import plain

LEAST, MOST = 15, 800
LEAST_UNNAMED = 40  # of a line under the heading that nothing calls a standfirst
_CREDIT_TAIL = re.compile(r"\s*[•|]\s*(?:Foto|Photo|Bild|Image)s?\s*:.*$")
_SITE_TAIL = re.compile(r"\s+[|•]\s+[^|•.]{2,40}$")
_NAMED = re.compile(
    r"stand-?first|sub-?tit|sub-?head|sub-?deck|\bdec?k\b|dek\b|ingress|vorspann|chapo|chapeau|sous-titre|sommario|"
    r"catenaccio|entradilla|bajada|strap-?line|lead-?(?:text|in|paragraph)?\b|excerpt|preamble|manchet|perex|"
    r"alternative-?headline|under-?title|article-?(?:summary|intro|description|teaser|lead)|summary-?art|"
    r"teaser-?text|\bintro(?:duction)?\b|anleser|copete|einleitung|header-?(?:summary|description|text)|spot-?(?:text|title)?\b"
)
_NOT_ONE = re.compile(
    r"caption|credit|by-?line|author|\bdate|\btime|meta|share|social|audio|player|tags?\b|label|button|toolbar|video|"
    r"figure|copyright|breadcrumb|rubri|kicker|info\b|promo|teaser-?(?:list|item|group)|newsletter|notice"
)
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "»", "。")
_OF_PICTURE = re.compile(
    r"caption|credit|bildunterschrift|copyright|image|picture|photo|media\b|video|gallery"
)
_BLOCKS = frozenset(("p", "h2", "h3", "h4", "div", "span", "strong", "section", "ul", "header"))
_HELD = frozenset(("button", "nav", "aside", "form", "footer", "li", "a", "table"))


def choose_dek(visible: Visible, claimed: Sequence[Claim], title: str, site_names: Iterable[str]) -> Claim:
    """What stands under the heading, named a standfirst or said by the head too; else the head's word.

    ``claimed`` stands in order of trust. What was cut short there is taken
    whole from the page, where it stands there, or not at all.
    """
    sites = {folded(name) for name in site_names}
    told = [Claim(text, c.origin) for c in claimed if (text := _bare(c.text)) and _fits(text, title, sites)]
    told = [c for c in told if len(c.text.split()) > 2 or not c.text.isascii()]
    blocks = list(_under(visible, title, sites))
    found = [text for element, text in blocks if _is_named(element)]
    named = next((text for text in found if len(text) >= LEAST_UNNAMED + 10), next(iter(found), ""))
    if named:
        # A box may hold more than the standfirst: what the head says of it is enough then.
        inner = next((c.text for c in told if _begins(named, c.text) and not is_cut_off(c.text)), named)
        return Claim(inner, "the standfirst on the page")
    for claim in told:
        whole = min((text for _, text in blocks if _begins(text, claim.text)), key=len, default="")
        if whole:
            return Claim(whole, "the standfirst on the page")
    alone = next((text for element, text in blocks if _stands_alone(visible, element, text)), "")
    if alone:
        return Claim(alone, "the line under the heading")
    return next((c for c in told if not is_cut_off(c.text)), Claim("", ""))


def _under(visible: Visible, title: str, sites: set[str]) -> Iterator[tuple[Element, str]]:
    """Blocks between the heading and the first paragraph, each text once, its outermost element."""
    if visible.heading is None:
        return
    seen: set[str] = set()
    for element in visible.tree.elements[visible.place + 1 : _end(visible)]:
        if element.tag not in _BLOCKS or element is visible.body or _is_of_picture(element):
            continue
        if is_elsewhere(element, visible.heading) or (
            visible.body is not None and element in around(visible.body)
        ):
            continue
        text = plain(said(element, MOST + 200))
        if text not in seen and _fits(text, title, sites) and lede_of(text):
            seen.add(text)
            yield element, text


def _end(visible: Visible) -> int:
    """The place of the first paragraph of the body, or of a second long one, that is no standfirst by name."""
    body, long = visible.body, 0
    for place in range(visible.place + 1, min(visible.place + 400, len(visible.tree.elements))):
        element = visible.tree.elements[place]
        if (
            element.tag != "p"
            or len(said(element, 200)) <= 60
            or _is_named(element)
            or _is_of_picture(element)
        ):
            continue
        long += 1
        if long > 1 or (body is not None and body in around(element)):
            return place
    return visible.place + (400 if body is not None else 80)


def _is_of_picture(element: Element) -> bool:
    """Whether it stands at a picture, or holds one with its caption."""
    return next(element.iter("figcaption"), None) is not None or any(
        o.tag in ("figure", "figcaption") or _OF_PICTURE.search(names(o))
        for o in (element, *around(element, 3))
    )


def _is_named(element: Element) -> bool:
    """Whether its makers call it a standfirst, or what it opens."""
    if _NAMED.search(names(element)):
        return True
    outer = element.getparent()
    opens = (
        outer is not None and element.tag == "p" and outer[0] is element and not (outer.text or "").strip()
    )
    return outer is not None and opens and bool(_NAMED.search(names(outer)))


def _stands_alone(visible: Visible, element: Element, text: str) -> bool:
    """Whether it is the one line that stands with the heading, over the text."""
    if (
        len(text) < LEAST_UNNAMED
        or _NOT_ONE.search(names(element))
        or element.tag in ("section", "header", "ul")
    ):
        return False
    heading = visible.heading
    near = list(around(element, 4))
    together = heading is not None and any(o in near for o in list(around(heading, 3)))
    held = any(o.tag in _HELD or _NOT_ONE.search(names(o)) for o in near[:1])
    has_blocks = any(e.tag in BLOCKS and e.tag != "br" for e in element)
    return (
        together
        and not held
        and not has_blocks
        and (element.tag in ("p", "h2", "h3", "h4") or text.endswith(_SENTENCE_ENDS))
    )


def _bare(text: str) -> str:
    text = _CREDIT_TAIL.sub("", plain(text))
    bare, is_cut = without_boilerplate(text)
    return f"{bare}…" if is_cut else bare.rstrip(" |•")


def _fits(text: str, title: str, sites: set[str]) -> bool:
    if not LEAST <= len(text) <= MOST or "©" in text or is_same(text, title) or folded(text) in sites:
        return False
    return sum(c.isalpha() for c in text) >= LEAST // 2


def _begins(text: str, claim: str) -> bool:
    """Whether the head's description is this block, or its beginning, or nearly so."""
    start = folded(claim.rstrip("…"))[:80]
    return len(start) > 15 and folded(text).startswith(start[: max(16, len(start) - 4)])
