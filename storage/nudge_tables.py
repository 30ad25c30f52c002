"""The tables of what people say of deadlines, who is on duty, how people want to be written to, what was planned."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, metadata

_STAFF = "staff.key"


def _child(*, primary_key: bool = False) -> Column[str]:
    key = ForeignKey("children.id", ondelete="CASCADE")
    return Column("child_id", String(50), key, primary_key=primary_key, nullable=False)


# Why a visit can't be made. It holds for some days, moves no deadline, and is kept for audit as long as the child is.
nudge_reasons = Table(
    "nudge_reasons",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _child(),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("staff_name", String(200), nullable=False),
    Column("code", String(20), nullable=False),
    Column("meant_on", Date),  # the day on which it can't be, if one was said
    Column("said_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),  # the last day on which it holds
    Column("said_at", Instant, nullable=False),
    Index("ix_nudge_reasons_child_id", "child_id"),
)

# Somebody says that a child isn't theirs: they hear no more of the child until a manager settles it.
disclaimers = Table(
    "disclaimers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _child(),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("staff_name", String(200), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", String(200), nullable=False),
    Index("ix_disclaimers_child_id", "child_id"),
)

# That a planned visit was put off.
postponements = Table(
    "postponements",
    metadata,
    _child(primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, primary_key=True),
)

# That a manager has agreed to a visit on a day that is too late.
plan_agreements = Table(
    "plan_agreements",
    metadata,
    _child(primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("by_name", String(200), nullable=False),
    Column("agreed_at", Instant, nullable=False),
)

# Who has taken a deadline in hours upon themselves.
taken_calls = Table(
    "taken_calls",
    metadata,
    Column("about", String(100), primary_key=True),  # the deadline, as its messages name it
    _child(),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("staff_name", String(200), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Index("ix_taken_calls_child_id", "child_id"),
)

# Who is on duty, and (from level 2) whom it goes up to.
duties = Table(
    "duties",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), nullable=False),
    Column("level", Integer, nullable=False),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant, nullable=False, index=True),
    Column("by_name", String(200), nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Column("digest_at", String(5)),  # "08:30", London's time; null: the council's
    Column("quiet_days", JSON, nullable=False),  # 0 is Monday
    Column("paused_until", Date),  # the first day on which the digest comes again
)

# Which day's planning has been done, and on what data: whoever plans again looks here first.
planned_days = Table(
    "planned_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("basis", String(100), nullable=False),  # what else the planning rests on, such as the newest import
    Column("done_at", Instant, nullable=False),
    Column("children", Integer, nullable=False),
    Column("silent", Integer),  # how many should have heard by the end of the day and did not; null: not yet looked at
)

# Whom a message named that is about several children.
told_children = Table(
    "told_children",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    _child(primary_key=True),
    Index("ix_told_children_child_id", "child_id"),
)
