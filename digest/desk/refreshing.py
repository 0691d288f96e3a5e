"""Drafting anew what is drafted already: what would change is shown before it does."""

from dataclasses import dataclass, replace
from datetime import datetime

from digest.desk.approving import VOIDED_BY_REFRESH, hash_of, void
from digest.desk.desk import Desk
from digest.desk.drafting import InHand, automatic, current, keep, window_of, with_changes
from digest.desk.noticing import notes_of, warnings_of
from digest.editing.difference import Difference, differences
from digest.editing.replay import Conflict
from digest.errors import NotApproved
from digest.model.edition import Draft, State
from digest.store.editions import OPEN


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh comes to: the edition before and after, the editors' changes in both.

    ``differences`` are told from before to after; ``conflicts`` are those that
    were none before. ``voids`` says whether an approval would be lost.
    """

    before: InHand
    after: InHand
    made: Draft
    differences: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    voids: bool


def propose_refresh(desk: Desk, now: datetime, name: str | None = None) -> Refreshed:
    """What ``refresh`` would do. Changes nothing.

    Raises NotApproved for an edition that is being sent, or is finished.
    """
    before = current(desk, name)
    row = before.row
    if row.state not in OPEN:
        raise NotApproved(f"{row.name} is {row.state.value}; it is no longer drafted")
    week = window_of(desk, row.publish_at)
    window = week if row.window_start == week.start else window_of(desk, row.publish_at, row.window_start)
    made = automatic(desk, row.publish_at, window)
    after = with_changes(desk, row, made, before.changes)
    return Refreshed(
        before=before,
        after=replace(after, warnings=warnings_of(desk, made, now), notes=notes_of(desk, made)),
        made=made,
        differences=differences(before.draft.edition, after.draft.edition),
        conflicts=tuple(c for c in after.conflicts if c.text not in {b.text for b in before.conflicts}),
        voids=row.state is State.APPROVED and hash_of(desk, after.draft.edition) != row.hash,
    )


def refresh(desk: Desk, now: datetime, name: str | None = None) -> InHand:
    """Draft anew from what is known now. The changes stay, and so does an approval of the very same edition."""
    return carry_out(desk, now, propose_refresh(desk, now, name))


def carry_out(desk: Desk, now: datetime, proposed: Refreshed) -> InHand:
    """Do what was proposed. Raises KeepreadingError if the edition was changed in the meantime."""
    row = proposed.before.row
    if row.state is State.APPROVED and not proposed.voids:
        return replace(proposed.before, warnings=proposed.after.warnings, notes=proposed.after.notes)
    if proposed.voids and void(desk, row, now, VOIDED_BY_REFRESH):
        row = desk.edition(row.name)
    return keep(desk, now, row, proposed.made)
