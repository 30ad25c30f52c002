"""Audits are allocated, accepted or declined for a conflict, given to another, taken back, closed; and listed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeAlias

from dialogs.audits import card, tell
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.audits import ACCEPTED, ALLOCATED, DECLINED, LASTS, Audit, Kind
from storage.children import Child
from storage.names import match_name
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store

_LONGEST = 300
_SHORTEST = 4
_WARNINGS = {"away": "warn_away", "several": "warn_several"}


@dataclass(frozen=True, slots=True)
class Here:
    """The turn and the door of whoever did it."""

    turn: Turn
    store: Store
    knowledge: Knowledge
    through: Door
    person: Person

    def text(self, name: str) -> str:
        """What was typed or pressed, on one line."""
        return " ".join(str(self.turn.data.get(name) or "").split())[:_LONGEST]

    def name(self, key: str) -> str:
        """Of a member of staff."""
        person = self.store.people.by_key(key)
        return person.name if person is not None else ""

    def child(self, audit: Audit) -> str:
        """What the child is called."""
        return label(self.through.auditing.child_of(audit))


Step: TypeAlias = Callable[[Here], Reply]


def _by_somebody(step: Step) -> Flow:
    """In a personal chat, of somebody on the staff."""

    @personal_only
    @wraps(step)
    def checked(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        through = door(turn, store, knowledge)
        if through.person is None:
            return Reply(words_of("audits")("not_for_you"))
        return step(Here(turn, store, knowledge, through, through.person))

    return checked


@_by_somebody
def allocate(here: Here) -> Reply:
    """Have a child's case audited by somebody; or say why that can't be; or ask why now."""
    words = words_of("audits")
    child, auditor, why_not = _wanted(here)
    if child is None or auditor is None:
        return Reply(why_not)
    called, today = label(child), here.turn.today
    if here.through.auditing.is_audited(child.id):
        audit = next(a for a in here.through.auditing.open() if a.child_id == child.id)
        if audit.state == DECLINED:
            return _give(here, audit, auditor)
        return Reply(words("already", child=called, auditor=here.name(audit.auditor_key)))
    practitioner = here.through.auditing.practitioner(child.id, today)
    if practitioner is None:
        return Reply(words("no_practitioner", child=called))
    conflict = here.through.auditing.conflict(child.id, auditor, practitioner)
    if conflict:
        return Reply(_conflict(conflict, auditor.name, practitioner.name, called))
    kind = here.text("kind") if here.text("kind") in set(Kind) else str(Kind.CASE_FILE)
    if len(here.text("reason")) < _SHORTEST:
        who = (auditor.key, auditor.name)
        return card.asks_why(called, child.id, who, practitioner.name, kind, here.text("theme"))
    thought_of = here.through.auditing.warnings(auditor, practitioner, today)
    warnings = [words(_WARNINGS[what], name=name) for what, name in thought_of]
    audit_id = here.through.auditing.allocate(
        Audit(
            child.id, practitioner.key, auditor.key, here.person.key, here.turn.at, today, today + LASTS, kind,
            here.text("theme"), here.text("reason"),
        ),
        auditor,
        today,
    )  # fmt: skip
    made = here.through.auditing.find(audit_id)
    assert made is not None, "just allocated"
    tell.invite(here.through.auditing, made, here.turn.at)
    here.through.changed("an audit allocated", [child.id])
    return card.allocated(made, called, auditor.name, practitioner.name, warnings)


@_by_somebody
def give(here: Here) -> Reply:
    """To another auditor, whatever the first has said."""
    child, auditor, why_not = _wanted(here)
    if child is None or auditor is None:
        return Reply(why_not)
    found = [audit for audit in here.through.auditing.open() if audit.child_id == child.id]
    return _give(here, found[0], auditor) if found else Reply(words_of("audits")("none_of", child=label(child)))


def _give(here: Here, audit: Audit, auditor: Person) -> Reply:
    """To another auditor, in place of one with a conflict."""
    practitioner = here.store.people.by_key(audit.practitioner_key)
    assert practitioner is not None, "a foreign key"
    conflict = here.through.auditing.conflict(audit.child_id, auditor, practitioner)
    if conflict:
        return Reply(_conflict(conflict, auditor.name, practitioner.name, here.child(audit)))
    given = here.through.auditing.give(audit, auditor, here.turn.at, here.turn.today)
    if given is None:
        return Reply(words_of("audits")("faster"))
    if audit.state != DECLINED:
        tell.replaced(here.through.auditing, audit, here.turn.at)
    tell.invite(here.through.auditing, given, here.turn.at)
    here.through.changed("an audit given to another auditor", [audit.child_id])
    return card.allocated(given, here.child(given), auditor.name, practitioner.name, [])


@_by_somebody
def accept(here: Here) -> Reply:
    """Take one on; the practitioner is told."""
    words = words_of("audits")
    audit = _asked(here, (ALLOCATED,))
    if audit is None:
        return _mine(here)
    taken = here.through.auditing.accept(audit, here.turn.today)
    if taken is None:
        return Reply(words("faster"))
    tell.select(here.through.auditing, taken, here.turn.at)
    here.through.changed("an audit accepted", [taken.child_id])
    return card.accepted(taken, here.child(taken), here.name(taken.practitioner_key))


@_by_somebody
def conflict(here: Here) -> Reply:
    """Declare a conflict: whoever allocates audits is told, and finds another auditor."""
    words = words_of("audits")
    audit = _asked(here, (ALLOCATED, ACCEPTED))
    if audit is None:
        return _mine(here)
    if len(here.text("reason")) < _SHORTEST:
        return card.asks_conflict(audit, here.child(audit))
    gone = here.through.auditing.decline(audit, here.text("reason"), here.turn.today)
    if gone is None:
        return Reply(words("faster"))
    tell.declined(here.through.auditing, gone, here.turn.at, here.turn.today)
    here.through.changed("a conflict about an audit declared", [gone.child_id])
    return Reply(words("declined"))


@_by_somebody
def close(here: Here) -> Reply:
    """It is complete and on the child's file."""
    audit = _asked(here, (ACCEPTED,))
    if audit is None:
        return _mine(here)
    called = here.child(audit)
    if here.through.auditing.close(audit, here.turn.today) is None:
        return Reply(words_of("audits")("faster"))
    here.through.changed("an audit closed", [audit.child_id])
    return Reply(words_of("audits")("closed", child=called))


