"""The tables of the chat; the others are in `case_tables`. Every change of a table comes with a migration."""

from sqlalchemy import JSON, Boolean, Column, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", String(400), primary_key=True),
    Column("activity_id", String(200), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("reply", JSON(none_as_null=True)),
    Column("delivered", Boolean, nullable=False, default=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("scope", String(20), nullable=False),
    Column("tenant_id", String(64), nullable=False),
    Column("service_url", String(400), nullable=False),
    Column("welcomed_at", Instant),
)

# Who has written or installed the app, by the Entra object id of verified activities, and what Teams says they sign in
# with; whether they are on the staff is another matter.
arrivals = Table(
    "arrivals",
    metadata,
    Column("object_id", String(64), primary_key=True),
    Column("name", Words, nullable=False),
    Column("principal_name", String(320), nullable=False, index=True),  # casefolded; empty if Teams doesn't say
    Column("personal_chat_id", String(400)),
    Column("asked_at", Instant),  # when Teams was last asked who that is
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("words", Words, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("cited", JSON, nullable=False),
    Column("edition", String(40), nullable=False),
    Column("helpful", Boolean),
    Column("missing", Words, nullable=False, default=""),
    Index("ix_questions_asked_at", "asked_at"),
    sqlite_autoincrement=True,  # an old card must never rate a newer question that got a forgotten one's id
)

# What was last talked about, so that "and unannounced?" is understood; overwritten by the next question.
recent_subjects = Table(
    "recent_subjects",
    metadata,
    Column("conversation_id", String(400), primary_key=True),
    Column("object_id", String(64), primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("question_id", Integer, nullable=False),
    Column("passage_ids", JSON, nullable=False),
)
