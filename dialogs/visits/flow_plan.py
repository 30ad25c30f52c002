"""Planning a visit: within the deadline or with a warning; for other calendars, too."""

from datetime import date, datetime
from functools import partial

from dialogs.core import cards, due
from dialogs.core.items import day_of, sort_key
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from dialogs.visits.card import offers
from dialogs.visits.document import NAME, Entry, ics, teams_link
from dialogs.visits.plan import Planned
from dialogs.visits.subjects import Subject, is_met_by_visits, subjects
from standards_kb.history import as_of
from standards_kb.timescales import Deadline
from storage.access import Door
from storage.plans import PlannedVisit
from storage.store import Store


def plan(planned: Planned) -> Flow:
    """Take up what a sentence plans."""
    return personal_only(partial(_plan, planned))


@personal_only
def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Offer days for the child of a card."""
    return _plan(Planned((str(turn.data.get("child", "")),)), turn, store, knowledge)


def _plan(planned: Planned, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    ids = []
    for called in planned.children:
        meant = through.named(called)
        if len(meant) > 1:
            return Reply(words("plan_which", said=called))
        ids += [meant[0]] if meant[0] not in ids else []
    theirs = subjects(through, knowledge, ids, as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("not_found"))
    if any(subject.found is None for subject in theirs):
        return Reply(words("only_record"))
    names = ", ".join(subject.called for subject in theirs)
    if planned.is_off:
        through.work.plans.remove(ids, through.person.key)
        through.changed("a planned visit taken off", ids)
        return Reply(words("plan_off", children=names))
    if planned.which is not None:
        sheet = Sheet(planned.which.question, words("summary_plan"))
        offers(sheet, [(label, "visits.say", {"text": says}) for label, says in planned.which.choices])
        return sheet.reply()
    if planned.day is None:
        return _days(theirs, names, turn, knowledge)
    if planned.day < turn.today or (planned.at is not None and planned.at <= turn.at):
        return Reply(words("plan_past"))
    return _planned(theirs, names, planned.day, planned.at, through, turn, knowledge)


def _planned(
    theirs: list[Subject],
    names: str,
    day: date,
    at: datetime | None,
    through: Door,
    turn: Turn,
    knowledge: Knowledge,
) -> Reply:
    words = words_of("visits")
    assert through.person is not None
    for subject in theirs:
        through.work.plans.save(PlannedVisit(subject.id, through.person.key, day, at))
    through.changed("a visit planned", [subject.id for subject in theirs])
    sheet = Sheet(words("plan_title"), words("summary_plan"))
    sheet.say(words("plan_when", children=names, when=moment_label(at) if at else day_label(day)))
    if not knowledge.calendar.is_working(day):
        sheet.say(words("plan_no_working_day"))
    for subject in theirs:
        lines = [_against(found, day, at, turn, knowledge) for found in _visits_due(subject)]
        sheet.together(lines or [words("next_none")], first=subject.called)
    entry = Entry(words("plan_entry", children=names), day, at)
    where = knowledge.publish(NAME, "text/calendar", ics(entry), turn.at)
    sheet.act(cards.open_url(words("plan_teams"), teams_link(entry)))
    if where.startswith("http"):
        sheet.act(cards.open_url(words("plan_file"), where))
    sheet.typed(words("plan_typed", child=theirs[0].called, link=teams_link(entry)))
    if where:
        sheet.typed(words("plan_where", where=where))
    return sheet.reply()


def _days(theirs: list[Subject], names: str, turn: Turn, knowledge: Knowledge) -> Reply:
    """The last working day before what is due next, as an offer; any other day may be typed."""
    words = words_of("visits")
    sheet = Sheet(words("plan_ask", children=names), words("summary_plan"))
    found = sorted((d for subject in theirs for d in _visits_due(subject)), key=lambda d: sort_key(d.due))
    days = [knowledge.calendar.on_or_before(day_of(d.due)) for d in found[:1]]
    ids = " and ".join(subject.id for subject in theirs)
    for deadline in found[:1]:
        title = knowledge.timescales.situations[deadline.situation.name].title
        sheet.say(words("next", what=due.title(deadline, title), when=due.when(deadline, as_of(turn.at))))
    choices = [day for day in days if day >= turn.today]
    offers(sheet, [(day_label(day), "visits.say", {"text": f"plan {ids} for {day_label(day)}"}) for day in choices])
    sheet.typed(words("plan_ask_typed", child=theirs[0].called))
    return sheet.reply()


def _against(found: Deadline, day: date, at: datetime | None, turn: Turn, knowledge: Knowledge) -> str:
    """Whether the plan is within a deadline; in words that begin with it."""
    words, title = words_of("visits"), knowledge.timescales.situations[found.situation.name].title
    is_late = (at is not None and at > found.due) if isinstance(found.due, datetime) else day > found.due
    if isinstance(found.due, datetime) and at is None:
        is_late = day > day_of(found.due)
    what, when = due.title(found, title), due.when(found, as_of(turn.at))
    return words("plan_late", what=what, when=when) if is_late else words("plan_within", what=what, when=when)


def _visits_due(subject: Subject) -> list[Deadline]:
    found = subject.found.deadlines if subject.found else ()
    return sorted((d for d in found if is_met_by_visits(d)), key=lambda d: sort_key(d.due))
