"""Pausing, resuming and cancelling a send, and what becomes of its articles."""

from datetime import timedelta

import pytest

from digest.desk.desk import Desk
from digest.desk.drafting import draft
from digest.desk.reconciling import cancel, complete, pause, reconcile, resume
from digest.desk.reporting import report
from digest.desk.sending import send
from digest.errors import KeepreadingError, NotApproved, NotFound, Unsettled
from digest.model.delivery import (
    Answer,
    Capabilities,
    Handover,
    Outcome,
    Refused,
    Retry,
    Submitted,
    Uncertain,
)
from digest.model.edition import State
from tests.builders.desks import PUBLISH, THURSDAY, Room

BY = "Mara Lindqvist"


def begun(room: Room) -> None:
    room.plan(max_batch=1)


def test_a_paused_send_goes_on_only_after_a_resume(approved: Room) -> None:
    begun(approved)
    row = pause(approved.desk, PUBLISH, BY, "wrong photograph")
    assert (row.state, row.detail) == (State.PAUSED, "wrong photograph")
    with pytest.raises(NotApproved, match="is paused; digest resume lets it go on"):
        approved.send()
    assert approved.mails() == []
    assert resume(approved.desk, PUBLISH, BY).state is State.SENDING
    sums = approved.send().accounts
    assert (sums.submitted, sums.batches) == (3, 3)


def test_a_pause_in_mid_send_stops_before_the_next_batch(approved: Room) -> None:
    begun(approved)
    done = send(
        approved.desk,
        lambda: PUBLISH,
        progress=lambda _: None if approved.desk.edition(None).state is State.PAUSED else _paused(approved),
    )
    assert done.row.state is State.PAUSED
    assert (done.accounts.submitted, done.accounts.pending) == (1, 2)
    assert len(approved.mails()) == 1
    with pytest.raises(Unsettled, match="is paused: 2 pending and 0 uncertain of 3 due; digest resume"):
        complete(done.accounts, done.row)


def _paused(room: Room) -> None:
    pause(room.desk, PUBLISH, BY, "wait")


def test_a_stop_between_batches_loses_nothing(approved: Room) -> None:
    begun(approved)
    asked = iter([False, True])
    done = send(approved.desk, lambda: PUBLISH, stop=lambda: next(asked, True))
    assert (done.row.state, done.accounts.submitted, done.accounts.pending) == (State.SENDING, 1, 2)
    assert "digest send goes on" in done.stopped
    done = approved.send()
    assert (done.row.state, done.accounts.submitted, len(approved.mails())) == (State.SENT, 3, 3)


def test_a_cancelled_send_is_over_and_who_was_mailed_keeps_the_mail(approved: Room) -> None:
    begun(approved)
    asked = iter([False, True])
    send(approved.desk, lambda: PUBLISH, stop=lambda: next(asked, True))
    row = cancel(approved.desk, PUBLISH, BY, "the lead was withdrawn")
    assert (row.state, row.detail) == (State.CANCELLED, "the lead was withdrawn")
    with pytest.raises(NotApproved, match="is cancelled; it is not going to be sent"):
        approved.send(PUBLISH, "2026-W47")
    assert report(approved.desk).accounts.submitted == 1
    # what somebody has read is not mailed again to anybody
    hand = draft(approved.desk, THURSDAY + timedelta(days=7), name="2026-W48")
    assert "in" not in hand.draft.reasons()


@pytest.mark.parametrize("act", [pause, resume])
def test_only_a_send_that_has_begun_is_paused_or_resumed(approved: Room, act: object) -> None:
    with pytest.raises(NotFound, match="no edition has been sent yet"):
        act(approved.desk, PUBLISH, BY)  # type: ignore[operator]
    approved.send()
    with pytest.raises(KeepreadingError, match=r"is sent, not .*; nothing was changed"):
        act(approved.desk, PUBLISH, BY)  # type: ignore[operator]


def test_only_a_send_that_has_begun_is_cancelled(approved: Room) -> None:
    with pytest.raises(KeepreadingError, match="is approved; only a send that has begun"):
        cancel(approved.desk, PUBLISH, BY, "", "2026-W47")


# -- cancelled while a batch is with the carrier -----------------------------


class CancelledMeanwhile:
    """A carrier during whose request an editor cancels the send."""

    name = "interrupted"
    identity = "interrupted here"
    capabilities = Capabilities(max_batch=500, can_ask=False, leaves_machine=True)

    def __init__(self, desk: Desk, outcome: Outcome) -> None:
        self.desk, self.outcome = desk, outcome

    def submit(self, _handover: Handover, /) -> Outcome:
        cancel(self.desk, PUBLISH, BY, "wrong lead")
        return self.outcome

    def ask(self, _attempt: str, /) -> Answer:
        return Answer.CANNOT_SAY

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("outcome", "reached"),
    [
        pytest.param(Retry("429", 0.01), False, id="not taken"),
        pytest.param(Refused(((0, "a"), (1, "b"), (2, "c"))), False, id="refused by all"),
        pytest.param(Submitted(), True, id="taken"),
        pytest.param(Uncertain("no answer"), True, id="nobody knows"),
    ],
)
def test_articles_come_again_unless_somebody_may_have_got_them(
    approved: Room, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, reached: bool
) -> None:
    desk = approved.desk
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "carrier", lambda _desk, _now: CancelledMeanwhile(desk, outcome))
        done = approved.send()
    assert done.row.state is State.CANCELLED
    assert done.accounts.add_up
    hand = draft(desk, PUBLISH + timedelta(hours=2), name="2026-W48")
    assert hand.draft.reasons().get("in", 0) == (0 if reached else 3)
    if isinstance(outcome, Uncertain):
        monkeypatch.setattr(Desk, "carrier", lambda _desk, _now: CancelledMeanwhile(desk, outcome))
        reconcile(desk, PUBLISH, by=BY, name="2026-W47", verb="resend")
        again = draft(desk, PUBLISH + timedelta(hours=3), name="2026-W48")
        assert again.draft.reasons()["in"] == 3


def test_a_send_cancelled_before_anything_left_gives_its_articles_back(approved: Room) -> None:
    begun(approved)
    cancel(approved.desk, PUBLISH, BY, "wrong lead")
    hand = draft(approved.desk, PUBLISH + timedelta(hours=2), name="2026-W48")
    assert hand.draft.reasons()["in"] == 3
