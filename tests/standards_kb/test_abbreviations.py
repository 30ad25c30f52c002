"""Short forms of the field: what they stand for, and what the framework says of it."""

import pytest

from dialogs.core.masking import masked
from standards_kb.abbreviations import abbreviation_asked_of
from standards_kb.answer import answer, matches
from standards_kb.load_finder import load_speller, load_vocabulary
from standards_kb.outcomes import Answer, Outcome, Reason, rebuilt
from standards_kb.types import Abbreviation
from tests.standards_kb.support import CIN, CIN_EVERY, CP, CP_EVERY, DANGER, FakeFinder, finder, framework, phrasings

SHORT_FORMS = tuple(framework().abbreviations.values())


@pytest.mark.parametrize(
    "question",
    [
        "IRO",
        "iro?",
        "IROs",
        "I.R.O.",
        "what is an IRO",
        "What’s an IRO?",
        "whats the iro",
        "what are IROs",
        "what does IRO stand for?",
        "what does IRO mean",
        "what is IRO short for",
        "IRO stands for what",
        "IRO meaning",
        "meaning of IRO",
        "define IRO",
    ],
)
def test_what_asks_for_a_short_form(question: str) -> None:
    found = abbreviation_asked_of(framework(), question, follows=False)
    assert found is not None
    assert found.words == ("Independent Reviewing Officer",)


@pytest.mark.parametrize(
    "question",
    [
        "what is a CIN plan",
        "who is the IRO",
        "IRO visits",
        "what do I do",
        "what is it",
        "missing",
        "no",
        "",
        "CPS",
        "what is PAS?",
        "send",
        "Send",
        "so",
        "what IRO",
        "what does IRO do when the plan drifts and nobody answers the escalation",
    ],
)
def test_other_questions(question: str) -> None:
    assert abbreviation_asked_of(framework(), question, follows=False) is None


REVIEWED = "assessment_and_planning.core_group"


@pytest.mark.parametrize(
    ("question", "last", "row"),
    [("CIN?", REVIEWED, "assessment_and_planning.child_in_need_review"), ("and CIN?", CP_EVERY, CIN)],
)
def test_what_leans_on_the_last_answer_goes_on_with_it(question: str, last: str, row: str) -> None:
    found = answer(framework(), finder(), question, (last,))
    assert (found.abbreviation, {passage.row for passage in found.citations}) == (None, {row})


@pytest.mark.parametrize("question", ["PEP?", "what does CIN stand for?"])
def test_what_does_not_is_explained(question: str) -> None:
    assert answer(framework(), finder(), question, (REVIEWED,)).abbreviation is not None


def test_in_capitals_a_word_of_english_is_a_short_form() -> None:
    assert abbreviation_asked_of(framework(), "SEND", follows=False) is not None
    assert abbreviation_asked_of(framework(), "what does send stand for?", follows=False) is not None


def asked(question: str, table: dict[str, dict[str, float]]) -> Answer:
    return answer(framework(), FakeFinder(table), question)


def ids(found: Answer) -> list[str]:
    return [passage.id for passage in found.citations]


def test_what_it_stands_for_stands_with_the_passages_that_the_words_find() -> None:
    found = asked("CIN?", {"child in need": {CIN: 0.9}})
    assert (found.outcome, ids(found)) == (Outcome.ANSWERED, [CIN])
    assert found.abbreviation is framework().abbreviations["cin"]


def test_a_passage_that_does_not_name_it_is_none_of_its() -> None:
    found = asked("what is a CIN", {"child in need": {CP: 0.5, CIN_EVERY: 0.4}})
    assert ids(found) == [CIN_EVERY]


def test_where_the_words_find_nothing_the_passages_that_name_it_are_shown() -> None:
    found = asked("what does CQC stand for?", {})
    assert found.outcome is Outcome.ANSWERED
    assert "Care Quality Commission (CQC)" in found.citations[0].text
    assert len(asked("SW", {}).citations) == 3


def test_what_the_framework_never_names_is_not_covered_yet_explained() -> None:
    found = asked("what's an SGO?", {"special guardianship order": {CP: 0.9}})
    assert (found.outcome, found.citations) == (Outcome.NOT_COVERED, ())
    assert found.abbreviation is not None
    assert found.abbreviation.words == ("Special Guardianship Order",)


def test_a_danger_is_signposted_first() -> None:
    found = asked("FGM", {"female genital mutilation": {DANGER: 0.9}})
    assert (found.outcome, found.reason) == (Outcome.SIGNPOSTED, Reason.CHILD_IN_DANGER)


@pytest.mark.parametrize(("question", "short"), [("CIN?", "cin"), ("what's an SGO?", "sgo")])
def test_what_was_kept_explains_it_again(question: str, short: str) -> None:
    found = asked(question, {"child in need": {CIN: 0.9}})
    assert found.abbreviation is framework().abbreviations[short]
    again = rebuilt(framework(), found.outcome.value, "", [*ids(found), *(p.id for p in found.nearest), short])
    assert (again.abbreviation, again.citations) == (found.abbreviation, found.citations)


@pytest.mark.parametrize("short", SHORT_FORMS, ids=lambda short: short.short)
def test_each_is_explained_above_what_names_it(short: Abbreviation) -> None:
    found = answer(framework(), finder(), f"what does {short.short} stand for?")
    assert found.abbreviation is short
    names = (short.short, *short.named)
    for passage in found.citations:
        whole = " ".join((passage.title, passage.lead, passage.text, *passage.responsible)).lower()
        assert any(name.lower() in whole for name in names)
    assert not {passage.row for passage in found.citations} & {passage.id for passage in found.related}


def test_whom_the_framework_names_as_responsible_only_is_found_there() -> None:
    assert all("Team Manager" in passage.responsible for passage in asked("what is a TM?", {}).citations)
    assert asked("what is a TM?", {}).outcome is Outcome.ANSWERED


def test_a_search_for_one_lists_what_names_it_first() -> None:
    inspection = "independent_challenge.external_scrutiny"
    assert ids(matches(framework(), FakeFinder({"HMIP": {CP: 0.9}}), "HMIP", 8)) == [inspection, CP]
    assert ids(matches(framework(), FakeFinder({"SGO": {CP: 0.9}}), "SGO", 8)) == [CP]
    assert len(ids(matches(framework(), FakeFinder({}), "SW", 2))) == 2


@pytest.mark.parametrize(
    "question",
    [
        "CIC visits",
        "how often do I visit a CiC?",
        "cic stat visits how often",
        "visits to CICs",
        "how often are CIC's visited?",
    ],
)
def test_a_child_in_care_is_no_child_in_need(question: str) -> None:
    found = answer(framework(), finder(), question)
    assert {passage.row for passage in found.citations} == {"visiting.looked_after"}


def test_a_short_form_is_read_as_its_words() -> None:
    speller = load_speller(framework(), phrasings())
    assert speller.corrected("visit to a CiC, not a CIN") == "visit to a looked after child, not a CIN"


@pytest.mark.parametrize("typed", ["CIC", "CiC", "CiCs", "SGOs", "HoS", "HOS", "BSCP", "DSL", "VCS"])
def test_none_is_masked_as_a_name(typed: str) -> None:
    said = f"what about a {typed}?"
    assert masked(said, load_vocabulary(framework(), phrasings())) == said


@pytest.mark.parametrize("said", ["CIC missing since last night", "the CiC is missing", "CIC ran away last night"])
def test_a_child_in_care_who_is_missing_is_one_in_danger(said: str) -> None:
    assert answer(framework(), finder(), said).outcome is Outcome.SIGNPOSTED
