"""The tables. Instants are UTC; every change of a table comes with a migration."""

import re
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


# NUL, which PostgreSQL's text can't hold, and half a surrogate pair, which UTF-8 can't.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """What people typed: characters that no database can hold become U+FFFD, on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Python to database."""
        return None if value is None else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, on every database; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Python to database."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a naive datetime can't be stored: give an aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Database to Python; SQLite keeps no offset."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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

people = Table(
    "people",
    metadata,
    Column("object_id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("job", String(200), nullable=False),
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
