"""Cards of a report: its questions, what was understood, what came of it."""

from collections.abc import Mapping, Sequence

from dialogs.core import cards, due
from dialogs.core.items import sort_key
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.asks import Ask, value_of
from dialogs.visits.card import Shown
from dialogs.visits.card_happening import title
from dialogs.visits.card_happening import told as told_of
from dialogs.visits.lists import record_by
from dialogs.visits.report import day_of, said_when
from dialogs.visits.subjects import Subject, is_met_by_visits
from dialogs.visits.told import event_of
from standards_kb.case import VISIT, happened
from standards_kb.history import counts
from standards_kb.rules import Timescales
from storage.people import Person
from storage.reports import Report

_TOLD = {
    "place": ("told_not_place", "told_place"),
    "unannounced": ("told_not_unannounced", "told_unannounced"),
    "sleeping": ("told_not_sleeping", "told_sleeping"),
    "alone": ("told_not_alone", "told_alone"),
    "spoken": ("told_not_spoken", "told_spoken"),
}
FACTS = {
    "seen": "fact_seen",
    "seen_alone": "fact_seen_alone",
    "at_home_or_placement": "fact_at_home_or_placement",
    "spoken_to": "fact_spoken_to",
    "unannounced": "fact_unannounced",
}
_MISSING = {
    "seen_alone": "missing_alone",
    "at_home_or_placement": "missing_place",
    "spoken_to": "missing_spoken",
}


def form(
    report: Report,
    subjects: Sequence[Subject],
    wanted: Sequence[Ask],
    timescales: Timescales,
    *,
    errors: Sequence[str] = (),
    typed: Mapping[str, str] | None = None,
    in_place: bool = False,
) -> Reply:
    """The questions, with what has been told or typed already; the text asks the first of them."""
    words, kept = words_of("visits"), typed or {}
    what = words("visit") if report.kind == VISIT else title(report.kind, timescales)
    sheet = Sheet(words("form_title", what=what, children=_children(subjects)), words("summary_report"))
    for error in errors:
        sheet.say(error, cards.wrong)
    known = _told(report, subjects) if report.kind == VISIT else told_of(report, timescales)[1:]
    if known:
        sheet.say("\n".join(known))
    for ask in wanted:
        value = kept.get(ask.id) or value_of(ask, report)
        sheet.on_card(_input(ask, value))
    if wanted:
        sheet.typed(_spoken(wanted[0]))
    sheet.typed(words("cancel_typed"))
    sheet.act(
        cards.execute(words("go_on"), "visits.answer", _data(report)),
        cards.execute(words("drop"), "visits.drop", _data(report)),
    )
    return sheet.reply(in_place=in_place)


def read_back(
    report: Report, subjects: Sequence[Subject], warnings: Sequence[str], timescales: Timescales, *, in_place: bool
) -> Reply:
    """What was understood, to be saved only on yes."""
    words = words_of("visits")
    is_correction = "corrects" in report.told
    sheet = Sheet(words("check_correction" if is_correction else "check_title"), words("summary_report"))
    if report.kind == VISIT:
        sheet.say("\n".join([words("check_children", children=_children(subjects)), *_told(report, subjects)]))
    else:
        sheet.say("\n".join([words("check_child", children=_children(subjects)), *told_of(report, timescales)]))
    if report.told.get("reading"):
        sheet.say(str(report.told["reading"]), cards.small)
    for warning in warnings:
        sheet.say(warning)
    for subject, child in zip(subjects, report.children, strict=True):
        if report.kind == VISIT:
            sheet.together([_counts(report, subject, dict(child.told))], first=subject.called)
        elif report.told.get("happened") is False:
            sheet.together([words("will_be_removed_too")], first=subject.called)
    sheet.typed(words("check_typed"))
    sheet.act(
        cards.execute(words("save"), "visits.save", _data(report)),
        cards.execute(words("change"), "visits.change", _data(report)),
        cards.execute(words("drop"), "visits.drop", _data(report)),
    )
    return sheet.reply(in_place=in_place)


def saved(
    report: Report,
    subjects: Sequence[Subject],
    person: Person,
    shown: Shown,
    *,
    in_place: bool,
    is_late: bool = False,
) -> Reply:
    """What came of it: whether it counts, what is due next, by when it is to be on the record."""
    words = words_of("visits")
    is_correction, is_kept = "corrects" in report.told, report.told.get("happened") is not False
    title_of = words("corrected_title", what=words("visit")) if is_correction else words("saved_title")
    sheet = Sheet(title_of, words("summary_report"))
    calendar = shown.knowledge.calendar
    for subject, child in zip(subjects, report.children, strict=True):
        lines = [_counts(report, subject, dict(child.told)), *_next(subject, shown)]
        sheet.together(lines, first=subject.called)
    by = record_by(day_of(report.told["when"]), calendar)
    if is_kept:
        sheet.say(words("saved_record", day=day_label(by)))
        paste = facts(report, subjects, person)
        sheet.on_card(cards.hidden("facts", cards.box(map(cards.note, paste))))
    if is_correction:
        sheet.say(words("corrected_seen"))
    elif is_late:
        sheet.say(words("undo_late"))
    else:
        sheet.typed(words("undo_typed"))
        sheet.act(cards.execute(words("undo"), "visits.undo", _data(report)))
    if is_kept:
        sheet.act(cards.toggle(words("facts"), "facts"))
        sheet.act(cards.say(words("correct"), "visits.correct", _data(report)))
    return sheet.reply(in_place=in_place)


