"""The body of a request."""

import json
from typing import Any

import pytest

from digest.delivering.sendgrid_payload import category_of, display_name, probe_body, request_body
from digest.model.delivery import Handover
from tests.builders.handovers import SENDER, handover, mail, recipient
from tests.standins.sendgrid_rules import faults_of


def payload(over: Handover, **changes: Any) -> dict[str, Any]:
    read = json.loads(request_body(over, **changes))
    assert isinstance(read, dict)
    return read


def test_a_request_says_who_what_and_that_nothing_is_tracked() -> None:
    sent = payload(handover(1))
    assert sent["from"] == {"email": "weekly@meridian.example.org", "name": "The Meridian Post"}
    assert sent["reply_to"] == {"email": "editors@meridian.example.org"}
    assert [part["type"] for part in sent["content"]] == ["text/plain", "text/html"]
    assert sent["categories"] == ["digest", "digest-2026-W47"]
    assert sent["custom_args"] == {"edition": "2026-W47", "batch": "b-17", "attempt_id": "a-17-1"}
    assert sent["headers"] == {
        "List-Id": "Meridian weekly <weekly.meridian.example.org>",
        "Precedence": "list",
    }
    assert all(setting["enable"] is False for setting in sent["tracking_settings"].values())
    assert {"click_tracking", "open_tracking", "subscription_tracking"} <= sent["tracking_settings"].keys()
    assert "mail_settings" not in sent


def test_a_reader_gets_their_own_links_and_id() -> None:
    (person,) = payload(handover([recipient(7)]))["personalizations"]
    assert person == {
        "to": [{"email": "reader000007@example.org", "name": "Reader 7"}],
        "custom_args": {"reader": "r000007"},
        "substitutions": dict(recipient(7).marks),
        "headers": dict(recipient(7).headers),
    }


def test_readers_keep_the_order_of_the_batch() -> None:
    people = payload(handover(1000))["personalizations"]
    assert [p["custom_args"]["reader"] for p in people] == [f"r{n:06}" for n in range(1, 1001)]


def test_no_address_travels_where_sendgrid_keeps_it_for_long() -> None:
    sent = payload(handover(3))
    kept = json.dumps(
        [sent["custom_args"], sent["categories"], [p["custom_args"] for p in sent["personalizations"]]]
    )
    assert "@" not in kept


def test_the_sandbox_is_asked_for_only_where_meant() -> None:
    assert payload(handover(1), is_sandbox=True)["mail_settings"] == {"sandbox_mode": {"enable": True}}
    probe = json.loads(probe_body(handover(5)))
    assert probe["mail_settings"] == {"sandbox_mode": {"enable": True}}
    assert [p["to"][0]["email"] for p in probe["personalizations"]] == ["weekly@meridian.example.org"]
    assert faults_of(probe) == []


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_a_strict_reader_of_the_rules_has_no_objection(count: int) -> None:
    assert faults_of(payload(handover(count))) == []


def test_another_mail_or_sender_is_never_confused_with_the_last() -> None:
    first = payload(handover(1))
    second = payload(handover(1, mail=mail(subject="Another week")))
    third = payload(
        handover(1, edition="2026-W48", sender=SENDER.__class__("Other", "o@example.org", "", ""))
    )
    assert (first["subject"], second["subject"]) == ("The week in five regions", "Another week")
    assert third["from"]["name"] == "Other"
    assert "reply_to" not in third
    assert third["categories"] == ["digest", "digest-2026-W48"]


def test_a_text_only_mail_has_one_part() -> None:
    sent = payload(handover(1, mail=mail(html="")))
    assert [part["type"] for part in sent["content"]] == ["text/plain"]


def test_categories_and_names_are_what_sendgrid_bears() -> None:
    assert category_of("Woche-ü-" + "x" * 300).isascii()
    assert len(category_of("x" * 300)) == 255
    assert display_name("Smith, Jane; (Ms)\n") == "Smith Jane (Ms)"
