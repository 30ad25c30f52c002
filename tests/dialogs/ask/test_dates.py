"""A question that tells of a case gets dates, and nothing of it is kept."""

from typing import Any

import pytest

from bot.run_turn import TurnRunner
from dialogs.ask import text
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Scope
from dialogs.registry import features
from standards_kb.load_scenarios import load_scenario_words
from storage.db import Database
from tests.dialogs.card_checks import faults, nodes, texts
from tests.dialogs.support import Chat, knowledge
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import CHILD_DATA, CIN_EVERY, CP, CP_EVERY, DANGER, MISSING_VISIT

PLACED = "child placed today with foster carers, when do I visit?"
CONFERENCE = "CP conference was on 24 August 2026, when are my visits?"
SEEN = "CP child seen yesterday, when do I visit next?"
RETURNED = "missing child came back at 9 last night, when do I visit?"
NO_TIME = "missing child came back yesterday, when do I visit?"
WHICH_YEAR = "CP conference 3 February, when do I visit?"
NO_DAY = "CP conference was on 31 June 2026, when do I visit?"
NO_DATE = "how often do I visit a CP child?"
LOOKED_AFTER = "visiting.looked_after.placement_day_and_first_week"
FIRST_WEEK = {LOOKED_AFTER: 1.0}
TABLE = {
    PLACED: FIRST_WEEK,
    CONFERENCE: {CP: 1.0},
    SEEN: {CP_EVERY: 1.0},
    RETURNED: {MISSING_VISIT: 1.0},
    NO_TIME: {MISSING_VISIT: 1.0},
    WHICH_YEAR: {CP: 1.0},
    "CP conference on Tuesday 3 February 2026, when do I visit?": {CP: 1.0},
    NO_DAY: {CP: 1.0},
    NO_DATE: {CP_EVERY: 1.0},
    "who chairs the CP core group on Friday?": {CP: 1.0},
    "CP conference was on 3 March 1985, when do I visit?": {CP: 1.0},
    "CP conference was on 3 March 2098, when do I visit?": {CP: 1.0},
    "he is being hurt, CP plan started Monday, when do I visit?": {DANGER: 1.0},
    "when was Child 4471 on a CP plan last seen, 3 August?": {CHILD_DATA: 1.0},
    "when do I visit a CP child?": {CIN_EVERY: 1.0},
}


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return Chat(sqlite_database, knowledge(TABLE))  # it is 1 September 2026, a Tuesday


def card_of(reply: Reply) -> Any:
    assert reply.card is not None
    assert faults(reply.card, reply.text) == []
    return reply.card


def toggles(card: Any) -> list[str]:
    return [node["title"] for node in nodes(card) if node["type"] == "Action.ToggleVisibility"]


