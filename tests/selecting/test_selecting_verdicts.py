"""Every candidate gets one verdict, with words that an editor understands."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model.edition import Reason, Verdict, canonical_json
from digest.newsroom import Newsroom
from digest.selecting.select import NO_PAST, Candidate, Past, Selection, select
from tests.builders.candidates import EDITION, a_candidate, a_newsroom, a_past, candidates
from tests.builders.editions import WINDOW

HOUR = timedelta(hours=1)
ONE = a_candidate("one").id
QUIZ = a_newsroom(selection={"exclude_tags": ("Quiz",), "exclude_kinds": ("Podcast",)})


def selected(*given: Candidate, newsroom: Newsroom | None = None, past: Past = NO_PAST) -> Selection:
    return select(given, edition=EDITION, window=WINDOW, newsroom=newsroom or a_newsroom(), past=past)


def verdict_on(
    candidate: Candidate, *others: Candidate, newsroom: Newsroom | None = None, past: Past = NO_PAST
) -> Verdict:
    chosen = selected(candidate, *others, newsroom=newsroom, past=past)
    return next(v for v in chosen.verdicts if v.article_id == candidate.id)


@pytest.mark.parametrize(
    ("candidate", "past", "reason", "says"),
    [
        pytest.param(a_candidate(when=WINDOW.start), NO_PAST, Reason.IN, "score", id="on the start"),
        pytest.param(
            a_candidate(when=WINDOW.end - HOUR), NO_PAST, Reason.IN, "score", id="just before the end"
        ),
        pytest.param(
            a_candidate(when=WINDOW.end),
            NO_PAST,
            Reason.OUT_OF_WINDOW,
            "belongs to the next edition",
            id="on the end",
        ),
        pytest.param(
            a_candidate(when=WINDOW.end + timedelta(days=400)),
            NO_PAST,
            Reason.OUT_OF_WINDOW,
            "look at its date",
            id="a date far ahead",
        ),
        pytest.param(
            a_candidate(when=WINDOW.start - HOUR, first_seen=WINDOW.start + HOUR),
            NO_PAST,
            Reason.IN,
            "late: published 2026-11-20 08:00, first seen 2026-11-20 10:00",
            id="late",
        ),
        pytest.param(
            a_candidate(when=WINDOW.start - HOUR),
            a_past(judged=[ONE]),
            Reason.OUT_OF_WINDOW,
            "judged in an earlier edition",
            id="late but judged",
        ),
        pytest.param(
            a_candidate(), a_past(judged=[ONE]), Reason.IN, "score", id="judged but still in the window"
        ),
        pytest.param(
            a_candidate(when=WINDOW.start - timedelta(days=14)),
            NO_PAST,
            Reason.IN,
            "late",
            id="late by all its days",
        ),
        pytest.param(
            a_candidate(when=WINDOW.start - timedelta(days=14, seconds=1)),
            NO_PAST,
            Reason.OUT_OF_WINDOW,
            "more than 14 days before",
            id="too old",
        ),
        pytest.param(
            a_candidate(when=None, first_seen=WINDOW.start),
            NO_PAST,
            Reason.IN,
            "undated, first seen",
            id="undated",
        ),
        pytest.param(
            a_candidate(),
            a_past(mailed={ONE: "2026-W46"}),
            Reason.ALREADY_MAILED,
            "already in 2026-W46",
            id="mailed",
        ),
        pytest.param(
            a_candidate(),
            a_past(held={ONE: "2026-W49"}),
            Reason.HELD,
            "held until 2026-W49",
            id="held for later",
        ),
        pytest.param(
            a_candidate(), a_past(held={ONE: "2027-W01"}), Reason.HELD, "2027-W01", id="held into next year"
        ),
        pytest.param(
            a_candidate(when=WINDOW.start - timedelta(days=90)),
            a_past(held={ONE: "2026-W48"}, judged=[ONE]),
            Reason.IN,
            "held until 2026-W48, counts as new",
            id="held until now",
        ),
        pytest.param(
            a_candidate(),
            a_past(held={ONE: "2026-W48"}, mailed={ONE: "2026-W47"}),
            Reason.ALREADY_MAILED,
            "already in 2026-W47",
            id="held and mailed",
        ),
        pytest.param(
            a_candidate(categories=("World", "quiz ")),
            NO_PAST,
            Reason.EXCLUDED,
            'the tag "quiz"',
            id="excluded tag",
        ),
        pytest.param(
            a_candidate(kind="podcast"), NO_PAST, Reason.EXCLUDED, 'the kind "podcast"', id="excluded kind"
        ),
    ],
)
def test_a_candidate_is_judged_by_its_date_and_its_past(
    candidate: Candidate, past: Past, reason: Reason, says: str
) -> None:
    verdict = verdict_on(candidate, newsroom=QUIZ, past=past)
    assert verdict.reason is reason
    assert says in verdict.detail


def test_an_unsure_article_tells_its_evidence() -> None:
    unsure = a_candidate("unsure", confidence=0.3, evidence=("Paris (twice)",))
    homeless = a_candidate("homeless", region=None, evidence=("nothing found",), hours=30)
    foreign = a_candidate("foreign", region="atlantis", hours=31)
    chosen = selected(unsure, homeless, foreign)
    details = {v.article_id: v.detail for v in chosen.verdicts}
    assert "unsure of its region (0.30): Paris (twice)" in details[unsure.id]
    assert "no region: nothing found" in details[homeless.id]
    assert 'the newsroom has no region "atlantis"' in details[foreign.id]


def test_an_article_handed_in_twice_is_judged_as_one() -> None:
    sure, doubtful = a_candidate(region="asia"), a_candidate(region="europe", confidence=0.4)
    chosen = selected(doubtful, sure, doubtful)
    assert [v.region for v in chosen.verdicts] == ["asia"]


def test_what_is_placed_has_kind_kicker_and_region_title() -> None:
    plain, own, homeless = (
        a_candidate("plain"),
        a_candidate("own", kicker="Column | World", hours=25),
        a_candidate("homeless", region=None, kind="Blog", hours=26),
    )
    pool = {p.article.id: p for p in selected(plain, own, homeless).pool}
    assert pool[plain.id].article.kicker == "Analysis | Europe"
    assert pool[own.id].article.kicker == "Column | World"
    assert pool[homeless.id].article.kicker == "Blog"
    assert (pool[plain.id].article.kind, pool[plain.id].region_title) == ("Analysis", "Europe")


def test_a_week_without_articles_gives_an_empty_selection() -> None:
    assert selected() == Selection(None, (), (), (), ())


ids = st.sets(st.integers(0, 39)).map(lambda numbers: [a_candidate(f"n{n}").id for n in numbers])
pasts = st.builds(
    lambda mailed, judged, held: Past(dict.fromkeys(mailed, "2026-W46"), frozenset(judged), held),
    ids,
    ids,
    st.dictionaries(
        st.integers(0, 39).map(lambda n: a_candidate(f"n{n}").id), st.sampled_from(["2026-W48", "2026-W50"])
    ),
)
newsrooms = st.builds(
    lambda latest, author: a_newsroom(
        selection={"latest_max": latest, "author_limit": author, "exclude_tags": ("Quiz",)}
    ),
    st.integers(0, 4),
    st.integers(1, 3),
)


@settings(max_examples=50)
@given(candidates(), pasts, newsrooms)
def test_each_candidate_has_one_verdict_and_those_in_are_those_placed(
    given: list[Candidate], past: Past, newsroom: Newsroom
) -> None:
    chosen = selected(*given, newsroom=newsroom, past=past)
    placed = [p for s in chosen.sections for p in s.articles] + list(chosen.latest)
    placed += [chosen.lead] if chosen.lead else []
    judged = [v.article_id for v in chosen.verdicts]
    assert sorted(judged) == sorted(c.id for c in given)
    assert judged == [p.article.id for p in chosen.pool]
    assert sorted(p.article.id for p in placed) == sorted(
        v.article_id for v in chosen.verdicts if v.reason is Reason.IN
    )
    assert all(v.detail for v in chosen.verdicts)
    assert all((v.place is not None) == (v.reason is Reason.IN) for v in chosen.verdicts)
    assert all(s.articles for s in chosen.sections)


@settings(max_examples=50)
@given(candidates(), pasts, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(
    given: list[Candidate], past: Past, chance: Random
) -> None:
    shuffled = list(given)
    chance.shuffle(shuffled)
    assert canonical_json(selected(*given, past=past)) == canonical_json(selected(*shuffled, past=past))


@settings(max_examples=50)
@given(candidates(), pasts)
def test_no_article_stands_under_a_region_it_was_not_surely_filed_under(
    given: list[Candidate], past: Past
) -> None:
    chosen = selected(*given, past=past)
    for section in chosen.sections:
        assert all(p.filing.region == section.region and p.filing.confidence >= 0.5 for p in section.articles)
    for candidate, verdict in ((c, v) for c in given for v in chosen.verdicts if v.article_id == c.id):
        if candidate.filing.confidence < 0.5 and verdict.reason is Reason.IN and verdict.place != "lead":
            merged = next(p for p in chosen.pool if p.article.id == candidate.id)
            assert verdict.place == "latest" or merged.filing.confidence >= 0.5


def test_an_unsure_region_is_kept_as_a_guess_for_the_editor() -> None:
    (placed,) = selected(a_candidate(region="asia", confidence=0.3)).pool
    assert (placed.filing.region, placed.filing.second, placed.region_title) == (None, "asia", "")


@settings(max_examples=50)
@given(candidates(), pasts)
def test_the_reasons_add_up_to_the_articles_considered(given: list[Candidate], past: Past) -> None:
    chosen = selected(*given, past=past)
    placed = (chosen.lead is not None) + sum(len(s.articles) for s in chosen.sections) + len(chosen.latest)
    counts = Counter(v.reason for v in chosen.verdicts)
    assert counts.total() == len({c.id for c in given})
    assert counts[Reason.IN] == placed
