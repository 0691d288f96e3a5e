"""A send from the desk's side: what it refuses, what it plans, what it leaves in the books."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from digest.desk.previewing import matrix
from digest.desk.reconciling import complete, reconcile, resume
from digest.desk.reporting import report
from digest.desk.sending import rehearse
from digest.editing.changes import SetSubject, encode
from digest.errors import NotApproved, NothingToSend, Unsettled
from digest.model.edition import State
from digest.store import accounts, changes, editions
from subscribers import readers
from tests import databases
from tests.builders.desks import (
    PUBLISH,
    THURSDAY,
    Room,
    a_piece,
    a_room,
    an_approved_room,
    closing,
    newsroom_toml,
)
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import SendGridStandIn

BY = "Mara Lindqvist"
TWO = newsroom_toml(sources=("africa", "europe"))


def mail(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(message: EmailMessage) -> str:
    twin = message.get_body(("plain",))
    assert twin is not None
    return "\n".join(str(twin.get_content()).splitlines())


def two_regions(folder: Path, **settings: str) -> Room:
    """Approved: articles of Africa and Europe; readers of all, of one, of the other, of neither."""
    room = a_room(folder, toml=TWO, **settings)
    room.feed(a_piece(1), a_piece(2), name="africa")
    room.feed(a_piece(3), a_piece(4), name="europe")
    room.add_readers(2)
    room.add_readers(3, ["africa"], start=10)
    room.add_readers(1, ["europe"], start=20)
    room.add_readers(1, ["americas"], start=30)
    room.draft()
    room.approve()
    return room


# -- what goes out -----------------------------------------------------------


def test_every_due_reader_gets_one_mail_and_the_accounts_add_up(tmp_path: Path) -> None:
    with closing(two_regions(tmp_path / "room")) as room:
        done = room.send()
        sums = done.accounts
        assert (done.row.state, done.stopped) == (State.SENT, "")
        assert (sums.candidates, sums.due, sums.submitted, sums.variants, sums.batches) == (7, 7, 7, 4, 4)
        assert sums.add_up
        assert Counter(mail(p)["To"] for p in room.mails()) == Counter(
            {f"reader{n}@example.org": 1 for n in (1, 2, 10, 11, 12, 20, 30)}
        )


def test_a_reader_gets_the_front_and_their_own_regions(tmp_path: Path) -> None:
    with closing(two_regions(tmp_path / "room")) as room:
        lead = room.desk.edition(None).draft().edition.lead
        assert lead is not None
        room.send()
        texts = {str(m["To"]): text_of(m) for m in map(mail, room.mails())}
        assert all(lead.article.url in said for said in texts.values())
        headings = {"africa": "Africa\n------\n", "europe": "Europe\n------\n"}
        sections = {to: [r for r, line in headings.items() if line in said] for to, said in texts.items()}
        assert sections["reader1@example.org"] == ["africa", "europe"]
        assert sections["reader10@example.org"] == ["africa"]
        assert sections["reader20@example.org"] == ["europe"]
        assert sections["reader30@example.org"] == []


def test_the_bodies_sent_are_those_of_the_matrix(tmp_path: Path) -> None:
    with closing(two_regions(tmp_path / "room")) as room:
        _, variants = matrix(room.desk, THURSDAY)
        assert {(v.regions, v.readers) for v in variants} == {
            (("africa",), 3),
            (("africa", "europe"), 2),
            (("europe",), 1),
            ((), 1),
        }
        sums = room.send().accounts
        assert (sum(v.readers for v in variants), len(variants)) == (sums.due, sums.variants)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_rehearsal_counts_what_is_then_sent_and_writes_nothing(tmp_path: Path, kind: str) -> None:
    url = databases.fresh_url(kind, tmp_path)
    with closing(two_regions(tmp_path / "room", database_url=url)) as room:
        rehearsed = rehearse(room.desk, PUBLISH)
        assert (room.desk.edition(None).state, room.mails()) == (State.APPROVED, [])
        planned = room.plan()
        with room.store.read() as connection:
            assert accounts.accounts(connection, planned.id) == rehearsed
        assert rehearsed.pending == rehearsed.due == 7
    databases.drop(url)


def test_who_is_not_due_is_counted_with_the_reason(approved: Room) -> None:
    with approved.store.begin() as connection:
        readers.pause(connection, 1, PUBLISH + timedelta(days=9), source="a test", now=THURSDAY)
        readers.unsubscribe(connection, 2, source="a test", now=THURSDAY)
        readers.add(
            connection,
            address="new@example.org",
            state="unconfirmed",
            source="a test",
            wording="",
            now=THURSDAY,
        )
    sums = approved.send().accounts
    assert (sums.candidates, sums.due, sum(sums.excluded.values())) == (4, 1, 3)
    assert len(sums.excluded) == 3
    assert sums.add_up


def test_sending_again_changes_nothing(approved: Room) -> None:
    first = approved.send()
    before = approved.mails()
    again = approved.send(PUBLISH + timedelta(days=1), "2026-W47")
    assert (again.accounts, again.row.state) == (first.accounts, State.SENT)
    assert approved.mails() == before


def test_a_reader_who_came_after_the_plan_waits_for_the_next_edition(approved: Room) -> None:
    approved.plan()
    approved.add_readers(1, start=50)
    assert approved.send().accounts.due == 3
    assert len(approved.mails()) == 3


def test_who_leaves_between_plan_and_hand_over_is_withdrawn(approved: Room) -> None:
    approved.plan()
    with approved.store.begin() as connection:
        readers.unsubscribe(connection, 2, source="a test", now=PUBLISH)
    sums = approved.send().accounts
    assert (sums.due, sums.submitted, sums.withdrawn) == (3, 2, 1)
    assert sums.add_up
    assert "reader2@example.org" not in {mail(p)["To"] for p in approved.mails()}


def test_the_report_says_the_same_as_the_send_and_who_did_what(approved: Room) -> None:
    sums = approved.send().accounts
    told = report(approved.desk)
    assert told.accounts == sums
    assert [a.what for a in told.acts] == ["drafted", "approved", "verified", "send begun", "sent"]
    assert (told.delivered, told.clicks_by_article) == (0, {})


# -- what is refused ---------------------------------------------------------


def test_a_draft_is_not_sent(room: Room) -> None:
    room.feed(a_piece(1))
    room.add_readers()
    room.draft()
    with pytest.raises(NotApproved, match="is draft; digest check, then digest approve"):
        room.send()


def test_without_a_reader_there_is_nothing_to_send_and_the_approval_stands(room: Room) -> None:
    room.feed(a_piece(1))
    room.draft()
    room.approve()
    with pytest.raises(NothingToSend, match="due to no reader: 0 known"):
        room.send()
    assert room.desk.edition(None).state is State.APPROVED
    room.add_readers()
    assert room.send().accounts.submitted == 1


def test_an_empty_draft_is_not_even_rehearsed(room: Room) -> None:
    room.add_readers()
    room.draft()
    with pytest.raises(NothingToSend, match="holds no article"):
        rehearse(room.desk, PUBLISH)


def test_a_stale_edition_waits_for_a_word(approved: Room) -> None:
    limit = PUBLISH + timedelta(hours=12)
    with pytest.raises(NotApproved, match="digest send --late"):
        approved.send(limit + timedelta(seconds=1))
    assert approved.desk.edition(None).state is State.APPROVED
    assert approved.mails() == []
    approved.send(limit)
    assert len(approved.mails()) == 3


def test_late_sends_it_all_the_same(approved: Room) -> None:
    assert approved.send(PUBLISH + timedelta(days=2), late=True).accounts.submitted == 3


# -- doubt -------------------------------------------------------------------


def doubtful(folder: Path, api: SendGridStandIn) -> Room:
    return an_approved_room(
        folder,
        carrier="sendgrid",
        SENDGRID_API_KEY=api.key,
        SENDGRID_API_URL=api.url,
        http_timeout_seconds="2",
        lease_seconds="6",
    )


@pytest.mark.parametrize("took", [True, False], ids=["it was taken", "it was not"])
def test_without_an_answer_a_batch_is_uncertain_and_never_sent_again_on_a_guess(
    tmp_path: Path, took: bool
) -> None:
    with (
        SendGridStandIn(faults=[faults.close(took=took)]) as api,
        closing(doubtful(tmp_path / "room", api)) as room,
    ):
        done = room.send()
        assert (done.row.state, done.accounts.uncertain, done.accounts.submitted) == (State.ATTENTION, 3, 0)
        assert done.accounts.add_up
        with pytest.raises(Unsettled, match="digest reconcile settles what is uncertain"):
            complete(done.accounts, done.row)
        room.send()
        assert reconcile(room.desk, PUBLISH, by=BY).settled == 0
        assert api.requests == 1
        assert sum(api.emails.values()) == (3 if took else 0)


def test_an_editor_may_count_it_as_submitted(tmp_path: Path) -> None:
    with (
        SendGridStandIn(faults=[faults.close(took=True)]) as api,
        closing(doubtful(tmp_path / "room", api)) as room,
    ):
        room.send()
        done = reconcile(room.desk, PUBLISH, by=BY, verb="accept")
        assert (done.settled, done.waiting, done.row.state) == (1, (), State.SENT)
        assert done.accounts.submitted == 3
        assert (BY, "reconcile --accept") in {(a.by, a.what) for a in report(room.desk).acts}
        assert set(api.emails.values()) == {1}


def test_an_editor_may_have_it_handed_over_again(tmp_path: Path) -> None:
    with (
        SendGridStandIn(faults=[faults.close(took=False)]) as api,
        closing(doubtful(tmp_path / "room", api)) as room,
    ):
        room.send()
        done = reconcile(room.desk, PUBLISH, by=BY, verb="resend")
        assert (done.settled, done.row.state, done.accounts.pending) == (1, State.SENDING, 3)
        assert room.send().row.state is State.SENT
        assert set(api.emails.values()) == {1}
        assert len(api.emails) == 3


def test_a_carrier_that_refuses_our_key_pauses_the_send_and_nothing_is_lost(tmp_path: Path) -> None:
    with (
        SendGridStandIn(faults=[faults.answer(401)]) as api,
        closing(doubtful(tmp_path / "room", api)) as room,
    ):
        done = room.send()
        assert (done.row.state, done.accounts.pending) == (State.PAUSED, 3)
        assert done.stopped.startswith("paused: ")
        assert "@" not in done.stopped
        resume(room.desk, PUBLISH, BY)
        assert room.send().accounts.submitted == 3


def test_readers_the_carrier_names_are_set_aside_and_the_rest_are_mailed(tmp_path: Path) -> None:
    with SendGridStandIn(faults=[faults.named(1)]) as api, closing(doubtful(tmp_path / "room", api)) as room:
        done = room.send()
        assert (done.row.state, done.accounts.refused, done.accounts.submitted) == (State.SENT, 1, 2)
        assert done.accounts.add_up


def test_an_approval_given_anew_meanwhile_is_not_sent_as_the_one_before(tmp_path: Path) -> None:
    with closing(an_approved_room(tmp_path / "room")) as room:
        before = room.desk.edition(None)
        with room.store.begin() as connection:
            editions.void(connection, before)
            changes.add(connection, before.id, encode(SetSubject(text="Corrected", by=BY, at=THURSDAY)))
        room.approve()
        with pytest.raises(NotApproved, match="this very moment"):
            room.plan(row=before)
        assert room.desk.edition(None).state is State.APPROVED
        room.send()
        assert {mail(path)["subject"] for path in room.mails()} == {"Corrected"}
