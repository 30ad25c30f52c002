"""The gate against a plain reading of its rules: made-up councils, told in loops what SQL tells in one condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.access import as_person
from storage.allocations import Allocation
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.roles import Action, Reach, Role, may
from storage.store import Store
from tests.storage.support import NOW, failing_transaction

TODAY = NOW.date()
LEADING = (Role.ASSISTANT_MANAGER, Role.MANAGER, Role.HEAD_OF_SERVICE)
ROLES = (*LEADING, Role.PRACTITIONER, Role.AUDITOR, Role.DUTY, Role.DIRECTOR, Role.ADMINISTRATOR)
KEYS = ("a", "b", "c", "d", "e", "f")
CHILDREN = ("1", "2", "3")


@dataclass(frozen=True)
class Council:
    people: tuple[Person, ...]
    children: tuple[Child, ...]
    allocations: tuple[Allocation, ...]
    viewers: dict[str, tuple[str, ...]]


some_day = st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])


@st.composite
def councils(draw: st.DrawFn) -> Council:
    other = st.none() | st.sampled_from(KEYS)
    people = tuple(
        Person(
            key,
            key,
            object_id=key * 8,
            roles=tuple(draw(st.lists(st.sampled_from(ROLES), max_size=2, unique=True))),
            team=draw(st.sampled_from(["", "North", " north", "South"])),
            service_area=draw(st.sampled_from(["", "Help", "Care"])),
            manager_key=draw(other),
            deputy_key=draw(other),
            left_on=draw(st.none() | st.none() | some_day),
        )
        for key in KEYS
    )
    allocations = draw(
        st.lists(
            st.builds(
                Allocation,
                child_id=st.sampled_from(CHILDREN),
                role=st.sampled_from(["social_worker", "auditor"]),
                worker_name=st.just("Somebody"),
                staff_key=other,
                team=st.sampled_from(["", "North", "South", "NORTH "]),
                from_on=st.just(TODAY - timedelta(days=9)) | some_day,
                until_on=st.none() | some_day,
            ),
            max_size=6,
        )
    )
    children = tuple(Child(child, restricted=draw(st.sampled_from([False, False, True]))) for child in CHILDREN)
    viewers = {child: tuple(draw(st.lists(st.sampled_from(KEYS), max_size=2, unique=True))) for child in CHILDREN}
    return Council(people, children, tuple(allocations), viewers)


def plain(text: str) -> str:
    return text.strip().lower()


def has(person: Person, action: Action, *reaches: Reach) -> bool:
    return any(may(role, action) in reaches for role in Role if role in person.roles)


def below(head: Person, people: Sequence[Person]) -> set[str]:
    """Whoever comes to this head by going up from manager to manager."""
    by_key = {p.key: p for p in people}
    found = {head.key}
    for person in people:
        seen: list[str] = []
        above = person.manager_key
        while above is not None and above not in seen:
            seen.append(above)
            above = by_key[above].manager_key
        if head.key in seen:
            found.add(person.key)
    return found


def reaches(person: Person, action: Action, allocation: Allocation, people: Sequence[Person]) -> bool:
    """Whether an allocation brings a child within somebody's reach."""
    if allocation.role == "auditor":
        return has(person, action, Reach.AUDITED) and allocation.staff_key == person.key
    stood_for = [person, *(p for p in people if p.deputy_key == person.key)]
    staff: set[str] = set()
    teams: set[str] = set()
    if has(person, action, Reach.OWN, Reach.TEAM, Reach.SERVICE):
        staff |= {p.key for p in stood_for}
    for reach in (Reach.TEAM, Reach.SERVICE):
        if not has(person, action, reach):
            continue
        group: set[str] = set()
        for head in [person, *(p for p in stood_for if has(p, action, Reach.TEAM, Reach.SERVICE))]:
            group |= below(head, people)
            for p in people:
                same_area = plain(p.service_area) == plain(head.service_area)
                if reach is Reach.TEAM and head.team.strip() and plain(p.team) == plain(head.team) and same_area:
                    group.add(p.key)
                if reach is Reach.SERVICE and head.service_area and same_area:
                    group.add(p.key)
        staff |= group
        inside = {plain(p.team) for p in people if p.key in group}
        teams |= inside - {plain(p.team) for p in people if p.key not in group} - {""}
    return allocation.staff_key in staff if allocation.staff_key else plain(allocation.team) in teams


def allowed(council: Council, person: Person, action: Action, child: Child) -> bool:
    if person.left_on is not None and person.left_on <= TODAY:
        return False
    everything = (Reach.OWN, Reach.AUDITED, Reach.TEAM, Reach.SERVICE, Reach.NAMED, Reach.EVERYBODY)
    if child.restricted:
        return person.key in council.viewers[child.id] and has(person, action, *everything)
    if has(person, action, Reach.NAMED, Reach.EVERYBODY):
        return True
    current = [
        a
        for a in council.allocations
        if a.child_id == child.id and a.from_on <= TODAY and (a.until_on is None or a.until_on > TODAY)
    ]
    return any(reaches(person, action, allocation, council.people) for allocation in current)


def fill(store: Store, council: Council) -> None:
    store.people.add_all(council.people)
    store.children.add_all(council.children)
    store.allocations.add_all(council.allocations)
    for child, keys in council.viewers.items():
        store.children.set_viewers(child, keys)


@settings(max_examples=150)
@given(council=councils())
def test_the_gate_lets_in_exactly_those_whom_the_rules_let_in(sqlite_database: Database, council: Council) -> None:
    with failing_transaction(sqlite_database) as store:
        fill(store, council)
        for person in council.people:
            door = as_person(store, str(person.object_id), NOW)
            for child in council.children:
                case = door.find(child.id)
                seen = case is not None and case.situations is not None
                recorded = case is not None and case.may_record
                expected = [allowed(council, person, action, child) for action in (Action.VIEW, Action.RECORD)]
                assert [seen, recorded] == expected, (person.key, child.id)
                assert (case is None) is (expected == [False, False])
