"""The readers' tables. Times are aware UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


subscriber = Table(
    "subscriber",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("email", String(320), nullable=False, comment="as the reader wrote it, domain in ASCII"),
    Column("email_key", String(320), nullable=False, unique=True, comment="case-folded: one row per person"),
    Column("name", String(200), nullable=False, server_default=""),
    Column("state", String(16), nullable=False, comment="unconfirmed, confirmed, unsubscribed"),
    Column(
        "regions", Text, nullable=False, server_default="", comment="keys joined by ; in order; empty: all"
    ),
    Column("frequency", String(16), nullable=False, server_default="weekly"),
    Column("text_only", Boolean, nullable=False, server_default="0"),
    Column("language", String(16), nullable=False, server_default=""),
    Column("paused_until", UtcDateTime, nullable=True, comment="null: not paused"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=True, comment="null: never confirmed"),
    Column("source", String(200), nullable=False, server_default=""),
    # keeps a million readers in the order in which they are planned
    Index("subscriber_by_regions", "state", "regions", "id"),
    sqlite_autoincrement=True,  # an erased reader's number is never given to another
)

suppression = Table(
    "suppression",
    metadata,
    Column("email_key", String(320), primary_key=True),
    Column(
        "reason", String(16), nullable=False, comment="unsubscribed, bounced, complained, manual, imported"
    ),
    Column("detail", Text, nullable=False, server_default=""),
    Column("source", String(200), nullable=False, server_default=""),
    Column("since", UtcDateTime, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subscriber_id", Integer, ForeignKey("subscriber.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column(
        "what", String(40), nullable=False, comment="imported, added, confirmed, regions, unsubscribed ..."
    ),
    Column("source", String(200), nullable=False, server_default=""),
    Column("wording", Text, nullable=False, server_default="", comment="what the reader agreed to"),
    Column("detail", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
