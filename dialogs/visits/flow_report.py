"""Recording, step by step: what was said, what is still missing, what was understood, saved, taken back, corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits import card_report as show
from dialogs.visits import save as writing
from dialogs.visits.asks import Answer, Ask, answered, asks, goes_for_all, is_dropping, is_saving, noted, refused
from dialogs.visits.card import Shown, offers
from dialogs.visits.report import VISIT, Said, day_of
from dialogs.visits.subjects import Subject, as_of_next, subjects
from standards_kb.history import as_of
from storage.access import Door
from storage.people import Person
from storage.reports import DROPPED, OPEN, SAVED, UNDONE, Report, ReportedChild
from storage.store import Store

ANSWERED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Here:
    """A turn of somebody who reports."""

    turn: Turn
    store: Store
    knowledge: Knowledge
    through: Door
    person: Person

    @property
    def at(self) -> datetime:
        return self.turn.at


def begin(said: Said, text: str) -> Flow:
    """Take up what a sentence tells."""
    return personal_only(partial(_begin, said, text))


@personal_only
def record(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Begin a visit's report from a card, for the child of the card; without one, offer somebody's own."""
    child = str(turn.data.get("child", ""))
    if child:
        return _begin(Said(VISIT, (child,)), "", turn, store, knowledge)
    words, through = words_of("visits"), door(turn, store, knowledge)
    own = through.caseload("whom to record a visit for") or ()
    sheet = Sheet(words("record_whom"), words("summary_report"))
    sheet.say(words("record_typed"))
    offers(sheet, [(name, "visits.record", {"child": child}) for child, name in names(own).items()])
    return sheet.reply()


@personal_only
def answer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The fields of a card."""
    here, report, theirs = _opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return _closed(turn, store, knowledge)
    wanted = asks(report, theirs, every=True)
    typed = {a.id: str(turn.data[a.id])[:200] for a in wanted if isinstance(turn.data.get(a.id), str | bool | int)}
    typed = {name: value for name, value in typed.items() if value.strip()}
    if turn.data.get("version") != report.version:
        return _current(here, report, theirs, [words_of("visits")("stale")], typed)
    answers = [(ask, answered(ask, typed[ask.id], report, turn.at)) for ask in wanted if ask.id in typed]
    return _answered(here, report, theirs, answers, typed)


def typed(text: str) -> Flow:
    """An answer in words to what was asked last."""
    return personal_only(partial(_typed, text))


@personal_only
def save(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Save what was read back; a second time changes nothing, and an old card gets the current one."""
    here, report, theirs = _opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return _closed(turn, store, knowledge)
    if turn.data.get("version") != report.version:
        return _current(here, report, theirs, [words_of("visits")("stale")], {})
    return _save(here, report, theirs)


