"""The tables of check and challenge: sessions, who contributes, and what a service area's return says."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

_STAFF = "staff.key"
_SESSION = "challenge_sessions.id"

challenge_sessions = Table(
    "challenge_sessions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("area", String(60), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("head_key", String(100), ForeignKey(_STAFF), nullable=False),  # who signs off
    Column("window_weeks", Integer, nullable=False),
    Column("panel", Words, nullable=False),
    Column("priorities", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("questions", Words, nullable=False),  # with which it was sent back
    Column("signed_by", String(200), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("reason", Words, nullable=False, server_default=""),  # why it was moved or cancelled
    Column("counted_on", Date),  # the day on which the bot last counted figures for the return
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),  # counts every change of the whole return
    Index("ix_challenge_sessions_area", "area"),
    Index("ix_challenge_sessions_state_due_on", "state", "due_on"),
    sqlite_autoincrement=True,  # an old card must never find a newer session under the same id
)

challenge_contributors = Table(
    "challenge_contributors",
    metadata,
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Index("ix_challenge_contributors_staff_key", "staff_key"),
)

# First-line managers who sign the return off before its Head of Service; what they signed is forgotten when it changes.
return_signers = Table(
    "return_signers",
    metadata,
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True),
    Column("staff_key", String(100), ForeignKey(_STAFF), primary_key=True),
    Column("signed_at", Instant),
    Index("ix_return_signers_staff_key", "staff_key"),
)

# One to a section and one to an indicator, from the first day on: each has a version of its own.
return_parts = Table(
    "return_parts",
    metadata,
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("is_figure", Integer, primary_key=True),  # 0 or 1: a section and an indicator may be called the same
    Column("text", Words, nullable=False),  # of a section; of a figure its comment
    Column("value", String(40), nullable=False),  # decimals as they were typed, the same on every database
    Column("out_of", String(40), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("holders", JSON, nullable=False, server_default="[]"),  # the staff who have taken it; none: everybody's
    Column("version", Integer, nullable=False),
)

# What the bot has counted itself, of the data as of a day.
return_computed = Table(
    "return_computed",
    metadata,
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", String(40), nullable=False),
    Column("out_of", String(40), nullable=False),
    Column("as_of", Date),
    Column("counted_on", Date, nullable=False),
)

# What who signs off says of each contradiction, before signing.
return_answers = Table(
    "return_answers",
    metadata,
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("text", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
)
