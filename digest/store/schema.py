"""Bringing a database to the schema this code knows, through Alembic.

``HEAD`` stands here so that the common case, a database that is up to date,
costs one query and no import of Alembic.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from digest.errors import StoreError

HEAD = "0001"
ADVISORY_LOCK = 0x6B656570  # "keep": one process migrates, the others wait


def prepare(engine: Engine) -> None:
    """Create or upgrade the tables. Raises StoreError for a newer schema."""
    with engine.connect() as connection:
        if version(connection) == HEAD:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        if version(connection) != HEAD:
            _upgrade(connection)


def version(connection: Connection) -> str | None:
    """The schema's version, or None for a database without our tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            "the database was written by a newer Keepreading; install that version, "
            f"or point DIGEST_DATABASE_URL elsewhere ({error})"
        ) from error
