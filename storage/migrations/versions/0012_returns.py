"""Check and challenge: sessions, contributors, and the parts of a return."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "challenge_sessions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("area", sa.String(60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("head_key", sa.String(100), nullable=False),
        sa.Column("window_weeks", sa.Integer(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["head_key"], ["staff.key"], name="fk_challenge_sessions_head_key"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_sessions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_challenge_sessions_area", "challenge_sessions", ["area"])
    op.create_index("ix_challenge_sessions_state_due_on", "challenge_sessions", ["state", "due_on"])
    op.create_table(
        "challenge_contributors",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        _of_session("challenge_contributors"),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_challenge_contributors_staff_key"),
        sa.PrimaryKeyConstraint("session_id", "staff_key", name="pk_challenge_contributors"),
    )
    op.create_index("ix_challenge_contributors_staff_key", "challenge_contributors", ["staff_key"])
    op.create_table(
        "return_parts",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_figure", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("out_of", sa.String(40), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_session("return_parts"),
        sa.PrimaryKeyConstraint("session_id", "name", "is_figure", name="pk_return_parts"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("return_parts", "challenge_contributors", "challenge_sessions"):
        op.drop_table(table)


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_session_id"
    return sa.ForeignKeyConstraint(["session_id"], ["challenge_sessions.id"], name=name, ondelete="CASCADE")
