"""One card a morning for all that several features wait for from one person: each writes its part of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from standards_kb.working_days import local_day
from storage.outbox import Entry, Json, Message
from storage.store import Store

Facts: TypeAlias = Mapping[str, Json]
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Chases:
    """One feature's part. `due`: whom it asks this morning, by key, with the facts it needs then; `waits`: whether
    anything of it still does; `sheet`: what it says, None for nothing. Each gets the reader and its own facts."""

    name: str
    due: Callable[[Store, Knowledge, date], Mapping[str, Facts]]
    waits: Callable[[str, Facts, Store, date], bool]
    sheet: Callable[[str, Facts, Store, Knowledge, date], Sheet | None]


def one_card(kind: str, title: str, summary: str, parts: Sequence[Chases]) -> Nudge:
    """The message, on working days; a part that asks nothing of its reader that morning isn't on it."""

    def due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
        today, people = local_day(now), dict[str, dict[str, Json]]()
        if not knowledge.calendar.is_working(today):
            return Planned()
        for part in parts:
            for key, facts in part.due(store, knowledge, today).items():
                people.setdefault(key, {})[part.name] = dict(facts)
        day = today.isoformat()
        return Planned(tuple(Message(kind, key, kind, day, {"day": day, **people[key]}) for key in sorted(people)))

    def asked(entry: Entry) -> list[tuple[Chases, Facts]]:
        return [(part, entry.facts[part.name]) for part in parts if part.name in entry.facts]

    def still_true(entry: Entry, store: Store, now: datetime) -> bool:
        today = local_day(now)
        is_today = str(entry.facts["day"]) == today.isoformat()
        return is_today and any(part.waits(entry.recipient, facts, store, today) for part, facts in asked(entry))

    def render(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
        said = (part.sheet(entry.recipient, facts, store, knowledge, local_day(now)) for part, facts in asked(entry))
        sheets = [sheet for sheet in said if sheet is not None]
        if len(sheets) < 2:
            return sheets[0].reply() if sheets else None
        whole = Sheet(title, summary)
        for sheet in sheets:
            whole.below(sheet)
        return whole.reply()

    return Nudge(kind, None, still_true, render, due=due, every=_HOUR)


def days_left(due_on: date, today: date, knowledge: Knowledge) -> int:
    """Working days until a day; less than none once it has passed."""
    day, number = min(today, due_on), 0
    while day < max(today, due_on):
        day += timedelta(days=1)
        number += knowledge.calendar.is_working(day)
    return number if today <= due_on else -number
