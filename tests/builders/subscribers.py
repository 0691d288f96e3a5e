"""Readers and lists of readers with dull defaults."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from subscribers import readers
from subscribers.exchange import ImportReport, export_csv, import_csv

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REGIONS = {
    "africa": "africa",
    "europe": "europe",
    "middle-east": "middle-east",
    "middle east": "middle-east",
}


def a_reader(connection: Connection, address: str = "ada@example.org", **given: Any) -> int:
    """A confirmed reader of all regions, unless said otherwise; gives the number."""
    given = {"source": "a form", "wording": "yes, every week", "now": NOW} | given
    return readers.add(connection, address=address, **given)


def a_list(*rows: Sequence[str], header: Sequence[str] = ("email",), delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


def taken_in(connection: Connection | None, content: str | bytes, **given: Any) -> ImportReport:
    """Import a text; a dry run where there is no connection."""
    raw = content.encode() if isinstance(content, str) else content
    given = {
        "known_regions": REGIONS,
        "source": "a list",
        "now": NOW,
        "dry_run": connection is None,
    } | given
    return import_csv(connection, io.BytesIO(raw), **given)


def exported(connection: Connection) -> str:
    out = io.StringIO(newline="")
    export_csv(connection, out)
    return out.getvalue()


@contextmanager
def undone(connection: Connection) -> Iterator[Connection]:
    """Whatever is done within is taken back: one hypothesis example does not see another's."""
    savepoint = connection.begin_nested()
    yield connection
    savepoint.rollback()
