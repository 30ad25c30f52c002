"""Files that a feature makes for people: it declares each kind, and a reply offers one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from dialogs.core.knowledge import Knowledge
from dialogs.core.turn import Json
from storage.access import Door, door_of
from storage.people import Person
from storage.store import Store

# (facts of the offer, store, knowledge, whom it was offered to, now) → what `write` takes; None: no longer theirs, or
# no longer there. Runs in a transaction each time the file is fetched, and asks the gate each time.
Gather: TypeAlias = Callable[[Mapping[str, Json], Store, Knowledge, Person, datetime], Any | None]
Write: TypeAlias = Callable[[Any], bytes]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar"


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file. `name` is the file's, and names no child; `write` is a pure function at a module's top, as it
    runs in a process of its own: same values, same bytes."""

    kind: str
    name: str
    media_type: str
    gather: Gather
    write: Write


@dataclass(frozen=True, slots=True)
class Offer:
    """A file offered with a reply, not yet made. `label` says what it is, and names no child; `facts` are what `gather`
    needs, as JSON; `child_id`: whom it is about, if one child. `id` and `name` come when it is kept."""

    kind: str
    facts: Mapping[str, Json]
    child_id: str | None
    label: str
    id: str = field(default="")
    name: str = field(default="")


def door_for(store: Store, knowledge: Knowledge, person: Person, at: datetime) -> Door:
    """The gate's door for whom a file was offered to, as `gather` needs it."""
    return door_of(store, person, person.object_id or "", at, knowledge.administrators)
