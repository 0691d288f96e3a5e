"""All that is kept about readers, to see whether anything changed."""

from typing import Any

from sqlalchemy import select

from digest.app import App
from subscribers import consent, readers
from subscribers.readers import Reader
from subscribers.tables import consent as consent_table
from subscribers.tables import subscriber, suppression


def everything(app: App) -> list[Any]:
    """Every row about every reader."""
    with app.store.read() as connection:
        return [list(connection.execute(select(t))) for t in (subscriber, suppression, consent_table)]


def the_reader(app: App, reader_id: int) -> Reader:
    with app.store.read() as connection:
        return readers.show(connection, reader_id)


def evidence(app: App, reader_id: int) -> list[tuple[str, str]]:
    """(what, source) of all evidence about a reader, oldest first."""
    with app.store.read() as connection:
        return [(one.what, one.source) for one in consent.history(connection, reader_id)]
