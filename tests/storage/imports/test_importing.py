"""A file from beginning to end, on both databases: once, again, held, half-way."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.db import Database
from storage.demo.council import Cell, make_council
from storage.demo.write import STYLES, write_annex_a, write_documented
from storage.import_runs import HELD
from storage.imports.importer import FROM_THE_START
from storage.imports.report import DRY_RUN, Report
from tests.storage.imports.support import (
    CHILD,
    TODAY,
    annex,
    everything,
    plan,
    table,
    take_in,
    take_in_lists,
)
from tests.storage.support import NOW, PowerCutError, at_once, before_running


def changes(report: Report) -> dict[str, int]:
    return {name: n for name, n in report.counts.items() if not name.endswith(("unchanged", "not kept"))}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_whole_council_twice_changes_nothing(style: object, database: Database, tmp_path: Path) -> None:
    council = make_council(120, 7, TODAY)
    workbook = tmp_path / "annex.xlsx"
    write_annex_a(council, workbook, style, seed=3)  # type: ignore[arg-type]
    staff, situations, visits, supervision = write_documented(council, tmp_path)
    files = [staff, workbook, situations, visits, supervision]
    for file in files:
        assert take_in(database, file).outcome == "applied"
    take_in(database, workbook)  # which may have made something of what the situations file said
    first = everything(database)
    assert all(first.values())

    for file in files:
        assert changes(take_in(database, file)) == {}
    assert everything(database) == first


def test_an_export_may_have_no_children(sqlite_database: Database, tmp_path: Path) -> None:
    report = take_in(sqlite_database, annex(tmp_path / "template.xlsx", {}))
    assert (report.outcome, report.kind, changes(report)) == ("applied", "annex_a", {})


class TestFirst:
    def test_a_dry_run_changes_nothing(self, database: Database, tmp_path: Path) -> None:
        before = everything(database)
        for told in ({"apply": False}, {"first": DRY_RUN}):
            report = take_in_lists(database, tmp_path, {7: [plan()]}, **told)
            assert (report.outcome, report.is_first) == ("dry_run", True)
            assert changes(report) == {"allocations new": 1, "children new": 1, "situations new": 1}
            assert "child_protection_plan.core_group" in report.no_data
        assert everything(database) == before
        with database.reading() as store:
            assert store.import_runs.recent() == []

    def test_later_ones_of_the_kind_are_applied(self, database: Database, tmp_path: Path) -> None:
        take_in_lists(database, tmp_path, {7: [plan()]})
        report = take_in_lists(database, tmp_path, {7: [plan(), plan("2")]}, first=DRY_RUN)
        assert (report.outcome, report.is_first) == ("applied", False)

    def test_unattended_it_waits_for_an_administrator(self, database: Database, tmp_path: Path) -> None:
        report = take_in_lists(database, tmp_path, {7: [plan()]}, first=HELD)
        assert report.outcome == "held"
        assert report.why.startswith("It is the first of its kind")
        with database.transaction() as store:
            [run] = store.import_runs.untold()
            assert store.import_runs.confirm(run.id, "oid-1", NOW)
        assert take_in_lists(database, tmp_path, {7: [plan()]}, first=HELD).outcome == "applied"


class TestWhatIsKeptOfAnImport:
    def test_the_run_and_the_audit_event(self, database: Database, tmp_path: Path) -> None:
        report = take_in_lists(database, tmp_path, {7: [plan(), plan("2", visited="soon")]})
        with database.reading() as store:
            [run] = store.import_runs.recent()
        assert (run.kind, run.name, run.as_of, run.outcome) == ("annex_a", "export.xlsx", TODAY, "applied")
        assert (run.tried_by, run.tried_at, run.sha256) == ("os:tester", NOW, report.sha256)
        assert run.counts == {**report.counts, "problems unreadable": 1}
        with database.engine.connect() as connection:
            logged = connection.execute(text("SELECT who, action, about FROM audit_log")).all()
            children = connection.execute(text("SELECT child_id FROM audit_log_children ORDER BY child_id")).scalars()
            assert list(children) == [CHILD, "2"]
        assert [tuple(row) for row in logged] == [("os:tester", "import", f"annex_a export.xlsx, as of {TODAY}")]

    def test_the_audit_event_names_the_children_whose_data_changes(self, database: Database, tmp_path: Path) -> None:
        def logged(*plans: dict[str, Cell]) -> list[str]:
            take_in_lists(database, tmp_path, {7: plans})
            last = "SELECT child_id FROM audit_log_children WHERE audit_id = (SELECT max(id) FROM audit_log)"
            with database.engine.connect() as connection:
                return sorted(connection.execute(text(last)).scalars())

        seen = date(2026, 8, 20)
        assert logged(plan("1"), plan("2"), plan("3")) == ["1", "2", "3"]
        assert logged(plan("1"), plan("2"), plan("3")) == []
        assert logged(plan("1"), plan("2", started=date(2026, 8, 3)), plan("3", visited=seen)) == ["2", "3"]

    def test_a_file_that_is_refused(self, database: Database, tmp_path: Path) -> None:
        (tmp_path / "words.csv").write_text("nothing that is known\n")
        assert take_in(database, tmp_path / "words.csv").outcome == "failed"
        with database.reading() as store:
            [run] = store.import_runs.untold()
        assert (run.name, run.outcome) == ("words.csv", "failed")
        assert run.why.startswith("it isn't a file that can be imported")

    def test_the_streams_that_have_data(self, database: Database, tmp_path: Path) -> None:
        take_in_lists(database, tmp_path, {7: [plan()]})
        with database.reading() as store:
            streams = {f"{s.situation}.{s.stream}": s for s in store.streams.all()}
        assert streams["child_protection_plan.visit"].as_of == TODAY
        assert streams["child_protection_plan.visit"].on_from == FROM_THE_START
        assert "child_in_need.visit" not in streams

    def test_what_people_have_switched_off_stays_off(self, database: Database, tmp_path: Path) -> None:
        take_in_lists(database, tmp_path, {7: [plan()]})
        with database.transaction() as store:
            [visit] = [s for s in store.streams.all() if (s.situation, s.stream) == ("child_protection_plan", "visit")]
            store.streams.save(replace(visit, on_from=None, switched_by="oid-1"))
        report = take_in_lists(database, tmp_path, {7: [plan()]})
        assert "child_protection_plan.visit" in report.no_data
        with database.reading() as store:
            assert replace(visit, on_from=None, switched_by="oid-1") in store.streams.all()

    def test_the_day_of_the_file_is_the_day_it_is_as_of(self, sqlite_database: Database, tmp_path: Path) -> None:
        path = annex(tmp_path / "export.xlsx", {7: [plan()]})
        report = take_in(sqlite_database, path, as_of=None)
        assert report.as_of == date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012


class TestHalfWay:
    @pytest.mark.parametrize(
        "statement", ["INSERT INTO situations", "INSERT INTO allocations", "INSERT INTO audit_log"]
    )
    def test_a_crash_leaves_the_old_state(self, statement: str, database: Database, tmp_path: Path) -> None:
        take_in_lists(database, tmp_path, {7: [plan(n) for n in "123"]})
        before = everything(database)

        def fail() -> None:
            raise PowerCutError

        before_running(database, statement, fail)
        with pytest.raises(PowerCutError):
            take_in_lists(database, tmp_path, {7: [plan(n, started=date(2026, 8, 3)) for n in "1234"]})
        assert everything(database) == before


def test_two_imports_at_once_run_one_after_the_other(database: Database, database_url: str, tmp_path: Path) -> None:
    path = annex(tmp_path / "export.xlsx", {7: [plan(str(n)) for n in range(30)]})
    with closing(Database(database_url)) as other:
        reports = at_once(lambda: take_in(database, path), lambda: take_in(other, path))
    assert sorted(report.counts.get("children new", 0) for report in reports) == [0, 30]
    assert {report.outcome for report in reports} == {"applied"}


def test_a_forgotten_child_is_not_brought_back(database: Database, tmp_path: Path) -> None:
    with database.transaction() as store:
        store.tombstones.add(b"secret", CHILD, NOW)
    report = take_in_lists(database, tmp_path, {7: [plan(), plan("2")]}, tombstone_key=b"secret")
    said = {"Child Unique ID": CHILD, "Situation": "child_in_need", "Started": "1/6/2026"}
    take_in(database, table(tmp_path / "s.csv", [said]), tombstone_key=b"secret")
    visit = {"Child Unique ID": CHILD, "Date": "1/8/2026"}
    take_in(database, table(tmp_path / "v.csv", [visit]), tombstone_key=b"secret")
    with database.reading() as store:
        assert [child.id for child in store.children.all()] == ["2"]
    assert any("are to stay forgotten" in note for note in report.notes)


def test_what_people_know_of_a_child_outlives_the_export(sqlite_database: Database, tmp_path: Path) -> None:
    take_in_lists(sqlite_database, tmp_path, {7: [plan()]})
    with sqlite_database.transaction() as store:
        child = store.children.find(CHILD)
        assert child is not None
        store.children.change_all([replace(child, restricted=True, initials="AB")])
    take_in_lists(sqlite_database, tmp_path, {7: [plan()]})
    with sqlite_database.reading() as store:
        child = store.children.find(CHILD)
    assert child is not None
    assert (child.restricted, child.initials) == (True, "AB")
