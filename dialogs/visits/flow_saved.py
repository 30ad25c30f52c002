"""After saving: taking it back, correcting it with a reason, what to paste into the case system."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits import card_report as show
from dialogs.visits import correct as correcting_it
from dialogs.visits import save as writing
from dialogs.visits.asks import YES, asks, noted
from dialogs.visits.report import VISIT
from dialogs.visits.standing import closed, named
from dialogs.visits.subjects import subjects
from standards_kb.history import as_of
from storage.access import Door
from storage.reports import OPEN, SAVED, UNDONE, Report
from storage.store import Store


def undo_how(_turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
    """How what was told here is taken back or put right."""
    return Reply(words_of("visits")("how_to_undo"))


@personal_only
def undo(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Take back the report of the card, or what was saved last."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    number = turn.data.get("report")
    key = through.person.key
    report = through.work.reports.find(number) if type(number) is int else through.work.reports.last(key, SAVED)
    if report is None or report.staff_key != key:
        return Reply(words("undo_nothing"))
    if report.state == UNDONE:
        return Reply(words("undone"))
    if "corrects" in report.told:
        return Reply(words("undo_correction"))
    if writing.undo(through, report, turn.at):
        return Reply(words("undone"))
    return closed(turn, store, knowledge, is_late=True) if type(number) is int else Reply(words("undo_late"))


@personal_only
def correct(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Change, with a reason, what was saved; as long as the case system hasn't shown it."""
    return _correct("", "", turn, store, knowledge)


def correcting(child: str, kind: str) -> Flow:
    """The same of the last report of a child who was named in a sentence, of that kind if one was named."""
    return personal_only(partial(_correct, child, kind))


def _correct(child: str, kind: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    report = _to_correct(child, kind, turn, through)
    if report is None or not correcting_it.can_be(through, report):
        return Reply(words("correct_nothing"))
    told = {**report.told, "corrects": report.id, "reason": None, "happened": None}
    new = replace(report, told=told, state=OPEN, opened_at=turn.at, changed_at=turn.at, saved_at=None, id=0, version=1)
    theirs = subjects(through, knowledge, [c.child_id for c in new.children], as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("not_found"))
    new = noted(new, theirs)
    new = replace(new, id=through.work.reports.add(new))
    every = asks(new, theirs, every=True)
    return show.form(new, theirs, every, knowledge.timescales, typed={"happened": YES})


@personal_only
def facts(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What was saved last, to paste into the case system."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    person = through.person
    report = through.work.reports.last(person.key, SAVED) if person else None
    if person is None or report is None or report.kind != VISIT:
        return Reply(words("facts_none"))
    theirs = subjects(through, knowledge, [c.child_id for c in report.children], as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("not_found"))
    return Reply("\n\n".join(show.facts(report, theirs, person)), summary=words("summary_report"))


def _to_correct(called: str, kind: str, turn: Turn, through: Door) -> Report | None:
    """The report of the card; or the last one saved, of the child and the kind that were named."""
    assert through.person is not None
    report = named(turn, through)
    if report is not None:
        return report if report.staff_key == through.person.key and report.state == SAVED else None
    meant = set(through.named(called)) if called else set()
    saved = through.work.reports.saved_since(through.person.key, turn.at - timedelta(days=30))
    fits = [r for r in saved if not meant or meant & {c.child_id for c in r.children}]
    fits = [r for r in fits if kind in ("", r.kind)]
    return fits[-1] if fits else None
