"""Sending an approved edition: plan, claim, hand over, record, until nothing is open.

The ledger decides; this module only walks it. It can be killed between any two
instructions and started again: what is planned is handed over, what was
recorded stays, what was in flight is uncertain and waits for proof.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.desk.approving import approved_edition, void
from digest.desk.desk import Desk
from digest.desk.drafting import current, decided, local
from digest.desk.owner import is_dead, owner
from digest.desk.personal import Personal
from digest.desk.reconciling import ask_carrier
from digest.desk.variants import render
from digest.errors import NotApproved, NothingToSend, SettingsError, StoreError
from digest.model.delivery import Accounts, BatchState, Carrier, Halt, Mail, Outcome, Retry
from digest.model.edition import Edition, State
from digest.store import accounts, editions, ledger
from digest.store.database import Connection, StoreConflict
from digest.store.editions import EditionRow
from digest.store.ledger import Claim, PlannedVariant
from subscribers import audience

RETRIES_IN_A_ROW = 8
LONGEST_WAIT_SECONDS = 60.0
SECONDS_BETWEEN_RECORDS = 1.0
MARGIN_SECONDS = 1.0  # between the carrier's timeout and the end of the lease


@dataclass(frozen=True, slots=True)
class Sent:
    """How a run of sending ended. ``stopped`` says why it ended early, or is empty."""

    row: EditionRow
    accounts: Accounts
    stopped: str = ""


Progress = Callable[[Accounts], None]


def send(
    desk: Desk,
    now: Callable[[], datetime],
    *,
    name: str | None = None,
    late: bool = False,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> Sent:
    """Hand the edition over to every reader it is due to.

    ``stop`` is asked between two batches: true ends the run cleanly. Raises
    NotApproved (also when stale, unless ``late``), NothingToSend, CarrierError.
    """
    row = desk.edition(name)
    _may_send(desk, row, now(), late=late)
    carrier = desk.carrier(now())
    try:
        _check_lease(desk)
        if row.state is State.APPROVED:
            row = plan(desk, row, carrier.capabilities.max_batch, now())
        stopped = _drain(desk, row, carrier, now, stop, progress)
    finally:
        carrier.close()
    return _ended(desk, row, now(), stopped)


def _may_send(desk: Desk, row: EditionRow, now: datetime, *, late: bool) -> None:
    if row.state in (State.SENDING, State.ATTENTION, State.SENT):
        return
    if row.state is not State.APPROVED:
        hint = {State.DRAFT: "digest check, then digest approve", State.PAUSED: "digest resume lets it go on"}
        raise NotApproved(
            f"{row.name} is {row.state.value}; {hint.get(row.state, 'it is not going to be sent')}"
        )
    try:
        approved_edition(desk, row)
    except NotApproved as error:
        void(desk, row, now, str(error))
        raise
    missing = desk.newsroom.missing_for_sending()
    if missing:
        raise SettingsError(f"newsroom.toml lacks {', '.join(missing)}: no mail may leave without it")
    stale = row.publish_at + timedelta(hours=desk.newsroom.cadence.stale_hours)
    if now > stale and not late:
        raise NotApproved(
            f"{row.name} was due {local(desk, row.publish_at)} and is stale since {local(desk, stale)}; "
            "digest send --late sends it all the same, digest skip lets it go"
        )


def _check_lease(desk: Desk) -> None:
    if desk.settings.http_timeout_seconds + MARGIN_SECONDS > desk.settings.lease_seconds:
        raise SettingsError(
            f"DIGEST_LEASE_SECONDS must exceed DIGEST_HTTP_TIMEOUT_SECONDS by at least {MARGIN_SECONDS:g} second"
        )


def plan(desk: Desk, row: EditionRow, max_batch: int, now: datetime) -> EditionRow:
    """Freeze the audience, once; a process that comes second finds it done.

    What is planned is what ``row`` says: an approval that was taken back and
    given anew in the meantime is not sent under the old one's name.
    """
    edition = approved_edition(desk, row)
    verdicts = decided(desk, current(desk, row.name).draft)
    # a conflict means that another process planned it in this very moment
    with suppress(StoreConflict), desk.store.begin(snapshot=True) as connection:
        if editions.begin_sending(connection, row, now):
            _freeze(desk, connection, row, edition, max_batch, now)
            editions.record_verdicts(connection, row.id, verdicts)
            editions.note(connection, row.id, now, "keepreading", "send begun")
    begun = desk.edition(row.name)
    if begun.started_at is None:
        raise NotApproved(f"{row.name} was changed in this very moment; look at it again, then send it")
    return begun


def _freeze(
    desk: Desk, connection: Connection, row: EditionRow, edition: Edition, max_batch: int, now: datetime
) -> None:
    if edition.is_empty:
        raise NothingToSend(f"{row.name} holds no article; an empty edition is never mailed")
    candidates, excluded = audience.candidates_and_reasons(connection, now)
    preferences = audience.region_sets(connection, now)
    if not preferences:
        raise NothingToSend(f"{row.name} is due to no reader: {candidates} known, {_said(excluded)}")
    variants = [
        PlannedVariant(v.no, v.regions, v.mail, v.preferences) for v in render(desk, edition, preferences)
    ]
    ledger.plan(connection, row.id, variants, max_batch=max_batch, now=now)
    accounts.set_audience(connection, row.id, candidates, excluded)


def _said(excluded: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in excluded.items()) or "none of them confirmed"


def rehearse(desk: Desk, now: datetime, name: str | None = None) -> Accounts:
    """What a send would do, counted by the very same plan and then rolled back."""
    row = desk.edition(name)
    if row.started_at is not None:
        with desk.store.read() as connection:
            return accounts.accounts(connection, row.id)
    edition = (
        approved_edition(desk, row) if row.state is State.APPROVED else current(desk, row.name).draft.edition
    )
    carrier = desk.carrier(now)
    carrier.close()
    with desk.store.rehearse() as connection:
        _freeze(desk, connection, row, edition, carrier.capabilities.max_batch, now)
        return accounts.accounts(connection, row.id)


def _drain(
    desk: Desk,
    row: EditionRow,
    carrier: Carrier,
    now: Callable[[], datetime],
    stop: Callable[[], bool],
    progress: Progress | None,
) -> str:
    """Claim, hand over and record until nothing is planned; why it stopped early, or nothing."""
    hands = _Hands(desk, row, carrier, now)
    retries = 0
    while True:
        _settle_lapsed(desk, row, carrier, now())
        if stop():
            return "it was asked to stop; digest send goes on where it stopped"
        outcome = hands.next_batch()
        if outcome is None:
            if _reopened(desk, row) or _wait_for_others(desk, row, stop):
                continue
            return ""
        if progress is not None:
            with desk.store.read() as connection:
                progress(accounts.accounts(connection, row.id))
        if isinstance(outcome, Halt):
            return _pause(desk, row, now(), outcome.detail)
        retries = retries + 1 if isinstance(outcome, Retry) else 0
        if isinstance(outcome, Retry):
            if retries >= RETRIES_IN_A_ROW:
                return f"the carrier did not take a batch {retries} times in a row: {outcome.detail}"
            _wait(min(outcome.after_seconds, LONGEST_WAIT_SECONDS), stop)


class _Hands:
    """One process's hands: it claims a batch, gives it to the carrier, writes down the outcome."""

    def __init__(self, desk: Desk, row: EditionRow, carrier: Carrier, now: Callable[[], datetime]) -> None:
        self.desk, self.row, self.carrier, self.now = desk, row, carrier, now
        self.mails: dict[int, Mail] = {}
        self.personal = Personal(desk, approved_look(row))
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
        handover = self.personal.handover(self._mail(held.variant), self.row, held)
        with self.desk.store.read() as connection:
            mine = ledger.owns(connection, held, self.desk.settings.http_timeout_seconds)
        if not mine:  # this process was frozen since the claim; somebody may have taken over
            outcome: Outcome = Retry("the claim ran out before the batch was handed over")
        else:
            outcome = self.carrier.submit(handover)
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
                self.mails[variant] = ledger.mail_of(connection, self.row.id, variant)
        return self.mails[variant]


