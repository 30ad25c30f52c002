"""The one gate to children's data, with two doors: `as_person` for people, `as_job` for what runs by itself.

What goes through leaves a row in the audit log: one a view, or attempt, of a person, and one a run of a job."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from storage import audit_log
from storage.allocations import Allocation
from storage.cases import Situation
from storage.children import LONGEST_ID, Child
from storage.people import Person
from storage.planning import Planning
from storage.reach import Reached
from storage.roles import Action, Reach, Role, may
from storage.works import Works

if TYPE_CHECKING:
    from storage.store import Store

from standards_kb.working_days import LONDON


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody may see of a child: nothing but the child where they may only record (`situations` is None)."""

    child: Child
    situations: tuple[Situation, ...] | None
    allocations: tuple[Allocation, ...] = ()
    may_record: bool = False


def as_person(store: "Store", object_id: str, at: datetime, administrators: frozenset[str] = frozenset()) -> "Door":
    """The door for whoever has this Entra object id; `administrators` are those of the settings.

    Whoever isn't on the staff, or has left, finds it shut."""
    person = store.people.find(object_id) if object_id else None
    return door_of(store, person, object_id, at, administrators)


def door_of(
    store: "Store", person: Person | None, object_id: str, at: datetime, administrators: frozenset[str] = frozenset()
) -> "Door":
    """The same, for an object id whose row of the staff was just read; None: it has none."""
    today = at.astimezone(LONDON).date()
    is_first = object_id.lower() in administrators
    if person is None and is_first:
        person = Person(object_id, object_id, object_id=object_id, roles=(Role.ADMINISTRATOR,))
    elif person is not None and is_first and Role.ADMINISTRATOR not in person.roles:
        person = replace(person, roles=(*person.roles, Role.ADMINISTRATOR))
    if person is not None and person.has_left(today):
        person = None
    return Door(store, person, audit_log.person(object_id), at, today)


def as_job(store: "Store", name: str, at: datetime, about: str, child_ids: Iterable[str] = ()) -> None:
    """The door for one run of a job, which may see and change everything and shows it to nobody; `child_ids`: whom it
    changed. What is then sent to people is audited by itself."""
    store.audit_log.add(at, audit_log.job(name), "run", about, child_ids)


def as_planner(store: "Store") -> Planning:
    """The same for whoever plans what is to be said unasked: it sees every child, and what it plans is audited as a run
    of `as_job`."""
    return store.planning


