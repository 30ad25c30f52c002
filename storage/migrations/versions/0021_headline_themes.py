"""The monthly headline themes: each month's counts as they were, and what people add to them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "theme_months",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_theme_months"),
    )
    op.create_table(
        "theme_notes",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_theme_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_theme_notes_month", "theme_notes", ["month"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("theme_notes")
    op.drop_table("theme_months")
