"""What people have corrected of what they had recorded in chat."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_key", sa.String(100), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_corrections_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_key"], ["staff.key"], name="fk_corrections_by_key"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_child_id", "corrections", ["child_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("corrections")
