"""One mail as bytes (RFC 5322), for the carriers that take whole messages."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b

from digest.delivering.headers import (
    header_line,
    list_id,
    mailbox,
    message_id,
    one_line,
    unstructured,
)
from digest.delivering.transfer import encoded, fill
from digest.model.delivery import Handover, Recipient

OWN_HEADERS = frozenset(
    {
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "reply-to",
        "subject",
        "to",
    }
)


def build_message(handover: Handover, recipient: Recipient, now: datetime) -> bytes:
    """The mail of one reader: text first, then HTML, marks replaced, no line beyond 998.

    The same arguments give the same bytes. ``now`` is aware and becomes the
    Date. Headers of the reader win over those of the handover; neither can
    replace From, To, Subject and the others that are written here. A mail
    without HTML is text alone.
    """
    sender, mail = handover.sender, handover.mail
    lines = [
        header_line("From", mailbox(sender.from_name, sender.from_email)),
        header_line("To", mailbox(recipient.name, recipient.email)),
        header_line("Subject", unstructured(fill(mail.subject, recipient.marks))),
        *([header_line("Reply-To", mailbox("", sender.reply_to))] if sender.reply_to else []),
        header_line("Date", format_datetime(now.astimezone(UTC))),
        header_line("Message-ID", message_id(handover.attempt, recipient.reader, sender)),
        *(header_line(name, value) for name, value in _other_headers(handover, recipient).items()),
        header_line("MIME-Version", "1.0"),
    ]
    return b"".join((*lines, _body(handover, recipient)))


def constant_headers(handover: Handover) -> dict[str, str]:
    """What every mail of the list carries, whoever takes it.

    ``Precedence`` keeps away the answers of people on holiday.
    """
    identifier = list_id(handover.sender)
    ours = {"List-Id": identifier} if identifier else {}
    return {**ours, "Precedence": "list", **handover.headers}


def _other_headers(handover: Handover, recipient: Recipient) -> dict[str, str]:
    ids = {
        "X-Keepreading-Edition": handover.edition,
        "X-Keepreading-Batch": handover.batch,
        "X-Keepreading-Attempt": handover.attempt,
    }
    merged: dict[str, tuple[str, str]] = {}
    for name, value in ({**constant_headers(handover), **ids} | recipient.headers).items():
        clean = re.sub(r"[^!-9;-~]", "", name)
        if clean and clean.lower() not in OWN_HEADERS:
            merged[clean.lower()] = (clean, _value(fill(value, recipient.marks)))
    return dict(merged.values())


def _value(value: str) -> str:
    """Unencoded where it can be: an address in a List- header must stay as it is."""
    value = one_line(value)
    return value if value.isascii() else unstructured(value)


def _boundary(handover: Handover, recipient: Recipient) -> str:
    """Cannot stand in quoted-printable text: that never holds ``=_`` (RFC 2045 section 6.7)."""
    seed = f"{handover.attempt}\0{recipient.reader}".encode("utf-8", "replace")
    return f"=_{blake2b(seed, digest_size=12).hexdigest()}"


def _body(handover: Handover, recipient: Recipient) -> bytes:
    """The headers that tell what follows, and what follows."""
    mail = handover.mail
    text = _part("text/plain", mail.text, recipient)
    if not mail.html.strip():
        return text
    html = _part("text/html", mail.html, recipient)
    boundary = _boundary(handover, recipient)
    head = header_line("Content-Type", f'multipart/alternative; boundary="{boundary}"')
    start = f"--{boundary}\r\n".encode()
    return b"".join((head, b"\r\n", start, text, start, html, f"--{boundary}--\r\n".encode()))


def _part(kind: str, text: str, recipient: Recipient) -> bytes:
    encoding, body = encoded(text, recipient.marks)
    kind_line = header_line("Content-Type", f"{kind}; charset=utf-8")
    return b"".join((kind_line, header_line("Content-Transfer-Encoding", encoding), b"\r\n", body))
