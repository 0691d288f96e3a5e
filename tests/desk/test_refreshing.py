"""Drafting anew: shown before it is done, and an approval of the very same edition stays."""

from datetime import timedelta

import pytest

from digest.desk.changing import change
from digest.desk.drafting import current
from digest.desk.refreshing import carry_out, propose_refresh, refresh
from digest.editing.changes import Edit, SetIntro
from digest.errors import KeepreadingError
from digest.model.edition import State
from digest.store import editions
from tests.builders.desks import THURSDAY, Room, a_piece

LATER = THURSDAY + timedelta(hours=3)


def acts(room: Room) -> list[tuple[str, str]]:
    with room.store.read() as connection:
        return [(a.what, a.detail) for a in editions.acts(connection, room.desk.edition(None).id)]


def a_late_article(room: Room) -> None:
    room.feed(*(a_piece(n) for n in (1, 2, 3, 4)))
    room.gather(LATER)


def test_a_refresh_that_changes_nothing_leaves_the_approval(approved: Room) -> None:
    before = approved.desk.edition(None)
    proposed = propose_refresh(approved.desk, LATER)
    assert (proposed.differences, proposed.voids) == ((), False)
    hand = refresh(approved.desk, LATER)
    assert approved.desk.edition(None) == before
    assert (hand.row.state, hand.row.approved_by) == (State.APPROVED, "Mara Lindqvist")
    approved.send()
    assert len(approved.mails()) == 3


def test_a_proposal_tells_what_would_change_and_changes_nothing(approved: Room) -> None:
    a_late_article(approved)
    before, noted = approved.desk.edition(None), acts(approved)
    proposed = propose_refresh(approved.desk, LATER)
    assert {d.kind for d in proposed.differences} == {"preheader", "added"}
    assert proposed.voids
    assert (approved.desk.edition(None), acts(approved)) == (before, noted)


def test_a_refresh_that_changes_something_takes_the_approval_back_and_says_so(approved: Room) -> None:
    a_late_article(approved)
    hand = refresh(approved.desk, LATER)
    assert (hand.row.state, hand.row.approved_by, hand.row.frozen) == (State.DRAFT, "", None)
    assert len(hand.draft.edition.placed()) == 4
    assert ("approval void", "the edition was refreshed") in acts(approved)


def test_what_editors_changed_meanwhile_is_not_overrun(approved: Room) -> None:
    a_late_article(approved)
    proposed = propose_refresh(approved.desk, LATER)
    change(approved.desk, LATER, SetIntro(text="Slipped in.", by="Teo Adeyemi", at=LATER))
    with pytest.raises(KeepreadingError, match="changed by somebody else"):
        carry_out(approved.desk, LATER, proposed)
    assert current(approved.desk).draft.edition.intro == "Slipped in."


def test_only_new_conflicts_are_told_of_a_proposal(room: Room) -> None:
    room.feed(a_piece(1))
    (article,) = (p.article for p in room.draft().draft.pool)
    act = Edit(article=article.id, field="title", value="Ours", was=article.title, by="Mara", at=THURSDAY)
    change(room.desk, THURSDAY, act)
    assert propose_refresh(room.desk, LATER).conflicts == ()
    room.feed(a_piece(1, title="The source thinks again"))
    room.gather(LATER)
    (conflict,) = propose_refresh(room.desk, LATER).conflicts
    assert "The source thinks again" in conflict.text
    refresh(room.desk, LATER)
    assert propose_refresh(room.desk, LATER).conflicts == ()
