"""What a carrier would refuse, found before anything leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivering.preflight import Objection, address_fault, objections, outcome_of
from digest.delivering.sendgrid import RULES
from digest.model import marks
from digest.model.delivery import Halt, Recipient, Refused
from tests.builders.handovers import SENDER, handover, mail, readers, recipient


def against(*people: Recipient) -> dict[int | None, str]:
    return {o.place: o.reason for o in objections(handover(people), RULES)}


@pytest.mark.parametrize(
    "address",
    [
        "reader@example.org",
        "reader+week@news.example.co.uk",
        "o'hara@example.org",
        "a@xn--zeitung-mller-2ob.example.org",
        "leser@zeitung-müller.example.org",
        "x" * 64 + "@example.org",
        "reader@paper.test",
    ],
)
def test_good_addresses_pass(address: str) -> None:
    assert address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("reader.example.org", "no @"),
        ("", "no @"),
        ("@example.org", "shape"),
        ("a@b@example.org", "shape"),
        ("reader@localhost", "shape"),
        ("reader@[127.0.0.1]", "shape"),
        (".reader@example.org", "shape"),
        ("rea..der@example.org", "shape"),
        ("rea der@example.org", "shape"),
        ("reader@example.org\n", "shape"),
        ("reader@-example.org", "shape"),
        ("reader@exa_mple.org", "shape"),
        ("läser@example.org", "beyond ASCII"),
        ("x" * 65 + "@example.org", "64"),
        ("x@" + "y" * 60 + ("." + "y" * 60) * 4 + ".org", "254"),
        ("reader@zeitung-müller..org", "shape"),
    ],
)
def test_bad_addresses_are_named_without_being_quoted(address: str, word: str) -> None:
    fault = address_fault(address)
    assert fault is not None
    assert word in fault
    assert not address or address not in fault


@given(st.text())
def test_any_text_gets_a_verdict(text: str) -> None:
    fault = address_fault(text)
    assert fault is None or fault


def test_an_address_that_stands_twice_without_regard_to_case_is_refused_the_second_time() -> None:
    people = [*readers(2), recipient(3, email="READER000001@Example.ORG")]
    assert against(*people) == {2: "the same address as reader 1 of the batch"}


def test_places_are_those_of_the_batch() -> None:
    people = readers(5)
    people[1] = recipient(2, email="nobody")
    people[3] = recipient(4, email="also nobody")
    assert list(against(*people)) == [1, 3]
    outcome = outcome_of(objections(handover(people), RULES))
    assert isinstance(outcome, Refused)
    assert [place for place, _ in outcome.readers] == [1, 3]


def test_a_reader_whose_link_would_be_dead_is_refused() -> None:
    assert "mark" in against(recipient(marks={marks.UNSUBSCRIBE: "u"}))[0]


def test_own_parts_beyond_ten_thousand_bytes_are_refused() -> None:
    own = {marks.UNSUBSCRIBE: "é" * 4990, marks.PREFERENCES: "p"}
    assert "10000 bytes" in against(recipient(marks=own))[0]


def test_an_id_that_leaves_no_room_is_refused() -> None:
    assert "id" in against(recipient(reader="r" * 9000))[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("To", "x"), ("x-sg-id", "x"), ("A b", "x"), ("A:b", "x"), ("X", "a\r\nBcc: b"), ("X", "ü"), ("", "x")],
)
def test_headers_a_carrier_owns_or_cannot_write_are_refused(name: str, value: str) -> None:
    assert list(against(recipient(headers={name: value}))) == [0]
    outcome = outcome_of(objections(handover(headers={name: value}), RULES))
    assert isinstance(outcome, Halt)


@pytest.mark.parametrize(
    ("over", "word"),
    [
        pytest.param(handover(0), "no reader", id="nobody"),
        pytest.param(handover(1001), "1001 readers", id="too many"),
        pytest.param(handover(mail=mail(subject=" ")), "subject", id="no subject"),
        pytest.param(handover(mail=mail(text="")), "text", id="no text"),
        pytest.param(handover(mail=mail(html="x" * 32_000_000)), "32000", id="too large"),
        pytest.param(handover(attempt="a" * 9000), "ids", id="ids too long"),
        pytest.param(handover(sender=SENDER.__class__("A", "nobody", "", "")), "from_email", id="no sender"),
        pytest.param(
            handover(sender=SENDER.__class__("A", "a@example.org", "b", "")), "reply_to", id="no reply"
        ),
    ],
)
def test_what_is_wrong_with_the_mail_stops_the_send(over: object, word: str) -> None:
    outcome = outcome_of(objections(over, RULES))  # type: ignore[arg-type]
    assert isinstance(outcome, Halt)
    assert word in outcome.detail
    assert "\n" not in outcome.detail


def test_a_fault_of_the_mail_counts_more_than_one_of_a_reader() -> None:
    assert isinstance(outcome_of([Objection(3, "a"), Objection(None, "b")]), Halt)
    assert outcome_of([]) is None


def test_a_thousand_dull_readers_pass() -> None:
    assert objections(handover(1000), RULES) == ()
