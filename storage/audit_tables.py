"""The table of audits: which child's record is looked at, by whom, why, and how far that is."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

_STAFF = "staff.key"

audits = Table(
    "audits",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("practitioner_key", String(100), ForeignKey(_STAFF), nullable=False),  # or the manager, once they have left
    Column("auditor_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("theme", Words, nullable=False),
    Column("why_now", Words, nullable=False),
    Column("told_on", Date),
    Column("reason", Words, nullable=False),  # of a conflict, or why it was taken back
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant),
    Column("version", Integer, nullable=False),
    Index("ix_audits_child_id", "child_id"),
    Index("ix_audits_practitioner_key", "practitioner_key"),
    Index("ix_audits_auditor_key", "auditor_key"),
    Index("ix_audits_state_due_on", "state", "due_on"),
    sqlite_autoincrement=True,  # an old card must never find a newer audit that got a forgotten one's id
)
