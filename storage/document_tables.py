"""The table of files that were offered and may still be fetched."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table

from storage.columns import Instant, metadata

document_offers = Table(
    "document_offers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("staff_key", String(100), ForeignKey("staff.key", ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE")),
    Column("offered_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
    Index("ix_document_offers_child_id", "child_id"),
)
