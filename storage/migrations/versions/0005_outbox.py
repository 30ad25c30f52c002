"""Messages to be sent unasked, what came of each try, how fast they may go, and who runs a job."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them, and the row that replicas lock in turn."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("recipient", sa.String(100), nullable=False),
        sa.Column("about", sa.String(250), nullable=False),
        sa.Column("occasion", sa.String(100), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("child_id", sa.String(50)),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("replica", sa.String(100), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True)),
        sa.Column("chat_id", sa.String(400)),
        sa.Column("activity_id", sa.String(200)),
        sa.Column("recreate", sa.JSON(none_as_null=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("replaced_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_outbox_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("recipient", "about", "occasion", name="uq_outbox_recipient_about_occasion"),
        sqlite_autoincrement=True,
    )
    for column in ("child_id", "due_at", "ended_at", "state"):
        op.create_index(f"ix_outbox_{column}", "outbox", [column])
    op.create_table(
        "outbox_attempts",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replica", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_attempts_outbox_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_attempts"),
    )
    op.create_index("ix_outbox_attempts_outbox_id", "outbox_attempts", ["outbox_id"])
    limits = op.create_table(
        "send_limits",
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("closed_until", sa.DateTime(timezone=True)),
        sa.Column("held_since", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("name", name="pk_send_limits"),
    )
    op.bulk_insert(limits, [{"name": ""}])
    op.create_table(
        "job_leases",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("holder", sa.String(100), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_job_leases"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("job_leases", "send_limits", "outbox_attempts", "outbox"):
        op.drop_table(table)