class Door(Works):
    """What one person may see and do, now."""

    def __init__(self, store: "Store", person: Person | None, who: str, at: datetime, today: date) -> None:
        self.person = person
        self.who = who
        self._store = store
        self._at = at
        self._today = today
        self._reached: dict[Action, Reached] = {}
        self._seen: set[str] = set()  # the children to whom it has let them
        self._recordable: dict[str, bool] = {}

    def reached(self, action: Action) -> Reached:
        """How far they reach in an action."""
        if self.person is None:
            return Reached()
        if action not in self._reached:
            self._reached[action] = self._store.staff.reached(self.person, action, self._covers())
        return self._reached[action]

    def find(self, child_id: str) -> Case | None:
        """A child, with the situations that are open if they may be seen; None alike if there is no such child and if
        it is not for this person. Audited either way."""
        if len(child_id) > LONGEST_ID:
            self._audit("refused", "asked for a child by what is no id")
            return None
        may_view, may_record = self.may(Action.VIEW, child_id), self.may(Action.RECORD, child_id)
        child = self._store.children.find(child_id) if may_view or may_record else None
        if child is None:
            self._audit("refused", "asked for a child", child_id)
            return None
        if not may_view:
            self._audit("view", "the child only, to record for", child_id)
            return Case(child, None, may_record=True)
        self._audit("view", "a child's open situations", child_id)
        self._seen.add(child_id)
        open_ones = [s for s in self._store.situations.of_children([child_id]) if s.is_open(self._today)]
        allocations = self._store.allocations.of_child(child_id, self._today)
        return Case(child, tuple(open_ones), tuple(allocations), may_record)

    def caseload(self, about: str) -> tuple[Child, ...] | None:
        """The children allocated to them; None if their roles give them none. Audited as one view."""
        mine = self.own() if self._has_cases() else None
        self._audit("view" if mine is not None else "refused", about, *(child.id for child in mine or ()))
        self._seen.update(child.id for child in mine or ())
        return mine

    def own(self) -> tuple[Child, ...]:
        """The same, for telling whom a word or a row is about. Not audited: whoever then shows anything is."""
        return self._caseload(self.person.key) if self.person is not None and self._has_cases() else ()

    def covered(self) -> tuple[Person, ...]:
        """Those whom they stand in for; nothing of their children."""
        if self.person is None or not self._has_cases():
            return ()
        standing = self._store.people.stood_in_for(self.person.key)
        covered = self._store.people.with_keys(self._covers())
        return tuple({person.key: person for person in (*standing, *covered)}.values())

    def covered_caseload(self, about: str) -> tuple[Child, ...] | None:
        """The children allocated to those whom they stand in for. Audited as one view."""
        covered = [person.key for person in self.covered()]
        theirs = self._caseload(*covered) if covered else None
        self._audit("view" if theirs is not None else "refused", about, *(child.id for child in theirs or ()))
        self._seen.update(child.id for child in theirs or ())
        return theirs

    def named(self, said: str) -> tuple[str, ...]:
        """The ids that somebody may mean by an id, or by what one of their own children is called: the end of the id,
        or initials and that. Tells nothing of anybody else's children: an id comes back as it was said."""
        wanted = _plain(said)
        own = self.own()
        exact = [child.id for child in own if _plain(child.id) == wanted]
        called = [child.id for child in own if wanted in _names_of(child)]
        return tuple(exact or called or [said])

    def let_in(self, action: Action, child_id: str) -> bool:
        """Whether they may do something about a child, for `managing` to do it. Not audited: whoever then shows or
        changes anything is."""
        is_let = self.may(action, child_id)
        if is_let:
            self._seen.add(child_id)
        return is_let

    def meant(self, said: str) -> tuple[str, ...]:
        """The ids that somebody may mean by an id, or by what a child of those whom they lead is called. As `named`, it
        tells nothing of anybody else's children."""
        reached = self.reached(Action.OVERSEE)
        if self.person is None or reached.is_nothing or self.may(Action.OVERSEE, said):
            return (said,)
        work = self._work(reached)
        return tuple(sorted({child.id for _, child in work if _plain(said) in _names_of(child)})) or (said,)

    def oversees(self) -> tuple[tuple[Allocation, Child], ...] | None:
        """The casework of everybody whom they lead, each with its child, and of their teams where it isn't known whose
        it is; None if they lead nobody. Audited as figures: whoever then shows a child is audited for that."""
        reached = self.reached(Action.OVERSEE)
        if self.person is None or reached.is_nothing:
            self._audit("refused", "asked for a team's figures")
            return None
        self._audit("figures", "what is due for each worker of a team")
        return self._work(reached)

    def work_of(self, worker_key: str) -> tuple[tuple[Allocation, Child], ...] | None:
        """The casework of one whom they lead; None alike for anybody else and for nobody. Audited as one view."""
        worker = self._store.people.by_key(worker_key)
        if worker is None or not self.reached(Action.OVERSEE).includes(worker):
            self._audit("refused", "asked for a worker's children")
            return None
        found = self._work(Reached(staff=frozenset({worker_key})))
        self._audit("view", "what is due for a worker's children", *(child.id for _, child in found))
        return found

    def may_record(self, child_id: str) -> bool:
        """Whether they may record for a child. Not audited: whoever then shows or changes anything is."""
        if child_id not in self._recordable:
            self._recordable[child_id] = self.may(Action.RECORD, child_id)
        return self._recordable[child_id]

    def changed(self, about: str, child_ids: Iterable[str]) -> None:
        """Audit what was changed through this door: of whom, and why where a reason was given. Cards that name them are
        brought up to date."""
        of = tuple(child_ids)
        self._audit("change", about, *of)
        if of:
            self._store.sending.show_anew(of, self._at)

    def shown(self, message: int) -> None:
        """A message of theirs is answered in place, so that it shows things as they are now."""
        if self.person is not None:
            self._store.sending.is_shown(message, self.person.key)

    def viewed(self, about: str, child_ids: Iterable[str]) -> None:
        """Audit what else was shown through this door."""
        self._audit("view", about, *child_ids)

    def figures(self) -> dict[str, int] | None:
        """Of how many children each kind of situation is open, without restricted ones not meant for them; None if
        figures aren't for this person."""
        reached = self.reached(Action.FIGURES)
        if self.person is None or reached.is_nothing:
            return None
        self._audit("figures", "numbers of children by situation")
        return self._store.reached_children.open_by_kind(reached, self.person.key, self._today)

    def _covers(self) -> frozenset[str]:
        """Whom they stand in for today, by a manager's word."""
        assert self.person is not None
        return frozenset(cover.staff_key for cover in self._store.covers.by(self.person.key, self._today))

    def _work(self, reached: Reached) -> tuple[tuple[Allocation, Child], ...]:
        assert self.person is not None
        found = self._store.reached_children.worked_with(reached, self.person.key, self._today)
        self._seen.update(child.id for _, child in found)
        return tuple(found)

    def _has_cases(self) -> bool:
        """Whether children can be theirs: an allocation alone opens nothing to a role that may view none."""
        return self.person is not None and _reaches_own(self.person, Action.VIEW)

    def _caseload(self, *staff_keys: str) -> tuple[Child, ...]:
        assert self.person is not None
        return tuple(self._store.reached_children.allocated(staff_keys, self.person.key, self._today))

    def may(self, action: Action, child_id: str) -> bool:
        """Whether they may do that about a child. Not audited: who then shows something says so, as `told`."""
        person = self.person
        if person is None:
            return False
        includes = self._store.reached_children.includes
        # Most are about a child of one's own, and everybody else on the staff need not be read to tell.
        if _reaches_own(person, action) and includes(_own(person), person.key, child_id, self._today):
            return True
        reached = self.reached(action)
        return not reached.is_nothing and includes(reached, person.key, child_id, self._today)

    def told(self, about: str, child_id: str) -> None:
        """Note that the bot sends them something about a child."""
        self._audit("told", about, child_id)

    def _door(self) -> "Door":
        return self

    def _audit(self, action: str, about: str, *child_ids: str) -> None:
        self._store.audit_log.add(self._at, self.who, action, about, child_ids)


def _reaches_own(person: Person, action: Action) -> bool:
    return any(may(role, action) in (Reach.OWN, Reach.TEAM, Reach.SERVICE) for role in Role if role in person.roles)


def _own(person: Person) -> Reached:
    return Reached(staff=frozenset({person.key}))


def _plain(said: str) -> str:
    return "".join(c for c in said.casefold() if c.isalnum())


def _names_of(child: Child) -> frozenset[str]:
    """What a child of one's own may be called beside the whole id."""
    digits = "".join(c for c in child.id if c.isdigit())
    ends = {digits[-length:] for length in (3, 4) if len(digits) > length}
    return frozenset(ends | {_plain(child.initials + end) for end in ends if child.initials})
