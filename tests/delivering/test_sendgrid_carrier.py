"""The SendGrid carrier against a stand-in: what each answer, and each silence, means."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from digest.delivering.sendgrid import MAX_PROBES, SendGridCarrier, culprits
from digest.model import marks
from digest.model.delivery import Halt, Outcome, Recipient, Refused, Retry, Submitted, Uncertain
from tests.builders.handovers import NOW, clock, handover, mail, readers, recipient
from tests.standins import certificates
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import Request, SendGridStandIn
from tests.standins.sendgrid_faults import Fault

SECRET = "SG.a-very-secret.key"


@contextmanager
def carrier(api: SendGridStandIn, timeout_seconds: float = 5.0) -> Iterator[SendGridCarrier]:
    made = SendGridCarrier(api_url=api.url, api_key=api.key, timeout_seconds=timeout_seconds, clock=clock)
    try:
        yield made
    finally:
        made.close()


def submitted_to(
    fault: Fault | None, count: int = 10, timeout_seconds: float = 5.0
) -> tuple[Outcome, SendGridStandIn]:
    with SendGridStandIn(faults=[fault]) as api, carrier(api, timeout_seconds) as made:
        return made.submit(handover(count)), api


def refusing(*people: str, unnamed: bool = True) -> Callable[[Request], Fault | None]:
    """A server that refuses these readers, in the sandbox too, and does not say which."""

    def plan(request: Request) -> Fault | None:
        places = [place for place, reader in enumerate(request.readers) if reader in people]
        if not places:
            return None
        return faults.unnamed() if unnamed else faults.named(*places)

    return plan


ROWS = [
    pytest.param(None, Submitted, "", 1, id="202"),
    pytest.param(faults.answer(200), Halt, "sandbox", 0, id="200 is never submitted"),
    pytest.param(faults.answer(204), Halt, "SENDGRID_API_URL", 0, id="204 is not the API"),
    pytest.param(faults.redirect("http://127.0.0.1:9/v3/mail/send"), Halt, "SENDGRID_API_URL", 0, id="302"),
    pytest.param(faults.answer(307, Location="/v3/mail/send"), Halt, "SENDGRID_API_URL", 0, id="307"),
    pytest.param(faults.named(3, 7), Refused, "", 0, id="400 naming readers"),
    pytest.param(faults.errors(400, ("too long", "subject")), Halt, "subject: too long", 0, id="400 subject"),
    pytest.param(faults.errors(400, ("bad", "from.email")), Halt, "from.email", 0, id="400 sender"),
    pytest.param(
        faults.errors(400, ("bad", "from.email"), ("bad", "personalizations.1.to")),
        Halt,
        "from",
        0,
        id="400 both",
    ),
    pytest.param(faults.unnamed(), Halt, "no single reader", 0, id="400 naming nothing, sandbox content"),
    pytest.param(
        faults.errors(400, ("Bad Request", "null")), Halt, "no single reader", 0, id="400 null as a word"
    ),
    pytest.param(faults.named(99), Halt, "no single reader", 0, id="400 naming a place that is not there"),
    pytest.param(faults.credits_gone(), Halt, "credits", 0, id="401 credits"),
    pytest.param(faults.errors(401, ("revoked", None)), Halt, "SENDGRID_API_KEY", 0, id="401 key"),
    pytest.param(faults.answer(401), Halt, "SENDGRID_API_KEY", 0, id="401 without a body"),
    pytest.param(faults.html(403), Halt, "console", 0, id="403"),
    pytest.param(faults.html(404), Halt, "SENDGRID_API_URL", 0, id="404"),
    pytest.param(faults.html(405), Halt, "SENDGRID_API_URL", 0, id="405"),
    pytest.param(faults.answer(408), Retry, "408", 0, id="408"),
    pytest.param(faults.html(413), Halt, "too large", 0, id="413"),
    pytest.param(faults.answer_early(413), Halt, "too large", 0, id="413 before the body was read"),
    pytest.param(faults.answer(415), Halt, "SENDGRID_API_URL", 0, id="415"),
    pytest.param(faults.answer(422), Halt, "422", 0, id="422"),
    pytest.param(faults.rate_limited(), Retry, "429", 0, id="429"),
    pytest.param(faults.html(500), Uncertain, "500", 0, id="500"),
    pytest.param(faults.html(502), Uncertain, "502", 0, id="502"),
    pytest.param(faults.html(503), Uncertain, "503", 0, id="503"),
    pytest.param(faults.answer(504), Uncertain, "504", 0, id="504"),
    pytest.param(faults.html(500, took=True), Uncertain, "500", 1, id="500 and taken"),
    pytest.param(faults.hang(), Uncertain, "in time", 0, id="timeout"),
    pytest.param(faults.hang(took=True), Uncertain, "in time", 1, id="timeout and taken"),
    pytest.param(faults.drip(), Uncertain, "in time", 0, id="one byte at a time"),
    pytest.param(faults.reset(), Uncertain, "", 0, id="reset"),
    pytest.param(faults.reset(took=True), Uncertain, "", 1, id="reset and taken"),
    pytest.param(faults.reset_early(), Uncertain, "", 0, id="reset before the body was read"),
    pytest.param(faults.close(), Uncertain, "", 0, id="closed"),
    pytest.param(faults.close(took=True), Uncertain, "", 1, id="closed and taken"),
    pytest.param(faults.garbage(), Uncertain, "not HTTP", 0, id="not HTTP"),
    pytest.param(faults.cut("status"), Submitted, "", 1, id="202 cut in the status line"),
    pytest.param(faults.cut("headers"), Submitted, "", 1, id="202 cut in the headers"),
    pytest.param(faults.cut("mess"), Submitted, "", 1, id="202 with headers nobody can read"),
    pytest.param(faults.cut("body"), Submitted, "", 1, id="202 cut in the body"),
    pytest.param(faults.slow(0.1), Submitted, "", 1, id="late"),
]


@pytest.mark.parametrize(("fault", "kind", "word", "taken"), ROWS)
def test_what_an_answer_means(fault: Fault | None, kind: type[Outcome], word: str, taken: int) -> None:
    outcome, api = submitted_to(fault, timeout_seconds=0.4)
    assert isinstance(outcome, kind)
    assert word in getattr(outcome, "detail", "")
    assert len(api.accepted) == taken
    assert "\n" not in repr(outcome)
    assert "@" not in repr(outcome)


def test_a_request_is_given_up_within_the_timeout_as_a_whole() -> None:
    for fault in (faults.hang(), faults.drip()):
        began = time.monotonic()
        submitted_to(fault, timeout_seconds=0.5)
        assert time.monotonic() - began < 0.7


def test_the_message_id_is_kept() -> None:
    outcome, api = submitted_to(None)
    assert outcome == Submitted(api.accepted[0].message_id)
    assert len(api.accepted[0].message_id) == 22


def test_named_readers_are_refused_by_their_place_without_their_address() -> None:
    outcome, _ = submitted_to(faults.named(3, 7))
    assert isinstance(outcome, Refused)
    assert [place for place, _ in outcome.readers] == [3, 7]
    assert "Does not contain a valid address" in outcome.readers[0][1]


def test_a_single_mail_that_is_too_large_is_refused() -> None:
    assert isinstance(submitted_to(faults.html(413), count=1)[0], Refused)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"errors":7}', b'{"errors":[7,{"field":[]}]}', b"\xff" * 9000, b"[" * 9000]
)
@pytest.mark.parametrize(
    ("status", "kind"), [(400, Halt), (401, Halt), (403, Halt), (500, Uncertain), (429, Retry)]
)
def test_a_body_that_cannot_be_read_counts_by_its_status(
    status: int, kind: type[Outcome], body: bytes
) -> None:
    outcome, _ = submitted_to(faults.answer(status, body))
    assert isinstance(outcome, kind)
    assert len(getattr(outcome, "detail", "")) < 2600


def test_neither_key_nor_address_of_an_echoing_proxy_is_repeated() -> None:
    echo = f"Authorization: Bearer {SECRET} to reader000001@example.org".encode()
    outcome, _ = submitted_to(faults.answer(403, echo))
    assert isinstance(outcome, Halt)
    assert "secret" not in outcome.detail
    assert "reader000001" not in outcome.detail


def seconds_to_wait(fault: Fault) -> float:
    outcome, _ = submitted_to(fault)
    assert isinstance(outcome, Retry)
    return outcome.after_seconds


def test_a_rate_limit_is_waited_out_by_the_clock_of_the_server() -> None:
    theirs = "Fri, 20 Nov 2026 08:00:00 GMT"  # an hour behind ours
    assert seconds_to_wait(faults.rate_limited(NOW.timestamp() - 3600 + 20, date=theirs)) == pytest.approx(20)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        pytest.param(
            faults.rate_limited(NOW.timestamp() + 20, date="no date"), 20, id="our clock where it has none"
        ),
        pytest.param(
            faults.rate_limited(NOW.timestamp() + 99_999, date="no date"), 120, id="never beyond two minutes"
        ),
        pytest.param(faults.rate_limited(NOW.timestamp() - 500, date="no date"), 1, id="a reset in the past"),
        pytest.param(faults.answer(429, X_RateLimit_Reset="soon"), 1, id="no number"),
        pytest.param(faults.answer(429, X_RateLimit_Reset="nan"), 1, id="not a number"),
        pytest.param(faults.answer(429, Retry_After="7"), 7, id="Retry-After"),
    ],
)
def test_the_wait_is_never_absurd(fault: Fault, seconds: float) -> None:
    assert seconds_to_wait(fault) == pytest.approx(seconds)


def test_a_server_that_is_not_there_took_nothing() -> None:
    with SendGridStandIn() as api:
        pass
    with carrier(api) as made:
        outcome = made.submit(handover())
    assert isinstance(outcome, Retry)
    assert "connection refused" in outcome.detail


def test_a_name_that_is_not_there_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def unknown(*_args: Any, **_kwargs: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    made = SendGridCarrier(api_url="https://api.example.org", api_key="k", timeout_seconds=1.0, clock=clock)
    outcome = made.submit(handover())
    assert isinstance(outcome, Retry)
    assert "name cannot be found" in outcome.detail


def test_a_certificate_that_cannot_be_trusted_gets_nothing() -> None:
    with SendGridStandIn(tls=certificates.server()) as api, carrier(api) as made:
        outcome = made.submit(handover())
        assert isinstance(outcome, Retry)
        assert "certificate" in outcome.detail
        assert api.requests == 0


def test_tls_connections_are_kept_alive_too() -> None:
    with SendGridStandIn(tls=certificates.server(), faults=[None, None, faults.hang(5)]) as api:
        made = SendGridCarrier(
            api_url=api.url, api_key=api.key, timeout_seconds=0.8, clock=clock, tls=certificates.client()
        )
        outcomes = [made.submit(handover(50, attempt=f"a-{number}")) for number in range(3)]
        made.close()
    assert [type(outcome) for outcome in outcomes] == [Submitted, Submitted, Uncertain]
    assert api.connections == 1


def test_a_server_that_does_not_speak_tls_took_nothing() -> None:
    with SendGridStandIn() as api:
        url = api.url.replace("http:", "https:")
        made = SendGridCarrier(api_url=url, api_key=api.key, timeout_seconds=2.0, clock=clock)
        assert isinstance(made.submit(handover()), Retry)
        assert api.accepted == []


def test_a_body_that_could_not_leave_as_a_whole_was_surely_not_taken() -> None:
    """Megabytes do not fit into the kernel's buffers, so the reset comes while they are written."""
    with SendGridStandIn(faults=[faults.reset_early()]) as api, carrier(api) as made:
        outcome = made.submit(handover(mail=mail(html="<p>" + "x" * 20_000_000)))
        assert isinstance(outcome, Retry)
        assert api.accepted == []


