"""Agreed actions: added to a draft and taken out again, and later what became of them."""

from datetime import date
from typing import Final

from dialogs.audit_outcome import card, card_action
from dialogs.audit_outcome.flow import meant, number_of
from dialogs.audit_outcome.slots import LONGEST
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from storage.access import Door, door_of
from storage.action_work import Tracked
from storage.audit_actions import AGREED, DONE, MADE, NOT_DONE, NOT_YET, OVER, AgreedAction
from storage.audits import ACCEPTED
from storage.outcome_work import Whole
from storage.people import Person
from storage.roles import Action
from storage.store import Store

OWNERS: Final = (DONE, NOT_DONE)
MANAGERS: Final = (MADE, NOT_YET, OVER)
_FIELDS: Final = ("what", "who", "other", "due", "difference")
_MANY: Final = 100


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is agreed, by whom, by when and what for."""
    through = door(turn, store, knowledge)
    one = _writable(turn, through)
    if one is None:
        return Reply(words_of("audit_outcome")("not_found"))
    told = {name: str(turn.data.get(name) or "").strip() for name in _FIELDS}
    return card_action.form(one, through, told)


@personal_only
def add(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Add one to the draft; what is wrong in it is said, and what was typed is kept."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = _writable(turn, through)
    if one is None or through.person is None:
        return Reply(words("not_found"))
    told = {name: " ".join(str(turn.data.get(name) or "").split()) for name in _FIELDS}
    if "version" in turn.data and str(turn.data["version"]) != str(one.outcome.version):
        return card_action.form(one, through, told, [words("faster")])
    due = _day(told["due"], turn)
    wrong = [words("what_error")] if not told["what"] else []
    wrong += [words("who_error")] if not (told["other"] or told["who"] in ("practitioner", "manager")) else []
    wrong += [words("due_error")] if due is None or due < turn.today else []
    wrong += [words("difference_error")] if not told["difference"] else []
    wrong += [words("too_long", number=LONGEST)] if max(map(len, told.values())) > LONGEST else []
    wrong += [words("too_many")] if len(one.actions) >= _MANY else []
    if wrong or due is None:
        return card_action.form(one, through, told, wrong)
    name, owner = _owner(one, told, through, store, turn)
    action = AgreedAction(
        one.audit.id,
        told["what"],
        name[:200],
        owner.key if owner else None,
        due,
        due,
        told["difference"],
        through.person.name,
        turn.at,
    )
    if not through.outcomes.agree(one, action):
        return card_action.form(one, through, told, [words("faster")])
    through.changed("agreed an action in an audit", [one.audit.child_id])
    said = [words("agreed")] if owner else [words("agreed"), words("agreed_outside", name=name)]
    return card.step(meant(turn, through) or one, knowledge, through, said, with_actions=True)


@personal_only
def take_out(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Take the how manyth out of the draft again."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, number = _writable(turn, through), number_of(turn, "number")
    if one is None:
        return Reply(words("not_found"))
    if not 1 <= number <= len(one.actions) or not through.outcomes.take_out(one, one.actions[number - 1]):
        return card.step(one, knowledge, through, [words("no_action", number=number)], with_actions=True)
    through.changed("took an action out of a draft", [one.audit.child_id])
    return card.step(meant(turn, through) or one, knowledge, through, [words("taken_out")], with_actions=True)


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those that go on: theirs, and those of the cases that they manage."""
    through = door(turn, store, knowledge)
    found = through.outcomes.actions.mine()
    through.viewed("agreed actions of audits", [one.audit.child_id for one in found])
    return card_action.listed(found, turn.today)


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One, with what was said of it."""
    through = door(turn, store, knowledge)
    one = _tracked(turn, through)
    if one is None:
        return Reply(words_of("audit_outcome")("action_not_found"))
    through.viewed("an agreed action of an audit", [one.audit.child_id])
    return card_action.one(one, through)


@personal_only
def review(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What became of it: the owner says whether it is done, the manager whether it made a difference."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one, told = (
        _tracked(turn, through),
        {n: str(turn.data.get(n) or "").strip() for n in ("changed", "evidence", "again")},
    )
    if one is None:
        return Reply(words("action_not_found"))
    answer = str(turn.data.get("answer") or "")
    is_allowed = (answer in OWNERS and through.outcomes.actions.owns(one)) or (
        answer in MANAGERS and through.outcomes.actions.manages(one)
    )
    again = _day(told["again"], turn) if answer == NOT_YET else None
    wrong = "" if is_allowed else words("review_whose")
    if not wrong and one.action.state != AGREED:
        wrong = words("review_over")
    if not wrong and not told["changed"]:
        wrong = words("changed_error")
    if not wrong and answer in (DONE, MADE) and not told["evidence"]:
        wrong = words("evidence_error")
    if not wrong and answer == NOT_YET and (again is None or again <= turn.today):
        wrong = words("again_error")
    if not wrong and max(map(len, told.values())) > LONGEST:
        wrong = words("too_long", number=LONGEST)
    if not wrong and "version" in turn.data and str(turn.data["version"]) != str(one.action.version):
        wrong = words("faster")
    if wrong:
        return card_action.one(one, through, [wrong], {**told, "answer": answer})
    if not through.outcomes.actions.review(one, answer, told["changed"], told["evidence"], again, turn.at):
        return card_action.one(one, through, [words("faster")], {**told, "answer": answer})
    through.changed("said what became of an agreed action", [one.audit.child_id])
    return card_action.one(_tracked(turn, through) or one, through, [words(_SAID[answer])])


_SAID = {DONE: "said_done", NOT_DONE: "said_not_done", MADE: "said_made", NOT_YET: "said_not_yet", OVER: "said_over"}


def _writable(turn: Turn, through: Door) -> Whole | None:
    one = meant(turn, through)
    return one if one is not None and through.outcomes.writes(one) and one.audit.state == ACCEPTED else None


def _tracked(turn: Turn, through: Door) -> Tracked | None:
    number = number_of(turn, "agreed")
    return through.outcomes.actions.find(number) if number else None


def _owner(one: Whole, told: dict[str, str], through: Door, store: Store, turn: Turn) -> tuple[str, Person | None]:
    """Who is to do it: one of the staff who may see the child, else a name, which the manager looks after."""
    if told["other"]:
        said = told["other"].casefold().removeprefix("the ")
        if said not in ("practitioner", "manager"):
            found = [person for person in store.people.named(told["other"]) if not person.has_left(turn.today)]
            person = found[0] if len(found) == 1 else None
            return told["other"], person if person and _may_see(person, one, store, turn) else None
        told = {**told, "who": said}
    if told["who"] == "manager":
        manager = through.outcomes.manager(one)
        return (manager.name, manager) if manager else (words_of("audit_outcome")("the_manager"), None)
    practitioner = store.people.by_key(one.audit.practitioner_key)
    assert practitioner is not None, "an audit's practitioner is on the staff"
    return practitioner.name, practitioner


def _may_see(person: Person, one: Whole, store: Store, turn: Turn) -> bool:
    return door_of(store, person, person.object_id or "", turn.at).may(Action.VIEW, one.audit.child_id)


def _day(said: str, turn: Turn) -> date | None:
    try:
        value = read(said, turn.at, lean="future") if said else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None
