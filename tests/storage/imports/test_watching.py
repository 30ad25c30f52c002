"""A folder that other systems put their files into."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.db import Database
from storage.import_runs import APPLIED, HELD
from storage.imports.importer import How
from storage.imports.report import Report
from storage.imports.watch import Watched
from tests.storage.imports.support import CHILD, TODAY, annex, events, plan, table
from tests.storage.support import NOW

HOW = How(NOW, "os:tester", apply=True, first=HELD, as_of=TODAY)
VISIT = {"Child Unique ID": CHILD, "Date": "20/08/2026"}


class Folder:
    def __init__(self, database: Database, path: Path) -> None:
        self.path, self.watched = path, Watched(path, database)

    def look(self, how: How = HOW) -> list[tuple[str, str]]:
        """What came of each file at one look."""
        return [(report.file, report.outcome) for report in self.reports(how)]

    def reports(self, how: How = HOW) -> list[Report]:
        return list(self.watched.look(how, lambda _words, _share: None))

    def names(self) -> list[str]:
        return sorted(str(p.relative_to(self.path)) for p in self.path.rglob("*") if p.is_file())


@pytest.fixture
def folder(sqlite_database: Database, tmp_path: Path) -> Folder:
    (tmp_path / "in").mkdir()
    return Folder(sqlite_database, tmp_path / "in")


def test_files_are_imported_when_they_grow_no_more_and_moved(folder: Folder) -> None:
    applied = replace(HOW, first=APPLIED)
    path = annex(folder.path / "export.xlsx", {7: [plan()]})
    whole = path.read_bytes()
    path.write_bytes(whole[:2000])
    assert folder.look(applied) == []
    path.write_bytes(whole)
    assert folder.look(applied) == []
    assert folder.look(applied) == [("export.xlsx", "applied")]
    assert folder.names() == ["done/2026-09-01-100000-export.xlsx"]
    assert folder.look(applied) == []


def test_in_the_order_in_which_they_stand_on_each_other(folder: Folder, sqlite_database: Database) -> None:
    table(folder.path / "a-visits.csv", [VISIT])
    annex(folder.path / "b-export.xlsx", {7: [plan()]})
    table(folder.path / "c-staff.csv", [{"Staff key": "S-1", "Name": "Sam Example", "Roles": "practitioner"}])
    applied = replace(HOW, first=APPLIED)
    folder.look(applied)
    assert [name for name, _ in folder.look(applied)] == ["c-staff.csv", "b-export.xlsx", "a-visits.csv"]
    assert len(events(sqlite_database)) == 1


def test_what_is_no_file_to_import_is_left_or_refused(folder: Folder, sqlite_database: Database) -> None:
    (folder.path / "notes.txt").write_text("hello there\n")
    (folder.path / ".hidden").write_text("x")
    (folder.path / "~$export.xlsx").write_text("x")
    (folder.path / "export.xlsx.part").write_text("x")
    (folder.path / "link.csv").symlink_to(folder.path / ".hidden")
    folder.look()
    assert folder.look() == [("notes.txt", "failed")]
    assert folder.names() == [
        ".hidden",
        "export.xlsx.part",
        "failed/2026-09-01-100000-notes.txt",
        "link.csv",
        "~$export.xlsx",
    ]
    with sqlite_database.reading() as store:
        assert [run.outcome for run in store.import_runs.untold()] == ["failed"]


def test_a_held_file_waits_until_it_is_confirmed(folder: Folder, sqlite_database: Database) -> None:
    annex(folder.path / "export.xlsx", {7: [plan()]})
    folder.look()
    [report] = folder.reports()
    assert report.outcome == "held"
    assert folder.names() == ["held/2026-09-01-100000-export.xlsx"]
    assert folder.look() == []

    with sqlite_database.transaction() as store:
        [run] = store.import_runs.untold()
        store.import_runs.confirm(run.id, "oid-1", NOW)
    assert folder.look() == [("2026-09-01-100000-export.xlsx", "applied")]
    assert folder.names() == ["done/2026-09-01-100000-export.xlsx"]
