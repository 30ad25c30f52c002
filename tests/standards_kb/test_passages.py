"""The edition's data: every passage verbatim, nothing left out, notes and rules in their place."""

import re
from collections import Counter
from importlib.resources.abc import Traversable

import pytest

from standards_kb.check import faults, plain, source_faults
from standards_kb.load import edition_folder, sections
from standards_kb.types import Passage
from tests.standards_kb.support import framework

PASSAGES = tuple(framework().passages.values())


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


def notes_of(passage: Passage) -> list[str]:
    return [note.text for note in passage.notes]


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        ("visiting.short_breaks.intervals", "the wording looks inverted"),
        ("visiting.care_order_at_home.every_10_days", "read as 10 calendar days"),
        ("missing.return_home_interview_who", "does not say who sees a child aged exactly 10"),
        ("missing.placed_within_20_miles", "further than 20 miles"),
        ("visiting.looked_after.asked_for", "has no period"),
        ("assessment_and_planning.core_group", "read as the core group"),
        ("recording.significant_events", "09:00"),
    ],
)
def test_known_oddities_are_noted_beside_their_passage(passage: str, says: str) -> None:
    assert any(says in note for note in notes_of(framework().passages[passage]))


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
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", rule.as_of)
        assert rule.source_url.startswith(("https://", "http://www.legislation.gov.uk/"))
