"""A service with several teams: the teams first, each with a page of its own, and no child read who isn't shown."""

from dataclasses import replace
from datetime import date

import pytest

from dialogs.team.workload import MOST_AT_ONCE
from storage.allocations import Allocation
from storage.children import Child
from storage.db import Database
from storage.people import Person
from storage.roles import SOCIAL_WORKER, Role
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import PATTI, person
from tests.dialogs.visits.support import PLAN, RESTRICTED, audited, chat

SOUTH = "South Family Team"


@pytest.fixture
def service(filled: Database) -> Database:
    """North as it is, and another team with a child for each worker, one of them restricted."""
    with filled.transaction() as store:
        area = person(store, "Megan Bowen").service_area
        for number in range(MOST_AT_ONCE):
            key, child = f"south {number}", f"2002{number:02}"
            roles = (Role.PRACTITIONER,)
            store.people.save(Person(key, f"South {chr(65 + number)}", roles=roles, team=SOUTH, service_area=area))
            store.children.add_all([Child(child, "ST", restricted=number == 0)])
            work = Allocation(child, SOCIAL_WORKER, key, key, SOUTH, date(2026, 1, 5), source="made up")
            store.allocations.add_all([work])
    return filled


def test_the_teams_stand_by_name_without_a_figure_that_compares_them(service: Database) -> None:
    said = chat(service, PATTI).hear("my team")
    assert "My service, by team" in said
    assert f"North Workers: 2. Children: 10 {SOUTH} Workers: 16. Children: 15" in said
    assert "Overdue" not in said
    assert "Unallocated: these are yours Number: 1" in said


def test_a_team_has_a_page_of_its_own(service: Database) -> None:
    patti = chat(service, PATTI)
    said = patti.hear("team north")
    assert said.startswith("North “Management oversight")
    assert "Alex Wilber Overdue: 4" in said
    assert "Children: 9" in said
    assert "South A" not in said
    said = patti.hear(f"show me the {SOUTH}")
    assert "South A Nothing overdue or due this week, as far as I have data. Children: 0" in said
    assert "Page 1 of 2" in said
    assert "South P" in patti.hear(f"team {SOUTH} page 2")


def test_its_button_and_the_way_back(service: Database) -> None:
    patti = chat(service, PATTI)
    reply = patti.say("my team")
    opened = [n["data"] for n in nodes(reply.card) if n.get("data", {}).get("team") == SOUTH]
    page = patti.press("team.overview", team=opened[0]["team"])
    assert SOUTH in page.text
    assert any(n.get("data", {}).get("action") == "team.overview" for n in nodes(page.card))


def test_it_is_audited_as_figures(service: Database) -> None:
    chat(service, PATTI).hear("my team")
    with service.reading() as store:
        assert {(e.action, e.child_ids) for e in audited(store, PATTI)} == {("figures", ())}


def test_a_restricted_child_is_counted_for_whoever_is_named(service: Database) -> None:
    with service.transaction() as store:
        store.children.set_viewers(RESTRICTED, [person(store, "Patti Fernandez").key])
    assert "North Workers: 2. Children: 11" in chat(service, PATTI).hear("my team")


def test_what_awaits_a_word_is_counted_there(service: Database) -> None:
    alex = chat(service, ALEX)
    alex.hear(f"the core group yesterday agreed to see {PLAN} every week")
    alex.hear("yes")
    assert "Awaiting your word Number: 1" in chat(service, PATTI).hear("my team")


def test_a_manager_of_one_team_sees_its_workers_at_once(service: Database) -> None:
    assert "Alex Wilber Overdue: 6" in chat(service, MEGAN).hear("my team")


def test_a_team_that_isnt_theirs(service: Database) -> None:
    with service.transaction() as store:
        store.people.save(replace(person(store, "Megan Bowen"), service_area="North area"))
    assert "I know no team of yours by that name." in chat(service, MEGAN).hear(f"team {SOUTH}")
    assert "That is for managers" in chat(service, ALEX).hear(f"team {SOUTH}")
