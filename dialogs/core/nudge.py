"""What a feature declares about the messages that it sends unasked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from storage.access import Door, as_person
from storage.outbox import Entry, Message
from storage.roles import Action
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Planned:
    """One page of what is due, and where the next begins; empty: that was the last."""

    messages: tuple[Message, ...] = ()
    next_page: str = ""


Render: TypeAlias = Callable[[Entry, Store, Knowledge, datetime], Reply | None]
Due: TypeAlias = Callable[[Store, Knowledge, datetime, str], Planned]


@dataclass(frozen=True, slots=True)
class Nudge:
    """One kind of message.

    `action`: what its reader must be allowed to, for the child that it is about if it is about one; None: to be on the
    staff is enough. It is asked again just before sending, as is `still_true`. `render` makes the words then, or gives
    None if there is nothing to be said after all; `settled` what stands in their place when it is true no longer, else
    a sentence that names nobody. `due` plans, page by page, `every` so often; None: a turn does. `at_any_hour`: it
    doesn't wait for its reader's working hours. `anew`: what the card that Teams shows becomes, while it is true, once
    something has changed for one of the children whom it names (see `Planning.told`); None: it stays as it is.
    `outdated`: while it is true, whether the card names a child who is its reader's no more, whoever changed that: then
    it is shown `anew`, too."""

    kind: str
    action: Action | None
    still_true: Callable[[Entry, Store, datetime], bool]
    render: Render
    settled: Callable[[Entry, Store], Reply] | None = None
    due: Due | None = None
    every: timedelta = timedelta(0)
    at_any_hour: bool = False
    anew: Render | None = None
    outdated: Callable[[Entry, Store, datetime], bool] | None = None


def by_kind(nudges: Iterable[Nudge]) -> Mapping[str, Nudge]:
    """The kinds of messages by their names. ValueError if two are named alike."""
    found: dict[str, Nudge] = {}
    for nudge in nudges:
        if nudge.kind in found:
            raise ValueError(f"two kinds of messages are called {nudge.kind}")
        found[nudge.kind] = nudge
    return found


def reader_of(entry: Entry, store: Store, now: datetime, administrators: frozenset[str] = frozenset()) -> Door:
    """The door of a message's reader; shut if no account is known for them."""
    person = store.people.by_key(entry.recipient)
    return as_person(store, (person.object_id or "") if person else "", now, administrators)


def may_know(nudge: Nudge, entry: Entry, reader: Door) -> bool:
    """Whether a message is for its reader, now."""
    if reader.person is None or nudge.action is None:
        return reader.person is not None and entry.child_id is None
    if entry.child_id is None:
        return not reader.reached(nudge.action).is_nothing
    return reader.may(nudge.action, entry.child_id)
