"""What a child's own workers are told unasked: what somebody else has recorded, and that it was taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, reader_of
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.agreed import ids_of
from dialogs.visits.card_happening import title
from dialogs.visits.report import VISIT, said_when
from storage.outbox import Entry, Message, State
from storage.reports import SAVED, Report, ReportedChild
from storage.roles import Action
from storage.store import Store

RECORDED: Final = "visits.recorded"
WITHDRAWN: Final = "visits.withdrawn"
# Where its reader has heard of it, or may have.
_HEARD: Final = (State.POSTING, State.SENT, State.UNKNOWN)


def nudges() -> tuple[Nudge, ...]:
    """Both."""
    return (
        Nudge(RECORDED, Action.VIEW, _is_so, _recorded, settled=_no_more),
        Nudge(WITHDRAWN, Action.VIEW, _was_heard, _withdrawn),
    )


def recorded(report: Report, child: ReportedChild, readers: Sequence[str]) -> list[Message]:
    """That something is recorded, or corrected, for a child."""
    about, facts = _about(child), {"report": report.id}
    return [Message(RECORDED, reader, about, f"report:{report.id}", facts, child.child_id) for reader in readers]


def withdrawn(report: Report, child: ReportedChild, readers: Sequence[str]) -> list[Message]:
    """That it is not so; `child` as it was, for only who has heard of that is told."""
    about, facts = _about(child), {"report": report.id}
    return [Message(WITHDRAWN, reader, about, f"gone:{report.id}", facts, child.child_id) for reader in readers]


def _about(child: ReportedChild) -> str:
    if child.event_id is None and ids_of(child):
        return f"agreed:{ids_of(child)[0]}"
    return f"event:{child.event_id}" if child.event_id is not None else f"situation:{child.situation_id}"


def _is_so(entry: Entry, store: Store, now: datetime) -> bool:
    """Until it is taken back or corrected."""
    report, child = _part(entry, store, now)
    if report is None or child is None or report.state != SAVED:
        return False
    reports = reader_of(entry, store, now).work.reports
    if child.event_id is None and child.situation_id is None:
        theirs = {one.id for one in reader_of(entry, store, now).work.agreed([child.child_id])}
        return not theirs.isdisjoint(ids_of(child))
    newest = reports.newest_of(child)
    return newest is not None and newest.id == report.id


def _was_heard(entry: Entry, store: Store, _now: datetime) -> bool:
    said = store.outbox.about(entry.recipient, entry.about)
    return any(one.kind == RECORDED and one.state in _HEARD for one in said)


def _recorded(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    report, _ = _part(entry, store, now)
    if report is None:
        return None
    words, says = words_of("visits"), _says(entry, report, store, knowledge, now)
    if report.kind != VISIT:
        what = title(report.kind, knowledge.timescales)
        if "corrects" in report.told:
            line = words("notice_happened_corrected", what=what, **says)
            return _card(words("notice_happened_corrected_title"), line, entry, words("notice_happened_do"))
        line = words("notice_happened", what=what, **says)
        return _card(words("notice_title"), line, entry, words("notice_happened_do"))
    if "corrects" in report.told:
        line = words("notice_corrected", **says)
        return _card(words("notice_corrected_title"), line, entry, words("notice_do"))
    return _card(words("notice_title"), words("notice_recorded", **says), entry, words("notice_do"))


def _withdrawn(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    report, _ = _part(entry, store, now)
    if report is None:
        return None
    words, says = words_of("visits"), _says(entry, report, store, knowledge, now)
    what = words("notice_a_visit") if report.kind == VISIT else title(report.kind, knowledge.timescales)
    return _card(words("notice_gone_title"), words("notice_gone", what=what, **says), entry, words("notice_gone_do"))


def _no_more(_entry: Entry, _store: Store) -> Reply:
    """What is recorded by now is asked for; nothing of the child is said here."""
    words = words_of("visits")
    sheet = Sheet(words("notice_title"))
    sheet.say(words("notice_no_more"))
    return sheet.reply()


def _part(entry: Entry, store: Store, now: datetime) -> tuple[Report | None, ReportedChild | None]:
    report = reader_of(entry, store, now).work.reports.find(int(entry.facts["report"]))
    children = report.children if report is not None else ()
    return report, next((child for child in children if child.child_id == entry.child_id), None)


def _says(entry: Entry, report: Report, store: Store, knowledge: Knowledge, now: datetime) -> dict[str, str]:
    """Who recorded it, of whom, and when it was."""
    reader, child_id = reader_of(entry, store, now, knowledge.administrators), entry.child_id or ""
    own = [child for child in reader.own() if child.id == child_id]
    person = store.people.by_key(report.staff_key)
    day = report.told.get("today")
    when = said_when(report.told.get("when")) or (day_label(date.fromisoformat(str(day))) if day else "")
    called = names(reader.own())[child_id] if own else child_id
    return {"by": person.name if person else words_of("visits")("notice_somebody"), "child": called, "when": when}


def _card(heading: str, line: str, entry: Entry, what_to_do: str) -> Reply:
    words = words_of("visits")
    sheet = Sheet(heading)
    sheet.say(line)
    sheet.say(what_to_do)
    sheet.act(cards.say(words("notice_show"), "visits.when", {"child": entry.child_id or ""}))
    sheet.typed(words("notice_typed", child=entry.child_id or ""))
    return sheet.reply()
