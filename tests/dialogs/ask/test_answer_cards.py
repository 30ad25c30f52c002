"""Every card that asking can produce: valid, and its text says all that it shows."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.ask import card
from dialogs.ask.text import whole_answer
from dialogs.core.reply import Reply
from standards_kb.citing import CITED_AT_MOST
from standards_kb.outcomes import Answer, Outcome, Reason
from tests.dialogs.card_checks import bare, faults, nodes, texts
from tests.dialogs.support import COUNCIL, knowledge
from tests.standards_kb.support import CP, CP_EVERY, CP_UNANNOUNCED, HELD, framework

PASSAGES = tuple(framework().passages.values())
ROWS = tuple(p for p in PASSAGES if p.is_row)
RULES = tuple(framework().national_rules.values())
LARGEST = tuple(sorted(ROWS, key=lambda p: -len(p.text)))
KNOWLEDGE = knowledge()


def passage(*ids: str) -> tuple[Any, ...]:
    return tuple(framework().passages[i] for i in ids)


ANSWERS = {
    "a bullet": Answer(Outcome.ANSWERED, citations=passage(CP_EVERY), related=ROWS[:3]),
    "two bullets": Answer(Outcome.ANSWERED, citations=passage(CP_EVERY, CP_UNANNOUNCED)),
    "a row": Answer(Outcome.ANSWERED, citations=passage(CP)),
    "several rows": Answer(
        Outcome.ANSWERED, citations=passage(CP_EVERY, HELD, "visiting.looked_after"), related=ROWS[:3]
    ),
    "the largest rows": Answer(Outcome.ANSWERED, citations=LARGEST[:CITED_AT_MOST], related=ROWS[:3]),
    "a bullet of each of the largest rows": Answer(
        Outcome.ANSWERED, citations=tuple(framework().passages[p.parts[0]] for p in LARGEST if p.parts)[:CITED_AT_MOST]
    ),
    "the answer with a note": Answer(Outcome.ANSWERED, citations=passage("visiting.short_breaks.intervals")),
    "nothing near": Answer(Outcome.NOT_COVERED),
    "the nearest": Answer(Outcome.NOT_COVERED, nearest=ROWS[:3]),
    "self-harm": Answer(Outcome.SIGNPOSTED, Reason.SELF_HARM),
    "a child in danger": Answer(Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER, passage(HELD)),
}


def check(reply: Reply, *, schema: bool = True) -> None:
    if reply.card is None:
        assert reply.text
        return
    assert faults(reply.card, reply.text, schema=schema) == []
    assert reply.card["fallbackText"]
    assert reply.summary


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(name: str) -> None:
    check(card.reply(ANSWERS[name], 2**31 - 1, KNOWLEDGE))


@pytest.mark.parametrize("name", [name for name, a in ANSWERS.items() if a.reason is Reason.NONE])
@pytest.mark.parametrize("helpful", [True, False])
def test_thanks(name: str, helpful: bool) -> None:
    reply = card.thanks(ANSWERS[name], 1, helpful, KNOWLEDGE)
    check(reply)
    assert reply.in_place


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_national_rule_is_labelled_not_this_framework(rule: Any) -> None:
    reply = card.reply(Answer(Outcome.NOT_COVERED, nearest=ROWS[:3], national=rule), 1, KNOWLEDGE)
    check(reply, schema=False)
    [box] = [n for n in nodes(reply.card) if n["type"] == "Container" and n.get("style") == "warning"]
    assert [bare(t) for t in texts(box)] == [
        bare(f"Not this framework: {rule.title}"),
        bare(rule.text),
        bare(f"Source: {rule.source}. Edition relied on: {rule.dated}. Checked on 23 November 2026."),
    ]


def test_every_passage_by_itself_is_quoted_word_for_word() -> None:
    for one in PASSAGES:
        for reply in (card.passages((one,), KNOWLEDGE), Reply("", card.shared(one, KNOWLEDGE))):
            assert reply.card is not None
            assert faults(reply.card, reply.text, schema=False) == []
            assert any(bare(one.text) in bare(shown) for shown in texts(reply.card)), one.id


def test_a_sample_of_passages_against_the_schema() -> None:
    for one in PASSAGES[::40]:
        check(card.passages((one,), KNOWLEDGE))
        assert faults(card.shared(one, KNOWLEDGE)) == []


def test_the_rest_of_the_row_is_hidden_until_asked_for() -> None:
    made = card.reply(ANSWERS["a bullet"], 1, KNOWLEDGE).card
    assert bare(framework().passages[CP].text) not in bare(" ".join(texts(made)))
    assert bare(framework().passages[CP].text) in bare(" ".join(texts(made, hidden=True)))
    titles = [n["title"] for n in nodes(made) if n["type"] == "Action.ToggleVisibility"]
    assert titles == ["Show the whole standard", "Related"]


def test_a_whole_row_has_no_more_to_show() -> None:
    made = card.reply(ANSWERS["a row"], 1, KNOWLEDGE).card
    assert not [n for n in nodes(made) if n["type"] == "Action.ToggleVisibility"]


def test_related_and_nearest_passages_are_offered_as_buttons() -> None:
    for name in ("a bullet", "the nearest"):
        made = card.reply(ANSWERS[name], 1, KNOWLEDGE).card
        offered = [n["data"]["passage"] for n in nodes(made) if n["type"] == "Action.Submit" and "passage" in n["data"]]
        assert offered == [row.id for row in ROWS[:3]]


def test_whether_it_helped_is_asked_of_answers_and_refusals_only() -> None:
    for name, one in ANSWERS.items():
        reply = card.reply(one, 7, KNOWLEDGE)
        asked = [n for n in nodes(reply.card) if n.get("verb") == "ask.feedback"]
        assert bool(asked) is (one.reason is Reason.NONE), name
        assert all(n["data"]["question"] == 7 for n in asked)


@pytest.mark.parametrize("reason", [Reason.SMALL_TALK, Reason.CHILD_DATA, Reason.IGNORE_RULES, Reason.NO_SUBJECT])
def test_fixed_replies_are_plain_text(reason: Reason) -> None:
    assert card.reply(Answer(Outcome.NOT_COVERED, reason), 1, KNOWLEDGE).card is None


@pytest.mark.parametrize("reason", [Reason.SELF_HARM, Reason.CHILD_IN_DANGER])
def test_a_signpost_shows_its_numbers_at_once(reason: Reason) -> None:
    given = next(a for a in ANSWERS.values() if a.reason is reason)
    shown = " ".join(texts(card.reply(given, 1, KNOWLEDGE).card))
    assert all(number in shown for number in ("999", COUNCIL.first_response, COUNCIL.emergency_duty))


def test_the_notification_names_the_standard_and_not_the_question() -> None:
    assert card.reply(ANSWERS["a bullet"], 1, KNOWLEDGE).summary == "Visits: Child Protection Plan"
    assert card.reply(ANSWERS["nothing near"], 1, KNOWLEDGE).summary == "The framework doesn't say"


@st.composite
def answers(draw: Any) -> Answer:
    some = st.lists(st.sampled_from(PASSAGES), max_size=CITED_AT_MOST, unique=True).map(tuple)
    rows = st.lists(st.sampled_from(ROWS), max_size=3, unique=True).map(tuple)
    cited = draw(some)
    if cited:
        return Answer(Outcome.ANSWERED, citations=cited, related=draw(rows))
    return Answer(Outcome.NOT_COVERED, nearest=draw(rows), national=draw(st.none() | st.sampled_from(RULES)))


@settings(max_examples=60)
@given(answers(), st.integers(1, 2**31 - 1))
def test_whatever_is_answered(given_: Answer, question_id: int) -> None:
    reply = card.reply(given_, question_id, KNOWLEDGE)
    check(reply, schema=False)
    assert whole_answer(given_, KNOWLEDGE) in reply.text
    for one in given_.citations:
        assert bare(one.text) in bare(reply.text)
    assert Reply.from_json(json.loads(json.dumps(reply.to_json()))) == reply
