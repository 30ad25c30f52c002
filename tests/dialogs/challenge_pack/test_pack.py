"""The pack: who may read it, what stands in it and what never does, and that it is the same file twice."""

import io
import pickle
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta

import docx
import pytest

from bot.documents import by_kind
from dialogs.challenge_pack import document, flow
from dialogs.challenge_pack.contents import contents
from dialogs.challenge_pack.values import Pack
from dialogs.core.turn import Scope, Sender
from dialogs.registry import features
from standards_kb.noticed import Kind, noticed
from storage.challenge_told import on_file
from storage.challenges import ChallengeAction, Update
from storage.db import Database
from storage.people import Person
from storage.returns import ACCEPTED, CANCELLED, IN_PROGRESS, Answer, Session
from storage.roles import Role
from tests.dialogs.support import NOW, knowledge
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import Checked, chat

KNOWN = knowledge()
TEMPLATE = KNOWN.returns["early_help"]
PEOPLE = {
    "lead": Role.QA_LEAD,
    "head": Role.HEAD_OF_SERVICE,
    "director": Role.DIRECTOR,
    "anne": Role.MANAGER,
    "panel": Role.MANAGER,
    "other": Role.MANAGER,
}
READERS = {"lead", "head", "director", "panel"}
TODAY = NOW.date()


def who(key: str) -> Sender:
    return Sender(f"40000000-0000-0000-0000-00000000000{list(PEOPLE).index(key)}", f"{key.capitalize()} Example")


def add(database: Database, held: date, figures: dict[str, tuple[str, str]], state: str = ACCEPTED) -> int:
    """A session with these figures; every text says the same."""
    session = Session("early_help", held, held - timedelta(days=14), "head", "Lead", NOW, panel="Panel Example")
    with database.transaction() as store:
        sections = [s.name for s in TEMPLATE.sections]
        number = store.returns.add(
            replace(session, priorities=("Neglect",)), ["anne"], sections, list(TEMPLATE.indicators)
        )
        for part in store.returns.parts(number):
            value, out_of = figures.get(part.name, ("", "")) if part.is_figure else ("", "")
            text = "" if part.is_figure else "We have looked."
            if part.name == "complaints" and value:
                text = "Three families complained"
            store.returns.write(replace(part, text=text, value=value, out_of=out_of, by_name="Anne Example"))
        written = store.returns.find(number)
        assert written is not None
        store.returns.change(replace(written, state=state, signed_by="Head Example"))
    return number


@pytest.fixture
def service(database: Database) -> Database:
    with database.transaction() as store:
        for key, role in PEOPLE.items():
            store.people.save(Person(key, who(key).name, object_id=who(key).object_id, roles=(role,)))
    for ago, share in ((90, "70"), (60, "75"), (-10, "80")):
        figures = {"supervision_on_time": (share, "100"), "complaints": ("3", ""), "open_families": ("40", "")}
        add(database, TODAY - timedelta(days=ago), figures)
    action = ChallengeAction(
        2,
        "Supervise weekly",
        "anne",
        TODAY - timedelta(days=1),
        "All held",
        "Less drift",
        "Lead",
        NOW,
        "practice_standards.6",
    )
    with database.transaction() as store:
        number = store.challenges.give(action)
        store.challenges.tell(Update(number, "Half are held", "Anne Example", NOW))
    return database


def made(database: Database, session: int = 3) -> Pack:
    with database.reading() as store:
        found = store.returns.find(session)
        assert found is not None
        return contents(store, KNOWN, found, TODAY)


def texts(content: bytes) -> str:
    document_ = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document_.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document_.paragraphs), *cells])


@pytest.mark.parametrize("key", PEOPLE)
def test_the_panel_who_convenes_and_the_head_read_it(service: Database, key: str) -> None:
    said = chat(service, who(key)).hear("pack 3")
    assert ("The pack for session 3: Early Help" in said) is (key in READERS)
    said = chat(service, who(key)).hear("is the pack ready?")
    assert ("The pack for session 3: Early Help" if key in READERS else "No pack is yours to read") in said
    with service.transaction() as store:
        person = store.people.by_key(key)
        assert person is not None
        assert (flow.gather({"session": 3}, store, KNOWN, person, NOW) is not None) is (key in READERS)


