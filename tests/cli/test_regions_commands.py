"""regions, regions try, regions learn: as an editor types them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digest.classifying.learned import FILE
from digest.desk.learning import examples
from tests.builders.commands import Line
from tests.builders.desks import MONDAY, THURSDAY, Room, a_piece, a_room, closing, newsroom_toml

BEATS = {"africa": "baobab weaver drum", "europe": "tram steeple ferry"}
PAST = MONDAY - timedelta(days=90)


def a_past_piece(number: int, region: str, *, named: str = "") -> dict[str, str]:
    """An article of the region's own subjects, told without a place unless one is ``named``."""
    title = f"{BEATS[region].title()} number {number} {named}".strip()
    published = PAST + timedelta(hours=number % 1000)
    return a_piece(number, title=title, description="A quiet dispatch.", published=published)


def a_taught_room(folder: Path, *, each: int) -> Room:
    """So many articles in each of two section feeds, none of which names a place."""
    toml = newsroom_toml(sources=("africa", "europe", "wire"))
    room = a_room(folder, toml=toml)
    for start, region in ((0, "africa"), (10_000, "europe")):
        room.feed(*(a_past_piece(start + n, region) for n in range(each)), name=region)
    room.feed(
        a_piece(90_001, title="A steeple above the ferry and the tram", description="It rings."), name="wire"
    )
    room.gather(THURSDAY)
    return room


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Room]:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "wire")))) as made:
        made.feed(a_piece(1), a_piece(2), name="africa")
        made.feed(
            a_piece(3, title="Porto paints its trams", description="In Portugal."),
            a_piece(4, title="A quiet week", description="Nothing happened."),
            name="wire",
        )
        made.gather(THURSDAY)
        yield made


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with closing(a_taught_room(tmp_path_factory.mktemp("taught") / "room", each=110)) as made:
        yield made


@pytest.fixture
def forgotten(taught: Room) -> Iterator[Room]:
    """The same room before anything is learned."""
    (taught.folder / FILE).unlink(missing_ok=True)
    yield taught
    (taught.folder / FILE).unlink(missing_ok=True)


# -- list --------------------------------------------------------------------


def test_each_region_is_listed_with_its_feeds_and_how_it_was_filed(small: Room) -> None:
    told = Line(small.folder).json("regions")
    rows = {row["key"]: row for row in told["regions"]}
    assert list(rows) == ["africa", "americas", "asia-pacific", "europe", "middle-east"]
    assert (rows["africa"]["sources"], rows["africa"]["lately"]) == (["africa"], {"section feed": 2})
    assert rows["europe"]["lately"] == {"words": 1}
    assert told["without"]["lately"] == {"no evidence": 1}
    assert "PT" in rows["europe"]["countries"]


def test_a_person_reads_the_list_as_a_table(small: Room) -> None:
    said = Line(small.folder).done("regions")
    assert "2 section feed" in said
    assert "Middle East" in said


def test_articles_of_long_ago_are_not_counted(small: Room) -> None:
    told = Line(small.folder).json("regions", now=THURSDAY + timedelta(days=60))
    assert sum(row["articles"] for row in told["regions"]) == 0


# -- try ---------------------------------------------------------------------


def test_a_headline_is_told_with_its_names_and_weights(small: Room) -> None:
    line = Line(small.folder)
    said = line.done("regions", "try", "Floods reach Mombasa", "--dek", "Kenyan ministers ask for help")
    assert "Mombasa" in said
    assert "result: Africa, confidence 0.9" in said
    told = line("regions", "try", "Floods reach Mombasa", "--json").json
    assert (told["region_key"], told["names"][0]["countries"]) == ("africa", ["Kenya"])


def test_a_headline_without_names_is_told_what_would_help(small: Room) -> None:
    said = Line(small.folder).done("regions", "try", "A quiet week")
    assert "result: no region" in said
    assert "no name of a place" in said


