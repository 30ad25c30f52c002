"""Audits: whose child's record is looked at, by whom and why."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("practitioner_key", sa.String(100), nullable=False),
        sa.Column("auditor_key", sa.String(100), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_audits_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practitioner_key"], ["staff.key"], name="fk_audits_practitioner_key"),
        sa.ForeignKeyConstraint(["auditor_key"], ["staff.key"], name="fk_audits_auditor_key"),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audits_child_id", "audits", ["child_id"])
    op.create_index("ix_audits_practitioner_key", "audits", ["practitioner_key"])
    op.create_index("ix_audits_auditor_key", "audits", ["auditor_key"])
    op.create_index("ix_audits_state_due_on", "audits", ["state", "due_on"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("audits")
