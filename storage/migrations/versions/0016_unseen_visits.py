"""Visits at which nobody was seen are found by their day: they are few, and are looked for at every tick."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index(
        "ix_events_day_unseen",
        "events",
        ["day"],
        sqlite_where=sa.text("seen IS 0"),
        postgresql_where=sa.text("seen IS false"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_events_day_unseen", "events")
