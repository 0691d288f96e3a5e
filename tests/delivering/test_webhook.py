"""SendGrid's events: signed, and strange in every way seen in the wild."""

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from digest.delivering.webhook import EPOCH, read_events, verify_signature
from digest.errors import SettingsError
from digest.model.delivery import CarrierEvent
from tests.standins.sendgrid import Accepted
from tests.standins.sendgrid_events import Signer, webhook_body

SIGNER = Signer()
BATCH = Accepted("a-17-1", "b-17", "2026-W47", ["r1", "r2"], ["one@example.org", "two@example.org"], "m" * 22)
RAW = webhook_body([BATCH])
AT = "1795000000"


def one(**fields: Any) -> CarrierEvent:
    dull = {"event": "delivered", "attempt_id": "a-1", "reader": "r1", "timestamp": 1795000000}
    events, problems = read_events(json.dumps([dull | fields]).encode())
    assert problems == ()
    return events[0]


def test_a_signed_post_is_theirs() -> None:
    assert verify_signature(SIGNER.public_key, RAW, AT, SIGNER.sign(RAW, AT))


def test_a_key_pasted_with_its_pem_lines_is_the_same_key() -> None:
    pem = f"-----BEGIN PUBLIC KEY-----\n{SIGNER.public_key}\n-----END PUBLIC KEY-----\n"
    assert verify_signature(pem, RAW, AT, SIGNER.sign(RAW, AT))


@pytest.mark.parametrize(
    ("raw", "timestamp", "signature"),
    [
        pytest.param(RAW.rstrip(), AT, SIGNER.sign(RAW, AT), id="without the line end"),
        pytest.param(RAW + b" ", AT, SIGNER.sign(RAW, AT), id="one byte more"),
        pytest.param(RAW, "1795000001", SIGNER.sign(RAW, AT), id="another time"),
        pytest.param(RAW, AT, Signer().sign(RAW, AT), id="another key"),
        pytest.param(RAW, None, SIGNER.sign(RAW, AT), id="no time"),
        pytest.param(RAW, AT, None, id="no signature"),
        pytest.param(RAW, AT, "", id="an empty signature"),
        pytest.param(RAW, AT, "not base64!", id="no base64"),
        pytest.param(RAW, AT, "äöü", id="beyond ASCII"),
        pytest.param(RAW, "äöü", SIGNER.sign(RAW, AT), id="a time beyond ASCII"),
        pytest.param(b"\xff\xfe", AT, SIGNER.sign(b"\xff\xfe", AT), id="a body that is no UTF-8"),
        pytest.param(RAW, AT, base64.b64encode(b"x" * 70).decode(), id="no signature at all"),
    ],
)
def test_anything_else_is_not(raw: bytes, timestamp: str | None, signature: str | None) -> None:
    assert verify_signature(SIGNER.public_key, raw, timestamp, signature) is False


def other_key() -> str:
    key = rsa.generate_private_key(65537, 2048).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, form)).decode()


@pytest.mark.parametrize("key", ["", "nonsense", "ä", pytest.param(other_key(), id="RSA")])
def test_a_key_that_is_none_is_a_setting_to_mend(key: str) -> None:
    with pytest.raises(SettingsError, match="SENDGRID_WEBHOOK_KEY"):
        verify_signature(key, RAW, AT, SIGNER.sign(RAW, AT))


def test_events_name_attempt_and_reader() -> None:
    events, problems = read_events(RAW)
    assert problems == ()
    assert [(e.kind, e.attempt, e.reader) for e in events] == [
        ("processed", "a-17-1", "r1"),
        ("processed", "a-17-1", "r2"),
    ]
    assert events[0].at == datetime.fromtimestamp(1795000000, UTC)


def test_the_count_of_tries_is_not_taken_for_our_attempt() -> None:
    events, _ = read_events(webhook_body([BATCH], "deferred"))
    assert {e.attempt for e in events} == {"a-17-1"}
    assert one(event="deferred", attempt="5", attempt_id=None).attempt == ""
    assert one(attempt="a-2", attempt_id=None).attempt == "a-2"


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("processed", "processed"),
        ("Processed", "processed"),
        ("delivered", "delivered"),
        ("deferred", "deferred"),
        ("bounce", "bounced"),
        ("dropped", "dropped"),
        ("spamreport", "complained"),
        ("unsubscribe", "unsubscribed"),
        ("group_unsubscribe", "unsubscribed"),
        ("open", "opened"),
        ("click", "clicked"),
    ],
)
def test_kinds_are_told_in_our_words(event: str, kind: str) -> None:
    assert one(event=event).kind == kind


