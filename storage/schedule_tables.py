"""The tables of the year's quality assurance: what is planned beside sessions and audits, and calendar feeds."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

qa_activities = Table(
    "qa_activities",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("title", Words, nullable=False),
    Column("why_now", Words, nullable=False),
    Column("area", String(60), nullable=False),  # empty: of the whole service
    Column("on_day", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Words, nullable=False),  # why it was cancelled or moved
    Column("by_name", String(200), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_qa_activities_on_day", "on_day"),
    sqlite_autoincrement=True,  # an old card must never find a newer activity under the same id
)

# One to a person; of the address only this, so that nobody who reads the table can fetch a feed.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("staff_key", String(100), ForeignKey("staff.key"), primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
