"""Raw entries to articles: every text plain, every address checked, every doubt told."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from digest.model.article import Article
from digest.sourcing.authors import bylines
from digest.sourcing.boilerplate import dangles, is_byline, lede_of, without_boilerplate
from digest.sourcing.dates import read_date
from digest.sourcing.entry import Channel, Entry
from digest.sourcing.identity import canonical_address, identity_of, is_web_address, without_tracking
from digest.sourcing.images import absolute, image_of
from digest.sourcing.markup import Block, Fragment, read_fragment
from digest.sourcing.sentences import ends_whole, sentences, whole_sentences
from digest.sourcing.text import disarm, plain, tidy, without_surrogates

DEK_CHARACTERS = 600  # above this, 41 of 86 real feeds carry the whole article as description
MAX_TITLE = 500
MAX_CATEGORIES = 40
_ODD = re.compile(r"[\x00-\x20\x7f<>\"]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source said, in its order, and everything about it a person should know.

    An article without a usable address stays, with ``url`` empty and a warning
    that names its title: it cannot be mailed, but it is accounted for.
    """

    title: str
    articles: tuple[Article, ...]
    warnings: tuple[str, ...] = ()


def reading_of(
    channel: Channel, feed_url: str, *, summary_characters: int, now: datetime | None = None
) -> Reading:
    """Clean articles from a raw feed. With ``now``, dates in the future are told."""
    entries = channel.entries
    warnings = list(_doubts_of_all(channel))
    told = [_article(entry, channel, feed_url, summary_characters) for entry in entries]
    articles = _told_apart(told, warnings)
    for article, entry in zip(told, entries, strict=True):
        warnings.extend(_doubts(article, entry, now))
    return Reading(plain(channel.title.text)[:MAX_TITLE], articles, tuple(_gathered(warnings)))


def _doubts_of_all(channel: Channel) -> Iterator[str]:
    if channel.damage:
        yield f"the feed is damaged ({channel.damage}); what could be made out is read, tell the publisher"
    if not channel.entries:
        yield "the feed holds no article"
    if channel.count > len(channel.entries):
        yield f"only the first {len(channel.entries)} of {channel.count} articles are read"


def _article(entry: Entry, channel: Channel, feed_url: str, limit: int) -> Article:
    title = plain(entry.title.text)[:MAX_TITLE]
    url = _link(entry)
    guid = disarm(tidy(without_surrogates(entry.guid)))
    description, content = read_fragment(entry.description.text), read_fragment(entry.content.text)
    language = entry.language or channel.language
    dek = _dek(description, content, title)
    return Article(
        identity=identity_of(guid, url, feed_url)
        if guid or url
        else f"{feed_url}#{title}#{' '.join(entry.dates)[:80]}",
        url=url,
        title=title,
        guid=guid,
        dek=dek,
        summary=_summary(dek, description, content, limit, language),
        kicker=plain(entry.kicker),
        authors=bylines(entry.authors) or bylines(channel.authors),
        image=image_of(entry, _in_order(description, content, entry), title),
        categories=_terms(entry.categories),
        published=next((when for text in entry.dates if (when := read_date(text))), None),
        language=language,
    )


def _link(entry: Entry) -> str:
    """The publisher's link, absolute, without tracking; a permalink guid stands in."""
    for address in (entry.link, entry.guid if entry.guid_is_link else ""):
        found = absolute(without_surrogates(address), entry.base) if address else ""
        if found:
            return without_tracking(found)
    return ""


def _in_order(description: Fragment, content: Fragment, entry: Entry) -> Sequence[Fragment]:
    return (content, description) if entry.content.text else (description,)


def _dek(description: Fragment, content: Fragment, title: str) -> str:
    """The publisher's own short description, or "" when it is the article itself or cut off."""
    text, is_cut = without_boilerplate(description.text)
    if is_cut or description.is_cut or not text or len(text) > DEK_CHARACTERS:
        return ""
    if text.casefold().rstrip(".") == title.casefold().rstrip(".") or not _has_words(text):
        return ""
    if is_byline(text) or dangles(text):
        return ""
    has_body = len(description.blocks) > 3 and not content.blocks and len(text) > DEK_CHARACTERS // 2
    return "" if has_body else text


