"""The tables of what managers settle about children and workers."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Instant, Words, metadata

_CHILD = "children.id"
_STAFF = "staff.key"

# Never changed: whoever decides anew adds a row, with the next number.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey(_CHILD, ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(40), nullable=False),  # the day of the visit that a decision is about; else empty
    Column("number", Integer, nullable=False),
    Column("facts", JSON, nullable=False),  # facts of the timescales; none: it is taken back
    Column("rationale", Words, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("by_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("review_on", Date),
    UniqueConstraint("child_id", "kind", "subject", "number", name="uq_decisions_child_id"),
)

# What somebody is about to settle: being asked for, read back, done or dropped.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("child_id", String(50), ForeignKey(_CHILD, ondelete="CASCADE")),
    Column("act", String(40), nullable=False),
    Column("told", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Index("ix_proposals_child_id", "child_id"),
    sqlite_autoincrement=True,  # an old card must never find a newer proposal that got a forgotten one's id
)

# That a child came from one worker to another, by a manager's word.
handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("child_id", String(50), ForeignKey(_CHILD, ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("from_name", String(200), nullable=False),  # empty: nobody had the child
    Column("to_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("to_name", String(200), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("child_id", "number", name="uq_handovers_child_id"),
)

# What of the framework's expectations of a change of worker has been done.
handover_steps = Table(
    "handover_steps",
    metadata,
    Column("handover_id", Integer, ForeignKey("handovers.id", ondelete="CASCADE"), primary_key=True),
    Column("step", String(20), primary_key=True),
    Column("done_on", Date, nullable=False),
    Column("by_name", String(200), nullable=False),
)

# Who sees and is told in place of whom while they are away; both days included.
covers = Table(
    "covers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("number", Integer, nullable=False),
    Column("deputy_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("staff_key", "number", name="uq_covers_staff_key"),
    Index("ix_covers_deputy_key", "deputy_key"),
)
