"""Reading the pages of new articles once, to fill in what their feeds leave out.

The feed is never overruled: only what it lacks is taken from the page. Each
page is asked for once; after a failure again a day later; after success only
when the article has changed since.
"""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from digest.desk.desk import Desk
from digest.errors import SourceError
from digest.model.article import Article, Image
from digest.newsroom import Source
from digest.sourcing.identity import canonical_address
from digest.sourcing.pages.addresses import marks_of
from digest.sourcing.pages.front import read_page_at
from digest.sourcing.pages.reading import PageReading
from digest.sourcing.robots import host_key
from digest.store import pages
from digest.store.pages import Lacking, PageTry

AGAIN_AFTER = timedelta(days=1)
RECENT = timedelta(days=14)
MOST_PAGES = 60
"""In one go; what is left has its turn at the next gather."""
HOSTS_AT_ONCE = 4
BUDGET_SECONDS = 120.0
"""After so long no further page is asked for in this go: a gather must end."""

log = structlog.get_logger("keepreading")


@dataclass(frozen=True, slots=True)
class Filled:
    """How filling went. ``fields`` counts what was filled in: {"image": 4, "credit": 7}."""

    asked: int = 0
    filled: int = 0
    failed: int = 0
    fields: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


def fill(desk: Desk, now: datetime, *ids: str) -> Filled:
    """Fill up the articles with these ids, or all recent ones of sources that say ``fill``.

    Hosts are asked side by side, each page of a host in its turn. What goes
    wrong with one page is recorded and told, and stops nothing.
    """
    todo = _due(desk, now, ids)
    if not todo:
        return Filled()
    end = time.monotonic() + BUDGET_SECONDS
    by_host: dict[str, list[Lacking]] = {}
    for one in todo:
        by_host.setdefault(host_key(one.article.url), []).append(one)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        batches = pool.map(lambda ones: _read_all(desk, ones, now, end), by_host.values())
        told = [found for batch in batches for found in batch]
    return _store(desk, told, now)


def filled_up(article: Article, page: Article) -> tuple[Article, tuple[str, ...]]:
    """The article with what it lacks from its page, and the names of what was filled in."""
    whole = replace(
        article,
        dek=article.dek or page.dek,
        authors=article.authors or page.authors,
        kicker=article.kicker or page.kicker,
        image=_image(article.image, page.image),
        categories=article.categories or page.categories,
        published=article.published or page.published,
        language=article.language or page.language,
    )
    # The summary is ours, made of the dek where there is one; so a dek that was missing makes it anew.
    is_newly_told = not article.dek and bool(page.dek)
    whole = replace(whole, summary=(page.summary if is_newly_told else "") or article.summary or page.summary)
    return whole, tuple(_changes(article, whole))


def _due(desk: Desk, now: datetime, ids: Sequence[str]) -> list[Lacking]:
    sources = {s.name: s for s in desk.newsroom.sources}
    wanting = [name for name, s in sources.items() if _wants(desk, s)]
    if not ids and not wanting:
        return []
    with desk.store.read() as connection:
        found = (
            list(pages.by_ids(connection, ids).values())
            if ids
            else pages.seen_since(connection, wanting, now - RECENT)
        )
        lacking = [one for one in found if one.article.url and lacks(one.article)]
        tried = pages.tries(connection, [canonical_address(one.article.url) for one in lacking])
    due = (one for one in lacking if _is_due(one, tried.get(canonical_address(one.article.url)), now))
    return [one for one, _ in zip(due, range(MOST_PAGES), strict=False)]


def _wants(desk: Desk, source: Source) -> bool:
    is_wanted = source.fill if source.fill is not None else desk.newsroom.sourcing.fill
    return is_wanted and source.form == "feed"


def lacks(article: Article) -> bool:
    """Whether a page could add anything."""
    image = article.image
    return not (
        article.dek and article.authors and article.kicker and image and image.credit and image.caption
    )


def _is_due(one: Lacking, tried: PageTry | None, now: datetime) -> bool:
    if tried is None:
        return True
    return now - tried.tried_at >= AGAIN_AFTER if tried.error else one.changed_at > tried.tried_at


def _read_all(
    desk: Desk, ones: Iterable[Lacking], now: datetime, end: float
) -> list[tuple[Article, PageReading | SourceError]]:
    """The pages of one host, one after the other, until the time is up."""
    return [(one.article, _read(desk, one, now)) for one in ones if time.monotonic() < end]


def _read(desk: Desk, one: Lacking, now: datetime) -> PageReading | SourceError:
    sources = {s.name: s for s in desk.newsroom.sources}
    allow_private = any(sources[name].allow_private for name in one.sources if name in sources)
    try:
        read = read_page_at(
            one.article.url,
            desk.page_fetcher,
            allow_private=allow_private,
            summary_characters=desk.newsroom.selection.summary_characters,
            now=now,
        )
    except SourceError as error:
        return error
    except Exception as error:
        # A bug that one page brings to light must not stop the gather, nor a send.
        log.exception("page", article=one.article.id)
        return SourceError(f"{type(error).__name__} in our own page reader; please report it")
    return (
        read
        if read.is_article
        else SourceError(f"{one.article.url[:200]}: the page shows no article any more")
    )


def _store(desk: Desk, told: Sequence[tuple[Article, PageReading | SourceError]], now: datetime) -> Filled:
    counted: dict[str, int] = {}
    warnings: list[str] = []
    filled = 0
    with desk.store.begin() as connection:
        stored = pages.by_ids(connection, [article.id for article, _ in told])
        for article, found in told:
            error = str(found) if isinstance(found, SourceError) else ""
            pages.record(connection, PageTry(canonical_address(article.url), now, error, article.id))
            if isinstance(found, SourceError):
                warnings.append(error)
                continue
            whole, fields = filled_up(stored[article.id].article, found.article)
            if fields:
                pages.put(connection, whole, now)
                filled += 1
            for name in fields:
                counted[name] = counted.get(name, 0) + 1
    return Filled(len(told), filled, len(warnings), tuple(sorted(counted.items())), tuple(warnings))


def _image(own: Image | None, found: Image | None) -> Image | None:
    """The feed's picture; the page's words only when it shows the same one."""
    if own is None or found is None:
        return own or found
    if not marks_of(own.url) & marks_of(found.url):
        return own
    return replace(
        own, alt=own.alt or found.alt, caption=own.caption or found.caption, credit=own.credit or found.credit
    )


def _changes(before: Article, after: Article) -> Iterable[str]:
    for name in ("dek", "authors", "kicker", "categories", "published", "language", "summary"):
        if getattr(before, name) != getattr(after, name):
            yield name
    if before.image != after.image:
        yield (
            "image"
            if before.image is None
            else "credit"
            if before.image.credit != (after.image or before.image).credit
            else "caption"
        )
