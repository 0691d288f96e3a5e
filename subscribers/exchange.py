"""Lists of readers in and out, as CSV.

**In**: every row of the file is accounted for once, as mailable, unconfirmed,
suppressed, unchanged or rejected. Whoever left elsewhere becomes a suppression
and no reader; whoever left here stays out; whoever is a reader already is left
as is. So the same file twice changes nothing the second time. Rows are taken in
chunks and the database's unique key finds the duplicates: memory stays the
same for a million rows. The caller's transaction makes it all or nothing.

**Out**: the project's own columns, cells harmless to spreadsheets. Of a person
who must not be mailed only the key and the reason leave the house.
"""

import csv
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO, TextIO

from sqlalchemy import Connection, StaticPool, create_engine, select, union_all

from subscribers.errors import SubscribersError
from subscribers.formats import BadRow, Reading, read_row
from subscribers.headings import Layout, has_email, layout_of
from subscribers.intake import Intake
from subscribers.plain import one_line
from subscribers.records import Record, open_table
from subscribers.tables import consent, metadata, subscriber, suppression

COLUMNS = ("email", "name", "regions", "status", "confirmed_at", "source", "consent")
CHOICES = ("paused_until", "text_only", "language")
"""What a reader chose besides; after the others, whose order programs rely on."""
CHUNK = 1800  # two IN (...) of 900; larger gains nothing measurable
_BY_AND_BY = {"yield_per": 1000}
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken. ``row`` counts as a spreadsheet does, the header is 1."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a list: ``rows`` is the sum of the four counts and of ``rejected``.

    ``mailable`` and ``unconfirmed`` are new readers; ``suppressed`` those the
    list or this newsroom says have left; ``unchanged`` was known already, or
    stands in the list twice.
    """

    format: str
    rows: int
    mailable: int
    suppressed: int
    unconfirmed: int
    unchanged: int
    rejected: tuple[Rejected, ...]

    def as_json(self) -> dict[str, Any]:
        """The document that other programs rely on."""
        return asdict(self) | {"rejected": [asdict(each) for each in self.rejected]}


def import_csv(
    connection: Connection | None,
    file: BinaryIO,
    *,
    known_regions: Mapping[str, str],
    source: str,
    now: datetime,
    dry_run: bool = False,
    opted_out: bool = False,
) -> ImportReport:
    """Take in a list and report on each row.

    ``known_regions`` gives the key for a key or title in folded case.
    ``opted_out`` says that everyone in the file has left. With ``dry_run``
    nothing is written; the connection is then only read, and may be None.

    Raises NotAList.
    """
    rejected: list[Rejected] = []
    with open_table(file, has_email) as table:
        layout = layout_of(table.header, opted_out=opted_out)
        with _intake(connection, source=source, now=now, dry_run=dry_run) as intake:
            for record in table.records:
                try:
                    intake.add(_reading(record, layout, known_regions))
                except SubscribersError as error:
                    rejected.append(Rejected(record.row, str(error)))
                if intake.waiting >= CHUNK:
                    intake.settle()
            intake.settle()
    counts = intake.counts()
    total = sum(counts.values()) + len(rejected)
    return ImportReport(format=layout.format, rows=total, rejected=tuple(rejected), **counts)


def _reading(record: Record, layout: Layout, known_regions: Mapping[str, str]) -> Reading:
    if record.trouble:
        raise BadRow(record.trouble)
    return read_row(record.cells, layout, known_regions)


@contextmanager
def _intake(connection: Connection | None, *, source: str, now: datetime, dry_run: bool) -> Iterator[Intake]:
    where = one_line(source)
    if not dry_run:
        if connection is None:
            raise TypeError("an import that is no dry run needs a connection")
        yield Intake(connection, source=where, now=now)
        return
    with _scratch() as scratch:
        yield Intake(scratch, beneath=connection, source=where, now=now)


@contextmanager
def _scratch() -> Iterator[Connection]:
    """A private database that SQLite keeps in memory, and on disk when it grows; gone afterwards."""
    with closing(sqlite3.connect("")) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        metadata.create_all(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def export_csv(connection: Connection, out: TextIO) -> int:
    """Write everyone as CSV, readers first, then those who must not be mailed; give the number of rows.

    Importing the file into an empty database and exporting that again gives
    the same file. Open ``out`` with ``newline=""``.
    """
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow((*COLUMNS, *CHOICES))
    count = 0
    for count, row in enumerate(_everyone(connection), 1):  # noqa: B007
        writer.writerow([harmless(cell) for cell in row])
    return count


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula. The import takes the mark off again."""
    return "'" + cell if cell.lstrip("'").startswith(_RUNS) else cell


def _everyone(connection: Connection) -> Iterator[tuple[str, ...]]:
    for row in connection.execute(_mailed(), execution_options=_BY_AND_BY):
        told = (row.email, row.name, row.regions, row.state, _moment(row.confirmed_at), row.source)
        chosen = (_moment(row.paused_until), "yes" if row.text_only else "", row.language)
        yield (*told, row.wording or "", *chosen)
    for row in connection.execute(_not_mailed(), execution_options=_BY_AND_BY):
        yield (row.email_key, "", "", row.reason, "", row.source, "", *("" for _ in CHOICES))


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _mailed() -> Any:
    c = subscriber.c
    wording = (
        select(consent.c.wording)
        .where(consent.c.subscriber_id == c.id, consent.c.wording != "")
        .order_by(consent.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *(c.email, c.name, c.regions, c.state, c.confirmed_at, c.source, wording.label("wording")),
            *(c.paused_until, c.text_only, c.language),
        )
        .outerjoin(suppression, suppression.c.email_key == c.email_key)
        .where(suppression.c.email_key.is_(None), c.state != "unsubscribed")
        .order_by(c.id)
    )


def _not_mailed() -> Any:
    """The suppressions, and readers who left without one."""
    c = subscriber.c
    left = (
        select(c.email_key, c.state, c.source)
        .outerjoin(suppression, suppression.c.email_key == c.email_key)
        .where(suppression.c.email_key.is_(None), c.state == "unsubscribed")
    )
    stopped = select(suppression.c.email_key, suppression.c.reason, suppression.c.source)
    return union_all(stopped, left).order_by("email_key")
