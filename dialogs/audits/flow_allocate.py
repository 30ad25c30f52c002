"""Allocating audits, giving one to another auditor, and taking one back: for QA leads and administrators."""

from datetime import date, datetime

from dialogs.audits import card
from dialogs.audits.flow import LONGEST, REFUSED, is_stale, kind_of, meant, reason_of
from dialogs.core import when as dates
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.audit_tool import due_on
from standards_kb.working_days import local_day
from storage.access import Door, as_person
from storage.audit_work import Wanted
from storage.names import match_name
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store

# What is to be thought of, in words.
_WARNED = {
    "left": "warn_left",
    "away": "warn_away",
    "several": "warn_several",
    "reviewing_officer": "warn_reviewing_officer",
}


@personal_only
def begin(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A form to fill in."""
    if not _may(door(turn, store, knowledge)):
        return Reply(words_of("audits")("not_for_you"))
    # A button that proposes one says of whom, and what kind.
    told = {name: str(turn.data.get(name) or "")[:LONGEST] for name in ("child", "kind", "theme", "why")}
    told["kind"] = kind_of(told["kind"] or "case_file")
    return card.form(_auditors(store, turn.today), told, [], knowledge)


@personal_only
def allocate(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Allocate an audit, or say what is missing or in the way."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    if not _may(through):
        return Reply(words("not_for_you"))
    told = {name: " ".join(str(value or "").split())[:LONGEST] for name, value in turn.data.items()}
    told["kind"] = kind_of(told.get("kind") or "case_file")
    people = _auditors(store, turn.today)
    found = _called(told.get("auditor", ""), people)
    wrong = [words("form_child_error")] if not told.get("child") else []
    wrong += [words("form_kind_error")] if told["kind"] not in knowledge.audit_tool.kinds else []
    if len(found) != 1:
        wrong.append(words("which_auditor") if found else words("form_auditor_error"))
    with_whom = _called(told.get("practitioner", ""), store.people.all()) if told.get("practitioner") else []
    if told.get("practitioner") and len(with_whom) != 1:
        wrong.append(words("which_practitioner") if with_whom else words("form_practitioner_error"))
    told_on = _day(told.get("told_on", ""), turn.at)
    wrong += [words("form_told_on_error")] if told_on is None else []
    kind = knowledge.audit_tool.kinds.get(told["kind"])
    if kind is not None and kind.starts_from and not told.get("why"):
        wrong.append(words("form_why_error", what=kind.starts_from))
    if wrong or told_on is None:
        return card.form(people, told, wrong, knowledge)
    told["auditor"] = found[0].key
    due = due_on(told_on, knowledge.timescales, knowledge.calendar)
    theme, why = told.get("theme", ""), told.get("why", "")
    practitioner = next(iter(with_whom), None)
    wanted = Wanted(told["child"], found[0], told["kind"], theme, why, told_on, due, practitioner)
    verdict = through.audits.judge(wanted, turn.at)
    if verdict.audit is None:
        return card.form(people, told, [words(REFUSED[verdict.refused])], knowledge)
    audit = through.audits.allocate(verdict.audit, turn.at)
    through.changed("allocated an audit", [audit.child_id])
    lines = [words("allocated", auditor=found[0].name), *(words(_WARNED[warning]) for warning in verdict.warnings)]
    return card.one(audit, turn, store, knowledge, through, lines)


@personal_only
def give(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Give an audit to another auditor, who has three weeks from now."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    if not _may(through):
        return Reply(words("not_for_you"))
    audit, found = meant(turn, through), _called(str(turn.data.get("auditor", "")), _auditors(store, turn.today))
    if audit is None:
        return Reply(words("not_found"))
    if len(found) != 1:
        return Reply(words("which_auditor") if found else words("form_auditor_error"))
    due = due_on(turn.today, knowledge.timescales, knowledge.calendar)
    now, refused = through.audits.give(audit, found[0], due, turn.at)
    if now is None:
        return Reply(words(REFUSED[refused]))
    through.changed("gave an audit to another auditor", [audit.child_id])
    return card.one(now, turn, store, knowledge, through, [words("allocated", auditor=found[0].name)])


@personal_only
def withdraw(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Take an audit back, with a reason."""
    words, through = words_of("audits"), door(turn, store, knowledge)
    if not _may(through):
        return Reply(words("not_for_you"))
    audit, reason = meant(turn, through), reason_of(turn)
    if audit is None:
        return Reply(words("not_found"))
    if is_stale(turn, audit):
        return card.one(audit, turn, store, knowledge, through, [words("faster_now")])
    if not reason:
        return card.one(audit, turn, store, knowledge, through, [words("withdraw_needs_why", number=audit.id)])
    if through.audits.take_back(audit, reason, turn.at) is None:
        return Reply(words("faster"))
    through.changed(f"took an audit back: {reason}", [audit.child_id])
    return Reply(words("withdrawn", number=audit.id), in_place=True)


def _day(said: str, at: datetime) -> date | None:
    """The day on which they are told: today if nothing is said; None if no day can be understood."""
    if not said:
        return local_day(at)
    try:
        value = dates.read(said, at, lean="past")
    except dates.WhenError:
        return None
    return value.date if isinstance(value, dates.Day) else None


def _may(through: Door) -> bool:
    return not through.reached(Action.ALLOCATE_AUDITS).is_nothing


def may_give_to(name: str, turn: Turn, store: Store) -> bool:
    """Whether they may allocate audits, and this is the name of one or more of the staff and nothing else."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return _may(through) and bool(_called(name, store.people.all()))


def _auditors(store: Store, today: date) -> list[Person]:
    return [person for person in store.people.with_role(Role.AUDITOR) if not person.has_left(today)]


def _called(said: str, people: list[Person]) -> list[Person]:
    """Those whom a key, a whole name or a part of one fits; the closest kind of fit alone."""
    name = match_name(said)
    for fits in (
        [p for p in people if p.key == said],
        [p for p in people if name and match_name(p.name) == name],
        [p for p in people if name and name in match_name(p.name).split()],
    ):
        if fits:
            return fits
    return []