def test_own_places_and_leaders_beside_newsroom_toml_are_filed_by(small: Room) -> None:
    (small.folder / "places.tsv").write_text("KE\tplace\tUpper Quay\n", "utf-8")
    (small.folder / "leaders.toml").write_text(
        '[PE]\nleaders = [{ name = "Ana Example", from = 2026 }]\n', "utf-8"
    )
    line = Line(small.folder)
    assert line("regions", "try", "Upper Quay floods", "--json").json["region_key"] == "africa"
    assert line("regions", "try", "Ana Example resigns", "--json").json["region_key"] == "americas"
    assert line.json("regions")["files"] == ["leaders.toml", "places.tsv"]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        pytest.param("places.tsv", b"KE place Upper Quay", "places.tsv, line 1: write three", id="places"),
        pytest.param("places.tsv", b"KE\tplace\t\xff\xfe", "it is not UTF-8", id="not UTF-8"),
        pytest.param("leaders.toml", b"[KE", "leaders.toml: ", id="leaders"),
        pytest.param(FILE, b"{}", "digest regions learn --forget", id="learned"),
    ],
)
def test_a_broken_file_is_one_line_that_names_it(small: Room, file: str, text: bytes, told: str) -> None:
    (small.folder / file).write_bytes(text)
    ended = Line(small.folder)("regions")
    assert ended.code == 2
    assert told in ended.error


# -- learn -------------------------------------------------------------------


def test_too_few_articles_teach_nothing(small: Room) -> None:
    ended = Line(small.folder)("regions", "learn")
    assert ended.code == 2
    assert ended.error.startswith("too little to learn from: 2 articles")
    assert not (small.folder / FILE).exists()


def test_a_dry_run_reports_and_stores_nothing(forgotten: Room) -> None:
    said = Line(forgotten.folder).done("regions", "learn", "--dry-run")
    assert "nothing is stored" in said
    assert not (forgotten.folder / FILE).exists()


def test_what_section_feeds_filed_teaches_what_the_names_leave_open(forgotten: Room) -> None:
    line = Line(forgotten.folder)
    assert line.json("regions")["without"]["articles"] == 1
    told = line.json("regions", "learn")
    assert (told["articles"], told["open"]) == (220, 220)
    assert told["before"] == {"right": 0, "wrong": 0, "open": 220}
    assert told["after"]["right"] > 200
    assert told["stored"] == FILE
    after = line.json("regions")
    assert (after["without"]["articles"], after["files"]) == (0, [FILE])
    tried = line("regions", "try", "A steeple, a ferry and a tram", "--json").json
    assert tried["region_key"] == "europe"
    assert tried["evidence"] == ["learned from your own articles: ferry, steeple, tram"]


def test_forgetting_goes_back_to_the_names_alone(forgotten: Room) -> None:
    line = Line(forgotten.folder)
    line.done("regions", "learn")
    assert "is deleted" in line.done("regions", "learn", "--forget")
    assert line("regions", "try", "A steeple, a ferry and a tram", "--json").json["region_key"] is None
    again = line("regions", "learn", "--forget")
    assert (again.code, again.error[:24]) == (2, "nothing has been learned")


def test_learning_twice_stores_the_same_file(forgotten: Room) -> None:
    line, path = Line(forgotten.folder), forgotten.folder / FILE
    line.done("regions", "learn")
    first = path.read_bytes()
    line.done("regions", "learn")
    assert path.read_bytes() == first


def test_what_proves_right_too_seldom_is_not_stored(tmp_path: Path) -> None:
    toml = newsroom_toml(sources=("africa", "europe"))
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        for start, region in ((0, "africa"), (10_000, "europe")):
            room.feed(
                *(a_past_piece(start + n, ("africa", "europe")[n % 2]) for n in range(110)), name=region
            )
        room.gather(THURSDAY)
        ended = Line(room.folder)("regions", "learn", "--right", "0.9")
        assert ended.code == 3
        assert ended.error.startswith("nothing was learned that helps")
        assert not (room.folder / FILE).exists()


def test_an_editors_move_teaches_more_than_the_feed(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa",)))) as room:
        room.feed(*(a_piece(n) for n in range(1, 5)), name="africa")
        room.draft()
        line = Line(room.folder)
        line.done("move", "news/1", "--region", "europe")
        found, until = examples(room.desk, THURSDAY)
        assert sorted(example.region for example in found) == ["africa", "africa", "africa", "europe"]
        assert until == f"{MONDAY:%Y-%m-%d}"


def test_a_share_that_would_never_be_filed_is_refused(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        ended = Line(room.folder)("regions", "learn", "--right", "0.6")
    assert ended.code == 2
    assert "unsure_below is 0.85" in ended.err
