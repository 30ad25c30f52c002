"""Files that were offered and may still be fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "document_offers",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("child_id", sa.String(50)),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_document_offers_staff_key", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_document_offers_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_document_offers"),
    )
    op.create_index("ix_document_offers_child_id", "document_offers", ["child_id"])
    op.create_index("ix_document_offers_offered_at", "document_offers", ["offered_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("document_offers")
