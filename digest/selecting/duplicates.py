"""Of articles that tell the same, the one that stays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.selecting.address import bare_address
from digest.selecting.candidate import Candidate
from digest.selecting.likeness import Telling, near_pairs
from digest.selecting.running import Out, Running


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that gives way, and what it gives way to, in an editor's words."""

    loser: Running
    detail: str


Entry = Running | Out


def twins(running: Iterable[Running], in_the_way: Iterable[Out], regions: frozenset[str]) -> list[Twin]:
    """Every article in the running that gives way to another, or to one that is no longer free.

    What was mailed or is held always stays. Else the one with a region stays,
    then the one with a picture, then the newer, then the one of the lower id.
    An article only gives way to one that stays itself, so that of a row of
    look-alikes the ends may both stay.
    """
    entries: list[Entry] = sorted([*in_the_way, *running], key=lambda entry: _better_first(entry, regions))
    near = _near(entries)
    staying: dict[int, Entry] = {}
    addresses: dict[str, Entry] = {}
    found = []
    for index, entry in enumerate(entries):
        same = addresses.get(bare_address(entry.candidate.article.url))
        alike = next(((low, score) for low, score in near[index] if low in staying), None)
        if isinstance(entry, Running) and same is not None:
            found.append(Twin(entry, f"same address as {_named(same)}"))
        elif isinstance(entry, Running) and alike is not None:
            found.append(Twin(entry, f"near the same as {_named(staying[alike[0]])}: {alike[1]:.0f} of 100"))
        else:
            staying[index] = entry
            addresses.setdefault(bare_address(entry.candidate.article.url), entry)
    return found


def _near(entries: Sequence[Entry]) -> dict[int, list[tuple[int, float]]]:
    """For each index the better ones near it, best first."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for low, high, score in near_pairs([_telling(entry.candidate) for entry in entries]):
        near[high].append((low, score))
    return near


def _telling(candidate: Candidate) -> Telling:
    article = candidate.article
    return Telling(article.id, article.title, article.dek, candidate.seen.when)


def _better_first(entry: Entry, regions: frozenset[str]) -> tuple[bool, bool, bool, float, str]:
    candidate = entry.candidate
    return (
        isinstance(entry, Running),
        candidate.filing.region not in regions,
        candidate.article.image is None,
        -candidate.seen.when.timestamp(),
        candidate.id,
    )


def _named(entry: Entry) -> str:
    title = f'"{entry.candidate.article.title}"'
    return f"{title}, {entry.detail}" if isinstance(entry, Out) else title
