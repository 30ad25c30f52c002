"""The tables of audit preparations: a practitioner's own notes for an audit, or for a rehearsal of one."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

preparations = Table(
    "preparations",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("subject", String(200), nullable=False, unique=True),  # what it is for, so that two presses make one
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), nullable=False),
    Column("practitioner_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("audit_id", Integer, ForeignKey("audits.id", ondelete="CASCADE")),  # of a rehearsal none
    Column("kind", String(40), nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("shared_with", String(100), nullable=False),  # the auditor's staff key; empty: with nobody
    Column("shared_at", Instant),
    Column("shared", JSON, nullable=False),  # the parts as they were shared: later changes aren't
    Column("ended_at", Instant),  # when it was seen that its audit is over
    Column("version", Integer, nullable=False),  # counts every change of any part
    Index("ix_preparations_child_id", "child_id"),
    Index("ix_preparations_practitioner_key", "practitioner_key"),
    Index("ix_preparations_audit_id", "audit_id"),
    sqlite_autoincrement=True,  # an old card must never find a newer preparation under the same id
)

# One to an area, and one for good practice, from the first moment on: each has a version of its own.
preparation_parts = Table(
    "preparation_parts",
    metadata,
    Column("preparation_id", Integer, ForeignKey("preparations.id", ondelete="CASCADE"), primary_key=True),
    Column("area", String(100), primary_key=True),
    Column("ready", String(20), nullable=False),
    Column("evidence", Words, nullable=False),
    Column("impact", Words, nullable=False),
    Column("talk", Words, nullable=False),
    Column("reason", Words, nullable=False),  # why the area doesn't apply
    Column("by_on", Date),  # by when, of an area that isn't ready yet
    Column("decision", String(20), nullable=False),  # of the auditor, about an area that is said not to apply
    Column("decided_by", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_preparation_parts_by_on", "by_on"),
)
