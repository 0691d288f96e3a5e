"""What a carrier would refuse, found before anything leaves. Pure.

One bad address makes SendGrid refuse a whole request of 1000 readers, so each
is looked at here first. An objection to a reader sets that reader aside; an
objection to the mail or the batch stops the send, for a person must mend it.
Texts hold no address.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from digest.delivering.headers import ascii_address
from digest.model import marks
from digest.model.delivery import Halt, Handover, Recipient, Refused

MAX_LOCAL_PART = 64  # RFC 5321 section 4.5.3.1.1
MAX_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_SHAPE = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_HEADER_NAME = re.compile(r"[!-9;-~]+")  # RFC 5322 section 2.2: printable ASCII without a colon


@dataclass(frozen=True, slots=True)
class Rules:
    """What one carrier bears. Sizes are in bytes.

    ``max_personal_bytes`` is for the marks of one reader, and again for the
    ids that travel with the mail. ``reserved`` are header names in lower case.
    """

    max_batch: int
    max_bytes: int
    max_personal_bytes: int
    reserved: frozenset[str]


@dataclass(frozen=True, slots=True)
class Objection:
    """``place`` is the reader's place in the batch; None: the mail or the batch itself."""

    place: int | None
    reason: str


def objections(handover: Handover, rules: Rules) -> tuple[Objection, ...]:
    """Everything that speaks against this handover: first the mail, then readers in order.

    A mail without HTML is a mail for those who want text only; one without
    text is a fault.
    """
    mail = (Objection(None, reason) for reason in _against_mail(handover, rules))
    return (*mail, *_against_readers(handover, rules))


def outcome_of(found: Iterable[Objection]) -> Refused | Halt | None:
    """Halt if the mail itself is at fault, Refused if readers are, None if nothing is."""
    found = tuple(found)
    general = [o.reason for o in found if o.place is None]
    if general:
        return Halt(f"Nothing was handed over: {'; '.join(general[:5])}.")
    readers = tuple((o.place, o.reason) for o in found if o.place is not None)
    return Refused(readers) if readers else None


def address_fault(email: str) -> str | None:
    """Why no mail can go to this address, or None."""
    if len(email) <= MAX_LOCAL_PART and _SHAPE.fullmatch(email):
        return None
    local, at, _domain = email.rpartition("@")
    if not at:
        return "the address has no @"
    if not local.isascii():
        return "the part before the @ holds characters beyond ASCII, which the carrier cannot deliver to"
    if len(local) > MAX_LOCAL_PART:
        return f"the part before the @ is longer than {MAX_LOCAL_PART} characters"
    email = ascii_address(email)
    if len(email) > MAX_ADDRESS:
        return f"the address is longer than {MAX_ADDRESS} characters"
    return None if _SHAPE.fullmatch(email) else "the address does not have the shape name@domain.tld"


def _against_mail(handover: Handover, rules: Rules) -> Iterator[str]:
    sender, mail = handover.sender, handover.mail
    count = len(handover.recipients)
    if not count:
        yield "the batch has no reader"
    if count > rules.max_batch:
        yield (
            f"the batch has {count} readers and this carrier takes {rules.max_batch} at a time; "
            "was it planned for another carrier? Set DIGEST_CARRIER back to it"
        )
    for what, value in (("subject", mail.subject), ("text", mail.text)):
        if not value.strip():
            yield f"the {what} of the mail is empty"
    if address_fault(sender.from_email):
        yield "look.from_email in newsroom.toml is not an address"
    if sender.reply_to and address_fault(sender.reply_to):
        yield "look.reply_to in newsroom.toml is not an address"
    yield from (f for n, v in handover.headers.items() if (f := _header_fault(n, v, rules)))
    size = len(mail.html.encode("utf-8", "replace")) + len(mail.text.encode("utf-8", "replace"))
    if size > rules.max_bytes:
        yield f"the mail has {size} bytes and the carrier takes {rules.max_bytes}"
    ids = handover.edition + handover.batch + handover.attempt
    if _size(ids) > rules.max_personal_bytes // 2:
        yield "the ids of edition, batch and attempt are too long"


def _against_readers(handover: Handover, rules: Rules) -> Iterator[Objection]:
    wanted = _marks_in(handover)
    seen: dict[str, int] = {}
    for place, recipient in enumerate(handover.recipients):
        first = seen.setdefault(recipient.email.casefold(), place)
        reason = _reader_fault(recipient, wanted, rules)
        if first != place:
            reason = f"the same address as reader {first + 1} of the batch"
        if reason is not None:
            yield Objection(place, reason)


def _reader_fault(recipient: Recipient, wanted: frozenset[str], rules: Rules) -> str | None:
    if fault := address_fault(recipient.email):
        return fault
    if not wanted <= recipient.marks.keys():
        return "a mark stands in the mail that nothing is known for: a link would be dead"
    if _size_of(recipient.marks) > rules.max_personal_bytes:
        return f"the reader's own parts have more than {rules.max_personal_bytes} bytes"
    if _size(recipient.reader) > rules.max_personal_bytes // 2:
        return "the reader's id is too long"
    for name, value in recipient.headers.items():
        if fault := _header_fault(name, value, rules):
            return fault
    return None


def _marks_in(handover: Handover) -> frozenset[str]:
    mail = handover.mail
    texts = (mail.html, mail.text, mail.subject, *handover.headers.values())
    return frozenset(mark for mark in marks.ALL if any(mark in text for text in texts))


def _header_fault(name: str, value: str, rules: Rules) -> str | None:
    if not (value.isascii() and value.isprintable()):
        return "a header holds a line end or a character beyond ASCII"
    return _header_name_fault(name, rules)


@lru_cache(maxsize=256)  # the same few names for every reader
def _header_name_fault(name: str, rules: Rules) -> str | None:
    if not _HEADER_NAME.fullmatch(name):
        return "a header's name holds a space, a colon or a character beyond ASCII"
    return f"the header {name} belongs to the carrier" if name.lower() in rules.reserved else None


def _size_of(parts: Mapping[str, str]) -> int:
    return sum(_size(mark) + _size(value) for mark, value in parts.items())


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
