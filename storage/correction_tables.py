"""The table of what people have corrected of what they had recorded in chat."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

# Never changed, and kept as long as the child: the report that a correction came of is forgotten sooner.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),  # the stream of the event, or the kind of the situation
    Column("day", Date, nullable=False),  # on which it was said to have been, until then
    Column("before", JSON, nullable=False),  # what was said, and is said now; after is empty if it never was
    Column("after", JSON, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_corrections_child_id", "child_id"),
)
