"""What came of audits: judgements, agreed actions, serious concerns, good practice."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = (
    "good_practice",
    "concern_readers",
    "concerns",
    "action_reviews",
    "audit_actions",
    "outcome_parts",
    "audit_outcomes",
)


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "audit_outcomes",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        _instant("shared_at"),
        _instant("answered_at"),
        sa.Column("consented", sa.Integer(), nullable=False),
        _instant("final_at"),
        sa.Column("grade", sa.String(20), nullable=False),
        sa.Column("scale", sa.Integer()),
        sa.Column("uploaded_by", sa.String(200), nullable=False),
        sa.Column("monitored_by", sa.String(200), nullable=False),
        _instant("closed_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_audit("audit_outcomes"),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit_outcomes"),
    )
    op.create_table(
        "outcome_parts",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        _instant("at", nullable=False),
        _of_audit("outcome_parts"),
        sa.PrimaryKeyConstraint("audit_id", "name", "version", name="pk_outcome_parts"),
    )
    _actions()
    _concerns()
    op.create_table(
        "good_practice",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_good_practice"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in _TABLES:
        op.drop_table(table)


def _actions() -> None:
    op.create_table(
        "audit_actions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by_whom", sa.String(200), nullable=False),
        sa.Column("owner_key", sa.String(100)),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        _instant("made_at", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_audit("audit_actions"),
        sa.ForeignKeyConstraint(["owner_key"], ["staff.key"], name="fk_audit_actions_owner_key"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_actions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_actions_audit_id", "audit_actions", ["audit_id"])
    op.create_index("ix_audit_actions_owner_key", "audit_actions", ["owner_key"])
    op.create_index("ix_audit_actions_state_look_on", "audit_actions", ["state", "look_on"])
    op.create_table(
        "action_reviews",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("is_manager", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        _instant("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["audit_actions.id"], name="fk_action_reviews_action_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "number", name="pk_action_reviews"),
    )


def _concerns() -> None:
    op.create_table(
        "concerns",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_key", sa.String(100), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        _instant("raised_at", nullable=False),
        sa.Column("heard_by", sa.String(200), nullable=False),
        _instant("heard_at"),
        _of_audit("concerns"),
        sa.ForeignKeyConstraint(["by_key"], ["staff.key"], name="fk_concerns_by_key"),
        sa.PrimaryKeyConstraint("id", name="pk_concerns"),
        sa.UniqueConstraint("audit_id", "number", name="uq_concerns_audit_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "concern_readers",
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        _instant("at", nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.id"], name="fk_concern_readers_concern_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_concern_readers_staff_key"),
        sa.PrimaryKeyConstraint("concern_id", "place", name="pk_concern_readers"),
    )
    op.create_index("ix_concern_readers_staff_key", "concern_readers", ["staff_key"])


def _instant(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_audit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=f"fk_{table}_audit_id", ondelete="CASCADE")
