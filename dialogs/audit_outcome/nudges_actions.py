"""What people are told of agreed actions: that one is theirs, at its date, what was said of it, that it is late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from dialogs.audit_outcome.card import action_lines
from dialogs.audit_outcome.card_action import said_of
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.action_work import SAID, Tracked
from storage.audit_actions import AGREED, DONE
from storage.outbox import Entry
from storage.outcome_told import ACTION_DUE, ACTION_LATE, actions_due, owed_by, told_action
from storage.outcome_work import AGREED_FOR
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(AGREED_FOR, Action.VIEW, _is_agreed, _agreed),
        Nudge(ACTION_DUE, Action.VIEW, _is_owed, _action_due, due=_actions, every=_HOUR),
        Nudge(SAID, Action.VIEW, _is_said, _said),
        Nudge(ACTION_LATE, Action.ALLOCATE_AUDITS, _is_late, _action_late),
    )


def _actions(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    return Planned(tuple(actions_due(store, now, knowledge.calendar)))


def _is_agreed(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _action(entry, store)
    return found is not None and found.action.state == AGREED and found.action.owner_key == entry.recipient


def _is_owed(entry: Entry, store: Store, now: datetime) -> bool:
    found = _action(entry, store)
    if found is None or entry.facts["day"] != found.action.look_on.isoformat():
        return False
    if entry.occasion.startswith("soon ") and local_day(now) >= found.action.look_on:
        return False
    return entry.recipient in owed_by(store, found, local_day(now))


def _is_late(entry: Entry, store: Store, _now: datetime) -> bool:
    found = _action(entry, store)
    is_same = found is not None and entry.facts["day"] == found.action.look_on.isoformat()
    return found is not None and is_same and found.action.state == AGREED


def _is_said(entry: Entry, store: Store, _now: datetime) -> bool:
    """Unless something else was said since."""
    found = _action(entry, store)
    return found is not None and entry.occasion == f"said {len(found.reviews)}"


def _agreed(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    return _about_action(entry, store, "n_agreed", "n_agreed_what", "summary_agreed")


def _action_due(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    name = "n_due_soon" if entry.occasion.startswith("soon ") else "n_due_what"
    return _about_action(entry, store, "n_due", name, "summary_due")


def _about_action(entry: Entry, store: Store, title: str, what: str, summary: str) -> Reply:
    words, found = words_of("audit_outcome"), _action(entry, store)
    assert found is not None, "it was true"
    action = found.action
    says: Callable[..., str] = words
    named = says(title, number=action.id, child=label(found.child))
    sheet = AuditSheet(named, says(summary), [found.audit.id])
    sheet.say(says(what, day=day_label(action.look_on)))
    for line in action_lines(action):
        sheet.say(line)
    sheet.act(cards.say(words("n_action_open"), "audit_outcome.action", {"agreed": action.id}))
    sheet.typed(words("n_action_typed", number=action.id))
    return sheet.reply()


def _action_late(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _action(entry, store)
    assert found is not None, "it was true"
    day = day_label(date.fromisoformat(str(entry.facts["day"])))
    sheet = Sheet(words("n_late", number=found.action.id, audit=found.audit.id), words("summary_late"))
    sheet.say(words("n_late_what", who=found.action.by_whom, day=day))
    return sheet.reply()


def _said(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audit_outcome"), _action(entry, store)
    assert found is not None, "it was true"
    action, review = found.action, found.reviews[-1]
    title = words("n_said", number=action.id, child=label(found.child))
    sheet = AuditSheet(title, words("summary_said"), [found.audit.id])
    sheet.say(action.what)
    first, *lines = said_of(review)
    sheet.together(lines, first=first)
    if review.answer == DONE:
        sheet.say(words("n_said_difference"))
    elif action.look_on != review.look_on:
        sheet.say(words("n_said_again", day=day_label(action.look_on)))
    sheet.act(cards.say(words("n_action_open"), "audit_outcome.action", {"agreed": action.id}))
    sheet.typed(words("n_action_typed", number=action.id))
    return sheet.reply()


def _action(entry: Entry, store: Store) -> Tracked | None:
    return told_action(store, int(entry.facts["action"]))
