"""First-line managers who sign a return off, who answered a question, and the voice of children as parts of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# What one section asked for together before.
_BEFORE, _NOW = "voice", "heard"
_OTHERS = ("compliment_themes", "complaint_themes", "you_said_we_did")
_REVIEWED = "reviewing_officers"  # asked of these areas alone
_AREAS = frozenset(
    {
        "help_and_protection_and_court",
        "care_and_disabilities",
        "exploitation",
        "reviewing_and_academy",
        "fostering_adoption_placements",
    }
)


def upgrade() -> None:
    """Create them; what stood in the one section stands in the first of the new ones, and the others are empty."""
    op.create_table(
        "return_signers",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("staff_key", sa.String(100), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["challenge_sessions.id"], name="fk_return_signers_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_key"], ["staff.key"], name="fk_return_signers_staff_key"),
        sa.PrimaryKeyConstraint("session_id", "staff_key", name="pk_return_signers"),
    )
    op.create_index("ix_return_signers_staff_key", "return_signers", ["staff_key"])
    with op.batch_alter_table("challenge_questions") as table:
        table.add_column(sa.Column("answered_by", sa.String(200), nullable=False, server_default=""))
    _rename(_BEFORE, _NOW)
    sessions = op.get_bind().execute(sa.text("SELECT id, area FROM challenge_sessions")).all()
    named = [(number, name) for number, _ in sessions for name in _OTHERS]
    named += [(number, _REVIEWED) for number, area in sessions if area in _AREAS]
    nothing = {"is_figure": 0, "text": "", "value": "", "out_of": "", "by_name": "", "holders": [], "version": 1}
    op.bulk_insert(_parts(), [{"session_id": number, "name": name, **nothing} for number, name in named])


def downgrade() -> None:
    """Drop them, with what the new parts say beyond the first."""
    parts = _parts()
    op.execute(parts.delete().where(parts.c.name.in_([*_OTHERS, _REVIEWED]), parts.c.is_figure == 0))
    _rename(_NOW, _BEFORE)
    with op.batch_alter_table("challenge_questions") as table:
        table.drop_column("answered_by")
    op.drop_table("return_signers")


def _parts() -> sa.TableClause:
    texts = (sa.column(name, sa.String) for name in ("name", "text", "value", "out_of", "by_name"))
    numbers = (sa.column(name, sa.Integer) for name in ("session_id", "is_figure", "version"))
    return sa.table("return_parts", *texts, *numbers, sa.column("holders", sa.JSON))


def _rename(old: str, new: str) -> None:
    parts = _parts()
    op.execute(parts.update().where(parts.c.name == old, parts.c.is_figure == 0).values(name=new))
    answers = sa.table("return_answers", sa.column("key", sa.String))
    for clash in ("empty", "same_text"):
        op.execute(answers.update().where(answers.c.key == f"{clash} {old}").values(key=f"{clash} {new}"))
