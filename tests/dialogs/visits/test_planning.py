"""Planning a visit: within the deadline or with a warning; the calendar file and Teams' form."""

from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.core.turn import Scope
from dialogs.visits.document import Entry, ics, teams_link
from dialogs.visits.plan import planned_in
from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, NOW
from tests.dialogs.visits.support import ADELES, CARE, DANA, PLAN, audited, chat


def test_within_the_deadline(filled: Database) -> None:
    alex = chat(filled)
    heard = alex.hear("plan LM 209 for Friday at 10")
    heard = alex.hear("plan LM 209 for Friday at 10am") if "mean" in heard else heard
    assert "LM 209: Friday 4 September 2026 at 10am" in heard
    assert "Within the deadline. Visit (Child in Need plan): Due by Friday 4 September 2026" in heard
    assert "Planned: Friday 4 September 2026 at 10am" in alex.hear("when is LM 209 due?")
    with filled.reading() as store:
        assert ("a visit planned", ("100209",)) in [(e.about, e.child_ids) for e in audited(store, ALEX)]


def test_after_the_deadline_warns(demo: Database) -> None:
    assert "After the deadline, so too late for it. Visit (Child in Need plan)" in chat(demo).hear(
        "plan a visit to LM 209 on 7 September at 2pm"
    )


def test_no_working_day_is_said(demo: Database) -> None:
    assert "That is no working day." in chat(demo).hear("plan LM 209 for Saturday")


@pytest.mark.parametrize(
    "text", ["plan LM 209 for yesterday", "plan LM 209 for today at 8am", "plan a visit to LM 209 on 1 August 2026"]
)
def test_not_in_the_past(demo: Database, text: str) -> None:
    assert "That is over." in chat(demo).hear(text)


def test_without_a_day_the_last_working_day_before_the_deadline_is_offered(demo: Database) -> None:
    alex = chat(demo)
    reply = alex.press("visits.plan", child="100209")
    [offered] = [n["selectAction"]["data"] for n in nodes(reply.card) if "selectAction" in n]
    assert "LM 209: Friday 4 September 2026" in alex.push("visits.say", text=offered["text"])


def test_moved_and_taken_off(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("plan LM 209 for Thursday at 10am")
    alex.hear("plan LM 209 for Friday at 11am")
    assert "Planned: Friday 4 September 2026 at 11am" in alex.hear("when is LM 209 due?")
    assert "No visit to LM 209 is planned any more." in alex.hear("cancel the visit to LM 209")
    assert "Planned:" not in alex.hear("when is LM 209 due?")


def test_siblings_are_planned_together(demo: Database) -> None:
    assert "JK 206, JK 207, JK 208: Thursday" in chat(demo).hear("plan JK 206, 207 and 208 for Thursday at 4pm")


@pytest.mark.parametrize("text", [f"plan {ADELES} for Friday at 2pm", "plan 999999 for Friday at 2pm"])
def test_not_for_other_peoples_children(demo: Database, text: str) -> None:
    assert "I can't show you a child by that id" in chat(demo).hear(text)


def test_duty_plans_nothing_as_deadlines_are_not_shown(demo: Database) -> None:
    assert "isn't shown to you" in chat(demo, DANA).hear(f"plan {PLAN} for Friday at 2pm")


def test_nothing_outside_a_personal_chat(demo: Database) -> None:
    assert "personal chat" in chat(demo, scope=Scope.GROUP).hear(f"plan {CARE} for Friday at 2pm")


def test_a_file_is_offered_where_it_can_be_fetched(demo: Database) -> None:
    alex = chat(demo)
    files: list[bytes] = []

    def publish(name: str, media_type: str, content: bytes, at: datetime) -> str:
        assert (name, media_type, at) == ("visit.ics", "text/calendar", NOW)
        files.append(content)
        return "https://bot.example.gov.uk/files/x"

    alex.knowledge = replace(alex.knowledge, publish=publish)
    reply = alex.say("plan LM 209 for Friday at 10am")
    assert "https://bot.example.gov.uk/files/x" in reply.text
    assert [n["url"] for n in nodes(reply.card) if n.get("title") == "Calendar file"] == [
        "https://bot.example.gov.uk/files/x"
    ]
    assert b"SUMMARY:Visit LM 209" in files[0]
    assert b"Child in Need" not in files[0]


class TestDocument:
    AT = datetime.fromisoformat("2026-09-04T10:00:00+01:00")

    def test_an_hour_in_utc(self) -> None:
        text = ics(Entry("Visit AB 201", date(2026, 9, 4), self.AT)).decode()
        assert "DTSTART:20260904T090000Z\r\nDTEND:20260904T100000Z\r\n" in text
        assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        assert text.endswith("END:VCALENDAR\r\n")

    def test_a_whole_day(self) -> None:
        text = ics(Entry("Visit AB 201", date(2026, 12, 31))).decode()
        assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text

    @given(st.text(max_size=120))
    def test_lines_are_short_and_nobody_adds_one(self, title: str) -> None:
        entry = Entry(title, date(2026, 9, 4), self.AT)
        made = ics(entry)
        assert made == ics(entry)
        lines = made.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        unfolded = made.replace(b"\r\n ", b"").split(b"\r\n")
        assert [line.partition(b":")[0] for line in unfolded].count(b"SUMMARY") == 1
        assert len(unfolded) == 13

    def test_teams_own_form(self) -> None:
        link = urlsplit(teams_link(Entry("Visit AB 201, JK 206", date(2026, 9, 4), self.AT)))
        assert link.netloc == "teams.microsoft.com"
        asked = parse_qs(link.query)
        assert asked["subject"] == ["Visit AB 201, JK 206"]
        assert datetime.fromisoformat(asked["startTime"][0]) == self.AT
        assert parse_qs(urlsplit(teams_link(Entry("x", date(2026, 9, 4)))).query)["startTime"] == [
            "2026-09-04T08:00:00+00:00"
        ]


@pytest.mark.parametrize(
    "text",
    [
        "plan 12345?",
        "how do I plan a visit?",
        "visit to 12345 yesterday",
        "saw 12345 yesterday",
        "the plan for 12345 was changed",
        "see 12345's school on Friday",
        "plan the week",
    ],
)
def test_what_plans_nothing(text: str) -> None:
    assert planned_in(text, NOW) is None
