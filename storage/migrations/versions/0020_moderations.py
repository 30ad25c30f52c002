"""Moderations of completed audits."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_WORDS = ("reason", "reasons", "notes", "agreed", "practitioner_says", "learning")


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "moderations",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("moderator_key", sa.String(100), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("original", sa.String(20), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("grade", sa.String(20), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True)),
        sa.Column("discussed_on", sa.Date()),
        sa.Column("stands", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _WORDS),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name="fk_moderations_audit_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["moderator_key"], ["staff.key"], name="fk_moderations_moderator_key"),
        sa.PrimaryKeyConstraint("id", name="pk_moderations"),
        sa.UniqueConstraint("audit_id", name="uq_moderations_audit_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moderations_moderator_key", "moderations", ["moderator_key"])
    op.create_index("ix_moderations_month", "moderations", ["month"])
    op.create_index("ix_moderations_state_due_on", "moderations", ["state", "due_on"])
    op.create_index("ix_moderations_done_at", "moderations", ["done_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("moderations")
