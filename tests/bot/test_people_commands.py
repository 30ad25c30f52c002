"""`companion people`, `audit-log` and `forget`, as an administrator types them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.__main__ import main
from storage.db import Database
from storage.people import Person
from storage.roles import Role
from tests.bot.typed import council_at
from tests.storage.council import OWN, RESTRICTED, STAFF, UNPLACED

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


def refused(capsys: Out, *arguments: str, code: int = 2) -> str:
    assert main(arguments) == code
    return capsys.readouterr().err.strip()


class TestPeople:
    @staticmethod
    def test_everybody(database: Database, capsys: Out) -> None:
        with database.transaction() as store:
            store.people.save(replace(STAFF[Role.MANAGER], left_on=NOW.date()))
            store.people.save(replace(STAFF[Role.DUTY], object_id=None))
        lines = told(capsys, "people", "list")
        assert lines[0].split() == ["Key", "Name", "Roles", "Team", "Account"]
        assert len(lines) == 19
        assert [line.split()[-1] for line in lines if line.split()[0] == "manager"] == ["left"]
        assert next(line for line in lines if line.startswith("duty ")).endswith("Front Door  not bound")

        found = json.loads("\n".join(told(capsys, "people", "list", "--json")))
        assert {
            "key": "practitioner",
            "name": "Practitioner Example",
            "roles": ["practitioner"],
            "team": "North",
            "bound": True,
            "left": False,
        } in found

    @staticmethod
    def test_unmatched_then_matched(database: Database, capsys: Out) -> None:
        assert [line.split("  ")[0] for line in told(capsys, "people", "unmatched")] == ["Name", "Nemo, Jo"]
        assert json.loads("\n".join(told(capsys, "people", "unmatched", "--json"))) == [
            {"name": "Nemo, Jo", "why": "not in the staff file", "teams": ["North"], "children": 1, "candidates": []}
        ]
        said = told(capsys, "people", "match", "nemo, jo", "--to", "practitioner")
        assert said == ["“nemo, jo” is Practitioner Example (practitioner). That concerns 1 child."]
        assert told(capsys, "people", "unmatched") == [
            "Every worker's name in the case data is somebody's on the staff."
        ]
        with database.reading() as store:
            [event] = store.audit_log.search()
            assert (event.who, event.action, event.child_ids) == ("os:kim", "match", (UNPLACED,))
        assert told(capsys, "people", "match", "Jo Nemo", "--nobody") == [
            "“Jo Nemo” is nobody on the staff. That concerns 1 child."
        ]

    @staticmethod
    def test_matches_that_make_no_sense(database: Database, capsys: Out) -> None:
        with database.transaction() as store:
            store.people.save(Person("gone", "Gone Away", left_on=NOW.date()))
        assert refused(capsys, "people", "match", "Nemo, Jo", "--to", "S-99").startswith(
            "Nobody has the staff key S-99"
        )
        assert refused(capsys, "people", "match", "Nemo, Jo", "--to", "gone") == "Gone Away has left."
        for name in (" ", "x" * 201):
            assert refused(capsys, "people", "match", name, "--nobody").startswith("That is no name")
        with database.reading() as store:
            assert store.audit_log.search() == []

    @staticmethod
    def test_coverage(database: Database, capsys: Out) -> None:
        with database.transaction() as store:
            store.arrivals.introduce("stranger", "Stranger", "stranger@example.gov.uk", NOW)
        lines = told(capsys, "people", "coverage")
        assert lines[0] == "Reached: 0"
        assert lines[2].split("  ")[0] == "Stranger"
        assert lines[2].endswith("not in the staff file")
        found = json.loads("\n".join(told(capsys, "people", "coverage", "--json")))
        assert found["reached"] == 0
        assert {"name": "Duty Example", "key": "duty", "team": "Front Door", "why": "not_installed"} in found[
            "unreached"
        ]

    @staticmethod
    def test_release(database: Database, capsys: Out) -> None:
        assert told(capsys, "people", "release", "duty") == [
            "Duty Example has no account any more; whoever signs in as they do is bound next."
        ]
        assert refused(capsys, "people", "release", "duty") == "No account is bound to Duty Example."
        with database.reading() as store:
            person = store.people.by_key("duty")
            assert person is not None
            assert person.object_id is None
            assert [(e.who, e.action) for e in store.audit_log.search()] == [("os:kim", "release")]


class TestAuditLog:
    @pytest.fixture(autouse=True)
    def _events(self, database: Database) -> None:
        who = f"person:{STAFF[Role.PRACTITIONER].object_id}"
        with database.transaction() as store:
            store.audit_log.add(datetime(2026, 8, 30, 22, 59, tzinfo=UTC), who, "view", "first", [OWN])
            store.audit_log.add(datetime(2026, 8, 30, 23, 0, tzinfo=UTC), who, "refused", "second", [RESTRICTED])
            store.audit_log.add(NOW, "os:kim", "match", "third\x1b[2J", [OWN, UNPLACED])

    @pytest.mark.parametrize(
        ("options", "about"),
        [
            ([], ["first", "second", "third\x1b[2J"]),
            (["--child", OWN], ["first", "third\x1b[2J"]),
            (["--day", "30/8/2026"], ["first"]),
            (["--day", "31 August 2026"], ["second"]),
            (["--action", "refused"], ["second"]),
            (["--person", "practitioner"], ["first", "second"]),
            (["--person", "Example, Practitioner"], ["first", "second"]),
            (["--person", "PRACTITIONER@example.gov.uk"], ["first", "second"]),
            (["--person", str(STAFF[Role.PRACTITIONER].object_id)], ["first", "second"]),
            (["--person", "os:kim", "--child", OWN], ["third\x1b[2J"]),
            (["--person", "nobody"], []),
            (["--limit", "1"], ["third\x1b[2J"]),
        ],
    )
    def test_searched(self, capsys: Out, options: list[str], about: list[str]) -> None:
        assert [e["about"] for e in json.loads("\n".join(told(capsys, "audit-log", "--json", *options)))] == about

    @staticmethod
    def test_as_a_table_that_steers_no_terminal(capsys: Out) -> None:
        lines = told(capsys, "audit-log")
        assert [cell.strip() for cell in lines[1].split("  ") if cell] == [
            "30/08/2026 23:59:00",
            "Practitioner Example",
            "view",
            "first",
            OWN,
        ]
        assert "\x1b" not in "".join(lines)
        assert lines[3].endswith(f"{OWN}, {UNPLACED}")

    @staticmethod
    def test_that_somebody_looked_is_in_it_too(database: Database, capsys: Out) -> None:
        told(capsys, "audit-log", "--child", OWN)
        with database.reading() as store:
            last = store.audit_log.search()[-1]
        assert (last.who, last.action, last.child_ids) == ("os:kim", "audit_log", (OWN, UNPLACED))

    @staticmethod
    def test_of_many_children_the_table_shows_a_few(database: Database, capsys: Out) -> None:
        with database.transaction() as store:
            store.audit_log.add(NOW, "os:kim", "import", "all of them", [str(number) for number in range(8)])
        assert told(capsys, "audit-log", "--action", "import")[1].endswith("0, 1, 2, 3, 4 and 3 more")
        [event] = json.loads("\n".join(told(capsys, "audit-log", "--action", "import", "--json")))
        assert len(event["children"]) == 8

    @staticmethod
    def test_nothing_found(capsys: Out) -> None:
        assert told(capsys, "audit-log", "--child", "999999") == ["Nothing like that is in the audit log."]

    @staticmethod
    @pytest.mark.parametrize("options", [["--day", "someday"], ["--limit", "0"]])
    def test_what_makes_no_sense(capsys: Out, options: list[str]) -> None:
        assert options[0] in refused(capsys, "audit-log", *options)


class TestForget:
    @staticmethod
    def test_first_only_said(database: Database, capsys: Out) -> None:
        assert told(capsys, "forget", RESTRICTED) == [
            "Situations: 1, events: 0, allocations: 1, named people: 2, managers' decisions: 0, handovers: 0, "
            "corrections: 0, told of reviews: 0, files on offer: 0, audits: 0, "
            f"preparations: 0, and the child's own row, are held about {RESTRICTED}.",
            "Nothing is removed yet. With --yes it is, for good, and no import brings this child in any more.",
        ]
        with database.reading() as store:
            assert store.children.find(RESTRICTED) is not None
            [event] = store.audit_log.search()
            assert (event.who, event.action, event.child_ids) == ("os:kim", "view", (RESTRICTED,))

    @staticmethod
    def test_then_done(database: Database, capsys: Out) -> None:
        assert told(capsys, "forget", RESTRICTED, "--yes")[1].startswith("Removed, for good")
        with database.reading() as store:
            assert store.children.find(RESTRICTED) is None
            assert store.tombstones.forgotten(None, [RESTRICTED])
            assert store.audit_log.search()[-1].action == "forget"
        assert told(capsys, "forget", RESTRICTED)[0] == f"Nothing is held about {RESTRICTED}."

    @staticmethod
    def test_the_key_of_the_settings_and_no_other(
        database: Database, capsys: Out, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "key").write_text("k" * 40)
        monkeypatch.setenv("COMPANION_TOMBSTONE_KEY_FILE", str(tmp_path / "key"))
        told(capsys, "forget", RESTRICTED, "--yes")
        with database.reading() as store:
            assert store.tombstones.forgotten(b"k" * 40, [RESTRICTED])
        monkeypatch.setenv("COMPANION_TOMBSTONE_KEY_FILE", "")
        assert "COMPANION_TOMBSTONE_KEY isn't the key" in refused(capsys, "forget", OWN, "--yes", code=1)
        with database.reading() as store:
            assert store.children.find(OWN) is not None


def test_without_a_name_the_accounts_number_is_kept(database: Database, capsys: Out) -> None:
    with patch("getpass.getuser", side_effect=KeyError), patch("os.getuid", lambda: 1234):
        told(capsys, "people", "release", "duty")
    with database.reading() as store:
        assert store.audit_log.search()[-1].who == "os:1234"


@pytest.mark.parametrize("command", [["people", "list"], ["audit-log"], ["forget", OWN]])
def test_old_tables_are_left_alone(
    command: list[str], other_tables_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("COMPANION_DATABASE_URL", other_tables_url)
    assert refused(capsys, *command, code=1) == "The database's tables aren't up to date: run companion db upgrade."
