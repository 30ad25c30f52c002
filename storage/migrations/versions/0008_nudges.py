"""What people say of deadlines, who is on duty, how people want to be written to, what was planned."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHILD = ["children.id"]
_STAFF = ["staff.key"]


def upgrade() -> None:
    """Create them."""
    _said()
    _answered()
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_duties_staff_key"),
        sa.PrimaryKeyConstraint("id", name="pk_duties"),
    )
    op.create_index("ix_duties_until_at", "duties", ["until_at"])
    op.create_table(
        "choices",
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("digest_at", sa.String(5)),
        sa.Column("quiet_days", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date()),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_choices_staff_key"),
        sa.PrimaryKeyConstraint("staff_key", name="pk_choices"),
    )
    op.create_table(
        "planned_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(100), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer()),
        sa.PrimaryKeyConstraint("day", name="pk_planned_days"),
    )
    op.create_table(
        "told_children",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_told_children_outbox_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_told_children_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("outbox_id", "child_id", name="pk_told_children"),
    )
    op.create_index("ix_told_children_child_id", "told_children", ["child_id"])


def _said() -> None:
    op.create_table(
        "nudge_reasons",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("staff_name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("meant_on", sa.Date()),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_nudge_reasons_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_nudge_reasons_staff_key"),
        sa.PrimaryKeyConstraint("id", name="pk_nudge_reasons"),
    )
    op.create_index("ix_nudge_reasons_child_id", "nudge_reasons", ["child_id"])
    op.create_table(
        "disclaimers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("staff_name", sa.String(200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_disclaimers_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_disclaimers_staff_key"),
        sa.PrimaryKeyConstraint("id", name="pk_disclaimers"),
    )
    op.create_index("ix_disclaimers_child_id", "disclaimers", ["child_id"])


def _answered() -> None:
    op.create_table(
        "postponements",
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_postponements_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_postponements_staff_key"),
        sa.PrimaryKeyConstraint("child_id", "staff_key", "from_day", "to_day", name="pk_postponements"),
    )
    op.create_table(
        "plan_agreements",
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_plan_agreements_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_plan_agreements_staff_key"),
        sa.PrimaryKeyConstraint("child_id", "staff_key", "day", name="pk_plan_agreements"),
    )
    op.create_table(
        "taken_calls",
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("staff_name", sa.String(200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], _CHILD, name="fk_taken_calls_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], _STAFF, name="fk_taken_calls_staff_key"),
        sa.PrimaryKeyConstraint("about", name="pk_taken_calls"),
    )
    op.create_index("ix_taken_calls_child_id", "taken_calls", ["child_id"])


def downgrade() -> None:
    """Drop them."""
    said = ("taken_calls", "plan_agreements", "postponements", "disclaimers", "nudge_reasons")
    for table in ("told_children", "planned_days", "choices", "duties", *said):
        op.drop_table(table)
