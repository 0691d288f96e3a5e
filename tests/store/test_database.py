"""Opening a database, its schema and its errors."""

import sqlite3
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from digest.errors import StoreError
from digest.store import schema
from digest.store.database import Store, clock
from digest.store.tables import metadata as desk
from subscribers.tables import metadata as readers


def test_the_migrations_lead_to_the_tables_the_code_knows(store: Store) -> None:
    with store.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = [c for c in compare_metadata(context, [desk, readers]) if "alembic_version" not in str(c)]
        assert changes == []


def test_the_code_knows_the_newest_migration(store: Store) -> None:
    with store.begin() as connection:
        assert schema.version(connection) == schema.HEAD


def test_the_clock_is_the_databases_own_and_in_epoch_seconds(store: Store) -> None:
    with store.read() as connection:
        assert abs(clock(connection) - time.time()) < 5


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.begin() as connection:
        connection.execute(text("INSERT INTO source (name) VALUES ('half')"))
        raise RuntimeError
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM source")).scalar() == 0


def test_a_rehearsal_leaves_nothing(store: Store) -> None:
    with store.rehearse() as connection:
        connection.execute(text("INSERT INTO source (name) VALUES ('rehearsed')"))
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM source")).scalar() == 0


def test_a_relative_path_counts_from_the_newsrooms_folder(tmp_path: Path) -> None:
    with Store("sqlite:///a.db", base=tmp_path).begin():
        pass
    assert (tmp_path / "a.db").exists()


def test_a_locked_database_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0)
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    with store.begin():
        pass
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another process; wait"), store.begin():
        pass
    other.close()


def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("this is a letter, not a database" * 50)
    with (
        pytest.raises(StoreError, match="no SQLite database"),
        Store(f"sqlite:///{tmp_path / 'a.db'}").begin(),
    ):
        pass


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="cannot be opened"),
        Store(f"sqlite:///{tmp_path / 'no' / 'a.db'}").begin(),
    ):
        pass


@pytest.mark.parametrize("url", ["nonsense", "oracle://x", "sqlite+nothing:///a.db"])
def test_an_address_that_cannot_be_used_names_the_variable(url: str) -> None:
    with pytest.raises(StoreError, match=r"DIGEST_DATABASE_URL|driver"), Store(url).begin():
        pass


def test_a_server_that_does_not_answer_is_told_as_such() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    with pytest.raises(StoreError, match="does not answer"), Store(url).begin():
        pass


def test_a_schema_from_the_future_is_refused(store: Store) -> None:
    with store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    again = Store(store.url)
    with pytest.raises(StoreError, match="newer Keepreading"), again.begin():
        pass
    again.close()
