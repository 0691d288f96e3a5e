"""The packaged tables: complete, without contradiction, readable from a package."""

import tomllib
from collections import Counter
from importlib import resources

import pytest

from digest.classifying.gazetteer import default_regions, load_gazetteer, read_table, without_accents
from digest.classifying.tokens import words_of

KINDS = {"place", "division", "people", "institution", "group", "person", "bloc", "cue", "none"}

FIRST_YEAR = 1700  # presidents and kings of old are still written about, by their full names


def rows(name: str) -> list[list[str]]:
    """The cells of a table; cells that are empty at the end of a line are not there."""
    return [line.split("\t") for line in read_table(name).splitlines() if line and not line.startswith("#")]


def codes() -> list[str]:
    return [row[0] for row in rows("countries.tsv")[1:]]


@pytest.mark.parametrize(
    "name",
    [
        "countries.tsv",
        "places.tsv",
        "names.tsv",
        "ambiguous.tsv",
        "leaders.toml",
        "regions.toml",
        "persons.toml",
    ],
)
def test_a_table_is_readable_from_the_package(name: str) -> None:
    assert (resources.files("digest.classifying") / "data" / name).is_file()
    assert read_table(name).startswith("#")


def test_every_iso_code_stands_once() -> None:
    assert [code for code, times in Counter(codes()).items() if times > 1] == []
    assert all(len(code) == 2 and code.isupper() for code in codes())


def test_the_table_holds_all_the_countries_there_are() -> None:
    assert len(codes()) == 250  # the 249 of ISO 3166-1 and Kosovo
    assert {"US", "PS", "TW", "XK", "SS", "TL"} <= set(codes())


def test_every_country_belongs_to_exactly_one_default_region() -> None:
    placed = Counter(code for countries in default_regions().values() for code in countries)
    assert set(placed) == set(codes())
    assert max(placed.values()) == 1


def test_the_default_regions_are_those_of_the_default_newsroom() -> None:
    assert set(default_regions()) == {"africa", "americas", "asia-pacific", "europe", "middle-east"}


def test_every_name_stands_for_countries_that_exist() -> None:
    known = set(codes())
    for sense in load_gazetteer().senses.values():
        assert {*sense.codes, *sense.others, *sense.near} <= known


@pytest.mark.parametrize("name", ["names.tsv", "places.tsv"])
def test_names_have_three_columns_and_a_known_kind(name: str) -> None:
    for row in rows(name):
        assert len(row) == 3, row
        assert row[1] in KINDS, row
        assert (row[0] == "-") or row[1] != "none", row


def test_no_two_countries_share_a_country_name() -> None:
    cells = [cell for row in rows("countries.tsv")[1:] for cell in row[1:3]]
    names = Counter(name for cell in cells for name in cell.split("; ") if name)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_country_is_found_by_its_name() -> None:
    senses = load_gazetteer().senses
    lost = [
        row[1] for row in rows("countries.tsv")[1:] if row[0] not in _all_codes(senses.get(words_of(row[1])))
    ]
    assert lost == []


def _all_codes(sense: object) -> tuple[str, ...]:
    return (*getattr(sense, "codes", ()), *getattr(sense, "others", ()))


def test_leaders_have_years_in_order() -> None:
    default_codes = set(codes())
    for code, entry in tomllib.loads(read_table("leaders.toml")).items():
        assert code in default_codes
        for leader in entry["leaders"]:
            assert set(leader) <= {"name", "short", "from", "until", "also"}, leader
            assert FIRST_YEAR < leader["from"] <= leader.get("until", leader["from"]) <= 2030, leader


def test_accents_are_taken_off_and_other_letters_kept() -> None:
    assert without_accents("Łódź, Tromsø, Bogotá") == "Łodz, Tromso, Bogota"
