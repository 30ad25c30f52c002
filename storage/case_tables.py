"""The tables of children's cases and of the staff. Only what deadlines and access need is kept."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.columns import Instant, Words, metadata


def _child(*, primary_key: bool = False, nullable: bool = True) -> Column[str]:
    """Which child; a child who is forgotten takes the row along."""
    key = ForeignKey("children.id", ondelete="CASCADE")
    return Column("child_id", String(50), key, primary_key=primary_key, nullable=nullable and not primary_key)


def _staff(*, primary_key: bool = False) -> Column[str]:
    """Which member of staff; they are closed, never deleted."""
    return Column("staff_key", String(100), ForeignKey("staff.key"), primary_key=primary_key)


_ONE_SUBJECT = "(child_id IS NULL) <> (staff_key IS NULL)"

staff = Table(
    "staff",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("match_name", String(200), nullable=False, index=True),  # storage.names.match_name of the name
    Column("object_id", String(64), unique=True),
    Column("principal_name", String(320), unique=True),  # casefolded
    Column("roles", JSON, nullable=False),
    Column("job", String(200), nullable=False),
    Column("team", String(200), nullable=False),
    Column("manager_key", String(100), index=True),  # not foreign keys: a file may name somebody without a row
    Column("deputy_key", String(100), index=True),
    Column("service_area", String(200), nullable=False),
    Column("working_hours", JSON, nullable=False),  # {"mon": ["09:00", "17:00"], …}; empty if not known
    Column("newly_qualified_on", Date),
    Column("left_on", Date),
)

children = Table(
    "children",
    metadata,
    Column("id", String(50), primary_key=True),  # the Child Unique ID, as text
    Column("initials", String(10), nullable=False),
    Column("born_on", Date),
    Column("unborn", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("from_export", Boolean, nullable=False),  # whether an Annex A export has ever listed the child
    Column("missing_from_export_since", Date),
    Column("case_status", String(40), nullable=False),  # what the export says the child is open as; empty: unknown
)

# Who may see a restricted child.
child_viewers = Table(
    "child_viewers",
    metadata,
    _child(primary_key=True),
    _staff(primary_key=True),
)

situations = Table(
    "situations",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("natural_key", String(250), nullable=False, unique=True),
    _child(),
    _staff(),  # in place of a child for the supervision of a worker
    Column("kind", String(40), nullable=False),
    Column("started_on", Date, nullable=False),
    Column("started_at", Instant),  # null where the source knows the day only: starts no hour-based deadline
    Column("ended_on", Date),
    Column("ended_by", String(20)),  # the source that says so
    Column("facts", JSON, nullable=False),
    Column("source", String(20), nullable=False),
    Column("awaits", String(40)),  # what a manager has yet to confirm before the situation is relied on
    Column("missing_since", Date),  # the export that should have listed it, and didn't
    Column("version", Integer, nullable=False),
    CheckConstraint(_ONE_SUBJECT, name="one_subject"),
    Index("ix_situations_child_id", "child_id"),
    Index("ix_situations_staff_key", "staff_key"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("natural_key", String(250), nullable=False, unique=True),
    _child(),
    _staff(),
    Column("stream", String(40), nullable=False),
    Column("day", Date, nullable=False),  # the local day
    Column("at", Instant),
    Column("seen", Boolean),
    Column("seen_alone", Boolean),
    Column("at_home_or_placement", Boolean),
    Column("spoken_to", Boolean),
    Column("unannounced", Boolean),
    Column("chaired_by_manager", Boolean),
    Column("setting", String(200), nullable=False),
    Column("worker_name", String(200), nullable=False),
    Column("worker_key", String(100), ForeignKey("staff.key")),
    Column("worker_role", String(40), nullable=False),
    Column("with_key", String(100), ForeignKey("staff.key")),  # the second worker of a joint visit
    Column("source", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint(_ONE_SUBJECT, name="one_subject"),
    Index("ix_events_child_id_day", "child_id", "day"),
    Index("ix_events_staff_key_day", "staff_key", "day"),
    # Visits at which nobody was seen: few, and looked for at every tick.
    Index("ix_events_day_unseen", "day", sqlite_where=text("seen IS 0"), postgresql_where=text("seen IS false")),
)

allocations = Table(
    "allocations",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _child(nullable=False),
    Column("role", String(40), nullable=False),
    Column("worker_name", String(200), nullable=False),
    Column("match_name", String(200), nullable=False, index=True),
    _staff(),  # null while it isn't known who that is
    Column("team", String(200), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("source", String(20), nullable=False),
    Index("ix_allocations_child_id", "child_id"),
    Index("ix_allocations_staff_key", "staff_key"),
)

# What people tell the bot has happened, from the first word of it on: so no card and no replica holds the progress.
reports = Table(
    "reports",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("staff_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("told", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False, index=True),
    Column("changed_at", Instant, nullable=False),
    Column("saved_at", Instant),
    Column("version", Integer, nullable=False),
    Index("ix_reports_staff_key_state", "staff_key", "state"),
    sqlite_autoincrement=True,  # an old card must never save a newer report that got a purged one's id
)

report_children = Table(
    "report_children",
    metadata,
    Column("report_id", Integer, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    _child(primary_key=True),
    Column("place", Integer, nullable=False),  # the order in which they were named
    Column("told", JSON, nullable=False),
    Column("event_id", Integer, ForeignKey("events.id", ondelete="SET NULL"), index=True),
    Column("situation_id", Integer, ForeignKey("situations.id", ondelete="SET NULL"), index=True),
)

# Visits that somebody means to make.
planned_visits = Table(
    "planned_visits",
    metadata,
    _child(primary_key=True),
    Column("staff_key", String(100), ForeignKey("staff.key"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("at", Instant),
)

# Whom people have said that a worker's name in the case system means; no staff key: nobody on the staff.
worker_matches = Table(
    "worker_matches",
    metadata,
    Column("match_name", String(200), primary_key=True),
    _staff(),
    Column("decided_by", String(200), nullable=False),
    Column("decided_at", Instant, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", Words, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("as_of", Date),
    Column("tried_at", Instant, nullable=False, index=True),
    Column("tried_by", String(200), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("why", Text, nullable=False),  # why it was held or failed, in plain English
    Column("counts", JSON, nullable=False),
    Column("confirmed_by", String(200)),  # an administrator lets a held file in all the same
    Column("confirmed_at", Instant),
    Column("told_at", Instant),  # when an administrator was told of what was held or failed
)

supplied_streams = Table(
    "supplied_streams",
    metadata,
    Column("situation", String(40), primary_key=True),
    Column("stream", String(40), primary_key=True),
    Column("source", String(20), nullable=False),  # empty while no file supplies it
    Column("as_of", Date),
    Column("on_from", Date),  # deadlines are shown as overdue and nudged from this day only; null: no data supplied
    Column("switched_by", String(200), nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("who", String(200), nullable=False, index=True),
    Column("action", String(60), nullable=False),
    Column("about", Words, nullable=False),
)

# No foreign key to the children: that somebody saw a child's data outlives the data.
audit_log_children = Table(
    "audit_log_children",
    metadata,
    Column("audit_id", Integer, ForeignKey("audit_log.id", ondelete="CASCADE"), primary_key=True),
    Column("child_id", String(50), primary_key=True, index=True),
)

# Children whom an import must not bring back, by a keyed hash of their id.
tombstones = Table(
    "tombstones",
    metadata,
    Column("keyed_hash", String(64), primary_key=True),
    Column("forgotten_at", Instant, nullable=False),
)

# The key of those hashes where the settings give none (`key`, in hex), and in any case how to tell that it is the same.
tombstone_keys = Table(
    "tombstone_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("key", String(64)),
    Column("check_hash", String(64), nullable=False),
)
