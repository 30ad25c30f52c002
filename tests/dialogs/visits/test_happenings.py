"""Happenings other than visits: the deadlines that they start and meet, what is asked, who may tell of them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.core.turn import Scope
from storage.cases import CHAT, Event, Situation, key_of
from storage.db import Database
from tests.dialogs.card_checks import nodes
from tests.dialogs.support import ALEX, NOW
from tests.dialogs.unasked import delivered
from tests.dialogs.visits.support import CARE, DANA, NEED, NOBODYS, PLAN, SIBLINGS, audited, chat, everything


def situations(database: Database, child: str, kind: str) -> list[Situation]:
    with database.reading() as store:
        return [s for s in store.situations.of_children([child]) if s.kind == kind]


def events(database: Database, child: str, stream: str) -> list[Event]:
    with database.reading() as store:
        return [e for e in store.events.of_children([child]) if e.stream == stream and e.source == CHAT]


def test_a_return_starts_its_deadlines_at_once_with_who_does_what(filled: Database) -> None:
    alex = chat(filled)
    heard = alex.hear("CD 202 came back from missing at 2am today")
    assert "Is the child placed within 20 miles of the border?" in heard
    alex.hear("yes")
    heard = alex.hear("yes")
    assert "Visit (Returned from missing). Due by Wednesday 2 September 2026 at 2am" in heard
    assert "Return Home Interview (Returned from missing). Due by Friday 4 September 2026 at 2am" in heard
    assert "Who: RU Safe" in heard
    assert "Referral to RU Safe (Returned from missing). Due by Wednesday 2 September 2026 at 2am" in heard
    assert "Visit (Returned from missing)" in alex.hear("what's due tomorrow")
    [found] = situations(filled, CARE, "missing_return")
    assert found.started_at == NOW.replace(hour=1)


def test_no_referral_where_it_does_not_apply(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("CD 202 came back from missing at 2am today")
    alex.hear("no")
    assert "RU Safe (Returned" not in alex.hear("yes")
    heard = alex.hear("LM 209 came back at 2am today")
    assert "Is this right?" in heard


def test_the_time_is_asked_where_hours_count(demo: Database) -> None:
    alex = chat(demo)
    assert "What time was it on Monday 31 August 2026?" in alex.hear("LM 209 came back yesterday")
    assert "When: Monday 31 August 2026 at 9:30pm" in alex.hear("9.30pm")


def test_a_visit_after_the_return_meets_it(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("LM 209 came back at 2am today")
    alex.hear("yes")
    alex.hear("saw LM 209 today at 9am at school, not alone, spoke to her, announced")
    heard = alex.hear("yes")
    assert "does not count as a statutory visit" in heard
    assert "Visit (Returned from missing)" not in heard


def test_a_strategy_discussion_starts_the_conference_where_one_is_needed(demo: Database) -> None:
    alex = chat(demo)
    assert "Conference needed?" in alex.hear("strategy discussion held for LM 209 yesterday at 2pm")
    alex.hear("yes")
    heard = alex.hear("yes")
    assert "Conference requested (Risk of significant harm). Due by Monday 7 September 2026" in heard
    assert "Conference held (Risk of significant harm). Due by Monday 21 September 2026" in heard
    alex.hear("icpc requested for LM 209 today")
    assert "Met: Initial Child Protection Conference requested" in alex.hear("yes")


def test_a_strategy_discussion_meets_the_deadline_of_a_known_risk_and_undo_restores_it(demo: Database) -> None:
    started = NOW.replace(hour=5)
    kept = Situation(
        key_of(NEED, "strategy_discussion", started), NEED, None, "strategy_discussion", date(2026, 9, 1), started,
        source=CHAT,
    )  # fmt: skip
    with demo.transaction() as store:
        store.situations.add(kept)
    alex = chat(demo)
    alex.hear("strategy discussion for LM 209 today at 8am")
    alex.hear("no")
    assert "Met: Strategy discussion (Risk of significant harm)" in alex.hear("yes")
    alex.hear("undo")
    [after] = situations(demo, NEED, "strategy_discussion")
    assert (after.facts, events(demo, NEED, "strategy_discussion")) == ({}, [])


@pytest.mark.parametrize(
    ("sentence", "answers", "heard"),
    [
        ("section 47 started for LM 209 today at 9am", [], "Visit (Section 47 enquiry). Due by Wednesday 2 September"),
        ("section 47 started for LM 209 today at 9am", [], "Section 47 investigation completed (Section 47 enquiry)"),
        ("core group for AB 201 held on Friday", [], "Core Group (Child Protection Plan). Due by Friday 25 September"),
        ("review held for LM 209 on 28/8", [], "Review of the plan (Child in Need plan). Due by Friday 23 October"),
        ("plan changed for LM 209 at the review yesterday at 3pm", [], "Record updated (Plan changed at a review)"),
        ("LM 209 asked for a visit by Friday", [], "Visit asked for. Due by Friday 4 September 2026"),
        ("the carer of LM 209 asked for a visit", ["friday"], "Visit asked for. Due by Friday 4 September 2026"),
        ("LM 209's carer asked for a visit by Friday", [], "Visit asked for. Due by Friday 4 September 2026"),
    ],
)
def test_each_answers_with_its_deadlines(demo: Database, sentence: str, answers: list[str], heard: str) -> None:
    alex = chat(demo)
    alex.hear(sentence)
    for answer in answers:
        alex.hear(answer)
    assert heard in alex.hear("yes")


def test_siblings_had_one_core_group(demo: Database) -> None:
    alex = chat(demo)
    alex.hear("core group held for JK 206, 207 and 208 on Friday")
    assert alex.hear("yes").count("Next: Core Group") == 3
    assert [len(events(demo, child, "core_group")) for child in SIBLINGS] == [1, 1, 1]


def test_done_on_a_card_asks_when(demo: Database) -> None:
    alex = chat(demo)
    data = [n["data"] for n in nodes(alex.say("when is AB 201 due?").card) if n.get("title") == "Done"]
    assert data[0]["stream"] == "core_group"
    heard = alex.push("visits.done", child=PLAN, stream="core_group")
    assert "Core Group: AB 201" in heard
    assert "When was it?" in heard
    assert "Core Group" in alex.hear("friday")


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("review held for CD 202 today", "no open situation here has a timescale that “Review of the plan” would meet"),
        ("core group for AB 201 tomorrow", "That is still to come."),
        ("LM 209 came back tomorrow at 3pm", "That is still to come."),
        (f"core group held for {NOBODYS} yesterday", "I can't record anything"),
        ("core group for AB 201 on 1 January", "nothing that is open had begun by then"),
    ],
)
def test_what_can_not_be(demo: Database, sentence: str, heard: str) -> None:
    before = everything(demo)
    assert heard in chat(demo).hear(sentence)
    assert everything(demo) == before


def test_told_twice_is_started_once(demo: Database) -> None:
    alex = chat(demo)
    for _ in range(2):
        alex.hear("LM 209 came back at 2am today")
        heard = alex.hear("yes")
    assert "No deadline changes by this." in heard
    assert len(situations(demo, NEED, "missing_return")) == 1


def test_duty_may_tell_and_the_worker_is_told(demo: Database) -> None:
    dana = chat(demo, DANA)
    dana.hear(f"{NEED} came back at 2am today")
    heard = dana.hear("yes")
    assert "Noted." in heard
    assert "Due" not in heard
    with demo.reading() as store:
        alex = store.people.find(ALEX.object_id)
    assert alex is not None
    [reply] = delivered(demo, alex.key, NOW)
    assert "Dana Duty recorded for LM 209: Returned from missing" in reply.text


@pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
def test_nothing_outside_a_personal_chat(demo: Database, scope: Scope) -> None:
    heard = chat(demo, scope=scope).hear("LM 209 came back at 2am today")
    assert "personal chat" in heard
    with demo.reading() as store:
        assert audited(store, ALEX) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["{} came back {}", "section 47 started for {} {}", "strategy discussion for {} {}",
                     "core group held for {} {}", "plan changed for {} {}", "{} asked for a visit by Friday"]),
    st.lists(st.sampled_from(SIBLINGS), min_size=1, max_size=3, unique=True),
    st.sampled_from(["today at 2am", "yesterday at 9pm", "yesterday"]),
    st.booleans(),
)  # fmt: skip
def test_telling_and_taking_back_leaves_everything_as_it_was(
    demo: Database, sentence: str, children: list[str], when: str, yes: bool
) -> None:
    alex = chat(demo)
    before = everything(demo)
    heard = alex.hear(sentence.format(" and ".join(children), when))
    heard = alex.hear("8pm") if "What time" in heard else heard
    if "Conference" in heard and "Is this right" not in heard:
        heard = alex.hear("yes" if yes else "no")
    assert "Is this right?" in heard
    assert "Saved" in alex.hear("yes")
    assert everything(demo) != before
    assert "Taken back" in alex.hear("undo")
    assert everything(demo) == before
