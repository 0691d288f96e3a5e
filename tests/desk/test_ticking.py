"""The scheduler's beat over a real newsroom: Thursday to Friday, and what goes wrong on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.desk import ticking
from digest.desk.agenda import next_thing
from digest.desk.approving import check
from digest.desk.changing import change
from digest.desk.drafting import current
from digest.desk.refreshing import refresh
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
    alarms = []
    for moment in (DRAFT, VERIFY, PUBLISH, PUBLISH + timedelta(hours=3), PUBLISH + timedelta(hours=12)):
        alarms += [(d.said, d.ok) for d in told(room, moment) if d.step.value == "alarm"]
    assert (state(room), room.mails()) == (State.DRAFT, [])
    ((said, ok),) = alarms
    assert not ok
    assert "NOT SENT: 2026-W47 was due Fri 20 Nov 2026 09:00 GMT: it was never approved" in said


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
    alarm, gathered = told(room, saturday)
    assert (alarm.step.value, alarm.ok, gathered.ok) == ("alarm", False, True)
    assert "NOT SENT: 2026-W47 was due Fri 20 Nov 2026 09:00 GMT and is stale" in alarm.said
    assert beat(room, saturday + timedelta(minutes=1)) == []
    assert (state(room), room.mails()) == (State.APPROVED, [])
    said = next_thing(room.desk, room.desk.edition(None), saturday)
    assert "is stale; digest send --late sends it all the same, digest skip -e 2026-W47" in said


def test_a_drift_stops_the_send_that_was_due_in_the_same_beat(room: Room) -> None:
    room.draft()
    room.approve()
    room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
    done = told(room, PUBLISH)
    assert [(d.step.value, d.ok) for d in done][:2] == [("verify", False), ("send", False)]
    assert "is held" in done[0].said
    assert (state(room), room.mails()) == (State.DRAFT, [])
    (alarm,) = told(room, PUBLISH + timedelta(minutes=1))
    assert "NOT SENT: " in alarm.said
    assert "its approval is void since " in alarm.said
    assert "retitled at the source" in alarm.said
    assert beat(room, PUBLISH + timedelta(minutes=2)) == []


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
        assert "approved by policy: no check finds anything" in draft.said
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


def draft_by_policy(folder: Path, toml: str, *pieces: dict[str, str], **settings: str) -> str:
    """What the scheduler says of its draft."""
    with closing(a_room(folder / "room", toml=toml, **settings)) as room:
        room.feed(*pieces)
        room.add_readers(2)
        return next(d.said for d in told(room, DRAFT) if d.step.value == "draft")


def test_by_policy_a_warning_is_not_clean_either(tmp_path: Path) -> None:
    said = draft_by_policy(tmp_path, BY_POLICY, a_piece(1, link="http://bit.ly/x"), a_piece(2))
    assert "held for an editor" in said
    assert "(and 1 more)" in said


def test_by_policy_a_draft_without_one_of_its_sources_is_not_clean(tmp_path: Path) -> None:
    toml = newsroom_toml(sources=("africa", "europe"), more='\n[policy]\nauto_approve = "clean"\n')
    with closing(filled(a_room(tmp_path / "room", toml=toml))) as room:
        (room.folder / "africa.xml").unlink()
        draft = next(d for d in told(room, DRAFT) if d.step.value == "draft")
        assert 'held for an editor: source "africa" failed' in draft.said


def test_four_eyes_are_a_persons_whatever_the_policy_on_clean_editions(tmp_path: Path) -> None:
    toml = BY_POLICY.replace("[policy]", "[policy]\nfour_eyes = true")
    assert "policy.four_eyes wants a person" in draft_by_policy(tmp_path, toml, a_piece(1), a_piece(2))


def test_a_second_scheduler_that_comes_second_raises_no_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=BY_POLICY))) as room:
        checked = check

        def while_the_other_approves(*given: Any) -> Any:
            found = checked(*given)
            if state(room) is State.DRAFT:
                room.approve(DRAFT, by=ticking.BY_POLICY)
            return found

        monkeypatch.setattr(ticking, "check", while_the_other_approves)
        draft = next(d for d in told(room, DRAFT) if d.step.value == "draft")
        assert (draft.ok, state(room)) == (True, State.APPROVED)
        assert "approved by policy already, by another process" in draft.said


def test_what_an_editor_changed_after_the_policys_approval_is_not_approved_by_policy_again(
    tmp_path: Path,
) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=BY_POLICY))) as room:
        beat(room, DRAFT)
        change(room.desk, THURSDAY, SetIntro(text="Good morning.", by="Mara Lindqvist", at=THURSDAY))
        for moment in (THURSDAY, VERIFY, PUBLISH):
            beat(room, moment)
        assert (state(room), room.mails()) == (State.DRAFT, [])


# -- held, dropped, proven -----------------------------------------------------


def test_a_source_that_cannot_be_read_holds_the_edition_until_it_can(room: Room) -> None:
    room.draft()
    room.approve()
    feed = (room.folder / "europe.xml").read_text()
    (room.folder / "europe.xml").unlink()
    (look, *_) = told(room, VERIFY)
    assert (look.step.value, look.ok) == ("verify", False)
    assert "0 of 3 articles looked at, unchanged; 3 in sources that could not be read: europe" in look.said
    assert beat(room, VERIFY + timedelta(minutes=1)) == []
    assert [(d.step.value, d.ok) for d in told(room, PUBLISH)] == [("verify", False), ("send", False)]
    assert (state(room), room.mails()) == (State.APPROVED, [])
    (room.folder / "europe.xml").write_text(feed)
    assert beat(room, PUBLISH + timedelta(minutes=1)) == []
    assert beat(room, PUBLISH + timedelta(minutes=5)) == [("verify", True), ("send", True)]
    assert len(room.mails()) == 2


DROPS = newsroom_toml(more='\n[policy]\ndrift = "drop"\n')
DROPS_BY_ITSELF = newsroom_toml(more='\n[policy]\ndrift = "drop"\nauto_approve = "clean"\n')


def test_by_policy_what_drifted_is_dropped_and_the_rest_waits_for_an_editor(tmp_path: Path) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=DROPS))) as room:
        room.draft()
        room.approve()
        room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
        (look, *_) = told(room, VERIFY)
        assert "policy dropped it; look at the rest and approve again" in look.said
        assert state(room) is State.DRAFT
        assert len(current(room.desk, "2026-W47").draft.edition.placed()) == 2
        beat(room, PUBLISH)
        assert room.mails() == []
        room.approve(PUBLISH)
        assert ("send", True) in beat(room, PUBLISH + timedelta(minutes=1))
        assert b"headline altogether" not in room.mails()[0].read_bytes()


def test_by_policy_the_rest_goes_out_where_clean_editions_do(tmp_path: Path) -> None:
    with closing(filled(a_room(tmp_path / "room", toml=DROPS_BY_ITSELF))) as room:
        beat(room, DRAFT)
        room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
        (look, *_) = told(room, VERIFY)
        assert (look.ok, state(room)) == (True, State.APPROVED)
        assert "dropped by policy; approved by policy" in look.said
        beat(room, PUBLISH)
        assert (state(room), len(room.mails())) == (State.SENT, 2)


def test_the_desk_gets_a_proof_some_minutes_after_publication(tmp_path: Path) -> None:
    toml = newsroom_toml().replace("[cadence]", '[cadence]\nproof_to = ["desk@example.org"]')
    with closing(filled(a_room(tmp_path / "room", toml=toml))) as room:
        room.draft()
        room.approve()
        beat(room, PUBLISH)
        at = PUBLISH + timedelta(minutes=15)
        (proof,) = told(room, at)
        assert (proof.step.value, proof.ok, proof.said) == ("proof", True, "SENT 2 of 2: 1 proof mail")
        assert beat(room, at + timedelta(minutes=1)) == []
        (mail,) = room.mails("2026-W47-test")
        assert b"Subject: [SENT 2 of 2] " in mail.read_bytes()
        assert b"desk@example.org" in mail.read_bytes()


def test_the_proof_of_an_edition_nobody_approved_says_so(tmp_path: Path) -> None:
    toml = newsroom_toml().replace("[cadence]", '[cadence]\nproof_to = ["desk@example.org"]')
    with closing(filled(a_room(tmp_path / "room", toml=toml))) as room:
        room.draft()
        beat(room, PUBLISH)
        beat(room, PUBLISH + timedelta(minutes=15))
        (mail,) = room.mails("2026-W47-test")
        assert b"Subject: [NOT SENT] " in mail.read_bytes()
        assert room.mails() == []
