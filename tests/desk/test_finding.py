"""Which article an editor means by what they type."""

import pytest

from digest.desk.finding import find_one as found
from digest.desk.finding import fold, meant, whole_address
from digest.errors import BadInput, NotFound
from digest.model.article import Article

TITLES = (
    "Turku’s harbor: “It freezes—early”",
    "Porto paints its trams",
    "Ghent floods a cellar",
    "Ghent opens a museum",
)
POOL = [
    Article(
        identity=f"n{n}",
        url=f"https://www.lantern.example.org/news/{n}/a-slug-{n}?id={n}&utm_source=rss",
        title=title,
    )
    for n, title in enumerate(TITLES)
]


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.lantern.example.org/news/0/a-slug-0?id=0&utm_source=rss",
        "https://lantern.example.org/news/0/a-slug-0?id=0",
        "http://lantern.example.org/news/0/a-slug-0/?id=0",
        "lantern.example.org/news/0/a-slug-0?id=0&fbclid=x",
        "https://m.lantern.example.org/news/0/a-slug-0?utm_campaign=mail&id=0#comments",
        "  https://WWW.lantern.example.org/news/0/a-slug-0?id=0 ",
    ],
)
def test_an_address_as_a_browser_shows_it(typed: str) -> None:
    assert meant(POOL, typed) == [POOL[0]]


@pytest.mark.parametrize(
    "typed", ["Turku's harbor", '"it freezes', "turku’s HARBOR", "freezes-early", "Turku's  harbor: \"It"]
)
def test_a_title_with_the_quotes_and_dashes_of_a_keyboard(typed: str) -> None:
    assert meant(POOL, typed) == [POOL[0]]


def test_an_id_or_its_start_in_any_case() -> None:
    for text in (POOL[2].id, POOL[2].id[:6], POOL[2].id[:6].upper()):
        assert meant(POOL, text) == [POOL[2]]


def test_what_is_nearly_right_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFound, match=rf"the nearest: {POOL[1].id[:6]} Porto paints its trams"):
        found(POOL, "Porto paint the tram", "here")
    with pytest.raises(NotFound, match="Ghent floods a cellar"):
        found(POOL, "https://elsewhere.example.org/ghent-floods-cellar", "here")
    with pytest.raises(NotFound, match="digest list shows them all"):
        found(POOL, "xyzzy", "here")


def test_several_and_none_are_told_apart() -> None:
    with pytest.raises(NotFound, match='"Ghent" means 2 articles'):
        found(POOL, "Ghent", "here")
    with pytest.raises(BadInput, match="which article"):
        found(POOL, "  ", "here")
    assert found(POOL, "museum", "here") is POOL[3]


@pytest.mark.parametrize("text", ["a title", "U.S. votes", "3/4 of all", "and/or", "", "example.org"])
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert whole_address(text) == ""


def test_folding_twice_changes_nothing() -> None:
    assert fold(fold(TITLES[0])) == fold(TITLES[0]) == 'turku\'s harbor: "it freezes-early"'
