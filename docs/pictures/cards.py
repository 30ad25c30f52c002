"""The main cards as JSON on standard output, said by the product itself in a made-up conversation, for render.mjs."""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.demo import add_demo_council, add_demo_people
from bot.knowledge import build_knowledge
from bot.run_turn import TurnRunner
from bot.settings import load_settings
from dialogs.core.reply import Card
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn
from dialogs.core.words import words_of
from dialogs.registry import features
from storage import schema
from storage.db import Database

COUNCIL = {
    "COMPANION_MODE": "local",
    "COMPANION_COUNCIL_NAME": "Example Council",
    "COMPANION_FIRST_RESPONSE": "01632 960001",
    "COMPANION_EMERGENCY_DUTY": "01632 960002",
}
ASKED = {
    "answer": "How often do I visit a child on a Child Protection Plan?",
    "several": "12-year-old on a CP plan ran off Friday and came back last night: what do I do?",
    "not_covered": "How long do I have to finish an assessment?",
    "danger": "He says dad hit him and he is scared to go home tonight",
    "dates": "ICPC was on 18 December, when are my first visits?",
    "help": "help",
    "my_visits": "my visits",
    "digest": "my digest",
    "team_week": "team digest",
    "themes": "headline themes",
    "moderation": "moderation of audit 11",
}
# The way of an audit, turn by turn; those with a name are drawn.
AUDIT = (
    ("", "alex", "prepare for audit 1"),
    ("audit_times", "alex", "can we meet about DD 002 next Tuesday afternoon?"),
    ("audit_area", "alex", "preparation 1 area 6"),
    ("audit_part", "isaiah", "outcome 1 area 1"),
    *(("", "isaiah", f"outcome 1 area {n}: meets good. Evidence: of May. Impact: She is heard.") for n in range(1, 12)),
    ("", "isaiah", "outcome 1 overall grading: meets good. Evidence: The whole record. Impact: She is safer."),
    ("", "isaiah", "outcome 1 scale: 7"),
    ("", "isaiah", "share outcome 1"),
    ("", "alex", "nothing to add to outcome 1"),
    ("", "isaiah", "serious concern in audit 1, I have phoned: she stays with her aunt tonight"),
    ("audit_closes", "isaiah", "finalise outcome 1"),
)
DATES_ON = datetime(2026, 12, 21, 10, 0, tzinfo=UTC)  # with Christmas ahead
ALEX = Sender("00000000-0000-0000-0000-000000000020", "Alex Wilber")
LYNNE = Sender("00000000-0000-0000-0000-000000000025", "Lynne Robbins")
MEGAN = Sender("00000000-0000-0000-0000-000000000021", "Megan Bowen")
NESTOR = Sender("00000000-0000-0000-0000-00000000002a", "Nestor Wilke")
ISAIAH = Sender("00000000-0000-0000-0000-000000000023", "Isaiah Langer")
AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def card(runner: TurnRunner, name: str, kind: Kind, text: str = "") -> Card:
    """The card that answers one turn, in a chat of its own."""
    at = DATES_ON if name == "dates" else AT
    sender = {"team_week": MEGAN, "themes": LYNNE, "moderation": NESTOR}.get(name, ALEX)
    turn = Turn(kind, name, Conversation(name, Scope.PERSONAL, "", ""), sender, at, text=text)
    reply = runner.run_now(turn).reply
    if reply is None or reply.card is None:
        raise SystemExit(f"{name}: no card answers {text!r}")
    return reply.card


def audit_cards(runner: TurnRunner) -> dict[str, dict[str, Card]]:
    """Those of the way of an audit."""
    found = {}
    for number, (name, who, said) in enumerate(AUDIT):
        sender = {"alex": ALEX, "isaiah": ISAIAH}[who]
        turn = Turn(Kind.MESSAGE, f"audit {number}", Conversation(who, Scope.PERSONAL, "", ""), sender, AT, text=said)
        reply = runner.run_now(turn).reply
        if reply is None or (name and reply.card is None):
            raise SystemExit(f"no card answers {said!r}")
        if name and reply.card is not None:
            found[name] = {"card": reply.card}
    return found


def main() -> None:
    """Write {picture's name: {"card", "press": a button's title or nothing}}."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'pictures.db'}")
        try:
            schema.upgrade(database)
            with database.transaction() as store:
                add_demo_people(store)
            add_demo_council(database, AT)
            runner = TurnRunner(database, features(), build_knowledge(load_settings(COUNCIL, None)))
            made = {name: {"card": card(runner, name, Kind.MESSAGE, said)} for name, said in ASKED.items()}
            made |= audit_cards(runner)
            made["welcome"] = {"card": card(runner, "welcome", Kind.INSTALLED)}
        finally:
            database.close()
    made["dates_why"] = {**made["dates"], "press": words_of("ask")("dates_why")}
    made["answer_whole"] = {**made["answer"], "press": words_of("ask")("whole")}
    json.dump(made, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