@pytest.mark.parametrize(("status", "kind"), [(503, Retry), (413, Refused), (401, Halt), (202, Uncertain)])
def test_an_answer_that_came_before_the_whole_body_had_left_is_heard(
    status: int, kind: type[Outcome]
) -> None:
    with SendGridStandIn(faults=[faults.answer_early(status)]) as api, carrier(api) as made:
        assert isinstance(made.submit(handover(mail=mail(html="<p>" + "x" * 20_000_000))), kind)


def test_connections_are_kept_alive() -> None:
    with SendGridStandIn() as api, carrier(api) as made:
        for number in range(5):
            assert isinstance(made.submit(handover(3, attempt=f"a-{number}")), Submitted)
        assert (api.requests, api.connections) == (5, 1)


def test_a_connection_the_server_closed_while_idle_is_opened_anew_without_doubt() -> None:
    with SendGridStandIn() as api, carrier(api) as made:
        made.submit(handover(attempt="a-1"))
        api.hang_up()
        time.sleep(0.05)
        assert isinstance(made.submit(handover(attempt="a-2")), Submitted)
        assert api.connections == 2


def test_after_a_fault_the_next_batch_goes_out_on_a_new_connection() -> None:
    with (
        SendGridStandIn(faults=[faults.hang(5), faults.reset(), faults.cut("body"), faults.garbage()]) as api,
        carrier(api, 0.5) as made,
    ):
        kinds = [type(made.submit(handover(attempt=f"a-{n}"))) for n in range(5)]
    assert kinds == [Uncertain, Uncertain, Submitted, Uncertain, Submitted]


