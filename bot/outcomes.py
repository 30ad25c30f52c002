"""What came of a try, and what that means for the message: which of Teams' answers are worth another, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.teams.errors import (
    Blocked,
    ConversationGone,
    NotInstalled,
    RateLimited,
    SendFailure,
    Unavailable,
    Unknown,
)
from storage.outbox import Entry, State

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=24)
ONCE_MORE_AFTER = timedelta(seconds=30)  # what may have been delivered


class Came(StrEnum):
    """What came of a try."""

    SENT = "sent"
    LIMITED = "limited"  # Teams asked to wait
    AGAIN = "again"  # certainly not delivered, and may be later
    UNKNOWN = "unknown"  # it may have been delivered
    UNREACHABLE = "unreachable"  # its reader shut the bot out, or hasn't got it
    GONE = "gone"  # there is no such chat any more
    REFUSED = "refused"  # Teams won't take it, ever
    UNSENT = "unsent"  # given back before it went


@dataclass(frozen=True, slots=True)
class Outcome:
    """One try; `new_chat_id` is that of a chat which had to be made again."""

    came: Came
    status: int = 0
    reason: str = ""
    activity_id: str = ""
    wait: timedelta = timedelta(0)
    new_chat_id: str = ""


def outcome_of(failure: SendFailure) -> Outcome:
    """What a failed try came to."""
    match failure:
        case RateLimited():
            return Outcome(Came.LIMITED, 429, failure.reason, wait=timedelta(seconds=failure.retry_after))
        case Unavailable():
            came = Came.AGAIN
        case Unknown():
            came = Came.UNKNOWN
        case Blocked() | NotInstalled():
            came = Came.UNREACHABLE
        case ConversationGone():
            came = Came.GONE
        case _:
            came = Came.REFUSED
    return Outcome(came, failure.status, failure.reason)


def changes(entry: Entry, outcome: Outcome, now: datetime, jitter: float, *, stays: bool = False) -> dict[str, Any]:
    """What to write of a message after a try. `jitter`: a random number from 0 to 1; `stays`: what took its place is
    the same message as things are now, which may be replaced in its turn."""
    if entry.state is State.SENT:
        new = _of_a_replacement(entry, outcome, now, jitter)
        return {name: value for name, value in new.items() if name != "replaced_at"} if stays else new
    waits = State.UNKNOWN if entry.unknowns else State.PENDING
    match outcome.came:
        case Came.SENT:
            shown = {"activity_id": outcome.activity_id or None, "recreate": None}
            return {"state": State.SENT, "due_at": None, "ended_at": now, "reason": "", **shown}
        case Came.UNSENT:
            return {"state": waits, "due_at": now}
        case Came.LIMITED | Came.AGAIN if not _given_up(entry, now):
            return {"state": waits, "reason": outcome.reason, **_later(entry, outcome, now, jitter)}
        case Came.UNKNOWN if not entry.unknowns:
            due = now + ONCE_MORE_AFTER * (1 + jitter)
            return {"state": State.UNKNOWN, "due_at": due, "unknowns": 1, "reason": outcome.reason}
        case Came.UNKNOWN:
            return _ended(State.UNKNOWN, outcome.reason, now) | {"unknowns": entry.unknowns + 1}
        case Came.GONE if entry.recreate is None:
            return {"state": waits, "due_at": now, "reason": outcome.reason}
        case Came.GONE | Came.UNREACHABLE:
            return _ended(State.UNREACHABLE, outcome.reason, now) | {"recreate": None}
    return _ended(State.DEAD, outcome.reason, now)


def held_back(entry: Entry, until: datetime, why: str, now: datetime, *, in_vain: bool) -> dict[str, Any]:
    """What to write of a message that may not go yet. `in_vain`: after a day of that somebody has to look."""
    if not in_vain:
        return {"due_at": until, "reason": why}
    if _given_up(entry, now):
        return _ended(State.DEAD, why, now)
    return {"due_at": until, "reason": why, "first_try_at": entry.first_try_at or now}


def _of_a_replacement(entry: Entry, outcome: Outcome, now: datetime, jitter: float) -> dict[str, Any]:
    if outcome.came is Came.UNSENT:
        return {"due_at": now}
    if outcome.came is Came.SENT:
        return {"due_at": None, "replaced_at": now}
    if outcome.came in (Came.LIMITED, Came.AGAIN) and not _given_up(entry, now):
        return _later(entry, outcome, now, jitter)
    return {"due_at": None, "replaced_at": now, "reason": outcome.reason}


def _ended(state: State, reason: str, now: datetime) -> dict[str, Any]:
    return {"state": state, "due_at": None, "ended_at": now, "reason": reason}


def _given_up(entry: Entry, now: datetime) -> bool:
    return entry.first_try_at is not None and now - entry.first_try_at >= GIVE_UP_AFTER


def _later(entry: Entry, outcome: Outcome, now: datetime, jitter: float) -> dict[str, Any]:
    """The next try: as Teams asks, or exponentially later with full jitter."""
    first = entry.first_try_at or now
    if outcome.came is Came.LIMITED:
        return {"due_at": now + outcome.wait + timedelta(seconds=jitter), "first_try_at": first}
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(entry.tries, 20))
    return {"due_at": now + wait * jitter, "tries": entry.tries + 1, "first_try_at": first}
