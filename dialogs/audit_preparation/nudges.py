"""What is said of preparations unasked: a to-do whose day has come, that one was shared, an auditor's word."""

from datetime import date, datetime, timedelta

from dialogs.audit_preparation.here import audits_of
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.outbox import Entry
from storage.preparation_told import reminders, told, waiting
from storage.preparation_work import DECIDED, SHARED, TO_DO, Prepared
from storage.preparations import AGREED
from storage.roles import Action
from storage.store import Store

_HOUR = timedelta(hours=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    prepare = Action.PREPARE
    return (
        Nudge(TO_DO, prepare, _waits, _to_do, settled=_to_do_settled, due=_due, every=_HOUR),
        Nudge(SHARED, Action.VIEW, _is_shared, _shared, settled=_shared_settled),
        Nudge(DECIDED, prepare, _is_decided, _decided),
    )


def _due(store: Store, _knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    return Planned(tuple(reminders(store, local_day(now))))


def _waits(entry: Entry, store: Store, _now: datetime) -> bool:
    """Whether anything of that day isn't ready yet; another day asks by itself."""
    one = _told(entry, store)
    return one is not None and not one.is_over and bool(waiting(one, _day(entry)))


def _is_shared(entry: Entry, store: Store, _now: datetime) -> bool:
    one = _told(entry, store)
    if one is None or one.audit is None or not one.may_share or one.preparation.shared_at is None:
        return False
    is_this_time = one.preparation.shared_at >= entry.planned_at
    return one.is_shared and one.preparation.shared_with == entry.recipient and is_this_time


def _is_decided(entry: Entry, store: Store, _now: datetime) -> bool:
    one = _told(entry, store)
    part = one.parts.get(str(entry.facts["area"])) if one is not None else None
    return one is not None and not one.is_over and part is not None and bool(part.decision)


def _to_do(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, one = words_of("audit_preparation"), _known(entry, store)
    title = "nudge_title_rehearsal" if one.is_rehearsal else "nudge_title"
    sheet = AuditSheet(words(title, child=label(one.child)), words("summary_nudge"), audits_of(one))
    sheet.say(words("nudge_lead"))
    number, areas = one.preparation.id, knowledge.audit_tool.kinds[one.preparation.kind].areas
    places = {area.name: (place, area.title) for place, area in enumerate(areas, 1)}
    its = [(places[part.area], part) for part in waiting(one, _day(entry)) if part.area in places]
    for (_, its_title), part in its:
        line = words("to_do_line", title=its_title, day=day_label(part.by_on) if part.by_on else "")
        data: dict[str, Json] = {"preparation": number, "area": part.area}
        sheet.on_card(cards.offer(line, "audit_preparation.area", data))
        sheet.typed(line)
    sheet.act(cards.say(words("to_do"), "audit_preparation.to_do", {"preparation": number}))
    sheet.typed(words("nudge_typed", number=number, area=its[0][0][0] if its else 1))
    return sheet.reply()


def _to_do_settled(_entry: Entry, _store: Store) -> Reply:
    words = words_of("audit_preparation")
    return Reply(words("nudge_settled"), summary=words("summary"))


def _shared(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, one = words_of("audit_preparation"), _known(entry, store)
    person = store.people.by_key(one.preparation.practitioner_key)
    name, number = person.name if person else "", one.preparation.id
    title = words("shared_title", name=name, child=label(one.child))
    sheet = AuditSheet(title, words("summary_shared"), audits_of(one))
    sheet.say(words("shared_what"))
    sheet.act(cards.say(words("shared_open"), "audit_preparation.show", {"preparation": number}))
    sheet.typed(words("shared_typed", number=number))
    return sheet.reply()


def _shared_settled(_entry: Entry, _store: Store) -> Reply:
    words = words_of("audit_preparation")
    return Reply(words("shared_no_more"), summary=words("summary"))


def _decided(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, one, name = words_of("audit_preparation"), _known(entry, store), str(entry.facts["area"])
    areas = knowledge.audit_tool.kinds[one.preparation.kind].areas
    place, title = next(((n, area.title) for n, area in enumerate(areas, 1) if area.name == name), (1, ""))
    part, number = one.parts[name], one.preparation.id
    told_title = words("told_title", child=label(one.child), title=title)
    sheet = AuditSheet(told_title, words("summary_decided"), audits_of(one))
    sheet.say(words("told_agreed" if part.decision == AGREED else "told_wanted", name=part.decided_by))
    sheet.act(cards.say(words("told_open"), "audit_preparation.area", {"preparation": number, "area": name}))
    sheet.typed(words("told_typed", number=number, area=place))
    return sheet.reply()


def _day(entry: Entry) -> date:
    return date.fromisoformat(str(entry.facts["day"]))


def _told(entry: Entry, store: Store) -> Prepared | None:
    return told(store, int(entry.facts["preparation"]))


def _known(entry: Entry, store: Store) -> Prepared:
    one = _told(entry, store)
    assert one is not None, "it was true"
    return one
