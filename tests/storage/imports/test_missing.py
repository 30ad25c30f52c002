"""Who is missing from a file, and what an older file may still change."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from storage.children import Child
from storage.db import Database
from storage.imports.report import Report
from tests.storage.imports.support import (
    CHILD,
    TODAY,
    annex,
    care,
    everything,
    need,
    open_ones,
    plan,
    row,
    table,
    take_in,
    take_in_lists,
)


class TestMissing:
    LISTS = (6, 7, 8)

    @staticmethod
    def lists(children: list[str]) -> dict[int, list[dict[str, object]]]:
        of_plans = [plan(child) for child in children]
        return {6: [need(child, "b) Child Protection plan") for child in children], 7: of_plans, 8: []}  # type: ignore[dict-item]

    def take_in(self, database: Database, tmp_path: Path, children: list[str], **how: object) -> Report:
        return take_in_lists(database, tmp_path, self.lists(children), **how)  # type: ignore[arg-type]

    @staticmethod
    def child(database: Database, child: str) -> Child:
        with database.reading() as store:
            found = store.children.find(child)
        assert found is not None
        return found

    def test_a_child_no_longer_in_the_export_stays_open(self, database: Database, tmp_path: Path) -> None:
        everybody = [str(n) for n in range(100)]
        self.take_in(database, tmp_path, everybody)
        tomorrow = TODAY + timedelta(days=1)
        report = self.take_in(database, tmp_path, everybody[2:], as_of=tomorrow)
        assert report.outcome == "applied"
        assert report.counts["children no longer in the export"] == 2
        assert self.child(database, "1").missing_from_export_since == tomorrow
        assert open_ones(database, "1") == {"child_protection_plan": date(2026, 3, 2)}

        self.take_in(database, tmp_path, everybody[2:], as_of=TODAY + timedelta(days=2))
        assert self.child(database, "1").missing_from_export_since == tomorrow
        self.take_in(database, tmp_path, everybody, as_of=TODAY + timedelta(days=3))
        assert self.child(database, "1").missing_from_export_since is None

    @pytest.mark.parametrize(
        ("children", "missing", "outcome"),
        [(100, 2, "applied"), (100, 3, "held"), (1_100, 20, "applied"), (1_100, 21, "held")],
    )
    def test_losing_more_than_2_per_cent_or_20_is_held(
        self, children: int, missing: int, outcome: str, sqlite_database: Database, tmp_path: Path
    ) -> None:
        everybody = [str(n) for n in range(children)]
        self.take_in(sqlite_database, tmp_path, everybody)
        before = everything(sqlite_database)
        report = self.take_in(sqlite_database, tmp_path, everybody[missing:])
        assert report.outcome == outcome
        if outcome == "held":
            assert report.why.startswith(f"{missing} of {children:,} children who were open in the last export")
            assert everything(sqlite_database) == before
            assert self.take_in(sqlite_database, tmp_path, everybody[missing:], confirmed=True).outcome == "applied"

    def test_a_list_that_was_cut_off_counts_as_lost_too(self, sqlite_database: Database, tmp_path: Path) -> None:
        everybody = [str(n) for n in range(10)]
        self.take_in(sqlite_database, tmp_path, everybody)
        cut = {**self.lists(everybody), 7: [plan("0")]}
        assert take_in_lists(sqlite_database, tmp_path, cut).outcome == "held"  # type: ignore[arg-type]

    def test_closed_cases_drop_out_in_time_and_nobody_minds(self, sqlite_database: Database, tmp_path: Path) -> None:
        over = {6: [need(status="e) Closed episode")], 7: [plan(ended=date(2026, 8, 31))], 8: []}
        self.take_in(sqlite_database, tmp_path, [CHILD])
        take_in_lists(sqlite_database, tmp_path, over)  # type: ignore[arg-type]
        report = self.take_in(sqlite_database, tmp_path, ["2"])
        assert (report.outcome, report.counts.get("children no longer in the export")) == ("applied", None)

    def test_a_child_of_another_file_is_not_missed(self, sqlite_database: Database, tmp_path: Path) -> None:
        said = {"Child Unique ID": "77", "Situation": "privately_fostered", "Started": "1/6/2026"}
        take_in(sqlite_database, table(tmp_path / "s.csv", [said]))
        self.take_in(sqlite_database, tmp_path, [CHILD])
        report = self.take_in(sqlite_database, tmp_path, [CHILD])
        assert report.outcome == "applied"
        assert self.child(sqlite_database, "77").missing_from_export_since is None
        assert open_ones(sqlite_database, "77") == {"privately_fostered": date(2026, 6, 1)}

    def test_a_care_leaver_is_missed_in_list_9_only(self, sqlite_database: Database, tmp_path: Path) -> None:
        leaver = row(Eligibility_Category="b) Former relevant child", **{"Date of Birth": date(2007, 2, 28)})
        take_in_lists(sqlite_database, tmp_path, {6: [], 7: [], 8: [], 9: [leaver]})
        assert take_in_lists(sqlite_database, tmp_path, {6: [], 7: [], 8: [], 9: []}).outcome == "held"


class TestOlder:
    FILES: ClassVar[dict[str, Callable[[Path], Path]]] = {
        "annex_a": lambda folder: annex(folder / "a.xlsx", {8: [care()]}),
        "staff": lambda folder: table(folder / "b.csv", [{"Staff key": "S-1", "Name": "Sam", "Roles": "duty"}]),
        "visits": lambda folder: table(folder / "c.csv", [{"Child Unique ID": CHILD, "Date": "1/8/2026"}]),
    }

    @pytest.mark.parametrize(("kind", "outcome"), [("annex_a", "held"), ("staff", "held"), ("visits", "applied")])
    def test_an_older_state_is_held_and_older_events_are_welcome(
        self, kind: str, outcome: str, sqlite_database: Database, tmp_path: Path
    ) -> None:
        path = self.FILES[kind](tmp_path)
        take_in(sqlite_database, path)
        report = take_in(sqlite_database, path, as_of=TODAY - timedelta(days=1))
        assert (report.kind, report.outcome) == (kind, outcome)
        if outcome == "held":
            assert report.why == "It is as of 31 August 2026, older than the last one imported (1 September 2026)"
