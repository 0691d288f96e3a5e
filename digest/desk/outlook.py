"""What a process that runs by the clock says when it starts."""

from datetime import datetime, timedelta

from digest.desk.agenda import Step, due, moments
from digest.desk.desk import Desk
from digest.desk.drafting import next_open
from digest.model.edition import State
from digest.model.wording import listed, local_time
from digest.store import editions
from digest.store.editions import OPEN


def outlook(desk: Desk, now: datetime) -> str:
    """The next step and its time, the carrier, the database: one line, without a password."""
    clock = f"; DIGEST_NOW holds the clock at {_local(desk, now)}" if desk.settings.now else ""
    return (
        f"{desk.newsroom.name}: next is {_next(desk, now)}; carrier {desk.settings.carrier}, "
        f"database {_database(desk)}{clock}"
    )


def _next(desk: Desk, now: datetime) -> str:
    overdue = [f"{one.step} {one.edition}" for one in due(desk, now) if one.step is not Step.GATHER]
    if overdue:
        return f"{listed(overdue)}, now"
    with desk.store.read() as connection:
        row = editions.in_hand(connection, desk.publication)
    ahead = row if row is not None and row.publish_at > now and row.state in OPEN else None
    times = moments(desk, ahead.publish_at if ahead else next_open(desk, now))
    steps = [("the send, once approved, of", times.publish)]
    if ahead is None:
        steps.insert(0, ("the draft of", times.draft))
    elif ahead.state is State.APPROVED:
        steps = [("the look at the sources before", times.verify), ("the send of", times.publish)]
    what, when = next((step for step in steps if step[1] > now), steps[-1])
    return f"{what} {times.edition}, {_local(desk, when)}, {_ahead(when - now)}"


def _ahead(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours < 1 / 60:
        return "now"
    if hours < 1.5:
        return f"in {hours * 60:.0f} min"
    return f"in {hours:.0f} h" if hours < 48 else f"in {hours / 24:.0f} days"


def _local(desk: Desk, instant: datetime) -> str:
    return local_time(instant, desk.newsroom.zone)


def _database(desk: Desk) -> str:
    """Where it lies; a password may also stand among the options of an address."""
    return desk.store.engine.url.set(query={}).render_as_string(hide_password=True)
