"""Supervision of workers: recorded by sentence, due with the reasons."""

from dataclasses import replace
from datetime import date

import pytest

from storage.cases import CHAT, Event, Situation, key_of
from storage.db import Database
from storage.import_runs import SuppliedStream
from storage.people import Person
from storage.roles import Role
from storage.supervision import STREAMS
from tests.dialogs.support import ALEX, MEGAN
from tests.dialogs.team.support import NINA, TODAY, number, person, second_manager, settle
from tests.dialogs.visits.support import audited, chat


def supply(database: Database, session: date | None = None) -> None:
    with database.transaction() as store:
        for stream in STREAMS:
            store.streams.save(SuppliedStream("supervision", stream, "supervision", TODAY, date(1900, 1, 1), "test"))
        if session is not None:
            key = person(store, "Alex Wilber").key
            store.situations.add(Situation(f"supervision staff {key}", None, key, "supervision", session))
            natural = key_of(f"staff {key}", "supervision", session)
            store.events.add(Event(natural, None, key, "supervision", session, source="supervision"))


def test_a_session_starts_its_deadlines(filled: Database) -> None:
    megan = chat(filled, MEGAN)
    said = megan.hear("supervised Alex on Monday")
    assert "Nothing is changed yet. Alex Wilber: Supervision, on Monday 31 August 2026." in said
    done = megan.hear(f"yes {number(said)}")
    assert "Supervision: Due by Wednesday 30 September 2026, in 29 days" in done
    assert "Casework supervision recorded: Due by Tuesday 1 September 2026, today" in done
    with filled.reading() as store:
        [event] = store.events.of_staff(person(store, "Alex Wilber").key)
        assert (event.source, event.worker_role, event.worker_name) == (CHAT, "Manager", "Megan Bowen")
        changed = [e for e in audited(store, MEGAN) if e.action == "change"]
    assert [e.child_ids for e in changed] == [()]


def test_the_reasons_quote_the_framework(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, "supervised Alex on Monday")
    said = megan.hear("when is Alex's supervision due?")
    assert "Counting: 1 month from Monday 31 August 2026 is Wednesday 30 September 2026" in said
    assert "“Supervision is held regularly." in said
    assert "“A record of supervision is available to both parties" in said


def test_the_earliest_that_is_not_recorded_is_listed(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, "supervised Alex on Monday")
    settle(megan, "supervised Alex today")
    assert "recorded: Due by Tuesday 1 September 2026" in megan.hear("Alex's supervision")
    settle(megan, "recorded supervision of Alex today")
    assert "Casework supervision recorded" not in megan.hear("Alex's supervision")


def test_newly_qualified_workers_are_supervised_fortnightly(demo: Database) -> None:
    with demo.transaction() as store:
        store.people.save(replace(person(store, "Alex Wilber"), newly_qualified_on=date(2026, 6, 1)))
    said = settle(chat(demo, MEGAN), "supervised Alex on Monday")
    assert "Supervision: Due by Monday 14 September 2026" in said


@pytest.mark.parametrize(
    ("says", "due"),
    [
        (
            "reviewed Alex's supervision agreement on 3 August",
            "agreement reviewed: Due by Tuesday 3 August",
        ),
        ("observed Alex's practice on 3 August", "Practice observed: Due by Tuesday 3 August 2027"),
        ("appraisal with Alex on 3 August", "Appraisal: Due by Tuesday 3 August 2027"),
    ],
)
def test_the_yearly_ones(demo: Database, says: str, due: str) -> None:
    said = settle(chat(demo, MEGAN), says)
    assert due in said
    assert "Supervision: Due" not in said


def test_it_goes_on_from_what_a_file_says(filled: Database) -> None:
    supply(filled, date(2026, 7, 20))
    megan = chat(filled, MEGAN)
    assert "Alex Wilber Supervision: Was due by Thursday 20 August 2026" in megan.hear("supervision of my team")
    settle(megan, "supervised Alex on Monday")
    assert "Supervision: Due by Wednesday 30 September 2026" in megan.hear("supervision of my team")
    assert "recorded: Was due by Tuesday 21 July 2026" in megan.hear("Alex's supervision")


def test_of_sessions_before_nothing_is_said_where_no_file_says_what_is_recorded(demo: Database) -> None:
    supply(demo, date(2026, 7, 20))
    with demo.transaction() as store:
        store.streams.save(SuppliedStream("supervision", "supervision_recorded", "", None, None, ""))
    megan = chat(demo, MEGAN)
    assert "Casework supervision recorded" not in megan.hear("Alex's supervision")
    settle(megan, "supervised Alex on Monday")
    assert "recorded: Due by Tuesday 1 September 2026" in megan.hear("Alex's supervision")


def test_it_is_known_once_and_can_be_taken_back(demo: Database) -> None:
    megan = chat(demo, MEGAN)
    settle(megan, "supervised Alex on Monday")
    assert "is known already" in megan.hear("supervised Alex on Monday")
    settle(megan, "take back Alex's supervision on Monday")
    assert "No session is known." in megan.hear("Alex's supervision")
    assert "I know of no such thing" in megan.hear("take back Alex's supervision on Monday")


def test_what_a_file_says_is_put_right_there(demo: Database) -> None:
    supply(demo, date(2026, 7, 20))
    assert "is put right there" in chat(demo, MEGAN).hear("take back Alex's supervision on 20 July")


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("supervised Megan today", "Nobody supervises themselves."),
        ("supervised Alex tomorrow", "It lies in the past"),
        ("supervised Nobody Atall today", "I know nobody by “Nobody Atall”"),
        ("supervised Kim Else today", "I know nobody by “Kim Else”"),
    ],
)
def test_what_can_not_be(demo: Database, says: str, why: str) -> None:
    with demo.transaction() as store:
        store.people.save(Person("kim", "Kim Else", roles=(Role.PRACTITIONER,), team="South"))
    assert why in chat(demo, MEGAN).hear(says)


def test_two_managers_record_the_same_once(filled: Database) -> None:
    with filled.transaction() as store:
        second_manager(store)
    megan, nina = chat(filled, MEGAN), chat(filled, NINA)
    hers, other = number(megan.hear("supervised Alex on Monday")), number(nina.hear("supervised Alex on Monday"))
    assert "Recorded for Alex Wilber" in nina.hear(f"yes {other}")
    assert "is known already" in megan.hear(f"yes {hers}")


def test_only_for_managers(demo: Database) -> None:
    for says in ("supervised Adele yesterday", "supervision of my team", "Adele's supervision"):
        assert "That is for managers" in chat(demo, ALEX).hear(says)
