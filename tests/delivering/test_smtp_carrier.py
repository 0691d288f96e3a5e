"""The SMTP carrier: what each reply, and each silence, means for one mail."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from digest.delivering.smtp import SmtpCarrier
from digest.delivering.smtp_server import Server, is_local, parse_server
from digest.errors import SettingsError
from digest.model.delivery import Answer, Halt, Outcome, Refused, Retry, Submitted, Uncertain
from tests.builders.handovers import clock, handover, mail, recipient
from tests.standins import certificates
from tests.standins.smtp import ABORT, DRIP, HANG, SmtpStandIn


@contextmanager
def carrier(url: str, timeout_seconds: float = 3.0) -> Iterator[SmtpCarrier]:
    made = SmtpCarrier(url, timeout_seconds, clock, tls=certificates.client())
    try:
        yield made
    finally:
        made.close()


ROWS = [
    pytest.param({}, Submitted, 1, id="taken"),
    pytest.param({"rcpt": "550 5.1.1 no such user <x@example.org>"}, Refused, 0, id="no such reader"),
    pytest.param({"rcpt": "552 mailbox full"}, Refused, 0, id="mailbox full"),
    pytest.param({"rcpt": "451 4.7.1 greylisted"}, Retry, 0, id="greylisted"),
    pytest.param({"rcpt": "421 going down"}, Retry, 0, id="going down"),
    pytest.param(
        {"rcpt": "554 5.7.1 Relay access denied"}, Halt, 0, id="no relaying: not the reader's fault"
    ),
    pytest.param({"rcpt": "530 5.7.0 Authentication required"}, Halt, 0, id="wants a login"),
    pytest.param({"mail": "553 5.7.1 sender rejected"}, Halt, 0, id="sender refused"),
    pytest.param({"mail": "451 try later"}, Retry, 0, id="sender later"),
    pytest.param(
        {"data": "554 5.7.1 looks like spam"}, Halt, 0, id="content refused: every reader's mail is"
    ),
    pytest.param({"data": "550 5.1.1 unknown"}, Refused, 0, id="reader refused after the content"),
    pytest.param({"data": "451 try later"}, Retry, 0, id="later, after the content"),
    pytest.param({"data": "299 what"}, Uncertain, 0, id="no sense after the content"),
    pytest.param({"data": ABORT}, Uncertain, 0, id="gone after the final dot"),
    pytest.param({"data": HANG}, Uncertain, 0, id="silent after the final dot"),
    pytest.param({"rcpt": ABORT}, Retry, 0, id="gone at the reader"),
    pytest.param({"mail": HANG}, Retry, 0, id="silent at the sender"),
    pytest.param({"data_command": ABORT}, Retry, 0, id="gone before the content"),
    pytest.param({"data_command": "554 no"}, Halt, 0, id="no content wanted"),
]


@pytest.mark.parametrize(("script", "kind", "taken"), ROWS)
def test_what_a_reply_means(script: dict[str, str], kind: type[Outcome], taken: int) -> None:
    replies: dict[str, Any] = {k: v if k == "data_command" else {"*": v} for k, v in script.items()}
    with SmtpStandIn(**replies) as server, carrier(server.url, 0.4) as made:
        outcome = made.submit(handover())
        assert isinstance(outcome, kind)
        assert len(server.taken) == taken
        assert "@" not in repr(outcome)


def test_a_session_is_kept_for_the_next_mail() -> None:
    with SmtpStandIn() as server, carrier(server.url) as made:
        for number in range(1, 4):
            assert isinstance(made.submit(handover([recipient(number)])), Submitted)
        assert server.sessions == 1
        assert [taken.reader for taken in server.taken] == [recipient(n).email for n in range(1, 4)]


def test_a_session_the_server_closed_is_opened_anew() -> None:
    with SmtpStandIn() as server, carrier(server.url) as made:
        made.submit(handover())
        server.drop_sessions()
        time.sleep(0.1)
        assert isinstance(made.submit(handover([recipient(2)])), Submitted)
        assert (server.sessions, len(server.taken)) == (2, 2)


def test_after_a_fault_the_next_mail_goes_out() -> None:
    gone = {recipient(1).email: ABORT, recipient(2).email: "550 5.1.1 no"}
    with SmtpStandIn(rcpt=gone) as server, carrier(server.url) as made:
        kinds = [type(made.submit(handover([recipient(n)]))) for n in (1, 2, 3)]
        assert kinds == [Retry, Refused, Submitted]
        assert [taken.reader for taken in server.taken] == [recipient(3).email]


@pytest.mark.parametrize("way", [HANG, DRIP])
def test_a_server_that_never_finishes_is_given_up_in_time(way: str) -> None:
    with SmtpStandIn(data={"*": way}) as server, carrier(server.url, 0.5) as made:
        began = time.monotonic()
        assert isinstance(made.submit(handover()), Uncertain)
        assert time.monotonic() - began < 0.9


def test_dots_at_the_start_of_a_line_arrive() -> None:
    with SmtpStandIn() as server, carrier(server.url) as made:
        made.submit(handover(mail=mail(text=".\n..two\n.three\n", html="")))
        assert b"\r\n=2E\r\n" in server.taken[0].content or b"\r\n.\r\n" in server.taken[0].content
        assert b"\r\n..two\r\n.three\r\n" in server.taken[0].content


@pytest.mark.parametrize("scheme", ["tls", "starttls"])
def test_mail_goes_out_under_tls(scheme: str) -> None:
    context: dict[str, Any] = {scheme: certificates.server()}
    with SmtpStandIn(**context) as server, carrier(server.url) as made:
        assert isinstance(made.submit(handover()), Submitted)
        assert isinstance(made.submit(handover([recipient(2)])), Submitted)
        assert len(server.taken) == 2


@pytest.mark.parametrize("scheme", ["tls", "starttls"])
def test_a_server_nobody_vouches_for_gets_nothing(scheme: str) -> None:
    context: dict[str, Any] = {scheme: certificates.server()}
    with SmtpStandIn(**context) as server:
        made = SmtpCarrier(server.url, 2.0, clock)
        outcome = made.submit(handover())
        made.close()
        assert isinstance(outcome, Retry)
        assert "certificate" in outcome.detail
        assert server.taken == []


def test_a_server_without_starttls_gets_nothing() -> None:
    with SmtpStandIn() as server, carrier(server.url.replace("smtp:", "smtp+starttls:")) as made:
        outcome = made.submit(handover())
        assert isinstance(outcome, Halt)
        assert "STARTTLS" in outcome.detail
        assert server.taken == []


def test_a_login_opens_the_door_and_a_wrong_one_stops_the_send() -> None:
    with SmtpStandIn(login=("post", "a word")) as server:
        with carrier(server.url_with("post", "a%20word")) as made:
            assert isinstance(made.submit(handover()), Submitted)
        with carrier(server.url_with("post", "wrong")) as made:
            outcome = made.submit(handover())
            assert isinstance(outcome, Halt)
            assert "wrong" not in outcome.detail
        with carrier(server.url) as made:
            assert isinstance(made.submit(handover()), Halt)


def test_a_server_that_is_not_there_took_nothing() -> None:
    with SmtpStandIn() as server:
        url = server.url
    with carrier(url) as made:
        assert isinstance(made.submit(handover()), Retry)


def test_a_batch_of_two_was_planned_for_another_carrier() -> None:
    with SmtpStandIn() as server, carrier(server.url) as made:
        outcome = made.submit(handover(2))
        assert isinstance(outcome, Halt)
        assert "another carrier" in outcome.detail
        assert server.sessions == 0


def test_smtp_cannot_be_asked() -> None:
    assert SmtpCarrier("smtp://127.0.0.1", 1.0, clock).ask("a-17-1") is Answer.CANNOT_SAY


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25, "none", "", "")),
        ("smtp://127.0.0.1:1025", Server("127.0.0.1", 1025, "none", "", "")),
        ("smtp://[::1]:25", Server("::1", 25, "none", "", "")),
        ("smtps://a%40b:c%3Ad@mail.example.org", Server("mail.example.org", 465, "tls", "a@b", "c:d")),
        ("smtp+starttls://a:b@mail.example.org", Server("mail.example.org", 587, "starttls", "a", "b")),
    ],
)
def test_addresses_of_servers(url: str, server: Server) -> None:
    assert parse_server(url) == server


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("smtp://user:secret@mail.example.org", "in the open"),
        ("smtp://192.0.2.7", "in the open"),
        ("smtp://localhost.example.org", "in the open"),
        ("http://mail.example.org", "no address"),
        ("mail.example.org:25", "no address"),
        ("smtps://", "no address"),
        ("smtps://mail.example.org:99999", "port"),
        ("smtps://user:sécret@mail.example.org", "ASCII"),
        ("smtps://[::1", "port"),
    ],
)
def test_addresses_that_cannot_be_used(url: str, word: str) -> None:
    with pytest.raises(SettingsError, match="DIGEST_SMTP_URL") as raised:
        parse_server(url)
    assert word in str(raised.value)
    assert "secret" not in str(raised.value)


def test_only_loopback_is_local() -> None:
    assert all(map(is_local, ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1"]))
    assert not any(map(is_local, ["0.0.0.0", "192.168.0.1", "mail.example.org", ""]))
