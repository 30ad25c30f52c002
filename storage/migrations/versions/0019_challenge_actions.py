"""What comes of a check-and-challenge session: questions with answers, actions, how these get on."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "challenge_questions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_session("challenge_questions"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_challenge_questions_session_id", "challenge_questions", ["session_id"])
    op.create_table(
        "challenge_actions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_key", sa.String(100), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("cites", sa.String(200), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_session("challenge_actions"),
        sa.ForeignKeyConstraint(["owner_key"], ["staff.key"], name="fk_challenge_actions_owner_key"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_actions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_challenge_actions_session_id", "challenge_actions", ["session_id"])
    op.create_index("ix_challenge_actions_owner_key", "challenge_actions", ["owner_key"])
    op.create_index("ix_challenge_actions_state_due_on", "challenge_actions", ["state", "due_on"])
    op.create_table(
        "challenge_updates",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["challenge_actions.id"], name="fk_challenge_updates_action_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_updates"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_challenge_updates_action_id", "challenge_updates", ["action_id"])


def downgrade() -> None:
    """Drop them."""
    for table in ("challenge_updates", "challenge_actions", "challenge_questions"):
        op.drop_table(table)


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_session_id"
    return sa.ForeignKeyConstraint(["session_id"], ["challenge_sessions.id"], name=name, ondelete="CASCADE")
