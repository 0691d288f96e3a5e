"""Who sent an edition and when: in the record, in each mail's date; and one batch settled at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime

import pytest

from digest.desk.reconciling import reconcile
from digest.desk.reporting import report
from digest.desk.sending import require_sendable, send
from digest.errors import NotApproved, NotFound
from digest.model.edition import State
from digest.store import ledger
from tests.builders.desks import PUBLISH, Room, a_piece

BY = "Mara Lindqvist"


def ticking(start: datetime, step: timedelta) -> Iterator[datetime]:
    while True:
        yield start
        start += step


def test_each_mail_is_dated_by_the_moment_it_was_made(approved: Room) -> None:
    """A send may take hours: the last mail must not carry the date of the first."""
    approved.plan(max_batch=1)
    clock = ticking(PUBLISH, timedelta(minutes=10))
    send(approved.desk, lambda: next(clock))
    dates = [
        parsedate_to_datetime(message_from_bytes(path.read_bytes())["Date"])
        for path in sorted(approved.mails(), key=lambda path: path.name)
    ]
    assert len(set(dates)) == 3
    assert max(dates) - min(dates) >= timedelta(minutes=20)


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (timedelta(0), ""),
        (timedelta(seconds=29), ""),
        (timedelta(minutes=3), "3 min after its time, Fri 20 Nov 2026 09:00 GMT"),
        (timedelta(hours=-2), "2 h before its time, Fri 20 Nov 2026 09:00 GMT"),
        (timedelta(hours=-25, minutes=-5), "25 h 5 min before its time, Fri 20 Nov 2026 09:00 GMT"),
    ],
)
def test_the_record_tells_who_sent_it_and_how_far_from_its_time(
    approved: Room, off: timedelta, told: str
) -> None:
    send(approved.desk, lambda: PUBLISH + off, by=BY)
    (begun,) = (act for act in report(approved.desk).acts if act.what == "send begun")
    assert (begun.by, begun.detail) == (BY, told)


def test_who_goes_on_with_a_send_did_not_begin_it(approved: Room) -> None:
    approved.plan(max_batch=1)
    send(approved.desk, lambda: PUBLISH, by=BY)
    assert [act.by for act in report(approved.desk).acts if act.what == "send begun"] == ["keepreading"]


def test_an_edition_that_was_sent_says_so_and_asks_no_carrier(approved: Room) -> None:
    assert not approved.send().was_sent
    broken = approved.under(
        (approved.folder / "newsroom.toml").read_text("utf-8"), carrier="sendgrid", sendgrid_api_key=""
    )
    again = broken.send(name="2026-W47")
    assert (again.was_sent, again.row.state, again.stopped) == (True, State.SENT, "")
    broken.store.close()


def test_what_would_be_refused_is_told_and_changes_nothing(room: Room) -> None:
    room.feed(a_piece(1))
    room.add_readers()
    room.draft()
    with pytest.raises(NotApproved, match="is draft; digest check, then digest approve"):
        require_sendable(room.desk, room.desk.edition(None), PUBLISH)
    room.approve()
    require_sendable(room.desk, room.desk.edition(None), PUBLISH)
    stale = PUBLISH + timedelta(days=2)
    with pytest.raises(NotApproved, match="stale"):
        require_sendable(room.desk, room.desk.edition(None), stale)
    require_sendable(room.desk, room.desk.edition(None), stale, late=True)
    toml = (room.folder / "newsroom.toml").read_text("utf-8").replace("weekly@lantern", "other@lantern")
    changed = room.under(toml)
    with pytest.raises(NotApproved, match="void"):
        require_sendable(changed.desk, changed.desk.edition(None), PUBLISH)
    assert changed.desk.edition(None).state is State.APPROVED
    changed.store.close()


# -- one batch at a time -------------------------------------------------------


def three_doubts(room: Room) -> None:
    """Three batches of one reader each, of which nobody knows. The carrier cannot be asked."""
    row = room.plan(max_batch=1)
    with room.store.begin() as connection:
        for _ in range(3):
            ledger.claim(connection, row.id, lease_seconds=9, owner="gone", now=PUBLISH)
        ledger.lapse(connection, row.id, lambda _owner: True)


@pytest.fixture
def doubtful(approved: Room) -> Iterator[Room]:
    far = approved.under(
        (approved.folder / "newsroom.toml").read_text("utf-8"), carrier="smtp", smtp_url="smtp://127.0.0.1:9"
    )
    three_doubts(far)
    yield far
    far.store.close()


def test_an_editor_may_decide_on_one_batch_alone(doubtful: Room) -> None:
    done = reconcile(doubtful.desk, PUBLISH, by=BY, verb="accept", batch=2)
    assert (done.settled, [one.no for one in done.waiting]) == (1, [1, 3])
    assert (done.accounts.submitted, done.accounts.uncertain) == (1, 2)
    done = reconcile(doubtful.desk, PUBLISH, by=BY, verb="resend", batch=3)
    assert (done.accounts.submitted, done.accounts.pending, done.accounts.uncertain) == (1, 1, 1)
    said = [(a.what, a.detail) for a in report(doubtful.desk).acts if a.by == BY and "reconcile" in a.what]
    assert said == [
        ("reconcile --accept", "batch 2, 1 readers"),
        ("reconcile --resend", "batch 3, 1 readers"),
    ]


def test_a_batch_that_is_not_uncertain_is_named_beside_those_that_are(doubtful: Room) -> None:
    with pytest.raises(NotFound, match="batch 7 of 2026-W47 is not uncertain; uncertain are 1, 2, 3"):
        reconcile(doubtful.desk, PUBLISH, by=BY, verb="accept", batch=7)
    reconcile(doubtful.desk, PUBLISH, by=BY, verb="accept")
    with pytest.raises(NotFound, match="none is"):
        reconcile(doubtful.desk, PUBLISH, by=BY, name="2026-W47", verb="accept", batch=1)


def test_a_carrier_that_cannot_be_opened_here_keeps_nobody_from_giving_their_word(doubtful: Room) -> None:
    toml = (doubtful.folder / "newsroom.toml").read_text("utf-8")
    bare = doubtful.under(toml, carrier="sendgrid", sendgrid_api_key="")
    done = reconcile(bare.desk, PUBLISH, by=BY)
    assert (done.settled, len(done.waiting)) == (0, 3)
    assert "SENDGRID_API_KEY is not set" in done.unasked
    done = reconcile(bare.desk, PUBLISH, by=BY, verb="accept")
    assert (done.row.state, done.accounts.submitted, done.unasked) == (State.SENT, 3, "")
    bare.store.close()
