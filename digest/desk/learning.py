"""The newsroom's regions at work, and learning from the articles it has filed itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.classifying import evidence
from digest.classifying.fitting import Example, Trial, learn
from digest.classifying.learned import FILE, Learned, written
from digest.desk.desk import Desk
from digest.desk.vocabulary import FILES
from digest.editing.changes import Change, Move, Pin, decode, singles
from digest.errors import BadInput, CheckFailed, KeepreadingError, NotFound
from digest.model.article import Seen
from digest.store import articles, changes

LATELY = timedelta(days=28)
FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
LEAST_ARTICLES = 200
LEAST_OF_A_REGION = 10
MOST_ARTICLES = 4000  # the newest; learning from more takes minutes and teaches little


@dataclass(frozen=True, slots=True)
class AtWork:
    """A region, or None for what has none, with how its articles of late were filed."""

    key: str | None
    title: str
    countries: tuple[str, ...]
    sources: tuple[str, ...]
    lately: Mapping[str, int]

    @property
    def articles(self) -> int:
        return sum(self.lately.values())


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of learning. ``path`` is where it was stored; None if it was not."""

    learned: Learned
    trial: Trial
    by_region: Mapping[str, int]
    path: Path | None


def at_work(desk: Desk, now: datetime) -> tuple[AtWork, ...]:
    """Every region in the newsroom's order, then what has none; articles of the last four weeks."""
    filed: dict[str | None, Counter[str]] = {}
    for seen in _stored(desk, now - LATELY, now):
        filing = desk.classifier.file(seen.article, seen.sources)
        filed.setdefault(filing.region, Counter())[evidence.kind_of(filing)] += 1
    regions = [
        AtWork(
            region.key,
            region.title,
            desk.classifier.countries(region.key),
            tuple(s.name for s in desk.newsroom.sources if s.region == region.key),
            _in_order(filed.get(region.key, Counter())),
        )
        for region in desk.newsroom.regions
    ]
    without = AtWork(None, desk.newsroom.region_title(None), (), (), _in_order(filed.get(None, Counter())))
    return (*regions, without)


def own_files(desk: Desk) -> tuple[str, ...]:
    """Those files beside newsroom.toml that filing goes by."""
    return tuple(file for file in FILES.values() if (desk.base / file).is_file())


def teach(desk: Desk, now: datetime, *, least_right: float | None = None, store: bool = True) -> Taught:
    """Learn from the articles filed by rule or moved by an editor, and keep what proves right.

    ``least_right`` is the share of answers that must have proved right, the
    newsroom's ``unsure_below`` if left out. Raises BadInput with too few
    articles, or for a share below ``unsure_below``, since such answers are
    never filed; CheckFailed when what is learned does
    not help: then nothing is stored, and what was learned before stays.
    """
    unsure_below = desk.newsroom.selection.unsure_below
    least_right = unsure_below if least_right is None else least_right
    if least_right < unsure_below:
        raise BadInput(
            f"what is right in {least_right:.0%} is never filed while [selection] unsure_below is "
            f"{unsure_below:g}; set that lower first, or ask for {unsure_below:g}"
        )
    found, until = examples(desk, now)
    counted = Counter(example.region for example in found)
    _require_enough(counted)
    known = {key for key, number in counted.items() if number >= LEAST_OF_A_REGION}
    learned, trial = learn([e for e in found if e.region in known], least_right=least_right)
    if not trial.is_worth_it:
        raise CheckFailed(_no_help(trial, least_right))
    learned = replace(learned, until=until)
    path = _keep(desk, learned) if store else None
    return Taught(learned, trial, {key: counted[key] for key in _keys(desk) if key in known}, path)


def forget(desk: Desk) -> Path:
    """Delete what was learned. Raises NotFound."""
    path = desk.base / FILE
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise NotFound(f"nothing has been learned: there is no {FILE} beside newsroom.toml") from error
    except OSError as error:
        raise KeepreadingError(f"{FILE} cannot be deleted: {error.strerror}") from error
    vars(desk).pop("classifier", None)
    return path


def examples(desk: Desk, now: datetime) -> tuple[list[Example], str]:
    """The newest of the articles whose region is beyond doubt, and the day of the newest."""
    said = dict(_said_by_editors(desk))
    found = []
    for seen in sorted(_stored(desk, FIRST_DAY, now), key=lambda s: (s.when, s.article.id), reverse=True):
        exact = desk.classifier.file_exactly(seen.article, seen.sources)
        region = said.get(seen.article.id) or (exact.region if exact else None)
        if region is not None:
            found.append((seen, region))
    newest = found[:MOST_ARTICLES]
    until = f"{newest[0][0].when:%Y-%m-%d}" if newest else ""
    return [_example(desk, seen, region) for seen, region in newest], until


def _example(desk: Desk, seen: Seen, region: str) -> Example:
    """The article as if no rule had placed it."""
    bare = desk.classifier.unplaced(seen.article)
    filing = desk.classifier.file_by_names(bare)
    return Example(
        seen.article.id,
        desk.classifier.terms(bare),
        region,
        is_open=desk.classifier.is_open(filing),
        guess=filing.region,
    )


def _said_by_editors(desk: Desk) -> Iterator[tuple[str, str]]:
    """Article and region of every move and pin into a region, oldest first."""
    with desk.store.read() as connection:
        documents = [document for _, document in changes.of_every_edition(connection, desk.publication)]
    for act in singles(_readable(documents)):
        if isinstance(act, Move) and act.region in _keys(desk):
            yield act.article, act.region
        elif isinstance(act, Pin) and act.place in _keys(desk):
            yield act.article, act.place


def _readable(documents: Iterable[str]) -> Iterator[Change]:
    """Without those of a version that is no longer understood: they teach nothing."""
    for document in documents:
        with suppress(BadInput):
            yield decode(document)


def _stored(desk: Desk, since: datetime, until: datetime) -> list[Seen]:
    with desk.store.read() as connection:
        return articles.considered(connection, since, until + timedelta(seconds=1))


def _keys(desk: Desk) -> tuple[str, ...]:
    return tuple(region.key for region in desk.newsroom.regions)


def _in_order(numbers: Mapping[str, int]) -> dict[str, int]:
    return {kind: numbers[kind] for kind in evidence.KINDS if kind in numbers}


def _require_enough(counted: Counter[str]) -> None:
    there, known = sum(counted.values()), [n for n in counted.values() if n >= LEAST_OF_A_REGION]
    if there >= LEAST_ARTICLES and len(known) > 1:
        return
    raise BadInput(
        f"too little to learn from: {there:,} articles are filed by section feed, kicker, tag, address or an "
        f"editor's move; it takes {LEAST_ARTICLES}, of two regions {LEAST_OF_A_REGION} each. "
        "Gather some weeks more, or give a source its region in newsroom.toml"
    )


def _no_help(trial: Trial, least_right: float) -> str:
    return (
        f"nothing was learned that helps: of {trial.open} articles that the names leave open, no answers were "
        f"right in {least_right:.0%}; nothing is stored. Try again with more articles"
    )


def _keep(desk: Desk, learned: Learned) -> Path:
    """Whole or not at all."""
    path, half = desk.base / FILE, desk.base / f".{FILE}.part"
    try:
        half.write_text(written(learned), "utf-8")
        half.replace(path)
    except OSError as error:
        raise KeepreadingError(f"{FILE} cannot be written beside newsroom.toml: {error.strerror}") from error
    vars(desk).pop("classifier", None)
    return path
