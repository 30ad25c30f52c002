"""Made-up staff."""

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from storage.people import Person

_FIRST = (
    "Aisha", "Ben", "Chloe", "Daniel", "Esther", "Femi", "Grace", "Hamza", "Imogen", "Jack", "Kezia", "Liam", "Maryam",
    "Nia", "Owen", "Priya", "Quentin", "Rosa", "Sunil", "Tomasz", "Una", "Viktor", "Winston", "Xanthe", "Yusuf", "Zoë",
)  # fmt: skip
_LAST = (
    "Example", "Sample", "O’Specimen", "Placeholder", "Mock-Trial", "Fictional", "Madeup", "Pretend", "Demo",
    "Invented", "Dummy", "Notreal", "Imaginary", "Trial", "Model", "Standin", "Proxy", "Pattern", "Mannequin",
    "Figment",
)  # fmt: skip
CHILDREN_A_WORKER, WORKERS_A_TEAM = 17, 7
_HOURS = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def make_staff(children: int, chance: Random, first: Sequence[Person] = ()) -> list[Person]:
    """Enough staff for so many children; `first` are among them, and lead the first team if one of them can."""
    staff = list(first)
    numbers = count(1)
    names = _names(chance)

    def add(job: str, role: str, team: str, manager: str | None) -> Person:
        key = f"demo-{next(numbers):04}"
        address = f"{key}@example.invalid"
        area = "Help and Protection and Court"
        person = Person(key, next(names), job, None, address, (role,), team, manager, None, area, _HOURS)
        staff.append(person)
        return person

    manager = next((p for p in first if "manager" in p.roles), None)
    team = manager.team if manager else ""
    members = sum("practitioner" in p.roles for p in first)
    for number in range(max(2, children // CHILDREN_A_WORKER)):
        if manager is None or members >= WORKERS_A_TEAM:
            team = f"Team {number // WORKERS_A_TEAM + 1}"
            manager, members = add("Team Manager", "manager", team, None), 0
        add("Social Worker", "practitioner", team, manager.key)
        members += 1
    for _ in range(max(1, children // 200)):
        add("Personal Adviser", "personal_adviser", "Leaving Care", manager.key if manager else None)
    return staff


def _names(chance: Random) -> Iterator[str]:
    """Every name once, then with a number."""
    pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
    chance.shuffle(pairs)
    for round_ in count(1):
        for pair in pairs:
            yield pair if round_ == 1 else f"{pair} {round_}"
