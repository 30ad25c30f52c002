"""The tables of audits."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Integer, String, Table

from storage.columns import metadata

audits = Table(
    "audits",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("practitioner_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("auditor_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    sqlite_autoincrement=True,
)
