"""What a situations file changes: situations with their facts, initials, and who is restricted to whom."""

from collections import defaultdict
from dataclasses import replace

from storage.cases import Situation, key_of
from storage.children import Child
from storage.imports import cells
from storage.imports.facts import facts_of
from storage.imports.known import situations as known
from storage.imports.layouts import SITUATIONS
from storage.imports.merge_file import merge_file
from storage.imports.plans import Plan, Source
from storage.imports.rows import Typed, typed
from storage.store import Store

_INITIALS = 4


def plan(store: Store, source: Source) -> Plan:
    """Work it out."""
    made = Plan()
    kept_children = {child.id: child for child in store.children.all()}
    children: dict[str, Child] = {}
    viewers: dict[str, set[str]] = {}
    said: list[Situation] = []
    rows = [row for table in source.tables for row in typed(table, source.today, source.problems)]
    gone = source.forgotten(frozenset(filter(None, (_id(row) for row in rows))))
    made.note(len(gone), "children are to stay forgotten, and were left out")
    staff = {person.key for person in store.people.all()}
    for row in rows:
        situation = _situation(row)
        if situation is None or situation.child_id is None or situation.child_id in gone:
            continue
        child_id = situation.child_id
        child = children.get(child_id) or kept_children.get(child_id) or Child(child_id)
        children[child_id] = _described(child, row)
        if row.has("visible_to"):
            viewers[child_id] = viewers.get(child_id, set()) | _viewers(row, staff)
        said.append(situation)
    _plan_children(store, kept_children, children, viewers, made)
    _plan_situations(store, said, made)
    return made


def _id(row: Typed) -> str:
    try:
        return cells.identifier(row.values.get("child"))
    except ValueError:
        return ""  # said when the row is read


def _situation(row: Typed) -> Situation | None:
    child = row.id()
    kind = row.text("situation", 40).casefold().replace(" ", "_")
    if not child:
        return None
    if kind not in known():
        row.refuse("situation", f"there is no such situation: {kind}" if kind else "it is empty")
        return None
    when, ended = row.moment("started"), row.day("ended")
    if when is None:
        row.refuse("started", "there is no date that can be read")
        return None
    day, at = when
    if known()[kind].starts_at_instant and at is None:
        row.refuse("started", f"the hours of {kind} run from a time: write it too, as 31/12/2026 14:30")
        return None
    if ended is not None and ended < day:
        row.refuse("ended", "it lies before the start")
        return None
    facts = facts_of(row)
    if kind == "requested_visit" and "due_on" not in facts:
        row.refuse("due_on", "a requested visit needs the day by which it is to be made")
        return None
    ended_by = SITUATIONS if ended else None
    started_at = at if known()[kind].starts_at_instant else None
    key = key_of(child, kind, started_at or day)
    return Situation(key, child, None, kind, day, started_at, ended, ended_by, facts, SITUATIONS)


def _described(child: Child, row: Typed) -> Child:
    initials = row.text("initials", 10)
    if len(initials.replace(".", "").replace(" ", "")) > _INITIALS:
        row.note("initials", "it isn't initials: names of children are never kept")
        initials = ""
    restricted = row.yes_no("restricted")
    born = row.day("born_on")
    return replace(
        child,
        initials=initials or child.initials,
        restricted=child.restricted if restricted is None else restricted,
        born_on=child.born_on or born,
    )


def _viewers(row: Typed, staff: set[str]) -> set[str]:
    keys = {key.strip() for key in row.text("visible_to", 500).split(";") if key.strip()}
    for key in sorted(keys - staff):
        row.note("visible_to", f"there is no such staff key: {key[:40]}")
    return keys & staff


def _plan_children(
    store: Store, kept: dict[str, Child], said: dict[str, Child], viewers: dict[str, set[str]], made: Plan
) -> None:
    new = [child for child in said.values() if child.id not in kept]
    changed = [child for child in said.values() if child.id in kept and child != kept[child.id]]
    seen_by = {child: keys for child, keys in viewers.items() if keys != store.children.viewers(child)}
    made.counts["children new"] = len(new)
    made.counts["children changed"] = len({*(child.id for child in changed), *seen_by} - {child.id for child in new})
    made.children |= {child.id for child in (*new, *changed)} | seen_by.keys()
    made.write.append(lambda at: at.children.add_all(new))
    made.write.append(lambda at: at.children.change_all(changed))
    for child, keys in seen_by.items():
        made.write.append(lambda at, child=child, keys=keys: at.children.set_viewers(child, keys))  # type: ignore[misc]


def _plan_situations(store: Store, said: list[Situation], made: Plan) -> None:
    kept: dict[str, list[Situation]] = defaultdict(list)
    theirs: dict[str, list[Situation]] = defaultdict(list)
    for one in said:
        theirs[one.child_id or ""].append(one)
    for situation in store.situations.of_children(theirs):
        kept[situation.child_id or ""].append(situation)
    new: list[Situation] = []
    changed: list[Situation] = []
    for child, its in theirs.items():
        changes = merge_file(kept[child], its)
        new += changes.new
        changed += changes.changed
        made.counts["situations closed"] += changes.closed
        made.counts["situations unchanged"] += changes.unchanged
    made.counts["situations new"] = len(new)
    made.counts["situations changed"] = len(changed) - made.counts["situations closed"]
    made.kinds = {situation.kind for situation in new}
    made.children |= {s.child_id for s in (*new, *changed) if s.child_id}
    made.write.append(lambda at: at.situations.change_all(changed))
    made.write.append(lambda at: at.situations.add_all(new))
