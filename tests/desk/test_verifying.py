"""Looking at the world again before a send."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.desk.changing import change
from digest.desk.drafting import current
from digest.desk.refreshing import refresh
from digest.desk.sending import send
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
        pytest.param(
            {"description": "CORRECTION: it was not so."},
            'another summary at the source: "CORRECTION: it was not so."',
            id="summary",
        ),
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


def test_a_headline_changed_between_draft_and_approval_is_noticed_at_the_approval(room: Room) -> None:
    """The scheduler gathers every hour, and an approval is of what was drafted."""
    room.feed(*PIECES)
    room.draft()
    room.feed(PIECES[0] | {"title": "Another headline altogether"}, *PIECES[1:])
    room.gather(THURSDAY + timedelta(hours=1))
    with pytest.raises(CheckFailed, match="retitled at the source"):
        room.approve(THURSDAY + timedelta(hours=2))


def test_what_is_not_in_the_edition_may_change(approved: Room) -> None:
    approved.feed(*PIECES, a_piece(4), a_piece(5))
    assert verify(approved.desk, BEFORE).drift == ()
    assert len(current(approved.desk).draft.edition.placed()) == 3


# -- gone ------------------------------------------------------------------------


def test_an_article_withdrawn_from_a_feed_that_covers_its_date_holds_the_edition(approved: Room) -> None:
    approved.feed(*PIECES[1:])
    seen = verify(approved.desk, BEFORE)
    assert [d.what for d in seen.drift] == ["gone from europe, which still covers its date"]
    assert seen.row.state is State.DRAFT
    with pytest.raises(CheckFailed, match="digest drop takes it out, then approve again"):
        require_unchanged(seen)


def test_an_article_too_old_for_what_its_feed_still_shows_is_told_as_not_looked_at(approved: Room) -> None:
    approved.feed(*(a_piece(n, published=THURSDAY) for n in range(10, 20)))
    seen = verify(approved.desk, BEFORE)
    assert (seen.checked, seen.articles, seen.beyond, seen.drift) == (0, 3, 3, ())
    assert str(seen) == "0 of 3 articles looked at, unchanged; 3 older than what their sources show"
    require_unchanged(seen)
    assert seen.row.state is State.APPROVED


def test_a_few_old_articles_that_a_feed_keeps_on_top_do_not_cover_anything(approved: Room) -> None:
    kept = a_piece(50, published=PUBLISH - timedelta(days=900))
    approved.feed(kept, *(a_piece(n, published=THURSDAY) for n in range(10, 20)))
    assert verify(approved.desk, BEFORE).drift == ()


def test_an_article_that_another_of_its_sources_shows_is_not_gone(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as room:
        for name in ("africa", "europe"):
            room.feed(*PIECES, name=name)
        room.draft()
        room.approve()
        room.feed(*PIECES[1:], name="africa")
        assert verify(room.desk, BEFORE).drift == ()
        room.feed(*PIECES[1:], name="europe")
        assert [d.what for d in verify(room.desk, BEFORE).drift] == [
            "gone from africa and europe, which still covers its date"
        ]


def test_an_article_with_another_guid_is_still_there(approved: Room) -> None:
    approved.feed(PIECES[0] | {"guid": "urn:uuid:0b5c6a3e-0000-4000-8000-000000000001"}, *PIECES[1:])
    seen = verify(approved.desk, BEFORE)
    assert (seen.checked, seen.drift) == (3, ())


# -- what could not be looked at ---------------------------------------------------


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
        assert (seen.checked, len(seen.unread), len(seen.drift)) == (1, 1, 1)


@pytest.mark.parametrize("what", ["not there", "shows nothing"])
def test_what_could_not_be_looked_at_is_counted_and_holds_the_edition_without_voiding_it(
    approved: Room, what: str
) -> None:
    if what == "not there":
        (approved.folder / "europe.xml").unlink()
    else:
        approved.feed()
    seen = verify(approved.desk, BEFORE)
    assert (seen.checked, seen.articles, len(seen.unread), seen.drift) == (0, 3, 3, ())
    assert seen.row.state is State.APPROVED
    with pytest.raises(
        CheckFailed, match=r"0 of 3 articles looked at, .*3 in sources that could not be read"
    ):
        require_unchanged(seen)
    assert what_was_noted(approved)[-1].startswith("verify incomplete: 0 of 3 articles")


def test_a_source_that_newsroom_toml_no_longer_names_holds_nothing(approved: Room) -> None:
    toml = newsroom_toml(sources=("africa",))
    with closing(approved.under(toml)) as other:
        other.feed(a_piece(9), name="africa")
        seen = verify(other.desk, BEFORE)
        assert (seen.checked, seen.beyond, seen.unread) == (0, 3, ())


# -- within a send -----------------------------------------------------------------


def test_a_send_looks_at_the_sources_when_nobody_has(approved: Room) -> None:
    approved.feed(PIECES[0] | {"title": "RETRACTED: we were wrong"}, *PIECES[1:])
    with pytest.raises(CheckFailed, match="RETRACTED"):
        approved.send()
    assert (approved.mails(), approved.desk.edition(None).state) == ([], State.DRAFT)


def test_a_look_of_just_now_is_not_repeated_and_one_of_long_ago_is(approved: Room) -> None:
    verify(approved.desk, PUBLISH - timedelta(hours=5))
    (approved.folder / "europe.xml").unlink()
    with pytest.raises(CheckFailed, match="could not be read"):
        approved.send()
    approved.feed(*PIECES)
    verify(approved.desk, BEFORE)
    (approved.folder / "europe.xml").unlink()
    assert approved.send().row.state is State.SENT


def test_what_was_gathered_since_the_last_look_is_heeded(approved: Room) -> None:
    """Verified at 08:45, retracted at 08:50, gathered at 08:55, due at 09:00."""
    verify(approved.desk, BEFORE)
    approved.feed(PIECES[0] | {"title": "RETRACTED: we were wrong"}, *PIECES[1:])
    approved.gather(PUBLISH - timedelta(minutes=5))
    with pytest.raises(CheckFailed, match="RETRACTED"):
        approved.send()
    assert approved.mails() == []


def test_an_editor_may_send_it_unverified_and_that_is_recorded(approved: Room) -> None:
    (approved.folder / "europe.xml").unlink()
    sent = send(approved.desk, lambda: PUBLISH, by="Teo Adeyemi", unverified=True)
    assert sent.row.state is State.SENT
    assert "sent unverified: digest send --no-verify" in what_was_noted(approved)


def test_only_what_is_approved_is_verified(room: Room) -> None:
    room.feed(*PIECES)
    room.draft()
    with pytest.raises(NotApproved, match="is not approved"):
        verify(room.desk, BEFORE)
