"""What is due when, and the next thing to do.

Decided from the database and the clock alone: any process may ask, at any
time, as often as it likes. A missed step is caught up as long as it makes
sense, and refused as stale after that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from digest.desk.desk import Desk
from digest.desk.drafting import local, next_open, next_publication
from digest.model.edition import FINISHED, State
from digest.model.window import Weekly, edition_name
from digest.store import articles, editions
from digest.store.database import Connection
from digest.store.editions import EditionRow


class Step(StrEnum):
    GATHER = "gather"
    DRAFT = "draft"
    VERIFY = "verify"
    SEND = "send"


ORDER = (Step.VERIFY, Step.SEND, Step.GATHER, Step.DRAFT)


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due now, and for which edition."""

    step: Step
    edition: str


@dataclass(frozen=True, slots=True)
class Moments:
    """The times of one edition, in UTC."""

    edition: str
    draft: datetime
    verify: datetime
    publish: datetime
    stale: datetime


def moments(desk: Desk, publish_at: datetime) -> Moments:
    """When an edition is drafted, verified, published, and from when on it is stale."""
    cadence = desk.newsroom.cadence
    return Moments(
        edition=edition_name(publish_at, desk.newsroom.zone),
        draft=Weekly.parse(cadence.draft).before(publish_at, desk.newsroom.zone),
        verify=publish_at - timedelta(minutes=cadence.verify_minutes_before),
        publish=publish_at,
        stale=publish_at + timedelta(hours=cadence.stale_hours),
    )


def due(desk: Desk, now: datetime) -> tuple[Due, ...]:
    """The steps due at ``now``, in the order in which they are to be done.

    A send never waits for slow sources; a draft waits for what is new.
    """
    found = [Due(Step.GATHER, "")] if _gather_is_due(desk, now) else []
    for publish_at in _publications_around(desk, now):
        name = edition_name(publish_at, desk.newsroom.zone)
        with desk.store.read() as connection:
            row = editions.find(connection, desk.publication, name)
            verified = _verified(connection, row)
        # what was drafted and approved says when it goes out, also when newsroom.toml was changed since
        times = moments(desk, row.publish_at if row else publish_at)
        found += [Due(step, name) for step in _steps(times, row, verified, now)]
    found += [Due(Step.SEND, name) for name in _still_sending(desk)]
    return tuple(sorted(dict.fromkeys(found), key=lambda d: ORDER.index(d.step)))


def _still_sending(desk: Desk) -> list[str]:
    """However old: what was begun is brought to an end."""
    with desk.store.read() as connection:
        return [e.name for e in editions.every(connection, desk.publication) if e.state is State.SENDING]


def _steps(times: Moments, row: EditionRow | None, verified: datetime | None, now: datetime) -> list[Step]:
    if now > times.stale:
        return [Step.SEND] if row and row.state is State.SENDING else []
    if row is None:
        return [Step.DRAFT] if now >= times.draft else []
    steps = []
    if row.state is State.APPROVED and now >= times.verify and _unseen(row, times, verified):
        steps.append(Step.VERIFY)
    if row.state is State.SENDING or (row.state is State.APPROVED and now >= times.publish):
        steps.append(Step.SEND)
    return steps


def _unseen(row: EditionRow, times: Moments, verified: datetime | None) -> bool:
    """Whether nobody has looked at the sources since the time for it, or since a late approval."""
    return verified is None or verified < max(times.verify, row.approved_at or times.verify)


def _publications_around(desk: Desk, now: datetime) -> tuple[datetime, ...]:
    """The publication before now and the one after: a late send is still caught up."""
    coming = next_publication(desk, now)
    return (Weekly.parse(desk.newsroom.cadence.publish).before(coming, desk.newsroom.zone), coming)


def _gather_is_due(desk: Desk, now: datetime) -> bool:
    if not desk.newsroom.sources:
        return False
    with desk.store.read() as connection:
        health = articles.health(connection)
    pause = timedelta(minutes=desk.newsroom.cadence.gather_minutes)
    tried = [health[s.name].tried_at if s.name in health else None for s in desk.newsroom.sources]
    return any(t is None or t + pause <= now for t in tried)


def _verified(connection: Connection, row: EditionRow | None) -> datetime | None:
    if row is None:
        return None
    acts = editions.acts(connection, row.id)
    return next((a.at for a in reversed(acts) if a.what == "verified"), None)


def next_thing(desk: Desk, row: EditionRow | None, now: datetime) -> str:
    """The next thing for an editor to do, as a sentence with a command."""
    if row is None or row.state in FINISHED:
        times = moments(desk, next_open(desk, now))
        done = f"{row.name} is {row.state.value}. " if row else ""
        return f"{done}{times.edition} is drafted {local(desk, times.draft)}; digest draft does it now"
    if row.state is State.APPROVED and now > moments(desk, row.publish_at).stale:
        return (
            f"{row.name} was due {local(desk, row.publish_at)} and is stale; "
            "digest send --late sends it all the same, digest skip lets it go"
        )
    return {
        State.DRAFT: f"read {row.name} with digest show and digest preview --open; then digest check and digest approve",
        State.APPROVED: f"{row.name} goes out {local(desk, row.publish_at)}; digest send does it now",
        State.SENDING: f"{row.name} is being sent; digest report tells how far, digest send goes on after a stop",
        State.PAUSED: f"{row.name} is paused: {row.detail or 'by an editor'}; digest resume, then digest send",
        State.ATTENTION: f"{row.name} has uncertain batches; digest reconcile says what can be done",
    }[row.state]
