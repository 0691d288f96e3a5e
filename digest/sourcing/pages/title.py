"""The title: of all that a page calls itself, the one its readers see."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.tree import Element, names, said
from digest.sourcing.pages.visible import Visible, marks_of
from digest.sourcing.text import plain

MAX_TITLE = 500
SAME = 0.85  # share of words in common from which two titles are one

_SEPARATOR = re.compile(
    r"\s+[|ǀ∣｜•·–—»«‹›*:]{1,2}\s+|\s+-{1,2}\s*|\s*[|｜ㅣ]\s*|[:：]\s+|(?<=[^\x00-\x7f])[:：-](?=[^\x00-\x7f])"
)
_FOLD = re.compile(r"[\W_]+")
_TITLE_NAMES = re.compile(r"head-?line|title|titel|titre|titulo|titolo|heading")
_KICKER_NAMES = re.compile(
    r"kicker|eyebrow|over-?line|topline|catch-?line|spitzmarke|dachzeile|label|category|badge|prefix|suptitle|pretitle"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading as it is seen, told apart from a kicker that stands in it."""

    title: str = ""
    kicker: str = ""
    whole: str = ""
    is_first: bool = True
    """Whether it is an h1."""


def read_heading(visible: Visible, told: Sequence[str]) -> Heading:
    """``told`` are the titles that the head claims."""
    element = visible.heading
    if element is None:
        return Heading()
    whole = plain(said(element, MAX_TITLE))
    is_first = element.tag == "h1"
    parts = [(part, plain(said(part, MAX_TITLE))) for part in _parts_of(element)]
    place = _title_among(parts, whole, told)
    if place is None:
        return Heading(whole, "", whole, is_first)
    forms = [t for t in told[:5] if is_same(t, whole) or is_same(t, parts[place][1])]
    joined = [t for t in forms if folded(t) == folded(whole)]
    if len(joined) > 1 and not any(is_same(t, parts[place][1]) for t in forms if t not in joined):
        return Heading(joined[0], "", whole, is_first)
    before = " ".join(text for _, text in parts[:place] if len(text) <= 80)
    return Heading(parts[place][1], before.rstrip(" :|"), whole, is_first)


def choose_title(heading: Heading, claimed: Sequence[Claim]) -> Claim:
    """The heading, where the head says the same anywhere; else what the head agrees on.

    ``claimed`` are freed of the site's name and stand in order of trust:
    JSON-LD, microdata, OpenGraph, Twitter, then <title>.
    """
    seen = Claim(heading.title, "the heading on the page")
    own = _editors_own(heading, claimed)
    if own is not None:
        return own
    named = [c for c in claimed if c.origin != "<title>"]
    if seen.text and any(is_same(form, c.text) for c in named for form in (seen.text, heading.whole)):
        return seen
    best = next(iter(claimed), seen)
    is_agreed = any(c.origin != best.origin and is_same(c.text, best.text) for c in named)
    return seen if seen.text and heading.is_first and not is_agreed else best


def _editors_own(heading: Heading, claimed: Sequence[Claim]) -> Claim | None:
    """The og:title, where h1, JSON-LD and <title> all have the one for search engines.

    Those three are filled from one field; where pages show both titles, the
    other one proves to be what stands over the article.
    """
    said = {c.origin: c.text for c in reversed(claimed)}
    shared, search = said.get("og:title", ""), said.get("<title>", "")
    are_one = all(is_same(heading.title, t) for t in (said.get("JSON-LD headline", ""), search))
    if not (heading.is_first and are_one) or len(shared) < 20 or shared.endswith(("…", "...")):
        return None
    is_other = not is_same(shared, heading.title) and not is_same(shared, heading.whole)
    return Claim(shared, "og:title") if is_other else None


def is_same(text: str, other: str) -> bool:
    mine, theirs = marks_of(text), marks_of(other)
    return bool(mine and theirs) and 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= SAME


def stripped(text: str, site_names: Iterable[str]) -> str:
    """The title without the name of the site, and its sections, at either end.

    What stands between the title and the site's name goes too if it is short:
    "Title - National | The Site".
    """
    text = plain(text)[:MAX_TITLE]
    known = {name for site in site_names if len(name := folded(site)) > 1}
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(text)]
    if cuts and _names_site(text[cuts[-1][1] :], known):
        ends = [start for start, end in cuts if _is_tail(text[end:], known)]
        return text[: next((e for e in ends if e >= 12), ends[-1] if ends else len(text))].strip()
    if cuts and _names_site(text[: cuts[0][0]], known) and len(text) - cuts[0][1] > 12:
        return text[cuts[0][1] :].strip()
    return text


def folded(text: str) -> str:
    """Letters and digits only, lower case."""
    return _FOLD.sub("", text.casefold())


def _names_site(part: str, known: set[str]) -> bool:
    """ "The Lantern", "Lantern", "lantern.example" for a site called "The Lantern"."""
    bare = folded(part)
    if len(bare) < 2 or len(part.split()) > 6:
        return False
    return bare in known or any(
        min(len(bare), len(name)) > 3 and (bare in name or (name in bare and len(bare) <= len(name) + 8))
        for name in known
    )


def _is_tail(rest: str, known: set[str]) -> bool:
    """Whether all that follows may go: the site, or two words of a section before it."""
    parts = [part for part in _SEPARATOR.split(rest) if part.strip()]
    return all(_names_site(part, known) or len(part.split()) <= 2 for part in parts)


def _parts_of(element: Element) -> list[Element]:
    """The elements that a heading consists of, if it has no text of its own between them."""
    for _ in range(4):
        children = [e for e in element if isinstance(e.tag, str) and said(e, 200)]
        own = (element.text or "") + "".join(e.tail or "" for e in element)
        if len(own.strip(" \n\t:|–—-/.")) > 0 or not children:
            return []
        if len(children) > 1:
            return children[:5]
        element = children[0]
    return []


def _title_among(parts: list[tuple[Element, str]], whole: str, told: Sequence[str]) -> int | None:
    """Which part is the title, if one is: by its name, or because the head says just that."""
    if not 2 <= len(parts) <= 4:
        return None
    called = [
        n
        for n, (e, _) in enumerate(parts)
        if _TITLE_NAMES.search(names(e)) and not _KICKER_NAMES.search(names(e))
    ]
    kickers = [n for n, (e, _) in enumerate(parts) if _KICKER_NAMES.search(names(e))]
    if len(called) == 1 and (kickers or called[0] > 0):
        return called[0]
    if len(kickers) == 1 and len(parts) == 2:
        return 1 - kickers[0]
    alike = [n for n, (_, text) in enumerate(parts) if any(is_same(text, t) for t in told)]
    if len(alike) == 1 and not any(
        folded(whole) == folded(t) and ":" not in t and " - " not in t for t in told
    ):
        return alike[0]
    joined = any(
        re.search(re.escape(parts[0][1]) + r"\s?[:|–—-]\s" + re.escape(parts[1][1][:60]), t) for t in told
    )
    return 1 if joined and len(parts) == 2 else None
