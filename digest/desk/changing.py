"""Editors' acts on a draft: stored in order, replayed, undone; any act voids an approval."""

from dataclasses import replace
from datetime import datetime, timedelta

from digest.desk.approving import VOIDED_BY_CHANGE, void
from digest.desk.desk import Desk
from digest.desk.drafting import InHand, current
from digest.desk.finding import find_one
from digest.editing.changes import Change, Edit, decode, describe, encode, singles
from digest.errors import BadInput, KeepreadingError
from digest.model.article import Article
from digest.model.edition import State
from digest.model.window import Weekly, edition_name, parse_edition_name
from digest.store import changes, editions
from digest.store.editions import EditionRow

FURTHEST_YEARS = 10


def change(desk: Desk, now: datetime, act: Change, name: str | None = None) -> InHand:
    """Add one act to the edition in hand. Raises KeepreadingError once it is being sent.

    Raises BadInput, and changes nothing, for an act that could not be read again.
    """
    document = encode(act)
    hand = current(desk, name)
    row, warnings = _open(desk, now, hand.row)
    with desk.store.begin() as connection:
        changes.add(connection, row.id, document)
        editions.note(connection, row.id, now, act.by, "changed", told_of(hand, act))
    return replace(current(desk, row.name), warnings=warnings)


def undo(desk: Desk, now: datetime, by: str, name: str | None = None) -> tuple[InHand, str]:
    """Take the last act back; the edition, and what was undone in words.

    It need not be possible to replay the act, nor to read it.
    """
    row = desk.edition(name)
    with desk.store.read() as connection:
        documents = changes.in_force(connection, row.id)
    if not documents:
        raise BadInput(f"{row.name} holds no change that could be undone")
    row, warnings = _open(desk, now, row)
    with desk.store.begin() as connection:
        document = changes.undo(connection, row.id)
        if document is None:
            raise BadInput(f"{row.name} holds no change that could be undone")
        said = _described(row, document)
        editions.note(connection, row.id, now, by, "undid", said)
    return replace(current(desk, row.name), warnings=warnings), said


def _described(row: EditionRow, document: str) -> str:
    """In the publisher's titles: those of the mail may be what is undone."""
    try:
        return describe(decode(document), publishers_titles(row))
    except BadInput:
        return "a change that could not be read"


def hold_until(desk: Desk, hand: InHand, until: str | None) -> str:
    """The name of the edition an article is held for: the one named, else the next one. Raises BadInput."""
    zone, publish = desk.newsroom.zone, Weekly.parse(desk.newsroom.cadence.publish)
    following = edition_name(publish.at_or_after(hand.row.publish_at + timedelta(hours=1), zone), zone)
    target = (until or "").strip().upper() or following
    try:
        wanted, here = parse_edition_name(target), parse_edition_name(hand.row.name)
    except ValueError as error:
        raise BadInput(str(error)) from error
    if wanted <= here:
        raise BadInput(f"{target} is not after {hand.row.name}; an article is held for a later edition")
    if wanted[0] > here[0] + FURTHEST_YEARS:
        raise BadInput(f"{target} is more than {FURTHEST_YEARS} years away")
    return target


def find_article(hand: InHand, text: str) -> Article:
    """The considered article meant by an id's start, an address, or a part of its title.

    Raises BadInput for no text; NotFound when none or several are meant, naming the candidates.
    """
    pool = [placed.article for placed in hand.draft.pool]
    return find_one(pool, text, f"considered for {hand.row.name}")


def told_of(hand: InHand, act: Change) -> str:
    """An act in words. One that gives another title is told with the title it replaced."""
    is_title = any(isinstance(one, Edit) and one.field == "title" for one in singles([act]))
    return describe(act, publishers_titles(hand.row) if is_title else titles_of(hand))


def titles_of(hand: InHand) -> dict[str, str]:
    """Article id -> title as it stands in the mail now."""
    return {placed.article.id: placed.article.title for placed in hand.draft.pool}


def publishers_titles(row: EditionRow) -> dict[str, str]:
    """Article id -> title before any change of an editor."""
    return {placed.article.id: placed.article.title for placed in row.draft().pool}


def _open(desk: Desk, now: datetime, row: EditionRow) -> tuple[EditionRow, tuple[str, ...]]:
    """The edition as a draft, and what an editor has to know of that: an approval is taken back."""
    if row.state is State.APPROVED:
        void(desk, row, now, VOIDED_BY_CHANGE)
        said = f"the approval of {row.name} by {row.approved_by} is void now; it has to be approved again"
        return desk.edition(row.name), (said,)
    if row.state is not State.DRAFT:
        raise KeepreadingError(f"{row.name} is {row.state.value}; it can no longer be changed")
    return row, ()
