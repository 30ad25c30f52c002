"""The year's schedule: seen, planned, and as a calendar feed of one's own."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from dialogs.schedule import card
from dialogs.schedule.entries import kind_of
from storage.schedule import Activity
from storage.schedule_work import ScheduleWork
from storage.store import Store

LONGEST: Final = 300
_SECRET_BYTES: Final = 24


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Twelve months from today, or from the day that is asked for."""
    schedule = door(turn, store, knowledge).schedule
    said = str(turn.data.get("from") or "")
    first = _day(said, turn.at) if said else turn.today
    if first is None:
        return Reply(words_of("schedule")("which_day", said=said))
    return card.listed(schedule, knowledge, first)


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is to be filled in for an activity."""
    if not door(turn, store, knowledge).schedule.may_plan:
        return Reply(words_of("schedule")("not_for_you"))
    return card.form(knowledge, _told(turn))


@personal_only
def add(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Plan an activity, with why now."""
    words, schedule = words_of("schedule"), door(turn, store, knowledge).schedule
    if not schedule.may_plan:
        return Reply(words("not_for_you"))
    told = _told(turn)
    kind, day = kind_of(told.get("kind", ""), knowledge), _day(told.get("day", ""), turn.at)
    area, wrong = _area(told.get("area", ""), knowledge), ""
    if kind is None:
        wrong = words("which_kind")
    elif day is None or day < turn.today:
        wrong = words("which_day", said=told.get("day", ""))
    elif area is None:
        wrong = words("which_area", areas="; ".join(t.title for t in knowledge.returns.values()))
    elif not told.get("why"):
        wrong = words("why_error")
    if wrong or kind is None or day is None or area is None:
        return replace(card.form(knowledge, told, wrong), in_place=turn.kind is Kind.ACTION)
    number = schedule.add(Activity(kind, told.get("title", ""), told["why"], day, "", turn.at, area))
    return card.listed(schedule, knowledge, turn.today, words("added", number=number), shown=number)


@personal_only
def move(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Another day."""
    words, schedule = words_of("schedule"), door(turn, store, knowledge).schedule
    found, told = _found(turn, schedule), _told(turn)
    day = _day(told.get("day", ""), turn.at)
    if found is None:
        return Reply(words("not_found"))
    if day is None or day < turn.today:
        return Reply(words("which_day", said=told.get("day", "")))
    done = schedule.move(found, day, told.get("reason", ""), turn.at)
    return card.listed(schedule, knowledge, turn.today, words("moved") if done else words("stale"), shown=found.id)


@personal_only
def cancel(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """No activity."""
    words, schedule = words_of("schedule"), door(turn, store, knowledge).schedule
    found, reason = _found(turn, schedule), _told(turn).get("reason", "")
    if found is None:
        return Reply(words("not_found"))
    if not reason:
        return Reply(words("cancel_error", number=found.id))
    done = schedule.cancel(found, reason, turn.at)
    return card.listed(schedule, knowledge, turn.today, words("cancelled") if done else words("stale"))


@personal_only
def done(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It has taken place."""
    words, schedule = words_of("schedule"), door(turn, store, knowledge).schedule
    found = _found(turn, schedule)
    if found is None:
        return Reply(words("not_found"))
    is_kept = schedule.done(found, turn.at)
    return card.listed(schedule, knowledge, turn.today, words("is_done") if is_kept else words("stale"), shown=found.id)


@personal_only
def feed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A secret address for one's own calendar; of one that is there already, only that it is."""
    since = door(turn, store, knowledge).schedule.feed_since()
    return card.has_feed(since) if since is not None else new_feed(turn, store, knowledge)


@personal_only
def new_feed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A secret address, in place of the one before."""
    words, through = words_of("schedule"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_on_staff"))
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    address = knowledge.feed_address(secret)
    if not address:
        return Reply(words("no_feed"))
    through.schedule.open_feed(secret, turn.at)
    return card.feed(address)


@personal_only
def stop_feed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Nobody can fetch it any more."""
    words, through = words_of("schedule"), door(turn, store, knowledge)
    return Reply(words("feed_stopped") if through.schedule.close_feed() else words("feed_none"))


def _found(turn: Turn, schedule: ScheduleWork) -> Activity | None:
    said = str(turn.data.get("activity") or "")
    return schedule.find(int(said)) if said.isdecimal() and len(said) < 10 else None


def _told(turn: Turn) -> Mapping[str, str]:
    return {name: " ".join(str(value or "").split())[:LONGEST] for name, value in turn.data.items()}


def _day(said: str, now: datetime) -> date | None:
    try:
        value = read(said, now, lean="future") if said.strip() else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None


def _area(said: str, knowledge: Knowledge) -> str | None:
    """Of one service area; empty for the whole service, None if it can't be told."""
    plain = said.casefold().replace("_", " ")
    if plain in ("", "all", "the whole service", words_of("schedule")("whole_service").casefold()):
        return ""
    found = [
        name for name, t in knowledge.returns.items() if plain in t.title.casefold() or plain == name.replace("_", " ")
    ]
    found = [name for name in found if plain == knowledge.returns[name].title.casefold()] or found
    return found[0] if len(found) == 1 else None