@_by_somebody
def withdraw(here: Here) -> Reply:
    """It isn't to be, after all."""
    words = words_of("audits")
    if here.through.reached(Action.ALLOCATE).is_nothing:
        return Reply(words("not_for_you"))
    found = _fitting(here, here.through.auditing.open())
    if len(found) != 1:
        return _all(here)
    audit, called = found[0], here.child(found[0])
    gone = here.through.auditing.withdraw(audit, here.text("reason"), here.turn.today)
    if gone is None:
        return Reply(words("faster"))
    tell.off(here.through.auditing, audit, here.turn.at)
    here.through.changed("an audit withdrawn", [audit.child_id])
    return Reply(words("taken_back", child=called))


@_by_somebody
def mine(here: Here) -> Reply:
    """Those in which one takes part."""
    return _mine(here)


@_by_somebody
def every(here: Here) -> Reply:
    """All that are open, for whoever allocates them; one's own for everybody else."""
    return _mine(here) if here.through.reached(Action.ALLOCATE).is_nothing else _all(here)


def _mine(here: Here) -> Reply:
    words = words_of("audits")
    found = here.through.auditing.mine()
    here.through.viewed("one's audits", [audit.child_id for audit in found])
    return card.listed(words("list_mine"), words("list_mine_none"), [_line(here, audit) for audit in found])


def _all(here: Here) -> Reply:
    words = words_of("audits")
    found = here.through.auditing.open()
    here.through.viewed("open audits", [audit.child_id for audit in found])
    return card.listed(words("list_title"), words("list_none"), [_line(here, audit) for audit in found])


def _line(here: Here, audit: Audit) -> tuple[str, list[str], list[cards.Part]]:
    words, is_met = words_of("audits"), here.through.auditing.meeting_is_agreed(audit)
    auditor, practitioner = here.name(audit.auditor_key), here.name(audit.practitioner_key)
    lines = card.standing(audit, auditor, practitioner, here.turn.today, is_met=is_met)
    actions = []
    if audit.auditor_key == here.person.key and audit.state == ALLOCATED:
        data = {"audit": audit.id, "version": audit.version}
        actions = [
            cards.execute(words("accept"), "audits.accept", {**data}),
            cards.say(words("conflict"), "audits.conflict", {**data}),
        ]
    elif here.person.key in (audit.auditor_key, audit.practitioner_key) and audit.state == ACCEPTED and not is_met:
        actions = [cards.say(words("meet"), "audit_meeting.propose", {"audit": audit.id})]
    return here.child(audit), lines, actions


def _asked(here: Here, states: tuple[str, ...]) -> Audit | None:
    """The one audit of the auditor's own that a button or a sentence is about."""
    found = _fitting(here, [audit for audit in here.through.auditing.asked() if audit.state in states])
    return found[0] if len(found) == 1 else None


def _fitting(here: Here, audits: list[Audit]) -> list[Audit]:
    data = here.turn.data
    if data.get("audit") is not None:
        return [a for a in audits if a.id == data["audit"] and data.get("version", a.version) == a.version]
    said = "".join(here.text("child").casefold().split())
    if not said:
        return audits
    return [a for a in audits if said in (a.child_id.casefold(), "".join(here.child(a).casefold().split()))]


def _wanted(here: Here) -> tuple[Child | None, Person | None, str]:
    """The child and the auditor who are meant; else why it can't be told who that is."""
    words = words_of("audits")
    if here.through.reached(Action.ALLOCATE).is_nothing:
        return None, None, words("not_for_you")
    child = here.through.auditing.child(here.text("child"))
    if child is None:
        here.through.refused("asked to have a child's case audited", here.text("child"))
        return None, None, words("child_unknown")
    said = here.text("auditor")
    found = _called(said, [p for p in here.store.people.with_role(Role.AUDITOR) if not p.has_left(here.turn.today)])
    if len(found) == 1:
        return child, found[0], ""
    if found:
        names = ", ".join(f"{person.name} ({person.key})" for person in found)
        return None, None, words("which_auditor", said=said, names=names)
    return None, None, words("auditor_unknown", said=said)


def _called(said: str, people: list[Person]) -> list[Person]:
    """Those whose key or name it is; else those with that among their names."""
    name = match_name(said)
    exact = [p for p in people if said == p.key or (name and match_name(p.name) == name)]
    return exact or [p for p in people if name and name in match_name(p.name).split()]


def _conflict(which: str, auditor: str, practitioner: str, child: str) -> str:
    words = words_of("audits")
    if which == "self":
        return words("conflict_self", auditor=auditor)
    if which == "manager":
        return words("conflict_manager", auditor=auditor, practitioner=practitioner)
    return words("conflict_worker", auditor=auditor, child=child)
