"""How the sources fare: what broke, what fell silent, what is left out, what their articles lack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from digest.desk.desk import Desk
from digest.errors import NotFound
from digest.model.article import Article
from digest.model.wording import counted, local_time
from digest.newsroom import Source
from digest.store import articles, showings
from digest.store.articles import SourceHealth
from digest.store.showings import Times

LOOKED_BACK = timedelta(days=120)
RECENT = timedelta(days=56)
QUIET_TIMES = 3
"""A source is quiet after so many times its usual pause."""
LEAST_QUIET = timedelta(days=3)  # a weekend is no silence
UNKNOWN_PAUSE = timedelta(days=14)  # for a source of which too little was seen to know its rhythm
LEAST_KNOWN = 5
MOST_LOOKED_AT = 3000
WANTED = ("image", "dek", "date", "author", "region")


@dataclass(frozen=True, slots=True)
class Standing:
    """One source as it stands.

    ``a_week`` counts articles over the last eight weeks, or since it was first
    read. ``newest`` is when it last brought something new. ``lacks`` maps each
    of WANTED to the share (0 to 1) of its newest articles that go without, and
    is empty while there are none. ``known`` is None before the first gather.
    """

    source: Source
    known: SourceHealth | None
    a_week: float
    newest: datetime | None
    lacks: dict[str, float]


def standings(desk: Desk, now: datetime) -> tuple[Standing, ...]:
    """All sources of newsroom.toml, in its order."""
    sources = desk.newsroom.sources
    most = max(5, min(40, MOST_LOOKED_AT // max(1, len(sources))))
    with desk.store.read() as connection:
        health = articles.health(connection)
        seen = showings.times(connection, now - LOOKED_BACK)
        shown = showings.newest(connection, now - RECENT, most)
    return tuple(
        Standing(
            source,
            health.get(source.name),
            _a_week(seen.get(source.name, ()), now),
            max(_activity(seen.get(source.name, ())), default=None),
            _lacks(desk, source, shown.get(source.name, ())),
        )
        for source in sources
    )


def standing(desk: Desk, now: datetime, name: str) -> Standing:
    """The one of that name, whatever its case. Raises NotFound."""
    found = next(
        (s for s in standings(desk, now) if s.source.name.casefold() == name.strip().casefold()), None
    )
    if found is None:
        there = ", ".join(s.name for s in desk.newsroom.sources) or "none"
        raise NotFound(f'newsroom.toml has no source "{name}"; it has {there}')
    return found


def warnings_of_sources(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Sources never gathered, failed, fallen silent, or with entries left out: for status and drafts."""
    return (*broken(desk), *quiet(desk, now))


def broken(desk: Desk) -> tuple[str, ...]:
    """Sources never gathered or that failed at their last try, with the reason and the last good reading."""
    said = []
    for name, known in _health(desk):
        if known is None:
            said.append(f'source "{name}" was never gathered; run digest gather')
        elif known.error:
            zone = desk.newsroom.zone
            good = f"last good {local_time(known.good_at, zone)}" if known.good_at else "never read well"
            said.append(f'source "{name}" failed: {known.error} ({good})')
    return tuple(said)


def quiet(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Sources that can be read and bring nothing new, or entries that cannot be used."""
    with desk.store.read() as connection:
        seen = showings.times(connection, now - LOOKED_BACK)
    by_name = {source.name: source for source in desk.newsroom.sources}
    return tuple(
        said
        for name, known in _health(desk)
        if known is not None and not known.error
        for said in _doubts(desk, by_name[name], known, seen.get(name, ()), now)
    )


def left_out(desk: Desk, text: str) -> tuple[str, ...]:
    """What was said of the entries, left out or doubtful, whose title or link holds ``text``."""
    wanted = text.strip().casefold()
    return tuple(
        f'source "{name}": {said}'
        for name, known in _health(desk)
        if known is not None and wanted
        for said in known.warnings
        if wanted in said.casefold()
    )


def _health(desk: Desk) -> list[tuple[str, SourceHealth | None]]:
    with desk.store.read() as connection:
        health = articles.health(connection)
    return [(source.name, health.get(source.name)) for source in desk.newsroom.sources]


def _doubts(
    desk: Desk, source: Source, known: SourceHealth, seen: Sequence[Times], now: datetime
) -> Iterator[str]:
    name = source.name
    if known.left_out:
        entries = counted(known.left_out, "entry", "entries")
        yield f'source "{name}": {entries} without an address or a title left out; digest sources show "{name}" tells which'
    if not known.seen and not known.left_out:
        yield f'source "{name}" shows no article; look at it with digest sources try'
        return
    has_rhythm, pause = len(seen) >= LEAST_KNOWN, _longest_pause(source, seen)
    last = max(_activity(seen) if has_rhythm else (t.first_seen for t in seen), default=known.good_at)
    # What nobody has looked at for some days says nothing of the rhythm of the source.
    until = (known.good_at or now) if has_rhythm else now
    if last is not None and pause and last + pause < until:
        since = local_time(last, desk.newsroom.zone)
        is_usual = has_rhythm and source.quiet_days is None
        usual = f", which is {QUIET_TIMES} times its usual pause" if is_usual else ""
        yield f'source "{name}" has shown nothing new since {since}{usual}; is it still kept up?'


def _longest_pause(source: Source, seen: Sequence[Times]) -> timedelta | None:
    """After which it counts as quiet; None: never."""
    if source.quiet_days is not None:
        return timedelta(days=source.quiet_days) or None
    if len(seen) < LEAST_KNOWN:
        return UNKNOWN_PAUSE
    return max(LEAST_QUIET, QUIET_TIMES * _usual_pause(seen))


def _usual_pause(seen: Sequence[Times]) -> timedelta:
    """Nine in ten of its pauses are no longer; so bursts and weekends do not count as silence."""
    moments = sorted(_activity(seen))
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    return pauses[len(pauses) * 9 // 10] if pauses else timedelta()


def _activity(seen: Sequence[Times]) -> list[datetime]:
    """When the source brought each article: as dated at the first reading, later as it came in."""
    first = min((t.first_seen for t in seen), default=None)
    return [
        min(t.published, t.first_seen) if t.published and t.first_seen == first else t.first_seen
        for t in seen
    ]


def _a_week(seen: Sequence[Times], now: datetime) -> float:
    recent = [when for when in _activity(seen) if when > now - RECENT]
    if not recent:
        return 0.0
    return len(recent) / max(1.0, (now - min(recent)) / timedelta(days=7))


def _lacks(desk: Desk, source: Source, shown: Sequence[Article]) -> dict[str, float]:
    if not shown:
        return {}
    without = {
        "image": sum(a.image is None for a in shown),
        "dek": sum(not a.dek for a in shown),
        "date": sum(a.published is None for a in shown),
        "author": sum(not a.authors for a in shown),
        "region": 0
        if source.region
        else sum(desk.classifier.file(a, (source.name,)).region is None for a in shown),
    }
    return {name: without[name] / len(shown) for name in WANTED}
