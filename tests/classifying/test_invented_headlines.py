"""Headlines invented for this file, of 2003 to 2026: how many the names file rightly, and how surely."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from digest.classifying import build_classifier
from digest.model.article import Article, Filing
from digest.newsroom import Newsroom, Selection

TABLE = Path(__file__).parent / "data" / "headlines.tsv"
SURE = 0.85  # at which 98 of 100 answers were right on other headlines


@dataclass(frozen=True, slots=True)
class Headline:
    region: str
    year: int
    title: str
    dek: str


@cache
def headlines() -> tuple[Headline, ...]:
    lines = TABLE.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(Headline(row[0], int(row[1]), row[2], row[3] if len(row) > 3 else "") for row in rows)


@cache
def filings() -> tuple[tuple[Headline, Filing], ...]:
    """Each headline filed in its year; that year's politicians are meant."""
    classifier = build_classifier(Newsroom(selection=Selection(unsure_below=0.5)))  # every guess
    return tuple((each, classifier.file(_article(each))) for each in headlines())


def _article(each: Headline) -> Article:
    published = datetime(each.year, 6, 1, tzinfo=UTC)
    return Article(identity=each.title, url="", title=each.title, dek=each.dek, published=published)


def told(wrong: list[tuple[Headline, Filing]]) -> str:
    return "\n".join(f"{h.region} as {f.region}: {h.title} {f.evidence}" for h, f in wrong)


def test_the_table_spans_the_regions_and_the_years() -> None:
    rows = headlines()
    assert len(rows) >= 250
    assert {row.region for row in rows} == {region.key for region in Newsroom().regions}
    assert {row.year // 5 for row in rows} >= {2005 // 5, 2010 // 5, 2015 // 5, 2020 // 5, 2025 // 5}


def test_more_than_nine_in_ten_are_filed_rightly() -> None:
    right = sum(filing.region == headline.region for headline, filing in filings())
    assert right / len(filings()) >= 0.92


def test_hardly_any_is_filed_wrongly() -> None:
    wrong = [(h, f) for h, f in filings() if f.region not in (h.region, None)]
    assert len(wrong) <= 0.025 * len(filings()), told(wrong)


def test_what_is_sure_is_right() -> None:
    sure = [(h, f) for h, f in filings() if f.region and f.confidence >= SURE]
    wrong = [(h, f) for h, f in sure if f.region != h.region]
    assert len(sure) >= 0.85 * len(filings())
    assert len(wrong) <= 0.015 * len(sure), told(wrong)


@pytest.mark.parametrize("region", sorted(region.key for region in Newsroom().regions))
def test_no_region_is_left_behind(region: str) -> None:
    mine = [filing.region == region for headline, filing in filings() if headline.region == region]
    assert sum(mine) / len(mine) >= 0.85
