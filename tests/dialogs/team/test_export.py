"""A team's list as a spreadsheet: what is in it, for whom, and that no cell becomes a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dialogs.core.turn import Scope
from dialogs.team import document, export
from dialogs.team.document import TeamList
from storage.db import Database
from storage.roles import Role
from tests.dialogs.support import ALEX, MEGAN, NOW
from tests.dialogs.team.support import person, settle
from tests.dialogs.team.test_hand_over import add_sam
from tests.dialogs.visits.support import NEVER, PLAN, RESTRICTED, audited, chat


def made(database: Database, name: str = "Megan Bowen", at: datetime = NOW) -> TeamList | None:
    with database.transaction() as store:
        return export.gather({}, store, chat(database, MEGAN).knowledge, person(store, name), at)


def test_a_manager_is_offered_the_list_and_it_has_everything_due(filled: Database) -> None:
    for says in ("export my team's list", "download the team list as a spreadsheet", "show my team's list in Excel"):
        assert "The list of your team as a spreadsheet" in chat(filled, MEGAN).hear(says)
    found = made(filled)
    assert found is not None
    assert found.about[0].startswith("Data as of")
    assert found.header == ["Worker", "Child", "What", "Due by", "Now", "Last recorded", "Notes"]
    alex = [row for row in found.rows if row[0] == "Alex Wilber"]
    assert len([row for row in alex if row[4] == "Overdue"]) > 0
    assert {row[1] for row in found.rows if row[0] == "Not allocated"} == {"100205"}
    with filled.reading() as store:
        event = audited(store, MEGAN)[-1]
    assert event.action == "view"
    assert {row[1] for row in found.rows} <= set(event.child_ids)
    assert RESTRICTED not in event.child_ids


def test_a_restricted_child_is_left_out_even_for_whoever_is_named(demo: Database) -> None:
    assert "GH 204" in chat(demo, MEGAN).hear("Alex's list")
    found = made(demo)
    assert found is not None
    assert RESTRICTED not in {row[1] for row in found.rows}


def test_old_data_and_inherited_lateness_are_noted(demo: Database) -> None:
    with demo.transaction() as store:
        add_sam(store)
    settle(chat(demo, MEGAN), f"hand over {NEVER} to Sam")
    found = made(demo)
    assert found is not None
    assert {row[6] for row in found.rows if row[1] == NEVER and row[4] == "Overdue"} == {
        "Before allocation: it passed before the child came to the present worker on Tuesday 1 September 2026."
    }
    assert {row[6] for row in found.rows if row[1] == PLAN} == {""}
    later = made(demo, at=NOW + timedelta(days=30))
    assert later is not None
    assert all("Not confirmed since" in str(row[6]) for row in later.rows if row[1] == PLAN and row[4] == "Overdue")


def test_others_get_none(demo: Database) -> None:
    assert "That is for managers" in chat(demo, ALEX).hear("export my team's list")
    assert made(demo, "Alex Wilber") is None


def test_whoever_leads_no_longer_gets_none(demo: Database) -> None:
    with demo.transaction() as store:
        store.people.save(replace(person(store, "Megan Bowen"), roles=(Role.PRACTITIONER,)))
    assert made(demo) is None


def test_nothing_in_a_channel(demo: Database) -> None:
    said = chat(demo, MEGAN, Scope.CHANNEL).hear("export my team's list")
    assert "spreadsheet" not in said


@pytest.mark.parametrize(
    "hostile", ["=1+1", '=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(1)", "https://evil.example"]
)
def test_what_looks_like_a_formula_stays_text(hostile: str) -> None:
    content = document.write(TeamList("Team list", [hostile], ["Worker"], [[hostile], [date(2026, 9, 1)]]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert not [name for name in archive.namelist() if "externalLink" in name or "_rels/sheet" in name]
    assert content == document.write(TeamList("Team list", [hostile], ["Worker"], [[hostile], [date(2026, 9, 1)]]))
