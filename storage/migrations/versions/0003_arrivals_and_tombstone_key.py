"""Who has written or installed the app; the key of the forgotten children's hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "arrivals",
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("principal_name", sa.String(320), nullable=False),
        sa.Column("personal_chat_id", sa.String(400)),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("object_id", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_principal_name", "arrivals", ["principal_name"])
    op.create_table(
        "tombstone_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("check_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tombstone_keys"),
    )

    for column in ("manager_key", "deputy_key"):  # who is below whom is asked at every look at a child
        op.create_index(f"ix_staff_{column}", "staff", [column])


def downgrade() -> None:
    """Drop them."""
    for column in ("manager_key", "deputy_key"):
        op.drop_index(f"ix_staff_{column}", "staff")
    op.drop_table("tombstone_keys")
    op.drop_table("arrivals")
