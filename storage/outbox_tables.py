"""The tables of what the bot says unasked: messages, what came of each try, how fast they may go, who runs a job."""

from sqlalchemy import JSON, Column, ForeignKey, Identity, Index, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Instant, Words, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kind", String(60), nullable=False),  # what declares it: "visits.recorded"; empty: nobody does any more
    Column("recipient", String(100), nullable=False),  # staff key; of an administrator of the settings, the object id
    Column("about", String(250), nullable=False),
    Column("occasion", String(100), nullable=False),
    Column("facts", JSON, nullable=False),  # ids; the words are made when it is sent
    Column("child_id", String(50), ForeignKey("children.id", ondelete="CASCADE"), index=True),
    Column("planned_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    # When there is something to do about it; while somebody is at it, when their lease ends. Null: nothing to do.
    Column("due_at", Instant),
    Column("reason", Words, nullable=False),
    Column("token", Integer, nullable=False),  # counts the claims: who has an older one may change nothing
    Column("replica", String(100), nullable=False),  # who claimed it last
    Column("tries", Integer, nullable=False),
    Column("unknowns", Integer, nullable=False),  # how often it may have been delivered
    Column("first_try_at", Instant),
    Column("chat_id", String(400)),  # where it was sent
    Column("activity_id", String(200)),
    Column("recreate", JSON(none_as_null=True)),  # where a personal chat that is gone has to be made again
    Column("ended_at", Instant, index=True),
    Column("replaced_at", Instant),  # when its card gave way to what it came to
    UniqueConstraint("recipient", "about", "occasion", name="uq_outbox_recipient_about_occasion"),
    Index("ix_outbox_due_at", "due_at"),
    Index("ix_outbox_state", "state"),
    sqlite_autoincrement=True,  # a late answer must never find another message under the same id
)

outbox_attempts = Table(
    "outbox_attempts",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("outbox_id", Integer, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("status", Integer, nullable=False),  # of Teams' answer; 0: there was none
    Column("reason", Text, nullable=False),
    Column("replica", String(100), nullable=False),
)

# One row for everybody (its name is empty), which replicas lock in turn, and one a chat that was sent to lately.
send_limits = Table(
    "send_limits",
    metadata,
    Column("name", String(400), primary_key=True),
    Column("next_at", Instant),  # the theoretical arrival time of the generic cell rate algorithm
    Column("closed_until", Instant),  # Teams asked to wait
    Column("held_since", Instant),  # somebody stopped all sending
)

job_leases = Table(
    "job_leases",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", Instant, nullable=False),
)