def facts(report: Report, subjects: Sequence[Subject], person: Person) -> list[str]:
    """What to paste into the case system, a line for each child."""
    words = words_of("visits")
    shared = [said_when(report.told["when"])]
    lines = []
    for subject, child in zip(subjects, report.children, strict=True):
        said = event_of(report, dict(child.told))
        flags = [
            words("fact", name=words(fact), value=words("yes") if said[name] else words("no"))
            for name, fact in FACTS.items()
            if said[name] is not None
        ]
        extra = [words("fact_setting", setting=said["setting"])] if said["setting"] else []
        extra += [words("fact_sleeping")] if report.told.get("sleeping") and subject.sleeps_away else []
        by = words("fact_by", worker=_workers(report, person))
        lines.append(". ".join([words("fact_child", child=subject.id), *shared, *flags, *extra, by]) + ".")
    return lines


def _told(report: Report, subjects: Sequence[Subject]) -> list[str]:
    """What has been told so far, a line each."""
    words, told = words_of("visits"), report.told
    reason = [words("told_reason", reason=told["reason"])] if told.get("reason") else []
    if told.get("happened") is False:
        return [words("told_not_happened"), *reason]
    lines = [words("told_when", when=said_when(told["when"]))] if told.get("when") else []
    lines += [words("told_not_seen")] if told.get("seen") is False else []
    lines += [words(_TOLD[name][told[name]]) for name in ("place", "unannounced", "sleeping") if _is_flag(told, name)]
    lines += [words("told_setting", setting=told["setting"])] if told.get("setting") else []
    second = told.get("with")
    if isinstance(second, dict):
        lines.append(words("told_with" if second.get("key") else "told_with_unknown", name=second["name"]))
    for subject, child in zip(subjects, report.children, strict=True):
        said = [words(_TOLD[name][child.told[name]]) for name in ("alone", "spoken") if _is_flag(child.told, name)]
        if said:
            lines.append(words("told_child", child=subject.called, said=", ".join(said)))
    return lines + reason


def _is_flag(told: Mapping[str, Json], name: str) -> bool:
    return isinstance(told.get(name), bool)


def _counts(report: Report, subject: Subject, told: dict[str, Json]) -> str:
    """Whether the visit counts for a child, or which of the three is missing."""
    words = words_of("visits")
    if report.told.get("happened") is False:
        return words("will_be_removed")
    said = event_of(report, told)
    flags = {name: said[name] for name in ("seen_alone", "at_home_or_placement", "spoken_to")}
    event = happened(VISIT, day_of(report.told["when"]), **flags)
    accepted = [s.facts.accepted_as_counting_from for s in (subject.found.case.situations if subject.found else ())]
    if counts(event) or any(counts(event, day) for day in accepted if day):
        return words("counts")
    if said["seen"] is False:
        return words("counts_not_seen")
    missing = ", ".join(words(_MISSING[name]) for name in event.missing)
    return words("counts_not", missing=missing)


def _next(subject: Subject, shown: Shown) -> list[str]:
    """What visits are due for the child now, soonest first."""
    if subject.found is None:
        return []
    words, titles = words_of("visits"), shown.knowledge.timescales.situations
    due_now = sorted((d for d in subject.found.deadlines if is_met_by_visits(d)), key=lambda d: sort_key(d.due))
    if not due_now:
        return [words("next_none")]
    return [
        words("next", what=due.title(d, titles[d.situation.name].title), when=due.when(d, shown.now)) for d in due_now
    ]


def _workers(report: Report, person: Person) -> str:
    second = report.told.get("with")
    if isinstance(second, dict) and second.get("key"):
        return words_of("visits")("and", first=person.name, second=second["name"])
    return person.name


def _input(ask: Ask, value: str) -> cards.Part:
    words = words_of("visits")
    if ask.choices:
        return cards.choose(ask.id, ask.question, words("error_input_choice"), ask.choices, value)
    return cards.text_input(ask.id, ask.question, words("error_input_text"), value)


def _spoken(ask: Ask) -> str:
    """The question with what may be typed."""
    shown = " / ".join(title for title, _ in ask.choices)
    return words_of("visits")("ask_typed", question=ask.question, choices=shown) if shown else ask.question


def _children(subjects: Sequence[Subject]) -> str:
    return ", ".join(subject.called for subject in subjects)


def _data(report: Report) -> dict[str, Json]:
    return {"report": report.id, "version": report.version}
