"""Opening the database, its transactions, its clock, and errors an operator can mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from digest.errors import StoreError
from subscribers import erasure

__all__ = ["Connection", "Store", "StoreConflict", "clock", "open_engine"]

BUSY_SECONDS = 15  # how long a writer waits for another one, which may hang
READING = "keepreading_reading"
SERIALIZATION_FAILURE = "40001"  # PostgreSQL, Appendix A
READ_ONLY, NO_RIGHT = "25006", "42501"  # the same; psycopg does not count them as operational


class StoreConflict(StoreError):
    """Another process changed the same row in the meantime; nothing was written."""


class Store:
    """One database, SQLite or PostgreSQL, opened on first use.

    ``url`` is a SQLAlchemy address. A relative SQLite path counts from
    ``base``. ``erasing_keys``, newest first, are those by which erased readers
    are known again (``subscribers.erasure``). Safe to share between threads;
    not between forked processes.
    """

    def __init__(self, url: str, *, base: Path | None = None, erasing_keys: tuple[bytes, ...] = ()) -> None:
        self.url = _settle(url, base)
        self._erasing_keys = erasing_keys
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = _prepared(self.url, self._erasing_keys)
        return self._engine

    @contextmanager
    def begin(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A writing transaction: all of it or nothing. Raises StoreError.

        With ``snapshot`` every statement sees the same moment, and StoreConflict
        is raised when another process changed a row this one wanted.
        """
        with _mendable(), self.engine.connect() as plain:
            whole = snapshot and self.engine.dialect.name == "postgresql"
            connection = plain.execution_options(isolation_level="REPEATABLE READ") if whole else plain
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction; it holds up no writer. Raises StoreError."""
        with _mendable(), self.engine.connect() as plain:
            connection = plain.execution_options(**{READING: True})
            with connection.begin():
                yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """A transaction that is always rolled back, for dry runs."""
        with _mendable(), self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _prepared(url: str, erasing_keys: tuple[bytes, ...]) -> Engine:
    from digest.store.schema import prepare

    engine = open_engine(url, erasing_keys)
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _settle(url: str, base: Path | None) -> str:
    try:
        parsed = make_url(url)
    except SQLAlchemyError as error:
        raise StoreError(
            "DIGEST_DATABASE_URL cannot be read; write sqlite:///keepreading.db "
            "or postgresql+psycopg://user@host/name"
        ) from error
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:" and base:
        parsed = parsed.set(database=str(base / parsed.database))
    return parsed.render_as_string(hide_password=False)


def open_engine(url: str, erasing_keys: tuple[bytes, ...] = ()) -> Engine:
    """An engine with our transaction rules, without touching the schema. Its errors quote no values."""
    try:
        engine = create_engine(
            url,
            pool_pre_ping=not url.startswith("sqlite"),
            hide_parameters=True,
            execution_options={erasure.KEYS: erasing_keys},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the database driver {error.name} is not installed; for PostgreSQL: pip install 'keepreading[postgres]'"
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"DIGEST_DATABASE_URL cannot be used: {_first_line(error)}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a recorded hand-over must survive a power cut
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # an erased address must not live on in free pages


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Wait for a lock as long as SQLite does, unless the address or the server say how long."""
    wait = f"set_config('lock_timeout', '{BUSY_SECONDS}s', false)"
    connection.execute(f"SELECT {wait} WHERE current_setting('lock_timeout') = '0'")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once, so that it never fails half-way."""
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def clock(connection: Connection) -> float:
    """Epoch seconds by the database's own clock: the one all hosts share."""
    if connection.dialect.name == "sqlite":
        statement = "SELECT (julianday('now') - 2440587.5) * 86400.0"
    else:
        statement = "SELECT extract(epoch FROM clock_timestamp())"
    return float(connection.execute(text(statement)).scalar_one())


@contextmanager
def _mendable() -> Iterator[None]:
    """Operational trouble and refused values become a StoreError; another bug flies as it is."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreError("every connection to the database is in use; try again in a moment") from error
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == SERIALIZATION_FAILURE:
            raise StoreConflict("another process was faster; look again") from error
        raise StoreError(_explain(error)) from error
    except (IntegrityError, DataError) as error:
        # without what it came from: the driver quotes the values, and they may be addresses
        raise StoreError(_refused(error)) from None
    except DBAPIError as error:
        is_broken_file = type(error) is DatabaseError  # SQLite's word for it
        is_forbidden = getattr(error.orig, "sqlstate", None) in (READ_ONLY, NO_RIGHT)
        if error.connection_invalidated or is_broken_file or is_forbidden:
            raise StoreError(_explain(error)) from error
        raise


def _refused(error: DBAPIError) -> str:
    """Which rule stood against it; never the value."""
    if isinstance(error, DataError):
        return "the database cannot hold one of these values: too long, too large, or no text; nothing was written"
    told = getattr(error.orig, "diag", None)
    if told is not None:  # PostgreSQL; its text goes on to quote the row
        rule = told.constraint_name or told.column_name or "a rule of the table"
    else:
        rule = str(error.orig).rpartition(": ")[2]  # SQLite names the columns and nothing else
    return (
        f"the database holds this already or cannot hold it ({rule}); nothing was written. "
        "If another process was at work, run the same command again"
    )


LOCKED = "the database is locked by another process; wait until it is done or stop it, then try again"
REMEDIES = (
    ("locked", LOCKED),
    ("lock timeout", LOCKED),
    ("readonly", "the database is read-only; give this user the right to write the file and its folder"),
    ("read-only", "the database is read-only; connect to the primary, or lift the restriction"),
    (
        "permission denied",
        "this database user may not do that; grant it the rights on our tables, or make it their owner",
    ),
    (
        "unable to open",
        "the database file cannot be opened; check DIGEST_DATABASE_URL and the folder's rights",
    ),
    (
        "disk is full",
        "the disk is full; make room, then run the same command again: nothing was half-written",
    ),
    ("disk I/O", "the disk cannot be read or written; check it, then run the same command again"),
    ("malformed", "the database file is damaged; put the newest backup in its place"),
    ("not a database", "the file is no SQLite database; check DIGEST_DATABASE_URL"),
    ("refused", "the database server does not answer; check that it runs and DIGEST_DATABASE_URL"),
)


def _explain(error: DBAPIError) -> str:
    said = _first_line(error.orig if error.orig is not None else error)
    known = next((remedy for word, remedy in REMEDIES if word in said.lower() or word in said), None)
    return f"{known} ({said})" if known else f"the database failed: {said}"


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
