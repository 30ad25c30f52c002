"""The edition's data: every passage verbatim, nothing left out, notes and rules in their place."""

import re
from collections import Counter
from datetime import date
from importlib.resources.abc import Traversable

import pytest

from standards_kb.check import faults, plain, source_faults
from standards_kb.load import edition_folder, sections
from standards_kb.types import NationalRule
from tests.standards_kb.support import framework

PASSAGES = tuple(framework().passages.values())
RULES = tuple(framework().national_rules.values())


@pytest.fixture(scope="module")
def source() -> str:
    return plain((edition_folder() / "source.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder() -> Traversable:
    return edition_folder()


def test_nothing_is_wrong_with_the_data() -> None:
    assert faults() == []


def test_the_passages_in_page_order_are_the_source_word_for_word(folder: Traversable) -> None:
    assert list(source_faults(folder)) == []


def test_every_word_of_the_source_is_in_exactly_one_piece(folder: Traversable, source: str) -> None:
    pieces = [word for s in sections(folder) for row in s.row for text in row.source_pieces() for word in text.split()]
    assert Counter(pieces) == Counter(source.split())


def test_every_quote_is_verbatim(source: str) -> None:
    for passage in PASSAGES:
        assert plain(passage.text) in source, passage.id


def test_every_bullet_stands_in_its_row() -> None:
    for passage in PASSAGES:
        row = framework().row_of(passage.id)
        assert row.is_row
        assert passage.text in row.text
        assert row.text.startswith(row.lead)
        if passage.is_row:
            assert [framework().passages[part].row for part in passage.parts] == [passage.id] * len(passage.parts)
        else:
            assert passage.id in row.parts
            assert (passage.title, passage.section, passage.lead, passage.responsible) == (
                row.title,
                row.section,
                row.lead,
                row.responsible,
            )


def test_page_order_is_a_strict_order_with_bullets_after_their_row() -> None:
    orders = [p.order for p in PASSAGES]
    assert orders == sorted(set(orders))


def test_ids_say_section_row_and_part() -> None:
    for passage in PASSAGES:
        assert re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+(\.[a-z0-9_]+)?", passage.id)
        assert passage.id == passage.row or passage.id.startswith(passage.row + ".")


def test_the_edition_names_itself() -> None:
    assert framework().edition == "April 2021"
    assert framework().council == "Buckinghamshire Council"
    assert len(framework().source_sha256) == 64


def test_the_eight_practice_standards_are_there() -> None:
    standards = [p for p in PASSAGES if p.is_row and p.id.startswith("practice_standards.")]
    assert len(standards) >= 8
    assert {f"practice_standards.{n}" for n in range(1, 9)} <= {p.id for p in standards}


@pytest.mark.parametrize(
    "section",
    ["visiting", "direct_work", "assessment_and_planning", "recording", "managers", "professional_culture", "missing"],
)
def test_the_tables_of_the_practice_standards_name_who_is_responsible(section: str) -> None:
    rows = [p for p in PASSAGES if p.is_row and p.id.startswith(section + ".")]
    assert rows
    assert all(role.strip() == role != "" for row in rows for role in row.responsible)
    named = sum(bool(row.responsible) for row in rows)
    assert named / len(rows) >= 0.9, [row.id for row in rows if not row.responsible]


@pytest.mark.parametrize(
    ("passage", "text", "responsible"),
    [
        ("visiting.child_in_need.every_4_weeks", "At least every 4 weeks.", ("Social Worker",)),
        (
            "visiting.contacts.section_47_visit",
            "If a Section 47 enquiry is triggered, the child is visited according to risk and need, within a maximum "
            "of 24 hours.",
            ("Social Worker",),
        ),
        (
            "visiting.child_protection_plan.unannounced",
            "An unannounced visit should take place at a minimum once every 4 weeks",
            ("Social Worker",),
        ),
    ],
)
def test_golden_passages(passage: str, text: str, responsible: tuple[str, ...]) -> None:
    found = framework().passages[passage]
    assert (found.text, found.responsible) == (text, responsible)


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        # What the framework leaves open, or says two ways.
        ("visiting.short_breaks.intervals", "the wording looks inverted"),
        ("visiting.short_breaks.intervals", "at least every six months, counted from the last visit"),
        ("visiting.care_order_at_home.every_10_days", "read as 10 calendar days"),
        ("visiting.supervision_order.every_10_days", "read as 10 calendar days"),
        ("missing.return_home_interview_who", "does not say who sees a child aged exactly 10"),
        ("missing.placed_within_20_miles", "further than 20 miles"),
        ("visiting.looked_after.asked_for", "has no period"),
        ("assessment_and_planning.core_group", "read as the core group"),
        ("visiting.short_breaks", "the stricter reading of each applies"),
        ("visiting.looked_after.short_breaks_setting", "the stricter reading of each applies"),
        ("visiting.statutory_visit", "a baby or a child who does not speak, or refuses"),
        ("visiting.statutory_visit", "For an unborn child, the visits are read as visits to the parent"),
        ("visiting.care_leaver", "26th birthday"),
        ("visiting.care_leaver.every_3_months", "26th birthday"),
        ("visiting.care_leaver.keeping_in_touch", "26th birthday"),
        ("visiting.care_leaver.agreed_in_pathway_plan", "beside the framework's longest intervals"),
        ("visiting.care_leaver.reasonable_steps", "not as a visit or as keeping in touch"),
        ("visiting.risk_driven", "does not say which timescale comes first where several fit one child"),
        ("visiting.looked_after", "Each is read as giving its own deadlines"),
        ("visiting.supervision_order", "Each is read as giving its own deadlines"),
        ("visiting.short_breaks.unannounced", "an unannounced visit every year in all cases"),
        ("visiting.adoptive_placement.adopters_social_worker", "those of the Placement Plan"),
        ("managers.supervision_frequency", "letting a manager set a shorter interval"),
        # Other readings that deadlines rest on.
        ("visiting.contacts.section_47_visit", "from the moment the Section 47 enquiry is triggered"),
        ("visiting.child_in_need.unannounced", "from the day the plan started"),
        ("visiting.child_protection_plan.unannounced", "the day of the Initial Child Protection Conference"),
        ("visiting.short_breaks.first_visits", "The first placement day is read as day 1"),
        ("visiting.missing_return.within_24_hours", "any visit by the allocated worker"),
        ("missing.visit", "any visit by the allocated worker"),
        ("visiting.care_leaver.keeping_in_touch", "is read as keeping in touch too"),
        ("visiting.remanded.within_72_hours", "any visit by a social worker"),
        ("assessment_and_planning.section_47", "from the day on which the Section 47 investigation is triggered"),
        ("assessment_and_planning.initial_conference", "counted from the strategy discussion"),
        ("recording.significant_events", "09:00"),
    ],
)
def test_how_unclear_wording_is_read_is_noted_beside_it(passage: str, says: str) -> None:
    assert [n.source for n in framework().passages[passage].notes if says in n.text] == [""]


