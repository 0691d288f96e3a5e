"""Readers: who they are, what they chose, and the acts of the newsroom and of themselves.

A reader is ``unconfirmed``, ``confirmed`` or ``unsubscribed``; only a confirmed
one is ever mailed, and only if no suppression stands against the address.
Regions are kept as a sorted set, so that the same choice is always the same
text; no regions means all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, or_, select, update

from subscribers import consent as evidence
from subscribers import suppression as suppressions
from subscribers.address import parse_address
from subscribers.audience import with_suppressions
from subscribers.errors import AlreadyReader, BadPreference, SuppressedReader, UnknownReader
from subscribers.plain import one_line
from subscribers.suppression import Reason
from subscribers.tables import consent, subscriber, suppression

LARGEST_NUMBER = 2**31 - 1  # PostgreSQL's INTEGER; what is asked for by a person may be larger


class State(StrEnum):
    """How far a reader's own word goes."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as stored. ``regions`` is empty for all regions.

    ``paused_until`` is None when not paused, ``confirmed_at`` when never
    confirmed, ``suppressed`` when nothing forbids to mail the address.
    """

    id: int
    email: str
    name: str
    state: str
    regions: tuple[str, ...]
    frequency: str
    text_only: bool
    language: str
    paused_until: datetime | None
    created_at: datetime
    confirmed_at: datetime | None
    source: str
    suppressed: str | None = None


def split_regions(text: str) -> tuple[str, ...]:
    """The keys of a stored set."""
    return tuple(text.split(";")) if text else ()


def join_regions(keys: Iterable[str]) -> str:
    """One text for one set of keys. Raises BadPreference for a key that cannot be stored."""
    wanted = sorted({key.strip() for key in keys})
    if any(not key or ";" in key for key in wanted):
        raise BadPreference("a region's key is empty or holds a semicolon; give the keys of newsroom.toml")
    return ";".join(wanted)


# -- looking ---------------------------------------------------------------


def _readers() -> Select[Any]:
    c = subscriber.c
    return select(
        *(c.id, c.email, c.name, c.state, c.regions, c.frequency, c.text_only, c.language),
        *(c.paused_until, c.created_at, c.confirmed_at, c.source, suppression.c.reason),
    ).select_from(with_suppressions())


def _reader(row: Row[Any]) -> Reader:
    values = row._asdict()
    suppressed, regions = values.pop("reason"), split_regions(values.pop("regions"))
    return Reader(**values, regions=regions, suppressed=suppressed)


def _is(who: int | str) -> ColumnElement[bool]:
    if isinstance(who, int):
        return subscriber.c.id == who
    return subscriber.c.email_key == parse_address(who).key


def find(connection: Connection, who: int | str) -> Reader | None:
    """The reader of a number or an address in any case, or None. Raises BadAddress."""
    if isinstance(who, int) and who > LARGEST_NUMBER:
        return None
    row = connection.execute(_readers().where(_is(who))).one_or_none()
    return _reader(row) if row is not None else None


def show(connection: Connection, who: int | str) -> Reader:
    """As ``find``, but raises UnknownReader when there is none."""
    found = find(connection, who)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> UnknownReader:
    return UnknownReader("there is no such reader; look among them with `digest subscribers list`")


def listed(
    connection: Connection,
    *,
    region: str | None = None,
    state: str | None = None,
    among: ColumnElement[bool] | None = None,
    after: int = 0,
    limit: int = 100,
) -> tuple[Reader, ...]:
    """Readers in the order of their numbers, at most ``limit`` with a number above ``after``.

    ``region`` keeps those who get that region, also because they get all.
    ``among`` is a condition over ``audience.with_suppressions()``. The next
    page starts after the last reader of this one.
    """
    wanted = (
        _readers().where(subscriber.c.id > min(after, LARGEST_NUMBER)).order_by(subscriber.c.id).limit(limit)
    )
    if state is not None:
        wanted = wanted.where(subscriber.c.state == state)
    if among is not None:
        wanted = wanted.where(among)
    if region is not None:
        marked = ";" + subscriber.c.regions + ";"
        gets_it = marked.contains(f";{region};", autoescape=True)
        wanted = wanted.where(or_(subscriber.c.regions == "", gets_it))
    return tuple(_reader(row) for row in connection.execute(wanted))


# -- acts ------------------------------------------------------------------

_ONLY_THE_READER = (
    "Only the reader can come back: by the undo button of the link to leave, or with a new word of theirs, "
    "which `digest subscribers confirm READER --consent TEXT` keeps"
)
WAYS_BACK = {
    Reason.UNSUBSCRIBED: f"has unsubscribed. {_ONLY_THE_READER}",
    Reason.IMPORTED: f"had left, says an imported list. {_ONLY_THE_READER}",
    Reason.COMPLAINED: "has reported a mail as spam. Never mail this address again",
    Reason.BOUNCED: "does not take mail: it bounced. Ask the reader for another address",
    Reason.MANUAL: "was set aside by the newsroom. Ask whoever did it",
}


def add(
    connection: Connection,
    *,
    address: str,
    name: str = "",
    regions: Iterable[str] = (),
    state: str = State.CONFIRMED,
    source: str,
    wording: str,
    now: datetime,
    language: str = "",
) -> int:
    """Add one reader by hand with the evidence of consent, and give the new number.

    Raises BadAddress; AlreadyReader; SuppressedReader: says why and what to
    do; BadPreference: a state other than confirmed or unconfirmed, a region.
    """
    parsed = parse_address(address)
    reason = suppressions.reason_for(connection, parsed.key)
    if reason is not None:
        raise SuppressedReader(f"not added: this address {WAYS_BACK[Reason(reason)]}")
    known = connection.scalar(select(subscriber.c.id).where(subscriber.c.email_key == parsed.key))
    if known is not None:
        raise AlreadyReader(
            f"not added: this is reader {known} already; see `digest subscribers show {known}`"
        )
    if state not in (State.CONFIRMED, State.UNCONFIRMED):
        raise BadPreference(f'a reader is added as confirmed or unconfirmed, not as "{one_line(state, 20)}"')
    values = {
        "email": parsed.email,
        "email_key": parsed.key,
        "name": one_line(name),
        "state": State(state).value,
        "regions": join_regions(regions),
        "language": one_line(language, 16),
        "created_at": now,
        "confirmed_at": now if state == State.CONFIRMED else None,
        "source": one_line(source),
    }
    reader_id: int = connection.execute(
        insert(subscriber).values(values).returning(subscriber.c.id)
    ).scalar_one()
    evidence.record(connection, reader_id, "added", source=source, wording=wording, now=now)
    return reader_id


def set_regions(
    connection: Connection, who: int | str, regions: Iterable[str], *, source: str, now: datetime
) -> None:
    """The regions a reader wants; none for all. Raises UnknownReader, BadPreference."""
    text = join_regions(regions)
    _choose(connection, who, "regions", {"regions": text}, text or "all", source=source, now=now)


def set_text_only(
    connection: Connection,
    who: int | str,
    *,
    text_only: bool,
    source: str,
    now: datetime,
) -> None:
    """Whether a reader wants mails without HTML. Raises UnknownReader."""
    told = "yes" if text_only else "no"
    _choose(connection, who, "text only", {"text_only": text_only}, told, source=source, now=now)


def pause(
    connection: Connection, who: int | str, until: datetime | None, *, source: str, now: datetime
) -> None:
    """Send nothing to a reader before ``until``; None ends the pause.

    Raises UnknownReader; BadPreference for a moment that has passed.
    """
    if until is not None and until <= now:
        raise BadPreference("a pause must end in the future; give a later date, or none to end the pause")
    told = until.isoformat() if until is not None else "ended"
    _choose(connection, who, "paused", {"paused_until": until}, told, source=source, now=now)


def _choose(
    connection: Connection,
    who: int | str,
    what: str,
    values: dict[str, Any],
    detail: str,
    *,
    source: str,
    now: datetime,
) -> None:
    reader = show(connection, who)
    connection.execute(update(subscriber).where(subscriber.c.id == reader.id).values(values))
    evidence.record(connection, reader.id, what, source=source, detail=detail, now=now)


def unsubscribe(connection: Connection, who: int | str, *, source: str, now: datetime) -> bool:
    """Never mail this reader again. Tells whether that is news; again is harmless.

    An address without a reader is suppressed all the same: whoever asks to be
    left alone is. Raises UnknownReader for a number, BadAddress.
    """
    reader = show(connection, who) if isinstance(who, int) else find(connection, who)
    key = parse_address(reader.email if reader else str(who)).key
    was_suppressed = suppressions.is_suppressed(connection, key)
    suppressions.suppress(connection, key, Reason.UNSUBSCRIBED, source=source, now=now)
    if reader is None:
        return not was_suppressed
    left = connection.execute(
        update(subscriber)
        .where(subscriber.c.id == reader.id, subscriber.c.state != State.UNSUBSCRIBED.value)
        .values(state=State.UNSUBSCRIBED.value)
    )
    if left.rowcount:
        evidence.record(connection, reader.id, "unsubscribed", source=source, now=now)
    return bool(left.rowcount)


def forget(connection: Connection, who: int | str, *, source: str, now: datetime) -> int | None:
    """Erase a reader with all evidence, and give the number that was theirs.

    Only the suppression stays, under a veil (``erasure``): or the next import
    would bring the reader back. An address that has no reader but is suppressed
    is veiled as well, and the answer is None. What other tables hold of the
    reader is for their owners to erase. Raises UnknownReader, NoErasingKey.
    """
    reader = find(connection, who)
    if reader is None and (
        isinstance(who, int) or not suppressions.is_suppressed(connection, parse_address(who).key)
    ):
        raise _unknown()
    suppressions.erase(
        connection, parse_address(reader.email if reader else str(who)).key, source=source, now=now
    )
    if reader is None:
        return None
    connection.execute(delete(consent).where(consent.c.subscriber_id == reader.id))
    connection.execute(delete(subscriber).where(subscriber.c.id == reader.id))
    return reader.id
