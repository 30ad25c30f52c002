"""The demo's day as it is on Tuesday 1 September 2026 at 10 in London, and chats of its people."""

from collections.abc import Mapping

from dialogs.core.reply import Reply
from dialogs.core.turn import Scope, Sender
from storage.audit_log import AuditEvent
from storage.cases import AWAITING_RECORD, Event
from storage.db import Database
from storage.people import Person
from storage.roles import Role
from storage.store import Store
from tests.dialogs.card_checks import faults, nodes
from tests.dialogs.support import ALEX, NOW, Chat, knowledge
from tests.dialogs.visits.day import add_day

DANA = Sender("00000000-0000-0000-0000-0000000000d1", "Dana Duty")
ADELE = Sender("00000000-0000-0000-0000-000000000022", "Adele Vance")
PLAN, CARE, SIBLINGS, NEED, ASSESSED, BREAKS, NEVER = (
    "100201",
    "100202",
    ("100206", "100207", "100208"),
    "100209",
    "100210",
    "100211",
    "100212",
)
ADELES, RESTRICTED, NOBODYS = "100203", "100204", "999999"
WHOLE = f"saw {PLAN} yesterday at 3, at home, alone, spoke to her, unannounced"


def fill(database: Database) -> None:
    """The demo's people and children, and somebody on duty."""
    with database.transaction() as store:
        add_day(store, NOW)
        store.people.save(Person("duty", DANA.name, object_id=DANA.object_id, roles=(Role.DUTY,), team="Front Door"))


def chat(database: Database, person: Sender = ALEX, scope: Scope = Scope.PERSONAL) -> "Checked":
    return Checked(database, knowledge(), person, scope, name=f"chat of {person.name}")


class Checked(Chat):
    """A chat whose every card is checked."""

    def hear(self, text: str) -> str:
        """What is said back, on one line."""
        return said(self.say(text))

    def push(self, action: str, **data: object) -> str:
        """What a button brings, on one line."""
        return said(self.press(action, **data))  # type: ignore[arg-type]


def said(reply: Reply) -> str:
    if reply.card is not None:
        assert faults(reply.card, reply.text) == []
    assert not any(id_ in reply.summary for id_ in (PLAN, CARE, *SIBLINGS, NEED, "AB 201"))
    return " ".join(reply.text.split())


def audited(store: Store, person: Sender) -> list[AuditEvent]:
    return store.audit_log.search(who=[f"person:{person.object_id}"])


def told(database: Database, child: str = PLAN) -> list[Event]:
    """What has been recorded here for a child."""
    with database.reading() as store:
        return [e for e in store.events.of_children([child]) if e.state == AWAITING_RECORD]


def card_of(person: Checked, text: str) -> Mapping[str, int]:
    """What the card's buttons name: a report and its version."""
    reply = person.say(text)
    [data] = [n["data"] for n in nodes(reply.card) if n.get("verb") in ("visits.save", "visits.answer")]
    return {"report": data["report"], "version": data["version"]}


def everything(database: Database) -> list[object]:
    """Every row of a case, and what is to be told or planned; versions of what is untouched stay, too. The database
    gives them in any order."""
    with database.reading() as store:
        people = [p.key for p in store.people.all()]
        return [
            store.children.all(),
            sorted(store.situations.all(), key=lambda s: s.natural_key),
            sorted(store.events.all(), key=lambda e: e.natural_key),
            sorted(store.allocations.all(), key=repr),
            [sorted(store.plans.of_staff(key), key=repr) for key in people],
        ]
