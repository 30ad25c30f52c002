"""Everyday questions about one's own children, and what the record shows otherwise."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest

from dialogs.core.turn import Scope
from dialogs.visits.holidays import with_holidays
from storage.cases import AWAITING_RECORD, CONTRADICTED, Situation, key_of
from storage.db import Database
from tests.dialogs.support import ALEX
from tests.dialogs.visits.support import ADELES, NEED, PLAN, RESTRICTED, audited, chat

QUESTIONS = [
    "what changed since Friday?",
    "who wasn't seen alone last time?",
    "who have I not seen longest?",
    "what haven't I written up?",
    "who did I see this week?",
]


def test_who_was_not_seen_alone(filled: Database) -> None:
    alex = chat(filled)
    assert "At every last visit that is recorded, the child was seen alone." in alex.hear(QUESTIONS[1])
    with filled.transaction() as store:
        visits = [e for e in store.events.of_children([PLAN, NEED]) if e.stream == "visit"]
        for visit in visits:
            is_last = visit.day == max(v.day for v in visits if v.child_id == visit.child_id)
            flag = (False if visit.child_id == PLAN else None) if is_last else visit.seen_alone
            store.events.change(replace(visit, seen_alone=flag))
    heard = alex.hear(QUESTIONS[1])
    assert "Not seen alone AB 201: Wednesday 19 August 2026" in heard
    assert "isn't recorded LM 209:" in heard
    assert "JK 206" not in heard


def test_who_was_seen_longest_ago(demo: Database) -> None:
    heard = chat(demo).hear(QUESTIONS[2])
    order = [heard.index(child) for child in ("NP 210: no recorded visit", "RS 212", "PQ 211", "CD 202", "AB 201")]
    assert order == sorted(order)
    assert "days ago" in heard


def test_what_changed(demo: Database) -> None:
    alex = chat(demo)
    assert "Nothing that the data shows." in alex.hear("what changed since today?")
    day = date(2026, 8, 31)
    with demo.transaction() as store:
        key = key_of(NEED, "looked_after", day)
        store.situations.add(Situation(key, NEED, None, "looked_after", day, source="annex_a"))
        [plan] = [s for s in store.situations.of_children([NEED]) if s.kind == "child_in_need"]
        store.situations.change(replace(plan, ended_on=day))
    alex.hear(f"saw {PLAN} yesterday at 3pm at home, alone, spoke to her, announced")
    alex.hear("yes")
    heard = alex.hear(QUESTIONS[0])
    assert "Changed since Friday 28 August 2026" in heard
    assert "Looked After: began on Monday 31 August 2026" in heard
    assert "Child in Need plan: ended on Monday 31 August 2026" in heard
    assert "Visit: Monday 31 August 2026 (awaiting the record)" in heard
    assert "RS 212" not in heard


def test_whom_one_saw(demo: Database) -> None:
    alex = chat(demo)
    assert "None that is recorded or was told here." in alex.hear("who did I see yesterday?")
    alex.hear(f"saw {PLAN} yesterday at 3pm at home, alone, spoke to her, announced")
    alex.hear("yes")
    heard = alex.hear("who did i see yesterday")
    assert "Your visits: Monday 31 August 2026" in heard
    assert "AB 201: Monday 31 August 2026 at 3pm, seen alone (awaiting the record)" in heard
    heard = alex.hear("which visits have I made since 1 August?")
    assert "Your visits: Saturday 1 August 2026 to Tuesday 1 September 2026" in heard
    assert "AB 201: Monday 31 August 2026" in heard
    assert "Your visits:" not in alex.hear("who did I see longest ago")


def test_what_the_record_shows_otherwise_is_said_with_what_counts(filled: Database) -> None:
    alex = chat(filled)
    alex.hear(f"saw {PLAN} yesterday at 3pm at home, alone, spoke to her, unannounced")
    alex.hear("yes")
    with filled.transaction() as store:
        [visit] = [e for e in store.events.of_children([PLAN]) if e.state == AWAITING_RECORD]
        store.events.change(replace(visit, state=CONTRADICTED, seen_alone=False))
    heard = alex.hear("my visits")
    assert (
        "shows your visit to AB 201 on Monday 31 August 2026 differently: Seen alone: you said yes, it says no" in heard
    )
    assert "AB 201: Visit (Child Protection Plan) Due by Thursday 3 September 2026" in alex.hear("when is AB 201 due?")
    assert "Not counted: Monday 31 August 2026, the child was not seen alone" in alex.hear("why AB 201")


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_of_ones_own_children_and_audited(demo: Database, question: str) -> None:
    heard = chat(demo).hear(question)
    assert not any(words in heard for words in (RESTRICTED, "GH 204", ADELES, "EF 203"))
    with demo.reading() as store:
        assert [e.action for e in audited(store, ALEX)] == ["view"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_outside_a_personal_chat(demo: Database, question: str) -> None:
    assert "personal chat" in chat(demo, scope=Scope.CHANNEL).hear(question)
    with demo.reading() as store:
        assert audited(store, ALEX) == []


@pytest.mark.parametrize(
    ("text", "today", "lean", "says"),
    [
        ("due over xmas", date(2026, 9, 1), "future", "due from 24 December 2026 to 1 January 2027"),
        ("due over xmas", date(2027, 1, 1), "future", "due from 24 December 2026 to 1 January 2027"),
        ("seen over xmas", date(2027, 1, 9), "past", "seen from 24 December 2026 to 1 January 2027"),
        ("due xmas week", date(2026, 12, 27), "future", "due from 21 December 2026 to 27 December 2026"),
        ("due over new year", date(2026, 12, 31), "future", "due from 31 December 2026 to 1 January 2027"),
        ("due over easter", date(2027, 3, 29), "future", "due from 26 March 2027 to 29 March 2027"),
        ("due over easter", date(2027, 3, 30), "future", "due from 14 April 2028 to 17 April 2028"),
        ("due on christmas eve", date(2026, 9, 1), "future", "due on christmas eve"),
    ],
)
def test_the_days_of_a_feast(text: str, today: date, lean: Literal["past", "future"], says: str) -> None:
    assert with_holidays(text, today, lean) == says
