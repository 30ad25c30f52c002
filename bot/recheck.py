"""A message just before it is sent: is it still true, may its reader still know, and when may they be written to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, may_know
from dialogs.core.quiet import quiet_until
from dialogs.core.reply import Reply
from dialogs.core.words import words_of
from storage.access import Door, door_of
from storage.outbox import Entry
from storage.store import Store

# While replicas are upgraded one after the other, an old one may meet what it doesn't know.
UNKNOWN_HELD_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Held:
    """Not yet, and that costs no try. `in_vain`: nothing may ever come of it, so that a day of it is enough."""

    until: datetime
    why: str
    in_vain: bool = False


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Never, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Its reader can't be written to, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Say:
    """These words, to this account; whoever sends them calls `told`."""

    reply: Reply
    object_id: str
    reader: Door
    entry: Entry

    def told(self) -> None:
        """Note in the audit log that the reader is told of a child, if it is about one."""
        if self.entry.child_id is not None:
            self.reader.told(self.entry.kind, self.entry.child_id)


Verdict: TypeAlias = Say | Held | Cancelled | Unreachable


class Recheck:
    """Asks the feature that declared the message, and the gate; safe to share.

    `at_any_hour`: no message waits for its reader's working hours, so that one can try the bot in the evening."""

    def __init__(self, nudges: Mapping[str, Nudge], knowledge: Knowledge, *, at_any_hour: bool = False) -> None:
        self._nudges = nudges
        self._knowledge = knowledge
        self._at_any_hour = at_any_hour

    def verdict(self, entry: Entry, store: Store, now: datetime) -> Verdict:
        """What to do with a message that is due."""
        nudge = self._nudges.get(entry.kind)
        if not entry.kind:
            return Cancelled("its child was forgotten")
        if nudge is None:
            return Held(now + UNKNOWN_HELD_FOR, "this version doesn't know messages of this kind", in_vain=True)
        object_id, reader = self._reader(entry, store, now)
        if not object_id:
            return Unreachable("no account is known for them")
        if reader.person is None:
            return Cancelled("its reader works here no more")
        if not may_know(nudge, entry, reader):
            return Cancelled("it is no longer for its reader")
        if not nudge.still_true(entry, store, now):
            return Cancelled("it is no longer true")
        if not (nudge.at_any_hour or self._at_any_hour):
            opens = quiet_until(reader.person, now, self._knowledge.calendar)
            if opens is not None:
                return Held(opens, "outside its reader's working hours")
        reply = nudge.render(entry, store, self._knowledge, now)
        return Cancelled("there is nothing to say any more") if reply is None else Say(reply, object_id, reader, entry)

    def replacement(self, entry: Entry, store: Store, now: datetime) -> Reply | None:
        """What takes the place of a message that was sent; None while it is true, and for its reader."""
        nudge = self._nudges.get(entry.kind)
        if nudge is None:
            return None if entry.kind else _over()
        _, reader = self._reader(entry, store, now)
        if not may_know(nudge, entry, reader):
            return _over()
        if nudge.still_true(entry, store, now):
            return None
        return nudge.settled(entry, store) if nudge.settled else _over()

    def is_over(self, entry: Entry, store: Store, now: datetime) -> bool:
        """Whether a message that was sent can't stay as it is: something takes its place, or it is shown anew."""
        nudge = self._nudges.get(entry.kind)
        if self.replacement(entry, store, now) is not None:
            return True
        return nudge is not None and nudge.outdated is not None and nudge.outdated(entry, store, now)

    def anew(self, entry: Entry, store: Store, now: datetime) -> Reply | None:
        """A message that was sent and is still true, as things are now; None if it stays as it is."""
        nudge = self._nudges.get(entry.kind)
        return nudge.anew(entry, store, self._knowledge, now) if nudge is not None and nudge.anew is not None else None

    def _reader(self, entry: Entry, store: Store, now: datetime) -> tuple[str, Door]:
        """Their account, empty if none is known, and their door."""
        person, administrators = store.people.by_key(entry.recipient), self._knowledge.administrators
        if person is not None:
            object_id = person.object_id or ""
        else:
            object_id = entry.recipient if entry.recipient in administrators else ""
        return object_id, door_of(store, person, object_id, now, administrators)


def _over() -> Reply:
    return Reply(words_of("core")("message_over"))
