"""Changes replayed: each shows in the edition, or is told as a conflict."""

from dataclasses import replace
from typing import Any

import pytest

from digest.editing.changes import (
    Change,
    Drop,
    Edit,
    Hold,
    Move,
    Pin,
    SetIntro,
    SetPreheader,
    SetSubject,
)
from digest.editing.draft import compose
from digest.editing.replay import Edited, replay
from digest.model.edition import Draft, Edition, Placed, Reason, Verdict
from tests.builders.candidates import AT, a_draft, the_id
from tests.builders.editions import a_placed, an_article, an_image

WHO: dict[str, Any] = {"by": "Ana", "at": AT}
REGIONS = (("africa", "Africa"), ("asia", "Asia"), ("europe", "Europe"))


def edited(*changes: Change, draft: Draft | None = None) -> Edited:
    return replay(draft or a_draft(), changes, REGIONS)


def layout(edition: Edition) -> dict[str, list[str]]:
    """Place -> slugs, as a reader meets them."""
    rows = {"lead": [_slug(edition.lead)] if edition.lead else []}
    rows |= {s.region: [_slug(p) for p in s.articles] for s in edition.sections}
    return {**rows, "latest": [_slug(p) for p in edition.latest]}


def _slug(placed: Placed) -> str:
    return placed.article.identity.rpartition("/")[2]


def verdict(done: Edited, slug: str) -> Verdict:
    return next(v for v in done.draft.verdicts if v.article_id == the_id(slug))


BEFORE = {
    "lead": ["the-lead"],
    "africa": ["africa-1", "africa-2"],
    "europe": ["europe-1", "europe-2"],
    "latest": ["latest-1"],
}


def test_no_changes_leave_the_draft_as_it_is() -> None:
    assert layout(a_draft().edition) == BEFORE
    assert edited() == Edited(a_draft(), ())


@pytest.mark.parametrize(
    ("change", "after"),
    [
        pytest.param(
            Pin(**WHO, article=the_id("europe-2")), {"europe": ["europe-2", "europe-1"]}, id="pin to the top"
        ),
        pytest.param(
            Pin(**WHO, article=the_id("europe-cut-1")),
            {"europe": ["europe-cut-1", "europe-1", "europe-2"]},
            id="pin one that was cut, over the cap",
        ),
        pytest.param(
            Pin(**WHO, article=the_id("africa-2"), place="lead"),
            {"lead": ["africa-2"], "africa": ["africa-1"], "europe": ["the-lead", "europe-1", "europe-2"]},
            id="pin another lead",
        ),
        pytest.param(Pin(**WHO, article=the_id("the-lead"), place="lead"), {}, id="pin the lead that is"),
        pytest.param(
            Pin(**WHO, article=the_id("africa-1"), place="asia"),
            {"africa": ["africa-2"], "asia": ["africa-1"]},
            id="pin into a region without a section",
        ),
        pytest.param(Drop(**WHO, article=the_id("africa-1")), {"africa": ["africa-2"]}, id="drop"),
        pytest.param(
            Drop(**WHO, article=the_id("the-lead")),
            {"lead": ["africa-1"], "africa": ["africa-2"]},
            id="drop the lead: the best of the rest leads",
        ),
        pytest.param(
            Hold(**WHO, article=the_id("latest-1"), until="2026-W50"),
            {"latest": []},
            id="hold until a later edition",
        ),
        pytest.param(
            Move(**WHO, article=the_id("africa-1"), position=2),
            {"africa": ["africa-2", "africa-1"]},
            id="move down",
        ),
        pytest.param(
            Move(**WHO, article=the_id("africa-1"), region="europe", position=99),
            {"africa": ["africa-2"], "europe": ["europe-1", "europe-2", "africa-1"]},
            id="move to the end of another region",
        ),
        pytest.param(
            Move(**WHO, article=the_id("old"), position=0),
            {"africa": ["old", "africa-1", "africa-2"]},
            id="move one in that was out",
        ),
        pytest.param(
            Move(**WHO, article=the_id("europe-1"), region="latest"),
            {"europe": ["europe-2"], "latest": ["europe-1", "latest-1"]},
            id="move to Latest",
        ),
        pytest.param(
            Move(**WHO, article=the_id("europe-1"), region="lead"),
            {"lead": ["europe-1"], "europe": ["the-lead", "europe-2"]},
            id="move to the lead",
        ),
        pytest.param(
            Move(**WHO, article=the_id("the-lead"), position=2),
            {"lead": ["africa-1"], "africa": ["africa-2"], "europe": ["europe-1", "the-lead", "europe-2"]},
            id="move the lead down into its region",
        ),
    ],
)
def test_an_act_puts_articles_where_the_editor_wants_them(
    change: Change, after: dict[str, list[str]]
) -> None:
    done = edited(change)
    assert layout(done.draft.edition) == BEFORE | after
    assert done.conflicts == ()
    assert edited(change, change).draft == done.draft


