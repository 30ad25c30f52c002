"""What is overdue, or due soon, for all of a team's children: soonest first, each with the worker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from dialogs.core.items import Group, Item
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.team import card, workload
from dialogs.team.flow import overview, page_of
from standards_kb.history import as_of
from storage.access import as_person
from storage.roles import MAY, Action, Role
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """Which groups a list has, its title, and how it is asked for in words."""

    groups: frozenset[Group]
    title: str
    typed: str


_OVERDUE: Final = Part(frozenset({Group.OVERDUE}), "due_overdue", "due_overdue_typed")
_PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "overdue": _OVERDUE,
        "today": Part(frozenset({Group.TODAY}), "due_today", "due_today_typed"),
        "week": Part(frozenset({Group.OVERDUE, Group.TODAY, Group.THIS_WEEK}), "due_week", "due_week_typed"),
        "all": Part(frozenset(Group), "due_all", "due_all_typed"),
    }
)
_LEADING: Final = frozenset(role for role, may in MAY.items() if Action.OVERSEE in may)


@personal_only
def due(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Everything of that group; of a large service its teams first, as it isn't read whole."""
    words, through, now = words_of("team"), door(turn, store, knowledge), as_of(turn.at)
    people = workload.present(store, through, now)
    if workload.is_large(people):
        return overview(replace(turn, data={}), store, knowledge)
    team = workload.team(store, through, now, known=people)
    if team is None:
        return Reply(words("not_for_you"))
    which = str(turn.data.get("which", ""))
    part = _PARTS.get(which, _OVERDUE)
    every = [item for item in workload.listed(through, team.children, now, knowledge) if item.group in part.groups]
    workers = {child.id: person.name for person, children in team.workers for child in children}
    through.viewed("what is due in a team", sorted({item.of.child.id for item in every}))

    def whose(item: Item) -> list[str]:
        name = workers.get(item.of.child.id)
        return [words("due_worker", name=name) if name else words("due_nobodys")]

    again = card.Again("team.due", {"which": which}, words(part.typed))
    shown = card.Shown(store, knowledge, now, page_of(turn))
    return card.listed(words(part.title), every, team.children, [], again, shown, whose)


def is_teams(turn: Turn, store: Store) -> bool:
    """Whether "overdue" is the team's: of somebody who leads one and has no children of their own."""
    person = store.people.find(turn.sender.object_id) if turn.sender.object_id else None
    if person is None or _LEADING.isdisjoint(Role(role) for role in person.roles):
        return False
    through = as_person(store, turn.sender.object_id, turn.at)
    return not through.own() and not through.reached(Action.OVERSEE).is_nothing
