"""`companion returns`: figures out as a workbook, and in again."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from standards_kb.load_returns import load_templates
from storage.db import Database
from storage.imports.return_file import COLUMNS
from storage.imports.sheets import Cell, Sheet, write_workbook
from storage.returns import Part, Session
from tests.bot.typed import council_at
from tests.standards_kb.support import framework

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
Out = pytest.CaptureFixture[str]
TEMPLATE = load_templates(framework())["early_help"]


@pytest.fixture(autouse=True)
def database(environ: dict[str, str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A council's database with one return, and a comment in it that looks like a formula."""
    with council_at(NOW, sqlite_url, monkeypatch) as opened:
        with opened.transaction() as store:
            one = Session("early_help", date(2026, 10, 12), date(2026, 9, 28), "head_of_service", "Lead", NOW)
            store.returns.add(one, ["practitioner"], ["asks"], list(TEMPLATE.indicators))
            part = parts_in(opened)["complaints"]
            assert store.returns.write(replace(part, value="7", text="=1+1", by_name="Sam"))
        yield opened


def parts_in(database: Database) -> dict[str, Part]:
    with database.reading() as store:
        return {part.name: part for part in store.returns.parts(1) if part.is_figure} or {
            "complaints": Part(1, "complaints", 1)
        }


def told(capsys: Out, *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: Out, *arguments: str) -> str:
    assert main(arguments) != 0
    return capsys.readouterr().err


def filled(path: Path, *rows: tuple[str, Cell, Cell, Cell, int]) -> str:
    """A file as somebody hands it back, with figure, out of, comment and version."""
    lines: list[list[Cell]] = [["Early Help"], ["Return", 1], list(COLUMNS)]
    for name, value, out_of, comment, version in rows:
        lines.append([name, *[None] * 6, value, out_of, comment, version])
    write_workbook(path, [Sheet("Figures", lines)], "filled")
    return str(path)


def test_out_and_in_again_changes_nothing_and_no_text_becomes_a_formula(
    capsys: Out, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    assert "of fewer than five" in told(capsys, "returns", "template", "1", "--output", str(path))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    before = parts_in(database)
    assert told(capsys, "returns", "import", str(path), "--as", "practitioner") == "Return 1: 0 figures taken.\n"
    assert parts_in(database) == before
    assert "is there already" in refused(capsys, "returns", "template", "1", "--output", str(path))


def test_figures_are_taken_in_the_name_of_who_filled_them_in(capsys: Out, database: Database, tmp_path: Path) -> None:
    file = filled(
        tmp_path / "in.xlsx",
        ("open_families", 45, None, "More referrals", 1),
        ("closed_with_needs_met", "45", 60, None, 1),
        ("compliments", None, None, "Nobody counts them", 1),
    )
    assert told(capsys, "returns", "import", file, "--as", "practitioner") == "Return 1: 3 figures taken.\n"
    parts = parts_in(database)
    assert (parts["open_families"].value, parts["open_families"].text) == ("45", "More referrals")
    assert parts["open_families"].by_name == "Practitioner Example"
    assert (parts["closed_with_needs_met"].value, parts["closed_with_needs_met"].out_of) == ("45", "60")
    assert parts["compliments"].text == "Nobody counts them"


def test_good_rows_are_taken_and_others_named(capsys: Out, database: Database, tmp_path: Path) -> None:
    file = filled(
        tmp_path / "in.xlsx",
        ("open_families", 45, None, None, 1),
        ("closed_with_needs_met", 61, 60, None, 1),
        ("vacancies", 4, None, None, 1),
        ("no_such", 1, None, None, 1),
        ("complaints", 9, None, None, 1),  # written by Sam since the file was
        ("caseload", "many", None, None, 1),
    )
    said = refused(capsys, "returns", "import", file, "--as", "practitioner")
    assert "row 5: That is more than all" in said
    assert "row 6: A percentage is given as two numbers" in said
    assert "row 7: there is no such part" in said
    assert "row 8: Sam has changed it meanwhile" in said
    assert "row 9: Give a number" in said
    assert parts_in(database)["open_families"].value == "45"
    assert parts_in(database)["complaints"].value == "7"


@pytest.mark.parametrize("key", ["southern", "nobody", "qa_lead"])
def test_only_in_the_name_of_who_contributes(capsys: Out, tmp_path: Path, key: str) -> None:
    file = filled(tmp_path / "in.xlsx", ("open_families", 45, None, None, 1))
    assert f"Nobody with the staff key {key} fills in return 1" in refused(
        capsys, "returns", "import", file, "--as", key
    )


def test_what_is_no_such_file_is_refused(capsys: Out, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    write_workbook(path, [Sheet("Other", [["Part", "of"], ["nothing", 1]])], "other")
    assert "it isn't a return's file" in refused(capsys, "returns", "import", str(path), "--as", "practitioner")
    assert "other.xlsx" not in refused(capsys, "returns", "import", str(tmp_path / "no.xlsx"), "--as", "practitioner")
    assert "There is no return 9" in refused(capsys, "returns", "template", "9")
    long = filled(tmp_path / "long.xlsx", ("open_families", 45, None, "x" * 600, 1))
    assert "row 4, Comment: it is too long" in refused(capsys, "returns", "import", long, "--as", "practitioner")


def test_what_is_handed_in_is_left_alone(capsys: Out, database: Database, tmp_path: Path) -> None:
    with database.transaction() as store:
        one = store.returns.find(1)
        assert one is not None
        assert store.returns.change(replace(one, state="submitted"))
    file = filled(tmp_path / "in.xlsx", ("open_families", 45, None, None, 1))
    assert "handed in" in refused(capsys, "returns", "import", file, "--as", "practitioner")
