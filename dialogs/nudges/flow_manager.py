"""What a manager does from a card, or says: the team's morning, agreeing to a later day, whose a child is after all."""

from collections.abc import Sequence
from functools import partial

from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges import card, card_team
from dialogs.nudges.content_team import team as team_of
from dialogs.nudges.flow import of_another_day, pressed_in
from standards_kb.history import as_of
from storage.access import Door
from storage.names import match_name
from storage.roles import Action
from storage.said import PlanAgreement
from storage.store import Store


@personal_only
def team(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One's team's morning as it is now; in place, if the card asks."""
    is_week = bool(turn.data.get("week", not turn.data.get("again")))
    in_place = bool(turn.data.get("again"))
    return of_another_day(turn) or as_it_is(turn, store, knowledge, is_week=is_week, in_place=in_place)


def as_it_is(
    turn: Turn,
    store: Store,
    knowledge: Knowledge,
    noted: Sequence[str] = (),
    *,
    is_week: bool = False,
    in_place: bool = False,
) -> Reply:
    """The card as it is now, with what was just done."""
    through, now = door(turn, store, knowledge), as_of(turn.at)
    found = team_of(through, store, knowledge, now)
    if found is None or through.person is None:
        return Reply(words_of("nudges")("duty_not_for_you"))
    named = {line.child_id for line in (*found.overdue, *found.explained)}
    through.viewed("what is overdue in their team", sorted(named | {one.child_id for one in found.nobodys}))
    shown = card.Shown(store, knowledge, now, through.person, noted, pressed_in(turn, through))
    return card_team.team(found, shown, is_week=is_week, in_place=in_place)


@personal_only
def agree(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """To the day for which a visit is planned, although it is too late."""
    return _agree(str(turn.data.get("child", "")), turn, store, knowledge)


def agree_to(said: str) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_agree, said))


def _agree(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("nudges"), door(turn, store, knowledge)
    child_id = _let_in(said, through)
    person = through.person
    if child_id is None or person is None:
        return Reply(words("not_found"))
    called = names([through.managing.child(child_id)])[child_id]
    plans = [plan for plan in through.managing.said(child_id).plans if plan.day >= turn.today]
    plans = [plan for plan in plans if not through.managing.said(child_id).is_agreed(plan)]
    if not plans or all(plan.staff_key == person.key for plan in plans):
        return Reply(words("agree_nothing", child=called))
    for plan in plans:
        through.managing.agree(PlanAgreement(child_id, plan.staff_key, plan.day, person.name, turn.at))
    through.changed("a later day agreed for a visit", [child_id])
    return _noted(turn, store, knowledge, [words("agree_done", child=called, day=day_label(plans[0].day))])


@personal_only
def is_theirs(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The child is that worker's after all."""
    return _is_theirs(str(turn.data.get("child", "")), str(turn.data.get("worker", "")), turn, store, knowledge)


def belongs_to(child: str, name: str) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_is_theirs, child, name))


def _is_theirs(said: str, worker: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("nudges"), door(turn, store, knowledge)
    child_id, person = _let_in(said, through), through.person
    if child_id is None or person is None:
        return Reply(words("not_found"))
    denied = through.managing.said(child_id).disclaimed - {person.key}
    wanted = match_name(worker)
    people = [p for p in store.people.with_keys(denied) if p.key == worker or wanted in _names(p.name)]
    called = names([through.managing.child(child_id)])[child_id]
    if len(people) != 1 or not through.managing.settle(child_id, people[0].key, person.name, turn.at):
        return Reply(words("is_theirs_nothing"))
    through.changed(f"the child is {people[0].key}'s after all", [child_id])
    return _noted(turn, store, knowledge, [words("is_theirs_done", child=called, name=people[0].name)])


def _noted(turn: Turn, store: Store, knowledge: Knowledge, noted: Sequence[str]) -> Reply:
    if turn.data.get("digest"):
        return as_it_is(turn, store, knowledge, noted, is_week=bool(turn.data.get("week")), in_place=True)
    is_pressed = bool(turn.action)
    return Reply("\n\n".join(noted), summary=words_of("nudges")("summary_said"), in_place=is_pressed)


def _let_in(said: str, through: Door) -> str | None:
    """The child about whom they may decide; None alike for others and for nobody."""
    meant = through.meant(said)
    if len(meant) == 1 and through.let_in(Action.DECIDE, meant[0]):
        return meant[0]
    through.find(meant[0])
    return None


def _names(name: str) -> tuple[str, ...]:
    """The whole name, and each part of it."""
    whole = match_name(name)
    return (whole, *whole.split())
