"""That somebody who takes part in an audit has asked for more time: to whoever can do something about it."""

from datetime import datetime

from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.audit_told import told
from storage.audit_work import MORE_TIME, MORE_TIME_AUDITOR
from storage.audits import TO_DO
from storage.outbox import Entry
from storage.roles import Action
from storage.store import Store


def nudges() -> tuple[Nudge, ...]:
    """Both of them."""
    return (
        Nudge(MORE_TIME, Action.ALLOCATE_AUDITS, _is_wanted, _to_lead),
        Nudge(MORE_TIME_AUDITOR, Action.VIEW, _is_wanted, _to_auditor),
    )


def _is_wanted(entry: Entry, store: Store, _now: datetime) -> bool:
    """Until it is done, due on another day, or of somebody who takes part in it no more."""
    found = told(store, int(entry.facts["audit"]))
    if found is None or found.audit.state not in TO_DO or entry.facts["due"] != found.audit.due_on.isoformat():
        return False
    if entry.kind == MORE_TIME_AUDITOR and entry.recipient != found.audit.auditor_key:
        return False
    return entry.facts["by"] in (found.audit.auditor_key, found.audit.practitioner_key)


def _to_lead(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    number = int(entry.facts["audit"])
    sheet = Sheet(_title(number), words_of("audits")("summary_more_time"))
    return _filled(sheet, entry, store, "more_time_lead", "conflict_typed")


def _to_auditor(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    number = int(entry.facts["audit"])
    sheet = AuditSheet(_title(number), words_of("audits")("summary_more_time"), [number])
    return _filled(sheet, entry, store, "more_time_auditor", "near_typed")


def _title(number: int) -> str:
    return words_of("audits")("more_time_title", number=number)


def _filled(sheet: Sheet, entry: Entry, store: Store, advice: str, typed: str) -> Reply:
    words, found = words_of("audits"), told(store, int(entry.facts["audit"]))
    assert found is not None, "it was true"
    number, by = found.audit.id, store.people.by_key(str(entry.facts["by"]))
    sheet.say(words("more_time_what", name=by.name if by else "", day=day_label(found.audit.due_on)))
    sheet.say(words(advice))
    sheet.act(cards.say(words("open", number=number), "audits.show", {"audit": number}))
    sheet.typed(words(typed, number=number))
    return sheet.reply()
