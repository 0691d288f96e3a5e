"""What is due when, and the next thing to do.

Decided from the database and the clock alone: any process may ask, at any
time, as often as it likes. A missed step is caught up as long as it makes
sense, and refused as stale after that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from digest.desk.approving import lapsed
from digest.desk.desk import Desk
from digest.desk.drafting import local, next_open, next_publication
from digest.model.edition import FINISHED, State
from digest.model.window import Weekly, edition_name
from digest.store import articles, editions
from digest.store.editions import Act, EditionRow


class Step(StrEnum):
    """``ALARM`` says that an edition did not go out at its time, ``PROOF`` mails the desk what became of it."""

    GATHER = "gather"
    DRAFT = "draft"
    VERIFY = "verify"
    SEND = "send"
    ALARM = "alarm"
    PROOF = "proof"


ORDER = (Step.VERIFY, Step.SEND, Step.ALARM, Step.PROOF, Step.GATHER, Step.DRAFT)
VERIFIED, INCOMPLETE = "verified", "verify incomplete"
NOT_SENT, PROVEN = "not sent", "proof"
"""How the record calls what was done: a look at the sources, an alarm and a proof. Each of the last two is given once."""
RETRY = timedelta(minutes=5)


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
    proof: datetime
    stale: datetime


def moments(desk: Desk, publish_at: datetime) -> Moments:
    """When an edition is drafted, verified, published, and from when on it is stale."""
    cadence = desk.newsroom.cadence
    return Moments(
        edition=edition_name(publish_at, desk.newsroom.zone),
        draft=Weekly.parse(cadence.draft).before(publish_at, desk.newsroom.zone),
        verify=publish_at - timedelta(minutes=cadence.verify_minutes_before),
        publish=publish_at,
        proof=publish_at + timedelta(minutes=cadence.proof_minutes_after),
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
            acts = editions.acts(connection, row.id) if row else []
        # what was drafted and approved says when it goes out, also when newsroom.toml was changed since
        times = moments(desk, row.publish_at if row else publish_at)
        found += [Due(step, name) for step in _steps(desk, times, row, acts, now)]
    found += [Due(Step.SEND, name) for name in _still_sending(desk)]
    return tuple(sorted(dict.fromkeys(found), key=lambda d: ORDER.index(d.step)))


def _still_sending(desk: Desk) -> list[str]:
    """However old: what was begun is brought to an end."""
    with desk.store.read() as connection:
        return [e.name for e in editions.every(connection, desk.publication) if e.state is State.SENDING]


def _steps(desk: Desk, times: Moments, row: EditionRow | None, acts: list[Act], now: datetime) -> list[Step]:
    if row is None:
        return [Step.DRAFT] if times.draft <= now <= times.stale else []
    steps = []
    if row.state is State.APPROVED and times.verify <= now <= times.stale and not _held(acts, now):
        steps += [Step.VERIFY] if _unseen(row, times, acts) else []
        steps += [Step.SEND] if now >= times.publish else []
    if row.state is State.SENDING:
        steps.append(Step.SEND)
    if is_missed(row, times, now) and not any(a.what == NOT_SENT for a in acts):
        steps.append(Step.ALARM)
    if desk.newsroom.cadence.proof_to and _wants_proof(row, times, acts, now):
        steps.append(Step.PROOF)
    return steps


def is_missed(row: EditionRow, times: Moments, now: datetime) -> bool:
    """Whether its time is over and it is not going to go out by itself."""
    if row.state is State.DRAFT:
        return now >= times.publish
    return row.state is State.APPROVED and now > times.stale


def _wants_proof(row: EditionRow, times: Moments, acts: list[Act], now: datetime) -> bool:
    is_time = times.proof <= now <= times.stale
    return is_time and row.state is not State.SKIPPED and not any(a.what == PROVEN for a in acts)


def _held(acts: list[Act], now: datetime) -> bool:
    """Whether a look at the sources was cut short so lately that it is not worth looking again."""
    last = next((a for a in reversed(acts) if a.what in (VERIFIED, INCOMPLETE, "approved")), None)
    return last is not None and last.what == INCOMPLETE and now < last.at + RETRY


def _unseen(row: EditionRow, times: Moments, acts: list[Act]) -> bool:
    """Whether nobody has looked at the sources since the time for it, or since a late approval."""
    verified = next((a.at for a in reversed(acts) if a.what == VERIFIED), None)
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


def void_because(desk: Desk, row: EditionRow) -> str:
    """Why an approval does not stand, given and void or taken back; nothing where none was or it stands."""
    if row.state is State.APPROVED:
        return lapsed(desk, row)
    with desk.store.read() as connection:
        last = editions.last_act(connection, row.id, "approved", "approval void")
    if row.state is not State.DRAFT or last is None or last.what == "approved":
        return ""
    return f"its approval is void since {local(desk, last.at)}: {last.detail}"


def next_thing(desk: Desk, row: EditionRow | None, now: datetime) -> str:
    """The next thing for an editor to do, as a sentence with a command."""
    if row is None or row.state in FINISHED:
        times = moments(desk, next_open(desk, now))
        done = f"{row.name} is {row.state.value}. " if row else ""
        return f"{done}{times.edition} is drafted {local(desk, times.draft)}; digest draft does it now"
    times = moments(desk, row.publish_at)
    if is_missed(row, times, now):
        return missed(desk, row, times, now)
    if row.state is State.APPROVED and void_because(desk, row):
        return f"{void_because(desk, row)} digest preview --open, then digest approve"
    again = " again" if void_because(desk, row) else ""
    return {
        State.DRAFT: f"read {row.name} with digest show and digest preview --open; "
        f"then digest check and digest approve{again}",
        State.APPROVED: f"{row.name} goes out {local(desk, row.publish_at)}; digest send does it now",
        State.SENDING: f"{row.name} is being sent; digest report tells how far, digest send goes on after a stop",
        State.PAUSED: f"{row.name} is paused: {row.detail or 'by an editor'}; digest resume, then digest send",
        State.ATTENTION: f"{row.name} has uncertain batches; digest reconcile says what can be done",
    }[row.state]


def missed(desk: Desk, row: EditionRow, times: Moments, now: datetime) -> str:
    """That an edition did not go out, and what can be done."""
    due = f"NOT SENT: {row.name} was due {local(desk, times.publish)}"
    is_stale, let_go = now > times.stale, f'digest skip -e {row.name} --reason "..." lets it go'
    if row.state is State.APPROVED:
        return f"{due} and is stale; digest send --late sends it all the same, {let_go}"
    why = void_because(desk, row) or "it was never approved"
    how = "digest send --late sends it all the same" if is_stale else "it goes out at once"
    return f"{due}: {why}. digest approve, then {how}; {let_go}"
