"""Changes as values: they survive being stored, and say what they do."""

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editing.changes import (
    FIELDS,
    LAST_POSITION,
    Change,
    Drop,
    Edit,
    Hold,
    Move,
    Pin,
    SetIntro,
    SetPreheader,
    SetSubject,
    Single,
    automatic_value,
    decode,
    describe,
    encode,
    in_force,
    singles,
    together,
)
from digest.errors import BadInput
from tests.builders.candidates import AT, a_draft, the_id

texts = st.text(max_size=40)
common: dict[str, Any] = {"by": texts, "at": st.datetimes(timezones=st.just(UTC))}
single: st.SearchStrategy[Single] = st.one_of(
    st.builds(Pin, **common, article=texts, place=st.none() | texts),
    st.builds(Drop, **common, article=texts),
    st.builds(
        Move, **common, article=texts, region=st.none() | texts, position=st.integers(1, LAST_POSITION)
    ),
    st.builds(Hold, **common, article=texts, until=texts),
    st.builds(
        Edit, **common, article=texts, field=st.sampled_from(FIELDS), value=texts, was=st.none() | texts
    ),
    st.builds(SetIntro, **common, text=texts),
    st.builds(SetSubject, **common, text=texts),
    st.builds(SetPreheader, **common, text=texts),
)
changes: st.SearchStrategy[Change] = single | st.lists(single, min_size=1, max_size=3).map(
    lambda acts: together(tuple(acts))
)


@given(changes)
def test_a_change_comes_back_from_the_store_as_it_was(change: Change) -> None:
    assert decode(encode(change)) == change
    assert "\n" not in encode(change)


def test_a_stored_change_stays_readable() -> None:
    old = '{"type":"pin","by":"Ana","at":"2026-11-26T15:00:00Z","article":"abc"}'
    assert decode(old) == Pin(by="Ana", at=AT, article="abc")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"type":"publish"}',
        '{"type":"edit","by":"A","at":"2026-11-26T15:00:00Z","article":"a","field":"url"}',
    ],
)
def test_what_is_no_change_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(BadInput, match="digest undo"):
        decode(text)


WHO: dict[str, Any] = {"by": "Ana", "at": AT}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Pin(**WHO, article="a"), 'pinned "Harbour" first in its place'),
        (Pin(**WHO, article="a", place="lead"), 'pinned "Harbour" as the lead'),
        (Pin(**WHO, article="a", place="asia"), 'pinned "Harbour" first in asia'),
        (Drop(**WHO, article="gone"), 'dropped "gone"'),
        (Move(**WHO, article="a", region="asia", position=2), 'moved "Harbour" to asia, position 2'),
        (Move(**WHO, article="a", position=3), 'moved "Harbour" to position 3'),
        (Hold(**WHO, article="a", until="2026-W49"), 'held "Harbour" until 2026-W49'),
        (
            Edit(**WHO, article="a", field="dek", value="Ships  return"),
            'set the dek of "Harbour" to "Ships return"',
        ),
        (Edit(**WHO, article="a", field="no_image", value=""), 'took the picture of "Harbour" out'),
        (
            Edit(**WHO, article="a", field="title", value=" "),
            'went back to the publisher\'s title "Harbour"',
        ),
        (
            together((SetSubject(**WHO, text="Ships"), SetPreheader(**WHO, text="And quays"))),
            'set the subject to "Ships"; set the preheader to "And quays"',
        ),
        (
            SetIntro(**WHO, text="Good morning. " * 9),
            'wrote the intro: "Good morning. Good morning. Good morning. Go',
        ),
        (SetIntro(**WHO, text=" "), "took the intro out"),
        (SetSubject(**WHO, text="Ships"), 'set the subject to "Ships"'),
        (SetPreheader(**WHO, text=""), "went back to the automatic preheader"),
    ],
)
def test_a_change_is_told_in_one_line(change: Change, says: str) -> None:
    assert describe(change, {"a": "Harbour"}).startswith(says)


@pytest.mark.parametrize("position", [0, -5, LAST_POSITION + 1, 10**30])
def test_a_place_that_could_not_be_read_again_is_not_stored(position: int) -> None:
    with pytest.raises(BadInput, match="cannot be stored"):
        encode(Move(**WHO, article="a", position=position))


def test_a_text_that_is_no_text_is_not_stored() -> None:
    with pytest.raises(BadInput, match="cannot be stored"):
        encode(SetIntro(**WHO, text="\ud800"))


def test_of_several_acts_on_the_same_thing_the_last_is_in_force() -> None:
    pin, drop = Pin(**WHO, article="a"), Drop(**WHO, article="a")
    other, intro = Drop(**WHO, article="b"), SetIntro(**WHO, text="Hello")
    first, title, dek = (
        Edit(**WHO, article="a", field=FIELDS[number], value=value)
        for number, value in ((0, "One"), (0, "Two"), (1, "Three"))
    )
    acts: list[Change] = [
        pin,
        first,
        intro,
        other,
        drop,
        together((title, dek)),
        SetIntro(**WHO, text="Good morning"),
    ]
    assert in_force(acts) == (other, drop, title, dek, SetIntro(**WHO, text="Good morning"))
    assert singles([together((title, dek))]) == (title, dek)
    assert together((title,)) is title


def test_what_stood_there_is_the_text_or_for_a_picture_its_address() -> None:
    draft = a_draft()
    assert automatic_value(draft, the_id("africa-1"), "title") == "Africa article 1"
    assert (
        automatic_value(draft, the_id("africa-1"), "credit")
        == "https://news.example.org/pictures/harbour.jpg"
    )
    with pytest.raises(KeyError):
        automatic_value(draft, "gone", "title")
