"""What the tests of the team share: more people, and what a proposal's answer is called."""

import re
from datetime import date

from dialogs.core.turn import Sender
from storage.cases import Event, Situation, key_of
from storage.db import Database
from storage.decisions import Decision
from storage.import_runs import SuppliedStream
from storage.people import Person
from storage.roles import Role
from storage.store import Store
from tests.dialogs.visits.support import Checked

PATTI = Sender("00000000-0000-0000-0000-000000000024", "Patti Fernandez")
NINA = Sender("00000000-0000-0000-0000-0000000000e1", "Nina North")
TODAY = date(2026, 9, 1)
NOT_YOURS = "I can't settle anything for a child by that id. Either I know none, or it isn't yours to decide."


def person(store: Store, name: str) -> Person:
    return store.people.named(name)[0]


def supply(database: Database, kind: str) -> None:
    """The export has visits of this situation."""
    with database.transaction() as store:
        store.streams.save(SuppliedStream(kind, "visit", "annex_a", TODAY, date(1900, 1, 1), "test"))


def second_manager(store: Store) -> None:
    """Another manager of the same team."""
    megan = person(store, "Megan Bowen")
    nina = Person("nina", NINA.name, "Assistant Team Manager", NINA.object_id, roles=(Role.ASSISTANT_MANAGER,))
    store.people.save(Person(**{**_fields(nina), "team": megan.team, "service_area": megan.service_area}))


def _fields(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in person.__dataclass_fields__}


def number(said: str) -> int:
    """The number of the proposal that something said asks about."""
    return int(re.findall(r'"(?:yes|answer) (\d+)"', said)[-1])


def settle(chat: Checked, says: str) -> str:
    """Say it and confirm it; what is said then."""
    return chat.hear(f"yes {number(chat.hear(says))}")


def due_of(chat: Checked, child: str) -> str:
    """When somebody's visit is due, as "why" says."""
    said = chat.hear(f"why {child}")
    found = re.search(r"Visit \([^)]+\) ((?:Due|Was due) by \w+ \d+ \w+ \d+)", said)
    assert found, said
    return found[1]


def visit(child: str, day: date, **flags: bool | None) -> Event:
    """A recorded visit at home, seen, alone and spoken to, unless told otherwise."""
    told = {"seen": True, "seen_alone": True, "at_home_or_placement": True, "spoken_to": True, **flags}
    return Event(key_of(child, "visit", day), child, None, "visit", day, source="annex_a", **told)  # type: ignore[arg-type]


def situation(child: str, kind: str, day: date, **more: object) -> Situation:
    return Situation(key_of(child, kind, day), child, None, kind, day, source="annex_a", **more)  # type: ignore[arg-type]


def decisions(store: Store, child: str) -> list[Decision]:
    return store.decisions.of_children([child])
