"""Actions as their day comes: one card a day for all of a person's; what stays overdue goes up, rung by rung."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.challenge_told import open_actions, waiting, with_owners
from storage.challenges import ChallengeAction
from storage.outbox import Entry, Json, Message
from storage.roles import Role
from storage.store import Store

DUE = "challenge_pack.due"
DAYS = frozenset({10, 2, 0})  # working days before an action's day
LATE_FIRST, LATE_EVERY = 1, 5  # working days after it: the owner on the first, and from `UP_FROM` on every fifth
UP_FROM = 2  # from here on the Head of Service hears as well
# From here on these as well: the QA lead, who brings it before the panel, then the Director, who chairs it.
RUNGS: Final[Mapping[Role, int]] = MappingProxyType({Role.QA_LEAD: 7, Role.DIRECTOR: 12})
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
            people.update(_above(store, late, today))
    day = today.isoformat()
    # With the days by which a rung is reached: what is asked just before sending has no calendar.
    since: dict[str, Json] = {role: _back(today, days, knowledge).isoformat() for role, days in RUNGS.items()}
    facts: dict[str, Json] = {"day": day, "since": since}
    return Planned(tuple(Message(DUE, key, "challenge_actions", day, dict(facts)) for key in sorted(people)))


def _above(store: Store, late: int, today: date) -> set[str]:
    """Who hears of an action that is so many working days late, beyond the Head of Service."""
    roles = [role for role, days in RUNGS.items() if late >= days]
    return {person.key for role in roles for person in store.people.with_role(role) if not person.has_left(today)}


def _back(today: date, number: int, knowledge: Knowledge) -> date:
    """The last day that is so many working days ago."""
    day = today
    while -days_left(day, today, knowledge) < number:
        day -= timedelta(days=1)
    return day


def _waiting(entry: Entry, store: Store, today: date) -> list[ChallengeAction]:
    since = entry.facts.get("since")
    above = {Role(role): date.fromisoformat(str(day)) for role, day in since.items()} if isinstance(since, dict) else {}
    return waiting(store, entry.recipient, today, today + SHOWN_BEFORE, above)


def _still(entry: Entry, store: Store, now: datetime) -> bool:
    today = local_day(now)
    return str(entry.facts["day"]) == today.isoformat() and bool(_waiting(entry, store, today))


def _render(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply:
    words, today = words_of("challenge_pack"), local_day(now)
    sheet = Sheet(words("due_title"), words("summary_due"))
    for given in with_owners(store, _waiting(entry, store, today)):
        action = given.action
        state = words("action_overdue" if action.is_overdue(today) else "action_open")
        title = words("action_line", number=action.id, text=action.text, state=state)
        sheet.say(words("action_who", name=given.owner, day=day_label(action.due_on), state=state))
        sheet.on_card(cards.offer(title, "challenge_pack.action", {"action_id": action.id}))
        sheet.typed(title)
        sheet.typed(words("update_typed", number=action.id))
    return sheet.reply()