@pytest.mark.parametrize(
    ("passage", "says", "source"),
    [
        ("visiting.contacts.referral_decision", "within one working day", "Working Together"),
        ("visiting.privately_fostered.first", "7 working days; the framework is stricter", "Regulations 2005"),
        ("visiting.short_breaks.intervals", "on days when the child is in fact placed", "regulation 48(3)(c)"),
        ("visiting.looked_after.later_years_and_permanence", "hold in the first year", "regulation 28"),
        ("visiting.care_order_at_home.first", "from the making of the care order", "regulation 28(5)"),
        ("visiting.multiple_placements.every_12_weeks", "every 6 weeks overall", "regulation 28"),
        ("visiting.care_leaver.every_3_months", "at least every two months", "Volume 3"),
        ("visiting.care_leaver.keeping_in_touch", "within one week of a move", "Volume 3"),
        ("missing.return_home_interview_72_hours", "independent return interview", "January 2014"),
        ("missing.return_home_interview_who", "independent return interview", "January 2014"),
        ("visiting.missing_return.within_24_hours", "within 72 hours", "January 2014"),
    ],
)
def test_what_national_law_or_guidance_says_is_noted_with_its_source(passage: str, says: str, source: str) -> None:
    [found] = [n.source for n in framework().passages[passage].notes if says in n.text]
    assert source in found


def test_a_note_never_changes_the_quote_and_what_comes_from_elsewhere_has_its_source() -> None:
    noted = [p for p in PASSAGES if p.notes]
    assert len(noted) >= 20
    for passage in noted:
        for note in passage.notes:
            assert note.text
            assert note.text not in passage.text


def test_national_rules_are_about_thirty_and_each_can_be_looked_up() -> None:
    rules = framework().national_rules.values()
    assert len(rules) >= 25
    for rule in rules:
        assert rule.id.startswith("national.")
        assert rule.title
        assert rule.text
        assert rule.source
        assert rule.dated
        assert date.fromisoformat(rule.as_of).isoformat() == rule.as_of


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_national_rule_is_dated_by_what_it_says_not_by_how_it_was_read(rule: NationalRule) -> None:
    relied_on, _, _ = rule.dated.partition(";")
    assert re.search(r"\b(19|20)\d\d\b", relied_on)
    assert not re.search(r"\b(read|quoted|stored)\b", relied_on)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_national_rule_has_addresses_that_people_can_open(rule: NationalRule) -> None:
    assert rule.source_url.startswith("https://")
    for address in (rule.source_url, rule.also_read_at):
        if "legislation.gov.uk" in address:
            assert re.fullmatch(r"https://www\.legislation\.gov\.uk/(ukpga|uksi)/\d{4}/\d+(/[\w-]+)*", address)
        assert not re.search(r"-dev\.|yumpu|/cy/|/data\.", address)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("allegation_designated_officer", "harmed a child"),
        ("allegation_designated_officer", "offence against or related to a child"),
        ("allegation_designated_officer", "pose a risk of harm to children"),
        (
            "allegation_designated_officer",
            "behaved in a way that indicates they may not be suitable to work with children",
        ),
        ("complaint_stages", "10 working days, which may be extended by a further 10 where the complaint is complex"),
        ("complaint_stages", "an advocate is needed"),
    ],
)
def test_golden_national_rules(rule: str, says: str) -> None:
    assert says in framework().national_rules[f"national.{rule}"].text


def test_what_is_said_of_a_breach_comes_from_the_commissioner() -> None:
    assert framework().national_rules["national.data_breach_72_hours"].source_url.startswith("https://ico.org.uk/")
