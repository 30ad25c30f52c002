"""One deadline in hours: what is to be done, until when, who has it. Its reader may be on duty and see no more."""

from datetime import datetime, timedelta

from dialogs.core import cards, due
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.decide import owner
from dialogs.core.nudging.hours import Call
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import moment_label
from dialogs.core.words import words_of
from dialogs.nudges import wording
from dialogs.nudges.matters import People, hours_about, is_met_by_visits, rules_of, workers_of
from standards_kb.history import as_of
from standards_kb.timescales import Deadline
from storage.access import Door
from storage.outbox import Entry
from storage.planning import Watched
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)
_SAYS = {Call.START: "hours_start", Call.HALF: "hours_half", Call.LAST: "hours_last"}


def found(entry: Entry, watched: Watched) -> Deadline | None:
    """The deadline that a message is about, if it still runs."""
    for deadline in watched.of.deadlines:
        same = hours_about(watched, deadline) == entry.about
        if same and isinstance(deadline.due, datetime) and entry.occasion.startswith(f"{deadline.due:%Y-%m-%dT%H:%M}"):
            return deadline
    return None


def card(
    entry: Entry, watched: Watched, deadline: Deadline, through: Door, store: Store, knowledge: Knowledge, now: datetime
) -> Reply:
    """The card."""
    words, call = words_of("nudges"), Call(str(entry.facts["call"]))
    assert isinstance(deadline.due, datetime), "it was found so"
    assert isinstance(deadline.start, datetime), "it was found so"
    left = max(0, (deadline.due - now) // _HOUR + 1)
    hours = words("hours_left_one") if left <= 1 else words("hours_left", hours=left)
    title = words("hours_title", what=wording.what(deadline, knowledge), hours=hours)
    sheet = Sheet(title, words("summary_hours_last") if call is Call.LAST else words("summary_hours"))
    child = watched.of.child
    sees = through.may(Action.VIEW, child.id)
    called = label(child) if sees else child.id
    sheet.say(words("hours_child", child=called), cards.bold)
    due_label, start = due.label(deadline.due), moment_label(deadline.start)
    if call is Call.START:
        every = words("within", span=deadline.step.span.words)
        sheet.say(words("hours_start", start=start, every=every, due=due_label))
    else:
        sheet.say(words("hours_half", due=due_label) if call is Call.HALF else words("hours_last", due=due_label))
    _owner(sheet, watched, deadline, store, knowledge, now)
    sheet.say(_why(watched, deadline, through), cards.small)
    data = {"child": child.id}
    if is_met_by_visits(deadline):
        sheet.act(cards.say(words("record"), "visits.record", {**data}))
    else:
        sheet.act(cards.say(words("record"), "visits.done", {**data, "stream": deadline.stream}))
    if not any(taken.about == entry.about for taken in watched.said.taken):
        sheet.act(cards.execute(words("take"), "nudges.take", {**data, "message": entry.id}))
        sheet.typed(words("take_typed", child=called))
    return sheet.reply()


def _owner(
    sheet: Sheet, watched: Watched, deadline: Deadline, store: Store, knowledge: Knowledge, now: datetime
) -> None:
    words, about, today = words_of("nudges"), hours_about(watched, deadline), as_of(now)
    taken = next((call for call in watched.said.taken if call.about == about), None)
    if taken is not None:
        sheet.say(words("hours_taken", name=taken.staff_name))
        return
    people, rules = People(store), rules_of(store, knowledge, today)
    whom = people.of_hours(watched, deadline, now)
    has_it = owner(now, whom, today.today, rules)
    person = store.people.by_key(has_it.key) if has_it else None
    if person is not None:
        sheet.say(words("hours_owner", name=person.name))
    if has_it is None or not (whom.duty or has_it.rhythm.is_at_work(now, today.today, rules.calendar)):
        sheet.say(words("hours_edt", phone=knowledge.council.emergency_duty))


def _why(watched: Watched, deadline: Deadline, through: Door) -> str:
    words, key = words_of("nudges"), through.person.key if through.person else ""
    if key in {person.key for person in workers_of(watched, deadline)}:
        return words("hours_why_worker")
    is_manager = key in {person.key for person in watched.search.managers()}
    return words("hours_why_manager") if is_manager else words("hours_why_duty")
