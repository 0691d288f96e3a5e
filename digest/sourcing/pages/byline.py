"""Who wrote it: people before organisations, nobody rather than a guess."""

import re
from collections.abc import Iterable, Sequence

from digest.sourcing.authors import bylines
from digest.sourcing.pages.claims import Writer
from digest.sourcing.pages.title import folded
from digest.sourcing.pages.tree import Element, names, said
from digest.sourcing.pages.visible import Visible, is_elsewhere
from digest.sourcing.text import plain

MOST_AUTHORS = 12
FIRST_BYLINE, NAMES_SEEN = "the byline on the page", "names on the page"

_Named = tuple[str, list[str], list[tuple[str, bool]]]
"""Where they were found, the people, and all names with whether each is an organisation."""

_WEB = re.compile(r"^\s*(?:https?:|www\.|@|/|#)|facebook\.com|\.(?:html?|php|jpe?g|png)\b", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|a|i)?|auteurs?|by|profiles?|people|persons?|staff|writers?|contributors?|journalists?|"
    r"team|redaktion|firma|reporters?|jpage|columnists?|members?|user|creators?|bio|tag/author|yazar(?:lar)?|forfatter|expert(?:s|en)?|schrijver)/",
    re.IGNORECASE,
)
_SAYS_BY = re.compile(
    r"^\s*(?:(?:article|story|text|words|report|written|posted|published|reported|analysis|opinion|reviewed|verfasst|ein beitrag|"
    r"escrito|scritto|écrit|geschreven)\s+)?(?:by|von|par|por|di|door|av|af|przez|oleh|autor(?:in|es|en)?:?|autorin/autor|author:?|text:)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"\b(?:updated|published|minutes?|read|ago|hours?|comments?|share|follow|subscribe|more|about|email|uhr|stand|am|"
    r"posted|view|profile|articles?|news|editor[’']?s|photo|getty|staff writer|facebook|twitter|whatsapp|linkedin|telegram|instagram|print|copy link)\b|\d{2,}|[?!@{}=:/|]",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_AGENCY = re.compile(
    r"(?:the )?(?:associated press|ap|afp|agence france-presse|reuters|dpa|deutsche presse-agentur|sda|apa|ansa|efe|upi|"
    r"bloomberg(?: news)?|pa(?: media)?|press association|canadian press|xinhua|tass|ntb|tt|ritzau|belga|anp|kna|epd|sid|"
    r"keystone-sda|lusa|europa press|kyodo(?: news)?|yonhap|anadolu(?: ajansı| agency)?|ians|pti|staff(?: writers?| reporters?)?|"
    r"redaktion|editorial board|online-redaktion)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"^(?:journalist|reporter|editor|redakt[eø]r|correspondent|corresponsal|periodista|giornalista|journaliste|fotograf)(?:in|e|s)?\b|"
    r"redakteur|korrespondent|reporter\b|mitarbeiter|volont[äa]r|\bchef|\bleiter|\beditor\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\s+(?:기자|특파원|記者|기자 외 \d+명)$|(?:記者|기자)$")
_WORD = re.compile(r"[^\W\d_][\w.’'‘`´-]*")


def choose_authors(
    groups: Sequence[Sequence[Writer]], site_names: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """The names, and where they were found.

    The first group that names a person wins; the site itself goes from it.
    When nobody names a person, an organisation counts only where it is said
    to be the author in structured data, or is not the site itself.
    """
    sites = {folded(name) for name in site_names if folded(name)}
    read = [(group, _names_of(group)) for group in groups if group]
    told = [(group[0].origin, _people(found, sites), found) for group, found in read]
    named = [entry for entry in told if entry[1]]
    if named:
        origin, people, found = _fullest(named)
        kept = [
            n for n, is_organisation in found if n in people or (is_organisation and not _is_site(n, sites))
        ]
        return tuple(dict.fromkeys(kept))[:MOST_AUTHORS], origin
    for group, found in read:
        names_found = [
            n
            for n, _ in found
            if group[0].origin.startswith(("JSON-LD", "microdata")) or not _is_site(n, sites)
        ]
        if names_found:
            return tuple(dict.fromkeys(names_found))[:MOST_AUTHORS], group[0].origin
    return (), ""


def _people(found: list[tuple[str, bool]], sites: set[str]) -> list[str]:
    return [name for name, is_organisation in found if not is_organisation and not _is_site(name, sites)]


def _fullest(named: list[_Named]) -> _Named:
    """The first; another that names all of them and more, or in full what the first calls by one word."""
    first = named[0]
    mine = {folded(name) for name in first[1]}
    for other in named[1:]:
        theirs = {folded(name) for name in other[1]}
        is_login = all(len(name.split()) == 1 and name.isascii() for name in first[1])
        is_whole = other[0] == FIRST_BYLINE and mine < theirs and len(theirs) <= 6
        if is_whole or (is_login and all(len(n.split()) > 1 for n in other[1])):
            return other
    return first


def seen_writers(visible: Visible) -> tuple[tuple[Writer, ...], ...]:
    """Bylines on the page, likeliest first: what is called one, links to people's pages, "By", names alone."""
    finders = (_first_byline, _called_byline, _marked, _said_by, _over_the_text)
    found = ((find(visible), FIRST_BYLINE if find is _first_byline else NAMES_SEEN) for find in finders)
    return tuple(
        tuple(Writer(name, origin) for name in dict.fromkeys(told)) for told, origin in found if told
    )


def _first_byline(visible: Visible) -> list[str]:
    """What the first element that is called a byline and holds names says alone."""
    texts = ((element, said(element, 400)) for element in visible.bylines())
    told = (_told_by(element, text) for element, text in texts if 0 < len(text) <= 150)
    return next((found for found in told if found), [])


def _called_byline(visible: Visible) -> list[str]:
    """Of the first element that holds names, and of those that are called the same."""
    called, found = None, []
    for element in visible.bylines():
        if called is not None and names(element) != called:
            continue
        text = said(element, 400)
        told = _told_by(element, text) if 0 < len(text) <= 300 else []
        if told:
            called = names(element)
            found += told
    return found


def _told_by(element: Element, text: str) -> list[str]:
    links = [a for a, _ in zip(element.iter("a"), range(30), strict=False)]
    profiles = [
        said(a, 100) for a in links if _PROFILE.search(a.get("href") or "") or a.get("rel") == "author"
    ]
    found = [name for one in profiles for name in bylines([one]) if is_name(name)]
    if found or not (_SAYS_BY.search(text) or _is_bare(element)):
        return found
    return [name for name in bylines([_SAYS_BY.sub("", text)]) if is_name(name)]


def _marked(visible: Visible) -> list[str]:
    """Links with rel=author near the heading."""
    near = visible.tree.elements[max(0, visible.place - 80) : visible.place + 250]
    found = [said(e, 80) for e in near if e.tag == "a" and "author" in (e.get("rel") or "").split()]
    return [name for one in found for name in bylines([one]) if is_name(name)]


def _said_by(visible: Visible) -> list[str]:
    """ "By Jane Roe" in a line of its own after the heading."""
    if visible.heading is None:
        return []
    for element in visible.tree.elements[visible.place + 1 : visible.place + 120]:
        text = said(element, 200) if element.tag in ("p", "div", "span", "address", "h3", "h4", "li") else ""
        said_by = _SAYS_BY.match(text) if len(text) < 90 else None
        if said_by and not is_elsewhere(element, visible.heading):
            told = bylines([re.split(r",\s*(?:in|on|at)\b|\s[|•·–—]\s|\d", text[said_by.end() :])[0]])
            found = [name for name in told if is_name(name) or _ACRONYM.fullmatch(name)]
            if found:
                return found
    return []


def _over_the_text(visible: Visible) -> list[str]:
    """Names alone in the first paragraph, in bold or italics, as many small sites have it."""
    if visible.body is None:
        return []
    paragraphs = [e for e, _ in zip(visible.body.iter("p"), range(3), strict=False)]
    for element in paragraphs:
        text = said(element, 200)
        inner = next((said(e, 200) for e in element.iter("strong", "b", "em", "i")), "")
        if text and inner == text and len(text) < 90:
            told = [name for part in re.split(r"\s*/\s*", text) for name in bylines([part])]
            if told and all(is_name(name) and len(name.split()) <= 3 for name in told):
                return told
    return []


def is_name(text: str) -> bool:
    """Whether it can be what somebody is called: two to five words that start like names."""
    if _NOT_A_NAME.search(text) or _JOB.search(text) or len(text) > 60:
        return False
    words = text.split()
    if (
        not text.isascii()
        and all(len(w) <= 6 for w in words)
        and not any("a" <= c.lower() <= "z" for c in text)
    ):
        return 1 <= len(words) <= 3 and len(text) >= 2
    capital = [w for w in words if w[:1].isupper()]
    return 2 <= len(words) <= 5 and len(capital) >= 2 and all(_WORD.match(w) for w in words)


def _names_of(group: Sequence[Writer]) -> list[tuple[str, bool]]:
    found = []
    for writer in group:
        if _WEB.search(writer.name):
            continue
        told = (writer.name,) if writer.is_organisation else bylines([_turned(writer.name)])
        for one in told:
            name = _OFFICE.sub("", plain(one))
            if _JOB.search(name) and len(name.split()) < 3:
                continue
            found.append((name, writer.is_organisation or bool(_AGENCY.fullmatch(name))))
    return found


def _turned(name: str) -> str:
    """ "Roe, Jane" of Dublin Core and citation tags."""
    last, comma, rest = name.partition(",")
    is_turned = comma and "," not in rest and len(last.split()) == 1 and 0 < len(rest.split()) < 3
    return f"{rest.strip()} {last}" if is_turned and " and " not in rest else name


def _is_site(name: str, sites: set[str]) -> bool:
    bare = folded(name)
    initials = "".join(word[0] for word in name.split()).casefold()
    if len(initials) > 1 and initials in sites:
        return True
    first, _, rest = name.partition(" ")
    if len(first) > 4 and 0 < len(rest) < 3 and any(site.startswith(folded(first)) for site in sites):
        return True  # "Lantern D" on lanternnews.example: a desk's login
    return any(
        bare == site
        or (len(site) > 3 and site in bare and len(bare) <= len(site) + 14)
        or (len(bare) > 5 and bare in site)
        for site in sites
    )


def _is_bare(element: Element) -> bool:
    """Whether its makers call it a byline or an author's name, so that it needs no "By"."""
    return bool(
        re.search(
            r"by-?line|author-*name|\bauthor\b|autor|person-?link|(?:reporter|journalist)-?name",
            names(element),
        )
    ) and element.tag in ("span", "a", "p", "div", "strong", "address", "li")
