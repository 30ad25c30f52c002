"""Who may convene check and challenge and sign off returns: every role, from a signed request to what Teams shows."""

import asyncio
from pathlib import Path

from storage.returns import Session
from storage.roles import Role
from tests.bot.over_http import council, hear_all
from tests.storage.council import DAY, STAFF, STRANGER
from tests.storage.support import NOW

CONVENE = {Role.QA_LEAD}
SIGN = {Role.HEAD_OF_SERVICE}
FIRST = {Role.MANAGER}  # named as a first-line manager who signs before
REFUSED = ["Check-and-challenge sessions are created by QA leads."]
NONE = ["I know no return by that number that is yours to see or fill."]
FORM, MOVE = "new check and challenge session", "move session 1 to Pancake Day"
CANCEL, TAKE, CONFIRM = "cancel session 1", "take return 1 asks of the panel", "confirm computed figures of return 1"
PEOPLE, CHANGE = "who is in return 1", "take nobody at all out of return 1"
FLAGGED, ANSWER = "flagged in return 1", "return 1 answer 9: no"
MORE = (FORM, MOVE, CANCEL, PEOPLE, CHANGE, TAKE, CONFIRM, FLAGGED, ANSWER)


def test_who_convenes_who_sees_and_who_signs(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    with council(migrated_sqlite_file, tmp_path) as database:
        with database.transaction() as store:
            session = Session("early_help", DAY, DAY, "head_of_service", "Lead", NOW)
            store.returns.add(session, ["practitioner"], ["asks"], ["open_families"], ["manager"])
        asked = ("check and challenge for nowhere on 1 March", "return 1", "sign off return 1", *MORE)
        found = asyncio.run(hear_all(database, asked))
    for role, person in STAFF.items():
        who = str(person.object_id)
        assert (found[who, "check and challenge for nowhere on 1 March"] != REFUSED) is (role in CONVENE), role
        sees = role in CONVENE | SIGN | FIRST | {Role.PRACTITIONER}
        assert (found[who, "return 1"] != NONE) is sees, role
        signs = any("something is still missing" in line for line in found[who, "sign off return 1"])
        assert signs is (role in SIGN | FIRST), role
        assert any("A new check-and-challenge session" in line for line in found[who, FORM]) is (role in CONVENE), role
        for text in (MOVE, CANCEL, CHANGE):
            refused = NONE if not sees else ["That step isn't yours"]
            assert any(refused[0] in line for line in found[who, text]) is (role not in CONVENE), (role, text)
        assert (found[who, PEOPLE] != NONE) is sees, role
        assert any("Who is in return 1" in line for line in found[who, PEOPLE]) is (role in CONVENE), role
        fills = role in SIGN | FIRST | {Role.PRACTITIONER}
        for text in (TAKE, CONFIRM, FLAGGED):
            assert (found[who, text] != NONE) is fills, (role, text)
        may_answer = any("Say in a few words how it comes about" in line for line in found[who, ANSWER])
        assert may_answer is (role in SIGN), role
    assert found[STRANGER, FORM] == REFUSED
    assert found[STRANGER, "return 1"] == found[STRANGER, MOVE] == found[STRANGER, TAKE] == NONE
    assert found[STRANGER, "check and challenge for nowhere on 1 March"] == REFUSED
