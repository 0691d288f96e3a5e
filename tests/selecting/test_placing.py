"""Lead, regions, Latest, authors: who gets a place and what the others are told."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.edition import Reason
from digest.newsroom import Newsroom, Region
from digest.selecting.score import score
from digest.selecting.select import NO_PAST, Candidate, Selection, select, short_regions
from tests.builders.candidates import EDITION, a_candidate, a_newsroom, a_picture, candidates
from tests.builders.editions import WINDOW


def selected(*given: Candidate, newsroom: Newsroom | None = None) -> Selection:
    return select(given, edition=EDITION, window=WINDOW, newsroom=newsroom or a_newsroom(), past=NO_PAST)


def reasons(selection: Selection) -> dict[str, Reason]:
    slugs = {p.article.id: p.article.identity.rpartition("/")[2] for p in selection.pool}
    return {slugs[v.article_id]: v.reason for v in selection.verdicts}


def detail(selection: Selection, slug: str) -> str:
    return next(v.detail for v in selection.verdicts if v.article_id == a_candidate(slug).id)


def slugs(placed: Iterable[Any]) -> list[str]:
    return [p.article.identity.rpartition("/")[2] for p in placed]


def test_the_score_halves_every_half_life_and_small_bonuses_decide_between_neighbours() -> None:
    bare = a_candidate().article
    rich = a_candidate(image=a_picture(), dek="Ships return.").article
    end = WINDOW.end
    assert score(bare, end, end, 72) == 1.0
    assert score(bare, end - timedelta(hours=72), end, 72) == 0.5
    assert score(bare, end + timedelta(hours=5), end, 72) == 1.0
    assert score(rich, end, end, 72) == pytest.approx(1.07)


def test_the_lead_is_the_best_with_a_credited_picture_and_does_not_count_against_its_region() -> None:
    chosen = selected(
        a_candidate("newest", hours=1),
        a_candidate("uncredited", hours=2, image=a_picture(credit="")),
        a_candidate("credited", hours=3, image=a_picture()),
        a_candidate("third", hours=4),
    )
    assert slugs([chosen.lead]) == ["credited"]
    assert slugs(chosen.sections[0].articles) == ["uncredited", "newest"]
    assert reasons(chosen)["third"] is Reason.REGION_CAP
    assert "lead: the best score of those with a picture to show" in detail(chosen, "credited")


def test_a_picture_without_credit_leads_where_no_credit_is_required() -> None:
    given = (a_candidate("a", hours=1), a_candidate("b", hours=20, image=a_picture(credit="")))
    assert slugs([selected(*given).lead]) == ["a"]
    assert slugs([selected(*given, newsroom=a_newsroom(policy={"require_credit": False})).lead]) == ["b"]


def test_an_undated_article_does_not_lead_while_a_dated_one_can() -> None:
    newest = WINDOW.end - timedelta(hours=1)
    undated = a_candidate("undated", when=None, first_seen=newest, image=a_picture())
    dated = a_candidate("dated", image=a_picture())
    assert slugs([selected(undated, dated).lead]) == ["dated"]
    assert slugs([selected(undated).lead]) == ["undated"]


def test_a_region_that_takes_no_articles_does_not_give_the_lead() -> None:
    regions = (Region(key="asia", title="Asia", max=0), Region(key="europe", title="Europe", max=1))
    chosen = selected(
        a_candidate("muted", region="asia", hours=1, image=a_picture()),
        a_candidate("homeless", region=None, hours=1, image=a_picture(url="https://news.example.org/q.jpg")),
        a_candidate("open", hours=9),
        newsroom=a_newsroom(regions=regions, selection={"latest_max": 0}),
    )
    assert slugs([chosen.lead]) == ["open"]
    assert reasons(chosen) == {"muted": Reason.REGION_CAP, "homeless": Reason.NO_REGION, "open": Reason.IN}
    assert detail(chosen, "muted") == "1st of 1 in Asia, cap 0"


def test_one_over_the_cap_is_told_its_rank_and_by_how_much_it_missed() -> None:
    chosen = selected(*(a_candidate(f"n{h}", hours=h) for h in (10, 20, 30, 40, 50)))
    assert detail(chosen, "n40") == "3rd of 4 in Europe, cap 2; the last one in scored 0.75, this 0.68"
    assert chosen.sections[0].more == 2


def test_sections_stand_in_the_newsrooms_order_and_only_where_there_is_something() -> None:
    chosen = selected(
        a_candidate("lead", hours=1), a_candidate("e", hours=2), a_candidate("a", region="africa")
    )
    assert [(s.region, s.title, slugs(s.articles)) for s in chosen.sections] == [
        ("africa", "Africa", ["a"]),
        ("europe", "Europe", ["e"]),
    ]


def test_an_author_at_the_limit_makes_room_for_the_next_article() -> None:
    ana = {"authors": ("Ana Ruiz",)}
    chosen = selected(
        a_candidate("lead", hours=1, **ana),
        a_candidate("second", hours=2, region="asia", **ana),
        a_candidate("third", hours=3, authors=("Ben Cho", " ana  RUIZ")),
        a_candidate("by-ben", hours=4, authors=("Ben Cho",)),
        a_candidate("latest", hours=5, region=None, **ana),
    )
    assert reasons(chosen) == {
        "lead": Reason.IN,
        "second": Reason.IN,
        "third": Reason.AUTHOR_LIMIT,
        "by-ben": Reason.IN,
        "latest": Reason.AUTHOR_LIMIT,
    }
    assert "ana  RUIZ already has 2 in this edition" in detail(chosen, "third")


@pytest.mark.parametrize("byline", ["Staff", "Reuters", "The Example Review"])
def test_a_byline_that_is_no_person_is_not_limited(byline: str) -> None:
    keys = ("africa", "asia", "europe")
    given = [a_candidate(k, region=k, authors=(byline,)) for k in keys] + [
        a_candidate("more", authors=(byline,))
    ]
    assert set(reasons(selected(*given)).values()) == {Reason.IN}


def test_latest_is_newest_first_up_to_its_cap_whatever_the_bonuses() -> None:
    newsroom = a_newsroom(selection={"latest_max": 2})
    chosen = selected(
        a_candidate("lead", hours=0.5, image=a_picture()),
        a_candidate(
            "old-with-picture", region=None, hours=4, image=a_picture(url="https://news.example.org/q.jpg")
        ),
        a_candidate("new", region=None, hours=2),
        a_candidate("newer", region="atlantis", hours=1),
        newsroom=newsroom,
    )
    assert slugs(chosen.latest) == ["newer", "new"]
    assert reasons(chosen)["old-with-picture"] is Reason.LATEST_CAP
    assert detail(chosen, "old-with-picture").startswith("3rd of 3 in Latest, cap 2")


def test_an_author_at_the_limit_makes_room_in_latest_as_well() -> None:
    ana = {"authors": ("Ana Ruiz",)}
    chosen = selected(
        a_candidate("lead", hours=1, **ana),
        a_candidate("anas", region=None, hours=2, **ana),
        a_candidate("second", region=None, hours=3),
        a_candidate("third", region=None, hours=4),
        newsroom=a_newsroom(selection={"latest_max": 2, "author_limit": 1}),
    )
    assert slugs(chosen.latest) == ["second", "third"]


def test_an_article_held_until_now_is_not_beaten_by_its_age() -> None:
    held = a_candidate("held", hours=300)
    fresh = [a_candidate(f"n{h}", hours=h) for h in (10, 20, 30)]
    past = NO_PAST.__class__({}, frozenset({held.id}), {held.id: EDITION})
    chosen = select([held, *fresh], edition=EDITION, window=WINDOW, newsroom=a_newsroom(), past=past)
    assert reasons(chosen)["held"] is Reason.IN


def test_a_region_below_its_minimum_is_offered_with_the_lead_counted() -> None:
    regions = (
        Region(key="africa", title="Africa", min=1),
        Region(key="asia", title="Asia", min=2),
        Region(key="europe", title="Europe", min=2),
    )
    newsroom = a_newsroom(regions=regions)
    given = [a_candidate("lead", hours=1), a_candidate("e", hours=2), a_candidate("a", region="asia")]
    assert short_regions(selected(*given, newsroom=newsroom), newsroom) == (("Africa", 0, 1), ("Asia", 1, 2))


@given(candidates(), st.integers(1, 3), st.integers(0, 4))
def test_no_cap_and_no_author_limit_is_ever_passed(
    given: list[Candidate], limit: int, latest_max: int
) -> None:
    newsroom = a_newsroom(selection={"author_limit": limit, "latest_max": latest_max})
    chosen = selected(*given, newsroom=newsroom)
    placed = [p for s in chosen.sections for p in s.articles] + list(chosen.latest)
    placed += [chosen.lead] if chosen.lead else []
    authors = Counter(name for p in placed for name in p.article.authors if name != "Staff")
    assert all(len(s.articles) <= 2 for s in chosen.sections)
    assert len(chosen.latest) <= latest_max
    assert all(count <= limit for count in authors.values())


@given(candidates())
def test_a_place_is_only_left_empty_for_want_of_authors(given: list[Candidate]) -> None:
    chosen = selected(*given)
    rows = {s.region: len(s.articles) for s in chosen.sections}
    for verdict in chosen.verdicts:
        if verdict.reason is Reason.REGION_CAP:
            assert rows[verdict.region or ""] == 2
    cut = Counter(v.region for v in chosen.verdicts if v.reason is Reason.REGION_CAP)
    assert all(s.more == cut[s.region] for s in chosen.sections)


@given(candidates())
def test_within_a_region_nothing_cut_by_the_cap_scores_better_than_what_is_in(given: list[Candidate]) -> None:
    chosen = selected(*given)
    for region in ("africa", "asia", "europe"):
        inside = [v.score for v in chosen.verdicts if v.place == region and v.score is not None]
        cut = [v.score for v in chosen.verdicts if v.region == region and v.reason is Reason.REGION_CAP]
        assert not cut or max(s or 0 for s in cut) <= min(inside)
