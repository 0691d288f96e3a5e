"""Settling what is uncertain: by the carrier's word, by an event, or by an editor's.

Never by a guess: without proof the edition stands at ``attention``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from digest.desk.desk import Desk
from digest.errors import KeepreadingError, NotFound, SettingsError, Unsettled
from digest.model.delivery import Accounts, Answer, Carrier
from digest.model.edition import State
from digest.store import accounts, editions
from digest.store.accounts import UncertainBatch
from digest.store.editions import EditionRow


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What could be settled, and what still waits for an editor's word.

    ``unasked`` says why the carrier was not asked, though one can be; else it is empty.
    """

    row: EditionRow
    settled: int
    waiting: tuple[UncertainBatch, ...]
    accounts: Accounts
    unasked: str = ""


def ask_carrier(desk: Desk, row: EditionRow, carrier: Carrier, now: datetime) -> int:
    """Ask a carrier that can be asked about every uncertain batch; how many that settled.

    Only the carrier that was handed them knows: of any other the answer would
    be a guess, so it is not asked. "Not taken" is believed at once from a carrier on this machine, from a far
    one only after the grace (``DIGEST_RECONCILE_GRACE_SECONDS``).
    """
    if not carrier.capabilities.can_ask or row.carrier != carrier.identity:
        return 0
    with desk.store.read() as connection:
        waiting = accounts.uncertain(connection, row.id)
    grace = timedelta(
        seconds=desk.settings.reconcile_grace_seconds if carrier.capabilities.leaves_machine else 0
    )
    settled = 0
    for one in waiting:
        answer = carrier.ask(one.attempt)
        if answer is Answer.CANNOT_SAY or (answer is Answer.NOT_TAKEN and now < one.started_at + grace):
            continue
        with desk.store.begin() as connection:
            detail = f"the carrier says: {answer.value}"
            settled += accounts.settle(connection, one.attempt, taken=answer is Answer.TAKEN, detail=detail)
    return settled


def reconcile(
    desk: Desk,
    now: datetime,
    *,
    by: str,
    name: str | None = None,
    verb: Literal["resend", "accept"] | None = None,
    batch: int | None = None,
) -> Reconciled:
    """Settle what can be settled; with ``verb`` an editor decides the rest, or one ``batch`` of it.

    ``resend`` plans uncertain batches again (their readers may get the mail
    twice), ``accept`` counts them as submitted (they may get none). Either is
    recorded in the editor's name. Raises NotFound for a batch that is not uncertain.
    """
    row = desk.begun(name)
    with desk.store.read() as connection:
        _require_uncertain(row, accounts.uncertain(connection, row.id), batch)
    settled, unasked = _asked(desk, row, now)
    if verb is not None:
        settled += _by_word(desk, row, now, by, verb, batch)
    _go_on(desk, row, now)
    with desk.store.read() as connection:
        waiting = tuple(accounts.uncertain(connection, row.id))
        sums = accounts.accounts(connection, row.id)
    return Reconciled(desk.edition(row.name), settled, waiting, sums, unasked if waiting else "")


def _require_uncertain(row: EditionRow, waiting: Iterable[UncertainBatch], batch: int | None) -> None:
    there = [one.no for one in waiting]
    if batch is not None and batch not in there:
        known = f"uncertain are {', '.join(map(str, there))}" if there else "none is"
        raise NotFound(f"batch {batch} of {row.name} is not uncertain; {known}")


def _asked(desk: Desk, row: EditionRow, now: datetime) -> tuple[int, str]:
    """How many batches the carrier settled, and why it was not asked, or nothing.

    A carrier that cannot be used here keeps nobody from giving their word.
    """
    try:
        carrier = desk.carrier(lambda: now)
    except SettingsError as error:
        return 0, f"the carrier was not asked: {error}"
    try:
        settled = ask_carrier(desk, row, carrier, now)
    finally:
        carrier.close()
    if row.carrier == carrier.identity:
        return settled, ""
    return (
        settled,
        f"{row.name} was handed to {row.carrier}; {carrier.identity} knows nothing of it and was not asked",
    )


def _by_word(
    desk: Desk, row: EditionRow, now: datetime, by: str, verb: Literal["resend", "accept"], batch: int | None
) -> int:
    settled = 0
    with desk.store.begin() as connection:
        for one in accounts.uncertain(connection, row.id):
            if batch not in (None, one.no):
                continue
            detail = f"{verb}ed by {by}" if verb == "accept" else f"resent on the word of {by}"
            settled += accounts.settle(connection, one.attempt, taken=verb == "accept", detail=detail)
            editions.note(
                connection, row.id, now, by, f"reconcile --{verb}", f"batch {one.no}, {one.readers} readers"
            )
    return settled


def _go_on(desk: Desk, row: EditionRow, now: datetime) -> None:
    """An edition in attention goes on when a batch is planned again, and ends when none is open."""
    with desk.store.begin() as connection:
        if accounts.close(connection, row.id, now) is None:
            editions.move(connection, row.id, State.ATTENTION, State.SENDING, detail="")


def pause(desk: Desk, now: datetime, by: str, why: str = "", name: str | None = None) -> EditionRow:
    """No further batch is claimed; what is in flight is still recorded."""
    return _step(desk, now, by, name, State.SENDING, State.PAUSED, "paused", why)


def resume(desk: Desk, now: datetime, by: str, name: str | None = None) -> EditionRow:
    """Let a paused send go on; ``digest send`` or the scheduler carries it out."""
    return _step(desk, now, by, name, State.PAUSED, State.SENDING, "resumed", "")


def cancel(desk: Desk, now: datetime, by: str, why: str = "", name: str | None = None) -> EditionRow:
    """End a send for good. Who has been handed over keeps their mail, the rest stays pending.

    If nobody has been, its articles are eligible again; while a batch is in
    flight or uncertain they wait for what becomes of it (``editions.in_force``).
    """
    row = desk.begun(name)
    if row.state not in (State.SENDING, State.PAUSED, State.ATTENTION):
        raise KeepreadingError(
            f"{row.name} is {row.state.value}; only a send that has begun can be cancelled"
        )
    return _step(desk, now, by, row.name, row.state, State.CANCELLED, "cancelled", why)


def _step(
    desk: Desk, now: datetime, by: str, name: str | None, leave: State, enter: State, what: str, why: str
) -> EditionRow:
    row = desk.begun(name)
    with desk.store.begin() as connection:
        done = editions.move(connection, row.id, leave, enter, detail=why)
        if done:
            editions.note(connection, row.id, now, by, what, why)
    if not done:
        raise KeepreadingError(f"{row.name} is {row.state.value}, not {leave.value}; nothing was changed")
    return desk.edition(row.name)


def complete(sums: Accounts, row: EditionRow) -> None:
    """Raise Unsettled unless every due reader is accounted for as final."""
    if sums.pending or sums.uncertain:
        hint = {
            State.PAUSED: "digest resume, then digest send",
            State.ATTENTION: "digest reconcile settles what is uncertain",
            State.CANCELLED: "it was cancelled",
        }
        raise Unsettled(
            f"{row.name} is {row.state.value}: {sums.pending:,} pending and {sums.uncertain:,} uncertain "
            f"of {sums.due:,} due; {hint.get(row.state, 'digest send goes on')}"
        )
