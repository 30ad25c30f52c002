from dataclasses import replace

import pytest

from dialogs.core.reply import Reply
from storage.db import Database
from tests.dialogs.card_checks import faults, texts
from tests.dialogs.support import NOW, Chat, knowledge
from tests.standards_kb.support import ASSESSMENT, CIN, CP, CP_EVERY, DANGER, MISSING_VISIT, SELF_HARM

Q = "how often?"
TABLE = {Q: {CP_EVERY: 0.9}, "assessment": {ASSESSMENT: 0.6, CP_EVERY: 0.1}}


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return Chat(sqlite_database, knowledge(TABLE))


def thought(chat: Chat, nth: int = -1) -> tuple[bool | None, str]:
    asked = chat.kept()[nth]
    return asked.helpful, asked.missing


def buttons_of(reply: Reply) -> list[dict]:  # type: ignore[type-arg]
    assert reply.card is not None
    return reply.card["actions"]  # type: ignore[return-value]


class TestPressed:
    def test_yes_is_noted_and_said_in_place_on_the_same_card(self, chat: Chat) -> None:
        asked = chat.say(Q)
        yes, _no = buttons_of(asked)
        reply = chat.press(yes["verb"], **yes["data"])
        assert thought(chat) == (True, "")
        assert reply.in_place
        assert reply.card is not None
        assert "Thank you. I have noted that this helped." in texts(reply.card)
        assert "Was this what you needed?" not in texts(reply.card)
        assert texts(reply.card)[:-1] == texts(asked.card)[:-1]
        assert "actions" not in reply.card
        assert faults(reply.card, reply.text) == []

    def test_no_takes_what_was_missing_masked(self, chat: Chat) -> None:
        _yes, no = buttons_of(chat.say(Q))
        [send] = no["card"]["actions"]
        reply = chat.press(send["verb"], **send["data"], missing="Mrs Patel on 07700 900123 about Kyle")
        assert thought(chat) == (False, "[name] on [phone] about [word]")
        assert reply.in_place
        assert "not what you needed" in reply.text

    def test_what_a_short_form_stands_for_stays_on_the_card(self, chat: Chat) -> None:
        asked = chat.say("SGO?")
        yes, _no = buttons_of(asked)
        assert texts(chat.press(yes["verb"], **yes["data"]).card)[:2] == texts(asked.card)[:2]

    def test_what_was_related_stays_on_the_card(self, chat: Chat) -> None:
        chat.knowledge = knowledge({Q: {CP_EVERY: 0.9, CIN: 0.03}})
        asked = chat.say(Q)
        yes, no = buttons_of(asked)
        [send] = no["card"]["actions"]
        for button in (yes, send):
            reply = chat.press(button["verb"], **button["data"])
            assert "Related: Visits: Child in Need" in reply.text
            assert texts(reply.card)[:-1] == texts(asked.card)[:-1]

    @pytest.mark.parametrize("related", [None, "x", {}, [None, 1, "gone.away", [], {}], ["gone.away"] * 1000])
    def test_whatever_a_card_claims_to_be_related(self, chat: Chat, related: object) -> None:
        yes, _no = buttons_of(chat.say(Q))
        reply = chat.press(yes["verb"], **{**yes["data"], "related": related})
        assert "Related" not in reply.text
        assert thought(chat) == (True, "")

    @pytest.mark.parametrize("danger", [DANGER, SELF_HARM])
    def test_a_danger_told_as_feedback_is_signposted_in_place(self, chat: Chat, danger: str) -> None:
        chat.knowledge = knowledge({Q: {CP: 1.0}, "he is hitting her": {danger: 1.0}})
        _yes, no = buttons_of(chat.say(Q))
        [send] = no["card"]["actions"]
        reply = chat.press(send["verb"], **send["data"], missing="he is hitting her")
        assert reply.in_place
        assert any("999" in text for text in texts(reply.card))
        assert thought(chat, 0) == (False, "")
        assert (chat.kept()[1].outcome, chat.kept()[1].reason) == ("signposted", danger.partition(".")[2])

    def test_the_button_of_older_clients_says_the_same(self, chat: Chat) -> None:
        yes, _no = buttons_of(chat.say(Q))
        data = dict(yes["fallback"]["data"])
        chat.press(data.pop("action"), **data)
        assert thought(chat) == (True, "")

    def test_a_refusal_can_be_rated_too_and_keeps_its_national_rule(self, chat: Chat) -> None:
        yes, _no = buttons_of(chat.say("assessment"))
        reply = chat.press(yes["verb"], **yes["data"])
        assert "Not this framework" in reply.text
        assert faults(reply.card or {}, reply.text) == []

    def test_twice_is_once_and_the_last_word_counts(self, chat: Chat) -> None:
        yes, no = buttons_of(chat.say(Q))
        for _ in range(2):
            chat.press(yes["verb"], **yes["data"])
        assert thought(chat) == (True, "")
        [send] = no["card"]["actions"]
        chat.press(send["verb"], **send["data"], missing="the form")
        assert thought(chat) == (False, "the form")

    def test_each_card_rates_its_own_question(self, chat: Chat) -> None:
        first, _second = chat.say(Q), chat.say(Q)
        yes, _no = buttons_of(first)
        chat.press(yes["verb"], **yes["data"])
        assert (thought(chat, 0), thought(chat, 1)) == ((True, ""), (None, ""))

    def test_a_question_that_is_no_longer_kept(self, chat: Chat) -> None:
        yes, _no = buttons_of(chat.say(Q))
        chat.wait(days=91)
        with chat.database.transaction() as store:
            store.questions.purge(chat.clock.now(), NOW)
        reply = chat.press(yes["verb"], **yes["data"])
        assert "no longer kept" in reply.text
        assert not reply.in_place

    def test_a_card_of_another_edition_is_left_as_it_is(self, chat: Chat) -> None:
        yes, _no = buttons_of(chat.say(Q))
        newer = replace(chat.knowledge.framework, edition="May 2030")
        chat.knowledge = replace(chat.knowledge, framework=newer)
        reply = chat.press(yes["verb"], **yes["data"])
        assert reply == Reply("Thank you. I have noted that this helped.")
        assert thought(chat) == (True, "")

    def test_what_one_missed_stays_when_it_helped_another(self, chat: Chat) -> None:
        yes, no = buttons_of(chat.say(Q))
        [send] = no["card"]["actions"]
        chat.press(send["verb"], **send["data"], missing="the form")
        chat.press(yes["verb"], **yes["data"])
        assert thought(chat) == (True, "the form")

    @pytest.mark.parametrize("question", [None, True, "1", 0, -1, 99, 2**70, 1.5, [1], {"id": 1}])
    def test_whatever_a_card_claims(self, chat: Chat, question: object) -> None:
        chat.say(Q)
        assert "no longer kept" in chat.press("ask.feedback", question=question, helpful=True).text  # type: ignore[arg-type]
        assert thought(chat) == (None, "")

    @pytest.mark.parametrize("helpful", ["true", 1, "no", None])
    def test_only_a_plain_yes_is_a_yes(self, chat: Chat, helpful: object) -> None:
        yes, _no = buttons_of(chat.say(Q))
        chat.press("ask.feedback", question=yes["data"]["question"], helpful=helpful)  # type: ignore[arg-type]
        assert thought(chat) == (False, "")


