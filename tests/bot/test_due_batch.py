"""`companion due --batch`: files of cases; and what the documentation says of it."""

import json
import re
import shlex
from pathlib import Path

import pytest

from standards_kb.case import Event, Facts
from tests.bot.due_command import CASE, CP, a_folder_and_a_day_of_its_own, as_json, batch, due

__all__ = ["a_folder_and_a_day_of_its_own"]


class TestBatch:
    def test_the_case_of_the_documentation(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [found] = batch(capsys, monkeypatch, CASE)
        assert found["id"] == "c1"
        assert [(d["stream"], d["due"], d["overdue"], d["visit_by"], d["reading"]) for d in found["deadlines"]] == [
            ("visit", "2026-03-20", False, "2026-03-20", False),
            ("unannounced_visit", "2026-03-30", False, "2026-03-30", True),
            ("core_group", "2026-03-30", False, "2026-03-30", False),
        ]
        assert found["deadlines"][0]["marks"] == ["who not confirmed"]

    def test_a_bad_line_says_what_is_wrong_and_the_batch_goes_on(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        no_id = {name: value for name, value in CASE.items() if name != "id"}
        found = batch(
            capsys,
            monkeypatch,
            "\ufeff" + json.dumps(CASE),
            "not json",
            "",
            [CASE],  # type: ignore[arg-type]
            no_id,
            {**CASE, "id": True},
            b'{"id": "\xff"}',
            {**CASE, "id": 8, "situation": "party"},
            {**CASE, "id": "n", "situation": "section_47", "started": "2026-03-02T09:00:00"},
            {**CASE, "id": "f", "facts": {"colour": "blue"}},
            {**CASE, "id": "e", "facts": {"ended_on": "2026-03-01"}},
            {**CASE, "id": "y", "started": "1950-01-01", "events": []},
            {**CASE, "id": "last"},
        )
        assert [line["id"] for line in found] == ["c1", None, None, None, None, None, 8, "n", "f", "e", "y", "last"]
        errors = [line.get("error", "") for line in found]
        assert errors[0] == errors[-1] == ""
        for error, says in zip(
            errors[1:-1],
            [
                "line 2 is not JSON: write {",
                "line 4 is not an object: write {",
                "line 5 has no id: write a text or a whole number",
                "line 6 has an id that is not a text or a whole number",
                "line 7 is not UTF-8 text",
                "line 8 can't be counted: `situation`: there is no 'party'",
                "line 9 can't be counted: `started`: '2026-03-02T09:00:00' has no offset from UTC",
                "line 10 can't be counted: `facts.colour` is not known",
                "line 11 can't be counted: `facts.ended_on`: 2026-03-01 is before",
                "line 12 can't be counted: 1950-01-01 and 5 working days are outside 1990 to 2100",
            ],
            strict=True,
        ):
            assert error.startswith(says)

    def test_several_situations_each_name_themselves_and_one_visit_serves_all(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = [
            {"situation": "child_protection_plan", "started": "2026-03-02", "facts": {}},
            {"situation": "looked_after", "started": "2026-03-03"},
        ]
        case = {name: CASE[name] for name in ("id", "as_of", "events")}
        [found] = batch(capsys, monkeypatch, {**case, "situations": both})
        visits = [(d["situation"], d["due"]) for d in found["deadlines"] if d["stream"] == "visit"]
        assert visits == [("child_protection_plan", "2026-03-20"), ("looked_after", "2026-04-17")]
        assert [d["stream"] for d in found["met"]] == ["placement_day_visit"]  # closed late

    def test_closure_days_of_the_case(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [found] = batch(capsys, monkeypatch, {**CASE, "closure_days": ["2026-03-18"]})
        assert found["deadlines"][0]["due"] == "2026-03-23"
        assert "skipping the council's closure day 18 March" in found["deadlines"][0]["counting"]

    def test_a_setting_and_what_is_marked(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = {
            "id": "m",
            "situation": "multiple_placements",
            "started": "2026-03-02",
            "as_of": CASE["as_of"],
            "facts": {"settings": [{"name": "school"}]},
            "events": [{"stream": "visit", "at": "2026-03-06", "setting": "school", "by_role": "Manager"}],
        }
        [found] = batch(capsys, monkeypatch, case)
        assert [(d["setting"], d["due"]) for d in found["deadlines"]] == [("school", "2026-05-29")]
        assert found["deadlines"][0]["marks"] == [
            "details not recorded",
            "by somebody other than who is responsible",
        ]

    def test_a_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / "cases.jsonl").write_text(json.dumps(CASE) + "\n", encoding="utf-8")
        assert json.loads(due(capsys, "--batch", "cases.jsonl"))["id"] == "c1"


class TestDocumentation:
    PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "compute-deadlines.md").read_text(encoding="utf-8")

    def test_the_example_prints_what_the_page_says(self, capsys: pytest.CaptureFixture[str]) -> None:
        command, printed = re.findall(r"```(?:sh)?\n(.*?)```", self.PAGE, re.DOTALL)[:2]
        assert due(capsys, *shlex.split(command)[2:]).endswith(f"\n\n\n{printed}")

    @pytest.mark.parametrize("part", ["Events", "Facts", "Answers"])
    def test_every_name_is_explained(self, capsys: pytest.CaptureFixture[str], part: str) -> None:
        section = self.PAGE.split(f"### {part}\n")[1].split("\n#")[0]
        named = {
            name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
        }
        [deadline, *_] = as_json(capsys, *CP)["deadlines"]
        names = {
            "Events": set(Event._fields) - {"stream", "day", "at"},
            "Facts": set(Facts.__dataclass_fields__),
            "Answers": {*deadline, "setting"},
        }
        assert named == names[part]
