"""Some minutes after publication the desk gets the edition by mail, headed by what became of it.

A proof that comes is better than an alarm that may not: whoever misses it knows
that something stands still.
"""

from datetime import datetime

from digest.desk.agenda import PROVEN
from digest.desk.desk import Desk
from digest.desk.previewing import send_test
from digest.errors import CarrierError
from digest.model.delivery import Submitted
from digest.model.edition import State
from digest.model.wording import counted
from digest.store import accounts, editions
from digest.store.database import StoreConflict


def prove(desk: Desk, now: datetime, name: str) -> str:
    """Mail the proof to ``cadence.proof_to``; what was said in it. At most once for an edition.

    Raises CarrierError when not all of them were taken.
    """
    row = desk.edition(name)
    if not _claimed(desk, row.id, now):
        return "sent already, by another process"
    mark = _mark(desk, name)
    to = desk.newsroom.cadence.proof_to
    outcomes = send_test(desk, now, to, name, mark=mark)
    failed = sum(not isinstance(outcome, Submitted) for _, outcome in outcomes)
    if failed:
        raise CarrierError(f"{failed} of {counted(len(to), 'proof mail')} not taken", permanent=False)
    return f"{mark}: {counted(len(to), 'proof mail')}"


def _claimed(desk: Desk, edition_id: int, now: datetime) -> bool:
    """Two schedulers may come at the same moment: one of them writes it down first."""
    try:
        with desk.store.begin(snapshot=True) as connection:
            if editions.last_act(connection, edition_id, PROVEN):
                return False
            editions.note(connection, edition_id, now, "keepreading", PROVEN)
    except StoreConflict:
        return False
    return True


def _mark(desk: Desk, name: str) -> str:
    row = desk.edition(name)
    if row.started_at is None:
        return "NOT SENT"
    with desk.store.read() as connection:
        sums = accounts.accounts(connection, row.id)
    state = "SENT" if row.state is State.SENT else row.state.value.upper()
    return f"{state} {sums.submitted:,} of {sums.due:,}"
