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
    words, number = words_of("audits"), int(entry.facts["audit"])
    sheet = _sheet(entry, store)
    sheet.say(words("more_time_lead"))
    return _opens(sheet, number, words("conflict_typed", number=number))


def _to_auditor(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, number = words_of("audits"), int(entry.facts["audit"])
    sheet = _sheet(entry, store)
    sheet.say(words("more_time_auditor"))
    return _opens(sheet, number, words("near_typed", number=number))


def _sheet(entry: Entry, store: Store) -> Sheet:
    words, found = words_of("audits"), told(store, int(entry.facts["audit"]))
    assert found is not None, "it was true"
    by = store.people.by_key(str(entry.facts["by"]))
    raises = [found.audit.id] if entry.kind == MORE_TIME_AUDITOR else []
    sheet = AuditSheet(words("more_time_title", number=found.audit.id), words("summary_more_time"), raises)
    sheet.say(words("more_time_what", name=by.name if by else "", day=day_label(found.audit.due_on)))
    return sheet


def _opens(sheet: Sheet, number: int, typed: str) -> Reply:
    sheet.act(cards.say(words_of("audits")("open", number=number), "audits.show", {"audit": number}))
    sheet.typed(typed)
    return sheet.reply()
