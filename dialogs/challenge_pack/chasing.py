"""Actions as their day comes: on the same card a day as the returns; what stays overdue goes up, rung by rung."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.one_card import Chases, Facts, days_left
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.challenge_told import open_actions, waiting, with_owners
from storage.challenges import ChallengeAction
from storage.outbox import Json
from storage.roles import Role
from storage.store import Store

DAYS = frozenset({10, 2, 0})  # working days before an action's day
LATE_FIRST, LATE_EVERY = 1, 5  # working days after it: the owner on the first, and from `UP_FROM` on every fifth
UP_FROM = 2  # from here on the Head of Service hears as well
# From here on these as well: the QA lead, who brings it before the panel, then the Director, who chairs it.
RUNGS: Final[Mapping[Role, int]] = MappingProxyType({Role.QA_LEAD: 7, Role.DIRECTOR: 12})
SHOWN_BEFORE = timedelta(days=16)  # what a card of that morning tells of: ten working days, and a holiday


def chases() -> Chases:
    """Them, for the card that the returns are on, too."""
    return Chases("actions", _due, _still, _sheet)


def _due(store: Store, knowledge: Knowledge, today: date) -> dict[str, Facts]:
    people = set[str]()
    for action, head_key in open_actions(store):
        late = -days_left(action.due_on, today, knowledge)
        goes_up = late >= UP_FROM and (late - UP_FROM) % LATE_EVERY == 0
        if -late in DAYS or late == LATE_FIRST or goes_up:
            people.add(action.owner_key)
        if goes_up:
            people.add(head_key)
            people.update(_above(store, late, today))
    # With the days by which a rung is reached: what is asked just before sending has no calendar.
    since: dict[str, Json] = {role: _back(today, days, knowledge).isoformat() for role, days in RUNGS.items()}
    return {key: {"since": since} for key in people}


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


def _waiting(key: str, facts: Facts, store: Store, today: date) -> list[ChallengeAction]:
    since = facts.get("since")
    above = {Role(role): date.fromisoformat(str(day)) for role, day in since.items()} if isinstance(since, dict) else {}
    return waiting(store, key, today, today + SHOWN_BEFORE, above)


def _still(key: str, facts: Facts, store: Store, today: date) -> bool:
    return bool(_waiting(key, facts, store, today))


def _sheet(key: str, facts: Facts, store: Store, _knowledge: Knowledge, today: date) -> Sheet | None:
    words, waits = words_of("challenge_pack"), with_owners(store, _waiting(key, facts, store, today))
    sheet = Sheet(words("due_title"), words("summary_due"))
    for given in waits:
        action = given.action
        state = words("action_overdue" if action.is_overdue(today) else "action_open")
        title = words("action_line", number=action.id, text=action.text, state=state)
        sheet.say(words("action_who", name=given.owner, day=day_label(action.due_on), state=state))
        sheet.on_card(cards.offer(title, "challenge_pack.action", {"action_id": action.id}))
        sheet.typed(title)
        sheet.typed(words("update_typed", number=action.id))
    return sheet if waits else None
