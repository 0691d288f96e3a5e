"""What an editor is told of a draft, and under which name it is kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.desk.changing import change
from digest.desk.drafting import draft
from digest.desk.noticing import left_open
from digest.editing.changes import Hold
from digest.errors import BadInput, NotApproved
from digest.model.edition import State
from digest.store import editions
from tests.builders.desks import (
    MONDAY,
    PUBLISH,
    THURSDAY,
    WEEK,
    Room,
    a_piece,
    a_room,
    an_approved_room,
    closing,
    newsroom_toml,
)


def two_regions(folder: Path) -> Room:
    return a_room(folder / "room", toml=newsroom_toml(sources=("africa", "europe")))


def test_a_region_without_an_article_for_editions_on_end_is_named(tmp_path: Path) -> None:
    with closing(two_regions(tmp_path)) as room:
        room.add_readers()
        room.feed(a_piece(90), name="africa")
        told = []
        for week in range(3):
            room.feed(*(a_piece(n, published=MONDAY + n * WEEK) for n in range(week + 1)))
            hand = room.draft(THURSDAY + week * WEEK)
            told.append([w for w in hand.warnings if w.startswith("Africa")])
            room.approve(THURSDAY + week * WEEK)
            room.send(PUBLISH + week * WEEK)
        assert told == [[], [], ["Africa has had no article for 2 editions on end"]]


def test_what_the_caps_cut_and_what_was_carried_over_is_noted(room: Room) -> None:
    room.add_readers()
    pieces = [a_piece(n, published=MONDAY + timedelta(hours=n)) for n in range(1, 8)]
    room.feed(*pieces)
    hand = room.draft()
    assert any(note.startswith("cut by the caps: 2 of Europe (at most 4)") for note in hand.notes)
    held = hand.draft.edition.placed()[0].article
    change(room.desk, THURSDAY, Hold(article=held.id, until="2026-W48", by="Mara", at=THURSDAY))
    room.approve()
    room.send()
    room.feed(*pieces, a_piece(20, published=MONDAY + WEEK), a_piece(30, title="Late but true"))
    hand = room.draft(THURSDAY + WEEK)
    assert f'held over until now: "{held.title}"' in hand.notes
    assert 'from before the window, seen only now: "Late but true"' in hand.notes


def test_a_source_that_failed_or_shows_nothing_is_among_the_warnings(tmp_path: Path) -> None:
    with closing(two_regions(tmp_path)) as room:
        room.feed(a_piece(1))
        (room.folder / "africa.xml").unlink()
        assert 'source "africa" failed' in " ".join(room.draft().warnings)
        room.feed(name="africa")
        assert 'source "africa"' in " ".join(room.draft().warnings)
        room.feed(a_piece(2), name="africa")
        assert 'source "africa"' not in " ".join(room.draft().warnings)


# -- other editions ------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.PAUSED, State.ATTENTION])
def test_next_weeks_edition_is_drafted_while_last_weeks_is_not_settled(tmp_path: Path, state: State) -> None:
    with closing(an_approved_room(tmp_path / "room")) as room:
        row = room.desk.edition(None)
        with room.store.begin() as connection:
            editions.move(connection, row.id, State.APPROVED, State.SENDING, started_at=PUBLISH)
            editions.move(connection, row.id, State.SENDING, state)
        hand = draft(room.desk, THURSDAY + WEEK)
        assert hand.row.name == "2026-W48"
        assert (
            f"2026-W47 is still {state.value}; digest report -e 2026-W47 tells how it stands" in hand.warnings
        )
        assert room.desk.edition(None).name == "2026-W48"
        assert [e.name for e in left_open(room.desk, "2026-W48")] == ["2026-W47"]


@pytest.mark.parametrize("is_approved", [False, True])
def test_an_edition_that_was_never_sent_does_not_stay_in_hand_for_ever(room: Room, is_approved: bool) -> None:
    room.feed(a_piece(1))
    room.draft()
    if is_approved:
        room.approve()
    assert room.desk.edition(None).name == "2026-W47"
    hand = room.draft(THURSDAY + WEEK)
    assert hand.row.name == "2026-W48"
    assert room.desk.edition(None).name == "2026-W48"


def test_next_weeks_draft_does_not_hide_this_weeks_edition(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    room.draft(name="2026-W48")
    assert room.desk.edition(None).name == "2026-W47"
    room.approve(name="2026-W47")
    assert room.desk.edition(None).name == "2026-W47"
    with pytest.raises(NotApproved, match="2026-W47 is approved by Mara Lindqvist"):
        draft(room.desk, THURSDAY)


# -- the name ------------------------------------------------------------------------


def test_a_renamed_newsroom_goes_on_only_when_it_says_under_what_name(tmp_path: Path) -> None:
    with closing(an_approved_room(tmp_path / "room")) as room:
        room.send()
        toml = (room.folder / "newsroom.toml").read_text()
        renamed = toml.replace('name = "The Lantern"', 'name = "The Lantern Weekly"')
        with closing(room.under(renamed)) as other, pytest.raises(BadInput, match='Put key = "The Lantern"'):
            other.draft(PUBLISH + timedelta(minutes=5))
        with closing(room.under('key = "The Lantern"\n' + renamed)) as other:
            assert other.desk.edition(None).state is State.SENT
            hand = other.draft(THURSDAY + WEEK)
            assert (hand.row.name, hand.draft.reasons().get("in", 0)) == ("2026-W48", 0)
            assert hand.draft.edition.look.publication == "The Lantern Weekly"
        with closing(room.under('key = "weekly"\n' + renamed)) as other:
            assert other.draft(THURSDAY + WEEK).row.publication == "weekly"


def test_an_edition_ten_years_away_is_a_slip_of_the_keyboard(room: Room) -> None:
    for name in ("9999-W52", "0001-W01", "2037-W01"):
        with pytest.raises(BadInput, match="more than ten years away"):
            draft(room.desk, THURSDAY, name=name)
