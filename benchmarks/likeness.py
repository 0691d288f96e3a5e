"""How often selection errs about articles that tell the same, and how fast it is.

    KEEPREADING_SHARED=DIR python -m benchmarks.likeness

DIR holds data/near-duplicates/{revisions,hard-negatives}.jsonl, pairs of titles
and texts with "same", and data/regions/headlines.dev.jsonl, a year of dated
headlines. Without it the script says so and ends well.

* ``given`` are those pairs alone, ``hard`` with 5,000 pairs of headlines of one
  publisher, region and day. ``cv``: the threshold is chosen on one half (best
  F1 with at most one wrong in 5,000, the middle of its gap) and measured on the other, both ways,
  over 50 splits. Found is what is merged or told to the editor; merged is what
  is surely the same.
* ``week``: all pairs of headlines that came out within the same seven days.
  No two have one address, so whatever is merged there is wrong.
* ``speed``: 2,000 headlines in one window, against comparing each with each.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from digest.selecting.likeness import PERHAPS, Likeness, likeness
from digest.selecting.near import near_pairs
from digest.selecting.weighing import Telling, weigh

DAY = datetime(2026, 11, 20, tzinfo=UTC)
WEEK = timedelta(days=7)
NEGATIVES = 5000
OTHERS = 150  # headlines that fill the window around each few pairs
SPLITS = 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, whether they are the same, and what was found of them."""

    same: bool
    a: Telling
    b: Telling
    found: Likeness
    baseline: float


def main() -> None:
    shared = os.environ.get("KEEPREADING_SHARED", "")
    if not shared or not (data := Path(shared) / "data").is_dir():
        print("skipped: set KEEPREADING_SHARED to the folder that holds data/")
        return
    rows = list(_rows(data / "regions" / "headlines.dev.jsonl"))
    headlines = [_headline(row) for row in rows]
    folder = data / "near-duplicates"
    given = [*_rows(folder / "revisions.jsonl"), *_rows(folder / "hard-negatives.jsonl")]
    pairs = list(_pairs([*given, *_of_one_day(rows)], headlines))
    report_pairs("given", pairs[: len(given)])
    report_pairs("hard", pairs)
    report_weeks(sorted(headlines, key=lambda t: (t.when, t.id)))
    report_speed(headlines)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _headline(row: dict[str, Any]) -> Telling:
    when = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    return Telling(row["id"], row["title"], row["summary"] or "", when, url=row["url"])


