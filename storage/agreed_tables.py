"""The table of what workers tell that a review has agreed, and that nobody has confirmed yet."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

agreed = Table(
    "agreed",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),  # of the decision that it becomes once it is confirmed
    Column("facts", JSON, nullable=False),  # that the decision would have
    Column("on_day", Date, nullable=False),  # of the review
    Column("by_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("settled_by", String(200), nullable=False),
    Column("settled_at", Instant),
    Column("why", Words, nullable=False),  # it isn't confirmed
    Column("version", Integer, nullable=False),
    Index("ix_agreed_child_id", "child_id"),
    sqlite_autoincrement=True,  # an old card must never settle a newer one that got a removed one's id
)
