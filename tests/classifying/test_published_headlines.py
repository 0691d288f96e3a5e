"""Headlines with the region under which their publishers filed them; only where KEEPREADING_SHARED names them."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

from digest.classifying import build_classifier
from digest.model.article import Filing
from digest.newsroom import Newsroom, Selection

KEYS = {region.title: region.key for region in Newsroom().regions}


@cache
def judged() -> tuple[tuple[str, Filing], ...]:
    folder = os.environ.get("KEEPREADING_SHARED")
    if not folder:
        pytest.skip("KEEPREADING_SHARED names no folder with published headlines")
    classifier, found = build_classifier(Newsroom(selection=Selection(unsure_below=0.5))), []
    for path in sorted(Path(folder, "data", "regions").glob("headlines.*.jsonl")):
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        found += [
            (KEYS[r["region"]], classifier.file_words(r["title"], r["summary"]))
            for r in rows
            if r["region"] in KEYS
        ]
    return tuple(found)


def f1(key: str) -> float:
    both = sum(filing.region == region == key for region, filing in judged())
    said = sum(filing.region == key for _, filing in judged())
    return 2 * both / (said + sum(region == key for region, _ in judged()))


def test_the_mean_f1_of_the_regions_is_above_93() -> None:
    assert sum(map(f1, KEYS.values())) / len(KEYS) >= 0.93


def test_the_surest_85_of_100_are_right_98_times_in_100() -> None:
    ranked = sorted(judged(), key=lambda entry: -entry[1].confidence)
    top = ranked[: int(0.85 * len(ranked))]
    assert sum(filing.region == region for region, filing in top) / len(top) >= 0.98


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.0)])
def test_confidence_is_the_share_of_right_answers(low: float, high: float) -> None:
    inside = [
        (f.confidence, f.region == region)
        for region, f in judged()
        if f.region and low <= f.confidence < high
    ]
    said = sum(confidence for confidence, _ in inside) / len(inside)
    right = sum(is_right for _, is_right in inside) / len(inside)
    assert abs(said - right) < 0.05
