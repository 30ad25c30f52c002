"""Sessions that are cancelled, parts that somebody has taken, what the bot counts, answers, the year's schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("challenge_sessions", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("challenge_sessions", sa.Column("counted_on", sa.Date()))
    op.add_column("return_parts", sa.Column("holders", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "return_computed",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("out_of", sa.String(40), nullable=False),
        sa.Column("as_of", sa.Date()),
        sa.Column("counted_on", sa.Date(), nullable=False),
        _of_session("return_computed"),
        sa.PrimaryKeyConstraint("session_id", "name", name="pk_return_computed"),
    )
    op.create_table(
        "return_answers",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        _of_session("return_answers"),
        sa.PrimaryKeyConstraint("session_id", "key", name="pk_return_answers"),
    )
    op.create_table(
        "qa_activities",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("area", sa.String(60), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_qa_activities"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_qa_activities_on_day", "qa_activities", ["on_day"])
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_calendar_feeds_staff_key"),
        sa.PrimaryKeyConstraint("staff_key", name="pk_calendar_feeds"),
        sa.UniqueConstraint("secret_hash", name="uq_calendar_feeds_secret_hash"),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("calendar_feeds", "qa_activities", "return_answers", "return_computed"):
        op.drop_table(table)
    op.drop_column("return_parts", "holders")
    op.drop_column("challenge_sessions", "counted_on")
    op.drop_column("challenge_sessions", "reason")


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_session_id"
    return sa.ForeignKeyConstraint(["session_id"], ["challenge_sessions.id"], name=name, ondelete="CASCADE")
