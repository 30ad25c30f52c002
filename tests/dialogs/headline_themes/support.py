"""Three months of audits, as it is on Tuesday 3 November 2026 at 9, and who asks about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from dialogs.core.turn import Sender
from storage.audit_actions import DONE, MADE, AgreedAction, Review
from storage.db import Database
from storage.moderations import Moderation
from storage.people import Person
from storage.roles import Role
from storage.store import Store
from tests.dialogs.support import knowledge
from tests.dialogs.visits.support import Checked
from tests.fixed_clock import FixedClock
from tests.storage.audited import add_done, add_workers, instant

KNOWN: Final = knowledge()
NOW: Final = datetime(2026, 11, 3, 9, tzinfo=UTC)
TODAY: Final = NOW.date()
PEOPLE: Final = {
    "lead": Role.QA_LEAD,
    "development": Role.PRACTICE_DEVELOPMENT,
    "head": Role.HEAD_OF_SERVICE,
    "director": Role.DIRECTOR,
    "manager": Role.MANAGER,
    "moderator": Role.MODERATOR,
}
READERS: Final = {"lead", "development", "head", "director"}
PLANS, INVOLVEMENT = "audit_tool.quality_of_plans", "audit_tool.involvement"
# By month, how many exceeded, met, did not meet good.
GRADED: Final = {8: (5, 12, 9), 9: (6, 13, 7), 10: (7, 15, 8)}


def who(key: str) -> Sender:
    return Sender(f"50000000-0000-0000-0000-00000000000{list(PEOPLE).index(key)}", f"{key.capitalize()} Example")


def chat(database: Database, key: str = "lead", at: datetime = NOW) -> Checked:
    return Checked(database, KNOWN, who(key), clock=FixedClock(at))


def fill(database: Database) -> None:
    """Nobody's name may be told of it but those of the areas and teams."""
    with database.transaction() as store:
        add_workers(store)
        for key, role in PEOPLE.items():
            store.people.save(Person(key, who(key).name, object_id=who(key).object_id, roles=(role,)))
        for month, graded in GRADED.items():
            grades = [g for g, n in zip(("exceeds", "meets", "below"), graded, strict=True) for _ in range(n)]
            for number, grade in enumerate(grades):
                _audit(store, month, number, grade)
        store.outcomes.share_practice("A map of the family, drawn together", date(2026, 10, 21))


def _audit(store: Store, month: int, number: int, grade: str) -> None:
    done = date(2026, month, 2 + number % 26)
    plans = "below" if grade == "below" or number % 7 == 0 else "meets"
    judged = {PLANS: plans, INVOLVEMENT: "exceeds" if number < 12 else "meets"}
    theme = "Neglect" if number % 3 == 0 else ""
    worker = "bea" if number % 2 else "ann"
    audit = add_done(store, f"900{month}{number:02}", done, grade, worker=worker, judged=judged, theme=theme)
    if number < 6:
        at = instant(done + timedelta(days=2))
        made = Moderation(audit, "bea", date(2026, month, 1), TODAY, grade, "Lead Example", at, "done", grade=grade)
        store.moderations.add(replace(made, stands=grade, learning="Say what is to change" * (not number), done_at=at))
    if grade != "below":
        return
    day = done + timedelta(days=10)
    agreed = AgreedAction(audit, "Update the plan", "Ann", "ann", day, day, "He knows it", "Quinn", instant(done))
    action = store.audit_actions.add(agreed)
    if number % 2:
        for place, (answer, is_manager) in enumerate(((DONE, 0), (MADE, 1)), 1):
            said = Review(action, place, day, is_manager, answer, "He does", "He said", "Megan", instant(day))
            store.audit_actions.add_review(said)
