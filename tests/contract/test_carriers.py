"""What every carrier promises, asked of all of them in the same words.

Each is held against a real counterpart: files, a local SMTP server, a local
SendGrid. ``Bench`` turns what that counterpart got into the same mails.
"""

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from digest.delivering.outbox import OutboxCarrier
from digest.delivering.sendgrid import SendGridCarrier
from digest.delivering.smtp import SmtpCarrier
from digest.model import marks
from digest.model.delivery import (
    Answer,
    Carrier,
    Halt,
    Handover,
    Recipient,
    Refused,
    Retry,
    Submitted,
    Uncertain,
)
from tests.builders.handovers import clock, handover, mail, readers, recipient
from tests.standins import sendgrid_faults
from tests.standins.sendgrid import SendGridStandIn
from tests.standins.smtp import HANG, SmtpStandIn


@dataclass(frozen=True)
class Got:
    """One mail as its reader would see it."""

    to: str
    subject: str
    sender: str
    reply_to: str
    text: str
    html: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Bench:
    carrier: Carrier
    got: Callable[[], list[Got]]
    count: Callable[[], int]

    def submit_all(self, people: list[Recipient], **changes: Any) -> list[object]:
        """Hand people over in batches the carrier takes."""
        size = self.carrier.capabilities.max_batch
        return [
            self.carrier.submit(handover(people[start : start + size], attempt=f"a-{start}", **changes))
            for start in range(0, len(people), size)
        ]


