"""Of articles that tell the same, the one that stays, and what it takes over from the others.

What was mailed or is held always stays. Else, of one site's own, the newest
stays; another site's later copy of it gives way, however new. The one that
stays counts from the earliest date, because what was only revised is no news,
and is filed by the surest filing of all. Its words and its picture are its own:
what readers get must be what its source says, else ``verify`` would take it for
changed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.model.address import canonical_address, host_of
from digest.model.article import Filing
from digest.model.edition import Placed, Reason, Verdict
from digest.selecting.candidate import Candidate
from digest.selecting.likeness import Likeness
from digest.selecting.near import Near, near_pairs
from digest.selecting.placing import persons
from digest.selecting.running import Out, Running
from digest.selecting.weighing import Telling

Entry = Running | Out
MOST_NAMED = 2  # likest first; a verdict is one line
_SAID = re.compile(
    r'perhaps the same as "(.+?)", ((?:already in|held until)[^;]*; )?titles \d+, deks \d+ of 100'
)
Local = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that gives way, and what it gives way to, in an editor's words."""

    loser: Running
    detail: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """Everything that was in the running, once: in ``staying`` or in ``giving_way``."""

    staying: tuple[Running, ...]
    giving_way: tuple[Twin, ...]


def sort_out(
    running: Iterable[Running], in_the_way: Iterable[Out], regions: frozenset[str], local: Local
) -> Sorting:
    """What stays, and what gives way to it or to what is no longer free.

    An article only gives way to one that stays itself, so that of a row of
    look-alikes the ends may both stay. ``local`` writes an instant for an editor.
    """
    entries, near = _best_first([*in_the_way, *running], regions)
    ways = _ways(entries, [n for n in near if n.likeness.is_sure])
    losers: dict[int, list[Running]] = defaultdict(list)
    for index, (winner, _) in ways.items():
        entry = entries[index]
        if isinstance(entry, Running):
            losers[winner].append(entry)
    doubts = _doubts(
        entries, [n for n in near if not n.likeness.is_sure and not {n.low, n.high} & ways.keys()]
    )
    staying = (
        _noted(_merged(entry, losers[index], regions, local), doubts[index])
        for index, entry in enumerate(entries)
        if isinstance(entry, Running) and index not in ways
    )
    giving_way = (
        Twin(entry, detail)
        for index, (_, detail) in ways.items()
        if isinstance(entry := entries[index], Running)
    )
    return Sorting(tuple(staying), tuple(giving_way))


def _best_first(entries: Sequence[Entry], regions: frozenset[str]) -> tuple[list[Entry], list[Near]]:
    """The entries in the order in which one stays before another, and the near pairs among them."""
    near = list(near_pairs([_telling(entry.candidate) for entry in entries]))
    copies = {_later(entries, n) for n in near if n.likeness.is_sure and _are_of_two_sites(entries, n)}
    order = sorted(range(len(entries)), key=lambda i: _rank(entries[i], is_copy=i in copies, regions=regions))
    place = {index: rank for rank, index in enumerate(order)}
    pairs = [tuple(sorted((place[n.low], place[n.high]))) for n in near]
    placed = [Near(low, high, n.likeness) for (low, high), n in zip(pairs, near, strict=True)]
    return [entries[index] for index in order], sorted(placed, key=lambda n: (n.low, n.high))


def _are_of_two_sites(entries: Sequence[Entry], near: Near) -> bool:
    one, other = entries[near.low].candidate.article, entries[near.high].candidate.article
    return host_of(one.url) != host_of(other.url)


def _later(entries: Sequence[Entry], near: Near) -> int:
    return max(near.low, near.high, key=lambda i: (entries[i].candidate.seen.when, entries[i].candidate.id))


def _rank(
    entry: Entry, *, is_copy: bool, regions: frozenset[str]
) -> tuple[bool, bool, float, bool, bool, str]:
    candidate = entry.candidate
    return (
        isinstance(entry, Running),
        is_copy,
        -candidate.seen.when.timestamp(),
        candidate.filing.region not in regions,
        candidate.article.image is None,
        candidate.id,
    )


