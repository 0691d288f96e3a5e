"""What the mail API refuses, checked as strictly as its documentation says.

Written apart from the code under test and sharing nothing with it: a rule that
is wrong in one must not be wrong in the other.
"""

import re
from collections.abc import Iterator
from typing import Any

Fault = tuple[str, str | None]
"""(message, field); the field is None where the real API names none."""

TOP = {
    "personalizations": list,
    "from": dict,
    "reply_to": dict,
    "subject": str,
    "content": list,
    "headers": dict,
    "categories": list,
    "custom_args": dict,
    "send_at": int,
    "batch_id": str,
    "asm": dict,
    "ip_pool_name": str,
    "mail_settings": dict,
    "tracking_settings": dict,
}
PERSONAL = {
    "to": list,
    "cc": list,
    "bcc": list,
    "from": dict,
    "subject": str,
    "headers": dict,
    "substitutions": dict,
    "custom_args": dict,
    "send_at": int,
}
TRACKING = {"click_tracking", "open_tracking", "subscription_tracking", "ganalytics"}
MAIL_SETTINGS = {
    "bypass_list_management",
    "bypass_spam_management",
    "bypass_bounce_management",
    "bypass_unsubscribe_management",
    "footer",
    "sandbox_mode",
}
RESERVED = {
    "x-sg-id",
    "x-sg-eid",
    "received",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "to",
    "from",
    "subject",
    "reply-to",
    "cc",
    "bcc",
}
SHAPE = re.compile(
    r"^[^@\s,;<>()\"]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$"
)
HEADER_NAME = re.compile(r"^[!-9;-~]+$")
MAX_BYTES = 31_457_280


def faults_of(payload: Any) -> list[Fault]:
    """Every fault, in the order of the payload; an empty list is a yes."""
    if not isinstance(payload, dict):
        return [("Bad Request", None)]
    return [*_shape(payload, TOP, ""), *_message(payload), *_people(payload)]


def _shape(part: dict[str, Any], known: dict[str, type], prefix: str) -> Iterator[Fault]:
    for key, value in part.items():
        if key not in known:
            yield "Additional property is not allowed", f"{prefix}{key}"
        elif not isinstance(value, known[key]) or isinstance(value, bool):
            yield "Invalid type", f"{prefix}{key}"


def _message(payload: dict[str, Any]) -> Iterator[Fault]:
    yield from _address(payload.get("from"), "from")
    if "reply_to" in payload:
        yield from _address(payload["reply_to"], "reply_to")
    subject = payload.get("subject", "")
    if not isinstance(subject, str) or not subject.strip() or "\n" in subject or "\r" in subject:
        yield "The subject is required and is one line", "subject"
    yield from _content(payload.get("content"))
    yield from _headers(payload.get("headers", {}), "headers")
    yield from _strings(payload.get("custom_args", {"a": ""}), can_be_empty=False)
    yield from _categories(payload.get("categories", []))
    yield from _settings(payload)


def _content(content: Any) -> Iterator[Fault]:
    if not isinstance(content, list) or not content:
        yield "The content value must be an array of at least one object", "content"
        return
    kinds = [entry.get("type") for entry in content if isinstance(entry, dict)]
    if kinds not in (["text/plain"], ["text/html"], ["text/plain", "text/html"]):
        yield "The text/plain content must come first, followed by text/html", "content"
    for place, entry in enumerate(content):
        if not isinstance(entry, dict) or not isinstance(entry.get("value"), str) or not entry["value"]:
            yield (
                "The content value must be a string at least one character in length",
                f"content.{place}.value",
            )


def _categories(categories: Any) -> Iterator[Fault]:
    if (
        not isinstance(categories, list)
        or len(categories) > 10
        or len(set(map(str, categories))) != len(categories)
    ):
        yield "At most 10 different categories", "categories"
        return
    for place, entry in enumerate(categories):
        if not isinstance(entry, str) or not entry.isascii() or not 1 <= len(entry) <= 255:
            yield "A category is ASCII of at most 255 characters", f"categories.{place}"


def _settings(payload: dict[str, Any]) -> Iterator[Fault]:
    for key, known in (("tracking_settings", TRACKING), ("mail_settings", MAIL_SETTINGS)):
        for name, value in dict(payload.get(key) or {}).items():
            if name not in known or not isinstance(value, dict) or not isinstance(value.get("enable"), bool):
                yield "Unknown or badly typed setting", f"{key}.{name}"


def _people(payload: dict[str, Any]) -> Iterator[Fault]:
    people = payload.get("personalizations")
    if not isinstance(people, list) or not 1 <= len(people) <= 1000:
        yield "The personalizations field is required and has 1 to 1000 objects", "personalizations"
        return
    seen: set[str] = set()
    shared = _bytes(payload.get("custom_args", {}))
    for place, person in enumerate(people):
        yield from _person(person, f"personalizations.{place}", seen, shared)


def _person(person: Any, field: str, seen: set[str], shared: int) -> Iterator[Fault]:
    if not isinstance(person, dict):
        yield "Invalid type", field
        return
    yield from _shape(person, PERSONAL, f"{field}.")
    to = person.get("to")
    if not isinstance(to, list) or not to:
        yield "The to array is required and has at least one object", f"{field}.to"
        return
    for place, entry in enumerate(to):
        yield from _address(entry, f"{field}.to.{place}")
        email = str(entry.get("email", "")).lower() if isinstance(entry, dict) else ""
        if email in seen:
            yield "Each email address in the personalization block should be unique", f"{field}.to"
        seen.add(email)
    yield from _headers(person.get("headers", {}), f"{field}.headers")
    own, substitutions = person.get("custom_args", {"a": ""}), person.get("substitutions", {})
    yield from _strings(own, can_be_empty=False)
    yield from _strings(substitutions, can_be_empty=True)
    if _bytes(own) + shared > 10_000:
        yield "The custom_args are limited to 10000 bytes", f"{field}.custom_args"
    if _bytes(substitutions) > 10_000:
        yield "The substitutions are limited to 10000 bytes", f"{field}.substitutions"


def _address(entry: Any, field: str) -> Iterator[Fault]:
    if not isinstance(entry, dict) or set(entry) - {"email", "name"}:
        yield "Invalid type", field
        return
    email, name = entry.get("email"), entry.get("name", "")
    if not isinstance(email, str) or not email.isascii() or not SHAPE.match(email):
        yield "Does not contain a valid address.", f"{field}.email"
    if not isinstance(name, str) or set(name) & set(";,\r\n"):
        yield "The name holds a forbidden character", f"{field}.name"


def _headers(headers: Any, field: str) -> Iterator[Fault]:
    if not isinstance(headers, dict):
        return
    if len({name.lower() for name in headers}) != len(headers):
        yield "Duplicate header", field
    for name, value in headers.items():
        if not HEADER_NAME.match(name) or name.lower() in RESERVED:
            yield "The header name is reserved or badly formed", f"{field}.{name}"
        elif not isinstance(value, str) or not value.isascii() or "\r" in value or "\n" in value:
            yield "The header value must be one line of ASCII", f"{field}.{name}"


def _strings(values: Any, *, can_be_empty: bool) -> Iterator[Fault]:
    """The real API answers this with a field of null."""
    is_typed = isinstance(values, dict) and all(isinstance(value, str) for value in values.values())
    if not is_typed or not (values or can_be_empty):
        yield "Bad Request", None


def _bytes(values: Any) -> int:
    if not isinstance(values, dict):
        return 0
    return sum(len(str(k).encode()) + len(str(v).encode()) for k, v in values.items())