def _from_bytes(content: bytes) -> Got:
    message = email.message_from_bytes(content, policy=email.policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Got(
        to=message["To"].addresses[0].addr_spec,
        subject=message["Subject"],
        sender=message["From"].addresses[0].addr_spec,
        reply_to=message["Reply-To"].addresses[0].addr_spec,
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        headers={name.lower(): value for name, value in message.items()},
    )


def _from_payload(payload: dict[str, Any]) -> list[Got]:
    """What SendGrid makes of a request: substitutions in subject and content, headers as given."""
    return [_from_personalization(payload, person) for person in payload["personalizations"]]


def _from_personalization(payload: dict[str, Any], person: dict[str, Any]) -> Got:
    def filled(text: str) -> str:
        for mark, value in person.get("substitutions", {}).items():
            text = text.replace(mark, value)
        return text

    content = {part["type"]: filled(part["value"]) for part in payload["content"]}
    headers = payload.get("headers", {}) | person.get("headers", {})
    return Got(
        to=person["to"][0]["email"],
        subject=filled(payload["subject"]),
        sender=payload["from"]["email"],
        reply_to=payload["reply_to"]["email"],
        text=content["text/plain"],
        html=content.get("text/html", ""),
        headers={name.lower(): value for name, value in headers.items()},
    )


@contextmanager
def outbox_bench(folder: Path) -> Iterator[Bench]:
    def got() -> list[Got]:
        return [_from_bytes(path.read_bytes()) for path in sorted(folder.glob("*/*/*.eml"))]

    yield Bench(OutboxCarrier(folder, clock), got, lambda: len(list(folder.glob("*/*/*.eml"))))


@contextmanager
def smtp_bench(_folder: Path) -> Iterator[Bench]:
    with SmtpStandIn() as server:
        yield Bench(
            SmtpCarrier(server.url, 3.0, clock),
            lambda: [_from_bytes(t.content) for t in server.taken],
            lambda: len(server.taken),
        )


@contextmanager
def sendgrid_bench(_folder: Path) -> Iterator[Bench]:
    with SendGridStandIn() as api:
        made = SendGridCarrier(api_url=api.url, api_key=api.key, timeout_seconds=3.0, clock=clock)
        yield Bench(
            made,
            lambda: [got for payload in api.payloads for got in _from_payload(payload)],
            lambda: sum(len(batch.emails) for batch in api.accepted),
        )


@pytest.fixture(params=[outbox_bench, smtp_bench, sendgrid_bench], ids=["outbox", "smtp", "sendgrid"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with request.param(tmp_path / "out") as made:
        yield made
        made.carrier.close()


def test_every_reader_gets_exactly_one_mail_with_their_own_links(bench: Bench) -> None:
    people = readers(7)
    assert all(isinstance(outcome, Submitted) for outcome in bench.submit_all(people))
    got = {mail.to: mail for mail in bench.got()}
    assert len(bench.got()) == len(got) == 7
    for person in people:
        for body in (got[person.email].text, got[person.email].html):
            assert [value in body for value in person.marks.values()] == [True, True]
            assert sum(other.marks[marks.UNSUBSCRIBE] in body for other in people) == 1


def test_no_mark_is_left(bench: Bench) -> None:
    bench.submit_all(readers(2), mail=mail(subject=f"For {marks.PREFERENCES}"))
    for got in bench.got():
        assert not any(mark in got.subject + got.text + got.html + str(got.headers) for mark in marks.ALL)


def test_headers_are_those_of_bulk_mail(bench: Bench) -> None:
    bench.submit_all(readers(2), headers={"X-Kind": "weekly"})
    for got, person in zip(bench.got(), readers(2), strict=True):
        assert got.headers["list-unsubscribe"] == person.headers["List-Unsubscribe"]
        assert got.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
        assert got.headers["list-id"] == "Meridian weekly <weekly.meridian.example.org>"
        assert got.headers["precedence"] == "list"
        assert got.headers["x-kind"] == "weekly"
        assert (got.sender, got.reply_to) == ("weekly@meridian.example.org", "editors@meridian.example.org")


def test_text_of_any_script_arrives(bench: Bench) -> None:
    words = "Øst, 東, شرق, “quotes” & <b>"
    bench.submit_all(
        [recipient(1, name="Jörg, 李")], mail=mail(subject=words, text=f"{words}\n", html=f"<p>{words}\n")
    )
    (got,) = bench.got()
    assert got.subject == words
    assert got.text.strip() == words
    assert got.html.strip() == f"<p>{words}"


def test_a_bad_address_is_refused_by_its_place_and_nobody_is_mailed(bench: Bench) -> None:
    outcomes = bench.submit_all([recipient(1, email="nobody at all")])
    assert len(outcomes) == 1
    outcome = outcomes[0]
    assert isinstance(outcome, Refused)
    assert [place for place, _ in outcome.readers] == [0]
    assert "nobody" not in outcome.readers[0][1]
    assert bench.got() == []


def test_a_batch_beyond_what_is_promised_is_stopped_before_anything_leaves(bench: Bench) -> None:
    outcome = bench.carrier.submit(handover(bench.carrier.capabilities.max_batch + 1))
    assert isinstance(outcome, Halt)
    assert bench.got() == []


def test_a_full_batch_is_taken(bench: Bench) -> None:
    size = bench.carrier.capabilities.max_batch
    assert isinstance(bench.carrier.submit(handover(size)), Submitted)
    assert bench.count() == size


def test_what_is_asked_is_true_or_not_answered(bench: Bench) -> None:
    bench.carrier.submit(handover(1, attempt="a-taken"))
    answers = [bench.carrier.ask("a-taken"), bench.carrier.ask("a-never")]
    can_ask = bench.carrier.capabilities.can_ask
    assert answers == ([Answer.TAKEN, Answer.NOT_TAKEN] if can_ask else [Answer.CANNOT_SAY] * 2)


def test_a_carrier_says_who_and_where_it_is(bench: Bench) -> None:
    name, _, place = bench.carrier.identity.partition(" ")
    assert name == bench.carrier.name
    assert "127.0.0.1:" in place or Path(place).is_absolute()


def test_a_carrier_may_be_closed_twice_and_used_again(bench: Bench) -> None:
    bench.carrier.submit(handover(1, attempt="a-1"))
    bench.carrier.close()
    bench.carrier.close()
    assert isinstance(bench.carrier.submit(handover([recipient(2)], attempt="a-2")), Submitted)
    assert len(bench.got()) == 2


def test_a_test_mail_is_a_real_mail(bench: Bench) -> None:
    assert isinstance(bench.carrier.submit(handover(1, is_test=True)), Submitted)
    assert len(bench.got()) == 1


def _silent_smtp() -> tuple[Any, Callable[[Any], Carrier]]:
    return SmtpStandIn(data={"*": HANG}), lambda s: SmtpCarrier(s.url, 0.4, clock)


def _silent_sendgrid() -> tuple[Any, Callable[[Any], Carrier]]:
    return SendGridStandIn(faults=[sendgrid_faults.hang()]), lambda s: SendGridCarrier(
        api_url=s.url, api_key=s.key, timeout_seconds=0.4, clock=clock
    )


@pytest.mark.parametrize("silent", [_silent_smtp, _silent_sendgrid], ids=["smtp", "sendgrid"])
def test_silence_after_the_mail_has_left_is_uncertain_and_a_closed_door_is_not(
    silent: Callable[[], tuple[Any, Callable[[Any], Carrier]]],
) -> None:
    server, opened = silent()
    over: Handover = handover(1)
    with server:
        carrier = opened(server)
        assert isinstance(carrier.submit(over), Uncertain)
    assert isinstance(carrier.submit(over), Retry)
    carrier.close()
