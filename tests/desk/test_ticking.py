"""The scheduler's beat over a real newsroom: Thursday to Friday, and what goes wrong on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.desk.agenda import next_thing
from digest.desk.changing import change
from digest.desk.drafting import current, refresh
from digest.desk.ticking import Done, tick
from digest.editing.changes import SetIntro
from digest.model.edition import State
from tests.builders.desks import (
    MONDAY,
    PUBLISH,
    THURSDAY,
    Room,
    a_piece,
    a_room,
    closing,
    newsroom_toml,
)

DRAFT = THURSDAY.replace(hour=10)
VERIFY = PUBLISH - timedelta(minutes=15)
BY_POLICY = newsroom_toml(more='\n[policy]\nauto_approve = "clean"\n')


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Three articles in the feed, nothing gathered; two readers."""
    with closing(a_room(tmp_path / "room")) as made:
        yield filled(made)


def filled(room: Room) -> Room:
    room.feed(*(a_piece(n) for n in (1, 2, 3)))
    room.add_readers(2)
    return room


def beat(room: Room, now: datetime) -> list[tuple[str, bool]]:
    return [(d.step.value, d.ok) for d in told(room, now)]


def told(room: Room, now: datetime) -> tuple[Done, ...]:
    return tick(room.desk, lambda: now)


def state(room: Room) -> State:
    return room.desk.edition("2026-W47").state


def test_from_monday_to_friday_with_an_editor_in_between(room: Room) -> None:
    assert beat(room, MONDAY) == [("gather", True)]
    assert beat(room, DRAFT - timedelta(minutes=1)) == [("gather", True)]
    assert beat(room, DRAFT) == [("draft", True)]
    assert state(room) is State.DRAFT
    assert beat(room, DRAFT + timedelta(minutes=1)) == []
    room.approve(THURSDAY)
    assert beat(room, VERIFY - timedelta(minutes=1)) == [("gather", True)]
    assert told(room, VERIFY)[0].said == "all 3 articles unchanged"
    assert beat(room, PUBLISH - timedelta(seconds=1)) == []
    (sent,) = told(room, PUBLISH)
    assert (sent.step.value, sent.said) == ("send", "sent: 2 of 2 submitted")
    assert len(room.mails()) == 2
    assert beat(room, PUBLISH + timedelta(minutes=1)) == []
    assert len(room.mails()) == 2


def test_without_an_approval_nothing_goes_out_at_nine(room: Room) -> None:
    for moment in (DRAFT, VERIFY, PUBLISH, PUBLISH + timedelta(hours=3), PUBLISH + timedelta(hours=12)):
        beat(room, moment)
    assert (state(room), room.mails()) == (State.DRAFT, [])


def test_a_process_that_was_down_catches_up_on_everything_at_once(room: Room) -> None:
    room.draft()
    room.approve()
    late = PUBLISH + timedelta(minutes=40)
    assert beat(room, late) == [("verify", True), ("send", True), ("gather", True)]
    assert len(room.mails()) == 2


def test_a_draft_that_was_missed_is_made_on_friday_morning(room: Room) -> None:
    assert beat(room, PUBLISH - timedelta(hours=1)) == [("gather", True), ("draft", True)]
    assert len(current(room.desk, "2026-W47").draft.edition.placed()) == 3


def test_on_saturday_it_is_stale_and_an_editor_is_told_how_to_go_on(room: Room) -> None:
    room.draft()
    room.approve()
    saturday = PUBLISH + timedelta(days=1)
    assert beat(room, saturday) == [("gather", True)]
    assert (state(room), room.mails()) == (State.APPROVED, [])
    said = next_thing(room.desk, room.desk.edition(None), saturday)
    assert "is stale; digest send --late sends it all the same, digest skip lets it go" in said


def test_a_drift_stops_the_send_that_was_due_in_the_same_beat(room: Room) -> None:
    room.draft()
    room.approve()
    room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
    done = told(room, PUBLISH)
    assert [(d.step.value, d.ok) for d in done][:2] == [("verify", False), ("send", False)]
    assert "is held" in done[0].said
    assert (state(room), room.mails()) == (State.DRAFT, [])
    assert beat(room, PUBLISH + timedelta(minutes=1)) == []


def test_an_edition_approved_anew_is_sent_at_the_next_beat(room: Room) -> None:
    room.draft()
    room.approve()
    room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
    beat(room, VERIFY)
    refresh(room.desk, VERIFY)
    room.approve(VERIFY)
    assert ("send", True) in beat(room, PUBLISH)
    assert len(room.mails()) == 2


def test_a_step_that_fails_does_not_stop_the_others(room: Room) -> None:
    (room.folder / "europe.xml").unlink()
    done = told(room, DRAFT)
    assert [(d.step.value, d.ok) for d in done] == [("gather", True), ("draft", True)]
    assert "failed: europe" in done[0].said


def test_a_stop_is_heard_between_two_steps(room: Room) -> None:
    assert tick(room.desk, lambda: DRAFT, lambda: True) == ()


# -- nobody there ------------------------------------------------------------


def test_by_policy_a_clean_edition_goes_out_without_a_person(tmp_path: Path) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=BY_POLICY))) as room:
        draft = next(d for d in told(room, DRAFT) if d.step.value == "draft")
        assert "approved by policy: every check is clean" in draft.said
        assert room.desk.edition(None).approved_by == "policy auto_approve=clean"
        beat(room, VERIFY)
        beat(room, PUBLISH)
        assert (state(room), len(room.mails())) == (State.SENT, 2)


def test_by_policy_what_is_not_clean_is_held_for_an_editor(tmp_path: Path) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=BY_POLICY))) as room:
        room.feed(a_piece(1, title="TK: a headline to come"))
        draft = next(d for d in told(room, DRAFT) if d.step.value == "draft")
        assert (draft.ok, state(room)) == (True, State.DRAFT)
        assert "held for an editor" in draft.said
        beat(room, PUBLISH)
        assert room.mails() == []


def test_by_policy_a_thin_week_is_held(tmp_path: Path) -> None:
    toml = BY_POLICY.replace("minimum = 1", "minimum = 4")
    with closing(filled(a_room(tmp_path / "room", toml=toml))) as room:
        draft = next(d for d in told(room, DRAFT) if d.step.value == "draft")
        assert "3 of the 4 articles" in draft.said
        assert state(room) is State.DRAFT


def test_what_an_editor_changed_after_the_policys_approval_is_not_approved_by_policy_again(
    tmp_path: Path,
) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=BY_POLICY))) as room:
        beat(room, DRAFT)
        change(room.desk, THURSDAY, SetIntro(text="Good morning.", by="Mara Lindqvist", at=THURSDAY))
        for moment in (THURSDAY, VERIFY, PUBLISH):
            beat(room, moment)
        assert (state(room), room.mails()) == (State.DRAFT, [])
