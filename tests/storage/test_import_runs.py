"""What came of files, and which streams have a source."""

from dataclasses import replace
from datetime import date

from storage.db import Database
from storage.import_runs import APPLIED, FAILED, HELD, ImportRun, SuppliedStream
from tests.storage.support import NOW

RUN = ImportRun("annex_a", "export.xlsx", "a" * 64, date(2026, 9, 1), NOW, "oid-1", APPLIED, counts={"new": 3})
STREAM = SuppliedStream("child_protection_plan", "visit", "annex_a", date(2026, 9, 1), date(2026, 8, 1), "oid-1")


def test_runs_come_back_as_they_were(database: Database) -> None:
    with database.transaction() as store:
        number = store.import_runs.add(RUN)
        assert store.import_runs.find(number) == replace(RUN, id=number)
        assert store.import_runs.find(number + 1) is None


def test_the_last_applied_one_of_a_kind(database: Database) -> None:
    with database.transaction() as store:
        assert store.import_runs.last_applied("annex_a") is None
        for run in (RUN, replace(RUN, name="newer"), replace(RUN, outcome=HELD), replace(RUN, kind="visits")):
            store.import_runs.add(run)
        last = store.import_runs.last_applied("annex_a")
        assert last is not None
        assert last.name == "newer"
        assert [run.kind for run in store.import_runs.recent(2)] == ["visits", "annex_a"]


def test_a_held_file_is_confirmed_once(database: Database) -> None:
    with database.transaction() as store:
        applied, held = store.import_runs.add(RUN), store.import_runs.add(replace(RUN, sha256="b" * 64, outcome=HELD))
        assert not store.import_runs.is_confirmed("b" * 64)
        assert not store.import_runs.confirm(applied, "oid-2", NOW)
        assert store.import_runs.confirm(held, "oid-2", NOW)
        assert not store.import_runs.confirm(held, "oid-3", NOW)
        assert store.import_runs.is_confirmed("b" * 64)
        assert not store.import_runs.is_confirmed("a" * 64)


def test_what_an_administrator_has_not_been_told_of(database: Database) -> None:
    with database.transaction() as store:
        store.import_runs.add(RUN)
        held, failed = (store.import_runs.add(replace(RUN, outcome=outcome)) for outcome in (HELD, FAILED))
        assert [run.id for run in store.import_runs.untold()] == [held, failed]
        store.import_runs.told(held, NOW)
        assert [run.id for run in store.import_runs.untold()] == [failed]


def test_streams(database: Database) -> None:
    with database.transaction() as store:
        store.streams.save(replace(STREAM, on_from=None))
        store.streams.save(SuppliedStream("child_in_need", "visit"))
        store.streams.save(STREAM)
        assert store.streams.all() == [SuppliedStream("child_in_need", "visit"), STREAM]
