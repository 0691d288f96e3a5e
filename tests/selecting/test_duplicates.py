"""What tells the same goes out once, and what only looks alike is left to the editor."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model.edition import Reason, Verdict
from digest.selecting.duplicates import perhaps_twice
from digest.selecting.select import NO_PAST, Candidate, Past, Selection, select
from tests.builders.candidates import EDITION, a_candidate, a_newsroom, a_past, a_picture, candidates
from tests.builders.editions import WINDOW

DEK = "Fishing crews return to the quay after nine weeks of dredging."
HARBOUR = "The old harbour reopens to ships"


def selected(*given: Candidate, past: Past = NO_PAST) -> Selection:
    return select(given, edition=EDITION, window=WINDOW, newsroom=a_newsroom(), past=past)


def warnings(chosen: Selection) -> tuple[str, ...]:
    return perhaps_twice(chosen.verdicts, chosen.pool)


def judged(*given: Candidate, past: Past = NO_PAST) -> dict[str, Verdict]:
    slugs = {c.id: c.article.identity.rpartition("/")[2] for c in given}
    return {slugs[v.article_id]: v for v in selected(*given, past=past).verdicts}


def test_of_two_with_one_address_the_newer_stays_and_the_other_names_it() -> None:
    url = "https://news.example.org/2026/harbour"
    verdicts = judged(
        a_candidate("old", url=url, title="Harbour shut", hours=30),
        a_candidate("new", url=url + "?utm_source=x", title="Harbour open", hours=3),
    )
    assert verdicts["new"].reason is Reason.IN
    assert (verdicts["old"].reason, verdicts["old"].detail) == (
        Reason.DUPLICATE,
        'same address as "Harbour open"',
    )


def test_the_newest_text_stays_with_the_earliest_date_and_the_surest_filing() -> None:
    old = a_candidate("old", title=HARBOUR, dek=DEK, hours=90, image=a_picture(), region="asia")
    new = a_candidate("new", title="Old harbour reopens to ships", dek=DEK, hours=2, region=None, authors=())
    chosen = selected(old, new)
    placed = next(p for p in chosen.pool if p.article.id == new.id)
    assert (placed.article.title, placed.filing.region) == ("Old harbour reopens to ships", "asia")
    assert placed.article.published == old.article.published
    assert chosen.lead == placed
    verdicts = {v.article_id: v for v in chosen.verdicts}
    assert verdicts[old.id].reason is Reason.DUPLICATE
    assert verdicts[old.id].detail.startswith('near the same as "Old harbour reopens to ships": titles')
    assert f'dated 2026-11-23 15:00, as "{HARBOUR}"' in verdicts[new.id].detail


def test_words_and_picture_stay_those_of_its_own_source() -> None:
    """Else the look at the source before sending would find the picture gone and the authors others."""
    old = a_candidate("old", title=HARBOUR, dek=DEK, summary=DEK, hours=90, image=a_picture())
    new = a_candidate("new", title=HARBOUR, hours=2, authors=())
    placed = next(p for p in selected(old, new).pool if p.article.id == new.id)
    own = replace(placed.article, published=new.article.published, kind="", kicker="")
    assert own == new.article


def test_a_later_copy_on_another_site_gives_way_to_the_original() -> None:
    told = {"title": HARBOUR, "dek": DEK}
    own = a_candidate("own", hours=60, region=None, **told)
    copy = a_candidate("copy", hours=2, url="https://copies.example.net/harbour", image=a_picture(), **told)
    revised = a_candidate("revised", hours=30, **told)
    assert {slug: v.reason for slug, v in judged(copy, own).items()} == {
        "own": Reason.IN,
        "copy": Reason.DUPLICATE,
    }
    reasons = {slug: v.reason for slug, v in judged(copy, own, revised).items()}
    assert reasons == {"own": Reason.DUPLICATE, "copy": Reason.DUPLICATE, "revised": Reason.IN}


def test_what_was_only_revised_counts_from_its_first_date() -> None:
    told = {"title": HARBOUR, "dek": DEK, "region": "asia", "image": a_picture()}
    verdicts = judged(
        a_candidate("first", hours=100, **told),
        a_candidate("revised", hours=1, **told),
        a_candidate("other", hours=50, region="asia", image=a_picture()),
    )
    assert (verdicts["other"].place, verdicts["revised"].place) == ("lead", "asia")


def test_what_an_editor_held_until_now_counts_as_new_under_its_new_text() -> None:
    held = a_candidate("held", title=HARBOUR, dek=DEK, when=WINDOW.start - timedelta(days=5))
    new = a_candidate("new", title=HARBOUR, dek=DEK, when=WINDOW.start, region="asia", image=a_picture())
    other = a_candidate("other", hours=1, region="asia", image=a_picture())
    verdicts = judged(held, new, other, past=a_past(held={held.id: EDITION}))
    assert (verdicts["held"].reason, verdicts["new"].reason) == (Reason.DUPLICATE, Reason.IN)
    assert (verdicts["new"].score or 0) > (verdicts["other"].score or 0)


def test_of_two_with_one_date_the_one_with_region_and_picture_stays() -> None:
    told = {"title": HARBOUR, "dek": DEK}
    verdicts = judged(
        a_candidate("no-region", region=None, image=a_picture(), **told),
        a_candidate("no-picture", **told),
        a_candidate("whole", image=a_picture(), **told),
    )
    reasons = {slug: v.reason for slug, v in verdicts.items()}
    assert reasons == {
        "no-region": Reason.DUPLICATE,
        "no-picture": Reason.DUPLICATE,
        "whole": Reason.IN,
    }


@pytest.mark.parametrize(
    ("past", "says"),
    [
        pytest.param(lambda i: a_past(mailed={i: "2026-W47"}), "already in 2026-W47", id="mailed"),
        pytest.param(lambda i: a_past(held={i: "2026-W50"}), "held until 2026-W50", id="held"),
    ],
)
def test_what_was_mailed_or_is_held_does_not_come_in_under_another_address(
    past: Callable[[str], Past], says: str
) -> None:
    told = {"title": HARBOUR, "dek": DEK}
    first = a_candidate("first", hours=100, **told)
    again = a_candidate("again", hours=2, image=a_picture(), **told)
    verdict = judged(first, again, past=past(first.id))["again"]
    assert verdict.reason is Reason.DUPLICATE
    assert says in verdict.detail


def test_two_that_perhaps_tell_the_same_both_stay_and_the_editor_is_told() -> None:
    one = a_candidate("one", title="Harbour pilots: what has the port promised?", dek=DEK, hours=9)
    other = a_candidate(
        "other",
        title="Harbour pilots: why they strike and what the port has promised",
        dek="The union wants two on every bridge.",
        hours=5,
    )
    chosen = selected(one, other)
    assert [v.reason for v in chosen.verdicts] == [Reason.IN, Reason.IN]
    for verdict, named in zip(chosen.verdicts, (one, other), strict=True):
        assert f'perhaps the same as "{named.article.title}", titles' in verdict.detail
    (warning,) = warnings(chosen)
    assert warning == (
        '"Harbour pilots: why they strike and what the port has promised" is perhaps the same as '
        '"Harbour pilots: what has the port promised?", titles 71, deks 2 of 100'
    )


def test_a_pair_of_which_an_editor_dropped_one_is_no_warning_any_more() -> None:
    chosen = selected(
        a_candidate("one", title="Harbour pilots: what has the port promised?", dek=DEK, hours=9),
        a_candidate("other", title="Harbour pilots: what the port has promised", dek="A long wait.", hours=5),
    )
    assert len(warnings(chosen)) == 1
    for dropped in chosen.verdicts:
        verdicts = [
            replace(v, reason=Reason.DROPPED, detail="dropped by Ida") if v is dropped else v
            for v in chosen.verdicts
        ]
        assert perhaps_twice(verdicts, chosen.pool) == ()


def test_what_is_perhaps_in_last_weeks_edition_already_is_said_too() -> None:
    one = a_candidate("one", title="Harbour pilots: what has the port promised?", dek=DEK, hours=120)
    again = a_candidate(
        "again", title="Harbour pilots: what the port has promised", dek="A long wait.", hours=5
    )
    (warning,) = warnings(selected(one, again, past=a_past(mailed={one.id: "2026-W47"})))
    assert (
        'perhaps the same as "Harbour pilots: what has the port promised?", already in 2026-W47;' in warning
    )


def test_only_what_is_read_is_warned_of_and_each_pair_once() -> None:
    told = [
        a_candidate(
            f"n{n}", title=f"Harbour pilots: what has the port promised {word}?", dek=word * 3, hours=n
        )
        for n, word in enumerate(("masters", "tugs", "crews", "owners", "cooks"), 1)
    ]
    chosen = selected(*told)
    read = {v.article_id for v in chosen.verdicts if v.reason is Reason.IN}
    assert len(read) == 3
    assert 1 <= len(warnings(chosen)) <= 3
    outside = [c.article.title for c in told if c.id not in read]
    assert not [w for w in warnings(chosen) if any(f'"{title}"' in w for title in outside)]


def test_a_filing_that_is_sure_wins_over_one_that_is_newer() -> None:
    told = {"title": HARBOUR, "dek": DEK}
    old = a_candidate("old", region="asia", hours=20, evidence=("section feed",), **told)
    new = a_candidate("new", region="europe", confidence=0.6, hours=2, evidence=("title: Porto",), **told)
    placed = next(p for p in selected(old, new).pool if p.article.id == new.id)
    assert (placed.filing.region, placed.filing.evidence) == ("asia", ("section feed",))


def in_detail(verdict: Verdict, candidates: list[Candidate]) -> list[Candidate]:
    return [c for c in candidates if f'"{c.article.title}"' in verdict.detail]


@settings(max_examples=50)
@given(candidates())
def test_a_duplicate_gives_way_to_one_that_does_not_give_way_itself(given: list[Candidate]) -> None:
    chosen = selected(*given)
    gone = {v.article_id for v in chosen.verdicts if v.reason is Reason.DUPLICATE}
    for verdict in chosen.verdicts:
        if verdict.reason is Reason.DUPLICATE:
            assert any(c.id not in gone for c in in_detail(verdict, given))


@settings(max_examples=50)
@given(candidates(), st.integers(0, 2**16))
def test_a_second_copy_under_another_address_takes_no_place(given: list[Candidate], which: int) -> None:
    if not given:
        return
    one = given[which % len(given)]
    article = one.article
    twin = a_candidate(
        "twin", title=article.title, url="https://news.example.org/copy", when=article.published,
        first_seen=one.seen.first_seen, filing=one.filing, kind=one.kind, authors=article.authors,
        image=article.image, categories=article.categories, dek=article.dek,
    )  # fmt: skip
    before, after = titles(selected(*given)), titles(selected(*given, twin))
    assert after[article.title] <= max(1, before[article.title])


def titles(chosen: Selection) -> Counter[str]:
    rows = [p for s in chosen.sections for p in s.articles]
    return Counter(p.article.title for p in (chosen.lead, *rows, *chosen.latest) if p is not None)


def test_what_is_near_to_one_text_of_an_address_gives_way_to_its_newest_text() -> None:
    older = a_candidate("older", title=HARBOUR, url="https://news.example.org/1", hours=145)
    newest = a_candidate("newest", title="Pilots walk out", url="https://news.example.org/1", hours=1)
    copy = a_candidate("copy", title=HARBOUR, url="https://news.example.org/copy", hours=145)
    chosen = selected(older, newest, copy)
    assert {v.article_id: v.reason for v in chosen.verdicts} == {
        older.id: Reason.DUPLICATE, newest.id: Reason.IN, copy.id: Reason.DUPLICATE
    }  # fmt: skip
