"""Conversations as people have them, with the trained finder, on SQLite; each is a file of `conversations/`.

title = "What it is about"
scope = "personal"            # or group, channel; personal if left out
demo = true                   # with the demo's children
returns = true                # with a QA lead, Quinn, and a Head of Service, Jo, beside Alex and Megan
moderation = true             # with an audit that is final, of a child of Alex's; Priya's, Quinn's and Nadia's chats
audit = true                  # with the demo's children, two auditors, Priya and Omar, Quinn, and Patti above Megan
[[turn]]
says = "how often?"           # or: presses = "Yes", installs = true, searches = "visits", waits = minutes
who = "megan"                 # alex if left out
hears = ["words of the reply"]    # every one of them
never = ["words not in it"]
told = ["words of it"]        # in place of says: what the bot has sent them unasked, of which one has all of these
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Scope, Sender
from storage.db import Database
from storage.people import Person
from storage.roles import Role
from tests.dialogs.audit_meeting.support import OMAR, PRIYA, QUINN, fill_people
from tests.dialogs.audit_moderation.support import NADIA, fill_moderation
from tests.dialogs.audit_outcome.support import PATTI, add_head
from tests.dialogs.card_checks import faults, nodes
from tests.dialogs.support import ALEX, MEGAN, Chat, knowledge
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import fill
from tests.standards_kb.support import finder

FILES = sorted((Path(__file__).parent / "conversations").glob("*.toml"))
SENIOR = {"quinn": Role.QA_LEAD, "jo": Role.HEAD_OF_SERVICE}
AUDIT = {"priya": PRIYA, "omar": OMAR, "quinn": QUINN, "patti": PATTI}
KEYS = {"says", "presses", "installs", "searches", "waits", "told", "who", "hears", "never"}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_conversation(path: Path, sqlite_database: Database) -> None:
    script = read(path)
    scope = Scope(script.get("scope", "personal"))
    if script.get("demo"):
        fill(sqlite_database)
    alex = Chat(sqlite_database, knowledge(finder()), ALEX, scope)
    people = {"alex": alex, "megan": Chat(sqlite_database, alex.knowledge, MEGAN, scope, clock=alex.clock)}
    if script.get("returns"):
        people |= {who: replace(alex, person=_staff(sqlite_database, who, role)) for who, role in SENIOR.items()}
    if script.get("moderation"):
        fill_moderation(sqlite_database)
        people |= {w.name.split()[0].lower(): replace(alex, person=w, name=w.name) for w in (PRIYA, QUINN, NADIA)}
    if script.get("audit"):
        fill_people(sqlite_database)
        add_head(sqlite_database)
        people |= {who: replace(alex, person=person) for who, person in AUDIT.items()}
    last: dict[str, Reply | None] = {}
    for number, turn in enumerate(script["turn"], 1):
        assert set(turn) <= KEYS
        who = turn.get("who", "alex")
        if "waits" in turn:
            alex.wait(minutes=turn["waits"])
            continue
        if "told" in turn:
            last[who] = told(people[who], turn["told"], number)
            continue
        last[who] = reply = act(people[who], turn, last.get(who))
        heard = everything(reply)
        for words in turn.get("hears", []):
            assert words in heard, f"turn {number}: “{words}” isn't in\n{heard}"
        for words in turn.get("never", []):
            assert words not in heard, f"turn {number}: “{words}” is in\n{heard}"


def _staff(database: Database, who: str, role: Role) -> Sender:
    """Somebody of that role, and Alex and Megan on the staff."""
    with database.transaction() as store:
        for each, its in ((ALEX, Role.PRACTITIONER), (MEGAN, Role.MANAGER)):
            store.people.save(Person(each.object_id, each.name, object_id=each.object_id, roles=(its,)))
        sender = Sender(f"50000000-0000-0000-0000-{len(who):012}", f"{who.title()} Example")
        store.people.save(Person(who, sender.name, object_id=sender.object_id, roles=(role,)))
    return sender


def told(chat: Chat, words: list[str], number: int) -> Reply:
    """The message among those due by now that has all of these words."""
    with chat.database.reading() as store:
        person = store.people.find(chat.person.object_id)
    assert person is not None
    found = delivered(chat.database, person.key, chat.clock.now())
    fits = [reply for reply in found if all(one in everything(reply) for one in words)]
    assert len(fits) == 1, f"turn {number}: of these {len(fits)} fit\n" + "\n\n".join(map(everything, found))
    return fits[0]


def act(chat: Chat, turn: dict[str, Any], before: Reply | None) -> Reply | None:
    if turn.get("installs"):
        return chat.install()
    if "searches" in turn:
        return chat.search(turn["searches"])
    if "presses" in turn:
        assert before is not None
        [button] = [n for n in nodes(before.card) if n.get("title") == turn["presses"] and "data" in n][:1]
        data = {k: v for k, v in button["data"].items() if k not in ("action", "msteams")}
        return chat.act(chat.turn(Kind.ACTION, action=button.get("verb") or button["data"]["action"], data=data))
    return chat.say(turn["says"])


def everything(reply: Reply | None) -> str:
    """What somebody hears, on one line; the card says the same."""
    if reply is None:
        return ""
    if reply.card is not None:
        assert faults(reply.card, reply.text) == []
    return " ".join([*reply.text.split(), *(f"{r.title}: {r.subtitle}" for r in reply.results)])


def test_there_are_conversations_enough() -> None:
    assert len(FILES) >= 15
    assert len({read(path)["title"] for path in FILES}) == len(FILES)
