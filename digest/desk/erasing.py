"""Forgetting a reader who asks for it: everywhere, at once, and for good."""

from dataclasses import dataclass
from datetime import datetime

from digest.desk.desk import Desk
from digest.store import erasing
from subscribers import readers


@dataclass(frozen=True, slots=True)
class Forgotten:
    """``number`` was the reader's, None for an address without one; ``editions`` held the address."""

    number: int | None
    editions: int


def forget(desk: Desk, who: int | str, now: datetime, *, source: str) -> Forgotten:
    """Erase a reader with all evidence, and their address from the ledger: all of it or nothing.

    What stays: the suppression under a veil (``subscribers.erasure``), the
    reader's bare number in the accounts and events, and the mails in the
    outbox folder, which are the newsroom's own files. Raises UnknownReader,
    NoErasingKey.
    """
    with desk.store.begin() as connection:
        number = readers.forget(connection, who, source=source, now=now)
        editions = erasing.blank(connection, number) if number is not None else 0
    return Forgotten(number, editions)
