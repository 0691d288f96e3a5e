"""The body of ``POST /v3/mail/send``, built as bytes.

All that a variant's batches share is encoded once; a request is the readers'
part in front of it. That costs about a sixth of the ``sendgrid`` package's own
objects and keeps the readers in the order of the batch, so that place N in an
error is reader N.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from digest.delivering.headers import ascii_address, one_line
from digest.delivering.message import constant_headers
from digest.delivering.transfer import fill
from digest.model import marks
from digest.model.delivery import Handover, Mail, Recipient, Sender

CATEGORY = "digest"
ATTEMPT_KEY = "attempt_id"
"""Not ``attempt``: a deferred event says under that name how often SendGrid has tried."""


class _Address(msgspec.Struct, gc=False, frozen=True, omit_defaults=True):
    email: str
    name: str = ""


class _Reader(msgspec.Struct, gc=False, frozen=True):
    reader: str


class _Personalization(msgspec.Struct, gc=False, frozen=True, omit_defaults=True):
    to: tuple[_Address]
    custom_args: _Reader
    substitutions: Mapping[str, str] = msgspec.field(default_factory=dict)
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


def request_body(handover: Handover, *, is_sandbox: bool = False) -> bytes:
    """The whole request. In the sandbox SendGrid checks it and sends nothing."""
    names = _personal_headers(handover.headers)
    readers = [_personalization(r, handover, names) for r in handover.recipients]
    return _spliced(handover, readers, is_sandbox=is_sandbox)


def probe_body(handover: Handover) -> bytes:
    """The same mail to the sender alone, in the sandbox: is the mail itself at fault?"""
    to = _Address(ascii_address(handover.sender.from_email))
    return _spliced(handover, [_Personalization((to,), _Reader("probe"))], is_sandbox=True)


def category_of(edition: str) -> str:
    """At most 255 characters of ASCII (SendGrid, errors page)."""
    return f"{CATEGORY}-{edition.encode('ascii', 'replace').decode()}"[:255]


def display_name(name: str) -> str:
    """SendGrid refuses ``;`` and ``,`` in a name; nobody should miss an edition for a comma."""
    return one_line(name.replace(";", " ").replace(",", " "))


def _spliced(handover: Handover, readers: Sequence[_Personalization], *, is_sandbox: bool) -> bytes:
    ids = {"edition": handover.edition, "batch": handover.batch, ATTEMPT_KEY: handover.attempt}
    fixed = {n: v for n, v in constant_headers(handover).items() if not _has_mark(v)}
    parts = [
        b'{"personalizations":',
        msgspec.json.encode(readers),
        b',"custom_args":',
        msgspec.json.encode(ids),
        b',"mail_settings":{"sandbox_mode":{"enable":true}}' if is_sandbox else b"",
        b",",
        _constant(handover.mail, handover.sender, handover.edition, tuple(fixed.items()))[1:],
    ]
    return b"".join(parts)


@lru_cache(maxsize=32)  # variants in flight at once; each holds one rendered mail
def _constant(mail: Mail, sender: Sender, edition: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    """What does not depend on readers. Tracking is off in words, unless the newsroom asked for it.

    Subscription tracking left to the account would put a second
    List-Unsubscribe beside ours; click tracking would rewrite its links.
    """
    off, as_asked = {"enable": False}, {"enable": sender.tracking}
    content = [("text/plain", mail.text), ("text/html", mail.html)]
    body = {
        "from": _Address(ascii_address(sender.from_email), display_name(sender.from_name)),
        **({"reply_to": _Address(ascii_address(sender.reply_to))} if sender.reply_to else {}),
        "subject": one_line(mail.subject),
        "content": [{"type": kind, "value": value} for kind, value in content if value.strip()],
        **({"headers": dict(headers)} if headers else {}),
        "categories": [CATEGORY, category_of(edition)],
        "tracking_settings": {
            "click_tracking": {"enable": sender.tracking, "enable_text": False},
            "open_tracking": as_asked,
            "subscription_tracking": off,
            "ganalytics": off,
        },
    }
    return msgspec.json.encode(body)


def _personalization(recipient: Recipient, handover: Handover, names: frozenset[str]) -> _Personalization:
    headers = recipient.headers
    if names:
        own = {n: fill(handover.headers[n], recipient.marks) for n in names}
        headers = {**own, **headers}
    to = _Address(ascii_address(recipient.email), display_name(recipient.name))
    return _Personalization((to,), _Reader(recipient.reader), recipient.marks, headers)


def _personal_headers(headers: Mapping[str, str]) -> frozenset[str]:
    """Headers of all that hold a mark: SendGrid puts no substitutions into headers."""
    return frozenset(name for name, value in headers.items() if _has_mark(value))


def _has_mark(value: str) -> bool:
    return any(mark in value for mark in marks.ALL)
