"""One beat of the scheduler: do whatever is due, once, and say what was done.

Two processes that beat at the same moment make one edition and one send: the
database decides. A step that fails is told and does not stop the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from digest.desk.agenda import NOT_SENT, Due, Step, due, missed, moments
from digest.desk.approving import approve, check
from digest.desk.desk import Desk
from digest.desk.drafting import draft
from digest.desk.gather import gather
from digest.desk.noticing import stale_sources
from digest.desk.proving import prove
from digest.desk.sending import send
from digest.desk.verifying import held_since, require_unchanged, verify
from digest.errors import CheckFailed, KeepreadingError, NothingToSend
from digest.model.edition import State
from digest.model.wording import counted
from digest.store import editions

log = structlog.get_logger("keepreading")
BY_POLICY = "policy auto_approve=clean"


@dataclass(frozen=True, slots=True)
class Done:
    """What one step came to."""

    step: Step
    edition: str
    ok: bool
    said: str


def tick(
    desk: Desk,
    now: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    renewed: Callable[[], Desk] | None = None,
) -> tuple[Done, ...]:
    """Do what is due now. What goes wrong with a step is told in its outcome.

    ``renewed`` gives the desk as newsroom.toml and the templates are now: it is
    asked before each step, for an editor may change them at any time. Raises
    StoreError when not even what is due can be seen, and what ``renewed`` raises.
    """
    latest = renewed or (lambda: desk)
    done: list[Done] = []
    for one in due(latest(), now()):
        if stop():
            break
        done.append(_do(latest(), one, now, stop))
        tell = log.info if done[-1].ok else log.error
        tell("step", step=one.step.value, edition=one.edition, ok=done[-1].ok, said=done[-1].said)
    return tuple(done)


def _do(desk: Desk, one: Due, now: Callable[[], datetime], stop: Callable[[], bool]) -> Done:
    steps = {
        Step.GATHER: _gather,
        Step.DRAFT: _draft,
        Step.VERIFY: _verify,
        Step.SEND: _send,
        Step.ALARM: _alarm,
        Step.PROOF: _proof,
    }
    try:
        said = steps[one.step](desk, one.edition, now, stop)
    except KeepreadingError as error:
        return Done(one.step, one.edition, ok=False, said=str(error))
    except Exception as error:
        # A bug in one step must not keep the next one from being done: the send least of all.
        log.exception("step", step=one.step.value, edition=one.edition)
        return Done(
            one.step, one.edition, ok=False, said=f"stopped by {type(error).__name__}: please report it"
        )
    return Done(one.step, one.edition, ok=True, said=said)


def _gather(desk: Desk, _edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    found = gather(desk, now())
    failed = [g.name for g in found if not g.ok]
    new = counted(sum(g.new for g in found), "new article")
    return f"{counted(len(found), 'source')}, {new}" + (f"; failed: {', '.join(failed)}" if failed else "")


def _draft(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    hand = draft(desk, now(), name=edition)
    count = counted(len(hand.draft.edition.placed()), "article")
    if desk.newsroom.policy.auto_approve == "clean" and hand.row.state is State.DRAFT:
        return f"{count}; {_approve_if_clean(desk, edition, now())}"
    return f"{count} of {len(hand.draft.verdicts):,} considered"


def _approve_if_clean(desk: Desk, edition: str, now: datetime) -> str:
    """Clean means that no check finds anything, not even a warning, and that every source could be read."""
    if desk.newsroom.policy.four_eyes:
        return "held for an editor: policy.four_eyes wants a person"
    _, findings = check(desk, now, edition)
    in_the_way = [f.text for f in findings] or list(stale_sources(desk))
    if in_the_way:
        more = f" (and {len(in_the_way) - 1} more)" if len(in_the_way) > 1 else ""
        return f"held for an editor: {in_the_way[0]}{more}"
    try:
        approve(desk, now, BY_POLICY, edition)
    except (CheckFailed, NothingToSend) as error:
        return f"held for an editor: {error}"
    except KeepreadingError:
        if desk.edition(edition).approved_by != BY_POLICY:
            raise
        return "approved by policy already, by another process"
    return "approved by policy: no check finds anything"


def _verify(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    verified = verify(desk, now(), edition)
    if verified.dropped and desk.newsroom.policy.auto_approve == "clean":
        said = _approve_if_clean(desk, edition, now())
        if desk.edition(edition).state is State.APPROVED:
            return f"{verified}: dropped by policy; {said}"
    require_unchanged(verified)
    return str(verified)


def _alarm(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    """Said once for an edition, as a failure."""
    row = desk.edition(edition)
    said = missed(desk, row, moments(desk, row.publish_at), now())
    with desk.store.begin() as connection:
        editions.note(connection, row.id, now(), "keepreading", NOT_SENT, said)
    raise CheckFailed(said)


def _proof(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    return prove(desk, now(), edition)


def _send(desk: Desk, edition: str, now: Callable[[], datetime], stop: Callable[[], bool]) -> str:
    held = held_since(desk, desk.edition(edition), now())
    if held:
        raise CheckFailed(f"{edition} is held: {held}")
    sent = send(desk, now, name=edition, stop=stop)
    sums = sent.accounts
    return f"{sent.row.state.value}: {sums.submitted} of {sums.due} submitted" + (
        f"; {sent.stopped}" if sent.stopped else ""
    )