def test_not_in_a_channel(service: Database) -> None:
    assert "for our personal chat" in Checked(service, KNOWN, who("lead"), Scope.CHANNEL).hear("pack 3")


def test_figures_trends_gaps_questions_and_actions_stand_in_it(service: Database) -> None:
    said = texts(document.write(made(service)))
    for words in (
        "80% (80 of 100)",
        "70%",
        "Off target, 3 sessions running; better",
        "Supervision on time has missed its target in 3 sessions running; now it is 80%.",
        "Neglect",
        "the text is the same as last time",
        "For children: Less drift",
        "Overdue. Last said: Half are held",
        "The action “Supervise weekly” was due by",
        "Signed off by Head Example",
        "Panel Example",
    ):
        assert words in said


def test_what_the_head_of_service_answered_stands_beside_it(service: Database) -> None:
    with service.transaction() as store:
        session = store.returns.find(3)
        assert session is not None
        found = noticed(TEMPLATE, on_file(store, session, TEMPLATE, TODAY).returns)
        key = next(one.key for one in found if one.name == "supervision_on_time" and one.kind is Kind.MISSED)
        assert store.returns.answer(session, Answer(3, key, "Two managers were away.", "Head Example"))
    assert "Head Example answered: Two managers were away." in texts(document.write(made(service)))


def test_fewer_than_five_and_their_comment_never_stand_in_it(service: Database) -> None:
    pack = made(service)
    [row] = [row for row in pack.rows if row.title == "Complaints"]
    assert set(row.cells) == {"not shown"}
    assert set(row.numbers) == {None}
    assert "Three families" not in texts(document.write(pack))


def test_what_isnt_signed_off_stays_out_and_late_returns_are_named(service: Database) -> None:
    number = add(service, TODAY + timedelta(days=5), {"open_families": ("77", "")}, IN_PROGRESS)
    pack = made(service, number)
    assert "late" in pack.alerts[0]
    assert "77" not in texts(document.write(pack))
    assert "Also late: the return of Early Help" in " ".join(made(service).alerts)


def test_the_same_values_give_the_same_bytes_and_every_chart_has_words(service: Database) -> None:
    pack = made(service)
    assert pickle.loads(pickle.dumps(pack)) == pack
    assert document.write(pack) == document.write(made(service))
    assert document.write_figures(pack) == document.write_figures(made(service))
    with zipfile.ZipFile(io.BytesIO(document.write(pack))) as file:
        xml = file.read("word/document.xml").decode()
    assert xml.count("<wp:docPr") == xml.count('descr="Line of ') > 0


def test_the_server_loads_neither_charts_nor_word() -> None:
    code = "import dialogs.registry, sys; print([m for m in ('matplotlib', 'docx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_both_files_are_kinds() -> None:
    assert {flow.PACK, flow.FIGURES} <= set(by_kind(features()))


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=NOW.tzinfo)


def planned(database: Database, at: datetime) -> None:
    """What the hourly run plans."""
    with database.transaction() as store:
        for nudge in (nudge for feature in features() for nudge in feature.nudges):
            if nudge.due and nudge.kind.startswith(("challenge_pack.", "check_and_challenge.")):
                store.outbox.add_all(nudge.due(store, KNOWN, at, "").messages, at)


@pytest.mark.parametrize(
    ("day", "summary"), [(7, ""), (8, "A check-and-challenge pack"), (10, "A check-and-challenge session is about")]
)
def test_the_panel_hears_in_time_once_and_nobody_else(service: Database, day: int, summary: str) -> None:
    at = morning(date(2026, 9, day))  # the session is on Friday the 11th
    planned(service, at)
    planned(service, at + timedelta(hours=1))
    for key in ("director", "panel"):
        told = delivered(service, key, at + timedelta(hours=1))
        assert len(told) == bool(summary)
        assert all(one.summary.startswith(summary) and "Friday 11 September 2026" in one.text for one in told)
    assert delivered(service, "other", at + timedelta(hours=1)) == []


def test_of_a_cancelled_session_nobody_hears(service: Database) -> None:
    at = morning(date(2026, 9, 8))
    planned(service, at)
    with service.transaction() as store:
        session = store.returns.find(3)
        assert session is not None
        store.returns.change(replace(session, state=CANCELLED))
    assert delivered(service, "director", at) == []
