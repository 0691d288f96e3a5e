"""The taking in of many readings at once: decided in memory by the chunk, written by the chunk."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, literal, select, true, update

from subscribers import bulk
from subscribers.formats import Reading
from subscribers.suppression import Suppression, reasons_among, strictness, suppress_all
from subscribers.tables import UtcDateTime, consent, subscriber

MAILABLE, UNCONFIRMED, SUPPRESSED, UNCHANGED = "mailable", "unconfirmed", "suppressed", "unchanged"
_COUNTED = {"confirmed": MAILABLE, "unconfirmed": UNCONFIRMED}


class _Known(NamedTuple):
    """A reader there already. ``is_new``: came in by this very intake."""

    state: str
    is_new: bool


class Intake:
    """One import under way.

    ``beneath``, if given, is read as well and never written: a rehearsal over
    a real database.
    """

    def __init__(
        self, connection: Connection, *, beneath: Connection | None = None, source: str, now: datetime
    ) -> None:
        bulk.expect_growth(connection)
        self._write = connection
        self._source = source
        self._now = now
        self._counts = Counter[str]()
        self._waiting: list[Reading] = []
        # The numbers above this one are of readers that came in by this intake.
        self._last = {each: _last_number(each) for each in (connection, beneath) if each is not None}

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def add(self, reading: Reading) -> None:
        """Take a reading; it is decided with the next ``settle``."""
        self._waiting.append(reading)

    def counts(self) -> dict[str, int]:
        """How many readings were settled as what."""
        return {name: self._counts[name] for name in (MAILABLE, SUPPRESSED, UNCONFIRMED, UNCHANGED)}

    def settle(self) -> None:
        """Decide on what is waiting, in its order, and write it."""
        if not self._waiting:
            return
        chunk = _Chunk(*self._known(), counts=self._counts, source=self._source, now=self._now)
        for reading in self._waiting:
            chunk.decide(reading)
        self._waiting = []
        _enter(self._write, list(chunk.new.values()), source=self._source, now=self._now)
        suppress_all(self._write, chunk.stopped.values())
        _take_out(self._write, chunk.leaving, source=self._source, now=self._now)

    def _known(self) -> tuple[dict[str, _Known], dict[str, str]]:
        keys = list({reading.address.key for reading in self._waiting})
        readers: dict[str, _Known] = {}
        reasons: dict[str, str] = {}
        for connection, last in self._last.items():
            readers |= _readers_among(connection, keys, last)
            for key, reason in reasons_among(connection, keys).items():
                reasons[key] = max(reason, reasons.get(key, reason), key=strictness)
        return readers, reasons


class _Chunk:
    """The decisions on some readings: ``new`` readers, ``stopped`` keys, readers ``leaving``."""

    def __init__(
        self,
        readers: dict[str, _Known],
        reasons: dict[str, str],
        *,
        counts: Counter[str],
        source: str,
        now: datetime,
    ) -> None:
        self.new: dict[str, Reading] = {}
        self.stopped: dict[str, Suppression] = {}
        self.leaving: list[str] = []
        self._readers = readers
        self._reasons = reasons
        self._counts = counts
        self._source = source
        self._now = now

    def decide(self, reading: Reading) -> None:
        key = reading.address.key
        if reading.left is not None:
            self._stop(key, reading)
        elif key in self._reasons:
            self._counts[SUPPRESSED] += 1
        elif key in self.new or key in self._readers:
            self._counts[UNCHANGED] += 1
        else:
            self.new[key] = reading
            self._counts[MAILABLE if reading.is_confirmed else UNCONFIRMED] += 1

    def _stop(self, key: str, reading: Reading) -> None:
        reason = str(reading.left)
        standing = self._reasons.get(key)
        if standing is not None and strictness(standing) >= strictness(reason):
            self._counts[UNCHANGED] += 1
            return
        self._reasons[key] = reason
        since = min(reading.at or self._now, self._now)
        where = reading.source or self._source
        self.stopped[key] = Suppression(key, reason, since, where, reading.detail)
        self._counts[SUPPRESSED] += 1
        self._take_back(key)

    def _take_back(self, key: str) -> None:
        """The list itself named the reader as mailable further up: the stricter row counts."""
        earlier = self.new.pop(key, None)
        if earlier is not None:
            self._counts[MAILABLE if earlier.is_confirmed else UNCONFIRMED] -= 1
            self._counts[SUPPRESSED] += 1
            return
        known = self._readers.pop(key, None)
        if known is None or known.state not in _COUNTED:
            return
        self.leaving.append(key)
        if known.is_new:
            self._counts[_COUNTED[known.state]] -= 1
            self._counts[SUPPRESSED] += 1


def _last_number(connection: Connection) -> int:
    return connection.scalar(select(func.max(subscriber.c.id))) or 0


def _readers_among(connection: Connection, keys: list[str], last: int) -> dict[str, _Known]:
    asked = bulk.Given(connection, [(key,) for key in keys])
    columns = select(subscriber.c.email_key, subscriber.c.state, subscriber.c.id)
    rows = connection.execute(columns.where(subscriber.c.email_key == asked.text(0)))
    return {key: _Known(state, reader_id > last) for key, state, reader_id in rows}


def _enter(connection: Connection, readings: list[Reading], *, source: str, now: datetime) -> None:
    """Readers with their evidence. One who came in meanwhile by another way is left as is."""
    if not readings:
        return
    given = bulk.Given(connection, [_texts(each, source, now) for each in readings])
    texts = {name: given.text(number) for number, name in enumerate(_TEXTS)}
    values: dict[str, ColumnElement[Any]] = {name: texts[name] for name in _TEXTS[:7]}
    times = len(_TEXTS)
    values |= {"confirmed_at": given.time(times), "paused_until": given.time(times + 1)}
    values |= {"created_at": literal(now, UtcDateTime), "text_only": given.text(times + 2) == _YES}
    connection.execute(
        bulk.insert(connection, subscriber)
        .from_select(list(values), select(*values.values()).where(true()))  # SQLite wants a WHERE here
        .on_conflict_do_nothing(index_elements=["email_key"])
    )
    connection.execute(
        insert(consent).from_select(
            ["subscriber_id", "at", "what", "source", "wording", "detail"],
            select(
                subscriber.c.id,
                *(literal(now, UtcDateTime), literal("imported"), literal(source)),
                *(texts["wording"], texts["detail"]),
            ).where(subscriber.c.email_key == texts["email_key"]),
        )
    )


_TEXTS = ("email", "email_key", "name", "state", "regions", "source", "language", "wording", "detail")
_YES = "1"


def _texts(reading: Reading, source: str, now: datetime) -> tuple[str | None, ...]:
    """What ``_TEXTS`` names, then the time of confirmation, the end of the pause, text only or not."""
    email, key = reading.address
    told = f"confirmed {reading.at.isoformat()}" if reading.at and reading.is_confirmed else ""
    return (
        *(email, key, reading.name, "confirmed" if reading.is_confirmed else "unconfirmed"),
        *(reading.regions, reading.source or source, reading.language, reading.wording),
        "; ".join(part for part in (told, reading.detail) if part),
        bulk.time_text(reading.at or now) if reading.is_confirmed else None,
        bulk.time_text(reading.paused_until) if reading.paused_until else None,
        _YES if reading.text_only else "",
    )


def _take_out(connection: Connection, keys: list[str], *, source: str, now: datetime) -> None:
    """Readers whom a list says to have left."""
    for some in bulk.chunks(keys):
        leaving = subscriber.c.email_key.in_(some) & (subscriber.c.state != "unsubscribed")
        facts = (literal(now, consent.c.at.type), literal("unsubscribed"), literal(source))
        connection.execute(
            insert(consent).from_select(
                ["subscriber_id", "at", "what", "source"], select(subscriber.c.id, *facts).where(leaving)
            )
        )
        connection.execute(update(subscriber).where(leaving).values(state="unsubscribed"))