def test_a_blocked_mail_is_not_a_bounce() -> None:
    assert one(event="bounce", type="blocked").kind == "blocked"
    assert one(event="bounce", type="bounce").kind == "bounced"


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [
        (1795000000, datetime.fromtimestamp(1795000000, UTC)),
        ("1795000000", datetime.fromtimestamp(1795000000, UTC)),
        (1795000000123, datetime.fromtimestamp(1795000000.123, UTC)),
        (None, EPOCH),
        ("soon", EPOCH),
        (10**30, EPOCH),
        (-(10**30), EPOCH),
        (float("nan"), EPOCH),
        ([], EPOCH),
    ],
)
def test_times_come_in_seconds_or_milliseconds_as_number_or_text(timestamp: Any, at: datetime) -> None:
    assert one(timestamp=timestamp).at == at


def test_what_is_said_is_kept_without_addresses() -> None:
    event = one(
        event="bounce",
        reason="550 <one@example.org> unknown",
        status="5.1.1",
        bounce_classification="Invalid Address",
    )
    assert event.detail == "550 <<address>> unknown; Invalid Address; 5.1.1"
    assert one(event="open", sg_machine_open=True).detail == "opened by a machine"
    assert one(event="click", url="https://example.org/a?b=c").url == "https://example.org/a?b=c"


def test_mail_that_is_not_ours_has_no_attempt() -> None:
    events, problems = read_events(
        b'[{"event":"open","email":"x@example.org","category":["a"],"timestamp":1}]'
    )
    assert (events[0].attempt, events[0].reader, problems) == ("", "", ())


def test_an_event_without_an_id_has_the_same_one_each_time() -> None:
    assert one(sg_event_id="e1").event_id == "e1"
    assert one().event_id == one().event_id != one(event="open").event_id


def test_one_strange_event_never_costs_the_others() -> None:
    good = {"event": "delivered", "attempt_id": "a-1", "reader": "r1", "timestamp": 1}
    strange: list[Any] = [
        7,
        None,
        [],
        "x",
        {},
        {"event": 7},
        {"event": "group_resubscribe"},
        {"event": "account_status_change"},
    ]
    events, problems = read_events(json.dumps([good, *strange, good]).encode())
    assert len(events) == 2
    assert len(problems) == len(strange)
    assert "account" in problems[-1]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff", b"[" * 100_000, b"null", b"7"],
)
def test_a_body_that_is_no_list_of_events_is_told_not_raised(raw: bytes) -> None:
    events, problems = read_events(raw)
    assert events == ()
    assert problems


def test_bytes_and_halves_of_characters_are_borne() -> None:
    raw = b'[{"event":"bounce","attempt_id":"a-1","reader":"r1","reason":"\xff \\ud800 \\u0000 \x01"}]'
    (event,), problems = read_events(raw)
    assert problems == ()
    assert event.attempt == "a-1"
    event.detail.encode()
    assert "\0" not in event.detail


@given(st.binary())
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    read_events(raw)
    assert verify_signature(SIGNER.public_key, raw, AT, "AAAA") is False


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["event", "type", "timestamp", "attempt_id", "attempt", "reader", "url", "reason", "sg_event_id"]
)


@given(
    st.lists(st.dictionaries(keys, json_values | st.sampled_from(["open", "bounce", "click"])), max_size=5)
)
def test_every_entry_is_an_event_or_a_problem(entries: list[dict[str, Any]]) -> None:
    events, problems = read_events(json.dumps(entries).encode())
    assert len(events) + len(problems) == len(entries)


def shared(name: str) -> Any:
    """Published samples: other people's, so they lie outside the project."""
    folder = os.environ.get("KEEPREADING_SHARED")
    if not folder:
        pytest.skip("KEEPREADING_SHARED names no folder with published samples")
    return json.loads((Path(folder) / "facts" / "sendgrid" / name).read_text())


def test_the_published_signed_sample_verifies() -> None:
    sample = shared("webhook_signed_sample.json")
    raw = sample["payload"].encode()
    assert verify_signature(sample["public_key"], raw, sample["timestamp"], sample["signature"])
    assert not verify_signature(sample["public_key"], raw.rstrip(), sample["timestamp"], sample["signature"])


def test_every_published_event_is_read_or_told() -> None:
    samples = [entry["event"] for entry in shared("webhook_event_samples.json")]
    events, problems = read_events(json.dumps(samples).encode())
    assert len(events) + len(problems) == len(samples)
    assert all("group_resubscribe" in problem for problem in problems)
