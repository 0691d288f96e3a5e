"""Nothing secret is told on: what others say loses addresses, keys and passwords in every dress."""

import time
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.delivering.redaction import KEPT, Redaction, login_secrets, without_addresses
from digest.delivering.sendgrid import SendGridCarrier
from digest.delivering.smtp import SmtpCarrier
from digest.model.delivery import Halt, Outcome, Refused
from tests.builders.handovers import clock, handover, recipient
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import SendGridStandIn
from tests.standins.smtp import SmtpStandIn

KEY = "abcdef0123456789-of-another-house"
ANN = "ann.reader@example.org"
USER, PASSWORD = "weekly@lantern.example.org", "hunter2 & co%"


@pytest.mark.parametrize(
    "disguise",
    [
        ANN,
        ANN.upper(),
        "ann.reader%40example.org",
        "ann.reader%2540example.org",
        "ann.reader&#64;example.org",
        "ann.reader&#x40;example.org",
        "ann.reader&commat;example.org",
        "ann.reader=40example.org",
        "ann.reader\\u0040example.org",
        "ann.reader (at) example.org",
        "ann.reader[at]example.org",
        f"mailto:{ANN}",
        f"<{ANN}>",
    ],
)
def test_an_address_in_any_dress_is_taken_out(disguise: str) -> None:
    told = without_addresses(f"550 no such user {disguise} here")
    assert "ann" not in told.lower()
    assert "example.org" not in told.lower()
    assert told.startswith("550 no such user")
    assert told.endswith("here")


@pytest.mark.parametrize(
    "echo",
    [
        f"bad key {KEY}",
        f"Authorization: Bearer {KEY}",
        f'{{"authorization":"{KEY}"}}',
        f"token={quote(KEY, safe='')}",
        b64encode(KEY.encode()).decode(),
        KEY.upper(),
    ],
)
def test_a_key_of_any_shape_is_taken_out(echo: str) -> None:
    told = Redaction(KEY).of(f"it said {echo}.")
    assert KEY.lower() not in told.lower()
    assert b64encode(KEY.encode()).decode() not in told


@pytest.mark.parametrize(
    "echo",
    [
        PASSWORD,
        quote(PASSWORD, safe=""),
        b64encode(PASSWORD.encode()).decode(),
        b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode(),
        b64encode(USER.encode()).decode().rstrip("="),
    ],
)
def test_a_login_that_is_echoed_is_taken_out(echo: str) -> None:
    assert echo not in Redaction(*login_secrets(USER, PASSWORD)).of(f"535 bad {echo} given")


@settings(max_examples=25)
@given(st.integers(0, 60), st.integers(0, 60))
def test_no_beginning_of_a_secret_is_left_at_the_cut(before: int, more: int) -> None:
    text = "x " * (KEPT - 30) + "y" * before + f" {ANN} " * 20 + KEY + "z" * more
    for cut in range(len(text) - len(KEY) - more, len(text), 3):
        told = Redaction(KEY).of(text[:cut] + "tail" * 3000)
        assert KEY[:8] not in told


@given(st.text(max_size=300), st.integers(1, 100))
def test_whatever_is_said_it_is_one_printable_line_of_bounded_length(text: str, limit: int) -> None:
    told = Redaction(KEY, PASSWORD).of(text, limit, reader=ANN)
    assert len(told) <= limit
    assert told.isprintable()


def test_a_long_answer_costs_little() -> None:
    begun = time.process_time()
    for text in ("x" * 10**6, "x@" * 10**6, "&#64" * 10**6, "%" * 10**6):
        without_addresses(text)
    assert time.process_time() - begun < 10  # the square of the length would take hours


def test_a_local_part_that_a_server_quotes_alone_is_taken_out() -> None:
    told = Redaction().of("550 5.1.1 <ann.reader> unknown; joann.reader is another", reader=ANN)
    assert told == "550 5.1.1 <<address>> unknown; joann.reader is another"


# -- through the carriers -----------------------------------------------------


def told_by(outcome: Outcome) -> str:
    assert isinstance(outcome, Halt | Refused)
    return repr(outcome)


@pytest.mark.parametrize("status", [401, 403, 503])
def test_what_sendgrid_echoes_is_not_told_on(status: int) -> None:
    body = f"Bearer {KEY}; key {KEY} for {ANN}, ann.reader%40example.org".encode()
    with SendGridStandIn(key=KEY, faults=[faults.answer(status, body)]) as api:
        carrier = SendGridCarrier(api_url=api.url, api_key=KEY, timeout_seconds=3.0, clock=clock)
        said = repr(carrier.submit(handover([recipient(1, email=ANN)])))
        carrier.close()
    assert "It said" in said
    assert KEY not in said
    assert "ann" not in said


def test_what_sendgrid_says_of_a_reader_is_told_without_the_key() -> None:
    entry = (f"{KEY}: no valid address: ann.reader&#64;example.org", "personalizations.0.to.0.email")
    with SendGridStandIn(key=KEY, faults=[faults.errors(400, entry)]) as api:
        carrier = SendGridCarrier(api_url=api.url, api_key=KEY, timeout_seconds=3.0, clock=clock)
        said = told_by(carrier.submit(handover([recipient(1, email=ANN)])))
        carrier.close()
    assert KEY not in said
    assert "ann" not in said


@pytest.mark.parametrize(
    "script",
    [
        {"rcpt": {"*": f"550 5.1.1 <{ANN}> ann.reader unknown, says hunter2"}},
        {"mail": {"*": "553 5.7.1 hunter2 aHVudGVyMg== AHdlZWtseQBodW50ZXIy"}},
    ],
    ids=["of the reader", "of the login"],
)
def test_what_a_mail_server_echoes_is_not_told_on(script: dict[str, Any]) -> None:
    with SmtpStandIn(login=("weekly", "hunter2"), **script) as server:
        carrier = SmtpCarrier(server.url_with("weekly", "hunter2"), 3.0, clock)
        said = told_by(carrier.submit(handover([recipient(1, email=ANN)])))
        carrier.close()
    for secret in ("hunter2", "aHVudGVyMg", "AHdlZWtseQBodW50ZXIy", "ann"):
        assert secret not in said
