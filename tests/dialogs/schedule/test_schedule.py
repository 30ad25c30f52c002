"""The year's schedule: who sees what of it, who plans it, what speaks against a day, and why now."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.core.turn import Scope, Sender
from storage.audits import Audit
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.returns import Session
from storage.roles import Role
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.visits.support import Checked

LEAD, HEAD, ANNE, OTHER = (
    Sender(f"40000000-0000-0000-0000-00000000000{n}", name)
    for n, name in enumerate(["Quinn Lead", "Jo Head", "Anne One", "Olive Other"])
)
SECRETS: list[str] = []


def address(secret: str) -> str:
    SECRETS.append(secret)
    return f"https://bot.example.gov.uk/calendar/{secret}.ics"


KNOWN = replace(knowledge(), feed_address=address)
PLANS = "schedule dip sample of supervision records for Early Help on 12 January 2027 because two complaints named it"


def chat(database: Database, who: Sender, scope: Scope = Scope.PERSONAL) -> Checked:
    return Checked(database, KNOWN, who, scope, name=f"chat of {who.name}")


@pytest.fixture
def service(database: Database) -> Database:
    with database.transaction() as store:
        roles = {LEAD: Role.QA_LEAD, HEAD: Role.HEAD_OF_SERVICE}
        for who in (LEAD, HEAD, ANNE, OTHER):
            role = roles.get(who, Role.PRACTITIONER)
            store.people.save(Person(who.name.split()[0].lower(), who.name, object_id=who.object_id, roles=(role,)))
        store.children.add_all([Child("C100", "AB"), Child("C101", "CD")])
        for child in ("C100", "C101"):
            store.audits.add(Audit(child, "anne", "jo", date(2026, 9, 22), why_now="a concern of C100's aunt"))
        one = Session("early_help", date(2026, 10, 12), date(2026, 9, 28), "jo", "Quinn Lead", NOW)
        store.returns.add(replace(one, priorities=("neglect",)), ["anne"], [], [])
        store.returns.add(replace(one, area="send", held_on=date(2026, 12, 25)), [], [], [])
    return database


def test_everything_is_in_one_list_with_why_now_and_no_child(service: Database) -> None:
    assert "Planned as activity 1." in chat(service, LEAD).hear(PLANS)
    said = chat(service, HEAD).hear("schedule")
    assert "September 2026 Tuesday 22 September 2026: Audits due, Case file audit: 2" in said
    assert "Check and challenge 1: Early Help. Why now: neglect." in said
    assert "Check and challenge 2: SEND" in said.replace(KNOWN.returns["send"].title, "SEND")
    assert "Why now: it is the area's first session here." in said
    line = "Tuesday 12 January 2027: Activity 1. Dip sample: supervision records (Early Help)."
    assert f"{line} Why now: two complaints named it" in said
    assert "C100" not in said
    assert "aunt" not in said


def test_who_is_in_a_session_sees_that_one_and_strangers_nothing(service: Database) -> None:
    said = chat(service, ANNE).hear("schedule")
    assert "Check and challenge 1" in said
    assert "Check and challenge 2" not in said
    assert "Audits due" not in said
    assert "Nothing is planned that you would see" in chat(service, OTHER).hear("schedule")
    assert "for our personal chat" in chat(service, LEAD, Scope.CHANNEL).hear("schedule")


def test_holidays_and_clashes_are_flagged(service: Database) -> None:
    chat(service, LEAD).hear("schedule meeting of the board on 12 October 2026 because it is quarterly")
    chat(service, LEAD).hear("schedule observations for SEND on 17 October 2026 because they are due")
    said = chat(service, LEAD).hear("schedule")
    assert "Check the day: it is a holiday, Christmas Day." in said
    assert "Check the day: it is a weekend." in said
    assert "Check the day: the same day has Activity 1. Meeting: the board (the whole service)." in said
    assert "Check the day: the same day has Check and challenge 1: Early Help." in said


def test_another_areas_day_is_no_clash(service: Database) -> None:
    chat(service, LEAD).hear("schedule observations for SEND on 12 October 2026 because they are due")
    assert "the same day has" not in chat(service, LEAD).hear("schedule")


def test_an_activity_is_moved_done_and_cancelled(service: Database) -> None:
    chat(service, LEAD).hear(PLANS)
    assert "Moved. Tuesday 19 January 2027: Activity 1" in chat(service, LEAD).hear(
        "move activity 1 to 19 January 2027 because the team is away"
    )
    assert "(Early Help) (done)" in chat(service, LEAD).hear("activity 1 is done")
    assert "Say why it is cancelled" in chat(service, LEAD).hear("cancel activity 1")
    assert "Activity 1" not in chat(service, LEAD).hear("cancel activity 1 because the board wants a themed audit")
    assert "I know no activity by that number" in chat(service, LEAD).hear("activity 1 is done")


@pytest.mark.parametrize("said", [PLANS, "plan an activity"])
def test_only_qa_leads_plan(service: Database, said: str) -> None:
    assert "planned by QA leads" in chat(service, HEAD).hear(said)


@pytest.mark.parametrize(
    "said", ["move activity 1 to 19 January 2027", "cancel activity 1 because", "activity 1 is done"]
)
def test_only_qa_leads_change(service: Database, said: str) -> None:
    chat(service, LEAD).hear(PLANS)
    chat(service, HEAD).hear(said)
    assert "Tuesday 12 January 2027: Activity 1" in chat(service, LEAD).hear("schedule")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"kind": ""}, "Say what kind of activity it is"),
        ({"day": "Pancake Day"}, "I can't tell a day from today on"),
        ({"day": "1 August 2026"}, "I can't tell a day from today on"),
        ({"area": "nowhere"}, "Which service area?"),
        ({"why": ""}, "Say why now"),
    ],
)
def test_the_form_keeps_what_was_typed(service: Database, given: dict[str, str], answer: str) -> None:
    told = {"kind": "themed", "title": "Thresholds", "day": "12 January 2027", "area": "all", "why": "data", **given}
    reply = chat(service, LEAD).press("schedule.add", **told)
    assert answer in reply.text
    assert "'value': 'Thresholds'" in str(reply.card)
    with service.reading() as store:
        assert store.schedule.between(date(2000, 1, 1), date(2100, 1, 1)) == []


def test_the_form_plans(service: Database) -> None:
    told = {"kind": "themed", "title": "Thresholds", "day": "12 January 2027", "area": "early_help", "why": "data"}
    assert "A new activity" in chat(service, LEAD).hear("plan an activity")
    said = chat(service, LEAD).push("schedule.add", **told)
    assert "Planned as activity 1. Tuesday 12 January 2027: Activity 1. Themed audit: Thresholds (Early Help)" in said


def test_a_full_year_goes_on_below(service: Database) -> None:
    for number in range(40):
        day = NOW.date() + timedelta(days=40 + number)
        chat(service, LEAD).push(
            "schedule.add", kind="other", title=f"N{number}", day=f"{day:%d %B %Y}", area="", why="x"
        )
    said = chat(service, LEAD).hear("schedule")
    assert "More in these twelve months: 13" in said
    later = said.split('Type "')[1].split('"')[0]
    assert later.startswith("schedule from ")
    assert "N39" in chat(service, LEAD).hear(later)


def test_a_feed_is_given_once_replaced_and_stopped(service: Database) -> None:
    said = chat(service, ANNE).hear("calendar feed")
    assert "https://bot.example.gov.uk/calendar/" in said
    first = SECRETS[-1]
    with service.reading() as store:
        assert store.schedule.whose_feed(first) == "anne"
    assert "You have one since Tuesday 1 September 2026" in chat(service, ANNE).hear("calendar feed")
    chat(service, ANNE).hear("new calendar feed")
    with service.reading() as store:
        assert store.schedule.whose_feed(first) is None
        assert store.schedule.whose_feed(SECRETS[-1]) == "anne"
    assert "Stopped" in chat(service, ANNE).hear("stop my calendar feed")
    assert "You have no calendar feed" in chat(service, ANNE).hear("stop my calendar feed")
    with service.reading() as store:
        assert store.schedule.whose_feed(SECRETS[-1]) is None


def test_without_a_public_address_there_is_no_feed(service: Database) -> None:
    said = Checked(service, knowledge(), ANNE).hear("calendar feed")
    assert "aren't set up here" in said
    with service.reading() as store:
        assert store.schedule.feed_of("anne") is None


def test_who_is_not_on_the_staff_has_none(service: Database) -> None:
    stranger = Sender("49999999-0000-0000-0000-000000000000", "Nobody Known")
    assert "I don't know you from the staff list" in chat(service, stranger).hear("calendar feed")
