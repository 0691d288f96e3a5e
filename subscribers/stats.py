"""The readership in figures."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from subscribers import audience, suppression
from subscribers.readers import split_regions
from subscribers.tables import subscriber


@dataclass(frozen=True, slots=True)
class Stats:
    """``readers`` = ``due`` + the sum of ``excluded``.

    ``regions`` counts those due by chosen region, a reader of two in both;
    ``all_regions`` those due who chose none. ``suppressed`` counts addresses,
    also those without a reader.
    """

    readers: int
    due: int
    excluded: dict[str, int]
    states: dict[str, int]
    text_only: int
    all_regions: int
    regions: dict[str, int]
    suppressed: dict[str, int]


def stats(connection: Connection, *, now: datetime) -> Stats:
    """Count everyone as things stand at ``now``."""
    readers, excluded = audience.candidates_and_reasons(connection, now)
    sets = audience.region_sets(connection, now)
    regions: dict[str, int] = {}
    for text, count in sets:
        for key in split_regions(text):
            regions[key] = regions.get(key, 0) + count
    states = connection.execute(select(subscriber.c.state, func.count()).group_by(subscriber.c.state))
    text_only = select(func.count()).where(
        subscriber.c.text_only.is_(True), subscriber.c.state == "confirmed"
    )
    return Stats(
        readers=readers,
        due=readers - sum(excluded.values()),
        excluded=excluded,
        states=dict(sorted(states.all())),
        text_only=connection.scalar(text_only) or 0,
        all_regions=dict(sets).get("", 0),
        regions=dict(sorted(regions.items())),
        suppressed=suppression.reasons(connection),
    )
