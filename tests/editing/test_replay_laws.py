"""What holds for any row of changes on any draft."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.editing.changes import (
    FIELDS,
    Drop,
    Edit,
    Hold,
    Move,
    Pin,
    SetIntro,
    SetSubject,
    Single,
    in_force,
    together,
)
from digest.editing.draft import compose
from digest.editing.replay import Edited, replay
from digest.model.edition import Draft, Reason, canonical_json
from digest.selecting.select import NO_PAST, Past, select
from tests.builders.candidates import AT, EDITION, a_candidate, a_newsroom, candidates
from tests.builders.editions import PUBLISH_AT, WINDOW, a_look

MAILED = frozenset(a_candidate(f"n{n}").id for n in range(0, 30, 7))
PAST = Past(dict.fromkeys(MAILED, "2026-W46"), frozenset(), {})
REGIONS = tuple((r.key, r.title) for r in a_newsroom().regions)


def _drafted(given: list[Any], past: Past = NO_PAST) -> Draft:
    chosen = select(given, edition=EDITION, window=WINDOW, newsroom=a_newsroom(), past=past)
    return compose(
        lead=chosen.lead,
        sections=chosen.sections,
        latest=chosen.latest,
        verdicts=chosen.verdicts,
        pool=chosen.pool,
        name=EDITION,
        publish_at=PUBLISH_AT,
        window=WINDOW,
        look=a_look(),
    )


drafts = candidates().map(lambda given: _drafted(given, PAST))
articles = st.integers(0, 33).map(lambda n: a_candidate(f"n{n}").id)
who: dict[str, Any] = {"by": st.sampled_from(["Ana", "Ben"]), "at": st.just(AT)}
changes: st.SearchStrategy[list[Single]] = st.lists(
    st.one_of(
        st.builds(Pin, **who, article=articles, place=st.sampled_from([None, "lead", "asia", "oz"])),
        st.builds(Drop, **who, article=articles),
        st.builds(Move, **who, article=articles, region=st.sampled_from([None, "latest", "africa"])),
        st.builds(Hold, **who, article=articles, until=st.sampled_from(["2026-W48", "2026-W49"])),
        st.builds(
            Edit, **who, article=articles, field=st.sampled_from(FIELDS), value=st.sampled_from(["", "New"])
        ),
        st.builds(SetIntro, **who, text=st.just("Good morning")),
        st.builds(SetSubject, **who, text=st.sampled_from(["", "Ours"])),
    ),
    max_size=12,
)


def _places(draft: Draft) -> dict[str, str]:
    edition = draft.edition
    rows = {p.article.id: s.region for s in edition.sections for p in s.articles}
    rows |= {p.article.id: "latest" for p in edition.latest}
    return rows | ({edition.lead.article.id: "lead"} if edition.lead else {})


@given(drafts)
def test_no_changes_are_the_draft_itself(draft: Draft) -> None:
    assert replay(draft, [], REGIONS) == Edited(draft, ())


@settings(max_examples=60)
@given(drafts, changes)
def test_the_reasons_still_add_up_and_say_where_each_article_stands(draft: Draft, acts: list[Single]) -> None:
    done = replay(draft, acts, REGIONS).draft
    assert [v.article_id for v in done.verdicts] == [p.article.id for p in draft.pool]
    assert [p.article.id for p in done.pool] == [p.article.id for p in draft.pool]
    assert {v.article_id: v.place for v in done.verdicts if v.reason is Reason.IN} == _places(done)
    assert len(done.edition.placed()) == len(_places(done))
    assert sum(done.reasons().values()) == len(draft.pool)
    assert all(s.articles for s in done.edition.sections)


@settings(max_examples=60)
@given(drafts, changes)
def test_what_was_mailed_never_comes_in_again(draft: Draft, acts: list[Single]) -> None:
    assert not MAILED & set(_places(replay(draft, acts, REGIONS).draft))


@settings(max_examples=60)
@given(drafts, changes)
def test_no_act_is_lost(draft: Draft, acts: list[Single]) -> None:
    """The last word on an article's place is in force, or is told as a conflict when it is given."""
    done = replay(draft, acts, REGIONS)
    told = [
        id(act)
        for number, act in enumerate(acts)
        if any(c.change is act for c in replay(draft, acts[: number + 1], REGIONS).conflicts)
    ]
    assert {id(c.change) for c in done.conflicts} == {id(a) for a in in_force(acts)} & set(told)
    verdicts = {v.article_id: v for v in done.draft.verdicts}
    last = {
        act.article: act for act in acts if isinstance(act, Pin | Drop | Move | Hold) and id(act) not in told
    }
    for article, act in last.items():
        verdict = verdicts[article]
        wanted = {Pin: Reason.IN, Move: Reason.IN, Drop: Reason.DROPPED, Hold: Reason.HELD}[type(act)]
        assert verdict.reason is wanted or (isinstance(act, Drop) and article in MAILED)
        assert act.by in verdict.detail
    for act in acts:
        if isinstance(act, Pin | Drop | Move | Hold | Edit) and article_is_gone(draft, act.article):
            assert id(act) in told or isinstance(act, Edit)
    assert all(c.text and c.what_to_do for c in done.conflicts)


@settings(max_examples=60)
@given(drafts, changes)
def test_acts_done_together_come_to_the_same_as_one_by_one(draft: Draft, acts: list[Single]) -> None:
    if acts:
        assert replay(draft, [together(tuple(acts))], REGIONS) == replay(draft, acts, REGIONS)


def article_is_gone(draft: Draft, article: str) -> bool:
    return all(p.article.id != article for p in draft.pool)


@settings(max_examples=60)
@given(drafts, changes)
def test_doing_it_all_again_changes_nothing_more(draft: Draft, acts: list[Single]) -> None:
    once, again = replay(draft, acts, REGIONS), replay(draft, acts, REGIONS)
    assert canonical_json(once.draft) == canonical_json(again.draft)
    dropped = [Drop(by="Ana", at=AT, article=p.article.id) for p in once.draft.edition.placed()]
    assert replay(draft, dropped + dropped, REGIONS).draft == replay(draft, dropped, REGIONS).draft


@settings(max_examples=60)
@given(drafts, changes)
def test_an_edition_that_had_a_lead_keeps_one_while_something_is_free(
    draft: Draft, acts: list[Single]
) -> None:
    done = replay(draft, acts, REGIONS).draft
    moved = {a.article for a in acts if isinstance(a, Pin | Move)}
    free = [p for p in done.edition.placed() if p.article.id not in moved]
    if draft.edition.lead and free:
        assert done.edition.lead is not None
