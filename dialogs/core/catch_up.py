"""One message in place of those that may have been sent, or lost, between a backup and its restore."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, may_know
from dialogs.core.reply import Reply
from dialogs.core.when.say import moment_label
from dialogs.core.words import words_of
from storage.access import as_person
from storage.outbox import Entry, Message
from storage.store import Store

KIND: Final = "core.catch_up"
SHOWN = 20


def digests(assumed: Sequence[Entry], since: datetime) -> list[Message]:
    """One for each reader of what is assumed to have been sent."""
    ids: dict[str, list[int]] = {}
    for entry in assumed:
        ids.setdefault(entry.recipient, []).append(entry.id)
    occasion, facts = since.isoformat(), {"since": since.isoformat()}
    return [Message(KIND, reader, "catch_up", occasion, {**facts, "entries": [*its]}) for reader, its in ids.items()]


def catch_up(nudges: Mapping[str, Nudge]) -> Nudge:
    """The kind of message, which says in a line what each of the others would."""

    def still_true(_entry: Entry, _store: Store, _now: datetime) -> bool:
        return True

    def render(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
        words = words_of("core")
        found = (_line(one, nudges, store, entry, knowledge) for one in _entries(entry, store))
        lines = [line for line in found if line]
        since = moment_label(datetime.fromisoformat(entry.facts["since"]))
        said = [words("catch_up", since=since), *(f"- {line}" for line in lines[:SHOWN])]
        if len(lines) > SHOWN:
            said.append(words("catch_up_more", number=len(lines) - SHOWN))
        title = words("catch_up_title")
        says = "\n".join([title, "", *said])
        body = [cards.heading(title), cards.paragraph("\n".join(said))]
        return Reply(says, cards.card(body, [], says), summary=title)

    return Nudge(KIND, None, still_true, render)


def _entries(digest: Entry, store: Store) -> list[Entry]:
    found = [store.outbox.find(int(entry_id)) for entry_id in digest.facts["entries"]]
    return [entry for entry in found if entry is not None]


def _line(entry: Entry, nudges: Mapping[str, Nudge], store: Store, digest: Entry, knowledge: Knowledge) -> str:
    """The first line of a message that is still true and still for its reader; else empty."""
    nudge, person = nudges.get(entry.kind), store.people.by_key(entry.recipient)
    if nudge is None or person is None or not person.object_id:
        return ""
    reader = as_person(store, person.object_id, digest.planned_at)
    if not may_know(nudge, entry, reader) or not nudge.still_true(entry, store, digest.planned_at):
        return ""
    reply = nudge.render(entry, store, knowledge, digest.planned_at)
    if reply is None:
        return ""
    if entry.child_id is not None:
        reader.told(entry.kind, entry.child_id)
    return reply.text.partition("\n")[0]
