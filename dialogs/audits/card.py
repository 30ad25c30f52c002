"""An audit as a card: what, whose, why now, by when, and what its reader can do."""

from collections.abc import Sequence

from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.audits import ACCEPTED, ALLOCATED, CONFLICT, FINAL, Audit
from storage.people import Person
from storage.roles import Action
from storage.store import Store

_STATES = {
    ALLOCATED: "state_allocated",
    ACCEPTED: "state_accepted",
    CONFLICT: "state_conflict",
    FINAL: "state_final",
}


def one(audit: Audit, turn: Turn, store: Store, knowledge: Knowledge, through: Door, said: Sequence[str] = ()) -> Reply:
    """One audit; `said` stands first: what has just been done."""
    words, child = words_of("audits"), label(through.audits.child(audit))
    is_theirs = through.outcomes.concerns.may_raise(audit)
    title = words("one_title", number=audit.id, child=child)
    sheet = AuditSheet(title, words("summary"), [audit.id] if is_theirs else [])
    for line in (*said, *_lines(audit, turn, store, knowledge)):
        sheet.say(line)
    worker = through.taking_part.new_worker(audit)
    if worker is not None:
        first = through.taking_part.first_worker(audit)
        sheet.say(words("moved_what", new=worker.name, first=first))
        who_takes_part(sheet, audit, worker.name, first)
    key = through.person.key if through.person else ""
    same: dict[str, Json] = {"audit": audit.id, "version": audit.version}
    if audit.state == ALLOCATED and key == audit.auditor_key:
        sheet.act(cards.execute(words("accept"), "audits.accept", same))
        sheet.act(_reason(words("decline"), words("decline_why"), words("why_error"), "audits.decline", same))
        sheet.typed(words("answer_typed", number=audit.id))
    if audit.state == ACCEPTED and key in (audit.auditor_key, audit.practitioner_key):
        if knowledge.audit_tool.kinds[audit.kind].meets:
            sheet.act(cards.say(words("meet"), "audit_meeting.propose", {"audit": audit.id}))
        sheet.typed(words("meet_typed", child=child))
        is_own = key == audit.practitioner_key
        title = words("prepare" if is_own else "prepared")
        sheet.on_card(cards.buttons([cards.say(title, "audit_preparation.begin", {"audit": audit.id})]))
        sheet.typed(words("prepare_typed" if is_own else "prepared_typed", number=audit.id))
    if audit.state in (ACCEPTED, FINAL) and (key == audit.auditor_key or audit.state == FINAL):
        sheet.act(cards.say(words("outcome"), "audit_outcome.show", {"audit": audit.id}))
        sheet.typed(words("outcome_typed", number=audit.id))
    sheet.act(cards.say(words("expect"), "audits.expect", {}))
    sheet.act(cards.say(words("tool"), "audits.tool", {"kind": audit.kind}))
    sheet.typed(words("more_typed"))
    if not through.reached(Action.ALLOCATE_AUDITS).is_nothing:
        sheet.act(_reason(words("withdraw"), words("withdraw_why"), words("why_error"), "audits.withdraw", same))
        sheet.typed(words("look_after_typed", number=audit.id))
    return sheet.reply()


def more_time(audit: Audit, names: Sequence[str], turn: Turn, through: Door) -> Reply:
    """Who would be told that more time is asked; nobody is yet."""
    words, child = words_of("audits"), label(through.audits.child(audit))
    raisable = [audit.id] if through.outcomes.concerns.may_raise(audit) else []
    sheet = AuditSheet(words("one_title", number=audit.id, child=child), words("summary"), raisable)
    sheet.say(words("more_time_would", number=audit.id, names=", ".join(names)))
    sheet.say(due(audit, turn))
    data: dict[str, Json] = {"audit": audit.id, "version": audit.version}
    sheet.act(cards.execute(words("more_time_send"), "audits.more_time", data))
    sheet.typed(words("more_time_typed", number=audit.id))
    return sheet.reply()


def who_takes_part(sheet: Sheet, audit: Audit, new: str, first: str) -> None:
    """Asks whether the new worker takes part, or the first goes on with it."""
    words = words_of("audits")
    same: dict[str, Json] = {"audit": audit.id, "version": audit.version}
    takes = cards.execute(words("takes_part", name=new), "audits.worker", {**same, "who": "new"})
    stays = cards.execute(words("stays", name=first), "audits.worker", {**same, "who": "first"})
    sheet.together([words("moved_ask")], [cards.buttons([takes]), cards.buttons([stays])])
    sheet.typed(words("worker_typed", number=audit.id))