def test_a_section_that_comes_in_stands_in_the_newsrooms_order() -> None:
    done = edited(Move(**WHO, article=the_id("latest-1"), region="asia"))
    assert [(s.region, s.title) for s in done.draft.edition.sections] == list(REGIONS)


def test_a_draft_without_a_lead_is_not_given_one() -> None:
    done = edited(Drop(**WHO, article=the_id("africa-1")), draft=a_draft(lead=None))
    assert done.draft.edition.lead is None


def test_a_section_that_runs_empty_is_gone() -> None:
    done = edited(Drop(**WHO, article=the_id("africa-1")), Drop(**WHO, article=the_id("africa-2")))
    assert [s.region for s in done.draft.edition.sections] == ["europe"]


def test_the_verdicts_say_who_did_what_and_what_was_decided_before() -> None:
    done = edited(
        Pin(**WHO, article=the_id("europe-cut-1")),
        Drop(by="Ben", at=AT, article=the_id("africa-1")),
        Hold(**WHO, article=the_id("africa-2"), until="2026-W50"),
        Pin(**WHO, article=the_id("europe-1"), place="lead"),
    )
    found = {
        slug: verdict(done, slug) for slug in ("europe-cut-1", "africa-1", "africa-2", "europe-1", "the-lead")
    }
    assert {slug: (v.reason, v.place) for slug, v in found.items()} == {
        "europe-cut-1": (Reason.IN, "europe"),
        "africa-1": (Reason.DROPPED, None),
        "africa-2": (Reason.HELD, None),
        "europe-1": (Reason.IN, "lead"),
        "the-lead": (Reason.IN, "europe"),
    }
    assert found["africa-1"].detail == "dropped by Ben; before: in, among the best"
    assert found["africa-2"].detail.startswith("held until 2026-W50 by Ana")
    assert (
        found["europe-cut-1"].detail == "pinned by Ana first in Europe; before: over region cap, no. 3, cap 2"
    )
    assert found["the-lead"].detail.startswith("made room for the lead that Ana pinned")


def test_the_count_of_what_is_cut_follows_a_pin() -> None:
    draft = a_draft(cut=3)
    sections = tuple(replace(s, more=3) if s.region == "europe" else s for s in draft.edition.sections)
    draft = replace(draft, edition=replace(draft.edition, sections=sections))
    done = edited(Pin(**WHO, article=the_id("europe-cut-2")), draft=draft)
    assert [s.more for s in done.draft.edition.sections] == [0, 2]


def test_a_moved_article_is_filed_anew_with_its_kicker() -> None:
    done = edited(Move(**WHO, article=the_id("africa-1"), region="europe"))
    placed = next(p for p in done.draft.pool if p.article.id == the_id("africa-1"))
    assert (placed.filing.region, placed.filing.confidence, placed.filing.second) == ("europe", 1.0, "africa")
    assert placed.filing.evidence == ("section feed", "moved by Ana")
    assert (placed.article.kicker, placed.region_title) == ("Analysis | Europe", "Europe")
    assert verdict(done, "africa-1").region == "europe"


