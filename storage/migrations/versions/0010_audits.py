"""Audits: whose case, by whom, and why now."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("practitioner_key", sa.String(100), nullable=False),
        sa.Column("auditor_key", sa.String(100), nullable=False),
        sa.Column("allocated_by", sa.String(100), nullable=False),
        sa.Column("allocated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_audits_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practitioner_key"], ["staff.key"], name="fk_audits_practitioner_key"),
        sa.ForeignKeyConstraint(["auditor_key"], ["staff.key"], name="fk_audits_auditor_key"),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
        sqlite_autoincrement=True,
    )
    for column in ("child_id", "auditor_key", "practitioner_key"):
        op.create_index(f"ix_audits_{column}", "audits", [column])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("audits")
