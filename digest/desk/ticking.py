"""One beat of the scheduler: do whatever is due, once, and say what was done.

Two processes that beat at the same moment make one edition and one send: the
database decides. A step that fails is told and does not stop the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from digest.desk.agenda import Due, Step, due
from digest.desk.approving import approve
from digest.desk.desk import Desk
from digest.desk.drafting import draft
from digest.desk.gather import gather
from digest.desk.sending import send
from digest.desk.verifying import require_unchanged, verify
from digest.errors import CheckFailed, KeepreadingError, NothingToSend
from digest.model.edition import State

log = structlog.get_logger("keepreading")


@dataclass(frozen=True, slots=True)
class Done:
    """What one step came to."""

    step: Step
    edition: str
    ok: bool
    said: str


def tick(
    desk: Desk, now: Callable[[], datetime], stop: Callable[[], bool] = lambda: False
) -> tuple[Done, ...]:
    """Do what is due now. What goes wrong with a step is told in its outcome.

    Raises StoreError when not even what is due can be seen.
    """
    done: list[Done] = []
    for one in due(desk, now()):
        if stop():
            break
        done.append(_do(desk, one, now, stop))
        log.info("step", step=one.step.value, edition=one.edition, ok=done[-1].ok, said=done[-1].said)
    return tuple(done)


def _do(desk: Desk, one: Due, now: Callable[[], datetime], stop: Callable[[], bool]) -> Done:
    try:
        said = {Step.GATHER: _gather, Step.DRAFT: _draft, Step.VERIFY: _verify, Step.SEND: _send}[one.step](
            desk, one.edition, now, stop
        )
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
    new = sum(g.new for g in found)
    return f"{len(found)} sources, {new} new articles" + (f"; failed: {', '.join(failed)}" if failed else "")


def _draft(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    hand = draft(desk, now(), name=edition)
    count = len(hand.draft.edition.placed())
    if desk.newsroom.policy.auto_approve == "clean" and hand.row.state is State.DRAFT:
        return f"{count} articles; {_approve_if_clean(desk, edition, now())}"
    return f"{count} articles of {len(hand.draft.verdicts)} considered"


def _approve_if_clean(desk: Desk, edition: str, now: datetime) -> str:
    try:
        approve(desk, now, "policy auto_approve=clean", edition)
    except (CheckFailed, NothingToSend) as error:
        return f"held for an editor: {error}"
    return "approved by policy: every check is clean"


def _verify(desk: Desk, edition: str, now: Callable[[], datetime], _stop: Callable[[], bool]) -> str:
    verified = verify(desk, now(), edition)
    require_unchanged(verified)
    return f"all {verified.checked} articles unchanged"


def _send(desk: Desk, edition: str, now: Callable[[], datetime], stop: Callable[[], bool]) -> str:
    sent = send(desk, now, name=edition, stop=stop)
    sums = sent.accounts
    return f"{sent.row.state.value}: {sums.submitted} of {sums.due} submitted" + (
        f"; {sent.stopped}" if sent.stopped else ""
    )
