"""`companion due` as the tests run it."""

import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
CP = ("child_protection_plan", "--started", "2 March 2026", "--as-of", "10 March 2026")
CASE = {
    "id": "c1",
    "situation": "child_protection_plan",
    "started": "2026-03-02",
    "as_of": "2026-03-10T09:00:00+00:00",
    "facts": {},
    "events": [
        {
            "stream": "visit",
            "at": "2026-03-06T15:00:00+00:00",
            "seen_alone": True,
            "at_home_or_placement": True,
            "spoken_to": True,
            "unannounced": False,
        }
    ],
}


@pytest.fixture(autouse=True)
def a_folder_and_a_day_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith("COMPANION_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr("bot.clock.Clock.now", lambda _self: NOW)
    yield
    assert not (tmp_path / "data").exists()  # nothing is kept


def due(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["due", *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["due", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err.strip()


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(due(capsys, *arguments, "--json"))
    return found


def batch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *lines: str | bytes | dict[str, Any]
) -> list[dict[str, Any]]:
    raw = b"\n".join(
        one if isinstance(one, bytes) else (one if isinstance(one, str) else json.dumps(one)).encode() for one in lines
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return [json.loads(line) for line in due(capsys, "--batch", "-").splitlines()]
