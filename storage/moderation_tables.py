"""The table of moderations: a second look at the grade of a completed audit, by somebody who had no part in it."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Instant, Words, metadata

# Both grades are kept, whatever comes of the discussion; they and the learning outlive the other texts.
moderations = Table(
    "moderations",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("audit_id", Integer, ForeignKey("audits.id", ondelete="CASCADE"), nullable=False),
    Column("moderator_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("month", Date, nullable=False),  # its first day: that in which the audit was completed
    Column("due_on", Date, nullable=False),
    Column("original", String(20), nullable=False),  # the auditor's grade
    Column("by_name", String(200), nullable=False),  # who drew the sample
    Column("made_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Words, nullable=False),  # why its moderator handed it back
    Column("grade", String(20), nullable=False),  # the moderator's
    Column("reasons", Words, nullable=False),
    Column("notes", Words, nullable=False),  # for the discussion
    Column("graded_at", Instant),
    Column("discussed_on", Date),
    Column("agreed", Words, nullable=False),
    Column("stands", String(20), nullable=False),  # the grade that stands after the discussion: one of the two
    Column("practitioner_says", Words, nullable=False),
    Column("learning", Words, nullable=False),  # for the monthly themes, with likely names taken out
    Column("done_at", Instant),
    Column("version", Integer, nullable=False),
    UniqueConstraint("audit_id", name="uq_moderations_audit_id"),
    Index("ix_moderations_moderator_key", "moderator_key"),
    Index("ix_moderations_month", "month"),
    Index("ix_moderations_state_due_on", "state", "due_on"),
    Index("ix_moderations_done_at", "done_at"),
    sqlite_autoincrement=True,
)
