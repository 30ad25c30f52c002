"""Who gets what in the fault run: mostly people who can be reached, and some whom nothing reaches."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.core.nudge import Nudge
from dialogs.core.reply import Reply
from storage.db import Database
from storage.outbox import Entry, Message
from storage.people import Person
from storage.store import Store

KIND = "chaos.notice"
TENANT = "tenant"
BLOCKED, NO_CHAT, GONE, REFUSED, UNTRUE = "blocked", "nochat", "gone", "refused", "untrue"
# Of every 20 readers, the first five are something else than "there".
_SORTS = (BLOCKED, NO_CHAT, GONE)


def nudge() -> Nudge:
    """What is sent says which claim sent it."""
    return Nudge(KIND, None, _is_true, _words, at_any_hour=True)


def _is_true(entry: Entry, _store: Store, _now: datetime) -> bool:
    return not entry.about.startswith(UNTRUE)


def _words(entry: Entry, *_: object) -> Reply:
    return Reply(f"{entry.about} {entry.replica} {entry.token}")


@dataclass(frozen=True)
class Town:
    """So many messages for a reader each, and for nobody else."""

    readers: int
    messages: int

    def fill(self, database: Database, service_url: str, at: datetime) -> None:
        """People, their chats, and the plan; a page is a transaction, as in the product."""
        with database.transaction() as store:
            for number in range(self.readers):
                key = self.reader(number)
                store.people.save(Person(key, key, object_id=f"oid-{key}"))
                if not key.startswith(NO_CHAT):
                    store.conversations.remember(f"chat-{key}", "personal", TENANT, service_url)
                    store.arrivals.remember_chat(f"oid-{key}", key, f"chat-{key}")
        plan = [Message(KIND, self.reader(n % self.readers), self.about(n), "due") for n in range(self.messages)]
        for start in range(0, len(plan), 500):
            with database.transaction() as store:
                store.outbox.add_all(plan[start : start + 500], at)

    @staticmethod
    def reader(number: int) -> str:
        """A reader's key, which says what they are."""
        sort = _SORTS[number % 20] if number % 20 < len(_SORTS) else "there"
        return f"{sort}-{number}"

    @staticmethod
    def about(number: int) -> str:
        """What a message is about, which says whether it can be sent."""
        sort = {7: REFUSED, 13: UNTRUE}.get(number % 20, "message")
        return f"{sort}:{number}"

    def must_arrive(self) -> set[str]:
        """The messages that have to arrive, whatever happens."""
        return {
            self.about(n)
            for n in range(self.messages)
            if self.about(n).startswith("message") and self.reader(n % self.readers).startswith(("there", GONE))
        }
