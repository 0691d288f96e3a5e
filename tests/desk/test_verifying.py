"""Looking at the world again before a send."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.desk.changing import change
from digest.desk.drafting import current, refresh
from digest.desk.verifying import require_unchanged, verify
from digest.editing.changes import Edit
from digest.errors import CheckFailed, NotApproved
from digest.model.edition import State
from digest.store import editions
from tests.builders.desks import PUBLISH, THURSDAY, Room, a_piece, a_room, address, closing, newsroom_toml
from tests.builders.newsrooms import a_feed

BEFORE = PUBLISH - timedelta(minutes=15)
PIECES = [a_piece(n) for n in (1, 2, 3)]


def what_was_noted(room: Room) -> list[str]:
    with room.store.read() as connection:
        return [f"{a.what}: {a.detail}" for a in editions.acts(connection, room.desk.edition(None).id)]


def test_when_nothing_has_changed_the_approval_stands(approved: Room) -> None:
    seen = verify(approved.desk, BEFORE)
    assert (seen.checked, seen.drift, seen.row.state) == (3, (), State.APPROVED)
    assert what_was_noted(approved)[-1] == "verified: all 3 articles unchanged"
    require_unchanged(seen)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        pytest.param(
            {"title": "Another headline altogether"},
            'retitled at the source: "Another headline altogether"',
            id="title",
        ),
        pytest.param({"link": address(99)}, f"moved at the source to {address(99)}", id="address"),
    ],
)
def test_an_article_retitled_or_moved_holds_the_edition(
    approved: Room, over: dict[str, str], said: str
) -> None:
    approved.feed(PIECES[0] | over, *PIECES[1:])
    seen = verify(approved.desk, BEFORE)
    assert [d.what for d in seen.drift] == [said]
    assert seen.row.state is State.DRAFT
    with pytest.raises(
        CheckFailed, match=r"is held: .* digest refresh takes the change in, then approve again"
    ):
        require_unchanged(seen)
    with pytest.raises(NotApproved):
        approved.send()
    assert any(line.startswith("approval void: ") for line in what_was_noted(approved))


def test_a_refresh_takes_the_drift_in_and_the_next_look_finds_none(approved: Room) -> None:
    approved.feed(PIECES[0] | {"title": "Another headline altogether"}, *PIECES[1:])
    verify(approved.desk, BEFORE)
    hand = refresh(approved.desk, BEFORE)
    assert "Another headline altogether" in [p.article.title for p in hand.draft.edition.placed()]
    approved.approve(BEFORE)
    assert verify(approved.desk, BEFORE).drift == ()


def test_an_editors_own_headline_is_no_drift(room: Room) -> None:
    room.feed(*PIECES)
    (article,) = (p.article for p in room.draft().draft.pool if p.article.url == address(1))
    act = Edit(
        article=article.id, field="title", value="Our own headline", was=article.title, by="Mara", at=THURSDAY
    )
    change(room.desk, THURSDAY, act)
    room.approve()
    assert verify(room.desk, BEFORE).drift == ()
    room.feed(PIECES[0] | {"title": "The source thinks again"}, *PIECES[1:])
    assert [d.title for d in verify(room.desk, BEFORE).drift] == ["Our own headline"]


def test_a_headline_changed_between_draft_and_approval_is_noticed_too(room: Room) -> None:
    """The scheduler gathers every hour, and an approval is of what was drafted."""
    room.feed(*PIECES)
    room.draft()
    room.feed(PIECES[0] | {"title": "Another headline altogether"}, *PIECES[1:])
    room.gather(THURSDAY + timedelta(hours=1))
    room.approve(THURSDAY + timedelta(hours=2))
    assert len(verify(room.desk, BEFORE).drift) == 1


def test_what_is_not_in_the_edition_may_change(approved: Room) -> None:
    approved.feed(*PIECES, a_piece(4), a_piece(5))
    assert verify(approved.desk, BEFORE).drift == ()
    assert len(current(approved.desk).draft.edition.placed()) == 3


def test_a_source_that_cannot_be_looked_at_is_named_and_hides_no_drift_elsewhere(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as room:
        room.feed(PIECES[0], name="africa")
        room.feed(PIECES[1], name="europe")
        room.draft()
        room.approve()
        (room.folder / "africa.xml").unlink()
        (room.folder / "europe.xml").write_text(a_feed(PIECES[1] | {"title": "Another headline altogether"}))
        seen = verify(room.desk, BEFORE)
        assert [s.name for s in seen.sources if not s.ok] == ["africa"]
        assert len(seen.drift) == 1


def test_only_what_is_approved_is_verified(room: Room) -> None:
    room.feed(*PIECES)
    room.draft()
    with pytest.raises(NotApproved, match="is not approved"):
        verify(room.desk, BEFORE)
