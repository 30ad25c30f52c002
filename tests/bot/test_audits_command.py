"""`companion audits`, as an administrator types it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from storage.audit_log import command_line
from storage.audits import Audit
from storage.db import Database
from tests.bot.typed import council_at
from tests.storage.council import HANDED_OVER, NOBODYS, OF_EAST, OF_SOUTH, OWN, RESTRICTED

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A council's database, on a day that stands, and somebody at the command line."""
    with council_at(NOW, sqlite_url, monkeypatch) as opened:
        yield opened


def told(capsys: Out, *arguments: str) -> list[str]:
    assert main(arguments) == 0
    return capsys.readouterr().out.splitlines()


def audits(database: Database) -> list[Audit]:
    with database.reading() as store:
        return store.audits.in_states(["allocated"])


def test_one_is_allocated_and_listed(capsys: Out, database: Database) -> None:
    assert told(capsys, "audits", "list") == ["No audit goes on."]
    assert told(capsys, "audits", "allocate", OWN, "auditor", "--why-now", "priority") == [f"{OWN}: allocated"]
    [audit] = audits(database)
    assert (audit.child_id, audit.why_now, audit.due_on.isoformat()) == (OWN, "priority", "2026-09-22")
    [row] = json.loads("\n".join(told(capsys, "audits", "list", "--json")))
    assert row["child"] == OWN
    assert row["due"] == "2026-09-22"
    with database.reading() as store:
        events = store.audit_log.search(who=[command_line("kim")])
    assert ("change", "allocated an audit", (OWN,)) in [(e.action, e.about, e.child_ids) for e in events]


def test_a_file_is_allocated_whole_or_not_at_all(capsys: Out, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "audits.csv"
    file.write_text(f"child,auditor,kind,told_on\n{OWN},auditor,,\n{NOBODYS},auditor,themed,2026-09-03\n")
    assert main(["audits", "allocate", "--file", str(file)]) == 1
    assert f"{NOBODYS}: no such child" in capsys.readouterr().err
    assert audits(database) == []
    file.write_text(f"child,auditor,kind,told_on\n{OWN},auditor,,\n{OF_SOUTH},auditor,themed,2026-09-03\n")
    assert told(capsys, "audits", "allocate", "--file", str(file)) == [f"{OWN}: allocated", f"{OF_SOUTH}: allocated"]
    assert [(a.kind, a.due_on.isoformat()) for a in audits(database)] == [
        ("case_file", "2026-09-22"),
        ("themed", "2026-09-24"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["allocate"],
        ["allocate", OWN],
        ["allocate", OWN, "nobody"],
        ["allocate", OWN, "auditor", "--practitioner", "nobody"],
        ["allocate", OWN, "auditor", "--kind", "odd"],
        ["allocate", OWN, "auditor", "--kind", "learning_review"],
        ["allocate", OWN, "auditor", "--told-on", "soon"],
        ["sample", "--month", "soon", "--size", "2", "--seed", "1"],
        ["sample", "--month", "2026-09", "--size", "0", "--seed", "1"],
        ["sample", "--month", "2026-09", "--size", "2", "--seed", "1", "--stratify", "age"],
    ],
)
def test_what_cannot_be_is_said_in_plain_english(arguments: list[str], capsys: Out, database: Database) -> None:
    assert main(["audits", *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert audits(database) == []


def test_a_sample_is_the_same_again_and_leaves_out_what_was_audited(capsys: Out, database: Database) -> None:
    how = ("audits", "sample", "--month", "2026-09", "--size", "9", "--seed", "7", "--stratify", "team,situation")
    first = told(capsys, *how)
    assert first[0] == "child,auditor,kind,theme,why_now,told_on,practitioner"
    assert {line.split(",")[0] for line in first[1:]} == {OWN, OF_SOUTH, OF_EAST, HANDED_OVER}
    assert RESTRICTED not in str(first)
    assert told(capsys, *how) == first
    told(capsys, "audits", "allocate", OWN, "auditor")
    assert {line.split(",")[0] for line in told(capsys, *how)[1:]} == {OF_SOUTH, OF_EAST, HANDED_OVER}
    # One of each team before a second of any.
    two = told(capsys, "audits", "sample", "--month", "2026-09", "--size", "2", "--seed", "7", "--stratify", "team")
    assert len({line.split(",")[0] for line in two[1:]} & {OF_SOUTH, HANDED_OVER}) == 1
