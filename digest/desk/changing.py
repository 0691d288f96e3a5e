"""Editors' acts on a draft: stored in order, replayed, undone; any act voids an approval."""

from dataclasses import replace
from datetime import datetime

from digest.desk.approving import void
from digest.desk.desk import Desk
from digest.desk.drafting import InHand, current
from digest.editing.changes import Change, decode, describe, encode
from digest.errors import BadInput, KeepreadingError, NotFound
from digest.model.article import Article
from digest.model.edition import State
from digest.store import editions


def change(desk: Desk, now: datetime, act: Change, name: str | None = None) -> InHand:
    """Add one act to the edition in hand. Raises KeepreadingError once it is being sent."""
    hand = _changeable(desk, now, name)
    with desk.store.begin() as connection:
        editions.add_change(connection, hand.row.id, encode(act))
        editions.note(connection, hand.row.id, now, act.by, "changed", describe(act, titles_of(hand)))
    return replace(current(desk, hand.row.name), warnings=hand.warnings)


def undo(desk: Desk, now: datetime, by: str, name: str | None = None) -> tuple[InHand, str]:
    """Take the last act back; the edition, and what was undone in words."""
    before = current(desk, name)
    hand = _changeable(desk, now, name) if before.changes else before
    with desk.store.begin() as connection:
        document = editions.undo_change(connection, hand.row.id)
        if document is None:
            raise BadInput(f"{hand.row.name} holds no change that could be undone")
        said = describe(decode(document), titles_of(hand))
        editions.note(connection, hand.row.id, now, by, "undid", said)
    return replace(current(desk, hand.row.name), warnings=hand.warnings), said


def find_article(hand: InHand, text: str) -> Article:
    """The considered article meant by an id's start, an address, or a part of its title.

    Raises BadInput for no text; NotFound when none or several are meant, naming the candidates.
    """
    pool = [placed.article for placed in hand.draft.pool]
    wanted = text.strip()
    if not wanted:
        raise BadInput(
            "which article? Give an id, an address or a part of the title; digest list shows them all"
        )
    exact = [a for a in pool if wanted in (a.id, a.url)]
    folded = wanted.casefold()
    near = (
        exact
        or [a for a in pool if a.id.startswith(folded)]
        or [a for a in pool if wanted in a.url or folded in a.title.casefold()]
    )
    if len(near) == 1:
        return near[0]
    if not near:
        raise NotFound(
            f'no article considered for {hand.row.name} is meant by "{text}"; digest list shows them all'
        )
    some = "; ".join(f"{a.id[:6]} {a.title[:50]}" for a in near[:4])
    raise NotFound(f'"{text}" means {len(near)} articles: {some}. Give the id.')


def titles_of(hand: InHand) -> dict[str, str]:
    return {placed.article.id: placed.article.title for placed in hand.draft.pool}


def _changeable(desk: Desk, now: datetime, name: str | None) -> InHand:
    hand = current(desk, name)
    if hand.row.state is State.APPROVED:
        void(desk, hand.row, now, "an editor changed the edition")
        return replace(
            current(desk, hand.row.name), warnings=(f"the approval of {hand.row.name} is void now",)
        )
    if hand.row.state is not State.DRAFT:
        raise KeepreadingError(f"{hand.row.name} is {hand.row.state.value}; it can no longer be changed")
    return hand
