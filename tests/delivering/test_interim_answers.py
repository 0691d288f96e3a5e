"""Answers before the answer, and an answer that was there when the time was over."""

import select
import socket

import pytest

from digest.delivering.deadline import Deadline
from digest.delivering.posting import MAX_INTERIM, Line, NoAnswerError, Reply, TimedSocket
from digest.delivering.redaction import Redaction
from digest.delivering.sendgrid import SendGridCarrier
from digest.delivering.sendgrid_answers import outcome_of_reply
from digest.model.delivery import Outcome, Submitted, Uncertain
from tests.builders.handovers import NOW, clock, handover
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import SendGridStandIn
from tests.standins.sendgrid_faults import Fault


def submitted_to(fault: Fault) -> tuple[Outcome, SendGridStandIn]:
    with SendGridStandIn(faults=[fault]) as api:
        carrier = SendGridCarrier(api_url=api.url, api_key=api.key, timeout_seconds=3.0, clock=clock)
        outcome = carrier.submit(handover(3))
        carrier.close()
    return outcome, api


def test_what_comes_before_the_answer_is_read_past() -> None:
    outcome, api = submitted_to(faults.interim())
    assert isinstance(outcome, Submitted)
    assert outcome.message_id
    assert set(api.emails.values()) == {1}


@pytest.mark.parametrize("took", [True, False], ids=["it was taken", "it was not"])
def test_an_interim_answer_alone_is_none_so_nobody_knows(took: bool) -> None:
    assert isinstance(submitted_to(faults.interim(alone=True, took=took))[0], Uncertain)


def test_a_connection_with_interim_answers_is_kept() -> None:
    with SendGridStandIn(faults=[faults.interim(), None]) as api:
        carrier = SendGridCarrier(api_url=api.url, api_key=api.key, timeout_seconds=3.0, clock=clock)
        assert all(isinstance(carrier.submit(handover(1, attempt=a)), Submitted) for a in "ab")
        carrier.close()
        assert api.connections == 1


@pytest.mark.parametrize("status", [100, 101, 102, 103, 199])
def test_a_status_that_says_nothing_is_never_not_taken(status: int) -> None:
    assert isinstance(outcome_of_reply(Reply(status), count=1, now=NOW, redaction=Redaction()), Uncertain)


def posted(answer: bytes, deadline: Deadline, monkeypatch: pytest.MonkeyPatch) -> Reply:
    """Post, with this answer in the kernel's buffer as soon as the request has left."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        send = TimedSocket.sendall

        def send_and_be_answered(wire: TimedSocket, data: bytes) -> None:
            send(wire, data)
            taken, _ = server.accept()
            with taken:
                taken.sendall(answer)
                select.select([wire._wire], [], [], 5)
            deadline._ends = 0.0

        monkeypatch.setattr(TimedSocket, "sendall", send_and_be_answered)
        line = Line(f"http://127.0.0.1:{server.getsockname()[1]}")
        try:
            return line.post("/", b"{}", {}, deadline)
        finally:
            line.close()


def test_an_answer_that_lies_there_when_the_time_is_over_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was frozen after its request: the answer came while it could not look."""
    answer = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: m1\r\nContent-Length: 0\r\n\r\n"
    reply = posted(answer, Deadline(5.0), monkeypatch)
    assert (reply.status, reply.headers["x-message-id"]) == (202, "m1")


def test_nothing_there_when_the_time_is_over_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoAnswerError):
        posted(b"", Deadline(5.0), monkeypatch)


def test_a_server_that_only_ever_hints_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\n\r\n" * (MAX_INTERIM + 5)
    with pytest.raises(NoAnswerError):
        posted(hints + b"HTTP/1.1 202 Accepted\r\n\r\n", Deadline(5.0), monkeypatch)


def test_a_socket_past_its_deadline_gives_what_is_there_and_waits_for_nothing() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        over = Deadline(0.0)
        wire = TimedSocket(ours, over)
        theirs.sendall(b"late")
        buffer = bytearray(10)
        assert wire.receive_into(memoryview(buffer), 1.0) == 4
        with pytest.raises(TimeoutError):
            wire.receive_into(memoryview(buffer), 1.0)
