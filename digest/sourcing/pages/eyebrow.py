"""The kicker: the line over the heading, else the section the page files itself under."""

import re
from collections.abc import Iterator

from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.linked import Linked
from digest.sourcing.pages.meta import SECTIONS, Metas
from digest.sourcing.pages.title import folded, is_same
from digest.sourcing.pages.tree import said
from digest.sourcing.pages.visible import Visible
from digest.sourcing.text import plain

MOST = 60
_NO_KICKER = re.compile(
    r"[.!?]$|\d{1,2}[:.]\d{2}|https?:|\b(?:min read|share|follow|by)\b|^(?:home|news|article|articles|post|blog|uncategori[sz]ed|start(?:seite)?|all|top|latest|www|premium|plus|exclusive|abo|subscribers?|free|video|live)$",
    re.IGNORECASE,
)


def choose_kicker(printed: str, visible: Visible, linked: Linked, metas: Metas, title: str) -> Claim:
    """``printed`` is what stands in the heading itself before the title."""
    for claim in _claimed(printed, visible, linked, metas):
        text = re.split(r"\s*[,;>]\s*|_", plain(claim.text))[0].strip(' |:/›»«„“"-–—')
        if (
            2 < len(text) <= MOST
            and len(text.split()) <= 7
            and not _NO_KICKER.search(text)
            and not is_same(text, title)
        ):
            return Claim(_with_kind(text, linked.kind()), claim.origin)
    return Claim(linked.kind(), "JSON-LD type") if linked.kind() else Claim("", "")


def categories_of(linked: Linked, metas: Metas, most: int = 40) -> tuple[str, ...]:
    """Sections, tags and keywords, each once."""
    found = [
        c.text for c in (*linked.claimed("articleSection"), *metas.claimed((*SECTIONS[:2], "article:tag")))
    ]
    for claim in (
        *linked.claimed("keywords"),
        *metas.claimed(("news_keywords", "parsely-tags", "sailthru.tags", "keywords")),
    ):
        found += re.split(r"\s*[,;]\s*", claim.text)
    terms: dict[str, str] = {}
    for text in found[:200]:
        if (term := plain(text)[:120]) and not term.startswith(("http", "{")):
            terms.setdefault(term.casefold(), term)
    return tuple(terms.values())[:most]


def _claimed(printed: str, visible: Visible, linked: Linked, metas: Metas) -> Iterator[Claim]:
    yield Claim(printed, "the line over the title")
    over = [e for e in visible.kickers() if visible.tree.places[e] < visible.place]
    yield from (Claim(text, "the line over the title") for text in (said(e, 120) for e in reversed(over)))
    yield from linked.claimed("articleSection")
    yield from metas.claimed(SECTIONS)


def _with_kind(text: str, kind: str) -> str:
    return f"{kind} | {text}" if kind and folded(kind) not in folded(text) else text