def overview(mine: Sequence[Audit], others: Sequence[Audit], turn: Turn, store: Store, through: Door) -> Reply:
    """Those in which somebody takes part, and those that they look after."""
    words = words_of("audits")
    raisable = [audit.id for audit in mine if through.outcomes.concerns.may_raise(audit)]
    sheet = AuditSheet(words("list_title"), words("summary"), raisable)
    if not mine and not others:
        sheet.say(words("list_none"))
    for title, found in ((words("list_mine"), mine), (words("list_others"), others)):
        shown = [(_line(audit, turn, store, through), audit) for audit in found]
        if shown:
            sheet.say(title, cards.bold)
            sheet.on_card(*(cards.offer(line, "audits.show", {"audit": audit.id}) for line, audit in shown))
            sheet.typed("\n".join(line for line, _ in shown))
    if mine or others:
        sheet.typed(words("list_typed"))
    return sheet.reply()


def form(auditors: Sequence[Person], told: dict[str, str], wrong: Sequence[str], knowledge: Knowledge) -> Reply:
    """What is needed to allocate one; what was typed is kept."""
    words = words_of("audits")
    sheet = Sheet(words("form_title"), words("summary"))
    for line in wrong:
        sheet.say(line, cards.wrong)
    people = [(f"{p.name} ({p.team})" if p.team else p.name, p.key) for p in auditors]
    kinds = [(kind.title, kind.name) for kind in knowledge.audit_tool.kinds.values()]
    sheet.on_card(
        cards.text_input("child", words("form_child"), words("form_child_error"), told.get("child", "")),
        cards.choose("auditor", words("form_auditor"), words("form_auditor_error"), people, told.get("auditor", "")),
        cards.text_input(
            "practitioner", words("form_practitioner"), words("form_practitioner_error"), told.get("practitioner", "")
        ),
        cards.choose("kind", words("form_kind"), words("form_kind_error"), kinds, told.get("kind") or "case_file"),
        cards.text_input("theme", words("form_theme"), words("form_error"), told.get("theme", "")),
        cards.text_input("why", words("form_why"), words("form_error"), told.get("why", ""), is_long=True),
        cards.text_input("told_on", words("form_told_on"), words("form_told_on_error"), told.get("told_on", "")),
    )
    sheet.act(cards.execute(words("form_send"), "audits.allocate", {}))
    sheet.typed(words("form_typed"))
    sheet.typed(words("form_auditors", names=", ".join(p.name for p in auditors)))
    return sheet.reply()


def _lines(audit: Audit, turn: Turn, store: Store, knowledge: Knowledge) -> list[str]:
    words, kind = words_of("audits"), knowledge.audit_tool.kinds[audit.kind]
    names = {p.key: p.name for p in store.people.with_keys([audit.auditor_key, audit.practitioner_key])}
    lines = [
        words("kind", kind=kind.title),
        words("theme", theme=audit.theme) if audit.theme else "",
        words("why_now", why=audit.why_now) if audit.why_now else "",
        words("people", auditor=names[audit.auditor_key], practitioner=names[audit.practitioner_key]),
        words(_STATES[audit.state]),
        words("reason", reason=audit.reason) if audit.reason else "",
        due(audit, turn),
        "" if kind.meets else words("no_meeting"),
        words("look_back"),
    ]
    return [line for line in lines if line]


def due(audit: Audit, turn: Turn) -> str:
    """By when, and how many days that is."""
    words, left = words_of("audits"), (audit.due_on - turn.today).days
    day = day_label(audit.due_on)
    if left < 0:
        return words("due_over", day=day, days=_days(-left))
    return words("due_in", day=day, days=_days(left)) if left else words("due_today")


def _days(number: int) -> str:
    words = words_of("audits")
    return words("day") if number == 1 else words("days", number=number)


def _line(audit: Audit, turn: Turn, store: Store, through: Door) -> str:
    words = words_of("audits")
    auditor = store.people.by_key(audit.auditor_key)
    name = auditor.name if auditor else ""
    child = label(through.audits.child(audit))
    state = words(_STATES[audit.state])
    return words("line", number=audit.id, child=child, auditor=name, state=state, due=due(audit, turn))


def _reason(title: str, question: str, error: str, action: str, data: dict[str, Json]) -> cards.Part:
    return cards.ask_for_text(title, "reason", question, error, cards.execute(title, action, data))
