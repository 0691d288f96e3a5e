"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "published",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="null: the source gave no usable date",
        ),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "owner",
            sa.String(length=200),
            nullable=False,
            comment="the source that showed it first: its word counts",
        ),
        sa.Column("document", sa.LargeBinary(), nullable=False, comment="the article as canonical JSON"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("identity"),
    )
    op.create_index("article_by_first_seen", "article", ["first_seen"], unique=False)
    op.create_index("article_by_published", "article", ["published"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False, comment="frozen when the audience was"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.String(length=16),
            nullable=True,
            comment="null: as its batch; else withdrawn or refused",
        ),
        sa.Column("detail", sa.Text(), nullable=True, comment="null: nothing to say"),
        sa.PrimaryKeyConstraint("edition_id", "subscriber_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("delivery_by_batch", "delivery", ["edition_id", "batch_no"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("publication", sa.String(length=200), nullable=False),
        sa.Column(
            "name", sa.String(length=8), nullable=False, comment="ISO week of the publication day, 2026-W48"
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "revision", sa.Integer(), server_default="0", nullable=False, comment="grows with every change"
        ),
        sa.Column(
            "automatic", sa.LargeBinary(), nullable=False, comment="the newest automatic draft as JSON"
        ),
        sa.Column(
            "frozen",
            sa.LargeBinary(),
            nullable=True,
            comment="null: not approved; else the approved edition as canonical JSON",
        ),
        sa.Column(
            "hash",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="what the approval is bound to",
        ),
        sa.Column("approved_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True, comment="null: not approved"),
        sa.Column(
            "templates",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="fingerprint of those it was planned with; empty: not planned yet",
        ),
        sa.Column(
            "carrier",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="name and place of what it is handed to; empty: not planned yet",
        ),
        sa.Column("candidates", sa.Integer(), nullable=True, comment="null: not planned yet"),
        sa.Column(
            "excluded", sa.Text(), server_default="{}", nullable=False, comment="reason: number, as JSON"
        ),
        sa.Column(
            "started_at", sa.DateTime(timezone=True), nullable=True, comment="null: the send has not begun"
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="null: not finished"),
        sa.Column(
            "detail",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="why it is skipped, paused or in attention",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("publication", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "key", sa.String(length=64), nullable=False, comment="digest of what makes the event the same one"
        ),
        sa.Column("attempt", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_event_attempt"), "event", ["attempt"], unique=False)
    op.create_table(
        "source",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("body_hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True, comment="null: never tried"),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True, comment="null: never read well"),
        sa.Column(
            "error",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="of the last try; empty: it went well",
        ),
        sa.Column(
            "seen",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="articles in the last good reading",
        ),
        sa.Column(
            "left_out",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="entries of it without address or title",
        ),
        sa.Column(
            "warnings",
            sa.Text(),
            server_default="[]",
            nullable=False,
            comment="of that reading, as a JSON list",
        ),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_act_edition_id"), "act", ["edition_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column(
            "size", sa.Integer(), nullable=False, comment="readers planned; exceptions are in delivery"
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "attempt",
            sa.String(length=32),
            nullable=True,
            comment="null: never handed over; else the newest attempt",
        ),
        sa.Column(
            "lease_until",
            sa.Float(),
            nullable=True,
            comment="null: not claimed; else epoch seconds of the database's clock",
        ),
        sa.Column(
            "owner",
            sa.String(length=200),
            server_default="",
            nullable=False,
            comment="host, process and its start",
        ),
        sa.Column("message_id", sa.String(length=200), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("edition_id", "no"),
    )
    op.create_index("batch_by_state", "batch", ["edition_id", "state", "no"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False, comment="the editor's act as JSON"),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_change_edition_id"), "change", ["edition_id"], unique=False)
    op.create_table(
        "page_try",
        sa.Column("address", sa.Text(), nullable=False, comment="canonical"),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False, comment="empty: the page was read"),
        sa.Column(
            "article_id",
            sa.String(length=16),
            server_default="",
            nullable=False,
            comment="empty: there was no article",
        ),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "sighting",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "fingerprint",
            sa.String(length=32),
            nullable=False,
            comment="of the article as this source had it last",
        ),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
        ),
        sa.PrimaryKeyConstraint("article_id", "source"),
    )
    op.create_index("sighting_by_source", "sighting", ["source", "first_seen"], unique=False)
    op.create_table(
        "variant",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="0: the whole edition, for the archive"),
        sa.Column("regions", sa.Text(), nullable=False, comment="keys of the sections in it, joined by ;"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("preheader", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "seal",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the body, bound to the approval",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("edition_id", "no"),
    )
    op.create_table(
        "verdict",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True, comment="null: none"),
        sa.Column("place", sa.String(length=40), nullable=True, comment="null: not in the edition"),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
        ),
        sa.PrimaryKeyConstraint("edition_id", "article_id"),
    )
    op.create_index("verdict_by_article", "verdict", ["article_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ended_at", sa.DateTime(timezone=True), nullable=True, comment="null: no outcome recorded yet"
        ),
        sa.Column("readers", sa.Integer(), nullable=False, comment="how many were handed over"),
        sa.Column("outcome", sa.String(length=16), server_default="", nullable=False),
        sa.Column("message_id", sa.String(length=200), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attempt_batch_id"), "attempt", ["batch_id"], unique=False)
    op.create_table(
        "subscriber",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "email", sa.String(length=320), nullable=False, comment="as the reader wrote it, domain in ASCII"
        ),
        sa.Column(
            "email_key", sa.String(length=320), nullable=False, comment="case-folded: one row per person"
        ),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column(
            "state", sa.String(length=16), nullable=False, comment="unconfirmed, confirmed, unsubscribed"
        ),
        sa.Column(
            "regions",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="keys joined by ; in order; empty: all",
        ),
        sa.Column("frequency", sa.String(length=16), server_default="weekly", nullable=False),
        sa.Column("text_only", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True, comment="null: not paused"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True, comment="null: never confirmed"),
        sa.Column("source", sa.String(length=200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("subscriber_by_regions", "subscriber", ["state", "regions", "id"], unique=False)
    op.create_table(
        "suppression",
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column(
            "reason",
            sa.String(length=16),
            nullable=False,
            comment="unsubscribed, bounced, complained, manual, imported",
        ),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.String(length=200), server_default="", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email_key"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "what",
            sa.String(length=40),
            nullable=False,
            comment="imported, added, confirmed, regions, unsubscribed ...",
        ),
        sa.Column("source", sa.String(length=200), server_default="", nullable=False),
        sa.Column(
            "wording", sa.Text(), server_default="", nullable=False, comment="what the reader agreed to"
        ),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscriber.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consent_subscriber_id"), "consent", ["subscriber_id"], unique=False)
