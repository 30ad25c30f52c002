"""Which audit a sentence or a button is about, and what is to be done about its meeting."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from dialogs.audit_meeting import card, flow
from dialogs.audit_meeting.here import Here
from dialogs.audit_meeting.sentences import LONGEST, Said, Wish, answered, can_do, understood
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import mentions
from dialogs.core.personal import Flow, door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Json, Scope, Turn
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.audits import Audit
from storage.meetings import OFFERED
from storage.names import match_name
from storage.store import Store

_STEPS: Mapping[Wish, flow.Step] = MappingProxyType(
    {
        Wish.PROPOSE: flow.propose,
        Wish.SHOW: flow.show,
        Wish.MOVE: flow.move,
        Wish.CANCEL: flow.cancel,
        Wish.ACCEPT: flow.accept,
        Wish.COUNTER: flow.counter,
        Wish.OFFER: flow.offer,
    }
)


_NAME = r"(?P<person>[a-z][\w'-]+(?: [a-z][\w'-]+){0,2}?)"
# Of whom one has an audit with; of anybody else they are somebody else's.
_BY_NAME = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"when (?:do|am|are|will) (?:i|we) (?:meet|meeting|see|seeing)(?: with)? {_NAME}",
        rf"(?:has )?{_NAME} (?:hasn't )?(?:replied|answered|responded)(?: yet)?|"
        rf"{_NAME.replace('person', 'absent')} can't (?:make it|come)",
    )
)


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about an audit meeting, or of an answer to an offer; None if it is anything else."""
    text = spelt_out(turn.text)
    said = understood(text, turn.at)
    if said is None and (asked := can_do(text, turn.at)) is not None and _is_to_be_met(asked, turn, store):
        said = asked
    if said is None and (named := _named(text)) is not None and _is_to_be_met(named, turn, store):
        said = named
    if said is not None:
        return _handler(said)
    answer = answered(text, turn.at) if turn.conversation.scope is Scope.PERSONAL else None
    return _handler(answer) if answer is not None and _is_offered(turn, store) else None


def _named(text: str) -> Said | None:
    """Whose meeting or answer it asks after."""
    if not mentions(text, ("when", "replied", "answered", "responded", "can't", "can’t")):
        return None
    plain = " ".join(text.replace("’", "'").split()).strip(" .!?")
    found = next((match for pattern in _BY_NAME if (match := pattern.fullmatch(plain))), None)
    return Said(Wish.SHOW, person=next(filter(None, found.groups()))) if found else None


def actions() -> dict[str, Handler]:
    """The buttons: each as the sentence that does the same."""
    return {
        "audit_meeting.propose": _pressed(Wish.PROPOSE),
        "audit_meeting.show": _pressed(Wish.SHOW),
        "audit_meeting.offer": _pressed(Wish.OFFER),
        "audit_meeting.accept": _pressed(Wish.ACCEPT),
        "audit_meeting.others": _pressed(Wish.COUNTER),
        "audit_meeting.move": _pressed(Wish.MOVE),
        "audit_meeting.cancel": _pressed(Wish.CANCEL),
    }


def _handler(said: Said) -> Flow:
    @personal_only
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return _do(said, turn, store, knowledge)

    return handle


def _pressed(wish: Wish) -> Flow:
    @personal_only
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        when, reason = (str(turn.data.get(name) or "") for name in ("when", "reason"))
        said = Said(wish, when=when, reason=" ".join(reason.split())[:LONGEST])
        return _do(said, turn, store, knowledge)

    return handle


def _do(said: Said, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("audit_meeting"), door(turn, store, knowledge)
    mine = through.meetings.audits()
    if through.person is None or not mine:
        return Reply(words("not_for_you"))
    fits = _meant(said, mine, turn, through)
    if not fits:
        name = "not_that_child" if said.child else "not_that_person"
        return Reply(words(name, said=said.child or said.person))
    if len(fits) > 1 and said.wish in (Wish.ACCEPT, Wish.COUNTER):
        fits = [a for a in fits if _is_to_answer(a, through)] or fits
    if len(fits) > 1 and said.wish is Wish.SHOW:
        return _list(fits, through)
    if len(fits) > 1:
        return card.which(
            [(a, label(through.meetings.child(a)), _other(a, through)) for a in fits], said.wish, _data(said)
        )
    other = through.meetings.other(fits[0])
    if other is None:
        return Reply(words("not_for_you"))
    return _STEPS[said.wish](Here(turn, knowledge, through, through.person, fits[0], other), said)


def _meant(said: Said, mine: list[Audit], turn: Turn, through: Door) -> list[Audit]:
    """The audits that a button or a sentence may be about."""
    pressed = turn.data.get("audit")
    if pressed is not None:
        return [audit for audit in mine if audit.id == pressed]
    if said.child:
        ids = through.named(said.child)
        called = "".join(said.child.casefold().split())
        mine = [
            a
            for a in mine
            if a.child_id in ids or "".join(label(through.meetings.child(a)).casefold().split()) == called
        ]
    if said.person:
        name = match_name(said.person)
        mine = [a for a in mine if _is_called(match_name(_other(a, through)), name)]
    return mine


def _is_called(name: str, said: str) -> bool:
    return bool(said) and (name == said or said in name.split() or name.startswith(f"{said} "))


def _other(audit: Audit, through: Door) -> str:
    other = through.meetings.other(audit)
    return other.name if other is not None else ""


def _list(audits: list[Audit], through: Door) -> Reply:
    assert through.person is not None
    lines = []
    for audit in audits:
        other, meeting = through.meetings.other(audit), through.meetings.of(audit)
        if other is not None:
            child = label(through.meetings.child(audit))
            lines.append((audit, child, card.standing(meeting, audit, other, through.person.key)))
    through.viewed("audit meetings", [audit.child_id for audit in audits])
    return card.listed(lines)


def _is_to_be_met(said: Said, turn: Turn, store: Store) -> bool:
    """Whether it names whom this person has an audit with; "can Alex do Thursday?" may ask for anything else."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return bool(_meant(said, through.meetings.audits(), turn, through))


def _is_offered(turn: Turn, store: Store) -> bool:
    """Whether anybody waits for this person's answer."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return any(_is_to_answer(audit, through) for audit in through.meetings.audits())


def _is_to_answer(audit: Audit, through: Door) -> bool:
    meeting = through.meetings.of(audit)
    is_open = meeting is not None and meeting.state == OFFERED
    return is_open and meeting is not None and through.person is not None and meeting.offered_by != through.person.key


def _data(said: Said) -> dict[str, Json]:
    """What a choice of an audit brings back."""
    return {"when": said.when, "reason": said.reason}
