"""What people tell the bot has happened, what others are told of it, and visits planned."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("with_key", sa.String(100)))
        events.create_foreign_key("fk_events_with_key", "staff", ["with_key"], ["key"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_reports_staff_key"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_opened_at", "reports", ["opened_at"])
    op.create_index("ix_reports_staff_key_state", "reports", ["staff_key", "state"])
    op.create_table(
        "report_children",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("event_id", sa.Integer()),
        sa.Column("situation_id", sa.Integer()),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_children_report_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_report_children_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_report_children_event_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["situation_id"], ["situations.id"], name="fk_report_children_situation_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("report_id", "child_id", name="pk_report_children"),
    )
    op.create_index("ix_report_children_event_id", "report_children", ["event_id"])
    op.create_index("ix_report_children_situation_id", "report_children", ["situation_id"])
    op.create_table(
        "pending_notices",
        sa.Column("recipient", sa.String(100), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("occasion", sa.String(200), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recipient"], ["staff.key"], name="fk_pending_notices_recipient"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_pending_notices_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recipient", "about", "occasion", name="pk_pending_notices"),
    )
    op.create_index("ix_pending_notices_child_id", "pending_notices", ["child_id"])
    op.create_table(
        "planned_visits",
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_planned_visits_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_planned_visits_staff_key"),
        sa.PrimaryKeyConstraint("child_id", "staff_key", name="pk_planned_visits"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("planned_visits", "pending_notices", "report_children", "reports"):
        op.drop_table(table)
    with op.batch_alter_table("events") as events:
        events.drop_constraint("fk_events_with_key", type_="foreignkey")
        events.drop_column("with_key")