class TestDates:
    def test_dates_stand_above_the_quote_with_what_was_understood(self, chat: Chat) -> None:
        reply = chat.say(PLACED)
        assert [line for line in texts(card_of(reply)) if line][:10] == [
            "When it is due",
            "I understood: the child was placed (Tuesday 1 September 2026).",
            "Visit on the day of placement (Looked After)",
            "Due on Tuesday 1 September 2026, today",
            "Who: Social Worker",
            "Visit (Looked After)",
            "Due by Tuesday 8 September 2026, in 7 days",
            "Who: Social Worker",
            "Counted today, Tuesday 1 September 2026, from what you told me. I keep nothing of it.",
            "Visits: Children Looked After",
        ]
        assert "“On the day the child is placed, then within 1 week of the beginning of the placement.”" in reply.text
        assert reply.summary == "When it is due"

    def test_why_this_date_is_behind_a_press_and_in_the_text(self, chat: Chat) -> None:
        reply = chat.say(CONFERENCE)
        card = card_of(reply)
        assert toggles(card).count("Why this date?") == 3
        hidden = "\n".join(texts(card, hidden=True))
        counting = (
            "Counting: 5 working days from Monday 24 August 2026, skipping Summer bank holiday, is "
            "Tuesday 1 September 2026"
        )
        assert counting in hidden
        assert counting in reply.text
        assert counting not in "\n".join(texts(card))

    def test_the_rule_of_a_date_that_no_quote_has_is_behind_it_too(self, chat: Chat) -> None:
        hidden = "\n".join(texts(card_of(chat.say(CONFERENCE)), hidden=True))
        assert "“Child Protection plans are reviewed regularly – no longer than 4 weekly." in hidden
        assert 'How this is read: "No longer than 4 weekly" is read as the core group.' in hidden
        assert "At least every 10 working days thereafter." not in hidden  # it stands below, unhidden

    def test_without_a_start_only_what_the_event_leads_to_and_no_start_is_invented(self, chat: Chat) -> None:
        reply = chat.say(SEEN)
        shown = texts(card_of(reply))
        assert "I understood: last visit (Monday 31 August 2026)." in shown
        assert "You didn't say when it began, so dates that are counted from then are left out." in shown
        assert "Due by Monday 14 September 2026, in 13 days" in shown
        assert "Started:" not in reply.text
        assert "Core Group" not in reply.text

    def test_where_the_interval_grows_with_time_the_shortest_is_said_to_be_taken(
        self, sqlite_database: Database
    ) -> None:
        asked = "looked after child last seen yesterday, when next?"
        reply = Chat(sqlite_database, knowledge({asked: FIRST_WEEK})).say(asked)
        assert "Due by Monday 12 October 2026, in 41 days" in reply.text
        assert "Where the interval grows longer with time, the shortest is taken." in reply.text
        assert "the shortest is taken" not in Chat(sqlite_database, knowledge(TABLE)).say(SEEN).text

    def test_what_is_taken_as_so_is_said(self, sqlite_database: Database) -> None:
        asked = "LAC placed 2 March 2025, permanence agreed, last visit 31 August 2026, when next?"
        reply = Chat(sqlite_database, knowledge({asked: FIRST_WEEK})).say(asked)
        assert "I take it that permanence was formally agreed before the last visit." in texts(card_of(reply))
        assert "Due by Monday 30 November 2026" in reply.text

    def test_a_date_that_could_not_be_placed_is_said_to_be_left_out(self, sqlite_database: Database) -> None:
        asked = "CP conference was on 24 August, my car's MOT is 5 September. When do I visit?"
        reply = Chat(sqlite_database, knowledge({asked: {CP: 1.0}})).say(asked)
        left_out = "I can't tell what this is the date of, so I leave it out: Saturday 5 September 2026."
        assert left_out in texts(card_of(reply))
        assert "Due by Tuesday 1 September 2026, today" in reply.text

    def test_nothing_is_said_of_who_did_it_or_of_records(self, sqlite_database: Database) -> None:
        asked = "core group of a child on a CP plan was held on 24 August, when is the next?"
        reply = Chat(sqlite_database, knowledge({asked: {CP: 1.0}})).say(asked)
        assert "Due by Monday 21 September 2026, in 20 days" in reply.text
        assert "confirmed" not in reply.text
        assert "recorded" not in reply.text

    def test_every_fact_that_words_can_tell_can_be_said(self) -> None:
        only_if = {name for s in timescales().situations.values() for row in s.timescales for name in row.only_if}
        assert set(text._TAKEN) == set(load_scenario_words(timescales()).said) | only_if

    def test_hours(self, chat: Chat) -> None:
        reply = chat.say(RETURNED)
        assert "I understood: the child returned (Monday 31 August 2026 at 9pm)." in texts(card_of(reply))
        assert "Due by Tuesday 1 September 2026 at 9pm, in less than 12 hours" in reply.text

    def test_the_card_stays_small(self, sqlite_database: Database) -> None:
        asked = "ICPC, s47, LAC and CIN plan all started 24 August 2026 at 9am, when do I visit?"
        rows = {CP: 0.25, "visiting.looked_after": 0.25, "visiting.child_in_need": 0.25, "visiting.contacts": 0.25}
        reply = Chat(sqlite_database, knowledge({asked: rows})).say(asked)
        assert toggles(card_of(reply)).count("Why this date?") >= 4


