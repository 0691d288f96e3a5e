"""Fetching the sources and storing what is new. One source failing never stops the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from digest.desk.desk import Desk
from digest.desk.filling import fill
from digest.desk.fronts import read_front_source
from digest.desk.in_order import in_order
from digest.desk.merging import apart, decide, strangers
from digest.errors import NotFound, SourceError, StoreError
from digest.model.article import Article
from digest.model.wording import counted
from digest.newsroom import Source
from digest.sourcing.articles import Reading
from digest.sourcing.fetch import Validators
from digest.sourcing.sources import SourceReading, read_source
from digest.store import articles
from digest.store.articles import Known, SourceHealth
from digest.store.database import Connection

SOURCES_AT_ONCE = 8
READING_SECONDS = 60.0
"""Of the clock, for reading what was fetched; the reader itself stops after 20 s of processor time."""

REQUESTS = 4
"""That may run into the timeout one after the other: robots.txt, a page, its last article, and one to spare."""

log = structlog.get_logger("keepreading")


@dataclass(frozen=True, slots=True)
class Gathered:
    """How one source fared. ``last_good`` is when it was last read well, this time included.

    ``shown`` is what it showed in this very reading; None when it was not read anew.
    ``left_out`` are entries without an address or a title: they cannot be mailed.
    ``new_ids`` are those of the articles stored for the first time.
    """

    name: str
    ok: bool
    seen: int
    new: int
    updated: int
    error: str
    warnings: tuple[str, ...]
    last_good: datetime | None
    shown: tuple[Article, ...] | None = None
    left_out: int = 0
    new_ids: tuple[str, ...] = ()


def gather(
    desk: Desk, now: datetime, names: Sequence[str] = (), *, afresh: bool = False
) -> tuple[Gathered, ...]:
    """Read the sources (all, or those named) at once, and store them one by one.

    In the order of newsroom.toml, whichever answers first: of two that show one
    article for the first time, the one named first has the word. Doing it again
    changes nothing. ``afresh`` reads also what has not changed since last time.
    Raises NotFound for a name that newsroom.toml does not have.
    """
    chosen = _chosen(desk, names)
    with desk.store.read() as connection:
        health = articles.health(connection)
    asked = {} if afresh else health
    jobs = [partial(_read, desk, s, asked.get(s.name), now) for s in chosen]
    requests = REQUESTS + max((s.pages for s in chosen), default=1) - 1
    budget = desk.settings.http_timeout_seconds * requests + READING_SECONDS
    read = in_order(jobs, at_once=SOURCES_AT_ONCE, seconds=budget)
    told = tuple(
        _stored(desk, source, said or _too_slow(source, budget), health.get(source.name), now)
        for source, said in zip(chosen, read, strict=True)
    )
    fill(desk, now)
    return told


def _too_slow(source: Source, seconds: float) -> SourceError:
    return SourceError(
        f'source "{source.name}": it was not read within {seconds:g} s and is given up; it is tried again next time'
    )


def _chosen(desk: Desk, names: Sequence[str]) -> tuple[Source, ...]:
    """By name, whatever its case."""
    sources, wanted = desk.newsroom.sources, {name.strip().casefold() for name in names}
    unknown = [n for n in names if n.strip().casefold() not in {s.name.casefold() for s in sources}]
    if unknown:
        there = ", ".join(s.name for s in sources) or "none"
        raise NotFound(f'newsroom.toml has no source "{unknown[0]}"; it has {there}')
    return tuple(s for s in sources if not names or s.name.casefold() in wanted)


def _read(
    desk: Desk, source: Source, health: SourceHealth | None, now: datetime
) -> SourceReading | SourceError:
    known = Validators(health.etag, health.last_modified) if health else None
    try:
        if source.form == "page":
            last_hash = health.body_hash if health else ""
            return read_front_source(desk, source, now, validators=known, known_hash=last_hash)
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


def _stored(
    desk: Desk, source: Source, found: SourceReading | SourceError, health: SourceHealth | None, now: datetime
) -> Gathered:
    """What cannot be stored is a failure of this source alone."""
    if isinstance(found, SourceError):
        return _failed(desk, source, str(found), health, now)
    try:
        return _kept(desk, source, found, health, now)
    except StoreError as error:
        return _failed(desk, source, f"what it showed could not be stored: {error}", health, now)
    except Exception as error:
        # A text that the database refuses, for one: no other source may suffer for it.
        log.exception("source", source=source.name)
        said = f"what it showed could not be stored ({type(error).__name__}); please report it"
        return _failed(desk, source, said, health, now)


def _failed(desk: Desk, source: Source, said: str, health: SourceHealth | None, now: datetime) -> Gathered:
    try:
        with desk.store.begin() as connection:
            articles.record_try(connection, source.name, now, error=said)
    except StoreError as error:
        said = f"{said}; and that could not be noted: {error}"
    return Gathered(
        source.name,
        ok=False,
        seen=0,
        new=0,
        updated=0,
        error=said,
        warnings=(),
        last_good=health.good_at if health else None,
    )


def _kept(
    desk: Desk, source: Source, found: SourceReading, health: SourceHealth | None, now: datetime
) -> Gathered:
    reading = found.reading
    with desk.store.begin() as connection:
        kept, known, warnings = _told_apart(connection, source.name, reading) if reading else ((), {}, ())
        sightings = decide(source.name, kept, known, {s.name for s in desk.newsroom.sources})
        articles.put(connection, source.name, sightings, now)
        articles.record_try(
            connection,
            source.name,
            now,
            seen=len(kept) if reading else None,
            left_out=reading.left_out if reading else 0,
            warnings=warnings,
            etag=found.validators.etag,
            last_modified=found.validators.last_modified,
            body_hash=found.body_hash,
        )
    new = tuple(s.article_id for s in sightings if s.is_new)
    return Gathered(
        source.name,
        ok=True,
        seen=len(kept) if reading else (health.seen if health else 0),
        new=len(new),
        updated=sum(s.article is not None for s in sightings) - len(new),
        error="",
        warnings=warnings,
        last_good=now,
        shown=kept if reading else None,
        left_out=reading.left_out if reading else (health.left_out if health else 0),
        new_ids=new,
    )


def _told_apart(
    connection: Connection, name: str, reading: Reading
) -> tuple[tuple[Article, ...], dict[str, Known], tuple[str, ...]]:
    """What can be stored, and what is known of it.

    What has the guid of another site's article stands under its own address.
    """
    usable = reading.usable
    known = articles.known(connection, [a.id for a in usable])
    foreign = strangers(name, usable, known)
    if not foreign:
        return usable, known, reading.warnings
    told = f"{counted(len(foreign), 'article')} with the guid of another site's; told apart by address"
    kept = tuple(apart(a) if a.id in foreign else a for a in usable)
    return kept, articles.known(connection, [a.id for a in kept]), (told, *reading.warnings)