def test_what_fails_before_it_is_sent_is_not_sent() -> None:
    people = [recipient(1), recipient(2, email="nobody"), recipient(3, email="Reader000001@example.org")]
    with SendGridStandIn() as api, carrier(api) as made:
        outcome = made.submit(handover(people))
        assert isinstance(outcome, Refused)
        assert [place for place, _ in outcome.readers] == [1, 2]
        assert api.requests == 0


@pytest.mark.parametrize("culprit", [0, 1, 511, 998, 999])
def test_one_reader_refused_without_a_name_is_found_in_the_sandbox(culprit: int) -> None:
    people = readers(1000)
    with SendGridStandIn(faults=refusing(people[culprit].reader)) as api, carrier(api) as made:
        outcome = made.submit(handover(people))
        assert isinstance(outcome, Refused)
        assert [place for place, _ in outcome.readers] == [culprit]
        assert api.accepted == []
        assert api.requests <= 2 + 20


def test_several_readers_refused_without_a_name_are_found() -> None:
    people = readers(64)
    with SendGridStandIn(faults=refusing("r000004", "r000005", "r000060")) as api, carrier(api) as made:
        outcome = made.submit(handover(people))
    assert isinstance(outcome, Refused)
    assert [place for place, _ in outcome.readers] == [3, 4, 59]
    assert api.accepted == []


