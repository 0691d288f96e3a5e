"""Approval: a named editor's yes to one exact edition, and what voids it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from digest.desk.approving import approve, approved_edition, check, hash_of, propose, skip
from digest.desk.changing import change, undo
from digest.desk.drafting import current
from digest.desk.previewing import preview
from digest.desk.refreshing import refresh
from digest.editing.changes import SetIntro, SetSubject
from digest.errors import (
    BadInput,
    CheckFailed,
    KeepreadingError,
    NotApproved,
    NothingToSend,
    SettingsError,
)
from digest.model.edition import State, canonical_json, edition_hash
from digest.store import editions
from tests.builders.desks import (
    PUBLISH,
    THURSDAY,
    Room,
    a_piece,
    a_room,
    closing,
    newsroom_toml,
)

BY, SECOND = "Mara Lindqvist", "Teo Adeyemi"
LATER = THURSDAY + timedelta(hours=2)


def acts(room: Room) -> list[tuple[str, str, str]]:
    with room.store.read() as connection:
        return [(a.by, a.what, a.detail) for a in editions.acts(connection, room.desk.edition(None).id)]


@pytest.fixture
def drafted(room: Room) -> Room:
    """2026-W47 with three articles, and two readers of one variant."""
    room.feed(*(a_piece(n) for n in (1, 2, 3)))
    room.add_readers(2)
    room.draft()
    return room


def test_an_approval_says_what_by_whom_and_for_how_many(drafted: Room) -> None:
    done = approve(drafted.desk, LATER, BY)
    row = drafted.desk.edition(None)
    assert (row.state, row.approved_by, row.approved_at) == (State.APPROVED, BY, LATER)
    assert (done.articles, done.readers, len(done.variants)) == (3, 2, 1)
    assert (BY, "approved", f"sha256 {done.hash}") in acts(drafted)


def test_it_is_bound_to_the_editions_json_and_the_templates(drafted: Room) -> None:
    done = approve(drafted.desk, LATER, BY)
    edition = current(drafted.desk).draft.edition
    assert done.row.frozen == canonical_json(edition)
    assert done.hash == done.row.hash == edition_hash(edition, drafted.desk.renderer.fingerprint())
    assert done.hash != edition_hash(edition, "other templates")


def test_the_frozen_edition_cannot_be_tampered_with(approved: Room) -> None:
    with approved.store.begin() as connection:
        connection.execute(text("UPDATE edition SET frozen = replace(frozen, 'Place', 'Palace')"))
    with pytest.raises(NotApproved, match="stored edition have changed"):
        approved.send()
    row = approved.desk.edition(None)
    assert (row.state, row.frozen) == (State.DRAFT, None)
    assert approved.mails() == []


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        pytest.param("from_email, reply_to", "weekly@lantern", "other@lantern", id="sender"),
        pytest.param("postal_address", "1 Quay Street", "2 Quay Street", id="postal address"),
    ],
)
def test_a_change_of_the_newsrooms_look_voids_it(approved: Room, keys: str, old: str, new: str) -> None:
    toml = (approved.folder / "newsroom.toml").read_text()
    with closing(approved.under(toml.replace(old, new))) as other:
        with pytest.raises(NotApproved, match=f"newsroom's {keys} changed since"):
            other.send()
        assert other.mails() == []


def test_a_change_of_the_public_address_voids_it(approved: Room) -> None:
    toml = (approved.folder / "newsroom.toml").read_text()
    with (
        closing(approved.under(toml, public_url="https://elsewhere.example.org")) as other,
        pytest.raises(NotApproved, match="public_url"),
    ):
        other.send()


def test_another_template_voids_it(approved: Room) -> None:
    own = approved.folder / "templates" / "digest"
    own.mkdir(parents=True)
    (own / "subject.txt.j2").write_text("Another subject")
    toml = (approved.folder / "newsroom.toml").read_text()
    with closing(approved.under(toml)) as other, pytest.raises(NotApproved, match="templates"):
        other.send()


@pytest.mark.parametrize("how", ["change", "undo", "refresh"])
def test_whatever_an_editor_does_after_it_voids_it(drafted: Room, how: str) -> None:
    change(drafted.desk, THURSDAY, SetIntro(text="Good morning.", by=BY, at=THURSDAY))
    approve(drafted.desk, LATER, BY)
    if how == "change":
        change(drafted.desk, LATER, SetSubject(text="Another", by=BY, at=LATER))
    elif how == "undo":
        undo(drafted.desk, LATER, BY)
    else:
        drafted.feed(*(a_piece(n) for n in (1, 2, 3, 4)))
        drafted.gather(LATER)
        refresh(drafted.desk, LATER)
    row = drafted.desk.edition(None)
    assert (row.state, row.approved_by, row.hash) == (State.DRAFT, "", "")
    assert "approval void" in [what for _, what, _ in acts(drafted)]
    with pytest.raises(NotApproved):
        drafted.send()


def test_looking_leaves_it_as_it_is(approved: Room) -> None:
    before = approved.desk.edition(None)
    check(approved.desk, LATER)
    current(approved.desk)
    approved.gather(LATER)
    approved_edition(approved.desk, before)
    assert approved.desk.edition(None) == before


# -- what stands in its way --------------------------------------------------


def test_a_failed_check_stops_it_and_an_editor_may_take_that_upon_themselves(drafted: Room) -> None:
    change(drafted.desk, THURSDAY, SetIntro(text="TK", by=BY, at=THURSDAY))
    change(drafted.desk, THURSDAY, SetSubject(text="TK and more", by=BY, at=THURSDAY))
    with pytest.raises(CheckFailed, match=r'placeholder "TK".*\(and 1 more; digest check lists them\)'):
        approve(drafted.desk, LATER, BY)
    assert drafted.desk.edition(None).state is State.DRAFT
    done = approve(drafted.desk, LATER, BY, accept=("placeholders",))
    assert done.row.state is State.APPROVED
    assert (BY, "approved", f"sha256 {done.hash}; accepted: placeholders") in acts(drafted)


def test_only_the_check_that_is_named_is_accepted(drafted: Room) -> None:
    change(drafted.desk, THURSDAY, SetIntro(text="TK", by=BY, at=THURSDAY))
    with pytest.raises(CheckFailed):
        approve(drafted.desk, LATER, BY, accept=("volume", "subject"))


@pytest.mark.parametrize("name", ["thin", "mailed before", "Placeholders", ""])
def test_what_is_no_check_or_cannot_be_accepted_is_refused(drafted: Room, name: str) -> None:
    with pytest.raises(BadInput, match="can be accepted; those that can are volume"):
        approve(drafted.desk, LATER, BY, accept=(name,))


def test_an_empty_edition_is_not_approved_whatever_is_accepted(room: Room) -> None:
    room.draft()
    with pytest.raises(NothingToSend, match="holds no article"):
        approve(room.desk, LATER, BY, accept=("volume",))


def test_an_approval_is_given_once(approved: Room) -> None:
    with pytest.raises(KeepreadingError, match="approved already, by Mara Lindqvist"):
        approve(approved.desk, LATER, SECOND)


@pytest.fixture
def four_eyes(tmp_path: Path) -> Iterator[Room]:
    """2026-W47 with one article, in a newsroom where whoever changes it does not approve it."""
    toml = newsroom_toml(more="\n[policy]\nfour_eyes = true\n")
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        room.feed(a_piece(1))
        room.draft()
        yield room


@pytest.mark.parametrize("name", [BY, "mara lindqvist", " Mara  LINDQVIST "])
def test_four_eyes_want_another_editor_however_the_name_is_written(four_eyes: Room, name: str) -> None:
    change(four_eyes.desk, THURSDAY, SetIntro(text="Good morning.", by=BY, at=THURSDAY))
    with pytest.raises(NotApproved, match="somebody else has to approve it"):
        approve(four_eyes.desk, LATER, name)
    with pytest.raises(NotApproved):
        propose(four_eyes.desk, LATER, name)
    assert approve(four_eyes.desk, LATER, SECOND).row.approved_by == SECOND


def test_four_eyes_look_at_every_change_in_force_not_at_the_last_alone(four_eyes: Room) -> None:
    change(four_eyes.desk, THURSDAY, SetIntro(text="Good morning.", by=BY, at=THURSDAY))
    change(four_eyes.desk, THURSDAY, SetSubject(text="Ours", by=SECOND, at=THURSDAY))
    for name in (BY, SECOND):
        with pytest.raises(NotApproved, match=f"{name} has changed 2026-W47; so have? "):
            approve(four_eyes.desk, LATER, name)
    undo(four_eyes.desk, LATER, BY)
    assert approve(four_eyes.desk, LATER, SECOND).row.approved_by == SECOND


# -- the look of today ---------------------------------------------------------

TAGLINE = ("[look]", '[look]\ntagline = "A new tagline"')


def test_a_draft_is_approved_in_todays_look_and_says_what_changed(drafted: Room) -> None:
    toml = (drafted.folder / "newsroom.toml").read_text()
    with closing(drafted.under(toml.replace(*TAGLINE))) as other:
        assert current(other.desk).draft.edition.look.tagline == "A new tagline"
        done = approve(other.desk, LATER, BY)
        assert done.look == ("tagline",)
        assert other.send().row.state is State.SENT


def test_what_voids_an_approval_can_be_looked_at_and_approved_anew_at_once(approved: Room) -> None:
    """Nobody has to send in vain first."""
    toml = (approved.folder / "newsroom.toml").read_text()
    with closing(approved.under(toml.replace(*TAGLINE))) as other:
        assert preview(other.desk).edition.look.tagline == "A new tagline"
        before = approve(other.desk, LATER, SECOND)
        assert before.row.approved_by == SECOND
        assert (BY, "approved") in [(by, what) for by, what, _ in acts(other)]
        assert "approval void" in [what for _, what, _ in acts(other)]
        other.send()
        assert len(other.mails()) == 3


# -- what the sources say now ---------------------------------------------------


def test_what_changed_at_the_source_since_the_draft_is_said_before_the_approval(drafted: Room) -> None:
    drafted.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
    drafted.gather(LATER)
    with pytest.raises(CheckFailed, match=r"retitled at the source: .*digest refresh takes it in"):
        approve(drafted.desk, LATER, BY)
    refresh(drafted.desk, LATER)
    assert approve(drafted.desk, LATER, BY).row.state is State.APPROVED


def test_without_https_no_mail_may_leave_the_machine(tmp_path: Path) -> None:
    settings = {"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.test", "public_url": "http://127.0.0.1:8000"}
    with closing(a_room(tmp_path / "room", **settings)) as room:
        room.feed(a_piece(1))
        room.draft()
        with pytest.raises(CheckFailed, match="one-click wants https"):
            approve(room.desk, LATER, BY)


def test_what_the_law_wants_in_every_mail_is_wanted_before_approval(tmp_path: Path) -> None:
    toml = newsroom_toml().replace('postal_address = "1 Quay Street, Example Town"', "")
    with closing(a_room(tmp_path / "room", toml=toml)) as room:
        room.feed(a_piece(1))
        room.add_readers()
        room.draft()
        with pytest.raises(CheckFailed, match="postal_address is missing"):
            approve(room.desk, LATER, BY)
        approve(room.desk, LATER, BY, accept=("sender",))
        with pytest.raises(SettingsError, match=r"look\.postal_address"):
            room.send()
        assert room.mails() == []


# -- exactly what was looked at ----------------------------------------------


def test_a_proposal_changes_nothing_and_says_the_same_as_the_approval(drafted: Room) -> None:
    before = acts(drafted)
    proposed = propose(drafted.desk, LATER, BY)
    assert (drafted.desk.edition(None).state, acts(drafted)) == (State.DRAFT, before)
    done = approve(drafted.desk, LATER, BY, looked_at=proposed.hash)
    assert (done.hash, done.readers, done.articles) == (proposed.hash, proposed.readers, proposed.articles)


def test_what_changed_while_an_editor_was_asked_is_not_approved(drafted: Room) -> None:
    proposed = propose(drafted.desk, LATER, BY)
    change(drafted.desk, LATER, SetIntro(text="Slipped in.", by=SECOND, at=LATER))
    with pytest.raises(KeepreadingError, match="changed while you looked at it"):
        approve(drafted.desk, LATER, BY, looked_at=proposed.hash)
    assert drafted.desk.edition(None).state is State.DRAFT


def test_the_hash_an_approval_is_bound_to_is_the_one_that_was_shown(drafted: Room) -> None:
    shown = hash_of(drafted.desk, current(drafted.desk).draft.edition)
    assert approve(drafted.desk, LATER, BY).hash == shown


# -- skip --------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_a_draft_or_an_approved_edition_is_skipped_with_its_reason(drafted: Room, state: State) -> None:
    if state is State.APPROVED:
        approve(drafted.desk, LATER, BY)
    row = skip(drafted.desk, LATER, BY, "a holiday")
    assert (row.state, row.detail, row.ended_at) == (State.SKIPPED, "a holiday", LATER)
    assert acts(drafted)[-1] == (BY, "skipped", "a holiday")
    with pytest.raises(NotApproved, match="is skipped; it is not going to be sent"):
        drafted.send(PUBLISH, "2026-W47")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_skip_wants_a_reason(drafted: Room, reason: str) -> None:
    with pytest.raises(BadInput, match="wants a reason"):
        skip(drafted.desk, LATER, BY, reason)


def test_what_has_been_sent_is_not_skipped(approved: Room) -> None:
    approved.send()
    with pytest.raises(KeepreadingError, match="is sent; only a draft or an approved edition"):
        skip(approved.desk, PUBLISH, BY, "too late")
