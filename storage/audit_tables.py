"""The tables of audits."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

_STAFF = "staff.key"

# Whose case is audited, by whom, and why now. A closed one stays, so that samples leave its child out for a while.
audits = Table(
    "audits",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("theme", Words, nullable=False),
    Column("why_now", Words, nullable=False),
    Column("practitioner_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("auditor_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("allocated_by", String(100), nullable=False),
    Column("allocated_at", Instant, nullable=False),
    Column("told_on", Date, nullable=False),  # when the practitioner is told, from which the three weeks are counted
    Column("due_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Words, nullable=False),  # of a declared conflict, or of taking it back
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
    Index("ix_audits_child_id", "child_id"),
    Index("ix_audits_auditor_key", "auditor_key"),
    Index("ix_audits_practitioner_key", "practitioner_key"),
    sqlite_autoincrement=True,
)
