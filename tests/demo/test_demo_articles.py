"""The invented newsroom's articles: enough of them, whole, and about nobody who exists."""

import re
import tomllib
from collections import Counter
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest

from digest.demo.articles import DEMO_NOW, REGIONS, ZONE, Piece, demo_text, pieces, shown
from digest.demo.folder import plan_for
from digest.model.window import Weekly, Window, window_before

PUBLISH = Weekly.parse("friday 09:00")


def _week_of_the_demo() -> Window:
    return window_before(PUBLISH.at_or_after(DEMO_NOW, ZONE), PUBLISH, ZONE)


def _with_quirk(quirk: str) -> Piece:
    return next(p for p in pieces() if p.quirk == quirk)


def test_there_are_some_seventy_articles() -> None:
    assert 60 <= len(pieces()) <= 75


def test_they_stand_newest_first() -> None:
    when = [p.published for p in pieces()]
    assert when == sorted(when, reverse=True)


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_five_articles_or_more_in_its_section_this_week(region: str) -> None:
    window = _week_of_the_demo()
    own = [p for p in pieces() if p.section == region and window.holds(p.published)]
    assert len(own) >= 5


def test_the_last_four_editions_have_each_enough_to_be_mailed() -> None:
    window = _week_of_the_demo()
    for _ in range(4):
        assert sum(window.holds(p.published) for p in pieces()) >= 7
        window = window_before(window.start, PUBLISH, ZONE)


def test_all_but_the_future_one_were_published_before_the_demo_stands_still() -> None:
    assert [p.quirk for p in pieces() if p.published > DEMO_NOW] == ["future"]


def test_slugs_and_guids_are_not_used_twice() -> None:
    assert max(Counter(p.slug for p in pieces()).values()) == 1
    assert max(Counter(p.guid for p in pieces()).values()) == 1


def test_every_picture_has_alt_caption_and_credit() -> None:
    for piece in pieces():
        if piece.picture:
            assert all((piece.picture.alt, piece.caption, piece.picture.credit)), piece.slug
        else:
            assert not piece.caption, piece.slug


def test_every_article_has_a_lede_that_ends_on_a_sentence() -> None:
    for piece in pieces():
        assert 120 <= len(" ".join(piece.lede)) <= 700, piece.slug
        assert all(re.search(r"[.!?…]”?$", text) for text in piece.lede), piece.slug


def test_some_lack_a_picture_a_dek_an_author_or_a_region() -> None:
    for lacking in ("picture", "dek", "authors", "region"):
        assert sum(not getattr(p, lacking) for p in pieces()) >= 2, lacking


@pytest.mark.parametrize(
    "quirk", ["escaped twice", "undated", "published late", "near duplicate", "pixel and script", "future"]
)
def test_each_oddity_is_there_once(quirk: str) -> None:
    assert sum(p.quirk == quirk for p in pieces()) == 1


def test_the_late_one_was_published_a_week_before_the_feeds_showed_it() -> None:
    late = _with_quirk("published late")
    window = _week_of_the_demo()
    assert late.published < window.start <= late.appeared
    assert late not in shown(window.start)
    assert late in shown(DEMO_NOW)


def test_one_article_stands_in_two_section_feeds() -> None:
    assert [p.slug for p in pieces() if p.also] == ["the-ferry-between-two-quarrels"]


def test_an_article_is_not_shown_before_it_appeared() -> None:
    earlier = shown(DEMO_NOW - timedelta(weeks=3))
    assert earlier
    assert all(p.appeared <= DEMO_NOW - timedelta(weeks=3) for p in earlier)


def test_titles_and_names_come_in_several_scripts() -> None:
    text = " ".join((*(p.title for p in pieces()), *(a for p in pieces() for a in p.authors)))
    for first, last in (("\u0600", "\u06ff"), ("\u0900", "\u097f"), ("\u4e00", "\u9fff")):
        assert any(first <= letter <= last for letter in text)


def test_no_text_uses_straight_quotes_or_double_hyphens() -> None:
    for piece in pieces():
        for text in (piece.title, piece.dek, piece.caption, *piece.lede):
            assert not re.search(r"[\"']|--|  ", text), text


def test_no_leader_known_to_the_gazetteer_is_named() -> None:
    file = resources.files("digest.classifying").joinpath("data", "leaders.toml")
    listed = tomllib.loads(file.read_text(encoding="utf-8")).values()
    names = {leader["name"] for country in listed for leader in country["leaders"]}
    assert len(names) > 100
    text = " ".join(demo_text(f"{name}.toml") for name in (*REGIONS, "global", "pictures"))
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_the_plan_draws_its_moments_from_the_fixed_clock(tmp_path: Path) -> None:
    plan = plan_for(tmp_path)
    assert plan.edition == "2026-W47"
    assert plan.draft_at == DEMO_NOW == plan.gathers[-1]
    assert plan.draft_at < plan.approve_at < plan.send_at
    assert plan.send_at.isoformat() == "2026-11-20T14:00:00+00:00"
