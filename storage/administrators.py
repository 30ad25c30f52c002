"""Who is told how the bot itself fares."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from storage.roles import Role

if TYPE_CHECKING:
    from storage.store import Store


def administrators(store: "Store", named: Iterable[str], today: date) -> tuple[str, ...]:
    """As recipients: staff keys, and for those of the settings who aren't on the staff their object ids."""
    people = store.people.all()
    here = [person for person in people if not person.has_left(today)]
    keys = {person.object_id.lower(): person.key for person in here if person.object_id}
    by_role = {person.key for person in here if Role.ADMINISTRATOR in person.roles}
    left = {person.object_id.lower() for person in people if person.object_id and person.has_left(today)}
    return tuple(sorted(by_role | {keys.get(object_id, object_id) for object_id in named if object_id not in left}))
