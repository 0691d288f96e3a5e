"""Articles, where they were seen, and how their sources fare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, or_, select, update

from digest.model.article import Article, Seen
from digest.model.edition import canonical_json
from digest.store.editions import in_force
from digest.store.tables import article, edition, sighting, source, verdict
from subscribers.bulk import insert

CHUNK = 500  # SQLite takes at most 999 parameters in old builds


@dataclass(frozen=True, slots=True)
class Known:
    """An article as stored, with each source's fingerprint of it.

    ``owner`` is the source that showed it first; no other overrules what it says.
    """

    article: Article
    first_seen: datetime
    fingerprints: Mapping[str, str]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fared. ``error`` is empty when the last try went well.

    ``seen``, ``left_out`` and ``warnings`` are those of the last good reading;
    what is left out has no address or no title, and is not among those seen.
    """

    name: str
    tried_at: datetime | None
    good_at: datetime | None
    error: str
    seen: int
    etag: str
    last_modified: str
    body_hash: str
    left_out: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What to store of one article of one reading; ``article`` is None when it stays as it is.

    ``takes_over``: from now on it is this source whose word counts.
    """

    article_id: str
    fingerprint: str
    article: Article | None
    is_new: bool
    takes_over: bool = False


def known(connection: Connection, ids: Iterable[str]) -> dict[str, Known]:
    """The stored articles among ``ids``."""
    found: dict[str, Known] = {}
    for chunk in _chunks(list(ids)):
        prints: dict[str, dict[str, str]] = {}
        for row in connection.execute(select(sighting).where(sighting.c.article_id.in_(chunk))):
            prints.setdefault(row.article_id, {})[row.source] = row.fingerprint
        for row in connection.execute(select(article).where(article.c.id.in_(chunk))):
            found[row.id] = Known(_decoded(row.document), row.first_seen, prints.get(row.id, {}), row.owner)
    return found


def put(connection: Connection, source_name: str, sightings: Sequence[Sighting], now: datetime) -> None:
    """Store one source's sightings: new articles, changed ones, and who saw them.

    Two processes may do so at the same moment: what one has stored, the other
    leaves. In the order of ids, so that neither ever waits for the other's end.
    """
    ordered = sorted(sightings, key=lambda s: s.article_id)
    new = [
        {"id": s.article_id, "first_seen": now, "owner": source_name, **_row(s.article, now)}
        for s in ordered
        if s.article is not None and s.is_new
    ]
    if new:
        connection.execute(insert(connection, article).on_conflict_do_nothing(), new)
    for seen in ordered:
        if not seen.is_new and (seen.article is not None or seen.takes_over):
            changed = _row(seen.article, now) if seen.article is not None else {}
            owner = {"owner": source_name} if seen.takes_over else {}
            connection.execute(
                update(article).where(article.c.id == seen.article_id).values(**changed, **owner)
            )
    _put_sightings(connection, source_name, ordered, now)


def _put_sightings(connection: Connection, name: str, ordered: Sequence[Sighting], now: datetime) -> None:
    if not ordered:
        return
    statement = insert(connection, sighting)
    newest = {"fingerprint": statement.excluded.fingerprint}
    rows = [
        {"article_id": s.article_id, "source": name, "fingerprint": s.fingerprint, "first_seen": now}
        for s in ordered
    ]
    connection.execute(
        statement.on_conflict_do_update(index_elements=["article_id", "source"], set_=newest), rows
    )


def considered(
    connection: Connection, since: datetime, until: datetime, ids: Iterable[str] = ()
) -> list[Seen]:
    """What an edition looks at: dated (or first seen) from ``since`` to ``until``, and ``ids``.

    Ordered by id. An undated article counts under the day it was first seen.
    """
    when = func.coalesce(article.c.published, article.c.first_seen)
    fits = (when >= since) & (when < until)
    rows = {row.id: row for row in connection.execute(select(article).where(fits))}
    for chunk in _chunks([key for key in ids if key not in rows]):  # a whole archive, at the first draft
        told = select(article).where(article.c.id.in_(chunk))
        rows |= {row.id: row for row in connection.execute(told)}
    places = _sources_of(connection, list(rows))
    return [
        Seen(_decoded(row.document), row.first_seen, places.get(key, ())) for key, row in sorted(rows.items())
    ]


def unjudged(connection: Connection, publication: str, before: datetime) -> list[str]:
    """Ids of articles dated before ``before`` on which no edition has decided (``editions.in_force``)."""
    judged = (
        select(verdict.c.article_id)
        .join(edition, edition.c.id == verdict.c.edition_id)
        .where(edition.c.publication == publication, in_force())
    )
    when = func.coalesce(article.c.published, article.c.first_seen)
    statement = select(article.c.id).where(when < before, article.c.id.not_in(judged)).order_by(article.c.id)
    return list(connection.execute(statement).scalars())


def by_address(connection: Connection, text: str) -> list[Seen]:
    """Articles whose id starts with, or whose address is or holds, ``text``; newest first, at most 20."""
    fits = or_(article.c.id.startswith(text, autoescape=True), article.c.url.contains(text, autoescape=True))
    rows = connection.execute(
        select(article).where(fits).order_by(article.c.first_seen.desc(), article.c.id).limit(20)
    ).all()
    places = _sources_of(connection, [row.id for row in rows])
    return [Seen(_decoded(row.document), row.first_seen, places.get(row.id, ())) for row in rows]


def health(connection: Connection) -> dict[str, SourceHealth]:
    """Each source ever tried, by name."""
    return {row.name: _health(row._mapping) for row in connection.execute(select(source))}  # noqa: SLF001


def _health(row: Mapping[Any, Any]) -> SourceHealth:
    return SourceHealth(**{**row, "warnings": tuple(msgspec.json.decode(row["warnings"]))})


def record_try(
    connection: Connection,
    name: str,
    now: datetime,
    *,
    error: str = "",
    seen: int | None = None,
    etag: str = "",
    last_modified: str = "",
    body_hash: str = "",
    left_out: int = 0,
    warnings: Sequence[str] = (),
) -> None:
    """Note a try. After a failure the validators and the last good reading stay.

    ``seen`` is None when nothing was read anew; what was left out and warned of stays then too.
    """
    values: dict[str, object] = {"tried_at": now, "error": error}
    if not error:
        values |= {"good_at": now, "etag": etag, "last_modified": last_modified, "body_hash": body_hash}
        if seen is not None:
            told = msgspec.json.encode(list(warnings)).decode()
            values |= {"seen": seen, "left_out": left_out, "warnings": told}
    statement = insert(connection, source).values(name=name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def forget_sources(connection: Connection, names: Iterable[str]) -> None:
    """Drop the health of sources that newsroom.toml no longer names. Articles stay."""
    connection.execute(delete(source).where(source.c.name.in_(list(names))))


def _sources_of(connection: Connection, ids: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for chunk in _chunks(ids):
        statement = select(sighting.c.article_id, sighting.c.source).where(sighting.c.article_id.in_(chunk))
        for row in connection.execute(statement.order_by(sighting.c.article_id, sighting.c.source)):
            found.setdefault(row.article_id, []).append(row.source)
    return {key: tuple(names) for key, names in found.items()}


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _row(value: Article, now: datetime) -> dict[str, object]:
    return {
        "identity": value.identity,
        "url": value.url,
        "published": value.published,
        "changed_at": now,
        "document": canonical_json(value),
    }


def _decoded(document: bytes) -> Article:
    return msgspec.json.decode(document, type=Article)
