"""The desk's tables. The readers' own are in ``subscribers.tables``.

``batch`` and ``delivery`` are the ledger. A delivery's state is that of its
batch, unless it is an exception of its own (``withdrawn``, ``refused``): so
each delivery counts once, and the accounts add up by construction.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from subscribers.tables import UtcDateTime

metadata = MetaData()

source = Table(
    "source",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("etag", Text, nullable=False, server_default=""),
    Column("last_modified", Text, nullable=False, server_default=""),
    Column("body_hash", String(64), nullable=False, server_default=""),
    Column("tried_at", UtcDateTime, nullable=True, comment="null: never tried"),
    Column("good_at", UtcDateTime, nullable=True, comment="null: never read well"),
    Column("error", Text, nullable=False, server_default="", comment="of the last try; empty: it went well"),
    Column("seen", Integer, nullable=False, server_default="0", comment="articles in the last good reading"),
    Column(
        "left_out",
        Integer,
        nullable=False,
        server_default="0",
        comment="entries of it without address or title",
    ),
    Column("warnings", Text, nullable=False, server_default="[]", comment="of that reading, as a JSON list"),
)

article = Table(
    "article",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("identity", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("published", UtcDateTime, nullable=True, comment="null: the source gave no usable date"),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("owner", String(200), nullable=False, comment="the source that showed it first: its word counts"),
    Column("document", LargeBinary, nullable=False, comment="the article as canonical JSON"),
    Index("article_by_published", "published"),
    Index("article_by_first_seen", "first_seen"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("source", String(200), primary_key=True),
    Column("fingerprint", String(32), nullable=False, comment="of the article as this source had it last"),
    Column("first_seen", UtcDateTime, nullable=False),
    Index("sighting_by_source", "source", "first_seen"),
)

page_try = Table(
    "page_try",
    metadata,
    Column("address", Text, primary_key=True, comment="canonical"),
    Column("tried_at", UtcDateTime, nullable=False),
    Column("error", Text, nullable=False, server_default="", comment="empty: the page was read"),
    Column(
        "article_id", String(16), nullable=False, server_default="", comment="empty: there was no article"
    ),
)
"""Pages that were asked for, to fill up an article or from a front page: not again too soon."""

edition = Table(
    "edition",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("publication", String(200), nullable=False),
    Column("name", String(8), nullable=False, comment="ISO week of the publication day, 2026-W48"),
    Column("state", String(16), nullable=False),
    Column("publish_at", UtcDateTime, nullable=False),
    Column("window_start", UtcDateTime, nullable=False),
    Column("window_end", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0", comment="grows with every change"),
    Column("automatic", LargeBinary, nullable=False, comment="the newest automatic draft as JSON"),
    Column(
        "frozen",
        LargeBinary,
        nullable=True,
        comment="null: not approved; else the approved edition as canonical JSON",
    ),
    Column("hash", String(64), nullable=False, server_default="", comment="what the approval is bound to"),
    Column("approved_by", String(200), nullable=False, server_default=""),
    Column("approved_at", UtcDateTime, nullable=True, comment="null: not approved"),
    Column(
        "templates",
        String(64),
        nullable=False,
        server_default="",
        comment="fingerprint of those it was planned with; empty: not planned yet",
    ),
    Column(
        "carrier",
        Text,
        nullable=False,
        server_default="",
        comment="name and place of what it is handed to; empty: not planned yet",
    ),
    Column("candidates", Integer, nullable=True, comment="null: not planned yet"),
    Column("excluded", Text, nullable=False, server_default="{}", comment="reason: number, as JSON"),
    Column("started_at", UtcDateTime, nullable=True, comment="null: the send has not begun"),
    Column("ended_at", UtcDateTime, nullable=True, comment="null: not finished"),
    Column(
        "detail", Text, nullable=False, server_default="", comment="why it is skipped, paused or in attention"
    ),
    UniqueConstraint("publication", "name"),
    sqlite_autoincrement=True,
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("document", Text, nullable=False, comment="the editor's act as JSON"),
    Column("undone", Boolean, nullable=False, server_default=text("false")),
)

act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(200), nullable=False),
    Column("what", String(40), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
)

verdict = Table(
    "verdict",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("article_id", String(16), primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False),
    Column("region", String(40), nullable=True, comment="null: none"),
    Column("place", String(40), nullable=True, comment="null: not in the edition"),
    Index("verdict_by_article", "article_id"),
)

variant = Table(
    "variant",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("no", Integer, primary_key=True, comment="0: the whole edition, for the archive"),
    Column("regions", Text, nullable=False, comment="keys of the sections in it, joined by ;"),
    Column("subject", Text, nullable=False),
    Column("preheader", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("seal", String(64), nullable=False, comment="SHA-256 of the body, bound to the approval"),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False),
    Column("no", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("size", Integer, nullable=False, comment="readers planned; exceptions are in delivery"),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempt", String(32), nullable=True, comment="null: never handed over; else the newest attempt"),
    Column(
        "lease_until",
        Float,
        nullable=True,
        comment="null: not claimed; else epoch seconds of the database's clock",
    ),
    Column("owner", String(200), nullable=False, server_default="", comment="host, process and its start"),
    Column("message_id", String(200), nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    UniqueConstraint("edition_id", "no"),
    Index("batch_by_state", "edition_id", "state", "no"),
)

delivery = Table(
    "delivery",
    metadata,
    # no foreign keys: a million rows are written at once, and batches are derived from them
    Column("edition_id", Integer, primary_key=True),
    Column("subscriber_id", Integer, primary_key=True),
    Column("batch_no", Integer, nullable=False),
    Column("email", String(320), nullable=False, comment="frozen when the audience was"),
    Column("name", String(200), nullable=False),
    Column("state", String(16), nullable=True, comment="null: as its batch; else withdrawn or refused"),
    Column("detail", Text, nullable=True, comment="null: nothing to say"),
    Index("delivery_by_batch", "edition_id", "batch_no"),
    sqlite_with_rowid=False,
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("batch_id", ForeignKey("batch.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True, comment="null: no outcome recorded yet"),
    Column("readers", Integer, nullable=False, comment="how many were handed over"),
    Column("outcome", String(16), nullable=False, server_default=""),
    Column("message_id", String(200), nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "key", String(64), nullable=False, unique=True, comment="digest of what makes the event the same one"
    ),
    Column("attempt", String(32), nullable=False, index=True),
    Column("reader", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
)
