"""A front or section page as a source: the articles it links to, each read from its own page."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from digest.errors import SourceError
from digest.model.article import Article
from digest.newsroom import Source
from digest.sourcing.articles import Reading
from digest.sourcing.fetch import Validators
from digest.sourcing.identity import canonical_address, host_of, without_tracking
from digest.sourcing.images import absolute
from digest.sourcing.pages.reading import SUMMARY_CHARACTERS, PageReading, read_page
from digest.sourcing.pages.tree import Element, Tree, around, grow, names, said
from digest.sourcing.robots import Asks
from digest.sourcing.sources import SourceReading, hash_of

MOST_LINKS = 40
MOST_NEW = 12
MOST_SECONDS = 40.0
"""Pages read for the first time in one go; the rest has its turn next time."""

_SLUG = re.compile(r"[^/]*[a-z0-9]+(?:[-_][a-z0-9]+){3,}|[^/]*\d{5,}[^/]*", re.IGNORECASE)
_DATED = re.compile(r"/20\d{2}/\d{1,2}/")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|about|contact|subscribe|newsletters?|login|search|events?|jobs|"
    r"privacy|terms|donate|shop|podcasts?|videos?|feeds?|page/\d+)(?:/|$)|\.(?:pdf|jpe?g|png|mp[34]|xml|rss)$",
    re.IGNORECASE,
)
_BESIDE = frozenset(("nav", "footer", "form"))
_BESIDE_NAMES = re.compile(r"\bnav|menu|footer|breadcrumb|cookie|share|social")


@dataclass(frozen=True, slots=True)
class Lead:
    """A link to what looks like an article, with its words."""

    url: str
    text: str


def read_page_at(
    url: str,
    fetcher: Asks,
    *,
    allow_private: bool = False,
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
) -> PageReading:
    """Fetch one page and read it. Raises SourceError with the address and the reason."""
    fetched = fetcher.get(url, allow_private=allow_private)
    return read_page(
        fetched.body, fetched.url, headers=fetched.headers, summary_characters=summary_characters, now=now
    )


def leads_of(body: bytes, url: str, headers: Mapping[str, str] | None = None) -> tuple[Lead, ...]:
    """The links of a page that look like articles of the same site, in its order, each once.

    Raises SourceError: it is no web page.
    """
    tree = grow(body, url, headers)
    found: dict[str, Lead] = {}
    for link in _links(tree):
        address = without_tracking(absolute(link.get("href") or "", tree.base).partition("#")[0])
        key = canonical_address(address)
        text = said(link, 300)
        if _is_lead(address, text, link, tree) and (key not in found or len(text) > len(found[key].text)):
            found[key] = Lead(address, text)
    return tuple(found.values())[:MOST_LINKS]


class Memory(Protocol):
    """What is remembered of pages, by canonical address, from one reading to the next."""

    def known(self, addresses: Sequence[str]) -> Mapping[str, Article | None]:
        """Those not to be read now: with the article they gave, or None where there was none."""
        ...

    def keep(self, address: str, article: Article | None, error: str) -> None:
        """Note that a page was asked for; ``error`` is empty when it could be read."""
        ...


def read_front(
    source: Source,
    fetcher: Asks,
    memory: Memory,
    *,
    validators: Validators | None = None,
    known_hash: str = "",
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
    seconds: float = MOST_SECONDS,
) -> SourceReading:
    """The articles that the page at ``source.url`` links to, in its order.

    At most MOST_NEW pages are read that are not in ``memory``, none after
    ``seconds``; the rest has its turn next time. A page that cannot be read becomes a warning. Raises
    SourceError: the front page itself cannot be read.
    """
    end = time.monotonic() + seconds
    asked = validators if known_hash else None
    fetched = fetcher.get(source.url or "", allow_private=source.allow_private, validators=asked)
    body_hash = known_hash if fetched.is_unchanged else hash_of([fetched.body])
    if body_hash == known_hash:
        return SourceReading(source, None, fetched.validators, known_hash)
    leads = leads_of(fetched.body, fetched.url, fetched.headers)
    before = memory.known([canonical_address(lead.url) for lead in leads])
    new = [lead for lead in leads if canonical_address(lead.url) not in before]
    warnings: list[str] = [] if leads else ["no link on the page looks like an article"]
    read: dict[str, Article | None] = dict(before)
    left = len(new)
    for lead in new[:MOST_NEW]:
        if time.monotonic() > end:
            break
        left -= 1
        try:
            page = read_page_at(
                lead.url,
                fetcher,
                allow_private=source.allow_private,
                summary_characters=summary_characters,
                now=now,
            )
        except SourceError as error:
            warnings.append(str(error))
            memory.keep(canonical_address(lead.url), None, str(error))
            continue
        found = page.article if page.is_article and page.article.url else None
        read[canonical_address(lead.url)] = found
        memory.keep(canonical_address(lead.url), found, "")
    articles = [article for lead in leads if (article := read.get(canonical_address(lead.url))) is not None]
    reading = Reading(source.name, tuple({a.identity: a for a in articles}.values()), tuple(warnings[:20]))
    # With pages left over, the front page must not count as unchanged next time.
    return SourceReading(source, reading, fetched.validators, "" if left else body_hash)


def _links(tree: Tree) -> Iterator[Element]:
    return (e for e in tree.elements if e.tag == "a" and e.get("href"))


def _is_lead(address: str, text: str, link: Element, tree: Tree) -> bool:
    """Same site, an address like an article's, and words like a title's (or a heading around it)."""
    if not address or host_of(address) != host_of(tree.base) or _NO_ARTICLE.search(urlsplit(address).path):
        return False
    path = urlsplit(address).path.rstrip("/")
    last = path.rsplit("/", 1)[-1]
    if not (_SLUG.fullmatch(last) or _DATED.search(path)):
        return False
    near = list(around(link, 8))
    if any(o.tag in _BESIDE or _BESIDE_NAMES.search(names(o)) for o in near):
        return False
    return (
        len(text.split()) >= 3 or len(text) >= 12 or any(o.tag in ("h1", "h2", "h3", "h4") for o in near[:3])
    )
