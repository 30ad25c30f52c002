"""What workers tell that a review has agreed, until it is confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "agreed",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_key", sa.String(100), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("settled_by", sa.String(200), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_agreed_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_key"], ["staff.key"], name="fk_agreed_by_key"),
        sa.PrimaryKeyConstraint("id", name="pk_agreed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreed_child_id", "agreed", ["child_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("agreed")
