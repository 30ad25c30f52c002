"""A made-up council: children in every situation, some visited in time, some late, some never."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, TypeAlias

from storage.demo.people import make_staff
from storage.people import Person

_KINDS: Final = {
    "need": 34, "protection": 13, "care": 20, "assessment": 12, "leaver": 9, "referral": 5, "closed": 7,
}  # fmt: skip
# When the last visit was, seen from a rhythm of so many days: in time, due this week, due today, late, never.
_LATENESS: Final = {"fine": 60, "soon": 18, "today": 5, "late": 13, "never": 4}
_ORDERS = (
    ("C1: ICO", 3),
    ("C2: FCO", 9),
    ("E1: Placement order", 2),
    ("V2: Single period under S20", 5),
    ("J1: Remanded to LA or youth detention", 1),
)
_PLACEMENTS = (
    ("f) U6: Foster placement - not FFA", 9), ("d) U4: Foster placement - long term", 5),
    ("p) K2: Children’s Homes", 3),
    ("k) P1: Placed with parents", 2), ("i) A5: Placed for adoption - order - foster", 1),
    ("x) T1: Temporary placement - hospital", 1), ("l) P2: Independent living", 1),
)  # fmt: skip
_REASON = "RC8 - Case closed after assessment, no further action"
Cell: TypeAlias = str | int | date | datetime | None
_LETTERS = "ABCDEFGHJKLMNPRSTW"


@dataclass(slots=True)
class Council:
    """`lists`: an Annex A list's number → its rows, official heading → cell. The others by the documented columns."""

    as_of: date
    staff: list[Person]
    lists: dict[int, list[dict[str, Cell]]] = field(default_factory=lambda: {number: [] for number in range(1, 12)})
    visits: list[dict[str, Cell]] = field(default_factory=list)
    situations: list[dict[str, Cell]] = field(default_factory=list)
    supervision: list[dict[str, Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Child:
    """What every list says of a child, and who works with them."""

    id: int
    cells: dict[str, Cell]
    worker: Person
    adviser: Person


def make_council(children: int, seed: int, as_of: date, staff: Sequence[Person] = ()) -> Council:
    """The same council for the same arguments; `staff` are among its people and get the first children."""
    chance = Random(seed)
    council = Council(as_of, make_staff(children, chance, staff))
    workers = [p for p in council.staff if "practitioner" in p.roles]
    advisers = [p for p in council.staff if "personal_adviser" in p.roles]
    kinds = chance.choices(tuple(_KINDS), tuple(_KINDS.values()), k=children)
    # Whoever tries the product sees one of each soon.
    kinds[: len(_KINDS)] = list(_KINDS)[:children]
    for number, kind in enumerate(kinds):
        worker = workers[number * len(workers) // children]
        child = _child(number, kind, worker, advisers[number % len(advisers)], as_of, chance)
        _MAKE[kind](child, council, chance)
    _other_lists(council, children, chance)
    _supervise(council, chance)
    return council


def _child(number: int, kind: str, worker: Person, adviser: Person, as_of: date, chance: Random) -> _Child:
    youngest, oldest = (18, 24) if kind == "leaver" else (0, 17)
    born: date | None = as_of - timedelta(days=chance.randrange(youngest * 366, oldest * 365 + 300))
    age: int = (as_of - born).days // 365 if born else 0
    if kind == "protection" and chance.random() < 0.03:
        born, age = as_of + timedelta(days=chance.randrange(20, 150)), -1
    cells: dict[str, Cell] = {
        "Child Unique ID": 900_001 + number,
        "Gender": chance.choice(("a) Male", "b) Female")),
        "Ethnicity": chance.choice(("a) WBRI", "f) MWBC", "k) APKN", "o) BAFR")),
        "Date of Birth": born,
        "Age of Child (Years)": age,
        "Does the Child have a Disability": chance.choice(("a) Yes", "b) No", "b) No", "b) No")),
    }
    return _Child(900_001 + number, cells, worker, adviser)


def _list(council: Council, number: int, child: _Child, worker: Person | None, cells: dict[str, Cell]) -> None:
    by = worker or child.worker
    council.lists[number].append({**child.cells, **cells, "Allocated Team": by.team, "Allocated Worker": by.name})


def _situation(child: _Child, council: Council, chance: Random, kind: str, started: date, **facts: Cell) -> None:
    initials = chance.choice(_LETTERS) + chance.choice(_LETTERS)
    row: dict[str, Cell] = {"child": child.id, "initials": initials, "situation": kind, "started": started}
    council.situations.append({**row, **facts})


def _last_visit(every: int, as_of: date, chance: Random) -> date | None:
    how = chance.choices(tuple(_LATENESS), tuple(_LATENESS.values()))[0]
    ago = {
        "fine": chance.randrange(0, max(1, every * 6 // 10)),
        "soon": every - chance.randrange(1, min(7, every)),
        "today": every,
        "late": every + chance.randrange(1, 25),
    }
    return None if how == "never" else as_of - timedelta(days=ago[how])


def _visited(child: _Child, council: Council, day: date | None, chance: Random, **details: Cell) -> None:
    if day is None:
        return
    at = datetime.combine(day, time(chance.randrange(9, 17), chance.choice((0, 15, 30, 45))))
    counts = chance.random() < 0.93
    flags: dict[str, Cell] = {
        "seen": "yes", "seen_alone": "yes" if counts else "no", "at_home_or_placement": "yes", "spoken_to": "yes",
        "unannounced": "yes" if chance.random() < 0.2 else "no",
    }  # fmt: skip
    visit_id = f"V{len(council.visits) + 1:07}"
    row = {"child": child.id, "at": at, "stream": "visit", **flags, "worker": child.worker.name, "visit_id": visit_id}
    council.visits.append({**row, **details})


def _unannounced(child: _Child, council: Council, visit: date | None, before: int, chance: Random) -> None:
    """Mostly there was one not long before the last visit."""
    if visit is not None and chance.random() < 0.8:
        day = visit - timedelta(days=chance.randrange(1, before))
        _visited(child, council, day, chance, unannounced="yes", seen_alone="yes")


def _in_need(child: _Child, council: Council, chance: Random, status: str = "c) Child in need plan") -> date:
    started = council.as_of - timedelta(days=chance.randrange(40, 420))
    seen = council.as_of - timedelta(days=chance.randrange(0, 40))
    cells: dict[str, Cell] = {
        "CIN Start Date": started, "Primary Need Code": "N1 - Abuse or neglect", "Date Child Was Last Seen": seen,
        "Case status": status,
    }  # fmt: skip
    _list(council, 6, child, None, cells)
    _history(child, council, chance)
    return started


def _history(child: _Child, council: Council, chance: Random) -> None:
    """What the last six months left in the lists of what has been done: about as often as in England."""
    referred = council.as_of - timedelta(days=chance.randrange(50, 180))
    if chance.random() < 0.75:
        cells: dict[str, Cell] = {"Date of referral": referred, "Referral NFA?": "b) No"}
        _list(council, 3, child, None, {**cells, "Referral Source": "a) 1A: Individual"})
    if chance.random() < 0.75:
        done = referred + timedelta(days=chance.randrange(15, 50))
        cells = {"Continuous Assessment Start Date": referred, "Continuous Assessment Date of Authorisation": done}
        _list(council, 4, child, None, cells)
    if chance.random() < 0.25:
        cells = {
            "Strategy discussion initiating Section 47 Enquiry Start Date": referred,
            "Was an Initial Child Protection Conference deemed unnecessary?": "a) Yes",
        }
        _list(council, 5, child, None, cells)


def _need(child: _Child, council: Council, chance: Random) -> None:
    referred = _in_need(child, council, chance)
    started = referred + timedelta(days=chance.randrange(10, 38))
    _situation(child, council, chance, "child_in_need", started)
    visit = _last_visit(28, council.as_of, chance)
    _visited(child, council, visit, chance)
    _unannounced(child, council, visit, 60, chance)
    review = _last_visit(56, council.as_of, chance)
    if review is not None and review > started:
        _visited(child, council, review, chance, stream="plan_review", seen=None, seen_alone=None, spoken_to=None)


def _protection(child: _Child, council: Council, chance: Random) -> None:
    _in_need(child, council, chance, "b) Child Protection plan")
    started = council.as_of - timedelta(days=chance.randrange(3, 400))
    visit = _last_visit(14, council.as_of, chance)
    cells: dict[str, Cell] = {
        "Child Protection Plan Start Date": started, "Initial Category of Abuse": "a) Neglect",
        "Latest Category of Abuse": "a) Neglect", "Date of the Last Statutory Visit": visit,
        "Was the Child Seen Alone?": chance.choice(("a) Yes",) * 6 + ("b) No", "c) Unknown")) if visit else None,
        "Number of Previous Child Protection Plans": chance.randrange(0, 2),
    }  # fmt: skip
    _list(council, 7, child, None, cells)
    _situation(child, council, chance, "child_protection_plan", started)
    if chance.random() < 0.5:
        _visited(child, council, visit, chance, seen_alone="yes")
    _unannounced(child, council, visit, 16, chance)
    group = _last_visit(28, council.as_of, chance)
    if group is not None and group > started:
        _visited(child, council, group, chance, stream="core_group", seen=None, seen_alone=None, spoken_to=None)


def _care(child: _Child, council: Council, chance: Random) -> None:
    _in_need(child, council, chance, "a) Looked after child")
    started = council.as_of - timedelta(days=chance.randrange(30, 1500))
    placed = min(council.as_of, started + timedelta(days=chance.randrange(0, max(1, (council.as_of - started).days))))
    visit = _last_visit(42, council.as_of, chance)
    cells: dict[str, Cell] = {
        "Date Started to be Looked After": started, "Start date of current legal status": started,
        "Child's Legal Status": _one_of(_ORDERS, chance), "Date of Last Social Work Visit": visit,
        "What is the permanence plan for this child?": "f) Long-term fostering",
        "Start Date of Most Recent Placement": placed, "Placement Type": _one_of(_PLACEMENTS, chance),
        "Number of Placements in the Last 12 months": chance.randrange(1, 4), "Placement postcode": "ZZ99 3VZ",
    }  # fmt: skip
    _list(council, 8, child, None, cells)
    if "A5" in str(cells["Placement Type"]):
        _list(council, 10, child, None, {"Date the Child Entered Care": started, "Date Placed for Adoption": placed})


def _assessment(child: _Child, council: Council, chance: Random) -> None:
    _in_need(child, council, chance, "d) Open assessment")
    started = council.as_of - timedelta(days=chance.randrange(1, 45))
    cells: dict[str, Cell] = {
        "Continuous Assessment Start Date": started, "Child Seen During Continuous Assessment": "a) Yes",
    }  # fmt: skip
    _list(council, 4, child, None, cells)
    if chance.random() < 0.3:
        enquiry: dict[str, Cell] = {"Strategy discussion initiating Section 47 Enquiry Start Date": started}
        _list(council, 5, child, None, enquiry)
    _visited(child, council, started + timedelta(days=2) if chance.random() < 0.8 else None, chance)


def _leaver(child: _Child, council: Council, chance: Random) -> None:
    cells: dict[str, Cell] = {
        "Eligibility Category": chance.choice(("b) Former relevant child", "c) Qualifying care leaver")),
        "LA In Touch ": chance.choice(("a) Yes", "a) Yes", "a) Yes", "b) No")),
    }  # fmt: skip
    _list(council, 9, child, child.adviser, cells)
    started = council.as_of - timedelta(days=chance.randrange(30, 300))
    _situation(child, council, chance, "care_leaver", started, plan_started_on=started)
    contact = _last_visit(60, council.as_of, chance)
    _visited(child, council, contact, chance, stream="keeping_in_touch", worker=child.adviser.name, seen_alone=None)


def _referral(child: _Child, council: Council, chance: Random) -> None:
    received = council.as_of - timedelta(days=chance.randrange(0, 3))
    _list(council, 3, child, None, {"Date of referral": received, "Referral Source": "a) 1A: Individual"})
    if chance.random() < 0.5:
        at = datetime.combine(received, time(chance.randrange(8, 18)))
        _situation(child, council, chance, "referral", at)


def _closed(child: _Child, council: Council, chance: Random) -> None:
    closed = council.as_of - timedelta(days=chance.randrange(1, 180))
    referred = closed - timedelta(days=chance.randrange(20, 60))
    _list(council, 3, child, None, {"Date of referral": referred, "Referral NFA?": "b) No"})
    done: dict[str, Cell] = {
        "Continuous Assessment Start Date": referred, "Continuous Assessment Date of Authorisation": closed,
    }  # fmt: skip
    _list(council, 4, child, None, done)
    over: dict[str, Cell] = {
        "CIN Start Date": referred, "CIN Closure Date": closed, "Reason for Closure": _REASON,
        "Case status": "e) Closed episode",
    }  # fmt: skip
    _list(council, 6, child, None, over)


def _other_lists(council: Council, children: int, chance: Random) -> None:
    """The lists that aren't read have rows, too."""
    for number in range(children * 2):
        day = council.as_of - timedelta(days=chance.randrange(0, 180))
        contact: dict[str, Cell] = {"Child Unique ID": 990_001 + number, "Date of Contact": day}
        council.lists[1].append({**contact, "Contact Source": "a) 1A: Individual"})
        if number % 3 == 0:
            council.lists[2].append({"Child Unique ID": 990_001 + number, "Assessment start date": day})
    for number in range(children // 100):
        council.lists[11].append(
            {"Individual adopter identifier": f"MU{number:05}", "Date enquiry received": council.as_of}
        )


def _supervise(council: Council, chance: Random) -> None:
    for person in council.staff:
        if {"practitioner", "personal_adviser"} & set(person.roles):
            session = _last_visit(30, council.as_of, chance)
            if session is not None:
                recorded = session + timedelta(days=1) if chance.random() < 0.8 and session < council.as_of else None
                agreement = council.as_of - timedelta(days=chance.randrange(20, 400))
                row: dict[str, Cell] = {"key": person.key, "session": session, "recorded": recorded}
                council.supervision.append({**row, "agreement": agreement})


def _one_of(weighted: Sequence[tuple[str, int]], chance: Random) -> str:
    return chance.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]


_MAKE: Final[dict[str, Callable[[_Child, Council, Random], None]]] = {
    "need": _need,
    "protection": _protection,
    "care": _care,
    "assessment": _assessment,
    "leaver": _leaver,
    "referral": _referral,
    "closed": _closed,
}
