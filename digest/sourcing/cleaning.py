"""One raw entry to one clean article: every text plain, every address checked.

A body is only taken apart when something is wanted of it that stands nowhere
else: in most feeds it is nine tenths of the bytes and adds nothing.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from digest.model.article import Article
from digest.sourcing.authors import bylines
from digest.sourcing.boilerplate import dangles, is_byline, lede_of, without_boilerplate
from digest.sourcing.dates import read_date
from digest.sourcing.entry import Channel, Entry, Markup
from digest.sourcing.identity import identity_of, without_tracking
from digest.sourcing.images import absolute, image_of
from digest.sourcing.kinds import kind_of
from digest.sourcing.markup import Block, Fragment, figures_with, read_fragment
from digest.sourcing.summary import summary_of
from digest.sourcing.text import disarm, plain, tidy, without_surrogates

DEK_CHARACTERS = 600  # above this, 41 of 86 real feeds carry the whole article as description
MAX_TITLE = 500
MAX_GUID = 1000  # what is longer is cut; its identity is of the whole
MAX_CATEGORIES = 40


class Texts:
    """Description and body of an entry, each taken apart on first use."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @cached_property
    def description(self) -> Fragment:
        return _fragment(self.entry.description, self.entry.base)

    @cached_property
    def content(self) -> Fragment:
        return _fragment(self.entry.content, self.entry.base)

    def in_order(self) -> Iterable[Fragment]:
        """Where pictures are looked for: the body first."""
        if self.entry.content.text:
            yield self.content
        yield self.description

    def around(self, text: str) -> Iterable[Fragment]:
        """The figures that hold ``text`` as it stands; the body first."""
        return (
            read_fragment(figure, body.base or self.entry.base)
            for body in (self.entry.content, self.entry.description)
            for figure in figures_with(body.text, text)
        )


def article_of(entry: Entry, channel: Channel, feed_url: str, limit: int) -> Article:
    """A summary is at most ``limit`` characters, twice that for one whole sentence."""
    title = title_of(entry.title.text)
    url = _link(entry)
    guid = disarm(tidy(without_surrogates(entry.guid)))
    texts = Texts(entry)
    language = entry.language or channel.language
    dek = _dek(texts, title)
    categories = _terms(entry.categories)
    return Article(
        identity=identity_of(guid, url, feed_url)
        if guid or url
        else f"{feed_url}#{title}#{' '.join(entry.dates)[:80]}",
        url=url,
        title=title,
        guid=guid[:MAX_GUID],
        dek=dek,
        summary=summary_of(dek, _bodies(texts), limit, language),
        kicker=plain(entry.kicker)[:80],
        kind=kind_of((*entry.kinds, *categories), url, title),
        authors=bylines(entry.authors) or bylines(channel.authors),
        image=image_of(entry, texts, title),
        categories=categories,
        published=next((when for text in entry.dates if (when := read_date(text))), None),
        language=language,
    )


def _fragment(markup: Markup, base: str) -> Fragment:
    return read_fragment(markup.text, markup.base or base)


def title_of(text: str) -> str:
    return plain(text)[:MAX_TITLE]


def _link(entry: Entry) -> str:
    """The publisher's link, absolute, without tracking; a permalink guid stands in."""
    for address in (entry.link, entry.guid if entry.guid_is_link else ""):
        found = absolute(without_surrogates(address), entry.base) if address else ""
        if found:
            return without_tracking(found)
    return ""


def _dek(texts: Texts, title: str) -> str:
    """The publisher's own short description, or "" when it is the article itself or cut off."""
    description = texts.description
    text, is_cut = without_boilerplate(description.text)
    if is_cut or description.is_cut or not text or len(text) > DEK_CHARACTERS:
        return ""
    if text.casefold().rstrip(".") == title.casefold().rstrip(".") or not _has_words(text):
        return ""
    if is_byline(text) or dangles(text):
        return ""
    is_long = len(description.blocks) > 3 and len(text) > DEK_CHARACTERS // 2
    return "" if is_long and not texts.content.blocks else text


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text[:300])) >= 3


def _bodies(texts: Texts) -> Iterator[list[str]]:
    """Where a lede may stand, the body before the description."""
    yield _ledes(texts.content.blocks)
    yield _ledes(texts.description.blocks)


def _ledes(blocks: Iterable[Block]) -> list[str]:
    """Paragraphs that can open an article, datelines off."""
    return [text for b in blocks if b.role == "text" and (text := lede_of(b.text))][:8]


def _terms(categories: Iterable[str]) -> tuple[str, ...]:
    terms: dict[str, str] = {}
    for category in categories:
        term = plain(category)[:120]
        if term:
            terms.setdefault(term.casefold(), term)
    return tuple(terms.values())[:MAX_CATEGORIES]
