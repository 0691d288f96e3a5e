"""What SendGrid's answers mean for a batch. Pure.

====================================  ==========================================
1xx                                   no answer yet: uncertain if there comes none
202                                   submitted, even if the rest was cut
200                                   only checked (sandbox): halt, never submitted
other 2xx, 3xx                        not the mail API: halt
400 naming ``personalizations.N``     reader N is refused, nobody got anything
400 naming anything else              the mail is at fault: halt
400 naming nothing                    ``Unlocated``: to be searched for
401, 403                              key, credits, sender: halt
404, 405, 415, other 4xx              wrong address or a fault of ours: halt
413                                   too large: halt, or refused if it is one reader
408                                   it did not get the whole request: retry
429                                   nothing taken: retry at the reset
5xx                                   nobody knows: uncertain
====================================  ==========================================

A 5xx that came before the request had left as a whole is a retry.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from digest.delivering.posting import Reply
from digest.delivering.redaction import KEPT, Redaction
from digest.model.delivery import Halt, Outcome, Refused, Retry, Submitted, Uncertain

MAX_WAIT_SECONDS = 120.0
_PLACE = re.compile(r"personalizations[.\[](\d{1,6})(?:[.\]]|$)")
_CREDITS = re.compile(r"credits", re.IGNORECASE)

SANDBOX = Halt(
    "SendGrid answered 200: it checked the batch and sent nothing (sandbox mode). "
    "Turn sandbox mode off, or mend SENDGRID_API_URL, then resume."
)
TOO_LARGE = Halt(
    "SendGrid says the batch is too large (413). Nothing was handed over; make the mail smaller "
    "or plan smaller batches, then resume."
)


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A 400 that names neither a reader nor a part of the mail. Nothing was taken."""


@dataclass(frozen=True, slots=True)
class _Fault:
    field: str
    message: str


def outcome_of_reply(reply: Reply, *, count: int, now: datetime, redaction: Redaction) -> Outcome | Unlocated:
    """What the reply means for a batch of ``count`` readers. Bad bodies count by status alone.

    What it says is told without what ``redaction`` knows to be secret.
    """
    status = reply.status
    if status < 200:
        return Uncertain(f"SendGrid answered {status} and nothing after it: nobody knows.")
    if status == 202:
        return _taken(reply, redaction)
    if status == 200:
        return SANDBOX
    if status == 400:
        return _refusal(reply, count, redaction)
    if status == 413:
        return Refused(((0, "the mail is too large for SendGrid (413)"),)) if count == 1 else TOO_LARGE
    if status == 408:
        return Retry("SendGrid did not get the whole request (408).", 3.0)
    if status == 429:
        return Retry("SendGrid asks to wait (429).", _wait_seconds(reply.headers, now))
    if status >= 500:
        return _server_fault(reply, redaction)
    return Halt(_halt_text(reply, redaction))


def _taken(reply: Reply, redaction: Redaction) -> Outcome:
    if reply.is_early:
        return Uncertain("SendGrid answered 202 before the whole batch had left.")
    return Submitted(message_id=redaction.of(reply.headers.get("x-message-id", ""), 200))


def _server_fault(reply: Reply, redaction: Redaction) -> Outcome:
    said = f"SendGrid answered {reply.status}"
    if reply.is_early:
        return Retry(f"{said} before the whole batch had left.", 3.0)
    return Uncertain(f"{said}, and nobody knows whether it took the batch.{_said(reply, redaction)}")


def _refusal(reply: Reply, count: int, redaction: Redaction) -> Outcome | Unlocated:
    faults = _faults(reply.body, redaction)
    general = [f for f in faults if f.field and not f.field.startswith("personalizations")]
    if general:
        named = "; ".join(f"{f.field}: {f.message}" for f in general[:3])
        return Halt(
            f"SendGrid refuses the mail (400): {named}. Nothing was handed over; mend it, then resume."
        )
    places: dict[int, str] = {}
    for fault in faults:
        match = _PLACE.match(fault.field)
        if match and int(match[1]) < count:
            places.setdefault(int(match[1]), fault.message)
    if places:
        return Refused(tuple(sorted(places.items())))
    return Unlocated()


def _faults(body: bytes, redaction: Redaction) -> list[_Fault]:
    """The errors a body names; none if it cannot be read. Never raises."""
    try:
        document = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return []
    errors = document.get("errors") if isinstance(document, dict) else None
    if not isinstance(errors, list):
        return []
    return [_fault(error, redaction) for error in errors if isinstance(error, dict)]


def _fault(error: Mapping[str, Any], redaction: Redaction) -> _Fault:
    field = error.get("field")
    message = error.get("message")
    is_named = isinstance(field, str) and field != "null"  # the word stands in SendGrid's own examples
    return _Fault(
        redaction.of(field, 200) if is_named and isinstance(field, str) else "",
        redaction.of(message, 200) if isinstance(message, str) else "refused without a reason",
    )


NOT_THE_API = "this is not the mail API; look at SENDGRID_API_URL"
_MEANINGS = {
    401: "the key is not accepted; look at SENDGRID_API_KEY",
    403: "the key may not send, or the sender is not verified; look at both in SendGrid's console",
    404: NOT_THE_API,
    405: NOT_THE_API,
    415: NOT_THE_API,
}


def _halt_text(reply: Reply, redaction: Redaction) -> str:
    status = reply.status
    if status == 401 and _CREDITS.search(reply.body[:KEPT].decode("utf-8", "replace")):
        return "SendGrid: the account's credits are used up (401). Top them up, then resume."
    meaning = _MEANINGS.get(status, NOT_THE_API if status < 400 else "it refuses the request")
    return f"SendGrid answered {status}: {meaning}, then resume. Nothing was handed over.{_said(reply, redaction)}"


def _said(reply: Reply, redaction: Redaction) -> str:
    """The beginning of what the answer said: of JSON its messages, else its text."""
    messages = "; ".join(f.message for f in _faults(reply.body, redaction))
    text = messages or redaction.of(reply.body[: 4 * KEPT].decode("utf-8", "replace"))
    return f" It said: {text[:KEPT]}" if text else ""


def _wait_seconds(headers: Mapping[str, str], now: datetime) -> float:
    """From 1 second to two minutes, by the other side's own clock where it tells the time."""
    reset = _number(headers.get("x-ratelimit-reset", ""))
    after = _number(headers.get("retry-after", ""))
    wait = after if after is not None else 1.0
    if reset is not None:
        wait = reset - _their_now(headers, now).timestamp()
    return min(max(wait, 1.0), MAX_WAIT_SECONDS)


def _their_now(headers: Mapping[str, str], now: datetime) -> datetime:
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return now


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
