"""The tables of what came of audits: judgements, agreed actions, serious concerns, good practice."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Instant, Words, metadata

_AUDIT, _STAFF = "audits.id", "staff.key"


def _of_audit(*, is_key: bool = False) -> Column[int]:
    return Column("audit_id", Integer, ForeignKey(_AUDIT, ondelete="CASCADE"), primary_key=is_key, nullable=False)


# One to an audit, from the first word written on. What is final stays: the grade outlives the texts.
audit_outcomes = Table(
    "audit_outcomes",
    metadata,
    _of_audit(is_key=True),
    Column("state", String(20), nullable=False),
    Column("shared_at", Instant),
    Column("answered_at", Instant),
    Column("consented", Integer, nullable=False),  # to which version of the good practice; less than 0: refused
    Column("final_at", Instant),
    Column("grade", String(20), nullable=False),
    Column("scale", Integer),
    Column("uploaded_by", String(200), nullable=False),
    Column("monitored_by", String(200), nullable=False),
    Column("closed_at", Instant),
    Column("version", Integer, nullable=False),
)

# Each saving adds a row; the highest version stands.
outcome_parts = Table(
    "outcome_parts",
    metadata,
    _of_audit(is_key=True),
    Column("name", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("answer", String(20), nullable=False),  # a judgement, or a number of the scale
    Column("evidence", Words, nullable=False),  # of comments: the text
    Column("impact", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)

audit_actions = Table(
    "audit_actions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _of_audit(),
    Column("what", Words, nullable=False),
    Column("by_whom", String(200), nullable=False),
    Column("owner_key", String(100), ForeignKey(_STAFF)),  # none: of another agency, say
    Column("due_on", Date, nullable=False),
    Column("look_on", Date, nullable=False),  # the day it was agreed for, or the next at which it is looked at
    Column("difference", Words, nullable=False),
    Column("state", String(20), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_audit_actions_audit_id", "audit_id"),
    Index("ix_audit_actions_owner_key", "owner_key"),
    Index("ix_audit_actions_state_look_on", "state", "look_on"),
    sqlite_autoincrement=True,
)

# What owner and manager say became of an action, each time it is looked at.
action_reviews = Table(
    "action_reviews",
    metadata,
    Column("action_id", Integer, ForeignKey("audit_actions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("look_on", Date, nullable=False),
    Column("is_manager", Integer, nullable=False),
    Column("answer", String(20), nullable=False),
    Column("changed", Words, nullable=False),
    Column("evidence", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("at", Instant, nullable=False),
)

concerns = Table(
    "concerns",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _of_audit(),
    Column("number", Integer, nullable=False),  # of its audit: pressing twice raises one
    Column("by_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("action", Words, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("heard_by", String(200), nullable=False),
    Column("heard_at", Instant),
    UniqueConstraint("audit_id", "number", name="uq_concerns_audit_id"),
    sqlite_autoincrement=True,
)

# Whom a concern was sent to, in order: these may open it.
concern_readers = Table(
    "concern_readers",
    metadata,
    Column("concern_id", Integer, ForeignKey("concerns.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_concern_readers_staff_key", "staff_key"),
)

# Shared with everybody, and so without child, audit or author.
good_practice = Table(
    "good_practice",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("text", Words, nullable=False),
    Column("shared_on", Date, nullable=False),
)