class TestAsking:
    def test_for_the_time_of_day_where_hours_are_counted(self, chat: Chat) -> None:
        reply = chat.say(NO_TIME)
        shown = texts(card_of(reply))
        assert (
            "The hours run from the moment that the child returned. Ask again with the time of day, for example "
            '"yesterday at 9pm", and I will tell you exactly when.'
        ) in shown
        assert not any(line.startswith(("Due", "Was due")) for line in shown)
        assert reply.summary == shown[0] == "Visits: return from missing"

    def test_which_year_and_a_press_answers_it(self, chat: Chat) -> None:
        reply = chat.say(WHICH_YEAR)
        card = card_of(reply)
        assert "“3 February” can mean more than one. Which do you mean?" in texts(card)
        assert "- CP conference on Wednesday 3 February 2027, when do I visit?" in reply.text
        [offer, _] = [n for n in nodes(card) if n["type"] == "Action.Submit" and n["title"].endswith(("2026", "2027"))]
        assert offer["title"] == "Tuesday 3 February 2026"
        answered = chat.press("ask.example", question=offer["data"]["question"])
        assert "Was due by Tuesday 10 February 2026, 203 days ago" in answered.text

    def test_what_can_be_no_day(self, chat: Chat) -> None:
        assert "June 2026 has 30 days, so there is no 31. Which day do you mean?" in chat.say(NO_DAY).text
        far = chat.say("CP conference was on 3 March 2098, when do I visit?")
        assert "The year 2098 is too far off." in far.text
        assert "Due" not in far.text


class TestNoDates:
    @pytest.mark.parametrize(
        "asked",
        [
            NO_DATE,
            "who chairs the CP core group on Friday?",
            "CP conference was on 3 March 1985, when do I visit?",
            "he is being hurt, CP plan started Monday, when do I visit?",
            "when was Child 4471 on a CP plan last seen, 3 August?",
        ],
    )
    def test_where_none_belong(self, chat: Chat, asked: str) -> None:
        reply = chat.say(asked)
        assert "When it is due" not in reply.text
        assert "Counted today" not in reply.text

    @pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
    def test_where_others_read_along_there_is_only_the_quote(self, sqlite_database: Database, scope: Scope) -> None:
        reply = Chat(sqlite_database, knowledge(TABLE), scope=scope).say(PLACED)
        assert "Due" not in reply.text
        assert "September" not in reply.text
        assert "“On the day the child is placed" in reply.text
        assert texts(card_of(reply))[-1] == "For dates, ask me in our personal chat: a child's case belongs there."


class TestNothingIsKept:
    @pytest.mark.parametrize("asked", [PLACED, SEEN, NO_TIME, WHICH_YEAR])
    @pytest.mark.parametrize("scope", list(Scope))
    def test_of_the_question(self, sqlite_database: Database, asked: str, scope: Scope) -> None:
        chat = Chat(sqlite_database, knowledge(TABLE), scope=scope)
        reply = chat.say(asked)
        assert chat.kept() == []
        assert not reply.is_kept
        assert not any(node.get("verb") == "ask.feedback" for node in nodes(reply.card))

    def test_not_even_in_the_row_of_its_turn_and_a_repeat_is_counted_again(self, sqlite_database: Database) -> None:
        chat = Chat(sqlite_database, knowledge(TABLE))
        runner = TurnRunner(sqlite_database, features(), chat.knowledge)
        turn = chat.turn(Kind.MESSAGE, PLACED)
        first = runner.run_now(turn)
        assert first.reply is not None
        assert "When it is due" in first.reply.text
        with sqlite_database.transaction() as store:
            kept = store.turns.claim(turn.conversation.id, turn.activity_id, turn.at)
        assert kept is not None
        assert kept.reply is not None
        assert kept.reply["text"] == ""
        assert kept.reply["card"] is None
        assert runner.run_now(turn) == first

    def test_nor_can_it_be_rated(self, chat: Chat) -> None:
        chat.say(PLACED)
        assert chat.say("yes").text == "There is no recent answer of mine to rate in this chat. Ask me something first."


class TestFollowUp:
    def test_the_whole_standard(self, chat: Chat) -> None:
        chat.say(PLACED)
        assert "Every six weeks during subsequent years" in chat.say("whole").text

    def test_an_ordinary_question_after_it_is_kept_as_ever(self, chat: Chat) -> None:
        chat.say(PLACED)
        chat.say(NO_DATE)
        assert [q.words for q in chat.kept()] == [NO_DATE]