@pytest.mark.parametrize("field", ["title", "dek", "summary", "kicker"])
def test_an_edited_text_stands_in_edition_and_pool(field: Any) -> None:
    done = edited(Edit(**WHO, article=the_id("africa-1"), field=field, value=" New  words "))
    both = [p for p in (*done.draft.pool, *done.draft.edition.placed()) if p.article.id == the_id("africa-1")]
    assert len(both) == 2
    assert all(getattr(p.article, field).strip() in ("New words", "New  words") for p in both)


@pytest.mark.parametrize("field", ["alt", "credit", "caption"])
def test_an_edited_picture_text_stands(field: Any) -> None:
    done = edited(Edit(**WHO, article=the_id("africa-1"), field=field, value="New words"))
    image = done.draft.edition.sections[0].articles[0].article.image
    assert getattr(image, field) == "New words"


def test_a_picture_can_be_taken_out() -> None:
    done = edited(Edit(**WHO, article=the_id("africa-1"), field="no_image", value="yes"))
    assert done.draft.edition.sections[0].articles[0].article.image is None


def test_an_edit_made_before_the_pin_is_there_after_it() -> None:
    slug = the_id("europe-cut-1")
    done = edited(
        Edit(**WHO, article=slug, field="title", value="Better"), Pin(**WHO, article=slug, place="lead")
    )
    assert done.draft.edition.lead is not None
    assert done.draft.edition.lead.article.title == "Better"


def an_automatic_draft(**over: Any) -> Draft:
    base = a_draft(**over)
    edition = base.edition
    return compose(
        lead=edition.lead,
        sections=edition.sections,
        latest=edition.latest,
        verdicts=base.verdicts,
        pool=base.pool,
        name=edition.name,
        publish_at=edition.publish_at,
        window=edition.window,
        look=edition.look,
    )


def test_an_automatic_subject_follows_the_lead_until_an_editor_sets_one() -> None:
    pin = Pin(**WHO, article=the_id("africa-2"), place="lead")
    own = SetSubject(**WHO, text="Our own words")
    draft = an_automatic_draft()
    assert edited(pin, draft=draft).draft.edition.subject == "Africa article 2"
    assert edited(own, pin, draft=draft).draft.edition.subject == "Our own words"
    assert (
        edited(own, pin, SetSubject(**WHO, text=""), draft=draft).draft.edition.subject == "Africa article 2"
    )


def test_intro_and_preheader_are_the_editors_last_words() -> None:
    done = edited(SetIntro(**WHO, text="a"), SetPreheader(**WHO, text="b"), SetIntro(**WHO, text="c"))
    assert (done.draft.edition.intro, done.draft.edition.preheader) == ("c", "b")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            Drop(**WHO, article="0123"), "no longer among those considered", id="an article that is gone"
        ),
        pytest.param(
            Pin(**WHO, article=the_id("africa-1"), place="oz"),
            '"oz", which is no region',
            id="no such region",
        ),
        pytest.param(Pin(**WHO, article=the_id("mailed")), "already in 2026-W46", id="pin what was mailed"),
        pytest.param(Move(**WHO, article=the_id("mailed")), "already in 2026-W46", id="move what was mailed"),
        pytest.param(
            Hold(**WHO, article=the_id("mailed"), until="2026-W50"),
            "already in 2026-W46",
            id="hold what was mailed",
        ),
        pytest.param(
            Hold(**WHO, article=the_id("africa-1"), until="2026-W48"), "no edition after", id="hold until now"
        ),
        pytest.param(
            Hold(**WHO, article=the_id("africa-1"), until="soon"),
            "no edition after",
            id="hold until no edition",
        ),
        pytest.param(
            Edit(
                **WHO,
                article=the_id("africa-1"),
                field="credit",
                value="X",
                was="https://news.example.org/was.jpg",
            ),
            "another picture now",
            id="a credit for another picture",
        ),
    ],
)
def test_what_cannot_be_done_is_a_conflict_and_changes_nothing(change: Change, says: str) -> None:
    done = edited(change)
    assert [c.change for c in done.conflicts] == [change]
    assert says in done.conflicts[0].text
    assert done.conflicts[0].what_to_do
    assert done.draft == a_draft()


