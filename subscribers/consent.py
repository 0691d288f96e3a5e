"""Consent: append-only evidence of what readers agreed to, when, where, in which words.

Rows are only ever added. They go with the reader when a reader asks to be
forgotten, and in no other way.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from subscribers.plain import one_line
from subscribers.tables import consent


@dataclass(frozen=True, slots=True)
class Consent:
    """One piece of evidence; ``wording`` is what the reader was shown, "" if nothing was."""

    at: datetime
    what: str
    source: str
    wording: str
    detail: str


def record(
    connection: Connection,
    reader_id: int,
    what: str,
    *,
    source: str,
    now: datetime,
    wording: str = "",
    detail: str = "",
) -> None:
    """Add one piece of evidence about a reader."""
    connection.execute(
        insert(consent).values(
            subscriber_id=reader_id,
            at=now,
            what=one_line(what, 40),
            source=one_line(source),
            wording=one_line(wording, 2000),
            detail=one_line(detail, 2000),
        )
    )


def history(connection: Connection, reader_id: int) -> tuple[Consent, ...]:
    """All evidence about a reader, oldest first."""
    columns = (consent.c.at, consent.c.what, consent.c.source, consent.c.wording, consent.c.detail)
    rows = connection.execute(
        select(*columns).where(consent.c.subscriber_id == reader_id).order_by(consent.c.id)
    )
    return tuple(Consent(*row) for row in rows)
