"""Checks, approval, and what voids it.

An approval is a named editor's yes to one exact edition: its canonical JSON
and the templates, bound by SHA-256. ``still_stands`` works the hash out again
from what is there now; any difference voids the approval.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from digest.desk.checking import ACCEPTABLE, findings, mailed_before
from digest.desk.desk import Desk
from digest.desk.drafting import InHand, as_it_looks, current, with_changes
from digest.desk.looks import changed_keys, look_of
from digest.desk.variants import Variant, readers_without, variants_of
from digest.errors import BadInput, CheckFailed, KeepreadingError, NotApproved, NothingToSend
from digest.model.edition import (
    Edition,
    Finding,
    State,
    canonical_json,
    edition_from_json,
    edition_hash,
)
from digest.model.wording import listed, same_name
from digest.store import editions
from digest.store.editions import EditionRow

VOIDED_BY_CHANGE, VOIDED_BY_REFRESH = "an editor changed the edition", "the edition was refreshed"
"""What the record says of an approval that an editor's own act took back."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What is approved, or would be, and who is going to get it when.

    ``without`` counts readers who get nothing, because nothing is in their
    regions; ``look`` names what of the newsroom's look changed since the draft.
    """

    row: EditionRow
    hash: str
    articles: int
    findings: tuple[Finding, ...]
    variants: tuple[Variant, ...]
    readers: int
    without: int = 0
    look: tuple[str, ...] = ()


def hash_of(desk: Desk, edition: Edition) -> str:
    """What an approval of this edition would be bound to, now."""
    return edition_hash(edition, desk.renderer.fingerprint())


def check(desk: Desk, now: datetime, name: str | None = None) -> tuple[InHand, tuple[Finding, ...]]:
    """Every check on the edition in hand; errors first. Changes nothing."""
    hand = current(desk, name)
    edition = hand.draft.edition
    variants = () if edition.is_empty else variants_of(desk, edition, now)
    return hand, findings(desk, hand, variants)


def propose(
    desk: Desk, now: datetime, by: str, name: str | None = None, accept: Iterable[str] = ()
) -> Approval:
    """What ``approve`` would do, with all its refusals. Changes nothing."""
    return _proposed(desk, now, by, name, accept)[1]


def _proposed(
    desk: Desk, now: datetime, by: str, name: str | None, accept: Iterable[str]
) -> tuple[InHand, Approval]:
    hand = reopened(desk, current(desk, name))
    _may_approve(desk, hand, by)
    edition = hand.draft.edition
    variants = variants_of(desk, edition, now)
    found = findings(desk, hand, variants)
    _stop_at_errors(hand, found, _checks_named(accept))
    return hand, Approval(
        row=hand.row,
        hash=hash_of(desk, edition),
        articles=len(edition.placed()),
        findings=found,
        variants=variants,
        readers=sum(v.readers for v in variants),
        without=readers_without(desk, edition, now),
        look=changed_keys(hand.row.draft().edition.look, edition.look),
    )


def reopened(desk: Desk, hand: InHand) -> InHand:
    """An edition whose approval does not stand any more, as the draft that it is; any other as it is."""
    if hand.row.state is not State.APPROVED or not lapsed(desk, hand.row):
        return hand
    row = replace(hand.row, state=State.DRAFT, frozen=None)
    return with_changes(desk, row, as_it_looks(desk, row), hand.changes)


def lapsed(desk: Desk, row: EditionRow) -> str:
    """Why an approval that was given does not stand; nothing if it does."""
    try:
        approved_edition(desk, row)
    except NotApproved as error:
        return str(error)
    return ""


def _checks_named(accept: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(accept)
    unknown = sorted(wanted - set(ACCEPTABLE))
    if unknown:
        raise BadInput(f'no check "{unknown[0]}" can be accepted; those that can are {", ".join(ACCEPTABLE)}')
    return wanted


def _stop_at_errors(hand: InHand, findings: Iterable[Finding], accepted: frozenset[str]) -> None:
    errors = [f for f in findings if f.severity == "error" and f.check not in accepted]
    if errors:
        more = f" (and {len(errors) - 1} more; digest check lists them)" if len(errors) > 1 else ""
        raise CheckFailed(
            f"{hand.row.name} cannot be approved: {errors[0].text}: {errors[0].what_to_do}{more}"
        )


def approve(
    desk: Desk,
    now: datetime,
    by: str,
    name: str | None = None,
    accept: tuple[str, ...] = (),
    *,
    looked_at: str = "",
) -> Approval:
    """Freeze the edition as it stands, in the name of ``by``.

    ``accept`` names checks whose errors the editor takes upon themselves;
    ``looked_at`` is the hash of what they saw, if they were shown one.
    Raises CheckFailed, NothingToSend for an empty edition, NotApproved when
    four eyes are asked for and ``by`` has changed it, BadInput for an
    ``accept`` that is no check.
    """
    hand, proposed = _proposed(desk, now, by, name, accept)
    frozen = canonical_json(hand.draft.edition)
    changed = KeepreadingError(
        f"{hand.row.name} was changed while you looked at it; look again, then approve"
    )
    if looked_at not in ("", proposed.hash):
        raise changed
    was = desk.edition(hand.row.name)
    if was.state is State.APPROVED and was.hash == hand.row.hash:
        void(desk, was, now, lapsed(desk, was) or "it was approved anew")
    with desk.store.begin() as connection:
        if not editions.approve(connection, hand.row, frozen=frozen, digest=proposed.hash, by=by, now=now):
            raise changed
        accepted = f"; accepted: {', '.join(accept)}" if accept else ""
        editions.note(connection, hand.row.id, now, by, "approved", f"sha256 {proposed.hash}{accepted}")
    return replace(proposed, row=desk.edition(hand.row.name))


def _may_approve(desk: Desk, hand: InHand, by: str) -> None:
    if hand.row.state is State.APPROVED:
        raise KeepreadingError(f"{hand.row.name} is approved already, by {hand.row.approved_by}")
    if hand.row.state is not State.DRAFT:
        raise KeepreadingError(f"{hand.row.name} is {hand.row.state.value}; only a draft can be approved")
    if hand.draft.edition.is_empty:
        raise NothingToSend(
            f"{hand.row.name} holds no article; digest skip says so to readers' archive, or widen the window"
        )
    _four_eyes(desk, hand, by)


def _four_eyes(desk: Desk, hand: InHand, by: str) -> None:
    """Whoever has a change in force does not approve it, however they write their name."""
    if not desk.newsroom.policy.four_eyes:
        return
    editors = {same_name(change.by): change.by for change in hand.changes}
    if same_name(by) in editors:
        others = (
            ""
            if len(editors) == 1
            else f"; so have {listed([e for e in editors.values() if same_name(e) != same_name(by)])}"
        )
        raise NotApproved(
            f"policy.four_eyes: {by.strip()} has changed {hand.row.name}{others}; somebody else has to approve it"
        )


def approved_edition(desk: Desk, row: EditionRow) -> Edition:
    """The frozen edition, if what would be sent is still exactly what was approved.

    Raises NotApproved: never approved, or something differs since.
    """
    if row.frozen is None:
        raise NotApproved(f"{row.name} is not approved; digest check, then digest approve")
    edition = edition_from_json(row.frozen)
    difference = _difference(desk, row, edition)
    if difference:
        raise NotApproved(
            f"the approval of {row.name} is void: {difference}. Look at it again and approve it again."
        )
    return edition


def _difference(desk: Desk, row: EditionRow, edition: Edition) -> str:
    if canonical_json(edition) != row.frozen or hash_of(desk, edition) != row.hash:
        return "the templates or the stored edition have changed since"
    changed = changed_keys(edition.look, look_of(desk))
    if changed:
        return f"the newsroom's {', '.join(changed)} changed since"
    mailed = mailed_before(desk, edition)
    return f'"{mailed[0][0].article.title}" is already in {mailed[0][1]}' if mailed else ""


def void(desk: Desk, row: EditionRow, now: datetime, why: str) -> bool:
    """Take an approval back and say why; true when there was one."""
    with desk.store.begin() as connection:
        done = editions.void(connection, row)
        if done:
            editions.note(connection, row.id, now, "keepreading", "approval void", why)
    return done


def skip(desk: Desk, now: datetime, by: str, reason: str, name: str | None = None) -> EditionRow:
    """Let an edition go unsent, with a reason. Its articles stay eligible next week."""
    if not reason.strip():
        raise BadInput("a skip wants a reason, for the record and for those who ask: --reason TEXT")
    row = desk.edition(name)
    with desk.store.begin() as connection:
        done = row.state in (State.DRAFT, State.APPROVED) and editions.move(
            connection, row.id, row.state, State.SKIPPED, detail=reason, ended_at=now
        )
        if done:
            editions.note(connection, row.id, now, by, "skipped", reason)
    if not done:
        raise KeepreadingError(
            f"{row.name} is {row.state.value}; only a draft or an approved edition can be skipped"
        )
    return desk.edition(row.name)
