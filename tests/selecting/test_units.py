"""Texts as the units that are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.selecting.commonwords import FUNCTION, NEWS, share
from digest.selecting.series import is_note, is_series
from digest.selecting.words import names, numbers, units


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Minister’s QUAYS: the Élysée's reply", ("minister", "quay", "the", "elysee", "reply")),
        ("COP26, G20 and 3.5bn of 1,200", ("cop26", "g20", "and", "35bn", "of", "1200")),
        ("旧港再开", ("旧港", "港再", "再开")),
        ("港", ("港",)),
        ("부산항 대화재", ("부산", "산항", "대화", "화재")),
        ("٢٥ قتيلا", ("25", "قتيلا")),
        ("— … !", ()),
    ],
)
def test_a_text_has_these_units(text: str, found: tuple[str, ...]) -> None:
    assert units(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Third day: 12 dead, 3.5bn lost", {"third", "12", "35bn"}),
        ("Zwei Tote am dritten Tag", {"zwei", "dritten"}),
        ("三人が死亡、12人けが", {"三", "12"}),
        ("No number here", set()),
    ],
)
def test_a_text_counts_with_these(text: str, found: set[str]) -> None:
    assert numbers(text, units(text)) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Ferrymen of Ostermoor defy Ida Holm", {"ostermoor", "ida", "holm"}),
        ("Flood: Ostermoor waits", set()),
        ("Ferrymen Of Ostermoor Defy The Mayor Again", set()),
        ("旧港再开", set()),
    ],
)
def test_names_are_capitals_inside_a_sentence(title: str, found: set[str]) -> None:
    assert names(title) == found


@pytest.mark.parametrize(
    "title",
    [
        "Tuesday briefing: quay and flood",
        "What we know on day 30",
        "Quiz of the week: salt",
        "The week in pictures",
        "LIVE: the count in Ostermoor",
        "Ida Holm on... the price of salt",
        "A letter from Ostermoor",
        "Podcast | Who owns the river?",
        "The Morning Brief",
        "Salt, part two",
        "Newsblog zur Flut",
        "Crue : suivez la soirée en direct",
        "Boletín de la tarde",
        "Главное за день",
        "早报:旧港再开",
    ],
)
def test_a_title_that_comes_again(title: str) -> None:
    assert is_series(title)


@pytest.mark.parametrize(
    "title",
    [
        "Old harbour reopens to ships",
        "Mayor lives on the quay",
        "Minister's daily bread",
        "The party that lost 30 seats",
        "A partner for the port",
        "Ferry sinks; live cattle lost",
    ],
)
def test_a_title_of_its_own(title: str) -> None:
    assert not is_series(title)


def test_a_note_is_no_dek() -> None:
    assert is_note("Editor’s note: this letter comes on Mondays.")
    assert is_note("A version of this article appeared in our letter.")
    assert not is_note("The editor noted that salt is dear.")


def test_common_words_are_known_as_they_are_folded() -> None:
    assert share("the") == FUNCTION
    assert {share(unit) for unit in units("says government's elections")} == {NEWS}
    assert share("ostermoor") == 0


@given(st.text(max_size=200))
def test_any_text_has_units(text: str) -> None:
    found = units(text)
    assert all(found)
    assert numbers(text, found) >= {unit for unit in found if unit.isdecimal()}
    assert names(text) <= set(found) | names(text)
