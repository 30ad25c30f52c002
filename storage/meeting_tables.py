"""The tables of audit meetings, and of what people's own calendars say."""

from sqlalchemy import JSON, Column, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

_STAFF = "staff.key"

# One to an audit: offered, agreed, moved, called off.
meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("audit_id", Integer, ForeignKey("audits.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("auditor_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("practitioner_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("state", String(20), nullable=False),
    Column("offered", JSON, nullable=False),  # instants, as ISO 8601
    Column("offered_by", String(100), nullable=False),
    Column("starts_at", Instant),  # what is agreed, or was last
    Column("ends_at", Instant),
    Column("reason", Words, nullable=False),  # why it was moved or called off
    Column("sequence", Integer, nullable=False),  # iCalendar's: how often the invitation has changed
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_meetings_auditor_key", "auditor_key"),
    Index("ix_meetings_practitioner_key", "practitioner_key"),
    sqlite_autoincrement=True,
)

# When somebody is taken, by their own calendar; nothing of what by.
taken_times = Table(
    "taken_times",
    metadata,
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Column("starts_at", Instant, primary_key=True),
    Column("ends_at", Instant, primary_key=True),
)

# The meetings that were written into somebody's own calendar; no foreign key, as what is gone must be taken out there.
calendar_events = Table(
    "calendar_events",
    metadata,
    Column("meeting_id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("organiser", Words, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("ends_at", Instant, nullable=False),
)
