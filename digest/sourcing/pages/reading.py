"""A page to an article, with where each of its fields was found.

Nothing here opens a file or a connection. What the page prints for its
readers comes before what it tells machines; where they agree there is no
doubt, and where they differ each field has its own rule, beside its code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.model.article import Article
from digest.sourcing.identity import host_of, identity_of
from digest.sourcing.pages.address import choose_address
from digest.sourcing.pages.byline import choose_authors, seen_writers
from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.dek import choose_dek
from digest.sourcing.pages.eyebrow import categories_of, choose_kicker
from digest.sourcing.pages.lede import ledes_of
from digest.sourcing.pages.linked import Linked, read_linked
from digest.sourcing.pages.meta import DATES, DESCRIPTIONS, TITLES, Metas, read_metas
from digest.sourcing.pages.microdata import Micro, read_microdata
from digest.sourcing.pages.moment import Moment, choose_moment
from digest.sourcing.pages.picture import choose_picture
from digest.sourcing.pages.title import choose_title, read_heading, stripped
from digest.sourcing.pages.tree import Tree, grow, said
from digest.sourcing.pages.visible import read_visible
from digest.sourcing.summary import summary_of
from digest.sourcing.text import plain

SUMMARY_CHARACTERS = 300
MAX_DEK = 800


@dataclass(frozen=True, slots=True)
class PageReading:
    """An article as its page tells it.

    ``origins`` says for each field that was found where: "JSON-LD headline".
    ``published_there`` is the moment at the publisher's own offset, where the
    page gives one. ``is_article`` is false for a page that shows no sign of one:
    a front page, a section, an error page.
    """

    article: Article
    origins: Mapping[str, str] = field(default_factory=dict)
    published_there: datetime | None = None
    is_article: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    tree: Tree
    linked: Linked
    micro: Micro
    metas: Metas
    sites: tuple[str, ...]


def read_page(
    body: bytes,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    summary_characters: int = SUMMARY_CHARACTERS,
    now: datetime | None = None,
) -> PageReading:
    """What a web page says of the article on it. ``url`` is where it came from, or "".

    Never loads anything. Raises SourceError, and nothing else whatever the
    bytes: empty, binary, or no HTML.
    """
    tree = grow(body, url, headers)
    metas, linked, micro = read_metas(tree), read_linked(tree), read_microdata(tree)
    page = _Page(tree, linked, micro, metas, tuple(_site_names(tree, linked, metas)))
    return _read(page, summary_characters, now)


def _read(page: _Page, limit: int, now: datetime | None) -> PageReading:
    titles = tuple(_titles(page))
    told = [c.text for c in titles]
    visible = read_visible(page.tree, tuple(told))
    heading = read_heading(visible, told)
    title = choose_title(heading, titles)
    dek = choose_dek(visible, _descriptions(page), title.text, page.sites)
    address = choose_address(page.tree, page.linked, page.metas)
    groups = (page.linked.writers(), page.micro.writers(), *page.metas.writers(), *seen_writers(visible))
    authors, authors_origin = choose_authors(groups, page.sites)
    kicker = choose_kicker(heading.kicker, visible, page.linked, page.metas, title.text)
    pictures = (*page.metas.pictures(), *page.linked.pictures(), *page.micro.pictures())
    picture = choose_picture(visible, pictures, title.text)
    moment = choose_moment(tuple(_dates(page)), visible, address.text)
    language = _language(page)
    ledes = ledes_of(visible, dek.text, title.text)
    article = Article(
        identity=identity_of("", address.text),
        url=address.text,
        title=plain(title.text),
        dek=plain(dek.text)[:MAX_DEK],
        summary=summary_of(dek.text, [ledes], limit, language),
        kicker=kicker.text,
        authors=authors,
        image=picture.image if picture else None,
        categories=categories_of(page.linked, page.metas),
        published=moment.when if moment else None,
        language=language,
    )
    found = {
        "title": title.origin if title.text else "",
        "url": address.origin,
        "dek": dek.origin,
        "summary": ""
        if not article.summary
        else "the dek"
        if article.summary == article.dek
        else "the first sentences",
        "authors": authors_origin,
        "kicker": kicker.origin if kicker.text else "",
        "image": picture.origin if picture else "",
        "credit": picture.credit_origin if picture else "",
        "published": moment.origin if moment else "",
    }
    origins = {key: origin for key, origin in found.items() if origin}
    is_article = bool(title.text) and _is_article(page, moment, ledes)
    there = moment.when.astimezone(moment.zone) if moment else None
    return PageReading(
        article, origins, there, is_article, tuple(_doubts(article, page, is_article=is_article, now=now))
    )


def _site_names(tree: Tree, linked: Linked, metas: Metas) -> Iterator[str]:
    """What the site calls itself: names that are no part of a title and nobody's byline."""
    host = host_of(tree.url)
    yield from linked.publishers
    for key in (
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "twitter:site",
        "al:ios:app_name",
        "publisher",
    ):
        yield from (text.lstrip("@") for text in metas.told.get(key, ()) if "/" not in text)
    yield host
    yield from (
        label for label in host.split(".")[:-1] if label not in ("co", "com", "org", "net", "ac", "or", "ne")
    )


def _titles(page: _Page) -> Iterator[Claim]:
    """In order of trust, freed of the site's name."""
    head = next((e for e in page.tree.elements if e.tag == "title"), None)
    last = Claim(said(head, 600) if head is not None else "", "<title>")
    claimed = (
        *page.linked.claimed("headline")[:1],
        *page.micro.claimed("headline")[:1],
        *page.metas.claimed(TITLES),
        last,
    )
    for claim in claimed:
        text = stripped(claim.text, page.sites)
        if text:
            yield Claim(text, claim.origin)


def _descriptions(page: _Page) -> tuple[Claim, ...]:
    keys = ("description", "alternativeHeadline")
    return (*page.metas.claimed(DESCRIPTIONS), *page.linked.claimed(*keys), *page.micro.claimed(*keys))


def _dates(page: _Page) -> Iterator[Claim]:
    yield from page.linked.claimed("datePublished")
    yield from page.micro.claimed("datePublished")
    yield from page.metas.claimed(DATES)
    yield from page.linked.claimed("dateCreated", "uploadDate")


def _language(page: _Page) -> str:
    told = [
        page.tree.language,
        *(c.text for c in page.linked.claimed("inLanguage")),
        page.metas.first("og:locale"),
    ]
    return next((text.replace("_", "-")[:12] for text in told if text and text[:2].isalpha()), "")


def _is_article(page: _Page, moment: Moment | None, ledes: tuple[str, ...]) -> bool:
    """Whether it says so, or has a date and paragraphs, or many of them."""
    says_so = any(t.get("headline") for t in page.linked.things) or page.metas.first("og:type") == "article"
    return says_so or len(ledes) > 2 or (moment is not None and len(ledes) > 1)


def _doubts(article: Article, page: _Page, *, is_article: bool, now: datetime | None) -> Iterator[str]:
    if not article.title:
        yield "the page has no title"
    elif not is_article:
        yield "this does not look like an article: no date, or no paragraphs"
    if article.published is None:
        yield "no date was found; the article counts from when it is first seen"
    elif now is not None and article.published > now:
        yield f"it is dated {article.published:%Y-%m-%d %H:%M} UTC, in the future"
    if article.image is not None and not article.image.credit:
        yield "the picture has no credit on the page"
    if page.linked.is_damaged:
        yield "a part of the page's JSON-LD is damaged and was left out; tell the publisher"
