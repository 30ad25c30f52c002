"""Audit preparations and their parts."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "preparations",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("practitioner_key", sa.String(100), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_with", sa.String(100), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_preparations_child_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practitioner_key"], ["staff.key"], name="fk_preparations_practitioner_key"),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name="fk_preparations_audit_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_preparations"),
        sa.UniqueConstraint("subject", name="uq_preparations_subject"),
        sqlite_autoincrement=True,
    )
    for column in ("child_id", "practitioner_key", "audit_id"):
        op.create_index(f"ix_preparations_{column}", "preparations", [column])
    op.create_table(
        "preparation_parts",
        sa.Column("preparation_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(100), nullable=False),
        sa.Column("ready", sa.String(20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("talk", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["preparations.id"],
            name="fk_preparation_parts_preparation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("preparation_id", "area", name="pk_preparation_parts"),
    )
    op.create_index("ix_preparation_parts_by_on", "preparation_parts", ["by_on"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("preparation_parts")
    op.drop_table("preparations")
