"""The bodies of an edition as they were planned, each under a seal.

What is sent after a restart, and what the archive shows, is what was rendered
from the approved edition, byte for byte. A body that was changed since does
not fit its seal and is never given out.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from digest.errors import NotApproved
from digest.model.delivery import Mail, seal_of
from digest.store.tables import edition, variant

WHOLE = 0
"""The variant that holds everything. It is planned for the archive and for no reader."""


@dataclass(frozen=True, slots=True)
class PlannedVariant:
    """One distinct body, and the preferences (region texts) of the readers who get it."""

    no: int
    regions: tuple[str, ...]
    mail: Mail
    preferences: tuple[str, ...]


def keep(connection: Connection, edition_id: int, one: PlannedVariant) -> None:
    """Store a body under the seal of the edition's approval."""
    approval = connection.execute(select(edition.c.hash).where(edition.c.id == edition_id)).scalar_one()
    mail = one.mail
    values = {
        "edition_id": edition_id,
        "no": one.no,
        "regions": ";".join(one.regions),
        "subject": mail.subject,
        "preheader": mail.preheader,
        "html": mail.html,
        "text": mail.text,
        "seal": seal_of(mail, approval, one.no),
    }
    connection.execute(insert(variant).values(values))


def mail_of(connection: Connection, edition_id: int, variant_no: int) -> Mail:
    """The body as it was planned. Raises NotApproved when it is not that any more."""
    return _opened(connection.execute(_with_approval(edition_id).where(variant.c.no == variant_no)).one())


def check(connection: Connection, edition_id: int) -> None:
    """Raises NotApproved when any body of the edition is not the one that was planned."""
    with connection.execute(_with_approval(edition_id), execution_options={"yield_per": 20}) as rows:
        for row in rows:
            _opened(row)


def _with_approval(edition_id: int) -> Any:
    return (
        select(variant, edition.c.hash, edition.c.name)
        .join(edition, edition.c.id == variant.c.edition_id)
        .where(variant.c.edition_id == edition_id)
        .order_by(variant.c.no)
    )


def _opened(row: Row[Any]) -> Mail:
    mail = Mail(row.subject, row.preheader, row.html, row.text)
    if seal_of(mail, row.hash, row.no) != row.seal:
        raise NotApproved(
            f"what is stored of {row.name} is not what was approved (variant {row.no} does not fit its seal); "
            "put back a backup of the database, or digest cancel"
        )
    return mail
