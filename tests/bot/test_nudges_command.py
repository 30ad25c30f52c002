"""`companion nudges …` from a command line."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from storage.db import Database
from storage.outbox import State


@pytest.fixture(autouse=True)
def local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPANION_MODE", "local")


def fill(url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    from tests.dialogs.visits.support import fill as fill_day

    monkeypatch.setenv("COMPANION_DATABASE_URL", url)
    database = Database(url)
    fill_day(database)
    return database


def test_a_plan_sends_nothing_and_names_no_child(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = fill(sqlite_url, monkeypatch)
    assert main(["nudges", "plan", "--at", "2026-09-01T08:00", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {(one["card"], one["name"], one["why"]) for one in said} == {
        ("digest", "Alex Wilber", "overdue"),
        ("team", "Megan Bowen", "the week begins"),
    }
    assert {one["at"] for one in said} == {"2026-09-01T07:30:00+00:00"}
    assert main(["nudges", "plan", "--at", "2026-09-05T08:00"]) == 0
    assert capsys.readouterr().out == "Nobody would be told.\n"
    assert main(["nudges", "plan", "--at", "2026-09-01T08:00"]) == 0
    assert "1002" not in capsys.readouterr().out
    with database.reading() as store:
        assert store.outbox.in_states(list(State)) == []
        assert store.planning.last_looked_at() is None
    database.close()


def test_reconcile_says_by_its_status_whether_all_is_well(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMPANION_DATABASE_URL", sqlite_url)
    assert main(["nudges", "reconcile"]) == 0
    assert capsys.readouterr().out == "Everybody who should have heard by now has heard.\n"
    from datetime import UTC, datetime

    from bot.clock import Clock

    monkeypatch.setattr(Clock, "now", lambda _self: datetime(2026, 9, 1, 12, tzinfo=UTC))
    fill(sqlite_url, monkeypatch).close()
    assert main(["nudges", "reconcile"]) == 1
    assert "Alex Wilber" in capsys.readouterr().out
    assert main(["nudges", "reconcile", "--json"]) == 1
    assert {one["why"] for one in json.loads(capsys.readouterr().out)["silent"]} == {"never"}


def test_a_month_is_played_in_local_mode_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["nudges", "play", "--as", "Alex", "--days", "3", "--pause", "0"]) == 0
    assert "what needs you" in capsys.readouterr().out
    monkeypatch.setenv("COMPANION_MODE", "production")
    assert main(["nudges", "play"]) == 2
