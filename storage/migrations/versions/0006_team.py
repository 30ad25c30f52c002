"""What managers settle about children and workers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_key", sa.String(100), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("review_on", sa.Date()),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_decisions_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_key"], ["staff.key"], name="fk_decisions_by_key"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("child_id", "kind", "subject", "number", name="uq_decisions_child_id"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("child_id", sa.String(50)),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_proposals_staff_key"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_proposals_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_made_at", "proposals", ["made_at"])
    op.create_index("ix_proposals_child_id", "proposals", ["child_id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_name", sa.String(200), nullable=False),
        sa.Column("to_key", sa.String(100), nullable=False),
        sa.Column("to_name", sa.String(200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_handovers_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_key"], ["staff.key"], name="fk_handovers_to_key"),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.UniqueConstraint("child_id", "number", name="uq_handovers_child_id"),
    )
    op.create_table(
        "handover_steps",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name="fk_handover_steps_handover_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("handover_id", "step", name="pk_handover_steps"),
    )
    op.create_table(
        "covers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deputy_key", sa.String(100), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_covers_staff_key"),
        sa.ForeignKeyConstraint(["deputy_key"], ["staff.key"], name="fk_covers_deputy_key"),
        sa.PrimaryKeyConstraint("id", name="pk_covers"),
        sa.UniqueConstraint("staff_key", "number", name="uq_covers_staff_key"),
    )
    op.create_index("ix_covers_deputy_key", "covers", ["deputy_key"])


def downgrade() -> None:
    """Drop them."""
    for table in ("covers", "handover_steps", "handovers", "proposals", "decisions"):
        op.drop_table(table)
