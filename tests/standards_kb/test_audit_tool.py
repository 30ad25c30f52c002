"""The audit tool: every area is the framework's own, and what is ours says so."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from standards_kb.audit_tool import FILE, due_on, load_audit_tool
from standards_kb.load import DataError, edition_folder
from standards_kb.working_days import england
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework

TOOL = load_audit_tool(framework())
OURS = {"dip_sample", "learning_review", "observation", "own_team"}
NOT_AREAS = {
    "audit_tool.judgement_and_text",
    "audit_tool.overall_grading",
    "audit_tool.additional_comments",
    "audit_tool.agreed_actions",
}


def test_a_case_file_audit_has_every_area_of_appendix_1_in_its_order() -> None:
    rows = [p.id for p in framework().passages.values() if p.is_row and p.id.startswith("audit_tool.")]
    assert [area.name for area in TOOL.kinds["case_file"].areas] == [row for row in rows if row not in NOT_AREAS]


def test_prompts_are_the_frameworks_word_for_word() -> None:
    for area in TOOL.kinds["case_file"].areas:
        assert area.passage is not None
        assert area.prompts
        assert area.passage.text == "\n".join([area.title, *area.prompts])


def test_a_kind_without_a_tool_has_questions_that_say_whose_they_are() -> None:
    assert {name for name, kind in TOOL.kinds.items() if kind.is_ours} == OURS
    for name in OURS:
        assert all(area.passage is None for area in TOOL.kinds[name].areas)


def test_behind_every_area_stand_standards_and_what_is_known_of_it_can_be() -> None:
    beside = {"situations", "decisions", "supervision"}
    for area in TOOL.kinds["case_file"].areas:
        assert area.standards, area.name
        assert set(area.known) <= beside | set(timescales().streams), area.name


def test_only_a_dip_sample_needs_no_meeting() -> None:
    assert {name for name, kind in TOOL.kinds.items() if not kind.meets} == {"dip_sample"}


def test_the_scale_is_required_by_the_framework() -> None:
    assert "all auditors scale the case" in TOOL.scale.text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("audit_tool.diversity", "audit_tool.adversity", "no passage has the id audit_tool.adversity"),
        ('"direct_work.seen_alone"', '"direct_work.alone"', "no passage has the id direct_work.alone"),
        ('name = "themed"', 'name = "case_file"', "two kinds have the same name"),
        ("meets = false", "meets = false\nwhy = 1", "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_stops_the_start_and_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    shutil.copytree(str(edition_folder()), tmp_path / "edition", ignore=shutil.ignore_patterns("finder"))
    file = tmp_path / "edition" / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load_audit_tool(framework(), str(tmp_path / "edition"))


def test_an_audit_is_due_in_three_weeks_by_the_frameworks_own_timescale() -> None:
    assert due_on(date(2026, 9, 1), timescales(), england()) == date(2026, 9, 22)
