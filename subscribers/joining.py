"""How a reader comes in by the web: sign-up, then confirmation (double opt-in).

Signing up again is also the only way back for someone who left. Nothing is
mailed before the confirmation but the confirmation mail itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from subscribers import consent as evidence
from subscribers import suppression as suppressions
from subscribers.address import Address, parse_address
from subscribers.errors import BadPreference, SuppressedReader, UnknownReader
from subscribers.plain import one_line
from subscribers.readers import WAYS_BACK, State, find, join_regions, show
from subscribers.suppression import Reason
from subscribers.tables import subscriber

LIFTED_BY_THE_READER = (Reason.UNSUBSCRIBED, Reason.IMPORTED)
"""A complaint, a bounce and the newsroom's own word stay, whatever the reader clicks."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What came of a sign-up. The page says the same for every outcome.

    ``reader_id`` is None when the address stays suppressed and has no reader.
    A confirmation mail goes out only if ``wants_confirmation``.
    """

    reader_id: int | None
    wants_confirmation: bool


def sign_up(
    connection: Connection,
    *,
    address: str,
    name: str = "",
    regions: Iterable[str] = (),
    language: str = "",
    source: str,
    wording: str,
    now: datetime,
) -> SignUp:
    """Take down a wish to be mailed. A reader who is mailed already is left as is.

    Raises BadAddress, BadPreference.
    """
    parsed, chosen = parse_address(address), join_regions(regions)
    reason = suppressions.reason_for(connection, parsed.key)
    known = find(connection, parsed.email)
    stays_out = reason is not None and reason not in LIFTED_BY_THE_READER
    is_in = known is not None and known.state == State.CONFIRMED and reason is None
    if stays_out or is_in:
        return SignUp(known.id if known else None, wants_confirmation=False)
    reader_id = known.id if known else _enter(connection, parsed, source=source, now=now)
    values = {"state": State.UNCONFIRMED.value, "regions": chosen, "language": one_line(language, 16)}
    if name.strip():
        values["name"] = one_line(name)
    connection.execute(update(subscriber).where(subscriber.c.id == reader_id).values(values))
    evidence.record(connection, reader_id, "signed up", source=source, wording=wording, now=now)
    return SignUp(reader_id, wants_confirmation=True)


def _enter(connection: Connection, address: Address, *, source: str, now: datetime) -> int:
    values = {
        "email": address.email,
        "email_key": address.key,
        "state": State.UNCONFIRMED.value,
        "created_at": now,
        "source": one_line(source),
    }
    entered = connection.execute(insert(subscriber).values(values).returning(subscriber.c.id))
    number: int = entered.scalar_one()
    return number


def take_back(connection: Connection, reader_id: int, *, source: str, wording: str, now: datetime) -> bool:
    """A reader who left takes that back: all is as it was before. Tells whether the reader is mailed again.

    Once confirmed stays confirmed since then; regions, pause and language are
    kept. Only a leaving is lifted: what else forbids to mail stays, and then
    nothing is changed. Raises UnknownReader.
    """
    key = parse_address(show(connection, reader_id).email).key
    reason = suppressions.reason_for(connection, key)
    if reason not in (None, *LIFTED_BY_THE_READER):
        return False
    done = connection.execute(
        update(subscriber)
        .where(subscriber.c.id == reader_id, subscriber.c.state == State.UNSUBSCRIBED.value)
        .values(state=State.CONFIRMED.value, confirmed_at=func.coalesce(subscriber.c.confirmed_at, now))
    )
    if not done.rowcount:
        return False
    suppressions.lift(connection, key, LIFTED_BY_THE_READER)
    evidence.record(connection, reader_id, "came back", source=source, wording=wording, now=now)
    return True


def by_word(connection: Connection, who: int | str, *, source: str, wording: str, now: datetime) -> int:
    """A reader has said yes to the newsroom itself, on paper or in a letter; gives the number.

    ``wording`` is what they agreed to, and is kept as the evidence. It brings
    back who had left, and nobody who complained, bounced or was set aside.
    Raises UnknownReader for an address that nobody knows, SuppressedReader,
    BadPreference without a wording.
    """
    if not one_line(wording):
        raise BadPreference("without the words of the reader there is no consent; give them with --consent")
    known = find(connection, who)
    key = parse_address(known.email if known else str(who)).key
    reason = suppressions.reason_for(connection, key)
    if reason is not None and reason not in LIFTED_BY_THE_READER:
        raise SuppressedReader(f"not confirmed: this address {WAYS_BACK[Reason(reason)]}")
    if known is None and reason is None:
        raise UnknownReader("no reader has this address; `digest subscribers add ADDRESS` makes one")
    if known is not None and known.state == State.UNSUBSCRIBED:
        take_back(connection, known.id, source=source, wording=wording, now=now)
        return known.id
    number = known.id if known else _enter(connection, parse_address(str(who)), source=source, now=now)
    confirm(connection, number, source=source, wording=wording, now=now)
    return number


def confirm(connection: Connection, reader_id: int, *, source: str, wording: str = "", now: datetime) -> bool:
    """The reader pressed the button. Tells whether the reader is confirmed now; again is harmless.

    It lifts the suppression of having left, and no other. A reader who left
    after signing up is not brought back by an old link. Raises UnknownReader.
    """
    done = connection.execute(
        update(subscriber)
        .where(subscriber.c.id == reader_id, subscriber.c.state == State.UNCONFIRMED.value)
        .values(state=State.CONFIRMED.value, confirmed_at=now)
    )
    if not done.rowcount:
        return show(connection, reader_id).state == State.CONFIRMED
    key = connection.scalars(select(subscriber.c.email_key).where(subscriber.c.id == reader_id)).one()
    lifted = suppressions.lift(connection, key, LIFTED_BY_THE_READER)
    evidence.record(
        connection,
        reader_id,
        "confirmed",
        source=source,
        wording=wording,
        detail="came back" if lifted else "",
        now=now,
    )
    return True
