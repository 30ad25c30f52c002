"""Everyday questions: what isn't written up, whom one saw, what has changed, who wasn't seen alone, or for longest."""

from datetime import date, timedelta
from functools import partial

from dialogs.core import cards, item_words
from dialogs.core.items import deadlines, names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when import Day, Span
from dialogs.core.when.say import choice, day_label, moment_label
from dialogs.core.words import words_of
from dialogs.visits.counting import MOST, Counted
from dialogs.visits.lists import record_by
from dialogs.visits.report import VISIT
from dialogs.visits.subjects import last_visit
from dialogs.visits.written import told_lately
from dialogs.visits.written import unwritten as find_unwritten
from standards_kb.history import as_of
from standards_kb.working_days import PUBLISHED_UNTIL
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.cases import AWAITING_RECORD, Event
from storage.store import Store

LONGEST_SHOWN = 10
MOST_SEEN = 60
SATURDAY = 5


def counted(asked: Counted) -> Flow:
    """Working days as every deadline counts them."""
    return partial(_counted, asked)


def _counted(asked: Counted, turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    words, calendar, day = words_of("visits"), knowledge.calendar, asked.day
    if asked.is_next:
        day = min(one for one in calendar.holidays if one > turn.today and one.weekday() < SATURDAY)
        return Reply(words("working_next", day=day_label(day)))
    if asked.is_holiday:
        return Reply(_holiday(day, knowledge))
    days = asked.number if asked.number is not None else (day - turn.today).days
    if (asked.is_until or asked.number is not None) and not 1 <= days <= MOST:
        return Reply(words("working_most", most=MOST))
    if asked.is_until:
        number = sum(calendar.is_working(turn.today + timedelta(days=n)) for n in range(1, days + 1))
        says = words("working_until", day=day_label(day), number=number)
    elif asked.number is not None:
        day, counted_from = calendar.add(day, asked.number), day_label(day)
        says = words("working_from", number=asked.number, day=counted_from, then=day_label(day))
    else:
        says = words("working_is" if calendar.is_working(day) else "working_is_not", day=day_label(day))
    return Reply(says if day <= PUBLISHED_UNTIL else f"{says} {_unpublished()}")


def _holiday(day: date, knowledge: Knowledge) -> str:
    words, calendar = words_of("visits"), knowledge.calendar
    name = calendar.holidays.get(day)
    if name is not None:
        return words("holiday_is", day=day_label(day), name=name)
    if day > PUBLISHED_UNTIL:
        return _unpublished()
    return words("holiday_working" if calendar.is_working(day) else "holiday_weekend", day=day_label(day))


def _unpublished() -> str:
    return words_of("core")("due_unpublished", day=day_label(PUBLISHED_UNTIL))


@personal_only
def fresh(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """As of which day the data is, for whoever is on the staff."""
    words = words_of("visits")
    if door(turn, store, knowledge).person is None:
        return Reply(words("not_for_you"))
    return Reply(item_words.as_of_line(store.import_runs.newest_days()), summary=words("summary"))


@personal_only
def unwritten(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What was told here and isn't on the record yet, with the day by which it is to be."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    found = find_unwritten(told_lately(through, turn.at))
    through.viewed("what isn't written up", [told.child_id for told in found])
    if not found:
        return Reply(words("unwritten_none"))
    sheet = Sheet(words("unwritten_title"), words("summary"))
    called = names(through.own())
    for told in found:
        by = record_by(told.event.day, knowledge.calendar)
        day = day_label(by)
        lines = [words("unwritten_was", day=day) if by < turn.today else words("unwritten_by", day=day)]
        child = called.get(told.child_id, told.child_id)
        what = knowledge.timescales.streams[told.event.stream]
        title = words("unwritten_line", child=child, what=what, day=day_label(told.event.day))
        data: dict[str, Json] = {"report": told.report.id, "version": told.report.version}
        button = cards.buttons([cards.say(words("correct"), "visits.correct", data)])
        sheet.together(lines, [button], title)
    rule = knowledge.timescales.situations["significant_event"].timescales[0].first
    if rule is not None:
        sheet.say(words("unwritten_by_rule", quote=knowledge.framework.passages[rule.cites].text), cards.small)
    return sheet.reply()


@personal_only
def not_alone(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The children who weren't seen alone at their last visit, and those of whom it isn't recorded."""
    words, mine = (
        words_of("visits"),
        _mine(turn, door(turn, store, knowledge), knowledge, "who wasn't seen alone last time"),
    )
    if not mine:
        return Reply(words("none_allocated"))
    lasts = [(child, last_visit(of.events, turn.today)) for child, of in mine]
    sheet = Sheet(words("alone_title"), words("summary"))
    groups = {"alone_not": False, "alone_unknown": None}
    for name, flag in groups.items():
        found = [(child, last) for child, last in lasts if last is not None and last.seen_alone is flag]
        if found:
            lines = [words("alone_line", child=child, day=day_label(last.day)) for child, last in found]
            sheet.together(lines, first=words(name))
    if all(last is None or last.seen_alone for _, last in lasts):
        sheet.say(words("alone_none"))
    return sheet.reply()


@personal_only
def longest(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The children by how long ago the last visit at which they were seen was, those without any first."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    mine = _mine(turn, through, knowledge, "who was seen longest ago")
    if not mine:
        return Reply(words("none_allocated"))
    lasts = [(child, last_visit([e for e in of.events if e.seen is not False], turn.today)) for child, of in mine]
    lasts.sort(key=lambda pair: (pair[1].day if pair[1] else date.min, pair[0]))
    sheet = Sheet(words("longest_title"), words("summary"))
    lines = [
        words("longest_line", child=child, day=day_label(last.day), days=(turn.today - last.day).days)
        if last
        else words("longest_never", child=child)
        for child, last in lasts[:LONGEST_SHOWN]
    ]
    sheet.together(lines)
    sheet.say(words("longest_note"), cards.small)
    return sheet.reply()


def seen(first: date, last: date) -> Flow:
    """One's own visits on some days, both included, as far as they are recorded or were told here."""
    return personal_only(partial(_seen, first, last))


def _seen(first: date, last: date, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    mine = _mine(turn, through, knowledge, "whom one saw")
    if not mine or through.person is None:
        return Reply(words("none_allocated"))
    own, days = through.person.key, choice(Day(first) if first == last else Span(first, last)).label
    visits = [
        (event, child)
        for child, of in mine
        for event in of.events
        if event.stream == VISIT and first <= event.day <= last and own in (event.worker_key, event.with_key)
    ]
    visits.sort(key=lambda pair: (pair[0].day, pair[0].at.timestamp() if pair[0].at else 0, pair[1]))
    sheet = Sheet(words("seen_title", days=days), words("summary"))
    lines = [_visited(event, child) for event, child in visits[-MOST_SEEN:]]
    more = len(visits) - len(lines)
    sheet.together([*([words("seen_more", number=more)] if more else []), *(lines or [words("seen_none")])])
    sheet.say(words("seen_note"), cards.small)
    return sheet.reply()


def _visited(event: Event, child: str) -> str:
    words = words_of("visits")
    when = moment_label(event.at) if event.at is not None else day_label(event.day)
    how = {True: "seen_alone", False: "seen_not_alone", None: "seen_unknown"}[event.seen_alone]
    line = words("seen_line", child=child, when=when, how=words("seen_not" if event.seen is False else how))
    return words("changed_awaiting", line=line) if event.state == AWAITING_RECORD else line


def changed(since: date) -> Flow:
    """What has happened, begun or ended for somebody's children since a day, as far as the data tells."""
    return personal_only(partial(_changed, since))


def _changed(since: date, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words = words_of("visits")
    through = door(turn, store, knowledge)
    mine = _mine(turn, through, knowledge, "what has changed")
    if not mine:
        return Reply(words("none_allocated"))
    sheet = Sheet(words("changed_title", day=day_label(since)), words("summary"))
    is_nothing = True
    for child, of in mine:
        lines = _changes(of, since, turn, through, knowledge)
        if lines:
            is_nothing = False
            sheet.together(lines, first=child)
    if is_nothing:
        sheet.say(words("changed_nothing"))
    return sheet.reply()


def _changes(of: ChildsDeadlines, since: date, turn: Turn, through: Door, knowledge: Knowledge) -> list[str]:
    words, scales = words_of("visits"), knowledge.timescales
    lines = []
    for row in through.work.workers(of.child.id, turn.today):
        if row.from_on >= since:
            lines.append(words("changed_allocated", worker=row.worker_name, day=day_label(row.from_on)))
    for situation in of.situations:
        title = scales.situations[situation.kind].title
        if since <= situation.started_on <= turn.today:
            lines.append(words("changed_started", what=title, day=day_label(situation.started_on)))
        if situation.ended_on is not None and since <= situation.ended_on <= turn.today:
            lines.append(words("changed_ended", what=title, day=day_label(situation.ended_on)))
    for event in of.events:
        if since <= event.day <= turn.today:
            what = scales.streams.get(event.stream, event.stream)
            line = words("changed_event", what=what, day=day_label(event.day))
            lines.append(words("changed_awaiting", line=line) if event.state == AWAITING_RECORD else line)
    missing = of.child.missing_from_export_since
    if missing is not None and missing >= since:
        lines.append(words("changed_missing", day=day_label(missing)))
    return lines


def _mine(turn: Turn, through: Door, knowledge: Knowledge, about: str) -> list[tuple[str, ChildsDeadlines]]:
    """One's own children as they are called, with their cases."""
    children = through.caseload(about) or ()
    called = names(children)
    return [(called[of.child.id], of) for of in deadlines(through, children, as_of(turn.at), knowledge)]
