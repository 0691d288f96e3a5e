"""Which pages were asked for, what came of it, and the articles that still lack something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, update

from digest.model.article import Article
from digest.model.edition import canonical_json
from digest.store.tables import article, page_try, sighting
from subscribers.bulk import insert

CHUNK = 500


@dataclass(frozen=True, slots=True)
class PageTry:
    """``error`` is empty when the page was read, ``article_id`` when it showed no article."""

    address: str
    tried_at: datetime
    error: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A stored article, when it last changed, and the sources that show it."""

    article: Article
    changed_at: datetime
    sources: tuple[str, ...]


def tries(connection: Connection, addresses: Iterable[str]) -> dict[str, PageTry]:
    """The last try of each of these canonical addresses that was ever tried."""
    found: dict[str, PageTry] = {}
    for chunk in _chunks(list(addresses)):
        for row in connection.execute(select(page_try).where(page_try.c.address.in_(chunk))):
            found[row.address] = PageTry(row.address, row.tried_at, row.error, row.article_id)
    return found


def record(connection: Connection, tried: PageTry) -> None:
    """Note a try; the newest counts."""
    values = {"tried_at": tried.tried_at, "error": tried.error, "article_id": tried.article_id}
    statement = insert(connection, page_try).values(address=tried.address, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["address"], set_=values))


def by_ids(connection: Connection, ids: Iterable[str]) -> dict[str, Lacking]:
    """Stored articles by id."""
    return {row.article.id: row for row in _read(connection, list(ids))}


def seen_since(connection: Connection, sources: Sequence[str], since: datetime) -> list[Lacking]:
    """Articles that these sources show and that were first seen since then, the newest first."""
    when = func.coalesce(article.c.published, article.c.first_seen)
    statement = (
        select(article.c.id)
        .join(sighting, sighting.c.article_id == article.c.id)
        .where(sighting.c.source.in_(sources), article.c.first_seen >= since)
        .order_by(when.desc(), article.c.id)
        .distinct()
        .add_columns(when)
    )
    ids = list(dict.fromkeys(row.id for row in connection.execute(statement)))
    known = by_ids(connection, ids)
    return [known[key] for key in ids if key in known]


def put(connection: Connection, filled: Article, now: datetime) -> None:
    """Store an article that was filled up."""
    values = {"published": filled.published, "changed_at": now, "document": canonical_json(filled)}
    connection.execute(update(article).where(article.c.id == filled.id).values(**values))


def _read(connection: Connection, ids: list[str]) -> list[Lacking]:
    found: list[Lacking] = []
    for chunk in _chunks(ids):
        sources: dict[str, list[str]] = {}
        for row in connection.execute(select(sighting).where(sighting.c.article_id.in_(chunk))):
            sources.setdefault(row.article_id, []).append(row.source)
        for row in connection.execute(select(article).where(article.c.id.in_(chunk))):
            read = msgspec.json.decode(row.document, type=Article)
            found.append(Lacking(read, row.changed_at, tuple(sources.get(row.id, ()))))
    return found


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
