"""What people do from a card, or say: see their morning, why a visit can't be made, that a child isn't theirs."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.standing import explained_until
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges import card, told, wording
from dialogs.nudges.content import morning
from dialogs.nudges.matters import CASEWORK, failed, is_met_by_visits, rules_of
from dialogs.nudges.matters import told as theirs_to_hear
from dialogs.nudges.sentences import Cannot
from dialogs.nudges.told import Heard
from standards_kb.history import as_of
from storage.access import Case, Door
from storage.outbox import Message
from storage.people import Person
from storage.planning import Watched
from storage.said import ACCESS_REFUSED, CODES, FAILED, FAMILY_CANCELLED, Disclaimer, Reason
from storage.store import Store

PROTECTION = "child_protection_plan"
_CANNOT_TOLD = {
    Heard.MANAGER: "cannot_manager",
    Heard.ADMINISTRATOR: "cannot_administrator",
    Heard.NOBODY: "cannot_nobody",
}
_NOT_MINE_TOLD = {
    Heard.MANAGER: "not_mine_noted",
    Heard.ADMINISTRATOR: "not_mine_administrator",
    Heard.NOBODY: "not_mine_nobody",
}


@personal_only
def digest(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One's morning as it is now; in place, if the card asks."""
    return of_another_day(turn) or as_it_is(turn, store, knowledge, in_place=bool(turn.data.get("again")))


def of_another_day(turn: Turn) -> Reply | None:
    """What becomes of a card whose day is over: it names nobody any more."""
    day = str(turn.data.get("day") or turn.today.isoformat())
    if day == turn.today.isoformat():
        return None
    try:
        said = words_of("nudges")("over_day", day=day_label(date.fromisoformat(day)))
    except ValueError:
        return None
    return Sheet(said, words_of("nudges")("summary_said")).reply(in_place=True)


def as_it_is(
    turn: Turn, store: Store, knowledge: Knowledge, noted: Sequence[str] = (), *, in_place: bool = False
) -> Reply:
    """The card as it is now, with what was just done."""
    through, now = door(turn, store, knowledge), as_of(turn.at)
    if through.person is None or not _has_cases(through):
        return Reply(words_of("nudges")("digest_not_for_you"))
    found = morning(through, store, knowledge, now)
    shown = card.Shown(store, knowledge, now, through.person, noted, pressed_in(turn, through))
    return card.digest(found, shown, is_fresh=rules_of(store, knowledge, now).is_fresh, in_place=in_place)


def pressed_in(turn: Turn, through: Door) -> int | None:
    """The message whose button was pressed, which the answer brings up to date."""
    message = turn.data.get("message")
    if type(message) is not int:
        return None
    through.shown(message)
    return message


@personal_only
def cannot(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A reason, from a card's choice."""
    code = str(turn.data.get(str(turn.data.get("field", "code")), ""))
    return _cannot(Cannot(str(turn.data.get("child", "")), code if code in CODES else ""), turn, store, knowledge)


def cannot_make(said: Cannot) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_cannot, said))