def _of_one_day(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pairs of headlines of one publisher, region and day; no two of them have one address."""
    days: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        days.setdefault((row["publisher"], row["region"], row["date"][:10]), []).append(row)
    pairs = [pair for day in days.values() for pair in combinations(day, 2)]
    return [_as_pair(a, b) for a, b in Random(7).sample(pairs, min(len(pairs), NEGATIVES))]


def _as_pair(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    sides = {"a": a, "b": b}
    titles = {f"title_{side}": row["title"] for side, row in sides.items()}
    return (
        {"same": False}
        | titles
        | {f"text_{s}": f"{r['title']} {r['summary'] or ''}" for s, r in sides.items()}
    )


def _pairs(rows: Sequence[dict[str, Any]], headlines: Sequence[Telling]) -> Iterator[Pair]:
    """Each few pairs are weighed in a window of other headlines, as in a real week."""
    chance = Random(7)
    for start in range(0, len(rows), 50):
        some = rows[start : start + 50]
        sides = [_side(row, side) for row in some for side in "ab"]
        others = [Telling(t.id, t.title, t.dek, DAY) for t in chance.sample(headlines, OTHERS)]
        week = weigh([*sides, *others])
        for place, row in enumerate(some):
            a, b = week.weighed[2 * place], week.weighed[2 * place + 1]
            baseline = token_set_ratio(row["text_a"].casefold(), row["text_b"].casefold())
            yield Pair(row["same"], a.telling, b.telling, likeness(a, b, week.weights), baseline)


def _side(row: dict[str, Any], side: str) -> Telling:
    title, text = row[f"title_{side}"], row[f"text_{side}"]
    return Telling(side, title, text[len(title) :].strip(), DAY)


def report_pairs(name: str, pairs: Sequence[Pair]) -> None:
    print(f"{name}: {len(pairs)} pairs, {sum(p.same for p in pairs)} the same")
    found = [(p.found.is_sure or p.found.score >= PERHAPS, p.same) for p in pairs]
    _told(f"{name}, token_set_ratio of title and dek, cv", *_crossed(pairs, lambda p: p.baseline))
    _told(f"{name}, likeness, cv", *_crossed(pairs, lambda p: p.found.score))
    _told(f"{name}, found at {PERHAPS}", *_counts(found))
    _told(f"{name}, merged", *_counts([(p.found.is_sure, p.same) for p in pairs]))
    for pair, (said, true) in zip(pairs, found, strict=True):
        if said != true:
            print(
                f"  {pair.found.score:.2f} {'missed' if true else 'wrong'}: {pair.a.title} | {pair.b.title}"
            )


def _told(name: str, right: float, wrong: float, missed: float) -> None:
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"{name}: F1 {f1:.3f} precision {precision:.3f} recall {recall:.3f} wrong {wrong:g}")


def _counts(answers: Sequence[tuple[bool, bool]]) -> tuple[int, int, int]:
    """Right, wrong and missed of (said, true)."""
    return (
        sum(said and true for said, true in answers),
        sum(said and not true for said, true in answers),
        sum(true and not said for said, true in answers),
    )


def _crossed(pairs: Sequence[Pair], score: Callable[[Pair], float]) -> tuple[float, float, float]:
    """Means over the halves not used for choosing the threshold."""
    chance = Random(7)
    measured = []
    for _ in range(SPLITS):
        mixed = chance.sample(pairs, len(pairs))
        halves = mixed[::2], mixed[1::2]
        for chosen_on, measured_on in (halves, halves[::-1]):
            least = _threshold([(score(p), p.same) for p in chosen_on])
            measured.append(_counts([(score(p) >= least, p.same) for p in measured_on]))
    right, wrong, missed = (mean(column) for column in zip(*measured, strict=True))
    return right, wrong, missed


def _threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The middle of the gap at which F1 is best, of those with at most one wrong in 5,000."""
    ranked = sorted(scored, reverse=True)
    total = sum(same for _, same in ranked)
    most_wrong = (len(ranked) - total) // 5000
    best, least, right = -1.0, 1.0, 0
    for place, (value, same) in enumerate(ranked, 1):
        right += same
        if place - right > most_wrong:
            break
        after = ranked[place][0] if place < len(ranked) else 0.0
        f1 = 2 * right / (place + total)
        if f1 > best and after < value:
            best, least = f1, (value + after) / 2
    return least


def report_weeks(headlines: Sequence[Telling]) -> None:
    """Windows of a week, half a week apart, so that every pair within it is seen."""
    found: dict[tuple[str, str], tuple[bool, Telling, Telling]] = {}
    pairs, start = 0, headlines[0].when
    while start < headlines[-1].when:
        week = [t for t in headlines if start <= t.when < start + WEEK]
        pairs += len(week) * (len(week) - 1) // 2
        for near in near_pairs(week):
            a, b = week[near.low], week[near.high]
            found[a.id, b.id] = (near.likeness.is_sure, a, b)
        start += WEEK / 2
    merged = [(a, b) for is_sure, a, b in found.values() if is_sure]
    print(f"week: {pairs} pairs, merged {len(merged)}, told to the editor {len(found) - len(merged)}")
    for a, b in merged:
        print(f"  merged: {a.title} | {b.title}")


def report_speed(headlines: Sequence[Telling]) -> None:
    window = [Telling(t.id, t.title, t.dek, DAY) for t in headlines[:2000]]
    started = time.process_time()
    found = sum(1 for _ in near_pairs(window))
    ours = time.process_time() - started
    started = time.process_time()
    week = weigh(window)
    naive = 0
    for high, b in enumerate(week.weighed):
        for a in week.weighed[:high]:
            like = likeness(a, b, week.weights)
            naive += like.is_sure or like.score >= PERHAPS
    all_pairs = time.process_time() - started
    print(
        f"speed: {len(window)} articles in {ours:.2f} s, each with each {all_pairs:.2f} s; {found} and {naive} pairs"
    )


if __name__ == "__main__":
    main()
