"""What a question tells of a case. Days and times stand in it as <2026-12-01> or <2026-12-01T09:00>."""

import re
from datetime import UTC, date, datetime

import pytest

from standards_kb.load_scenarios import load_scenario_words
from standards_kb.placing import Told
from standards_kb.scenario import Scenario, latest, read_scenario
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework

WORDS = load_scenario_words(timescales())
_WHEN = re.compile(r"<([^>]+)>")


def when(written: str) -> date | datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if "T" in written else date.fromisoformat(written)


def read(text: str, *cited: str) -> Scenario | None:
    parts = _WHEN.split(text)
    told = [Told(when(parts[n]), parts[n - 1], parts[n + 1]) for n in range(1, len(parts), 2)]
    passages = [framework().passages[one] for one in cited]
    return read_scenario(_WHEN.sub("then", text), told, passages, timescales(), WORDS)


CP, LAC, CIN = "visiting.child_protection_plan", "visiting.looked_after", "visiting.child_in_need"
S47, MISSING, CONFERENCE = "visiting.contacts", "missing.visit", "assessment_and_planning.initial_conference"
SHORT, IN_TOUCH = "visiting.short_breaks", "visiting.care_leaver"


@pytest.mark.parametrize(
    ("text", "cited", "told"),
    [
        ("child placed <2026-12-01> with foster carers, when do I visit?", LAC, "looked_after 2026-12-01"),
        ("<2026-12-01>: LAC placed. When do I visit?", LAC, "looked_after 2026-12-01"),
        ("when do I visit a CP child? Conference was on <2026-12-01>", CP, "child_protection_plan 2026-12-01"),
        ("CP child seen on <2026-12-01>, when next?", CP, "visit 2026-12-01"),
        ("I visited a child on a CP plan on <2026-12-01>, when next?", CP, "visit 2026-12-01"),
        ("when must the child on a CP plan be seen after the conference on <2026-12-01>?", CP,
         "child_protection_plan 2026-12-01"),
        ("CP plan started <2026-11-20>, visited <2026-11-25>, next?", CP,
         "child_protection_plan 2026-11-20; visit 2026-11-25"),
        ("ICPC <2026-11-02>, seen <2026-11-05>, <2026-11-09> and <2026-11-20>. Next?", CP,
         "child_protection_plan 2026-11-02; visit 2026-11-05; visit 2026-11-09; visit 2026-11-20"),
        ("when is the next core group? The last one was <2026-11-24>, child protection", CP, "core_group 2026-11-24"),
        ("when is the next CP core group, <2026-12-10>?", CP, ""),
        ("s47 triggered at <2026-12-01T16:00>", S47, "section_47 2026-12-01T16:00"),
        ("s47: strategy meeting <2026-12-01>, triggered <2026-12-01T16:00>", S47, "section_47 2026-12-01T16:00"),
        ("s47 triggered <2026-12-01>, when seen?", S47, "time wanted: the Section 47 enquiry was triggered"),
        ("went missing <2026-11-27>, came home <2026-12-01T21:00>", MISSING, "missing_return 2026-12-01T21:00"),
        ("strat was <2026-12-01>, when is the conference?", CONFERENCE, "strategy_discussion 2026-12-01"),
        ("CIN plan began <2026-12-01>, I'm on leave from <2026-12-21>", CIN, "child_in_need 2026-12-01"),
        ("CIN child placed on <2026-03-03> or <2026-03-04>?", CIN, ""),
        ("LAC placed <2026-10-05>, moved to new carers <2026-11-03>", LAC, "looked_after 2026-11-03"),
        ("child in need, nobody was in when I visited on <2026-12-01>", CIN, ""),
        ("CIN plan began <2026-11-20>; visited <2026-12-01> but she was not alone", CIN, "child_in_need 2026-11-20"),
        ("the audit was signed off on <2026-11-27>", "audit_expectations.collaborative", ""),
        ("care leaver texted <2026-11-12>, when again?", IN_TOUCH, "keeping_in_touch 2026-11-12"),
        ("foster carer asked on <2026-11-30> for a visit, when is it due?", LAC, ""),
        ("CIN plan began <2026-11-16>, review <2026-11-27>, next?", CIN,
         "child_in_need 2026-11-16; plan_review 2026-11-27"),
        ("my student visited a CIN family on <2026-11-25>", CIN, ""),
        ("what does the framework say about <2026-12-01>?", CP, ""),
        ("missing since <2026-12-01T20:00>, not back yet, when do I visit?", MISSING, ""),
        ("at residential school since <2026-09-07>, foster carers in the holidays", LAC, ""),
    ],
)  # fmt: skip
def test_days_and_times_are_placed(text: str, cited: str, told: str) -> None:
    found = read(text, cited)
    assert said(found) == told