def perhaps_twice(verdicts: Iterable[Verdict], pool: Iterable[Placed]) -> tuple[str, ...]:
    """For an editor: each pair that perhaps tells the same and would be read, both of them.

    Read from what the verdicts say, so that it holds for a draft kept long ago
    and for one of which an editor has dropped the other.
    """
    titles = {placed.article.id: placed.article.title for placed in pool}
    read = {v.article_id: v.detail for v in verdicts if v.reason is Reason.IN}
    there = {titles[id_] for id_ in read}
    found: dict[frozenset[str], str] = {}
    for id_, detail in read.items():
        for said in _SAID.finditer(detail):
            if said[2] or said[1] in there:
                found.setdefault(frozenset((titles[id_], said[1])), f'"{titles[id_]}" is {said[0]}')
    return tuple(found.values())


def _ways(entries: Sequence[Entry], sure: Iterable[Near]) -> dict[int, tuple[int, str]]:
    """For each that gives way: to which better one, and why.

    What has one address is one article: what is near to any text of it is near to it.
    """
    heads = _heads(entries)
    near: dict[int, list[tuple[int, Likeness]]] = defaultdict(list)
    for pair in sure:
        low, high = sorted((heads[pair.low], heads[pair.high]))
        near[high].append((low, pair.likeness))
    ways: dict[int, tuple[int, str]] = {}
    for index, entry in enumerate(entries):
        if isinstance(entry, Out):
            continue
        head = heads[index]
        better = min((n for n in near[index] if n[0] not in ways and n[0] != index), default=None, key=_place)
        if head in ways:
            winner, detail = ways[head]
            ways[index] = (winner, f"same address as {_named(entries[head])}, which is {detail}")
        elif head != index:
            ways[index] = (head, f"same address as {_named(entries[head])}")
        elif better is not None:
            winner, likeness = better
            ways[index] = (winner, f"near the same as {_named(entries[winner])}: {likeness}")
    return ways


def _place(near: tuple[int, Likeness]) -> int:
    return near[0]


def _heads(entries: Sequence[Entry]) -> list[int]:
    """For each entry the best of those with its address."""
    first: dict[str, int] = {}
    return [
        first.setdefault(canonical_address(entry.candidate.article.url), index)
        for index, entry in enumerate(entries)
    ]


def _telling(candidate: Candidate) -> Telling:
    article = candidate.article
    image = article.image.url if article.image else ""
    authors = persons(article)
    return Telling(article.id, article.title, article.dek, candidate.seen.when, authors, image, article.url)


def _merged(winner: Running, losers: Sequence[Running], regions: frozenset[str], local: Local) -> Running:
    """The winner with the earliest date and the surest filing."""
    if not losers:
        return winner
    group = [winner, *losers]
    first = min(group, key=lambda r: r.candidate.seen.when)
    candidate, before = winner.candidate, first.candidate
    dates = [r.candidate.article.published for r in group if r.candidate.article.published is not None]
    seen = replace(
        candidate.seen,
        article=replace(candidate.article, published=min(dates, default=None)),
        first_seen=min(r.candidate.seen.first_seen for r in group),
    )
    filing = max((r.candidate.filing for r in group), key=lambda f: _sureness(f, regions))
    note = "" if first is winner else f'dated {local(before.seen.when)}, as "{before.article.title}"'
    return replace(
        winner,
        candidate=replace(candidate, seen=seen, filing=filing, kind=candidate.kind or before.kind),
        counts_from=_counts_from(group),
        note=_joined(winner.note, note),
    )


def _sureness(filing: Filing, regions: frozenset[str]) -> tuple[bool, float]:
    return filing.region in regions, filing.confidence


def _counts_from(group: Sequence[Running]) -> datetime:
    """From the earliest date, except that what an editor has held counts as new."""
    held = [r.counts_from for r in group if r.counts_from > r.candidate.seen.when]
    return max(held, default=min(r.counts_from for r in group))


def _doubts(entries: Sequence[Entry], near: Iterable[Near]) -> dict[int, list[str]]:
    """For each entry what is to be said of those that perhaps tell the same, the likest first."""
    said: dict[int, list[str]] = defaultdict(list)
    for pair in sorted(near, key=lambda n: -n.likeness.score):
        for index, other in ((pair.low, entries[pair.high]), (pair.high, entries[pair.low])):
            past = f"{other.detail}; " if isinstance(other, Out) else ""
            title = other.candidate.article.title
            said[index].append(f'perhaps the same as "{title}", {past}{pair.likeness}')
    return said


def _noted(running: Running, doubts: Sequence[str]) -> Running:
    return replace(running, note=_joined(running.note, *doubts[:MOST_NAMED])) if doubts else running


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _named(entry: Entry) -> str:
    title = f'"{entry.candidate.article.title}"'
    return f"{title}, {entry.detail}" if isinstance(entry, Out) else title
