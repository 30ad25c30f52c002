"""What people are told when a child comes to another worker amid an audit; none of it names the child."""

from datetime import datetime, timedelta

from dialogs.audits.card import who_takes_part
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.audit_told import told
from storage.audit_worker import MOVED, MOVED_AWAY, MOVED_LEAD, WHO, moved, waits_for
from storage.audits import ACCEPTED
from storage.outbox import Entry
from storage.people import Person
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(MOVED, Action.VIEW, _waits, _moved, due=_due, every=_HOUR),
        Nudge(MOVED_LEAD, Action.ALLOCATE_AUDITS, _waits, _moved),
        Nudge(MOVED_AWAY, None, _waits, _moved),
        Nudge(WHO, None, _goes_on, _who),
    )


def _due(store: Store, _knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    return Planned(tuple(moved(store, local_day(now))))


def _waits(entry: Entry, store: Store, now: datetime) -> bool:
    return _new(entry, store, now) is not None


def _goes_on(entry: Entry, store: Store, _now: datetime) -> bool:
    found = told(store, int(entry.facts["audit"]))
    return found is not None and found.audit.state == ACCEPTED and entry.occasion == f"who {found.audit.version}"


def _moved(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply:
    words, found, new = words_of("audits"), told(store, int(entry.facts["audit"])), _new(entry, store, now)
    assert found is not None, "it was true"
    assert new is not None, "it was true"
    audit, is_workers = found.audit, entry.recipient in (found.audit.practitioner_key, new.key)
    raises = entry.recipient in (audit.auditor_key,)
    title = words("moved_title", number=audit.id)
    sheet = AuditSheet(title, words("summary_moved"), [audit.id] if raises else [])
    sheet.say(words("moved_what", new=new.name, first=found.practitioner))
    if is_workers:
        sheet.say(words("moved_wait", auditor=found.auditor))
    else:
        who_takes_part(sheet, audit, new.name, found.practitioner)
        sheet.act(cards.say(words("open", number=audit.id), "audits.show", {"audit": audit.id}))
    return sheet.reply()


def _who(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, found = words_of("audits"), told(store, int(entry.facts["audit"]))
    assert found is not None, "it was true"
    audit = found.audit
    text = words("who_now", number=audit.id, name=found.practitioner)
    takes_part = entry.recipient in (audit.auditor_key, audit.practitioner_key)
    more = words("near_typed", number=audit.id) if takes_part else words("who_not_you")
    return Reply(f"{text} {more}", summary=words("summary_moved"))


def _new(entry: Entry, store: Store, now: datetime) -> Person | None:
    found = told(store, int(entry.facts["audit"]))
    return waits_for(store, found.audit, local_day(now)) if found is not None else None