def test_a_visit_is_unannounced_only_where_its_own_words_say_so() -> None:
    told = read("the last unannounced CIN visit was <2026-08-31>, next one by?", CIN)
    asked = read("when is the next unannounced CIN visit, the last visit was <2026-08-31>?", CIN)
    assert told is not None
    assert asked is not None
    assert [found.case.events[0].unannounced for found in (told, asked)] == [True, False]


def said(found: Scenario | None) -> str:
    if found is None:
        return ""
    starts = [f"{s.name} {written(s.started)}" for s in found.case.situations if s.name not in found.not_told]
    events = [f"{e.stream} {written(e.at or e.day)}" for e in found.case.events]
    wanted = [f"time wanted: {found.wants_time}"] if found.wants_time else []
    return "; ".join([*starts, *events, *wanted])


def written(at: date | datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}" if isinstance(at, datetime) else at.isoformat()


def some(found: Scenario | None) -> Scenario:
    assert found is not None
    return found


def test_a_start_that_was_not_told_is_known_not_to_be() -> None:
    found = some(read("CP child seen on <2026-12-01>, when next?", CP))
    assert found.not_told == {"child_protection_plan"}
    assert some(read("CP plan started <2026-12-01>, when next?", CP)).not_told == frozenset()


def test_a_word_that_starts_several_starts_all_that_are_named() -> None:
    found = some(read("lac placed with temporarily approved carers <2026-12-01>", "visiting.temporary_approval", LAC))
    assert {s.name for s in found.case.situations} == {"temporary_approval", "looked_after"}


def test_an_interim_care_order_is_no_care_order() -> None:
    text = "interim care order, placed with parents <2026-12-01>"
    found = some(read(text, "visiting.care_order_at_home", "visiting.temporary_approval"))
    assert [s.name for s in found.case.situations] == ["temporary_approval"]


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ("12-year-old", date(2014, 12, 1)),
        ("9 yr old", date(2017, 12, 1)),
        ("aged 10", date(2016, 12, 1)),
        ("3 y/o", date(2023, 12, 1)),
        ("teenager", None),
    ],
)
def test_an_age(said: str, born: date | None) -> None:
    found = some(read(f"{said} came back from missing <2026-12-01T21:00>", MISSING))
    assert found.case.situations[0].facts.born_on == born


def test_facts_that_words_tell_are_taken_as_so_and_named() -> None:
    found = some(read("LAC placed <2025-03-02>, permanence agreed, visited <2026-11-16>", LAC))
    assert found.said == {"permanence_agreed_on"}
    assert found.case.situations[0].facts.permanence_agreed_on == date(2025, 3, 2)
    assert some(read("CIN plan, permanence agreed, began <2026-11-16>", CIN)).said == frozenset()


def test_what_would_not_be_due_otherwise_is_taken_as_so_if_that_is_what_was_asked() -> None:
    text = "missing girl was found <2026-12-01T07:00>, when do we refer?"
    assert some(read(text, MISSING)).said == frozenset()
    assert some(read(text, MISSING, "missing.placed_within_20_miles")).said == {
        "looked_after",
        "placed_within_20_miles",
    }


def test_passages_that_are_only_about_what_is_not_told_of_stand_elsewhere() -> None:
    found = some(read("CP plan started <2026-12-01>", CP, "visiting.child_in_need.every_4_weeks"))
    assert "visiting.child_in_need.every_4_weeks" in found.elsewhere
    assert "visiting.child_protection_plan.every_10_working_days" not in found.elsewhere


def test_all_that_was_told_has_happened_at_the_latest_of_it() -> None:
    found = some(read("CP plan started <2026-11-20>, visited <2026-11-25>", CP))
    assert latest(found.case) == datetime(2026, 11, 25, 12, tzinfo=UTC)