def test_a_search_that_breaks_off_keeps_what_it_found() -> None:
    people = readers(1000)
    bad = refusing(*(person.reader for person in people[::50]))
    with SendGridStandIn(faults=bad) as api, carrier(api) as made:
        outcome = made.submit(handover(people))
        assert isinstance(outcome, Refused)
        assert 1 <= len(outcome.readers) < 20
        assert {place % 50 for place, _ in outcome.readers} == {0}
        assert api.requests <= MAX_PROBES + 1


def test_a_mail_refused_whoever_gets_it_blames_no_reader() -> None:
    with SendGridStandIn(faults=lambda _: faults.unnamed()) as api, carrier(api) as made:
        outcome = made.submit(handover(100))
        assert isinstance(outcome, Halt)
        assert "the mail itself" in outcome.detail
        assert api.requests == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (faults.html(503), Retry),
        (faults.hang(9), Retry),
        (faults.reset(), Retry),
        (faults.rate_limited(), Retry),
        (faults.credits_gone(), Halt),
    ],
)
def test_a_sandbox_that_does_not_answer_is_never_uncertain(answer: Fault, kind: type[Outcome]) -> None:
    with SendGridStandIn(faults=[faults.unnamed(), answer]) as api, carrier(api, 0.8) as made:
        assert isinstance(made.submit(handover(10)), kind)
        assert api.accepted == []


def test_a_search_ends_with_the_time_of_the_request() -> None:
    def slow(request: Request) -> Fault | None:
        time.sleep(0.15)
        return faults.unnamed() if "r000009" in request.readers else None

    with SendGridStandIn(faults=slow) as api, carrier(api, 0.8) as made:
        began = time.monotonic()
        assert isinstance(made.submit(handover(1000)), Retry)
        assert time.monotonic() - began < 1.2


@pytest.mark.parametrize("bad", [{0}, {999}, {0, 999}, set(range(10)), {500, 501, 502}])
def test_the_search_asks_at_most_twenty_times_for_each_culprit(bad: set[int]) -> None:
    asked: list[tuple[int, int]] = []

    def passes(start: int, end: int) -> bool:
        asked.append((start, end))
        return not bad & set(range(start, end))

    assert list(culprits(1000, passes)) == sorted(bad)
    assert len(asked) <= 20 * len(bad)


def test_a_strict_server_finds_no_fault_in_any_reader() -> None:
    people: list[Recipient] = [
        recipient(1, name="Smith; Jane, Ms\r\nBcc: x"),
        recipient(2, email="leser@zeitung-müller.example.org", name="Jörg"),
        recipient(3, name="", headers={}),
        recipient(4, marks={**recipient(4).marks, "-name-": "李雷"}),
    ]
    over = handover(
        people, headers={"List-Help": f"<https://meridian.example.org/preferences/{marks.PREFERENCES}>"}
    )
    with SendGridStandIn() as api, carrier(api) as made:
        assert isinstance(made.submit(over), Submitted)
        assert api.refused == []
        people_sent = api.payloads[0]["personalizations"]
        assert people_sent[1]["to"] == [{"email": "leser@xn--zeitung-mller-4ob.example.org", "name": "Jörg"}]
        assert people_sent[2]["to"] == [{"email": "reader000003@example.org"}]
        assert "List-Help" not in api.payloads[0]["headers"]
        assert (
            people_sent[0]["headers"]["List-Help"]
            == "<https://meridian.example.org/preferences/p-token000001>"
        )
