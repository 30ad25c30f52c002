"""Children's (and for supervision, workers') situations, and the events that meet their deadlines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from storage.case_tables import events, situations
from storage.rows import insert_all, row_of, rows_among, update_all, values_among, values_of
from storage.upsert import insert_if_absent

# The states of an event.
RECORDED: Final = "recorded"  # the case system has it
AWAITING_RECORD: Final = "awaiting_record"  # a worker says so, and no import has shown it yet
CONFIRMED: Final = "confirmed"  # a worker said so, and an import has shown it
CONTRADICTED: Final = "contradicted"  # a worker said so, and an import shows it otherwise
CHAT: Final = "chat"  # the source of what people have told the bot
# What a situation awaits.
STEP_DOWN: Final = "step_down"  # its start is assumed from the end of a Child Protection Plan; relied on meanwhile
TIME: Final = "time"  # only the day is known: no deadline in hours runs until somebody gives the time
TEMPORARY: Final = "temporary_placement"  # not relied on until a manager confirms that the placement is a new one
_BATCH = 500  # below SQLite's limit of values in one statement


@dataclass(frozen=True, slots=True)
class Situation:
    """`kind` and the names of `facts` are those of the timescales; `started_at` only where the instant is known.

    `natural_key` says which situation it is, the same at every import; `awaits` is what people have yet to give."""

    natural_key: str
    child_id: str | None
    staff_key: str | None
    kind: str
    started_on: date
    started_at: datetime | None = None
    ended_on: date | None = None
    ended_by: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    awaits: str | None = None
    missing_since: date | None = None
    id: int = 0
    version: int = 1

    def is_open(self, today: date) -> bool:
        """Whether it lists anything on that day: the day it ends is the first on which it doesn't."""
        return self.ended_on is None or self.ended_on > today


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a local day, at an instant where that is known. A flag of None isn't recorded.

    `with_key`: the second worker of a joint visit, which is one visit."""

    natural_key: str
    child_id: str | None
    staff_key: str | None
    stream: str
    day: date
    at: datetime | None = None
    seen: bool | None = None
    seen_alone: bool | None = None
    at_home_or_placement: bool | None = None
    spoken_to: bool | None = None
    unannounced: bool | None = None
    chaired_by_manager: bool | None = None
    setting: str = ""
    worker_name: str = ""
    worker_key: str | None = None
    worker_role: str = ""
    with_key: str | None = None
    source: str = ""
    state: str = RECORDED
    id: int = 0
    version: int = 1


_FIELDS: Final = tuple(one.name for one in fields(Event))
_CHILD: Final = _FIELDS.index("child_id")
_BY_DAY: Final = itemgetter(_FIELDS.index("day"), _FIELDS.index("natural_key"))


def key_of(subject: str, kind: str, when: date | datetime) -> str:
    """The natural key of a situation or an event: whose, what, and when it started or happened."""
    return f"{kind} {when.isoformat()} {subject}"


class Situations:
    """The rows of `situations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, situation_id: int) -> Situation | None:
        """One situation."""
        return next(iter(self._where(situations.c.id == situation_id)), None)

    def children_in(self, kinds: Collection[str]) -> set[str]:
        """The ids of the children who are, or have been, in any of these situations."""
        found = select(situations.c.child_id).where(situations.c.kind.in_(kinds), situations.c.child_id.is_not(None))
        return set(self._connection.execute(found.distinct()).scalars())

    def of_children(self, child_ids: Iterable[str]) -> list[Situation]:
        """Everything known of these children, oldest first."""
        found = values_among(self._connection, Situation, situations, sorted(set(child_ids)))
        return sorted(found, key=_by_start)

    def of_all_staff(self, staff_keys: Collection[str]) -> list[Situation]:
        """Everything known of these members of staff, each one's oldest first."""
        found = values_among(self._connection, Situation, situations, sorted(set(staff_keys)), column="staff_key")
        return sorted(found, key=_by_start)

    def of_staff(self, staff_key: str) -> list[Situation]:
        """Everything known of a member of staff, oldest first."""
        return sorted(self._where(situations.c.staff_key == staff_key), key=_by_start)

    def all(self, *, open_on: date | None = None) -> list[Situation]:
        """Every situation; or those that are open on a day."""
        still = (or_(situations.c.ended_on.is_(None), situations.c.ended_on > open_on),) if open_on is not None else ()
        return self._where(*still)

    def add(self, situation: Situation) -> int:
        """Add one; its id."""
        key = self._connection.execute(insert(situations), row_of(situation, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def change(self, situation: Situation) -> bool:
        """Change one, unless somebody else has changed this version of it; whether it was."""
        return _change(self._connection, situations, situation)

    def add_all(self, new: Sequence[Situation]) -> None:
        """Add many."""
        insert_all(self._connection, situations, [row_of(s, without=("id",)) for s in new])

    def change_all(self, changed: Sequence[Situation]) -> None:
        """Change many, by id, whatever their version was; each gets the next."""
        rows = [{**row_of(s), "version": s.version + 1} for s in changed]
        update_all(self._connection, situations, "id", rows)

    def remove_all(self, gone: Sequence[Situation]) -> None:
        """Remove many, by id."""
        for ids in _batches(situation.id for situation in gone):
            self._connection.execute(delete(situations).where(situations.c.id.in_(ids)))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Situation]:
        return values_of(Situation, self._connection.execute(select(situations).where(*conditions)))


class Events:
    """The rows of `events`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, event_id: int) -> Event | None:
        """One event."""
        return next(iter(self._where(events.c.id == event_id)), None)

    def of_children(self, child_ids: Iterable[str]) -> list[Event]:
        """Everything known of these children, oldest first."""
        return [Event(*row) for row in self._rows_of(child_ids)]

    def by_child(self, child_ids: Iterable[str]) -> dict[str, list[Sequence[Any]]]:
        """The same for each of them, as rows with the fields of events; a child without any isn't there."""
        found: dict[str, list[Sequence[Any]]] = {}
        for row in self._rows_of(child_ids):
            found.setdefault(row[_CHILD], []).append(row)
        return found

    def _rows_of(self, child_ids: Iterable[str]) -> list[Sequence[Any]]:
        return sorted(rows_among(self._connection, Event, events, sorted(set(child_ids))), key=_BY_DAY)

    def of_all_staff(self, staff_keys: Collection[str]) -> list[Event]:
        """Everything known of these members of staff, each one's oldest first."""
        found = values_among(self._connection, Event, events, sorted(set(staff_keys)), column="staff_key")
        return sorted(found, key=_by_day)

    def of_staff(self, staff_key: str) -> list[Event]:
        """Everything known of a member of staff, oldest first."""
        return sorted(self._where(events.c.staff_key == staff_key), key=_by_day)

    def between(self, child_ids: Iterable[str], first: date, last: date) -> Iterator[Event]:
        """What happened to these children from one day to another."""
        for ids in _batches(child_ids):
            yield from self._where(events.c.child_id.in_(ids), events.c.day.between(first, last))

    def with_keys(self, natural_keys: Iterable[str]) -> Iterator[Event]:
        """Those with these natural keys."""
        for keys in _batches(natural_keys):
            yield from self._where(events.c.natural_key.in_(keys))

    def with_ids(self, ids: Iterable[int]) -> dict[int, Event]:
        """Those with these ids, by id."""
        return {event.id: event for some in _batches(ids) for event in self._where(events.c.id.in_(some))}

    def all(self) -> list[Event]:
        """Every event."""
        return self._where()

    def add(self, event: Event) -> int:
        """Add one; its id."""
        key = self._connection.execute(insert(events), row_of(event, without=("id",))).inserted_primary_key
        assert key is not None
        return int(key[0])

    def add_if_absent(self, event: Event) -> bool:
        """Add one, unless one of its natural key is there; whether it was added."""
        return insert_if_absent(self._connection, events, row_of(event, without=("id",)))

    def change(self, event: Event) -> bool:
        """Change one, unless somebody else has changed this version of it; whether it was."""
        return _change(self._connection, events, event)

    def add_all(self, new: Sequence[Event]) -> None:
        """Add many."""
        insert_all(self._connection, events, [row_of(e, without=("id",)) for e in new])

    def change_all(self, changed: Sequence[Event]) -> None:
        """Change many, by id, whatever their version was; each gets the next."""
        update_all(self._connection, events, "id", [{**row_of(e), "version": e.version + 1} for e in changed])

    def remove_all(self, gone: Sequence[Event]) -> None:
        """Remove many, by id."""
        for ids in _batches(event.id for event in gone):
            self._connection.execute(delete(events).where(events.c.id.in_(ids)))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Event]:
        return values_of(Event, self._connection.execute(select(events).where(*conditions)))


def _change(connection: Connection, table: Any, value: Situation | Event) -> bool:
    statement = update(table).where(table.c.id == value.id, table.c.version == value.version)
    row = {**row_of(value, without=("id",)), "version": value.version + 1}
    return connection.execute(statement.values(row)).rowcount == 1


def _batches(keys: Iterable[Any]) -> Iterable[list[Any]]:
    every = sorted(set(keys))
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def _by_start(situation: Situation) -> tuple[date, str]:
    return situation.started_on, situation.natural_key


def _by_day(event: Event) -> tuple[date, str]:
    return event.day, event.natural_key
