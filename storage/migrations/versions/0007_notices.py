"""What people were to be told at their next look goes through the outbox like every other message."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_notices = sa.table(
    "pending_notices",
    *(sa.column(name) for name in ("recipient", "about", "occasion", "child_id")),
    sa.column("facts", sa.JSON()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_parts = sa.table("report_children", *map(sa.column, ("report_id", "child_id", "event_id", "situation_id")))
_outbox = sa.table(
    "outbox",
    *(sa.column(name) for name in ("kind", "recipient", "about", "occasion", "child_id", "state", "reason")),
    *(sa.column(name) for name in ("token", "replica", "tries", "unknowns")),
    sa.column("facts", sa.JSON()),
    sa.column("planned_at", sa.DateTime(timezone=True)),
    sa.column("due_at", sa.DateTime(timezone=True)),
)
_FRESH = {"state": "pending", "reason": "", "token": 0, "replica": "", "tries": 0, "unknowns": 0}


def upgrade() -> None:
    """Move what waits, and drop the table."""
    connection = op.get_bind()
    rows = [row._mapping for row in connection.execute(sa.select(_notices))]
    moved = [message for message in map(_message, rows) if message is not None]
    if moved:
        op.bulk_insert(_outbox, moved)
    op.drop_table("pending_notices")


def downgrade() -> None:
    """Have the table again, empty: what waits stays in the outbox."""
    op.create_table(
        "pending_notices",
        sa.Column("recipient", sa.String(100), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("occasion", sa.String(200), nullable=False),
        sa.Column("child_id", sa.String(50), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recipient"], ["staff.key"], name="fk_pending_notices_recipient"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_pending_notices_child_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recipient", "about", "occasion", name="pk_pending_notices"),
    )
    op.create_index("ix_pending_notices_child_id", "pending_notices", ["child_id"])


def _message(notice: Mapping[Any, Any]) -> dict[str, Any] | None:
    """The message of a notice; None of what was taken back, or that nothing was kept of."""
    number = notice["occasion"].split(" ")[-1 if notice["about"] == "handed_over" else 1]
    if not number.isdigit():
        return None
    if notice["about"] == "handed_over":
        starts = datetime.combine(date.fromisoformat(notice["facts"]["day"]), time(), UTC)
        what = ("team.handed_over", f"child:{notice['child_id']}", f"handover:{number}", {"number": int(number)})
        return _row(notice, *what, max(starts, _utc(notice["created_at"])))
    part = _parts.c.report_id == int(number), _parts.c.child_id == notice["child_id"]
    found = op.get_bind().execute(sa.select(_parts.c.event_id, _parts.c.situation_id).where(*part)).first()
    if found is None or found == (None, None):
        return None
    about = f"event:{found.event_id}" if found.event_id is not None else f"situation:{found.situation_id}"
    what = ("visits.recorded", about, f"report:{number}", {"report": int(number)})
    return _row(notice, *what, _utc(notice["created_at"]))


def _row(
    notice: Mapping[Any, Any], kind: str, about: str, occasion: str, facts: dict[str, int], due_at: datetime
) -> dict[str, Any]:
    key = {"kind": kind, "recipient": notice["recipient"], "about": about, "occasion": occasion}
    times = {"planned_at": _utc(notice["created_at"]), "due_at": due_at}
    return {**key, **times, **_FRESH, "facts": facts, "child_id": notice["child_id"]}


def _utc(at: datetime) -> datetime:
    """SQLite keeps no offset."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
