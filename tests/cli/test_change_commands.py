"""pin, drop, move, hold, edit, intro, subject, undo, skip: as an editor types them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from digest.desk.drafting import current
from digest.model.edition import State
from digest.store import changes, editions
from tests.builders.commands import Line
from tests.builders.desks import MONDAY, THURSDAY, Room, a_piece, a_room, address, closing, newsroom_toml

PICTURE = "https://lantern.example.org/pictures/quay.jpg"


def pieces() -> list[dict[str, str]]:
    """Seven of Europe: a lead, four in the section, two over its cap."""
    titles = [
        "Gdansk welds a ferry",
        "Porto paints its trams",
        "Vilnius counts storks",
        "Turku freezes over",
        "Bari bans scooters",
        "Ghent floods a cellar",
        "Ghent opens a museum",
    ]
    return [
        a_piece(n, title=title, published=MONDAY + timedelta(hours=20 - n))
        for n, title in enumerate(titles, start=1)
    ]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """2026-W47 drafted on Thursday from two section feeds."""
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as made:
        made.feed(*pieces())
        made.feed(a_piece(20, title="Accra names a street", published=MONDAY), name="africa")
        made.draft()
        yield made


@pytest.fixture
def line(room: Room) -> Line:
    return Line(room.folder)


def numbers(room: Room) -> dict[str, list[int]]:
    """Where the articles stand, by the number in their address."""
    edition = current(room.desk).draft.edition
    rows = {s.region: s.articles for s in edition.sections}
    lead = (edition.lead,) if edition.lead else ()
    told = {"lead": lead, **rows, "latest": edition.latest}
    return {place: [int(p.article.url.rpartition("/")[2]) for p in row] for place, row in told.items() if row}


def reason(room: Room, number: int) -> str:
    draft = current(room.desk).draft
    (article,) = (p.article for p in draft.pool if p.article.url == address(number))
    return next(v.reason.value for v in draft.verdicts if v.article_id == article.id)


def the_id(room: Room, number: int) -> str:
    return next(p.article.id for p in current(room.desk).draft.pool if p.article.url == address(number))


def test_the_automatic_draft_that_these_tests_start_from(room: Room) -> None:
    assert numbers(room) == {"lead": [1], "africa": [20], "europe": [2, 3, 4, 5]}


# -- each command ------------------------------------------------------------


def test_pin_puts_an_article_first_of_its_region_whatever_the_cap(room: Room, line: Line) -> None:
    said = line.done("pin", "museum")
    assert said == '2026-W47: pinned "Ghent opens a museum" first in its place\n'
    assert numbers(room)["europe"] == [7, 2, 3, 4, 5]
    assert reason(room, 7) == "in"


def test_pin_as_the_lead_gives_the_old_lead_back_to_its_region(room: Room, line: Line) -> None:
    line.done("pin", "museum", "--lead")
    assert numbers(room)["lead"] == [7]
    assert 1 in numbers(room)["europe"]


def test_a_pin_of_the_lead_leaves_it_the_lead(room: Room, line: Line) -> None:
    assert line.done("pin", "Gdansk") == '2026-W47: pinned "Gdansk welds a ferry" as the lead\n'
    assert numbers(room)["lead"] == [1]


def test_drop_takes_an_article_out(room: Room, line: Line) -> None:
    assert line.done("drop", "storks") == '2026-W47: dropped "Vilnius counts storks"\n'
    assert numbers(room)["europe"] == [2, 4, 5]
    assert reason(room, 3) == "dropped"


def test_dropping_the_lead_leaves_another_one(room: Room, line: Line) -> None:
    line.done("drop", "Gdansk")
    assert numbers(room)["lead"] == [2]


def test_move_within_a_region_and_to_another_by_key_or_title(room: Room, line: Line) -> None:
    line.done("move", "scooters")
    assert numbers(room)["europe"] == [5, 2, 3, 4]
    line.done("move", "scooters", "--to", "3")
    assert numbers(room)["europe"] == [2, 3, 5, 4]
    line.done("move", "scooters", "--region", "africa", "--to", "2")
    assert (numbers(room)["africa"], numbers(room)["europe"]) == ([20, 5], [2, 3, 4])
    line.done("move", "storks", "--region", "Middle East")
    assert numbers(room)["middle-east"] == [3]


def test_move_to_no_region_of_ours_is_refused_with_those_there_are(line: Line) -> None:
    ended = line("move", "storks", "--region", "Atlantis")
    assert ended.code == 2
    assert 'no region "Atlantis"; there are africa, americas' in ended.error


def test_hold_says_until_when(room: Room, line: Line) -> None:
    assert line.done("hold", "storks") == '2026-W47: held "Vilnius counts storks" until 2026-W48\n'
    assert reason(room, 3) == "held"
    assert "until 2026-W51" in line.done("hold", "trams", "--until", " 2026-w51 ")


@pytest.mark.parametrize("until", ["2026-W47", "2026-W01", "2026-W60", "next week"])
def test_hold_wants_a_later_edition(room: Room, line: Line, until: str) -> None:
    ended = line("hold", "storks", "--until", until)
    assert (ended.code, bool(ended.error)) == (2, True)
    assert reason(room, 3) == "in"


def test_the_next_edition_after_the_last_week_of_a_year(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        last = THURSDAY + timedelta(weeks=6)
        room.feed(a_piece(1, published=last - timedelta(days=1)))
        room.draft(last)
        said = Line(room.folder, now=last).done("hold", address(1))
        assert said.startswith("2026-W53: held")
        assert said.endswith("until 2027-W01\n")


def test_edit_changes_the_words_for_the_mail_only(room: Room, line: Line) -> None:
    line.done("edit", "storks", "--title", "A count of storks", "--summary", "Nobody knows how many.")
    placed = current(room.desk).draft.edition.sections[1].articles[1].article
    assert (placed.title, placed.summary) == ("A count of storks", "Nobody knows how many.")
    assert (
        room.desk.edition(None).draft().edition.sections[1].articles[1].article.title
        == "Vilnius counts storks"
    )


def test_what_is_given_at_once_is_one_change_and_undone_at_once(room: Room, line: Line) -> None:
    said = line.done("edit", "storks", "--title", "A count of storks", "--dek", "Nobody knows")
    assert said == (
        '2026-W47: set the title of "Vilnius counts storks" to "A count of storks"\n'
        '2026-W47: set the dek of "Vilnius counts storks" to "Nobody knows"\n'
    )
    line.done("subject", "The week of the ferry", "--preheader", "And of a stork")
    assert line.json("show")["changes"] == 2
    line.done("undo")
    assert "Subject    Gdansk welds a ferry" in line.done("subject")
    said = line.done("undo")
    assert 'undone: set the title of "Vilnius counts storks" to "A count of storks"' in said
    assert line("undo").code == 2


def test_an_empty_title_is_the_publishers_again(room: Room, line: Line) -> None:
    line.done("edit", "storks", "--title", "A count of storks")
    assert "went back to the publisher's title" in line.done("edit", "A count of storks", "--title", "")
    assert "Vilnius counts storks" in line.done("show")
    (change,) = line.json("diff")["changes"]
    assert (change["by"], change["change"]) == (
        "Mara Lindqvist",
        'went back to the publisher\'s title "Vilnius counts storks"',
    )


def test_a_place_beyond_all_places_is_refused_and_leaves_the_edition_whole(room: Room, line: Line) -> None:
    for position in ("0", "-1", "1000", "9" * 30):
        ended = line("move", "storks", "--to", position)
        assert (ended.code, bool(ended.error)) == (2, True)
    line.done("show")


def test_a_stored_change_that_cannot_be_read_is_undone_all_the_same(room: Room, line: Line) -> None:
    with room.store.begin() as connection:
        changes.add(connection, room.desk.edition(None).id, '{"type":"move","position":1e99}')
    assert "Take it back with digest undo" in line("show").error
    assert line.done("status")
    assert "undone: a change that could not be read" in line.done("undo")
    line.done("show")


def test_what_no_text_holds_is_left_out_of_an_editors_words(room: Room, line: Line) -> None:
    line.done("edit", "storks", "--title", "A \x1b[31mred\x07 stork")
    assert "A [31mred stork" in line.done("show")
    line.done("intro", "-", stdin="One\x00 two\n\nthree")
    assert current(room.desk).draft.edition.intro == "One two\n\nthree"


def test_edit_wants_something_to_change(line: Line) -> None:
    ended = line("edit", "storks")
    assert ended.code == 2
    assert "--title" in ended.error


def test_a_text_about_a_picture_that_is_not_there_is_a_conflict_that_is_told(line: Line) -> None:
    ended = line("edit", "storks", "--credit", "Ida Holm")
    assert ended.code == 0
    assert 'warning: "Vilnius counts storks" has no picture' in ended.err


def test_the_intro_is_set_shown_read_from_a_pipe_and_taken_out(room: Room, line: Line) -> None:
    assert line.done("intro") == "(no intro)\n"
    line.done("intro", "Good morning.")
    assert line.done("intro") == "Good morning.\n"
    line.done("intro", "-", stdin="Line one.\n\nLine two.\n")
    assert current(room.desk).draft.edition.intro == "Line one.\n\nLine two."
    assert "took the intro out" in line.done("intro", "")
    assert current(room.desk).draft.edition.intro == ""


def test_subject_and_preheader_are_set_and_shown(room: Room, line: Line) -> None:
    assert "Subject    Gdansk welds a ferry" in line.done("subject")
    line.done("subject", "The week  of\nthe ferry", "--preheader", "And of a stork")
    edition = current(room.desk).draft.edition
    assert (edition.subject, edition.preheader) == ("The week of the ferry", "And of a stork")
    assert line("subject", "  ").code == 2


def test_skip_wants_a_reason_and_a_yes(room: Room, line: Line) -> None:
    assert line("skip").code == 2
    assert "a skip wants a reason" in line("skip", "--reason", "  ", "--yes").error
    unasked = line("skip", "--reason", "a thin week")
    assert unasked.code == 2
    assert "add --yes" in unasked.error
    assert room.desk.edition(None).state is State.DRAFT
    assert line.done("skip", "--reason", "a thin week", "--yes") == "2026-W47 is skipped: a thin week\n"
    assert (room.desk.edition(None).state, room.desk.edition(None).detail) == (State.SKIPPED, "a thin week")
    assert line("skip", "--reason", "again", "--yes", "-e", "2026-W47").code == 1


# -- undo --------------------------------------------------------------------


def test_undo_takes_the_changes_back_one_by_one(room: Room, line: Line) -> None:
    before = numbers(room)
    line.done("pin", "museum", "--lead")
    line.done("drop", "storks")
    line.done("intro", "Good morning.")
    assert "undone: wrote the intro" in line.done("undo")
    assert 'undone: dropped "Vilnius counts storks"' in line.done("undo")
    assert numbers(room)["lead"] == [7]
    line.done("undo")
    assert numbers(room) == before
    ended = line("undo")
    assert ended.code == 2
    assert "no change that could be undone" in ended.error


def test_a_change_after_an_undo_stands_alone(room: Room, line: Line) -> None:
    line.done("drop", "storks")
    line.done("undo")
    line.done("drop", "trams")
    line.done("undo")
    assert line("undo").code == 2


def test_diff_tells_what_the_newsrooms_look_changed(room: Room, line: Line) -> None:
    toml = room.folder / "newsroom.toml"
    toml.write_text(toml.read_text().replace("[look]", '[look]\ntagline = "New"'))
    assert line.done("diff") == "look: tagline changed\n"
    assert "changed in newsroom.toml since the draft: tagline" in line.done("approve", "--yes")


def test_diff_tells_what_editors_changed(line: Line) -> None:
    assert line.done("diff") == "no difference to the automatic draft\n"
    line.done("drop", "storks")
    line.done("subject", "The week of the ferry")
    said = line.done("diff")
    assert 'removed: "Vilnius counts storks", Europe 2' in said
    assert '-> "The week of the ferry"' in said
    assert line.json("diff")["differences"] == said.splitlines()


# -- which article -----------------------------------------------------------


def test_an_article_is_meant_by_id_start_of_id_address_or_a_part_of_title_or_address(
    room: Room, line: Line
) -> None:
    whole = the_id(room, 3)
    for text in (whole, whole[:6], whole[:6].upper(), address(3), "COUNTS stor", "/news/3"):
        line.done("drop", text)
        assert reason(room, 3) == "dropped"
        line.done("undo")


def test_a_text_that_means_several_is_refused_with_their_ids(room: Room, line: Line) -> None:
    ended = line("drop", "Ghent")
    assert ended.code == 2
    assert '"Ghent" means 2 articles' in ended.error
    assert the_id(room, 6)[:6] in ended.error
    assert the_id(room, 7)[:6] in ended.error


@pytest.mark.parametrize(
    "text",
    [
        "http://lantern.example.org/news/3/",
        "https://www.lantern.example.org/news/3?utm_source=mail&fbclid=1#top",
        "lantern.example.org/news/3",
    ],
)
def test_an_address_is_known_as_a_browser_shows_it(room: Room, line: Line, text: str) -> None:
    line.done("drop", text)
    assert reason(room, 3) == "dropped"
    assert "Vilnius counts storks" in line.done("why", text)


def test_what_means_no_article_is_answered_with_the_nearest(room: Room, line: Line) -> None:
    assert (
        f"the nearest: {the_id(room, 3)[:6]} Vilnius counts storks" in line("drop", "counting storks").error
    )
    assert "the nearest: " in line("why", "counting storks").error


@pytest.mark.parametrize("text", ["the moon landing", "%", "_", "", "   "])
def test_a_text_that_means_no_single_article_changes_nothing(room: Room, line: Line, text: str) -> None:
    before = numbers(room)
    assert line("drop", text).code == 2
    assert numbers(room) == before


def test_no_text_means_no_article_even_where_there_is_only_one(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1))
        room.draft()
        ended = Line(room.folder)("drop", " ")
        assert ended.code == 2
        assert "which article?" in ended.error
        assert reason(room, 1) == "in"


# -- by whom -----------------------------------------------------------------


def who_did_it(room: Room) -> str:
    with room.store.read() as connection:
        return editions.acts(connection, room.desk.edition(None).id)[-1].by


def test_changes_bear_the_name_given_else_the_environments_else_the_login(room: Room, line: Line) -> None:
    line.done("drop", "storks")
    assert who_did_it(room) == "Mara Lindqvist"
    line.done("drop", "trams", "--by", "Teo Adeyemi")
    assert who_did_it(room) == "Teo Adeyemi"
    line.done("drop", "museum", DIGEST_EDITOR="", LOGNAME="ada")
    assert who_did_it(room) == "ada"


def test_the_name_may_stand_in_the_env_file(room: Room, line: Line) -> None:
    (room.folder / ".env").write_text("DIGEST_EDITOR=Ida Holm\n")
    ended = line("drop", "storks", DIGEST_EDITOR="")
    assert (ended.code, ended.err) == (0, "")
    assert who_did_it(room) == "Ida Holm"


def test_where_nobody_has_a_name_one_is_asked_for(
    room: Room, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs under a number without an account."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 10001")

    monkeypatch.setattr("getpass.getuser", nobody)
    ended = line("drop", "storks", DIGEST_EDITOR="")
    assert ended.code == 2
    assert "--by NAME" in ended.error


# -- refresh, conflicts, approval --------------------------------------------


def test_changes_survive_a_refresh_and_new_articles_come_in_around_them(room: Room, line: Line) -> None:
    line.done("pin", "museum", "--lead")
    line.done("drop", "storks")
    line.done("edit", "trams", "--title", "Trams, painted")
    line.done("intro", "Good morning.")
    new = a_piece(8, title="Oslo lends a glacier", published=MONDAY + timedelta(hours=40))
    room.feed(*pieces(), new)
    room.gather(THURSDAY + timedelta(hours=3))
    line.done("refresh")
    assert numbers(room)["lead"] == [7]
    assert numbers(room)["europe"][0] == 8
    edition = current(room.desk).draft.edition
    assert "Trams, painted" in [p.article.title for p in edition.placed()]
    assert edition.intro == "Good morning."
    assert reason(room, 3) == "dropped"


def test_a_refresh_of_an_approved_edition_shows_what_changes_and_asks(room: Room, line: Line) -> None:
    line.done("approve", "--yes")
    said = line.done("refresh")
    assert said.startswith("2026-W47: nothing changes; the approval by Mara Lindqvist stays\n")
    room.feed(*pieces(), a_piece(8, title="Oslo lends a glacier", published=MONDAY + timedelta(hours=40)))
    room.gather(THURSDAY + timedelta(hours=3))
    dry = line("refresh", "--dry-run")
    assert (dry.code, 'added: "Oslo lends a glacier"' in dry.out) == (0, True)
    asked = line("refresh")
    assert asked.code == 2
    assert "Refresh 2026-W47? The approval by Mara Lindqvist is void then." in asked.error
    assert room.desk.edition(None).state is State.APPROVED
    told = line.json("refresh", "--yes")
    assert (told["state"], told["voids_approval"]) == ("draft", True)
    assert 'added: "Oslo lends a glacier"' in " ".join(d["text"] for d in told["differences"])
    assert room.desk.edition(None).state is State.DRAFT


def test_what_the_source_changed_after_an_edit_is_told_and_the_edit_stands(room: Room, line: Line) -> None:
    line.done("edit", "trams", "--title", "Trams, painted")
    changed = [
        p | ({"title": "Porto strips its trams bare"} if "Porto" in p["title"] else {}) for p in pieces()
    ]
    room.feed(*changed)
    room.gather(THURSDAY + timedelta(hours=3))
    ended = line("refresh")
    assert ended.code == 0
    assert "warning: the source changed the title of" in ended.err
    assert "Porto strips its trams bare" in ended.err
    assert "Trams, painted" in line.done("show")
    assert len(line.json("show")["conflicts"]) == 1


def test_a_change_takes_the_approval_back_and_says_so(room: Room, line: Line) -> None:
    line.done("approve", "--yes")
    ended = line("drop", "storks")
    assert ended.code == 0
    assert ended.err == (
        "warning: the approval of 2026-W47 by Mara Lindqvist is void now; it has to be approved again\n"
    )
    assert room.desk.edition(None).state is State.DRAFT
    line.done("approve", "--yes")
    assert "void now" in line("undo").err
    assert room.desk.edition(None).state is State.DRAFT


def test_what_changes_nothing_leaves_the_approval(room: Room, line: Line) -> None:
    line.done("approve", "--yes")
    assert line("undo").code == 2
    assert line("drop", "the moon landing").code == 2
    assert line("hold", "storks", "--until", "2026-W01").code == 2
    assert line("edit", "storks").code == 2
    assert line("move", "storks", "--region", "Atlantis").code == 2
    line.done("intro")
    line.done("subject")
    line.done("diff")
    assert room.desk.edition(None).state is State.APPROVED


def test_an_edition_that_went_out_is_changed_no_more(room: Room, line: Line) -> None:
    room.add_readers()
    room.approve()
    room.send()
    for command in (("drop", "storks"), ("intro", "Too late."), ("subject", "Too late")):
        ended = line(*command)
        assert ended.code == 1
        assert "is sent; it can no longer be changed" in ended.error
