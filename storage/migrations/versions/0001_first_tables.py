"""The first tables: turns, conversations, people, questions, recent subjects."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "turns",
        sa.Column("conversation_id", sa.String(400), nullable=False),
        sa.Column("activity_id", sa.String(200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.JSON(none_as_null=True)),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "activity_id", name="pk_turns"),
    )
    op.create_index("ix_turns_received_at", "turns", ["received_at"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("service_url", sa.String(400), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_table(
        "people",
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("job", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("object_id", name="pk_people"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("cited", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("helpful", sa.Boolean()),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_asked_at", "questions", ["asked_at"])
    op.create_table(
        "recent_subjects",
        sa.Column("conversation_id", sa.String(400), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("passage_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "object_id", name="pk_recent_subjects"),
    )
    op.create_index("ix_recent_subjects_asked_at", "recent_subjects", ["asked_at"])


def downgrade() -> None:
    """Drop them."""
    for table in ("recent_subjects", "questions", "people", "conversations", "turns"):
        op.drop_table(table)