def _has_words(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= 3


def _summary(dek: str, description: Fragment, content: Fragment, limit: int, language: str) -> str:
    """The dek if it fits, else whole sentences of dek, body or description, in that order.

    A dek of one sentence may lack its full stop, as standfirsts do; of several
    only those count that end.
    """
    if dek and len(dek) <= limit and (ends_whole(dek) or len(sentences(dek, language)) == 1):
        return dek
    bodies = ([dek] if dek else [], _ledes(content.blocks), _ledes(description.blocks))
    found = (whole_sentences(texts, limit, language) for texts in bodies)
    return next((text for text in found if text), dek if len(dek) <= 2 * limit else "")


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


def _told_apart(articles: Sequence[Article], warnings: list[str]) -> tuple[Article, ...]:
    """One article for each identity.

    Items that share a guid but not the link fall back to their links; those
    that share a link without a path (a front page) are told apart by title.
    """
    by_link = _shared(
        articles, lambda a: canonical_address(a.url), warnings, "their addresses tell them apart"
    )
    apart = [
        replace(a, identity=canonical_address(a.url)) if a.identity in by_link and a.url else a
        for a in articles
    ]
    fronts = [a for a in apart if urlsplit(a.url).path in ("", "/")]
    by_title = _shared(fronts, lambda a: a.title.casefold(), warnings, "their titles tell them apart")
    apart = [
        replace(a, identity=f"{a.identity}#{a.title.casefold()}")
        if a.identity in by_title and a in fronts
        else a
        for a in apart
    ]
    return _once(apart, warnings)


def _shared(
    articles: Iterable[Article], mark: Callable[[Article], str], warnings: list[str], so: str
) -> dict[str, set[str]]:
    """Identities that stand for more than one mark, each told."""
    marks: dict[str, set[str]] = {}
    for article in articles:
        marks.setdefault(article.identity, set()).add(mark(article))
    shared = {identity: found - {""} for identity, found in marks.items() if len(found - {""}) > 1}
    warnings.extend(
        f'{len(found)} articles share the guid or link "{identity[:80]}"; {so}'
        for identity, found in shared.items()
    )
    return shared


def _once(articles: Sequence[Article], warnings: list[str]) -> tuple[Article, ...]:
    """The newest of each identity, at the place of the first. What has neither guid nor link stays."""
    kept: dict[str, Article] = {}
    twice: dict[str, None] = {}
    for place, article in enumerate(articles):
        key = article.identity if article.guid or article.url else f"{place}"
        before = kept.get(key)
        if before is not None:
            twice[key] = None
        if before is None or _is_newer(article, before):
            kept[key] = article
    warnings.extend(
        f'"{_named(kept[i])}" stands in the feed more than once; the newest counts' for i in twice
    )
    return tuple(kept.values())


def _is_newer(article: Article, other: Article) -> bool:
    return bool(article.published and other.published and article.published > other.published)


def _doubts(article: Article, entry: Entry, now: datetime | None) -> list[str]:
    doubts = []
    if not article.url:
        doubts.append(f'"{_named(article)}" {_why_no_link(entry)}, so it cannot be mailed')
    if article.published is None:
        said = next(filter(None, entry.dates), "")
        doubts.append(f'"{_named(article)}" has {_undated(said)}; it counts from when it is first seen')
    elif now is not None and article.published > now:
        doubts.append(f'"{_named(article)}" is dated {article.published:%Y-%m-%d %H:%M} UTC, in the future')
    if not article.title:
        doubts.append(f'"{_named(article)}" has no title')
    return doubts


def _why_no_link(entry: Entry) -> str:
    if not entry.link:
        return "has no link"
    shown = disarm(_ODD.sub("", tidy(entry.link)))[:60]
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", shown, re.IGNORECASE)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"has a link of the kind {scheme[1].lower()}:, which is refused"
    if scheme is None and not is_web_address(entry.base):
        return f"has the relative link {shown}, and nothing says what it is relative to (set base_url)"
    return f"has a link that is no web address ({shown})"


def _undated(said: str) -> str:
    return f'a date that cannot be read ("{tidy(plain(said))[:40]}")' if said.strip() else "no date"


def _named(article: Article) -> str:
    return article.title[:80] or article.url[:120] or article.guid[:80] or "an article without a title"


def _gathered(warnings: Sequence[str], most: int = 50) -> list[str]:
    """Each once, and no flood: past ``most`` only how many more there are."""
    once = list(dict.fromkeys(warnings))
    return once if len(once) <= most else [*once[:most], f"and {len(once) - most} more warnings of this feed"]
