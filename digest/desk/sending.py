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
from digest.desk.handing_over import Hands, require_same_carrier
from digest.desk.owner import is_dead
from digest.desk.reconciling import ask_carrier
from digest.desk.variants import NOTHING_FOR_THEM, Variant, render, without
from digest.desk.verifying import ensure_verified
from digest.errors import NotApproved, NothingToSend, SettingsError
from digest.model.delivery import Accounts, BatchState, Carrier, Halt, Retry
from digest.model.edition import Edition, State
from digest.store import accounts, editions, ledger
from digest.store.bodies import WHOLE, PlannedVariant
from digest.store.database import Connection, StoreConflict
from digest.store.editions import EditionRow
from subscribers import audience

RETRIES_IN_A_ROW = 8
LONGEST_WAIT_SECONDS = 60.0
MARGIN_SECONDS = 1.0  # between the carrier's timeout and the end of the lease
ITSELF = "keepreading"


@dataclass(frozen=True, slots=True)
class Sent:
    """How a run of sending ended. ``stopped`` says why it ended early, or is empty.

    ``was_sent``: it had been sent before, so nothing was done.
    """

    row: EditionRow
    accounts: Accounts
    stopped: str = ""
    was_sent: bool = False


Progress = Callable[[Accounts], None]


def send(
    desk: Desk,
    now: Callable[[], datetime],
    *,
    name: str | None = None,
    by: str = ITSELF,
    late: bool = False,
    unverified: bool = False,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> Sent:
    """Hand the edition over to every reader it is due to. ``by`` is who says so, for the record.

    The sources are looked at first, unless that was done just now or it is to
    go ``unverified``, which is recorded. ``stop`` is asked between two batches:
    true ends the run cleanly. An edition that was sent is left as it is. Raises
    NotApproved (also when stale, unless ``late``), CheckFailed, NothingToSend,
    CarrierError; SettingsError also when it was planned for another carrier.
    """
    row = desk.edition(name)
    try:
        _require_approval(desk, row)
    except NotApproved as error:
        void(desk, row, now(), str(error))
        raise
    _require_time(desk, row, now(), late=late)
    if row.state is State.SENT:
        return _ended(desk, row, now(), "", was_sent=True)
    _check_settings(desk)
    ensure_verified(desk, row, now(), waived_by=by if unverified else "")
    carrier = desk.carrier(now)
    try:
        if row.state is State.APPROVED:
            row = plan(desk, row, carrier, now(), by=by)
        require_same_carrier(row, carrier)
        stopped = _drain(desk, row, carrier, now, stop, progress)
    finally:
        carrier.close()
    return _ended(desk, row, now(), stopped)


def require_sendable(desk: Desk, row: EditionRow, now: datetime, *, late: bool = False) -> None:
    """Raise what a send of this edition would be refused with. Changes nothing."""
    _require_approval(desk, row)
    _require_time(desk, row, now, late=late)


def _require_approval(desk: Desk, row: EditionRow) -> None:
    if row.state is State.APPROVED:
        approved_edition(desk, row)
    elif row.state not in (State.SENDING, State.ATTENTION, State.SENT):
        hint = {State.DRAFT: "digest check, then digest approve", State.PAUSED: "digest resume lets it go on"}
        raise NotApproved(
            f"{row.name} is {row.state.value}; {hint.get(row.state, 'it is not going to be sent')}"
        )


def _require_time(desk: Desk, row: EditionRow, now: datetime, *, late: bool) -> None:
    if row.state is not State.APPROVED:
        return
    missing = desk.newsroom.missing_for_sending()
    if missing:
        raise SettingsError(f"newsroom.toml lacks {', '.join(missing)}: no mail may leave without it")
    stale = row.publish_at + timedelta(hours=desk.newsroom.cadence.stale_hours)
    if now > stale and not late:
        raise NotApproved(
            f"{row.name} was due {local(desk, row.publish_at)} and is stale since {local(desk, stale)}; "
            "digest send --late sends it all the same, digest skip lets it go"
        )


def _check_settings(desk: Desk) -> None:
    """What every batch needs is looked at before any is planned. Raises SettingsError."""
    desk.settings.secrets()
    if desk.settings.http_timeout_seconds + MARGIN_SECONDS > desk.settings.lease_seconds:
        raise SettingsError(
            f"DIGEST_LEASE_SECONDS must exceed DIGEST_HTTP_TIMEOUT_SECONDS by at least {MARGIN_SECONDS:g} second"
        )


def plan(
    desk: Desk,
    row: EditionRow,
    carrier: Carrier,
    now: datetime,
    *,
    by: str = ITSELF,
    max_batch: int | None = None,
) -> EditionRow:
    """Freeze the audience for this carrier, once; a process that comes second finds it done.

    What is planned is what ``row`` says: an approval that was taken back and
    given anew in the meantime is not sent under the old one's name.
    """
    edition = approved_edition(desk, row)
    templates = desk.renderer.fingerprint()
    verdicts = decided(desk, current(desk, row.name).draft)
    # a conflict means that another process planned it in this very moment
    with suppress(StoreConflict), desk.store.begin(snapshot=True) as connection:
        if editions.begin_sending(connection, row, now, carrier=carrier.identity, templates=templates):
            most = max_batch or carrier.capabilities.max_batch
            _freeze(desk, connection, row, edition, most, now)
            editions.record_verdicts(connection, row.id, verdicts)
            editions.note(connection, row.id, now, by, "send begun", untimely(desk, row, now))
    begun = desk.edition(row.name)
    if begun.started_at is None:
        raise NotApproved(f"{row.name} was changed in this very moment; look at it again, then send it")
    return begun


def untimely(desk: Desk, row: EditionRow, now: datetime) -> str:
    """How far a send now is from the edition's time, for the record; empty within the minute."""
    minutes = round((now - row.publish_at).total_seconds() / 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    off = " ".join(part for part in (f"{hours:,} h" if hours else "", f"{rest} min" if rest else "") if part)
    return f"{off} {'after' if minutes > 0 else 'before'} its time, {local(desk, row.publish_at)}"


def _freeze(
    desk: Desk, connection: Connection, row: EditionRow, edition: Edition, max_batch: int, now: datetime
) -> None:
    if edition.is_empty:
        raise NothingToSend(f"{row.name} holds no article; an empty edition is never mailed")
    candidates, excluded = audience.candidates_and_reasons(connection, now)
    preferences = audience.region_sets(connection, now)
    if not preferences:
        raise NothingToSend(f"{row.name} is due to no reader: {candidates} known, {_said(excluded)}")
    variants, nothing = render(desk, edition, preferences), without(edition, preferences)
    excluded |= {NOTHING_FOR_THEM: nothing} if nothing else {}
    if not variants:
        raise NothingToSend(f"{row.name} holds nothing for any reader: {candidates} known, {_said(excluded)}")
    planned = [PlannedVariant(v.no, v.regions, v.mail, v.preferences) for v in variants]
    whole = _whole(desk, edition, variants)
    ledger.plan(connection, row.id, [whole, *planned], max_batch=max_batch, now=now)
    accounts.set_audience(connection, row.id, candidates, excluded)


def _whole(desk: Desk, edition: Edition, variants: tuple[Variant, ...]) -> PlannedVariant:
    """Everything in one body, for the archive: also when every reader has chosen some regions."""
    regions = tuple(section.region for section in edition.sections)
    mail = next((v.mail for v in variants if v.regions == regions), None) or desk.renderer.mail(edition)
    return PlannedVariant(WHOLE, regions, mail, ())


def _said(excluded: dict[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in excluded.items()) or "none of them confirmed"


def rehearse(desk: Desk, now: datetime, name: str | None = None) -> Accounts:
    """What a send would do, counted by the very same plan and then rolled back.

    Also of a draft: ``require_sendable`` says whether it would be sent.
    """
    row = desk.edition(name)
    if row.started_at is not None:
        with desk.store.read() as connection:
            return accounts.accounts(connection, row.id)
    edition = (
        approved_edition(desk, row) if row.state is State.APPROVED else current(desk, row.name).draft.edition
    )
    carrier = desk.carrier(lambda: now)
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
    try:
        hands = Hands(desk, row, carrier, now)
    except NotApproved as error:
        return _pause(desk, row, now(), str(error))
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
        is_paused = editions.move(connection, row.id, State.SENDING, State.PAUSED, detail=why)
        if is_paused:
            editions.note(connection, row.id, now, ITSELF, "paused", why)
    return f"paused: {why}" if is_paused else why


def _ended(desk: Desk, row: EditionRow, now: datetime, stopped: str, *, was_sent: bool = False) -> Sent:
    with desk.store.begin() as connection:
        before = editions.get(connection, row.id)
        state = accounts.close(connection, row.id, now)
        if state and before and before.state is not state:
            editions.note(connection, row.id, now, ITSELF, state.value)
        sums = accounts.accounts(connection, row.id)
    return Sent(desk.edition(row.name), sums, "" if state is State.SENT else stopped, was_sent)
