"""What dates and times are read as: the table in when_cases.toml, and what holds for every text."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.core.when import Ambiguous, Day, Lean, Moment, WhenError, find, read
from tests.dialogs.core.when_notation import written

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "when_cases.toml").read_text(encoding="utf-8"))
NOWS = {name: datetime.fromisoformat(at) for name, at in CASES["now"].items()}
LEANS: dict[str, Lean] = {"past": "past", "future": "future", "either": None}
NOW = NOWS["wednesday"]


def weekdays_on(day: date, count: int) -> date:
    """Working days where no holiday is in the way."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def shown(text: str, now: datetime, lean: Lean) -> str:
    try:
        return written(read(text, now, lean, weekdays_on))
    except WhenError:
        return "refused"


@pytest.mark.parametrize(
    ("now", "lean", "text", "expected"),
    [
        pytest.param(NOWS[now], LEANS[lean], text, expected, id=f"{now}-{lean}-{text}")
        for now in NOWS
        for lean, cases in CASES[now].items()
        for text, expected in cases.items()
    ],
)
def test_expressions(now: datetime, lean: Lean, text: str, expected: str) -> None:
    assert shown(text, now, lean) == expected


@pytest.mark.parametrize(("text", "expected"), CASES["sentences"].items())
def test_sentences(text: str, expected: list[str]) -> None:
    found = find(text, NOW, add_working_days=weekdays_on)
    assert [f"{text[f.start : f.end]} = {written(f.value)}" for f in found] == expected


@pytest.mark.parametrize("text", CASES["nothing"]["sentences"])
def test_sentences_without_dates(text: str) -> None:
    assert [text[f.start : f.end] for f in find(text, NOW, "past", weekdays_on)] == []
