"""Writing and reading many rows: what SQLite and PostgreSQL do differently stands here.

Thousands of rows go over in one parameter, as JSON: a driver's executemany
costs two to four times as much for each row.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    String,
    Table,
    cast,
    column,
    func,
    literal,
    text,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from subscribers.tables import UtcDateTime

PARAMETERS = 900  # SQLite before 3.32 takes 999 parameters in a statement

Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = PARAMETERS) -> Iterator[Sequence[Item]]:
    """The items in runs that fit into one IN (...)."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of the database's own kind, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def expect_growth(connection: Connection) -> None:
    """Say that this transaction will fill a table.

    PostgreSQL would keep the plans it made while the table was empty, and read
    all of it again for every chunk (200,000 rows: ten minutes).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


class Given:
    """Rows of texts as something to select from, in their order; NULL for None.

    ``text(0)`` is the first column. ``time(n)`` reads what ``time_text`` wrote.
    """

    def __init__(self, connection: Connection, rows: Sequence[Sequence[str | None]]) -> None:
        self._is_postgresql = connection.dialect.name == "postgresql"
        document = literal(json.dumps(rows), String)
        if self._is_postgresql:
            elements = func.json_array_elements(cast(document, postgresql.JSON))
        else:
            elements = func.json_each(document)
        self._value = elements.table_valued(column("value", String)).c.value

    def text(self, number: int) -> ColumnElement[str]:
        if self._is_postgresql:
            return self._value.op("->>", return_type=String())(number)
        return func.json_extract(self._value, f"$[{number}]", type_=String())

    def time(self, number: int) -> ColumnElement[datetime]:
        if self._is_postgresql:
            return cast(self.text(number).concat("+00"), DateTime(timezone=True))
        return type_coerce(self.text(number), UtcDateTime())


def time_text(at: datetime) -> str:
    """A moment as SQLAlchemy keeps it on SQLite, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
