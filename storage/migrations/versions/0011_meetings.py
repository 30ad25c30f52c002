"""Audit meetings, and what people's own calendars say."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("auditor_key", sa.String(100), nullable=False),
        sa.Column("practitioner_key", sa.String(100), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("offered_by", sa.String(100), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name="fk_meetings_audit_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["auditor_key"], ["staff.key"], name="fk_meetings_auditor_key"),
        sa.ForeignKeyConstraint(["practitioner_key"], ["staff.key"], name="fk_meetings_practitioner_key"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("audit_id", name="uq_meetings_audit_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_auditor_key", "meetings", ["auditor_key"])
    op.create_index("ix_meetings_practitioner_key", "meetings", ["practitioner_key"])
    op.create_table(
        "taken_times",
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_taken_times_staff_key"),
        sa.PrimaryKeyConstraint("staff_key", "starts_at", "ends_at", name="pk_taken_times"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("taken_times")
    op.drop_table("meetings")
