"""The commands around importing, as they are typed."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from python_calamine import CalamineWorkbook

from bot.__main__ import main
from bot.commands.template import NAMES
from storage import schema
from storage.db import Database
from storage.imports.layouts import columns_of
from tests.storage.imports.support import annex as workbook
from tests.storage.imports.support import need, plan, table


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.chdir(tmp_path)
    opened = Database(f"sqlite:///{tmp_path}/data/companion.db")
    schema.upgrade(opened)
    yield opened
    opened.close()


def children(database: Database) -> list[str]:
    with database.reading() as store:
        return [child.id for child in store.children.all()]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


class TestImport:
    def test_the_first_of_its_kind_is_a_dry_run(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        workbook(Path("export.xlsx"), {6: [need(status="b) Child Protection plan")], 7: [plan(visited="soon")]})
        assert main(["import", "export.xlsx", "--as-of", "1/9/2026"]) == 0
        assert said(capsys).splitlines() == [
            "export.xlsx: an Annex A workbook, as of 1 September 2026",
            "        0  rows List 3",
            "        0  rows List_4",
            "        0  rows List_5",
            "        1  rows List_6",
            "        1  rows List_7",
            "        0  rows List_8",
            "        0  rows List_9",
            "        0  rows List_10",
            "        1  allocations new",
            "        1  children new",
            "        1  situations new",
            "  Sheets that aren't read: Front_Sheet, List_1, List_2, List_11.",
            "  Problems: 1 cells that can't be read",
            "    List_7, row 3, column J (Date of the Last Statutory Visit): it isn't a date: write it as 31/12/2026",
            "  Workers who aren't matched to the staff file; nobody is nudged in their place:",
            "        1  Sam Example: not in the staff file",
            "  No data supplied for these: never overdue, and nobody is nudged, until companion streams on:",
            "    child_protection_plan.unannounced_visit",
            "    child_protection_plan.core_group",
            "A dry run: nothing has been changed.",
            "It is the first of its kind: write --apply to import it.",
        ]
        assert children(database) == []

    def test_whom_the_settings_key_has_forgotten_stays_out(
        self, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        workbook(Path("export.xlsx"), {7: [plan(), plan("2")]})
        monkeypatch.setenv("COMPANION_TOMBSTONE_KEY", "k" * 32)
        assert main(["forget", "2", "--yes"]) == 0
        assert main(["import", "export.xlsx", "--apply"]) == 0
        assert children(database) == ["100001"]
        capsys.readouterr()
        monkeypatch.setenv("COMPANION_TOMBSTONE_KEY", "another" * 5)
        assert main(["import", "export.xlsx", "--apply"]) == 1
        assert capsys.readouterr().err.startswith("COMPANION_TOMBSTONE_KEY isn't the key that children were forgotten")
        assert children(database) == ["100001"]

    def test_a_yes_at_the_prompt_applies_it(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        workbook(Path("export.xlsx"), {7: [plan()]})
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        for answer, found in (("", []), ("no", []), ("Y", ["100001"])):
            with patch("builtins.input", lambda _prompt, answer=answer: answer):
                assert main(["import", "export.xlsx"]) == 0
            assert children(database) == found

    def test_apply_then_dry_run_as_json(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        workbook(Path("one.xlsx"), {7: [plan()]})
        workbook(Path("two.xlsx"), {7: [plan(), plan("2")]})
        assert main(["import", "one.xlsx", "--apply"]) == 0
        said(capsys)
        assert main(["import", "one.xlsx", "two.xlsx", "--dry-run", "--json"]) == 0
        one, two = map(json.loads, said(capsys).splitlines())
        assert (one["outcome"], one["file"], one["counts"]["children unchanged"]) == ("dry_run", "one.xlsx", 1)
        assert two["counts"]["children new"] == 1
        assert children(database) == ["100001"]

    def test_what_is_held_or_refused_is_no_success(
        self, database: Database, capsys: pytest.CaptureFixture[str]
    ) -> None:
        everybody = [need(str(n)) for n in range(10)]
        lists = {6: everybody, 7: [], 8: []}
        workbook(Path("all.xlsx"), lists)
        workbook(Path("some.xlsx"), {**lists, 6: everybody[5:]})
        assert main(["import", "all.xlsx", "--apply"]) == 0
        said(capsys)
        assert main(["import", "some.xlsx"]) == 1
        assert said(capsys).splitlines()[-2:] == [
            "HELD: nothing has been changed until an administrator confirms it.",
            "Why: 5 of 10 children who were open in the last export are not in this one, or not in the list that they "
            "were in. If that is right, an administrator has to confirm it.",
        ]
        assert main(["import", "some.xlsx", "--confirm"]) == 0
        assert main(["import", "none.xlsx"]) == 1
        assert "Why: it can't be opened: No such file or directory." in said(capsys)

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["a.csv", "--watch", "."],
            ["a.csv", "--dry-run", "--apply"],
            ["a.csv", "--as-of", "soon"],
            ["a.csv", "--as-of", "1/1/2099"],
            ["--watch", "nowhere"],
        ],
    )
    def test_what_makes_no_sense(self, arguments: list[str]) -> None:
        assert main(["import", *arguments]) == 2

    def test_a_name_that_steers_the_terminal_does_not(self, capsys: pytest.CaptureFixture[str]) -> None:
        name = "a\x1b[2J.csv"
        table(Path(name), [{"Staff key": "S-1", "Name": "Sam\x9b2J", "Roles": "duty\x1b[31m"}])
        main(["import", name])
        assert not {"\x1b", "\x9b"} & set(said(capsys))


class TestTemplates:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_template_is_a_file_that_can_be_imported(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["template", name]) == 0
        book = CalamineWorkbook.from_path(f"{name}.xlsx")
        headings, example = book.get_sheet_by_index(0).to_python()
        assert headings == [column.heading for column in columns_of(name).values()]
        assert any(example)
        said(capsys)
        assert main(["import", f"{name}.xlsx", "--json", "--as-of", "1/11/2026"]) == 0
        report = json.loads(said(capsys))
        assert report["kind"] == name
        assert [p["why"] for p in report["problems"] if "staff key" not in p["why"]] == []

    def test_the_same_template_is_the_same_bytes(self) -> None:
        for output in ("a.xlsx", "b.xlsx"):
            assert main(["template", "visits", "--output", output]) == 0
        assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()

    def test_nothing_is_written_over(self) -> None:
        Path("visits.xlsx").write_text("mine")
        assert main(["template", "visits"]) == 2
        assert main(["template", "visits", "--output", "visits.csv"]) == 2
        assert main(["template", "visits", "--output", "none/visits.xlsx"]) == 2
        assert Path("visits.xlsx").read_text() == "mine"


class TestDemoData:
    def test_a_council_that_can_be_imported(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["demo-data", "made-up", "--children", "40", "--style", "plain", "--as-of", "1/9/2026"]) == 0
        files = sorted(str(path) for path in Path("made-up").iterdir())
        assert files == [
            f"made-up/made-up-{n}"
            for n in ("annex-a.xlsx", "situations.csv", "staff.csv", "supervision.csv", "visits.csv")
        ]
        said(capsys)
        order = ("staff.csv", "annex-a.xlsx", "situations.csv", "visits.csv", "supervision.csv")
        names = [f"made-up/made-up-{name}" for name in order]
        assert main(["import", *names, "--apply", "--as-of", "1/9/2026", "--json"]) == 0
        reports = [json.loads(line) for line in said(capsys).splitlines()]
        assert [report["outcome"] for report in reports] == ["applied"] * 5
        assert reports[1]["unmatched"] == []
        assert 30 < len(children(database)) <= 40

    def test_the_same_seed_is_the_same_council(self) -> None:
        for folder, seed in (("a", "1"), ("b", "1"), ("c", "2")):
            main(["demo-data", folder, "--children", "10", "--seed", seed, "--as-of", "1/9/2026"])
        a, b, c = ({path.name: path.read_bytes() for path in Path(folder).iterdir()} for folder in ("a", "b", "c"))
        assert a == b
        assert a["made-up-annex-a.xlsx"] != c["made-up-annex-a.xlsx"]

    def test_it_says_that_it_is_made_up(self) -> None:
        main(["demo-data", "a", "--children", "10"])
        front = CalamineWorkbook.from_path("a/made-up-annex-a.xlsx").get_sheet_by_name("Front_Sheet").to_python()
        assert front == [["MADE UP by Practice Companion: no child, worker or council in this file exists"]]

    @pytest.mark.parametrize("wrong", [["--children", "0"], ["--as-of", "soon"]])
    def test_what_makes_no_sense(self, wrong: list[str]) -> None:
        assert main(["demo-data", "a", *wrong]) == 2


class TestStreams:
    def test_on_and_off(self, database: Database, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["streams", "on", "child_in_need.visit", "--from", "1/9/2026"]) == 0
        assert said(capsys).split() == ["child_in_need.visit", "on", "from", "1", "September", "2026", "no", "file"]
        assert main(["streams", "list"]) == 0
        listed = said(capsys)
        assert "child_in_need.visit                          on from 1 September 2026     no file" in listed
        assert "supervision.appraisal                        no data supplied (off)       no file" in listed
        assert main(["streams", "off", "child_in_need.visit"]) == 0
        assert "no data supplied (off)" in said(capsys)
        with database.reading() as store:
            [stream] = store.streams.all()
        assert stream.on_from is None

    @pytest.mark.parametrize(
        "wrong", [["on", "tea.visit", "--from", "1/9/2026"], ["on", "child_in_need.visit", "--from", "x"]]
    )
    def test_what_makes_no_sense(self, wrong: list[str]) -> None:
        assert main(["streams", *wrong]) == 2
