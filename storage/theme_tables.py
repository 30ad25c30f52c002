"""The tables of the monthly headline themes: a month's counts, which outlive what was counted, and what people add."""

from sqlalchemy import JSON, Column, Date, Identity, Index, Integer, String, Table

from storage.columns import Instant, Words, metadata

# A month that is over, in counts: no child, no worker, no text but the names of teams and of the themes looked for.
theme_months = Table(
    "theme_months",
    metadata,
    Column("month", Date, primary_key=True),
    Column("findings", JSON, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

# Headline themes and recommendations in somebody's own words.
theme_notes = Table(
    "theme_notes",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("month", Date, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Words, nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_theme_notes_month", "month"),
    sqlite_autoincrement=True,  # "take out 3" must never find a newer note
)
