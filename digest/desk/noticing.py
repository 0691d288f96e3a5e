"""What an editor should know of a draft: what is missing from it, and what came into it from before."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from digest.desk import health
from digest.desk.desk import Desk
from digest.model.edition import FINISHED, Draft, Reason
from digest.model.wording import counted, listed
from digest.newsroom import Region
from digest.selecting.duplicates import perhaps_twice
from digest.store import editions, history
from digest.store.editions import EditionRow

EDITIONS_LOOKED_BACK = 8


def warnings_of(desk: Desk, draft: Draft, now: datetime) -> tuple[str, ...]:
    """What may be wrong: sources that failed or fell silent, regions that go without, articles told twice."""
    return (
        *stale_sources(desk),
        *quiet_sources(desk, now),
        *_short_regions(desk, draft),
        *_unsure(draft),
        *perhaps_twice(draft.verdicts, draft.pool),
    )


def notes_of(desk: Desk, draft: Draft) -> tuple[str, ...]:
    """What is as it should be and worth a look: what the caps cut, what was carried over, what came late."""
    return (*_cut(desk, draft), *_carried_over(draft), *_late(draft))


def stale_sources(desk: Desk) -> tuple[str, ...]:
    """Sources that failed at their last try, with the reason and the last good reading."""
    return health.broken(desk)


def quiet_sources(desk: Desk, now: datetime) -> tuple[str, ...]:
    """Sources that can be read and show nothing, or nothing new for long: a feed may die without an error."""
    return health.quiet(desk, now)


def _short_regions(desk: Desk, draft: Draft) -> Iterator[str]:
    """Fewer than wanted, or none for editions on end. The lead counts for its region."""
    edition = draft.edition
    with desk.store.read() as connection:
        before = history.coverage(connection, desk.publication, edition.publish_at, EDITIONS_LOOKED_BACK)
    have = _by_region(v.region for v in draft.verdicts if v.reason is Reason.IN)
    for region in desk.newsroom.regions:
        without = _editions_without(region, before) + 1
        if have[region.key] == 0 and without > 1 and region.max > 0:
            yield f"{region.title} has had no article for {without} editions on end"
        elif have[region.key] < region.min:
            yield f"{region.title} has {have[region.key]} of the {counted(region.min, 'article')} wanted"


def _unsure(draft: Draft) -> Iterator[str]:
    """Articles whose words do not say surely enough where they belong: none is filed on a guess."""
    asked = (v for v in draft.verdicts if v.region is None and v.reason is not Reason.OUT_OF_WINDOW)
    unsure = [v.article_id for v in asked if "unsure" in v.detail]
    if unsure:
        yield (
            f"{counted(len(unsure), 'article')} of unsure region: {_titles(draft, unsure)}; "
            "digest why tells the guess, digest move ID --region KEY files one"
        )


def _editions_without(region: Region, before: tuple[history.Past, ...]) -> int:
    """How many of the newest editions on end had nothing of a region."""
    return next((n for n, past in enumerate(before) if past.regions[region.key]), len(before))


def _by_region(regions: Iterable[str | None]) -> Counter[str | None]:
    return Counter(regions)


def _cut(desk: Desk, draft: Draft) -> Iterator[str]:
    cut = _by_region(v.region for v in draft.verdicts if v.reason is Reason.REGION_CAP)
    told = [f"{cut[r.key]} of {r.title} (at most {r.max})" for r in desk.newsroom.regions if cut[r.key]]
    if told:
        yield f'cut by the caps: {listed(told, most=12)}; digest list --reason "over region cap" names them'


def _carried_over(draft: Draft) -> Iterator[str]:
    held = [v.article_id for v in draft.verdicts if v.reason is Reason.IN and "held until" in v.detail]
    if held:
        yield f"held over until now: {_titles(draft, held)}"


def _late(draft: Draft) -> Iterator[str]:
    late = [v.article_id for v in draft.verdicts if v.reason is Reason.IN and "late: " in v.detail]
    if late:
        yield f"from before the window, seen only now: {_titles(draft, late)}"


def _titles(draft: Draft, ids: list[str]) -> str:
    titles = {p.article.id: p.article.title for p in draft.pool}
    return listed([f'"{titles[id_]}"' for id_ in ids])


def left_open(desk: Desk, but: str = "") -> tuple[EditionRow, ...]:
    """Editions that still want a word from an editor, without the one named; newest first."""
    with desk.store.read() as connection:
        there = editions.every(connection, desk.publication)
    left = editions.left_behind(there)
    return tuple(e for e in there if e.state not in FINISHED and e.id not in left and e.name != but)
