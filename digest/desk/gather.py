"""Fetching the sources and storing what is new. One source failing never stops the others."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

import structlog

from digest.desk.desk import Desk
from digest.errors import NotFound, SourceError
from digest.model.article import Article
from digest.model.edition import canonical_json
from digest.newsroom import Source
from digest.sourcing.fetch import Validators
from digest.sourcing.sources import SourceReading, read_source
from digest.store import articles
from digest.store.articles import Known, Sighting, SourceHealth

SOURCES_AT_ONCE = 8

log = structlog.get_logger("keepreading")


@dataclass(frozen=True, slots=True)
class Gathered:
    """How one source fared. ``last_good`` is when it was last read well, this time included."""

    name: str
    ok: bool
    seen: int
    new: int
    updated: int
    error: str
    warnings: tuple[str, ...]
    last_good: datetime | None


def gather(desk: Desk, now: datetime, names: Sequence[str] = ()) -> tuple[Gathered, ...]:
    """Read the sources (all, or those named) at once, and store them one by one.

    In the order of newsroom.toml, whichever answers first: of two that show one
    article for the first time, the one named first has the word. Doing it again
    changes nothing. Raises NotFound for a name that newsroom.toml does not have.
    """
    chosen = _chosen(desk, names)
    with desk.store.read() as connection:
        health = articles.health(connection)
    with ThreadPoolExecutor(SOURCES_AT_ONCE) as pool:
        waiting = [(s, pool.submit(_read, desk, s, health.get(s.name), now)) for s in chosen]
        return tuple(
            _store(desk, source, future.result(), health.get(source.name), now) for source, future in waiting
        )


def _chosen(desk: Desk, names: Sequence[str]) -> tuple[Source, ...]:
    sources = desk.newsroom.sources
    unknown = [name for name in names if name not in {s.name for s in sources}]
    if unknown:
        there = ", ".join(s.name for s in sources) or "none"
        raise NotFound(f'newsroom.toml has no source "{unknown[0]}"; it has {there}')
    return tuple(s for s in sources if not names or s.name in names)


def _read(
    desk: Desk, source: Source, health: SourceHealth | None, now: datetime
) -> SourceReading | SourceError:
    known = Validators(health.etag, health.last_modified) if health else None
    try:
        return read_source(
            source,
            desk.fetcher,
            base=desk.base,
            validators=known,
            known_hash=health.body_hash if health else "",
            summary_characters=desk.newsroom.selection.summary_characters,
            now=now,
        )
    except SourceError as error:
        return error
    except Exception as error:
        # A bug that one feed brings to light must not stop the other sources, nor a send.
        log.exception("source", source=source.name)
        return SourceError(
            f"it could not be read: {type(error).__name__} in our own reader; please report it"
        )


def _store(
    desk: Desk, source: Source, found: SourceReading | SourceError, health: SourceHealth | None, now: datetime
) -> Gathered:
    if isinstance(found, SourceError):
        with desk.store.begin() as connection:
            articles.record_try(connection, source.name, now, error=str(found))
        last_good = health.good_at if health else None
        return Gathered(
            source.name,
            ok=False,
            seen=0,
            new=0,
            updated=0,
            error=str(found),
            warnings=(),
            last_good=last_good,
        )
    kept = [a for a in found.reading.articles if a.url and a.title] if found.reading else []
    with desk.store.begin() as connection:
        known = articles.known(connection, [a.id for a in kept])
        sightings = decide(source.name, kept, known)
        articles.put(connection, source.name, sightings, now)
        articles.record_try(
            connection,
            source.name,
            now,
            seen=len(kept) if found.reading else None,
            etag=found.validators.etag,
            last_modified=found.validators.last_modified,
            body_hash=found.body_hash,
        )
    seen = len(kept) if found.reading else (health.seen if health else 0)
    new = sum(s.is_new for s in sightings)
    updated = sum(s.article is not None for s in sightings) - new
    warnings = found.reading.warnings if found.reading else ()
    return Gathered(
        source.name, ok=True, seen=seen, new=new, updated=updated, error="", warnings=warnings, last_good=now
    )


def decide(source: str, read: Iterable[Article], known: dict[str, Known]) -> list[Sighting]:
    """What one reading changes. A source overrules only what it said itself before.

    A source that shows an article first seen elsewhere fills what is missing;
    so two feeds with different words for one article do not take turns.
    """
    sightings: dict[str, Sighting] = {}
    for one in read:
        before = known.get(one.id)
        print_now = fingerprint(one)
        if before is None:
            sightings.setdefault(one.id, Sighting(one.id, print_now, one, is_new=True))
        elif before.fingerprints.get(source) != print_now:
            said_before = source in before.fingerprints
            merged = merge(before.article, one, overrule=said_before)
            changed = None if merged == before.article else merged
            sightings.setdefault(one.id, Sighting(one.id, print_now, changed, is_new=False))
    return list(sightings.values())


def merge(old: Article, new: Article, *, overrule: bool) -> Article:
    """One article from two sightings: the newest words if ``overrule``, else the old ones filled up.

    The earliest date and every category stay.
    """
    first, second = (new, old) if overrule else (old, new)
    dates = [d for d in (old.published, new.published) if d is not None]
    return replace(
        first,
        identity=old.identity,
        dek=first.dek or second.dek,
        summary=first.summary or second.summary,
        kicker=first.kicker or second.kicker,
        kind=first.kind or second.kind,
        authors=first.authors or second.authors,
        image=first.image or second.image,
        language=first.language or second.language,
        categories=tuple(dict.fromkeys((*old.categories, *new.categories))),
        published=min(dates) if dates else None,
    )


def fingerprint(article: Article) -> str:
    """Says whether a source shows the same as last time."""
    return blake2b(canonical_json(article), digest_size=16).hexdigest()
