"""Actions as their day comes: one card a day for all of a person's; what is overdue goes up to the Head of Service."""

from datetime import date, datetime, timedelta

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.challenge_told import open_actions, waiting, with_owners
from storage.outbox import Entry, Message
from storage.store import Store

DUE = "challenge_pack.due"
DAYS = frozenset({10, 2, 0})  # working days before an action's day
LATE_FIRST, LATE_EVERY, UP_FROM = 1, 5, 2  # the owner on the first day after it, and both on the second, seventh, …
SHOWN_BEFORE = timedelta(days=16)  # what a card of that morning tells of: ten working days, and a holiday


def nudge() -> Nudge:
    """It."""
    return Nudge(DUE, None, _still, _render, due=_due, every=timedelta(hours=1))


def days_left(due_on: date, today: date, knowledge: Knowledge) -> int:
    """Working days until a day; less than none once it has passed."""
    day, number = min(today, due_on), 0
    while day < max(today, due_on):
        day += timedelta(days=1)
        number += knowledge.calendar.is_working(day)
    return number if today <= due_on else -number


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    today, people = local_day(now), set()
    if not knowledge.calendar.is_working(today):
        return Planned()
    for action, head_key in open_actions(store):
        late = -days_left(action.due_on, today, knowledge)
        goes_up = late >= UP_FROM and (late - UP_FROM) % LATE_EVERY == 0
        if -late in DAYS or late == LATE_FIRST or goes_up:
            people.add(action.owner_key)
        if goes_up:
            people.add(head_key)
    day = today.isoformat()
    return Planned(tuple(Message(DUE, key, "challenge_actions", day, {"day": day}) for key in sorted(people)))


def _still(entry: Entry, store: Store, now: datetime) -> bool:
    today = local_day(now)
    is_today = str(entry.facts["day"]) == today.isoformat()
    return is_today and bool(waiting(store, entry.recipient, today, today + SHOWN_BEFORE))


def _render(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply:
    words, today = words_of("challenge_pack"), local_day(now)
    sheet = Sheet(words("due_title"), words("summary_due"))
    for given in with_owners(store, waiting(store, entry.recipient, today, today + SHOWN_BEFORE)):
        action = given.action
        state = words("action_overdue" if action.is_overdue(today) else "action_open")
        title = words("action_line", number=action.id, text=action.text, state=state)
        sheet.say(words("action_who", name=given.owner, day=day_label(action.due_on), state=state))
        sheet.on_card(cards.offer(title, "challenge_pack.action", {"action_id": action.id}))
        sheet.typed(title)
        sheet.typed(words("update_typed", number=action.id))
    return sheet.reply()