@personal_only
def change(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Every field again."""
    here, report, theirs = _opened(turn, store, knowledge)
    if not isinstance(theirs, list) or here is None or report is None:
        return _closed(turn, store, knowledge)
    return show.form(report, theirs, asks(report, theirs, every=True), in_place=True)


@personal_only
def drop(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Save nothing."""
    here, report, _ = _opened(turn, store, knowledge)
    if here is None or report is None:
        return _closed(turn, store, knowledge)
    store.reports.change(replace(report, state=DROPPED))
    return Reply(words_of("visits")("dropped"), in_place=False)


def _begin(said: Said, text: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    ids: list[str] = []
    for called in said.children:
        meant = through.named(called)
        if len(meant) > 1:
            sheet = Sheet(words("which_child", said=called), words("summary_report"))
            through.viewed("which child was meant", meant)
            offers(sheet, [(one, "visits.say", {"text": text.replace(called, one)}) for one in meant])
            return sheet.reply()
        ids += [meant[0]] if meant[0] not in ids else []
    theirs = subjects(through, store, knowledge, ids, as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("cannot_record", child=theirs))
    here = _Here(turn, store, knowledge, through, through.person)
    told: dict[str, Any] = {
        **said.told,
        **({"with": _second(said.told["with"], store, here.person)} if "with" in said.told else {}),
    }
    children = tuple(ReportedChild(child_id, dict(said.each)) for child_id in ids)
    report = Report(here.person.key, said.kind, told, children, turn.at, turn.at)
    wrong = refused(told["when"], theirs, turn.at) if told.get("when") else ""
    report = noted(replace(report, told={**told, "when": None} if wrong else told), theirs)
    report = replace(report, id=store.reports.add(report))
    return _current(here, report, theirs, [wrong] if wrong else [], {}, in_place=False)


def _typed(text: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    here, report, theirs = _opened(turn, store, knowledge, newest=True)
    if not isinstance(theirs, list) or here is None or report is None:
        return _closed(turn, store, knowledge)
    if is_dropping(text):
        store.reports.change(replace(report, state=DROPPED))
        return Reply(words_of("visits")("dropped"))
    wanted = asks(report, theirs)
    if wanted:
        to_all = goes_for_all(text)
        asked = [a for a in wanted if a.field == wanted[0].field] if to_all else wanted[:1]
        answers = [(ask, answered(ask, to_all or text, report, turn.at)) for ask in asked]
        return _answered(here, report, theirs, answers, {}, in_place=False)
    if is_saving(text):
        return _save(here, report, theirs, in_place=False)
    return show.form(report, theirs, asks(report, theirs, every=True))


def awaited(turn: Turn, store: Store) -> Report | None:
    """The report of somebody's that an answer in words would be for."""
    person = store.people.find(turn.sender.object_id) if turn.sender.object_id else None
    report = store.reports.last(person.key, OPEN) if person else None
    if report is None or turn.at - report.changed_at > ANSWERED_WITHIN:
        return None
    return report


def _opened(
    turn: Turn, store: Store, knowledge: Knowledge, *, newest: bool = False
) -> tuple[_Here | None, Report | None, list[Subject] | str]:
    """The open report that a card names, or the newest; nothing if it isn't open or isn't this person's."""
    through = door(turn, store, knowledge)
    if through.person is None:
        return None, None, ""
    report = awaited(turn, store) if newest else named(turn, store)
    if report is None or report.staff_key != through.person.key or report.state != OPEN:
        return None, None, ""
    theirs = subjects(through, store, knowledge, [c.child_id for c in report.children], as_of(turn.at))
    return _Here(turn, store, knowledge, through, through.person), report, theirs


def named(turn: Turn, store: Store) -> Report | None:
    number = turn.data.get("report")
    return store.reports.find(number) if type(number) is int else None


def _closed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A card whose report is no longer open: what became of it."""
    words, through, report = words_of("visits"), door(turn, store, knowledge), named(turn, store)
    if report is None or through.person is None or report.staff_key != through.person.key:
        return Reply(words("report_gone"))
    if report.state != SAVED:
        return Reply(words("undone" if report.state == UNDONE else "dropped"))
    now = as_of_next(as_of(turn.at))
    theirs = subjects(through, store, knowledge, [c.child_id for c in report.children], now)
    if isinstance(theirs, str):
        return Reply(words("report_gone"))
    return show.saved(report, theirs, through.person, Shown(store, knowledge, now), in_place=True)


def _current(
    here: _Here,
    report: Report,
    theirs: Sequence[Subject],
    errors: Sequence[str],
    typed: dict[str, str],
    *,
    in_place: bool = True,
) -> Reply:
    """The card for where a report stands."""
    wanted = asks(report, theirs, every=bool(typed))
    if wanted:
        return show.form(report, theirs, wanted, errors=errors, typed=typed, in_place=in_place)
    return show.read_back(report, theirs, [*errors, *_warnings(report, theirs, here.person)], in_place=in_place)


def _answered(
    here: _Here,
    report: Report,
    theirs: list[Subject],
    answers: Sequence[tuple[Ask, Answer]],
    typed: dict[str, str],
    *,
    in_place: bool = True,
) -> Reply:
    told, children, errors = dict(report.told), list(report.children), []
    for ask, found in answers:
        if found.told is None:
            errors.append(found.error)
        elif ask.place is not None:
            child = children[ask.place]
            children[ask.place] = replace(child, told={**child.told, **found.told})
        elif ask.field == "with":
            told["with"] = _second(found.told["with"], here.store, here.person)
        else:
            told.update(found.told)
    if told.get("when") and told.get("happened") is not False:
        why = refused(told["when"], theirs, here.at)
        if why:
            errors.append(why)
            told["when"] = report.told.get("when")
    new = noted(replace(report, told=told, children=tuple(children), changed_at=here.at), theirs)
    if not here.store.reports.change(new):
        return _closed(here.turn, here.store, here.knowledge)
    new = replace(new, version=report.version + 1)
    wrong = typed if errors else {}
    return _current(here, new, theirs, errors, wrong, in_place=in_place)


def _save(here: _Here, report: Report, theirs: list[Subject], *, in_place: bool = True) -> Reply:
    missing = asks(report, theirs)
    if missing:
        return show.form(report, theirs, missing, in_place=in_place)
    saved = writing.save(here.store, here.through, report, theirs, here.at)
    if saved is None:
        return _closed(here.turn, here.store, here.knowledge)
    now = as_of_next(as_of(here.at))
    after = subjects(here.through, here.store, here.knowledge, [s.id for s in theirs], now)
    assert isinstance(after, list), "they were theirs a moment ago"
    return show.saved(saved, after, here.person, Shown(here.store, here.knowledge, now), in_place=in_place)


def _warnings(report: Report, theirs: Sequence[Subject], person: Person) -> list[str]:
    """A visit of that day that is known already: this may be the same."""
    if "corrects" in report.told or not report.told.get("when"):
        return []
    words, day = words_of("visits"), day_of(report.told["when"])
    lines = []
    for subject in theirs:
        for visit in subject.visits_of(day):
            if person.key in (visit.worker_key, visit.with_key):
                lines.append(words("again_mine", child=subject.called))
            else:
                lines.append(words("again", child=subject.called, worker=visit.worker_name))
    return list(dict.fromkeys(lines))


def _second(said: object, store: Store, person: Person) -> dict[str, str | None] | None:
    """The second worker of a joint visit: one on the staff of that name, or first name in the same team."""
    name = " ".join(str(said).split()) if said else ""
    if not name:
        return None
    found = store.people.named(name)
    if not found and " " not in name and person.team:
        found = [p for p in store.people.of_team(person.team) if p.name.casefold().split()[0] == name.casefold()]
    found = [p for p in found if p.key != person.key]
    return {"name": found[0].name, "key": found[0].key} if len(found) == 1 else {"name": name, "key": None}