def _cannot(said: Cannot, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("nudges"), door(turn, store, knowledge)
    case = one_case(said.child, through)
    if isinstance(case, Reply):
        return case
    person = through.person
    assert person is not None, "the gate has let somebody in"
    called = names([case.child])[case.child.id]
    now = as_of(turn.at)
    [watched] = through.work.watched([case.child], now, knowledge.timescales, knowledge.calendar)
    if not any(is_met_by_visits(deadline) for deadline in watched.of.deadlines):
        return Reply(words("cannot_no_visit", child=called))
    if not said.code:
        return _which_reason(case.child.id, called)
    until = explained_until(turn.today, knowledge.nudging, knowledge.calendar)
    reason = Reason(case.child.id, person.key, person.name, said.code, said.day, turn.today, until, turn.at)
    number = through.work.explain(reason)
    through.changed(f"a visit can't be made: {said.code}", [case.child.id])
    noted = [words("cannot_noted", child=called, code=wording.code_label(said.code), day=day_label(until))]
    why = _serious(watched, reason, knowledge)
    if why:
        facts = {"name": person.name, "code": said.code, "day": said.day.isoformat() if said.day else None, "why": why}
        message = Message(told.CANNOT, "", f"reason:{number}", "given", facts, case.child.id)
        managers = [m for m in through.work.managers(case.child.id, turn.today) if m.key != person.key]
        noted.append(words(_CANNOT_TOLD[told.tell(store, knowledge, managers, message, turn.at)], why=words(why)))
    return _noted(turn, store, knowledge, noted)


def _serious(watched: Watched, reason: Reason, knowledge: Knowledge) -> str:
    """Why the manager hears the same day; empty if not."""
    is_protected = any(s.kind == PROTECTION and s.is_open(reason.said_on) for s in watched.of.situations)
    if is_protected and reason.code == ACCESS_REFUSED:
        return "serious_access_refused"
    if is_protected and reason.code == FAMILY_CANCELLED:
        return "serious_family_cancelled"
    days = failed(watched, (*watched.said.reasons, reason), reason.said_on).days
    is_second = len(days) >= knowledge.nudging.failed_visits
    return "serious_failed" if is_second and reason.code in FAILED else ""


def _which_reason(child_id: str, called: str) -> Reply:
    words = words_of("nudges")
    sheet = Sheet(words("cannot_why"), words("summary_said"))
    sheet.say(words("cannot_which_reason", child=called))
    for code in CODES:
        label = wording.code_label(code).capitalize()
        sheet.on_card(cards.offer(label, "nudges.cannot", {"child": child_id, "code": code}))
    sheet.typed("\n".join(f"- {wording.code_label(code).capitalize()}" for code in CODES))
    return sheet.reply()


@personal_only
def not_mine(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The child isn't the reader's: the manager is told at once."""
    return _not_mine(str(turn.data.get("child", "")), turn, store, knowledge)


def not_my_child(said: str) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_not_mine, said))


def _not_mine(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("nudges"), door(turn, store, knowledge)
    case = one_case(said, through)
    if isinstance(case, Reply):
        return case
    person, child = through.person, case.child
    assert person is not None, "the gate has let somebody in"
    called = names([child])[child.id]
    [watched] = through.work.watched([child], as_of(turn.at), knowledge.timescales, knowledge.calendar)
    if not _is_allocated(case, person):
        is_covered = any(person in theirs_to_hear(watched.search.of(who)) for who in CASEWORK)
        if not is_covered:
            return Reply(words("not_mine_not_yours", child=called))
    number = through.work.disclaim(Disclaimer(child.id, person.key, person.name, turn.at))
    if number is None:
        return Reply(words("not_mine_already"))
    through.changed("said not to be their child", [child.id])
    facts = {"name": person.name, "worker": person.key}
    message = Message(told.NOT_MINE, "", f"disclaimer:{number}", "said", facts, child.id)
    managers = [m for m in through.work.managers(child.id, turn.today) if m.key != person.key]
    heard = told.tell(store, knowledge, managers, message, turn.at)
    return _noted(turn, store, knowledge, [words(_NOT_MINE_TOLD[heard], child=called)])


def _noted(turn: Turn, store: Store, knowledge: Knowledge, noted: Sequence[str]) -> Reply:
    """What was done: the whole card anew, if it was pressed there."""
    if turn.data.get("digest"):
        return as_it_is(turn, store, knowledge, noted, in_place=True)
    return Reply("\n\n".join(noted), summary=words_of("nudges")("summary_said"))


def one_case(said: str, through: Door) -> Case | Reply:
    """The case that somebody means and may see; or what to say."""
    words = words_of("nudges")
    meant = through.named(said)
    if len(meant) > 1:
        return Reply(words("which_child", said=said))
    case = through.find(meant[0])
    if case is None or case.situations is None or not case.may_record:
        return Reply(words("not_found"))
    return case


def _is_allocated(case: Case, person: Person) -> bool:
    return any(allocation.staff_key == person.key for allocation in case.allocations)


def _has_cases(through: Door) -> bool:
    return through.own() != () or through.covered() != ()
