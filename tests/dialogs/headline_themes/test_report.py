"""The report as a document: what stands in it and what never does, the same file twice; and who hears of a month."""

import io
import pickle
import zipfile
from datetime import UTC, date, datetime, timedelta

import docx
import pytest

from bot.documents import by_kind
from dialogs.core.knowledge import Knowledge
from dialogs.headline_themes import document, flow
from dialogs.headline_themes.contents import contents
from dialogs.headline_themes.nudges import nudges
from dialogs.headline_themes.values import Report
from dialogs.registry import features
from standards_kb.suppression import told
from storage.db import Database
from storage.theme_work import month_of
from tests.dialogs.headline_themes.support import GRADED, KNOWN, NOW, PEOPLE, READERS, TODAY, fill
from tests.dialogs.unasked import delivered
from tests.storage.audited import add_done

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def service(database: Database) -> Database:
    fill(database)
    return database


def made(database: Database, month: date = OCTOBER, today: date = TODAY) -> Report:
    with database.reading() as store:
        return contents(month_of(store, month, today), KNOWN, today)


def texts(report: Report) -> str:
    found = docx.Document(io.BytesIO(document.write(report)))
    rows = [" | ".join(cell.text for cell in row.cells) for table in found.tables for row in table.rows]
    return "\n".join([*(p.text for p in found.paragraphs), *rows])


def test_what_stands_in_it(service: Database) -> None:
    said = texts(made(service))
    for words in (
        "Headline themes: October 2026",
        "does not meet good in 12 of 30 audits",
        "Quality of plans: talk through in teams and supervision what the framework asks. “",
        "Oct 2026 | 7 | 15 | 8 | 30",
        "On average auditors put the month's audits at 6.0 on the scale",
        "Case file audit | 30",
        "Agreed in the month | 9 | 7 | 8",
        "Ended: made a difference for the child | under 5 | under 5 | 6",
        "Did not meet good | 9 | 7 | 8",
        "The moderator gave the auditor's grade | 6 | 6 | 6",
        "Learned: Say what is to change",
        "A map of the family, drawn together",
        "Neglect",
        "Plan the re-audits",
        "Under 5: one to four.",
    ):
        assert words in said


def test_no_child_and_no_worker_stands_in_it(service: Database) -> None:
    with service.reading() as store:
        names = [person.name for person in store.people.all()] + [child.id for child in store.children.all()]
    with zipfile.ZipFile(io.BytesIO(document.write(made(service)))) as file:
        xml = file.read("word/document.xml").decode()
    assert len(names) > 80
    assert not [name for name in names if name in xml]
    for words in ("Update the plan", "He knows it", "He does", "He said"):
        assert words not in xml


def test_a_few_below_good_are_neither_told_nor_to_be_worked_out(sqlite_database: Database) -> None:
    fill(sqlite_database)
    with sqlite_database.transaction() as store:
        for number in range(12):
            add_done(store, f"J{number}", date(2026, 6, 3), "below" if number < 2 else "meets")
        months = month_of(store, date(2026, 6, 1), TODAY)
    said = texts(contents(months, KNOWN, TODAY))
    assert "Jun 2026 | 0 | not shown | under 5 | 12" in said
    assert "North (Help) | 0 | not shown | under 5 | 12" in said
    assert "may not be told" in said
    assert told([[0, 10, 2, 12]])[0][3] == 12


def test_the_same_values_give_the_same_bytes_and_every_chart_has_words(service: Database) -> None:
    report = made(service)
    assert pickle.loads(pickle.dumps(report)) == report
    assert document.write(report) == document.write(made(service))
    with zipfile.ZipFile(io.BytesIO(document.write(report))) as file:
        xml = file.read("word/document.xml").decode()
    assert xml.count("<wp:docPr") == xml.count('descr="Bars of ') == 2
    assert "Oct 2026: Exceeds good 7, Meets good 15, Does not meet good 8" in xml


def test_a_month_without_audits_says_so(service: Database) -> None:
    said = texts(made(service, date(2026, 7, 1)))
    assert "No audit was graded in July 2026." in said
    assert "How audits were graded" not in said
    assert "None was shared in the month." in said


def test_it_is_a_kind_and_gathered_for_readers_alone(service: Database) -> None:
    assert flow.REPORT in by_kind(features())
    with service.transaction() as store:
        for key in PEOPLE:
            person = store.people.by_key(key)
            assert person is not None
            found = flow.gather({"month": "2026-10"}, store, KNOWN, person, NOW)
            assert (found is not None) is (key in READERS)


def planned(database: Database, at: datetime, known: Knowledge = KNOWN) -> None:
    """What the hourly run plans."""
    [nudge] = nudges()
    assert nudge.due is not None
    with database.transaction() as store:
        store.outbox.add_all(nudge.due(store, known, at, "").messages, at)


def test_the_qa_lead_hears_once_at_the_months_beginning(service: Database) -> None:
    for hours in (0, 1, 24, 48):
        planned(service, NOW + timedelta(hours=hours))
    [told_] = delivered(service, "lead", NOW + timedelta(hours=49))
    assert told_.summary == "The month's headline themes"
    assert "Headline themes: October 2026" in told_.text
    assert all(delivered(service, key, NOW + timedelta(hours=49)) == [] for key in PEOPLE if key != "lead")


def test_so_do_those_whom_the_settings_add_and_who_may_read(service: Database) -> None:
    from dataclasses import replace

    planned(service, NOW, replace(KNOWN, themes_to=("director", "manager")))
    assert len(delivered(service, "director", NOW)) == 1
    assert delivered(service, "manager", NOW) == []


@pytest.mark.parametrize("at", [datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2026, 11, 11, 9, tzinfo=UTC)])
def test_nobody_hears_on_a_sunday_or_late_in_the_month_but_it_is_kept(service: Database, at: datetime) -> None:
    planned(service, at)
    assert delivered(service, "lead", at) == []
    with service.reading() as store:
        assert store.themes.kept([OCTOBER])[OCTOBER].done == sum(GRADED[10])


def test_where_nobody_audits_nobody_is_told(database: Database) -> None:
    planned(database, NOW)
    with database.reading() as store:
        assert store.themes.kept([OCTOBER]) == {}
        assert store.outbox.counts().get("waiting", 0) == 0
