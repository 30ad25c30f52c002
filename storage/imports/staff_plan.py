"""What a staff file changes: staff, and whose a worker's name in the export is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from storage.cases import CHAT
from storage.imports.layouts import documented
from storage.imports.plans import Plan, Source
from storage.imports.problems import NOTED
from storage.imports.rows import Typed, typed
from storage.imports.workers import Workers
from storage.imports.working_hours import working_hours
from storage.people import Person
from storage.store import Store

_OBJECT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PRINCIPAL_NAME = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def plan(store: Store, source: Source) -> Plan:
    """Work it out."""
    made = Plan()
    kept = {person.key: person for person in store.people.all()}
    said: dict[str, Person] = {}
    rows = {}
    for table in source.tables:
        for row in typed(table, source.today, source.problems):
            person = _person(row, kept)
            if person is None:
                continue
            if person.key in said:
                row.refuse("key", "this staff key has a row already")
                continue
            said[person.key], rows[person.key] = person, row
    _refuse_shared_identities(said, rows, kept)
    _point_out_nobody(said, rows, kept)
    new = [person for key, person in said.items() if key not in kept]
    changed = [person for key, person in said.items() if key in kept and person != kept[key]]
    made.counts["staff new"] = len(new)
    made.counts["staff changed"] = len(changed)
    made.counts["staff unchanged"] = len(said) - len(new) - len(changed)
    absent = [p.name for key, p in kept.items() if key not in said and not p.has_left(source.today)]
    made.note(len(absent), "members of staff are not in this file: give those who have gone a day in Left on")
    made.write.append(lambda at: _free_identities(at, changed))
    made.write.append(lambda at: at.people.change_all(changed))
    made.write.append(lambda at: at.people.add_all(new))
    _match_again(store, {**kept, **said}.values(), source, made)
    return made


def _person(row: Typed, kept: Mapping[str, Person]) -> Person | None:
    key, name = row.id("key", 100), row.text("name")
    if not key or not name:
        if key:
            row.refuse("name", "it is empty")
        return None
    before = kept.get(key)
    roles = _roles(row)
    return Person(
        key,
        name,
        row.text("job"),
        object_id=_object_id(row, before),
        principal_name=_principal_name(row) or (before.principal_name if before else None),
        roles=roles,
        team=row.text("team"),
        manager_key=row.text("manager", 100) or None,
        deputy_key=row.text("deputy", 100) or None,
        service_area=row.text("service_area"),
        working_hours=working_hours(row),
        newly_qualified_on=row.day("newly_qualified"),
        left_on=row.day("left_on"),
    )


def _roles(row: Typed) -> tuple[str, ...]:
    names = {name: role for role, written in documented().roles.items() for name in (role.replace("_", " "), *written)}
    found = []
    for written in re.split(r"[;,/]", row.text("roles", 400)):
        role = names.get(" ".join(written.casefold().replace("_", " ").split()))
        if role is not None and role not in found:
            found.append(role)
        elif role is None and written.strip():
            row.note("roles", f"there is no such role: {written.strip()[:40]}")
    return tuple(found)


def _object_id(row: Typed, before: Person | None) -> str | None:
    """An identity that is bound stays: a file never takes it from somebody or gives it to somebody else."""
    written = row.text("object_id", 64).casefold() or None
    if written is not None and not _OBJECT_ID.fullmatch(written):
        row.note("object_id", "it isn't an Entra object id")
        written = None
    if before is not None and before.object_id is not None:
        if written not in (None, before.object_id):
            row.note("object_id", "another identity is bound to this person already: an administrator has to look")
        return before.object_id
    return written


def _principal_name(row: Typed) -> str | None:
    written = row.text("principal_name", 320).casefold()
    if written and not _PRINCIPAL_NAME.fullmatch(written):
        row.note("principal_name", "it isn't a user principal name, such as sam.example@example.gov.uk")
        return None
    return written or None


def _refuse_shared_identities(said: dict[str, Person], rows: Mapping[str, Typed], kept: Mapping[str, Person]) -> None:
    """Of two people with one identity, neither gets it."""
    everybody = {**kept, **said}.values()
    for field, word in (("object_id", "Entra object id"), ("principal_name", "user principal name")):
        times = Counter(getattr(person, field) for person in everybody if getattr(person, field))
        for key, person in list(said.items()):
            value = getattr(person, field)
            if times[value] > 1 and (key not in kept or getattr(kept[key], field) != value):
                rows[key].note(field, f"somebody else has this {word} too")
                mine = getattr(kept[key], field) if key in kept else None
                said[key] = (
                    replace(person, object_id=mine) if field == "object_id" else replace(person, principal_name=mine)
                )


def _point_out_nobody(said: Mapping[str, Person], rows: Mapping[str, Typed], kept: Mapping[str, Person]) -> None:
    for key, person in said.items():
        for field, other in (("manager", person.manager_key), ("deputy", person.deputy_key)):
            if other is not None and other not in said and other not in kept:
                rows[key].note(field, "nobody has this staff key", NOTED)


def _free_identities(store: Store, changed: Iterable[Person]) -> None:
    """Two people may swap a user principal name in one file, and at no moment may both have it."""
    moved = [store.people.by_principal_name(person.principal_name) for person in changed if person.principal_name]
    store.people.change_all([replace(person, principal_name=None) for person in moved if person is not None])


def _match_again(store: Store, people: Iterable[Person], source: Source, made: Plan) -> None:
    workers = Workers(people, store.allocations.matches(), source.today)
    matched = []
    for allocation in store.allocations.current(source.today):
        if allocation.source == CHAT:  # a manager has said who it is, not what they are called
            continue
        key = workers.match(allocation.worker_name).staff_key
        if key != allocation.staff_key:
            matched.append(replace(allocation, staff_key=key))
    made.counts["allocations matched anew"] = len(matched)
    made.children |= {allocation.child_id for allocation in matched}
    made.write.append(lambda at: at.allocations.change_all(matched))
