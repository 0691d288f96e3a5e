"""Databases that are emptied, not made anew, between tests: a hundred times cheaper."""

from pathlib import Path

from sqlalchemy import Connection, delete, event, make_url, text

from digest.store.database import Store
from digest.store.tables import metadata as desk
from subscribers.tables import metadata as readers
from tests import databases
from tests.databases import ERASING_KEYS

# no power cut is tested with these, and waiting for the disk is most of the time
FAST = {"options": "-c synchronous_commit=off"}


def empty(connection: Connection) -> None:
    """No row is left, and the next reader and the next edition are number 1."""
    tables = [t for metadata in (desk, readers) for t in reversed(metadata.sorted_tables)]
    for table in tables:
        connection.execute(delete(table))
    numbered = [t.name for t in tables if t.autoincrement_column is not None]
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence"))
        return
    for name in numbered:
        reset = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), 1, false)")
        connection.execute(reset, {"name": name})


def fast_postgresql(folder: Path) -> Store:
    url = make_url(databases.fresh_url("postgresql", folder))
    given = url.update_query_dict(FAST).render_as_string(hide_password=False)
    return Store(given, erasing_keys=ERASING_KEYS)


def fast_sqlite(folder: Path) -> Store:
    store = Store(databases.fresh_url("sqlite", folder), erasing_keys=ERASING_KEYS)
    engine = store.engine
    event.listen(engine, "connect", lambda plain, _: plain.execute("PRAGMA synchronous = OFF"))
    engine.dispose()  # those opened so far still wait for the disk
    return store


class Shared:
    """One database of each kind for all tests of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stores: dict[str, Store] = {}

    def emptied(self, kind: str) -> Store:
        """The database of that kind, without a row."""
        if kind not in self.stores:
            make = fast_postgresql if kind == "postgresql" else fast_sqlite
            self.stores[kind] = make(self.folder)
        with self.stores[kind].begin() as connection:
            empty(connection)
        return self.stores[kind]

    def close(self) -> None:
        for store in self.stores.values():
            store.close()
            databases.drop(store.url)
