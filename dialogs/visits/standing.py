"""A report as it stands: open, and then whose it is and what is to be asked; or over, and then what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits import card_happening as show_happening
from dialogs.visits import card_report as show
from dialogs.visits.asks import asks
from dialogs.visits.beside import warnings
from dialogs.visits.card import Shown
from dialogs.visits.report import VISIT
from dialogs.visits.subjects import Subject, as_of_next, subjects
from standards_kb.history import as_of
from storage.access import Door, as_person
from storage.people import Person
from storage.reports import OPEN, SAVED, UNDONE, Report
from storage.store import Store

ANSWERED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Here:
    """A turn of somebody who reports."""

    turn: Turn
    store: Store
    knowledge: Knowledge
    through: Door
    person: Person

    @property
    def at(self) -> datetime:
        return self.turn.at


def current(
    here: Here,
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
        timescales = here.knowledge.timescales
        return show.form(report, theirs, wanted, timescales, errors=errors, typed=typed, in_place=in_place)
    known = [*errors, *warnings(report, theirs, here.person)]
    return show.read_back(report, theirs, known, here.knowledge.timescales, in_place=in_place)


def opened(
    turn: Turn, store: Store, knowledge: Knowledge, *, newest: bool = False
) -> tuple[Here | None, Report | None, list[Subject] | str]:
    """The open report that a card names, or the newest; nothing if it isn't open or isn't this person's."""
    through = door(turn, store, knowledge)
    if through.person is None:
        return None, None, ""
    report = awaited(turn, store) if newest else named(turn, through)
    if report is None or report.staff_key != through.person.key or report.state != OPEN:
        return None, None, ""
    theirs = subjects(through, knowledge, [c.child_id for c in report.children], as_of(turn.at))
    return Here(turn, store, knowledge, through, through.person), report, theirs


def named(turn: Turn, through: Door) -> Report | None:
    number = turn.data.get("report")
    return through.work.reports.find(number) if type(number) is int else None


def awaited(turn: Turn, store: Store) -> Report | None:
    """The report of somebody's that an answer in words would be for."""
    through = as_person(store, turn.sender.object_id, turn.at)
    report = through.work.reports.last(through.person.key, OPEN) if through.person else None
    if report is None or turn.at - report.changed_at > ANSWERED_WITHIN:
        return None
    return report


def closed(turn: Turn, store: Store, knowledge: Knowledge, *, is_late: bool = False) -> Reply:
    """A card whose report is no longer open: what became of it; `is_late`: and that it stays so."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    report = named(turn, through)
    if report is None or through.person is None or report.staff_key != through.person.key:
        return Reply(words("report_gone"))
    if report.state != SAVED:
        return Reply(words("undone" if report.state == UNDONE else "dropped"))
    now = as_of_next(as_of(turn.at))
    theirs = subjects(through, knowledge, [c.child_id for c in report.children], now)
    if isinstance(theirs, str):
        return Reply(words("report_gone"))
    return as_saved(report, theirs, through.person, Shown(store, knowledge, now), in_place=True, is_late=is_late)


def as_saved(
    report: Report, theirs: Sequence[Subject], person: Person, shown: Shown, *, in_place: bool, is_late: bool = False
) -> Reply:
    if report.kind != VISIT:
        return show_happening.saved(report, theirs, shown, in_place=in_place, is_late=is_late)
    return show.saved(report, theirs, person, shown, in_place=in_place, is_late=is_late)
