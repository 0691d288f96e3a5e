"""What each source has shown lately: for its rhythm, and for what its articles lack."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from digest.model.article import Article
from digest.store.tables import article, sighting


@dataclass(frozen=True, slots=True)
class Times:
    """When one source showed one article for the first time, and how the article is dated."""

    first_seen: datetime
    published: datetime | None


def times(connection: Connection, since: datetime) -> dict[str, list[Times]]:
    """Of each source's articles first seen from ``since`` on, in the order they came in."""
    statement = (
        select(sighting.c.source, sighting.c.first_seen, article.c.published)
        .join(article, article.c.id == sighting.c.article_id)
        .where(sighting.c.first_seen >= since)
        .order_by(sighting.c.source, sighting.c.first_seen)
    )
    found: dict[str, list[Times]] = {}
    for source, first_seen, published in connection.execute(statement):
        found.setdefault(source, []).append(Times(first_seen, published))
    return found


def newest(connection: Connection, since: datetime, most: int) -> dict[str, list[Article]]:
    """Each source's newest articles, at most so many, first seen from ``since`` on."""
    when = func.coalesce(article.c.published, article.c.first_seen)
    place = func.row_number().over(partition_by=sighting.c.source, order_by=(when.desc(), article.c.id))
    ranked = (
        select(sighting.c.source, article.c.document, place.label("place"))
        .join(article, article.c.id == sighting.c.article_id)
        .where(sighting.c.first_seen >= since)
        .subquery()
    )
    found: dict[str, list[Article]] = {}
    chosen = select(ranked.c.source, ranked.c.document).where(ranked.c.place <= most)
    for source, document in connection.execute(chosen.order_by(ranked.c.source, ranked.c.place)):
        found.setdefault(source, []).append(msgspec.json.decode(document, type=Article))
    return found