def approved_look(row: EditionRow) -> Edition:
    """The frozen edition of one that is being sent. Raises NotApproved."""
    from digest.model.edition import edition_from_json

    if row.frozen is None:
        raise NotApproved(f"{row.name} is not approved")
    return edition_from_json(row.frozen)


def _settle_lapsed(desk: Desk, row: EditionRow, carrier: Carrier, now: datetime) -> None:
    with desk.store.begin() as connection:
        ledger.lapse(connection, row.id, is_dead)
    ask_carrier(desk, row, carrier, now)


def _reopened(desk: Desk, row: EditionRow) -> bool:
    """Let an edition at attention go on when a batch of it turned out to be untaken; true when it does."""
    with desk.store.begin() as connection:
        planned = accounts.states(connection, row.id).get(BatchState.PLANNED.value)
        return bool(planned) and editions.move(connection, row.id, State.ATTENTION, State.SENDING, detail="")


def _wait_for_others(desk: Desk, row: EditionRow, stop: Callable[[], bool]) -> bool:
    """Wait while another process holds a claim; true when it is worth looking again."""
    with desk.store.read() as connection:
        left = ledger.lease_left(connection, row.id)
    if left is None:
        return False
    _wait(min(left + 0.05, 0.5), stop)
    return True


def _wait(seconds: float, stop: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stop() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.2))


def _pause(desk: Desk, row: EditionRow, now: datetime, why: str) -> str:
    with desk.store.begin() as connection:
        if editions.move(connection, row.id, State.SENDING, State.PAUSED, detail=why):
            editions.note(connection, row.id, now, "keepreading", "paused", why)
    return f"paused: {why}"


def _ended(desk: Desk, row: EditionRow, now: datetime, stopped: str) -> Sent:
    with desk.store.begin() as connection:
        before = editions.get(connection, row.id)
        state = accounts.close(connection, row.id, now)
        if state and before and before.state is not state:
            editions.note(connection, row.id, now, "keepreading", state.value)
        sums = accounts.accounts(connection, row.id)
    return Sent(desk.edition(row.name), sums, "" if state is State.SENT else stopped)
