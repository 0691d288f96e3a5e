"""A newsroom's own leaders.toml and places.tsv: they win, and their faults are told by place."""

import pytest

from digest.classifying import build_classifier
from digest.errors import NewsroomError
from digest.newsroom import Newsroom

PLACES = "# our own\nKE\tplace\tUpper Quay; ~Ferry\n-\tnone\tKenya House\nUG TZ\tgroup\tLake Singers\n"
LEADERS = '[KE]\nleaders = [{ name = "Ana Example", short = "Example", from = 2026 }]\n'


@pytest.mark.parametrize(
    ("title", "region"),
    [
        pytest.param("Upper Quay floods", "africa", id="a place"),
        pytest.param("Boats reach Ferry", None, id="shy"),
        pytest.param("Boats from Ferry arrive", "africa", id="shy, led"),
        pytest.param("Kenya House closes its café", None, id="a false friend"),
        pytest.param("Lake Singers win", "africa", id="of two countries"),
        pytest.param("Peru votes", "americas", id="the shipped names stay"),
    ],
)
def test_a_newsroom_may_bring_its_own_places(title: str, region: str | None) -> None:
    assert build_classifier(Newsroom(), places=PLACES).file_words(title).region == region


def test_own_names_win_over_shipped_ones() -> None:
    places = "PE\tplace\tNairobi\n"
    assert build_classifier(Newsroom(), places=places).file_words("Nairobi votes").region == "americas"
    assert build_classifier(Newsroom()).file_words("Nairobi votes").region == "africa"


def test_places_and_leaders_go_together() -> None:
    classifier = build_classifier(Newsroom(), LEADERS, PLACES)
    assert classifier.file_words("Example in Upper Quay").evidence == (
        "title: Example (Kenya), Upper Quay (Kenya)",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("KE place Upper Quay", "line 1: write three columns", id="no tabs"),
        pytest.param("\nKE\ttown\tUpper Quay", 'line 2: "town" is no kind', id="kind"),
        pytest.param("UK\tplace\tUpper Quay", 'line 1: "UK" is no ISO 3166 code', id="code"),
        pytest.param("KE\tnone\tUpper Quay", "line 1: a false friend", id="false friend with a country"),
        pytest.param("KE\tplace\t ; ", "line 1: no name", id="no name"),
    ],
)
def test_a_fault_in_places_names_its_line(text: str, fault: str) -> None:
    with pytest.raises(NewsroomError, match=fault) as raised:
        build_classifier(Newsroom(), places=text)
    assert str(raised.value).startswith("places.tsv, ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("[KE", "leaders.toml: ", id="no TOML"),
        pytest.param("[UK]\nleaders = []", '"UK" is no ISO 3166 code', id="code"),
        pytest.param("KE = 3", "write leaders =", id="no table"),
        pytest.param('[KE]\nleaders = [{ short = "E", from = 2020 }]', "a leader has no name", id="name"),
        pytest.param('[KE]\nleaders = [{ name = "Ana E" }]', "first and the last year", id="no year"),
        pytest.param(
            '[KE]\nleaders = [{ name = "Ana E", from = 2026, until = 2020 }]',
            "first and the last",
            id="order",
        ),
        pytest.param(
            '[KE]\nleaders = [{ name = "Ana E", from = 2026, til = 2027 }]',
            "unknown key til",
            id="unknown key",
        ),
        pytest.param(
            '[KE]\nleaders = [{ name = "Ana E", from = 2026, also = "A" }]', "also is no list", id="also"
        ),
    ],
)
def test_a_fault_in_leaders_names_its_country(text: str, fault: str) -> None:
    with pytest.raises(NewsroomError, match=fault):
        build_classifier(Newsroom(), leaders=text)
