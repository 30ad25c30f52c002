"""Cases counted by hand from the page that says how deadlines are counted: golden/deadlines.jsonl, bad_cases.jsonl."""

import json
from pathlib import Path
from typing import Any

import pytest

from standards_kb.read_case import CaseError
from tests.standards_kb.deadlines import counted, timescales

GOLDEN = Path(__file__).parent / "golden"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


def named(line: dict[str, Any]) -> str:
    return str(line["case"].get("id"))


@pytest.mark.parametrize("golden", lines("deadlines.jsonl"), ids=named)
def test_the_deadlines_are_those_counted_by_hand(golden: dict[str, Any]) -> None:
    found = counted(golden["case"])
    one = {"situation": golden["case"].get("situation"), "setting": ""}
    expected = [{**one, **deadline} for deadline in golden["expect"]]

    def key(deadline: dict[str, Any]) -> list[str]:
        return [str(deadline[name]) for name in ("situation", "stream", "setting", "due", "overdue")]

    found, expected = sorted(found, key=key), sorted(expected, key=key)
    # A golden case says more of a deadline, such as who, where that is the point of it.
    said = [{name: got[name] for name in wanted} for got, wanted in zip(found, expected, strict=False)]
    assert said == expected, golden["why"]
    assert len(found) == len(expected), golden["why"]


def test_every_timescale_has_a_golden_case() -> None:
    expected = {
        (d.get("situation", g["case"].get("situation")), d["stream"])
        for g in lines("deadlines.jsonl")
        for d in g["expect"]
    }
    rows = {(row.situation, row.stream) for s in timescales().situations.values() for row in s.timescales}
    assert rows - expected == set()


@pytest.mark.parametrize("bad", lines("bad_cases.jsonl"), ids=named)
def test_a_case_that_cannot_be_counted_is_refused_by_name(bad: dict[str, Any]) -> None:
    with pytest.raises(CaseError) as refused:
        counted(bad["case"])
    for word in bad["error_contains"]:
        assert word in str(refused.value)
