"""Children's cases, staff in place of people, imports, the audit log."""

import unicodedata
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ONE_SUBJECT = "(child_id IS NULL) <> (staff_key IS NULL)"


def upgrade() -> None:
    """Create them; the people become staff."""
    _create_staff()
    _move_people()
    _create_children()
    _create_situations()
    _create_events()
    _create_allocations()
    _create_imports()
    _create_audit_log()


def _child(*, nullable: bool = True) -> sa.Column[str]:
    return sa.Column("child_id", sa.String(50), nullable=nullable)


def _staff(*, nullable: bool = True) -> sa.Column[str]:
    return sa.Column("staff_key", sa.String(100), nullable=nullable)


def _of_child(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["child_id"], ["children.id"], f"fk_{table}_child_id", ondelete="CASCADE")


def _of_staff(table: str, column: str = "staff_key") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["staff.key"], f"fk_{table}_{column}")


def _instant(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("match_name", sa.String(200), nullable=False),
        sa.Column("object_id", sa.String(64)),
        sa.Column("principal_name", sa.String(320)),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("job", sa.String(200), nullable=False),
        sa.Column("team", sa.String(200), nullable=False),
        sa.Column("manager_key", sa.String(100)),
        sa.Column("deputy_key", sa.String(100)),
        sa.Column("service_area", sa.String(200), nullable=False),
        sa.Column("working_hours", sa.JSON(), nullable=False),
        sa.Column("newly_qualified_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.PrimaryKeyConstraint("key", name="pk_staff"),
        sa.UniqueConstraint("object_id", name="uq_staff_object_id"),
        sa.UniqueConstraint("principal_name", name="uq_staff_principal_name"),
    )
    op.create_index("ix_staff_match_name", "staff", ["match_name"])


def _move_people() -> None:
    staff = sa.table(
        "staff",
        *(sa.column(name) for name in ("key", "name", "match_name", "object_id", "job", "team", "service_area")),
        sa.column("roles", sa.JSON),
        sa.column("working_hours", sa.JSON),
    )
    blank = {"team": "", "service_area": "", "roles": [], "working_hours": {}}
    people = op.get_bind().execute(sa.text("SELECT object_id, name, job FROM people")).all()
    rows = [
        {"key": p.object_id, "name": p.name, "match_name": _match_name(p.name), "object_id": p.object_id, "job": p.job}
        for p in people
    ]
    op.bulk_insert(staff, [{**row, **blank} for row in rows])
    op.drop_table("people")


def _match_name(name: str) -> str:
    """As it was when this was written; the next import of the staff makes it what it is then."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _create_children() -> None:
    op.create_table(
        "children",
        sa.Column("id", sa.String(50), nullable=False),
        sa.Column("initials", sa.String(10), nullable=False),
        sa.Column("born_on", sa.Date()),
        sa.Column("unborn", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("from_export", sa.Boolean(), nullable=False),
        sa.Column("missing_from_export_since", sa.Date()),
        sa.Column("case_status", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_children"),
    )
    op.create_table(
        "child_viewers",
        _child(nullable=False),
        _staff(nullable=False),
        sa.PrimaryKeyConstraint("child_id", "staff_key", name="pk_child_viewers"),
        _of_child("child_viewers"),
        _of_staff("child_viewers"),
    )


def _create_situations() -> None:
    op.create_table(
        "situations",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("natural_key", sa.String(250), nullable=False),
        _child(),
        _staff(),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        _instant("started_at"),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_by", sa.String(20)),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("awaits", sa.String(40)),
        sa.Column("missing_since", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_situations"),
        sa.UniqueConstraint("natural_key", name="uq_situations_natural_key"),
        _of_child("situations"),
        _of_staff("situations"),
        sa.CheckConstraint(_ONE_SUBJECT, name="ck_situations_one_subject"),
    )
    op.create_index("ix_situations_child_id", "situations", ["child_id"])
    op.create_index("ix_situations_staff_key", "situations", ["staff_key"])


def _create_events() -> None:
    flags = ("seen", "seen_alone", "at_home_or_placement", "spoken_to", "unannounced", "chaired_by_manager")
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("natural_key", sa.String(250), nullable=False),
        _child(),
        _staff(),
        sa.Column("stream", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _instant("at"),
        *(sa.Column(flag, sa.Boolean()) for flag in flags),
        sa.Column("setting", sa.String(200), nullable=False),
        sa.Column("worker_name", sa.String(200), nullable=False),
        sa.Column("worker_key", sa.String(100)),
        sa.Column("worker_role", sa.String(40), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("natural_key", name="uq_events_natural_key"),
        _of_child("events"),
        _of_staff("events"),
        _of_staff("events", "worker_key"),
        sa.CheckConstraint(_ONE_SUBJECT, name="ck_events_one_subject"),
    )
    op.create_index("ix_events_child_id_day", "events", ["child_id", "day"])
    op.create_index("ix_events_staff_key_day", "events", ["staff_key", "day"])


def _create_allocations() -> None:
    op.create_table(
        "allocations",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        _child(nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("worker_name", sa.String(200), nullable=False),
        sa.Column("match_name", sa.String(200), nullable=False),
        _staff(),
        sa.Column("team", sa.String(200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("source", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
        _of_child("allocations"),
        _of_staff("allocations"),
    )
    for column in ("match_name", "child_id", "staff_key"):
        op.create_index(f"ix_allocations_{column}", "allocations", [column])
    op.create_table(
        "worker_matches",
        sa.Column("match_name", sa.String(200), nullable=False),
        _staff(),
        sa.Column("decided_by", sa.String(200), nullable=False),
        _instant("decided_at", nullable=False),
        sa.PrimaryKeyConstraint("match_name", name="pk_worker_matches"),
        _of_staff("worker_matches"),
    )


def _create_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date()),
        _instant("tried_at", nullable=False),
        sa.Column("tried_by", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.String(200)),
        _instant("confirmed_at"),
        _instant("told_at"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_sha256", "imports", ["sha256"])
    op.create_index("ix_imports_tried_at", "imports", ["tried_at"])
    op.create_table(
        "supplied_streams",
        sa.Column("situation", sa.String(40), nullable=False),
        sa.Column("stream", sa.String(40), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("as_of", sa.Date()),
        sa.Column("on_from", sa.Date()),
        sa.Column("switched_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("situation", "stream", name="pk_supplied_streams"),
    )


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        _instant("at", nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_index("ix_audit_log_who", "audit_log", ["who"])
    op.create_table(
        "audit_log_children",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        _child(nullable=False),
        sa.PrimaryKeyConstraint("audit_id", "child_id", name="pk_audit_log_children"),
        sa.ForeignKeyConstraint(["audit_id"], ["audit_log.id"], "fk_audit_log_children_audit_id", ondelete="CASCADE"),
    )
    op.create_index("ix_audit_log_children_child_id", "audit_log_children", ["child_id"])
    op.create_table(
        "tombstones",
        sa.Column("keyed_hash", sa.String(64), nullable=False),
        _instant("forgotten_at", nullable=False),
        sa.PrimaryKeyConstraint("keyed_hash", name="pk_tombstones"),
    )


def downgrade() -> None:
    """Put the people back who have an object id, and drop the rest."""
    op.create_table(
        "people",
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("job", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("object_id", name="pk_people"),
    )
    op.execute(
        "INSERT INTO people (object_id, name, job) SELECT object_id, name, job FROM staff WHERE object_id IS NOT NULL"
    )
    for table in (
        "tombstones",
        "audit_log_children",
        "audit_log",
        "supplied_streams",
        "imports",
        "worker_matches",
        "allocations",
        "events",
        "situations",
        "child_viewers",
        "children",
        "staff",
    ):
        op.drop_table(table)
