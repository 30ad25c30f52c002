"""Keeps what is known of people's calendars fresh, and the agreed audit meetings in them; one replica at a time.

Nothing waits for it: times are looked for in what was read last, and a meeting is agreed whether or not it can be
written into a calendar. What fails is tried again in the next round."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.calendars.graph import AT_ONCE, Event, Graph, GraphFailed, Times
from bot.teams.errors import TokenUnavailable
from dialogs.audit_meeting.document import in_own_calendars
from storage.calendar_events import CalendarEvent
from storage.db import Database
from storage.meeting_work import is_between, unmet
from storage.meetings import AGREED, Meeting, Taken
from storage.store import Store

JOB: Final = "calendars"
EVERY: Final = timedelta(minutes=2)
LEASE: Final = timedelta(minutes=10)
_AHEAD: Final = timedelta(days=7)  # beyond the audit's due date, as far as meetings are offered
_FURTHEST: Final = timedelta(days=60)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _ToDo:
    people: dict[str, str]  # whose calendars to read: address → staff key
    begins: datetime
    until: datetime
    make: Sequence[tuple[Meeting, Event]]
    call_off: Sequence[CalendarEvent]


class CalendarKeeper:
    """`now`: the instant that all replicas go by, given the store."""

    def __init__(self, database: Database, graph: Graph, replica: str, now: Callable[[Store], datetime]) -> None:
        self._database = database
        self._graph = graph
        self._replica = replica
        self._now = now

    async def run(self) -> None:
        """A round every two minutes, until cancelled."""
        while True:
            try:
                await self.round()
            except Exception:  # the next round tries again
                _logger.exception("calendars couldn't be kept")
            await asyncio.sleep(EVERY.total_seconds())

    async def round(self) -> bool:
        """One round; false if another replica does it."""
        to_do = await asyncio.to_thread(self._look)
        if to_do is None:
            return False
        for made in to_do.call_off:
            await self._try(self._call_off(made), "called off")
        for meeting, event in to_do.make:
            await self._try(self._make(meeting, event), "made")
        addresses = sorted(to_do.people)
        for start in range(0, len(addresses), AT_ONCE):
            await self._try(self._read(addresses[start : start + AT_ONCE], to_do), "read")
        return True

    async def _try(self, doing: Coroutine[Any, Any, None], what: str) -> None:
        try:
            await doing
        except (GraphFailed, TokenUnavailable) as error:
            _logger.warning("a calendar can't be %s: %s", what, error)

    async def _read(self, addresses: Sequence[str], to_do: _ToDo) -> None:
        taken = await self._graph.taken(addresses, to_do.begins, to_do.until)
        known = {to_do.people[address]: times for address, times in taken.items() if address in to_do.people}
        await asyncio.to_thread(self._keep_taken, known)

    async def _make(self, meeting: Meeting, event: Event) -> None:
        event_id = await self._graph.make(event)
        made = CalendarEvent(meeting.id, meeting.version, event.organiser, event_id, event.ends_at)
        await asyncio.to_thread(self._keep, made)

    async def _call_off(self, event: CalendarEvent) -> None:
        if event.event_id:
            await self._graph.call_off(event.organiser, event.event_id)
        await asyncio.to_thread(self._drop, event)

    def _look(self) -> _ToDo | None:
        with self._database.transaction() as store:
            now = self._now(store)
            if not store.job_leases.take(JOB, self._replica, now, LEASE):
                return None
            store.calendar_events.drop_past(now)
            stand = {meeting.id: meeting for meeting in store.meetings.live() if _stands(store, meeting, now)}
            there = store.calendar_events.all()
            over = [e for e in there if e.meeting_id not in stand or stand[e.meeting_id].version != e.version]
            kept = {e.meeting_id for e in there} - {e.meeting_id for e in over}
            events = [(m, _event(store, m)) for m in stand.values() if m.id not in kept]
            people, until = _waiting(store, now)
            return _ToDo(people, now, until, [(m, e) for m, e in events if e is not None], over)

    def _keep_taken(self, known: dict[str, Times]) -> None:
        with self._database.transaction() as store:
            agreed = [meeting for meeting in store.meetings.live() if meeting.state == AGREED]
            ours = {(key, m.starts_at, m.ends_at) for m in agreed for key in (m.auditor_key, m.practitioner_key)}
            times = [
                Taken(key, begins, ends)
                for key, found in known.items()
                for begins, ends in found
                if (key, begins, ends) not in ours  # the bot knows these itself, and which of them may be moved
            ]
            store.meetings.set_taken(known, times)

    def _keep(self, event: CalendarEvent) -> None:
        with self._database.transaction() as store:
            store.calendar_events.keep(event)

    def _drop(self, event: CalendarEvent) -> None:
        with self._database.transaction() as store:
            store.calendar_events.drop(event)


def _stands(store: Store, meeting: Meeting, now: datetime) -> bool:
    audit = store.audits.find(meeting.audit_id)
    is_agreed = meeting.state == AGREED and meeting.starts_at is not None and meeting.starts_at > now
    return is_agreed and audit is not None and is_between(meeting, audit)


def _event(store: Store, meeting: Meeting) -> Event | None:
    """In the auditor's name; None if one of the two has no address. A calendar has readers, so it names no child."""
    both = [store.people.by_key(key) for key in (meeting.auditor_key, meeting.practitioner_key)]
    auditor, practitioner = (person.principal_name if person else None for person in both)
    if not auditor or not practitioner or meeting.starts_at is None or meeting.ends_at is None:
        return None
    key = f"audit-meeting-{meeting.id}-{meeting.version}"
    return Event(key, auditor, practitioner, *in_own_calendars(), meeting.starts_at, meeting.ends_at)


def _waiting(store: Store, now: datetime) -> tuple[dict[str, str], datetime]:
    """Those who have yet to agree on a meeting, by address, and until when their calendars matter."""
    audits = unmet(store)
    keys = {key for audit in audits for key in (audit.auditor_key, audit.practitioner_key)}
    days = [timedelta(days=(audit.due_on - now.date()).days) for audit in audits]
    ahead = min(max([timedelta(0), *days]) + _AHEAD, _FURTHEST)
    return _addresses(store, sorted(keys)), now + ahead


def _addresses(store: Store, staff_keys: Iterable[str]) -> dict[str, str]:
    people = [store.people.by_key(key) for key in staff_keys]
    return {person.principal_name: person.key for person in people if person and person.principal_name}
