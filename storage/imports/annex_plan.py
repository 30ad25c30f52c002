"""What an Annex A workbook changes: children, situations, visits and allocations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from storage.allocations import Allocation
from storage.cases import Event, Situation
from storage.children import CLOSED, Child
from storage.imports.annex_rows import CARE, LEAVERS, NEED, PROTECTION, REFERRALS, gather
from storage.imports.annex_situations import CARE_KINDS, PERSONAL_ADVISER, SOCIAL_WORKER, Meaning, meaning
from storage.imports.handed_over import HandedOver
from storage.imports.layouts import ANNEX_A, annex_a
from storage.imports.merge import merge_events, merge_export
from storage.imports.plans import Plan, Source
from storage.imports.workers import Workers
from storage.store import Store

MOST_LOST = 20
MOST_LOST_SHARE = 0.02


def plan(store: Store, source: Source) -> Plan:
    """Work it out."""
    found = gather(source.tables, source.today, source.problems)
    gone = source.forgotten(frozenset(found))
    said = {child: meaning(rows, source.today) for child, rows in found.items() if child not in gone}
    lists = {table.layout.number for table in source.tables}
    made = Plan(supplies=_supplied(source), always=True)
    kept = {child.id: child for child in store.children.all()}
    unlisted = _keep_open(kept, said, lists)
    # Those that are over and were never known here are no business of ours.
    relevant = {child: m for child, m in said.items() if m.child.case_status != CLOSED or child in kept}
    made.counts["children closed, not kept"] = len(said) - len(relevant)
    made.note(len(gone), "children are to stay forgotten, and were left out")
    lost = _situations(store, relevant, lists, source.today, made)
    missing = [kept[child] for child in kept if child not in said or child in unlisted]
    _children(kept, relevant, [c for c in missing if _should_be_listed(c, lists)], source.today, lost, made)
    _events(store, relevant, made)
    _allocations(store, {child: its for child, its in relevant.items() if child not in unlisted}, lists, source, made)
    _hold(kept, lost, made)
    _tell(relevant, lists, made)
    return made


def _keep_open(kept: Mapping[str, Child], said: Mapping[str, Meaning], lists: set[int]) -> set[str]:
    """A child is closed by list 6, or by the end of what they were open as; not for being in no list as open, as when
    a list is left out or cut off. Those children, whose rows say nothing but that something else is over."""
    unlisted = set()
    for child, its in said.items():
        before = kept[child].case_status if child in kept else CLOSED
        if before in ("", CLOSED) or NEED in its.lists or any(before in family for family in its.over):
            continue
        if its.child.case_status == CLOSED:
            unlisted.add(child)
        if child in unlisted or NEED not in lists:
            its.child = replace(its.child, case_status=before)
    return unlisted


def _supplied(source: Source) -> frozenset[tuple[str, str]]:
    columns = {(table.layout.number, column) for table in source.tables for column in table.columns}
    streams = (s for supply in annex_a().supplies if (supply.list, supply.column) in columns for s in supply.streams)
    return frozenset((situation, stream) for situation, _, stream in (name.partition(".") for name in streams))


def _situations(store: Store, said: Mapping[str, Meaning], lists: set[int], today: date, made: Plan) -> set[str]:
    """Plan them; the children of whom something is in its list no more."""
    kept: dict[str, list[Situation]] = defaultdict(list)
    for situation in store.situations.all():
        if situation.child_id is not None and situation.child_id in said:
            kept[situation.child_id].append(situation)
    new: list[Situation] = []
    changed: list[Situation] = []
    lost = set()
    for child, its in said.items():
        changes = merge_export(kept.get(child, ()), its, lists, today)
        new += changes.new
        changed += changes.changed
        made.counts["situations closed"] += changes.closed
        made.counts["situations unchanged"] += changes.unchanged
        if changes.new or changes.changed:
            made.children.add(child)
        if changes.lost:
            lost.add(child)
    made.counts["situations new"] = len(new)
    made.kinds = {situation.kind for situation in new}
    made.counts["situations changed"] = len(changed) - made.counts["situations closed"]
    made.write.append(lambda at: at.situations.change_all(changed))
    made.write.append(lambda at: at.situations.add_all(new))
    return lost


def _children(
    kept: Mapping[str, Child],
    said: Mapping[str, Meaning],
    missing: Iterable[Child],
    today: date,
    lost: set[str],
    made: Plan,
) -> None:
    new = [its.child for child, its in said.items() if child not in kept]
    gone = {child.id: child for child in missing}
    again = [child for child in said if child in kept and child not in gone]
    after = [_child_again(kept[child], said[child].child) for child in again]
    changed = [child for child in after if child != kept[child.id]]
    for child in gone.values():
        if child.missing_from_export_since is None:
            changed.append(replace(child, missing_from_export_since=today))
            lost.add(child.id)
    made.counts["children new"] = len(new)
    made.counts["children changed"] = len(changed)
    made.counts["children unchanged"] = len(after) - sum(1 for child in changed if child.id not in gone)
    made.counts["children no longer in the export"] = len(lost)
    made.children |= {child.id for child in (*new, *changed)}
    made.write.insert(0, lambda at: at.children.change_all(changed))
    made.write.insert(0, lambda at: at.children.add_all(new))


def _child_again(kept: Child, said: Child) -> Child:
    return replace(
        kept,
        born_on=said.born_on or kept.born_on,
        unborn=said.unborn,
        from_export=True,
        missing_from_export_since=None,
        case_status=said.case_status,
    )


def _should_be_listed(child: Child, lists: set[int]) -> bool:
    """Whether a full export has this child: open by the last one, and in a list that this file has."""
    if not child.from_export or child.case_status == CLOSED:
        return False
    own = {"referral": REFERRALS, "care_leaver": LEAVERS}.get(child.case_status)
    return own in lists if own else {NEED, PROTECTION, CARE} <= lists


def _events(store: Store, said: Mapping[str, Meaning], made: Plan) -> None:
    wanted = {child: its.events for child, its in said.items() if its.events and its.child.case_status != CLOSED}
    kept: dict[str, list[Event]] = defaultdict(list)
    days = {(child, event.day) for child, events in wanted.items() for event in events}
    first, last = min((day for _, day in days), default=date.max), max((day for _, day in days), default=date.min)
    for event in store.events.between(wanted, first, last):
        if event.child_id is not None and (event.child_id, event.day) in days:
            kept[event.child_id].append(event)
    new: list[Event] = []
    changed: list[Event] = []
    for child, events in wanted.items():
        changes = merge_events(kept.get(child, ()), events)
        new += changes.new
        changed += changes.changed
        made.counts["visits and events unchanged"] += changes.unchanged
        if changes.new or changes.changed:
            made.children.add(child)
    made.counts["visits and events new"] = len(new)
    made.counts["visits and events changed"] = len(changed)
    made.write.append(lambda at: at.events.change_all(changed))
    made.write.append(lambda at: at.events.add_all(new))


def _allocations(store: Store, said: Mapping[str, Meaning], lists: set[int], source: Source, made: Plan) -> None:
    workers, today = Workers.of(store, source.today), source.today
    every = store.allocations.all()
    kept = {(a.child_id, a.role): a for a in every if a.until_on is None and a.source == ANNEX_A}
    handed_over = HandedOver(every)
    new: list[Allocation] = []
    changed: list[Allocation] = []
    nobody: Counter[tuple[str, str]] = Counter()
    for child, its in said.items():
        for role, (name, team) in its.workers.items():
            match = workers.match(name)
            key = match.staff_key
            if key is None:
                nobody[name, match.why] += 1
            before = kept.pop((child, role), None)
            told = handed_over.seen(child, role, Allocation(child, role, name, key, team, today), today)
            if told is not None:
                changed += told.changed
                if told.stands:
                    made.counts["allocations handed over here, not in the export yet"] += not told.changed
                    continue
            if before is not None and before.worker_name == name:
                after = replace(before, staff_key=key, team=team)
                changed += [after] if after != before else []
                made.counts["allocations unchanged"] += after == before
                continue
            changed += [replace(before, until_on=today)] if before is not None else []
            new.append(Allocation(child, role, name, key, team, today, None, ANNEX_A))
    told_by = {SOCIAL_WORKER: NEED, PERSONAL_ADVISER: LEAVERS}
    over = [replace(a, until_on=today) for (child, role), a in kept.items() if child in said and told_by[role] in lists]
    made.counts["allocations new"] = len(new)
    made.counts["allocations changed"] = len(changed)
    made.counts["allocations closed"] = len(over)
    made.children |= {a.child_id for a in (*new, *changed, *over)}
    made.note_unmatched(nobody)
    made.write.append(partial(_write_allocations, new, [*changed, *over]))


def _write_allocations(new: list[Allocation], changed: list[Allocation], store: Store) -> None:
    store.allocations.change_all(changed)
    store.allocations.add_all(new)


def _hold(kept: Mapping[str, Child], lost: set[str], made: Plan) -> None:
    were_open = sum(1 for child in kept.values() if child.from_export and child.case_status != CLOSED)
    if len(lost) > MOST_LOST or len(lost) > MOST_LOST_SHARE * were_open:
        made.held = (
            f"{len(lost):,} of {were_open:,} children who were open in the last export are not in this one, or not in "
            "the list that they were in. If that is right, an administrator has to confirm it"
        )


def _tell(said: Mapping[str, Meaning], lists: set[int], made: Plan) -> None:
    def without(statuses: Iterable[str], kinds: frozenset[str]) -> int:
        return sum(
            its.child.case_status in statuses and not any(s.kind in kinds for s in (*its.situations, *its.stand_ins))
            for its in said.values()
        )

    if NEED in lists:
        made.note(
            without(["child_in_need"], frozenset({"child_in_need"})),
            "children have a Child in Need plan whose start Annex A doesn't say: the situations file has to",
        )
        made.note(
            without(["child_protection_plan"], frozenset({"child_protection_plan"})),
            "children are on a Child Protection Plan by list 6, and not in list 7",
        )
        made.note(without(["looked_after"], CARE_KINDS), "children are looked after by list 6, and not in list 8")
    made.note(
        sum(s.awaits == "time" for its in said.values() for s in its.situations),
        "situations with deadlines in hours, of which Annex A knows the day only: no deadline in hours runs for them",
    )
    made.note(
        sum(s.awaits == "temporary_placement" for its in said.values() for s in its.situations),
        "temporary placements wait for a manager to say whether they are new placements",
    )
