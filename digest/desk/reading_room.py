"""What readers do by the links in their mails: leave, come back, choose.

A token alone authorises: it is bound to one reader and one purpose. One that
cannot be read, or whose reader has been erased, does nothing and says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.desk.desk import Desk
from digest.store.database import Connection
from subscribers import consent, joining, readers
from subscribers.errors import BadPreference
from subscribers.readers import Reader, State
from subscribers.suppression import Reason
from subscribers.tokens import PREFERENCES, UNSUBSCRIBE

BY_LINK = "unsubscribe link"
BY_LINK_FOR_GOOD = "unsubscribe link; not mailed before it"
BY_PAGE = "preferences page"
PAUSES = (2, 4)  # weeks
_CHOICES = frozenset({"regions", "paused", "text only"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What is in force for a reader. No regions means all; ``paused_until`` is UTC, or None.

    ``leave_token`` is the same reader's way out.
    """

    regions: tuple[str, ...]
    paused_until: datetime | None
    has_left: bool
    leave_token: str


def leave(desk: Desk, token: str, now: datetime) -> None:
    """Never mail this reader again, from the next batch on. Again is harmless."""
    with desk.store.begin() as connection:
        reader = _reader(desk, connection, token, UNSUBSCRIBE)
        if reader is not None:
            # only who was mailed until now can be brought back by the same link
            was_mailed = reader.state == State.CONFIRMED and reader.suppressed is None
            source = BY_LINK if was_mailed else BY_LINK_FOR_GOOD
            readers.unsubscribe(connection, reader.id, source=source, now=now)


def has_left(desk: Desk, token: str) -> bool:
    """Whether the reader of this token has left; false for a token that is none."""
    with desk.store.read() as connection:
        reader = _reader(desk, connection, token, UNSUBSCRIBE)
    return reader is not None and reader.state == State.UNSUBSCRIBED


def come_back(desk: Desk, token: str, now: datetime, *, wording: str) -> bool:
    """Take back a leaving that was done by this link; whether the reader is mailed again.

    Nothing else is taken back: not a leaving by another way, and never a
    complaint or a bounce, whether it came before or after.
    """
    with desk.store.begin() as connection:
        reader = _reader(desk, connection, token, UNSUBSCRIBE)
        if reader is None:
            return False
        if reader.state != State.UNSUBSCRIBED:
            return reader.state == State.CONFIRMED and reader.suppressed is None
        if not _left_by_link(connection, reader):
            return False
        source = f"{BY_LINK}, undone"
        return joining.take_back(connection, reader.id, source=source, wording=wording, now=now)


def _left_by_link(connection: Connection, reader: Reader) -> bool:
    """The newest that happened to this reader, choices aside, is a leaving by the link."""
    if reader.suppressed != Reason.UNSUBSCRIBED:
        return False
    acts = [one for one in consent.history(connection, reader.id) if one.what not in _CHOICES]
    return bool(acts) and (acts[-1].what, acts[-1].source) == ("unsubscribed", BY_LINK)


def choices(desk: Desk, token: str, now: datetime) -> Choices | None:
    """What is in force, or None for a token that is none."""
    with desk.store.read() as connection:
        reader = _reader(desk, connection, token, PREFERENCES)
    return None if reader is None else _choices(desk, reader, now)


def choose(
    desk: Desk, token: str, now: datetime, *, regions: Iterable[str], pause_weeks: int | None
) -> Choices | None:
    """Save what a reader chose, and give what is in force then; None for a token that is none.

    No regions means all. ``pause_weeks`` None leaves a pause as it is, 0 ends
    it. Raises BadPreference for a region or pause that is not offered; then
    nothing is saved.
    """
    wanted = _offered(desk, regions, pause_weeks)
    with desk.store.begin() as connection:
        reader = _reader(desk, connection, token, PREFERENCES)
        if reader is None:
            return None
        if wanted != reader.regions:
            readers.set_regions(connection, reader.id, wanted, source=BY_PAGE, now=now)
        if pause_weeks is not None and (pause_weeks or reader.paused_until):
            until = now + timedelta(weeks=pause_weeks) if pause_weeks else None
            readers.pause(connection, reader.id, until, source=BY_PAGE, now=now)
        return _choices(desk, readers.show(connection, reader.id), now)


def _offered(desk: Desk, regions: Iterable[str], pause_weeks: int | None) -> tuple[str, ...]:
    wanted = tuple(sorted(set(regions)))
    if not {region.key for region in desk.newsroom.regions}.issuperset(wanted):
        raise BadPreference("one of these regions is no longer there; choose among those shown")
    if pause_weeks not in (None, 0, *PAUSES):
        raise BadPreference("a pause lasts 2 or 4 weeks; choose one of those shown")
    return wanted


def _choices(desk: Desk, reader: Reader, now: datetime) -> Choices:
    paused = reader.paused_until if reader.paused_until and reader.paused_until > now else None
    there = tuple(r.key for r in desk.newsroom.regions if r.key in reader.regions)
    left = reader.state == State.UNSUBSCRIBED
    return Choices(there, paused, left, desk.signer.token(reader.id, UNSUBSCRIBE))


def _reader(desk: Desk, connection: Connection, token: str, purpose: str) -> Reader | None:
    reader_id = desk.signer.reader_of(token, purpose)
    return None if reader_id is None else readers.find(connection, reader_id)
