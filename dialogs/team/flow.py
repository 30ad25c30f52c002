"""The team at a glance, and the lists behind each figure."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.core import awaiting as awaiting_word
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import card, propose, told, workload
from dialogs.team.checklist import unfinished
from dialogs.team.corrected import lately
from dialogs.team.cover import away
from dialogs.team.decisions import holding, is_for_review
from dialogs.team.who import one_worker
from standards_kb.history import as_of
from storage.access import Door
from storage.children import Child
from storage.people import Person
from storage.roles import Action
from storage.store import Store


@personal_only
def overview(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Per worker, by name; then what is nobody's."""
    through, now, called = door(turn, store, knowledge), as_of(turn.at), str(turn.data.get("team", ""))
    people = workload.present(store, through, now)
    if not called and workload.is_large(people):
        return _by_team(turn, store, through, knowledge, people)
    team = workload.team(store, through, now, called, people)
    if team is None:
        is_leading = not through.reached(Action.OVERSEE).is_nothing
        return Reply(words_of("team")("team_unknown" if called and is_leading else "not_for_you"))
    pages = max(1, -(-len(team.workers) // card.WORKERS))
    page = min(page_of(turn), pages)
    absent = _absent(store, through, team, turn)
    part = team.workers[(page - 1) * card.WORKERS : page * card.WORKERS]
    standing = workload.by_worker(through, part, now, knowledge)
    lines = [card.Line(person, figures, absent.get(person.key, ())) for person, figures in standing]
    more = card.Waiting() if called else _waiting(through, team, turn)
    return card.overview(team, lines, more, card.Shown(store, knowledge, now, page, pages), called)


def _by_team(turn: Turn, store: Store, through: Door, knowledge: Knowledge, people: Sequence[Person]) -> Reply:
    """A large service: its teams, each with a page of its own, and what is nobody's or awaits a word."""
    sizes, more = workload.sizes(through, people), workload.beside(through, people)
    pages = max(1, -(-len(sizes) // card.TEAMS))
    shown = card.Shown(store, knowledge, as_of(turn.at), min(page_of(turn), pages), pages)
    return card.by_team(sizes, more, _waiting(through, more, turn), shown)


def _waiting(through: Door, team: workload.Team, turn: Turn) -> card.Waiting:
    """What is to be settled in a team, in numbers."""
    now = as_of(turn.at)
    waiting = len(awaiting_word.situations(through, team.children, now)) + len(
        awaiting_word.agreed(through, team.children, now)
    )
    ids = [child.id for child in team.children]
    reviews = sum(is_for_review(d, turn.today) for d in holding(through, ids, turn.today))
    corrections = len(lately(through, team, turn.at))
    return card.Waiting(waiting, len(unfinished(through, team, turn)), corrections, reviews)


def _absent(store: Store, through: Door, team: workload.Team, turn: Turn) -> dict[str, list[str]]:
    """Who is away today, in words, by staff key."""
    theirs = through.managing.covers.of((p.key for p, _ in team.workers), turn.today)
    found = [c for c in theirs if c.from_on <= turn.today]
    names = {p.key: p.name for p in store.people.with_keys(c.deputy_key for c in found)}
    return {c.staff_key: [away(c, names)] for c in found}


@personal_only
def worker(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One worker's list."""
    words, through = words_of("team"), door(turn, store, knowledge)
    person, asked = one_worker(store, through, turn, str(turn.data.get("worker", "")), "team.worker")
    if person is None:
        return asked
    work = through.work_of(person.key)
    if work is None:
        return Reply(words("worker_unknown"))
    children = tuple({child.id: child for _, child in work}.values())
    title = words("worker_title", name=person.name)
    again = card.Again("team.worker", {"worker": person.key}, words("worker_typed", name=person.name))
    return _listed(turn, store, through, knowledge, title, children, [], again)


@personal_only
def unallocated(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The children of the team who are nobody's: the manager's own."""
    words, through, now = words_of("team"), door(turn, store, knowledge), as_of(turn.at)
    team = workload.team(store, through, now)
    if team is None:
        return Reply(words("not_for_you"))
    children = tuple({child.id: child for _, child in team.nobodys}.values())
    called = names(children)
    known = {p.key: p for p in store.people.with_keys(a.staff_key for a, _ in team.nobodys if a.staff_key)}
    lines = []
    for allocation, child in team.nobodys:
        name = allocation.worker_name.strip()
        left = known.get(allocation.staff_key or "")
        why = words("nobodys_left", name=left.name) if left else words("nobodys_unmatched", name=name) if name else ""
        lines.append(words("nobodys_line", child=called[child.id], why=why or words("nobodys_no_name")))
    through.viewed("the children of a team who are nobody's", called)
    again = card.Again("team.unallocated", {}, words("unallocated_typed"))
    return _listed(turn, store, through, knowledge, words("unallocated_title"), children, lines, again)


@personal_only
def left(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The children who are no longer in the export: nudged all the same, until an end is recorded."""
    words, through, now = words_of("team"), door(turn, store, knowledge), as_of(turn.at)
    team = workload.team(store, through, now)
    if team is None:
        return Reply(words("not_for_you"))
    called = names(team.left)
    lines = [
        words("left_line", child=called[child.id], day=day_label(child.missing_from_export_since))
        for child in team.left
        if child.missing_from_export_since
    ]
    through.viewed("the children who are no longer in the export", called)
    again = card.Again("team.left", {}, words("left_typed"))
    return _listed(turn, store, through, knowledge, words("left_title"), team.left, lines, again)


@personal_only
def awaiting(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What awaits a manager's word."""
    words, through, now = words_of("team"), door(turn, store, knowledge), as_of(turn.at)
    team = workload.team(store, through, now)
    if team is None:
        return Reply(words("not_for_you"))
    found = awaiting_word.situations(through, team.children, now)
    ones = awaiting_word.agreed(through, team.children, now)
    about = [s.child_id for s in found if s.child_id] + [one.child_id for one in ones]
    through.viewed("what awaits a manager's word", sorted(set(about)))
    return card.awaiting(found, ones, names(team.children), through, card.Shown(store, knowledge, now, page_of(turn)))


@personal_only
def confirm(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What awaits a word about one child: a situation first, then what a review was told to have set."""
    through, now = door(turn, store, knowledge), as_of(turn.at)
    meant = through.meant(str(turn.data.get("child", "")))
    if len(meant) != 1 or not through.let_in(Action.OVERSEE, meant[0]):
        return propose.begin("settle")(turn, store, knowledge)
    child = through.managing.child(meant[0])
    ones = awaiting_word.agreed(through, [child], now)
    if not ones or awaiting_word.situations(through, [child], now):
        return propose.begin("settle")(turn, store, knowledge)
    if len(ones) == 1 and through.may(told.NEEDS[ones[0].kind], child.id):
        data: dict[str, Json] = {"child": child.id, "agreed": str(ones[0].id), **told.as_told(ones[0])}
        return propose.begin(ones[0].kind)(replace(turn, data=data), store, knowledge)
    through.viewed("what awaits a manager's word", meant)
    return card.awaiting([], ones, names([child]), through, card.Shown(store, knowledge, now))


@personal_only
def child(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What may be decided about a child, to choose from."""
    words, through = words_of("team"), door(turn, store, knowledge)
    meant = through.meant(str(turn.data.get("child", "")))
    if len(meant) != 1 or not through.let_in(Action.DECIDE, meant[0]):
        through.find(meant[0])
        return Reply(words("child_unknown"))
    through.viewed("what may be decided about a child", meant)
    found = through.managing.child(meant[0])
    return card.choices(found, names([found])[found.id])


def _listed(
    turn: Turn,
    store: Store,
    through: Door,
    knowledge: Knowledge,
    title: str,
    children: Sequence[Child],
    lines: Sequence[str],
    again: card.Again,
) -> Reply:
    now = as_of(turn.at)
    every = workload.listed(through, children, now, knowledge)
    return card.listed(title, every, children, lines, again, card.Shown(store, knowledge, now, page_of(turn)))


def page_of(turn: Turn) -> int:
    """The page that was asked for."""
    page = turn.data.get("page")
    return page if type(page) is int and page > 0 else 1
