"""What is handed to a carrier, and what can come back.

A batch lives ``planned -> handing over -> submitted``, or aside ``uncertain``
(handed over, no answer) until an event, the carrier or an editor settles it.
``refused`` is a batch of which no reader is left to hand over. A batch that was
surely not taken goes back to ``planned``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class BatchState(StrEnum):
    PLANNED = "planned"
    HANDING_OVER = "handing over"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Mail:
    """One rendered variant. ``html`` and ``text`` hold the marks of a personal tail."""

    subject: str
    preheader: str
    html: str
    text: str


def seal_of(mail: Mail, approval: str, variant: int) -> str:
    """SHA-256 of a body with the approval (its hash) and the variant it belongs to.

    What is stored of a variant is handed over only while this is still the same.
    """
    whole = sha256(f"{approval}\0{variant}".encode())
    for part in (mail.subject, mail.preheader, mail.html, mail.text):
        data = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data) + data)  # the length: no part can be moved into the next
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reader as the carrier sees them.

    ``marks`` maps each mark that stands in the mail to what replaces it.
    ``headers`` are this reader's own (List-Unsubscribe). ``reader`` is opaque.
    """

    reader: str
    email: str
    name: str
    marks: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who it is from. ``tracking``: whether the carrier may count opens and clicks."""

    from_name: str
    from_email: str
    reply_to: str
    list_id: str
    tracking: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """One request's worth of mail: one variant, at most ``max_batch`` readers.

    No address stands twice in it. ``edition``, ``batch`` and ``attempt`` are
    opaque and travel with the mail, so that the carrier's events can be told
    to belong to this very attempt.
    """

    edition: str
    batch: str
    attempt: str
    sender: Sender
    mail: Mail
    recipients: Sequence[Recipient]
    headers: dict[str, str] = field(default_factory=dict)
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """The carrier took the whole batch. Submitted is not delivered."""

    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was taken, because of these readers: (place in the batch, reason)."""

    readers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not taken; trying again after ``after_seconds`` is safe."""

    detail: str
    after_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Handed over, no answer: nobody knows. Never resent on a guess."""

    detail: str


@dataclass(frozen=True, slots=True)
class Halt:
    """Nothing was taken, and nothing will be until a person mends something."""

    detail: str


Outcome = Submitted | Refused | Retry | Uncertain | Halt


class Answer(StrEnum):
    """What a carrier that can be asked says of an attempt."""

    TAKEN = "taken"
    NOT_TAKEN = "not taken"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``max_batch`` readers a request; ``can_ask``: it can say whether it took an attempt."""

    max_batch: int
    can_ask: bool
    leaves_machine: bool


class Carrier(Protocol):
    """What takes batches of mail.

    Implementations are used by one thread at a time, never raise for what the
    other side does (that is an ``Outcome``), and give up a request well within
    the timeout they were built with.

    ``identity`` is the name and where its mails go, "smtp mail.example.org:587":
    only a carrier of the same identity can say what became of an attempt. It
    holds no secret.
    """

    name: str
    identity: str
    capabilities: Capabilities

    def submit(self, handover: Handover, /) -> Outcome:
        """Hand one batch over, once. Never retries by itself."""
        ...

    def ask(self, attempt: str, /) -> Answer:
        """Whether that attempt was taken, as far as the carrier can tell."""
        ...

    def close(self) -> None:
        """Give connections back. May be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Accounts:
    """The sums of one send. ``due`` always equals the sum of its five parts."""

    candidates: int
    due: int
    submitted: int
    withdrawn: int
    refused: int
    uncertain: int
    pending: int
    excluded: dict[str, int]
    batches: int
    variants: int

    @property
    def add_up(self) -> bool:
        parts = self.submitted + self.withdrawn + self.refused + self.uncertain + self.pending
        return self.due == parts and self.candidates == self.due + sum(self.excluded.values())


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim on a batch, valid until ``until`` by the database's clock (epoch seconds)."""

    batch_id: int
    token: str
    attempt: str
    until: float


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    """What a carrier reports later on, in normalised words.

    ``kind`` is one of processed, delivered, deferred, bounced, blocked,
    dropped, complained, unsubscribed, opened, clicked.
    """

    kind: str
    attempt: str
    reader: str
    at: datetime
    url: str = ""
    detail: str = ""
    event_id: str = ""
