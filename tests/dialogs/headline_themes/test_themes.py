"""A month's headline themes in chat: who reads them, what they say, what they never say, what people add."""

from datetime import UTC, date, datetime

import pytest

from dialogs.core.turn import Scope
from storage.db import Database
from storage.themes import Note
from tests.dialogs.headline_themes.support import KNOWN, NOW, PEOPLE, READERS, chat, fill, who
from tests.dialogs.visits.support import Checked


@pytest.fixture
def service(database: Database) -> Database:
    fill(database)
    return database


@pytest.mark.parametrize("key", PEOPLE)
def test_who_reads_them(sqlite_database: Database, key: str) -> None:
    fill(sqlite_database)
    for sentence in ("headline themes for October", "themes report for October"):
        said = chat(sqlite_database, key).hear(sentence)
        assert ("October 2026" in said) is (key in READERS)
        assert ("are for QA leads" in said) is (key not in READERS)


def test_a_month_in_brief(service: Database) -> None:
    said = chat(service).hear("headline themes for October 2026")
    for words in (
        "Headline themes: October 2026",
        "Example Council. As of Saturday 31 October 2026.",
        "Audits graded: 30.",
        "At least good: 22 of 30.",
        "Due in the month: 31 done in time, 0 done late, 0 not done yet.",
        "Quality of plans",
        "does not meet good in 12 of 30 audits. The month before: 10 of 26.",
        "exceeds good in 12 of 30 audits",
        "Oct 2026: Exceeds good 7, Meets good 15, Does not meet good 8, All 30",
        "themes report for October 2026",
    ):
        assert words in said
    with service.reading() as store:
        [seen] = store.audit_log.search(who=[f"person:{who('lead').object_id}"])
    assert (seen.action, seen.about) == ("figures", "headline themes of 2026-10")


@pytest.mark.parametrize(
    ("sentence", "month"),
    [
        ("headline themes", "October"),
        ("themes this month", "November"),
        ("this month's themes", "November"),
        ("what are the headline themes so far", "October"),
        ("last month's headline themes", "October"),
        ("What did the audits tell us in September?", "September"),
        ("how did audits go last month", "October"),
        ("show me the audit findings for sept", "September"),
        ("themes for 2026-09", "September"),
        ("can you show me our themes for aug 2026?", "August"),
        ("what came out of our audits in October", "October"),
        ("audit themes november", "November"),
        ("themes for december", "December 2025"),
    ],
)
def test_how_people_ask(sqlite_database: Database, sentence: str, month: str) -> None:
    assert f"Headline themes: {month}" in chat(sqlite_database_with_lead(sqlite_database)).hear(sentence)


def sqlite_database_with_lead(database: Database) -> Database:
    from storage.people import Person

    with database.transaction() as store:
        store.people.save(Person("lead", who("lead").name, object_id=who("lead").object_id, roles=(PEOPLE["lead"],)))
    return database


@pytest.mark.parametrize(
    "sentence",
    [
        "themes report for October",
        "get me the headline themes report for October",
        "the headline themes for October as a Word document",
        "monthly report on themes for October",
        "send me the themes report",
    ],
)
def test_how_people_ask_for_the_document(sqlite_database: Database, sentence: str) -> None:
    said = chat(sqlite_database_with_lead(sqlite_database)).hear(sentence)
    assert said == "The headline themes of October 2026 as a Word document."


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("themes for January 2027", "January 2027 has not begun."),
        ("themes for 2026-13", "I can't tell which month “2026-13” is"),
        ("theme for October: ", "Say it in a few words"),
        ("take out note 7", "I know no note"),
    ],
)
def test_what_cant_be_shown_is_said(sqlite_database: Database, sentence: str, answer: str) -> None:
    assert answer in chat(sqlite_database_with_lead(sqlite_database)).hear(sentence)


def test_a_month_without_audits_says_so(service: Database) -> None:
    said = chat(service).hear("headline themes for July")
    assert "No audit was graded in July 2026." in said
    assert "Exceeds good" not in said


def test_a_month_that_goes_on_says_so(service: Database) -> None:
    said = chat(service).hear("themes this month")
    assert "The month goes on" in said
    assert "As of Tuesday 3 November 2026" in said


def test_not_in_a_channel(service: Database) -> None:
    there = Checked(service, KNOWN, who("lead"), Scope.CHANNEL)
    assert "for our personal chat" in there.hear("headline themes for October")


def test_people_add_themes_and_take_them_out_again(service: Database) -> None:
    lead = chat(service)
    said = lead.hear("headline theme for October: Plans say little of what is to change")
    assert "It is in the report for October 2026." in said
    assert "1. Plans say little of what is to change (headline theme, Lead Example)" in said
    lead.press("headline_themes.add_recommendation", month="2026-10", recommendation="Map plans with families")
    assert "Map plans with families" in lead.hear("themes for October")
    head = chat(service, "head")
    said = head.hear("themes for October")
    assert "- Plans say little of what is to change" in said
    assert "note 1" not in said
    assert "are added by QA leads" in head.hear("theme for October: Mine")
    assert "I know no note" in head.hear("take out note 1")
    said = lead.hear("take out note 1")
    assert "It is taken out: Plans say little" in said
    assert "1. Plans" not in said


def test_what_looks_like_a_person_is_pointed_out(service: Database) -> None:
    said = chat(service).hear("theme for October: Priya Sharma drifts, phone 01632 960123")
    assert "Is it about one person?" in said
    assert 'type "take out note 1"' in said


def test_a_card_pressed_again_adds_no_other_month(service: Database) -> None:
    assert "I can't tell which month" in chat(service).push(
        "headline_themes.add_theme", month="nonsense", theme="Words"
    )
    with service.reading() as store:
        assert store.themes.notes(date(2026, 10, 1)) == []


def test_a_long_text_is_refused(service: Database) -> None:
    assert "at most 500 characters" in chat(service).push(
        "headline_themes.add_theme", month="2026-10", theme="a " * 300
    )


def test_early_in_a_month_london_decides_which_it_is(service: Database) -> None:
    at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert "October 2026" in chat(service, at=at).hear("themes this month")
    with service.transaction() as store:
        store.themes.note(Note(date(2026, 10, 1), "theme", "Kept", "Lynne", NOW))
    assert "Kept" in chat(service, at=at).hear("themes this month")