class TestTyped:
    def test_yes(self, chat: Chat) -> None:
        chat.say(Q)
        assert chat.say("Yes, thanks!").text == "Thank you. I have noted that this helped."
        assert thought(chat) == (True, "")

    def test_no_and_then_what_was_missing(self, chat: Chat) -> None:
        chat.say(Q)
        assert 'type "missing:"' in chat.say("no").text
        assert thought(chat) == (False, "")
        assert "not what you needed" in chat.say("Missing: who to tell, Kyle's school?").text
        assert thought(chat) == (False, "who to tell, [word] school?")
        assert len(chat.kept()) == 1

    def test_it_rates_the_last_answer(self, chat: Chat) -> None:
        chat.say(Q)
        chat.say("assessment")
        chat.say("no")
        assert (thought(chat, 0), thought(chat, 1)) == ((None, ""), (False, ""))

    @pytest.mark.parametrize("said", ["yes", "no"])
    def test_without_a_recent_answer(self, chat: Chat, said: str) -> None:
        assert "no recent answer" in chat.say(said).text
        chat.say(Q)
        chat.wait(minutes=11)
        assert "no recent answer" in chat.say(said).text
        assert thought(chat) == (None, "")

    def test_missing_without_a_recent_answer_asks_about_a_missing_child(self, chat: Chat) -> None:
        said = "Missing: child is back, when do I visit?"
        chat.knowledge = knowledge({said: {MISSING_VISIT: 1.0}})
        assert "24 hours" in chat.say(said).text
        assert len(chat.kept()) == 1

    def test_missing_after_a_no_is_feedback_and_else_a_question_that_can_be_answered(self, chat: Chat) -> None:
        said = "missing: child came back, when do I visit?"
        chat.knowledge = knowledge({Q: {CP: 1.0}, said: {MISSING_VISIT: 1.0}})
        chat.say(Q)
        assert "24 hours" in chat.say(said).text
        assert thought(chat, 0) == (None, "")
        chat.say("no")
        assert "not what you needed" in chat.say(said).text
        assert len(chat.kept()) == 2

    def test_whom_to_call_is_never_rated(self, chat: Chat) -> None:
        chat.knowledge = knowledge({Q: {CP: 1.0}, "he hits her": {DANGER: 1.0}})
        chat.say(Q)
        chat.say("he hits her")
        assert "no recent answer" in chat.say("no").text
        assert (thought(chat, 0), thought(chat, 1)) == ((None, ""), (None, ""))

    def test_a_danger_is_signposted_even_if_it_begins_as_feedback(self, chat: Chat) -> None:
        said = "missing: she is out there with him right now"
        chat.knowledge = knowledge({Q: {CP: 1.0}, said: {DANGER: 1.0}})
        chat.say(Q)
        assert "999" in chat.say(said).text
        assert thought(chat, 0) == (None, "")

    def test_small_talk_is_never_rated(self, chat: Chat) -> None:
        chat.knowledge = knowledge({"hello": {"guard.small_talk": 1.0}, Q: {CP: 1.0}})
        chat.say(Q)
        chat.say("hello")
        chat.say("yes")
        assert (thought(chat, 0), thought(chat, 1)) == ((True, ""), (None, ""))
