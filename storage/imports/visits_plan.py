"""What a file of visits and other events changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import chain

from standards_kb.case import VISITS as MEANT_AS_VISITS
from storage.cases import Event, key_of
from storage.imports.known import situations
from storage.imports.known import streams as known_streams
from storage.imports.layouts import VISITS
from storage.imports.merge import merge_events
from storage.imports.plans import Plan, Source
from storage.imports.rows import Typed, typed
from storage.imports.workers import NO_NAME, Workers
from storage.store import Store


def plan(store: Store, source: Source) -> Plan:
    """Work it out."""
    workers = Workers.of(store, source.today)
    known = frozenset(child.id for child in store.children.all())
    said: dict[str, dict[str, Event]] = defaultdict(dict)
    made, strangers = Plan(), set()
    nobody: Counter[tuple[str, str]] = Counter()
    for table in source.tables:
        for row in typed(table, source.today, source.problems):
            event = _event(row, workers, nobody)
            if event is None or event.child_id is None:
                continue
            if event.child_id in known:
                said[event.child_id][event.natural_key] = event
            else:
                strangers.add(event.child_id)
                made.counts["rows of unknown children"] += 1
    made.note(len(strangers), "children aren't known from an export or a situations file: their rows were left out")
    _compare(store, said, made)
    made.note_unmatched(nobody)
    made.supplies = _supplied((e for events in said.values() for e in events.values()), source)
    return made


def _event(row: Typed, workers: Workers, nobody: Counter[tuple[str, str]]) -> Event | None:
    child, when = row.id(), row.moment("at", "time")
    if not child:
        return None
    if when is None:
        row.refuse("at", "there is no date that can be read")
        return None
    day, at = when
    if day > row.today:
        row.refuse("at", "it lies after the day that the file is as of")
        return None
    stream = row.text("stream", 40).casefold().replace(" ", "_") or "visit"
    if stream not in known_streams():
        row.refuse("stream", f"there is no such stream: {stream}")
        return None
    seen, alone, spoken = row.yes_no("seen"), row.yes_no("seen_alone"), row.yes_no("spoken_to")
    if seen is False:  # who wasn't seen wasn't seen alone either
        alone, spoken = alone or False, spoken or False
    unannounced = True if stream == "unannounced_visit" else row.yes_no("unannounced")
    stream = "visit" if stream in MEANT_AS_VISITS else stream
    setting, visit_id, name = row.text("setting"), row.text("visit_id", 100), row.text("worker")
    match = workers.match(name)
    if match.staff_key is None and match.why != NO_NAME:
        nobody[name, match.why] += 1
    key = key_of(child, stream, at or day) + (f" {setting}" if setting else "")
    return Event(
        f"id {visit_id}" if visit_id else key[:250],
        child,
        None,
        stream,
        day,
        at,
        seen=seen,
        seen_alone=alone,
        at_home_or_placement=row.yes_no("at_home_or_placement"),
        spoken_to=spoken,
        unannounced=unannounced,
        chaired_by_manager=row.yes_no("chaired_by_manager"),
        setting=setting,
        worker_name=name,
        worker_key=match.staff_key,
        worker_role=_as_the_framework_says(row.text("worker_role", 40)),
        source=VISITS,
    )


def _as_the_framework_says(role: str) -> str:
    """The framework's own word for a role: councils write "Personal Adviser" as often as "Personal Advisor"."""
    return _roles().get(_comparable(role), role)


@cache
def _roles() -> dict[str, str]:
    rows = (row for rules in situations().values() for row in rules.timescales)
    return {_comparable(who): who for row in rows for who in row.who}


def _comparable(role: str) -> str:
    return role.casefold().replace("adviser", "advisor")


def _compare(store: Store, said: dict[str, dict[str, Event]], made: Plan) -> None:
    kept: dict[str, dict[int, Event]] = defaultdict(dict)
    days = {(child, event.day) for child, events in said.items() for event in events.values()}
    first, last = min((day for _, day in days), default=date.max), max((day for _, day in days), default=date.min)
    named = (key for events in said.values() for key in events if key.startswith("id "))
    for event in chain(store.events.between(said, first, last), store.events.with_keys(named)):
        if event.child_id in said and ((event.child_id, event.day) in days or event.natural_key.startswith("id ")):
            kept[event.child_id][event.id] = event
    new, changed, removed = [], [], []
    for child, events in said.items():
        changes = merge_events(tuple(kept.get(child, {}).values()), events.values())
        new += changes.new
        changed += changes.changed
        removed += changes.removed
        made.counts["visits and events unchanged"] += changes.unchanged
        if changes.new or changes.changed or changes.removed:
            made.children.add(child)
    made.counts["visits and events new"] = len(new)
    made.counts["visits and events changed"] = len(changed)
    made.counts["last visits of an export, now with details"] = len(removed)
    made.write.append(lambda at: at.events.remove_all(removed))
    made.write.append(lambda at: at.events.change_all(changed))
    made.write.append(lambda at: at.events.add_all(new))


def _supplied(events: Iterable[Event], source: Source) -> frozenset[tuple[str, str]]:
    """The streams that there are events of; unannounced visits wherever the file has a column for them."""
    streams = {event.stream for event in events}
    if "visit" in streams:
        streams |= MEANT_AS_VISITS
        if not any("unannounced" in table.columns for table in source.tables):
            streams.discard("unannounced_visit")
    named = ((name, row.stream) for name, rules in situations().items() for row in rules.timescales)
    return frozenset((name, stream) for name, stream in named if stream in streams)
