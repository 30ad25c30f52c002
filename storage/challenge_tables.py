"""The tables of what comes of a check-and-challenge session: questions with answers, actions, how these get on."""

from sqlalchemy import Column, Date, ForeignKey, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

_SESSION = "challenge_sessions.id"

challenge_questions = Table(
    "challenge_questions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), nullable=False),
    Column("text", Words, nullable=False),
    Column("answer", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("answered_by", String(200), nullable=False, server_default=""),  # who kept the answer
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_challenge_questions_session_id", "session_id"),
    sqlite_autoincrement=True,  # an old card must never find a newer question under the same id
)

challenge_actions = Table(
    "challenge_actions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("session_id", Integer, ForeignKey(_SESSION, ondelete="CASCADE"), nullable=False),
    Column("text", Words, nullable=False),
    Column("owner_key", String(100), ForeignKey("staff.key"), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("measure", Words, nullable=False),  # by what one sees that it is done
    Column("difference", Words, nullable=False),  # that children are expected to feel
    Column("cites", String(200), nullable=False),  # a passage; or empty, and `priority` is one of the session's
    Column("priority", Words, nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed", Words, nullable=False),  # what has, once it is done
    Column("evidence", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("closed_on", Date),
    Column("closed_by", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_challenge_actions_session_id", "session_id"),
    Index("ix_challenge_actions_owner_key", "owner_key"),
    Index("ix_challenge_actions_state_due_on", "state", "due_on"),
    sqlite_autoincrement=True,  # the same for actions
)

challenge_updates = Table(
    "challenge_updates",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("action_id", Integer, ForeignKey("challenge_actions.id", ondelete="CASCADE"), nullable=False),
    Column("text", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_challenge_updates_action_id", "action_id"),
    sqlite_autoincrement=True,
)
