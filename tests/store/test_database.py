"""Opening a database, its schema and its errors."""

import sqlite3
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from digest.errors import StoreError
from digest.store import schema
from digest.store.database import Connection, Store, clock
from digest.store.tables import metadata as desk
from subscribers.tables import metadata as readers
from subscribers.tables import subscriber
from tests import databases

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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


# -- neighbours, and what the database refuses -----------------------------------


def test_a_neighbour_that_hangs_with_a_row_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when its process was stopped in the middle of a transaction."""
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 1)
    url = databases.fresh_url("postgresql", tmp_path)
    hung, ours = Store(url), Store(url)
    with hung.begin() as connection:
        connection.execute(text("INSERT INTO source (name) VALUES ('europe')"))
    with hung.begin() as connection:
        connection.execute(text("UPDATE source SET error = 'x'"))
        begun = time.monotonic()
        with (
            pytest.raises(StoreError, match="locked by another process; wait") as raised,
            ours.begin() as mine,
        ):
            mine.execute(text("UPDATE source SET error = 'y'"))
        assert time.monotonic() - begun < 10
        assert "\n" not in str(raised.value)
    hung.close()
    ours.close()
    databases.drop(url)


def test_a_server_that_says_how_long_to_wait_is_heeded(tmp_path: Path) -> None:
    url = databases.fresh_url("postgresql", tmp_path)
    chosen = make_url(url).update_query_dict({"options": "-c lock_timeout=7s"})
    for address, seconds in ((url, "15s"), (chosen.render_as_string(hide_password=False), "7s")):
        store = Store(address)
        with store.read() as connection:
            assert connection.execute(text("SHOW lock_timeout")).scalar() == seconds
        store.close()
    databases.drop(url)


def a_row(connection: Connection, email: str) -> None:
    connection.execute(
        insert(subscriber).values(email=email, email_key=email, state="confirmed", created_at=NOW)
    )


SECRET_PERSON = "secret.person@example.org"


def test_a_row_that_is_there_already_is_told_without_what_stands_in_it(store: Store) -> None:
    with store.begin() as connection:
        a_row(connection, SECRET_PERSON)
    with pytest.raises(StoreError) as raised, store.begin() as connection:
        a_row(connection, SECRET_PERSON)
    assert "holds this already" in str(raised.value)
    assert "email_key" in str(raised.value)
    assert "nothing was written" in str(raised.value)
    assert SECRET_PERSON not in "".join(traceback.format_exception(raised.value))


def test_a_row_that_lacks_something_is_told_without_what_stands_in_it(store: Store) -> None:
    with pytest.raises(StoreError, match="state") as raised, store.begin() as connection:
        connection.execute(insert(subscriber).values(email=SECRET_PERSON, email_key="x", created_at=NOW))
    assert SECRET_PERSON not in "".join(traceback.format_exception(raised.value))


def test_a_value_that_does_not_fit_is_told_without_it(tmp_path: Path) -> None:
    """SQLite holds text of any length."""
    url = databases.fresh_url("postgresql", tmp_path)
    store = Store(url)
    for email in (SECRET_PERSON * 50, f"{SECRET_PERSON}\0"):
        with pytest.raises(StoreError, match="cannot hold one of these values") as raised, store.begin() as c:
            a_row(c, email)
        assert SECRET_PERSON not in "".join(traceback.format_exception(raised.value))
    store.close()
    databases.drop(url)


def test_no_error_of_the_database_quotes_what_was_asked(store: Store) -> None:
    with pytest.raises((SQLAlchemyError, StoreError)) as raised, store.read() as connection:
        connection.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": SECRET_PERSON})
    assert SECRET_PERSON not in "".join(traceback.format_exception(raised.value))