def test_a_credit_is_not_put_where_there_is_no_picture() -> None:
    slug = the_id("africa-1")
    done = edited(
        Edit(**WHO, article=slug, field="no_image", value=""),
        Edit(**WHO, article=slug, field="credit", value="X"),
    )
    assert [c.text for c in done.conflicts] == [
        '"Africa article 1" has no picture, so the credit that Ana wrote is not used'
    ]


def test_a_title_changed_at_the_source_since_is_shown_and_the_editors_stands() -> None:
    change = Edit(**WHO, article=the_id("africa-1"), field="title", value="Mine", was="As it was then")
    done = edited(change)
    assert done.draft.edition.sections[0].articles[0].article.title == "Mine"
    assert 'changed the title of "As it was then" to "Africa article 1" after Ana' in done.conflicts[0].text


def test_an_empty_title_goes_back_to_the_publishers() -> None:
    slug = the_id("africa-1")
    mine, back = (Edit(**WHO, article=slug, field="title", value=value) for value in ("Mine", " "))
    done = edited(mine, back)
    assert done.draft.edition.sections[0].articles[0].article.title == "Africa article 1"
    assert done.conflicts == ()


def test_a_pin_leaves_the_lead_where_it_is() -> None:
    """First in its region would be a step down."""
    done = edited(Pin(**WHO, article=the_id("the-lead")))
    assert done.draft.edition.lead is not None
    assert done.draft.edition.lead.article.id == the_id("the-lead")


def test_an_article_moved_twice_is_told_once_and_back_home_not_at_all() -> None:
    slug = the_id("africa-1")
    there, back = Move(**WHO, article=slug, region="europe"), Move(**WHO, article=slug, region="africa")
    twice = edited(there, back, there).draft.pool
    assert [p.filing.evidence.count("moved by Ana") for p in twice if p.article.id == slug] == [1]
    home = edited(there, back).draft.pool
    assert [p for p in home if p.article.id == slug] == [p for p in a_draft().pool if p.article.id == slug]


def test_a_conflict_that_is_overtaken_is_told_no_more() -> None:
    slug = the_id("mailed")
    done = edited(Pin(**WHO, article=slug), Pin(**WHO, article=slug), Drop(**WHO, article=slug))
    assert done.conflicts == ()


@pytest.mark.parametrize("was", [None, "Africa article 1"])
def test_an_edit_on_what_still_stands_is_no_conflict(was: str | None) -> None:
    assert not edited(Edit(**WHO, article=the_id("africa-1"), field="title", value="Mine", was=was)).conflicts


def test_a_later_edit_settles_the_conflict_of_an_earlier_one() -> None:
    slug = the_id("africa-1")
    first = Edit(**WHO, article=slug, field="title", value="Mine", was="As it was then")
    second = Edit(**WHO, article=slug, field="title", value="Mine again", was="Africa article 1")
    assert edited(first, second).conflicts == ()


def test_a_picture_stays_out_when_the_source_brings_another_and_that_is_said() -> None:
    other = an_image(url="https://news.example.org/other.jpg")
    change = Edit(**WHO, article=the_id("africa-1"), field="no_image", value="", was=other.url)
    done = edited(change)
    assert done.draft.edition.sections[0].articles[0].article.image is None
    assert "another picture than the one Ana took out" in done.conflicts[0].text


def test_a_change_comes_back_into_force_with_its_article() -> None:
    late = a_placed(an_article(slug="late", title="Late"))
    change = Pin(**WHO, article=the_id("late"), place="lead")
    without = a_draft()
    within = replace(
        without,
        pool=(*without.pool, late),
        verdicts=(*without.verdicts, Verdict(the_id("late"), Reason.REGION_CAP, "3rd", "europe")),
    )
    assert edited(change, draft=without).conflicts
    done = edited(change, draft=within)
    assert not done.conflicts
    assert layout(done.draft.edition)["lead"] == ["late"]
