"""The automatic draft and its first subject and preheader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editing.draft import LONGEST_PREHEADER, LONGEST_SUBJECT, compose, cut_at_word
from digest.model.edition import Draft
from tests.builders.editions import PUBLISH_AT, WINDOW, a_look, a_placed, a_section, an_article


def composed(**over: Any) -> Draft:
    parts: dict[str, Any] = {"lead": None, "sections": (), "latest": (), "verdicts": (), "pool": (), **over}
    return compose(**parts, name="2026-W48", publish_at=PUBLISH_AT, window=WINDOW, look=a_look())


def test_the_subject_is_the_leads_title_and_the_preheader_the_next_titles() -> None:
    edition = composed(
        lead=a_placed(an_article(title="The harbour\nreopens")),
        sections=(a_section("africa"),),
        latest=(a_placed(an_article(slug="l", title="And last"), region=None),),
    ).edition
    assert edition.subject == "The harbour reopens"
    assert edition.preheader == "Africa article 1 · Africa article 2 · And last"
    assert edition.intro == ""


def test_without_a_lead_the_first_title_is_the_subject() -> None:
    assert composed(sections=(a_section("africa"),)).edition.subject == "Africa article 1"


def test_an_empty_edition_bears_its_own_title() -> None:
    draft = composed()
    assert (draft.edition.subject, draft.edition.preheader) == ("The Week in Review", "")


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("short enough", 12, "short enough"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one, two", 6, "one…"),
        ("unbroken", 5, "unbr…"),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, longest: int, cut: str) -> None:
    assert cut_at_word(text, longest) == cut


@given(st.lists(st.text(min_size=1, max_size=200), max_size=8))
def test_subject_and_preheader_are_one_line_and_never_too_long(titles: list[str]) -> None:
    latest = tuple(a_placed(an_article(slug=str(n), title=t), region=None) for n, t in enumerate(titles))
    edition = composed(latest=latest).edition
    assert edition.subject
    assert len(edition.subject) <= LONGEST_SUBJECT
    assert len(edition.preheader) <= LONGEST_PREHEADER
    assert "\n" not in edition.subject + edition.preheader
