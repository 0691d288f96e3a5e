"""One process's hands: claim a batch, give it to the carrier, write down the outcome.

Before anything leaves, what is stored is held against what was approved: the
frozen edition against its hash, each body against its seal.
"""

import time
from collections.abc import Callable
from datetime import datetime

import msgspec

from digest.desk.desk import Desk
from digest.desk.owner import owner
from digest.desk.personal import Personal
from digest.errors import NotApproved, SettingsError, StoreError
from digest.model.delivery import Carrier, Halt, Mail, Outcome, Retry
from digest.model.edition import Edition, canonical_json, edition_from_json, edition_hash
from digest.store import bodies, ledger
from digest.store.editions import EditionRow
from digest.store.ledger import Claim

SECONDS_BETWEEN_RECORDS = 1.0
SETTINGS_OF = {"outbox": "DIGEST_OUTBOX", "sendgrid": "SENDGRID_API_URL", "smtp": "DIGEST_SMTP_URL"}


def require_same_carrier(row: EditionRow, carrier: Carrier) -> None:
    """Raise SettingsError unless the edition was planned for this very carrier.

    Another one knows nothing of what was handed over, and takes batches of
    another size.
    """
    if row.carrier == carrier.identity:
        return
    was = row.carrier.partition(" ")[0]
    name = SETTINGS_OF.get(was, "DIGEST_CARRIER") if was == carrier.name else f"DIGEST_CARRIER={was}"
    raise SettingsError(
        f"{row.name} is being sent through {row.carrier}, and here mails go to {carrier.identity}: nothing was "
        f"done. Set {name} back and run the same command again, or end it with digest cancel"
    )


def sealed(desk: Desk, row: EditionRow) -> Edition:
    """The frozen edition of one that is being sent, if all that is stored of it is what was approved.

    Raises NotApproved.
    """
    if row.frozen is None:
        raise NotApproved(f"{row.name} is not approved")
    differs = NotApproved(
        f"what is stored of {row.name} is not what was approved (its SHA-256 differs); "
        "put back a backup of the database, or digest cancel"
    )
    try:
        edition = edition_from_json(row.frozen)
    except msgspec.DecodeError:
        raise differs from None
    if canonical_json(edition) != row.frozen or edition_hash(edition, row.templates) != row.hash:
        raise differs
    with desk.store.read() as connection:
        bodies.check(connection, row.id)
    return edition


class Hands:
    """Hands over one edition's batches, one at a time. Raises NotApproved as ``sealed`` does."""

    def __init__(self, desk: Desk, row: EditionRow, carrier: Carrier, now: Callable[[], datetime]) -> None:
        self.desk, self.row, self.carrier, self.now = desk, row, carrier, now
        self.mails: dict[int, Mail] = {}
        self.personal = Personal(desk, sealed(desk, row))
        self.owner = owner()

    def next_batch(self) -> Outcome | None:
        """Claim and hand over one batch; None when there is none to claim."""
        while True:
            with self.desk.store.begin() as connection:
                held = ledger.claim(
                    connection,
                    self.row.id,
                    owner=self.owner,
                    now=self.now(),
                    lease_seconds=self.desk.settings.lease_seconds,
                )
            if held is None:
                return None
            if held.readers:
                return self._hand_over(held)

    def _hand_over(self, held: Claim) -> Outcome:
        lapses_at = time.monotonic() + self.desk.settings.lease_seconds
        try:
            handover = self.personal.handover(self._mail(held.variant), self.row, held)
        except NotApproved as error:  # a body was changed since this process began
            outcome: Outcome = Halt(str(error))
        else:
            with self.desk.store.read() as connection:
                mine = ledger.owns(connection, held, self.desk.settings.http_timeout_seconds)
            # else this process was frozen since the claim; somebody may have taken over
            late = Retry("the claim ran out before the batch was handed over")
            outcome = self.carrier.submit(handover) if mine else late
        self._record(held, outcome, lapses_at)
        return outcome

    def _record(self, held: Claim, outcome: Outcome, lapses_at: float) -> None:
        """What is known must not become uncertain because the database is away for a moment."""
        while True:
            try:
                with self.desk.store.begin() as connection:
                    ledger.record(connection, held, outcome, self.now())
            except StoreError:
                if time.monotonic() > lapses_at:
                    raise
                time.sleep(SECONDS_BETWEEN_RECORDS)
            else:
                return

    def _mail(self, variant: int) -> Mail:
        if variant not in self.mails:
            with self.desk.store.read() as connection:
                self.mails[variant] = bodies.mail_of(connection, self.row.id, variant)
        return self.mails[variant]
