"""Files as they come: layouts, encodings, hostile ones. What is read is the same in every layout."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from storage.db import Database
from storage.demo.write import STYLES, Style
from storage.imports.problems import Problems
from storage.imports.read import CannotRead, Reading, kind_of, read
from tests.storage.imports.support import CHILD, annex, care, events, need, open_ones, plan, row, take_in, why

CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR_CELL = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def raw_workbook(path: Path, *rows: str) -> Path:
    """The smallest workbook whose only sheet has these rows, which may come in parts."""

    def relationship(target: str, kind: str) -> str:
        return (
            f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        )

    sheets = '<sheets><sheet name="List_7" sheetId="1" r:id="r1"/></sheets>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", relationship("xl/workbook.xml", "officeDocument"))
        archive.writestr("xl/_rels/workbook.xml.rels", relationship("worksheets/sheet1.xml", "worksheet"))
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for part in (f'<worksheet xmlns="{MAIN}"><sheetData>', *rows, "</sheetData></worksheet>"):
                sheet.write(part.encode())
    return path


def reading(path: Path, problems: Problems | None = None) -> Reading:
    return read(path, problems or Problems(), lambda _words, _share: None)


def refusal(path: Path) -> str:
    with pytest.raises(CannotRead) as refused:
        reading(path)
    return str(refused.value)


class TestLayouts:
    @pytest.mark.parametrize("style", [*STYLES.values(), Style("LIST-{} (final)", headings="sql")], ids=str)
    def test_every_layout_says_the_same(self, style: Style, sqlite_database: Database, tmp_path: Path) -> None:
        lists = {
            1: [row("9")],
            6: [need(status="b) Child Protection plan"), need(100002, status="a) Looked after child")],
            7: [plan(visited=date(2026, 8, 20), alone="a) Yes")],
            8: [care(100002, visited=date(2026, 8, 3))],
        }
        report = take_in(sqlite_database, annex(tmp_path / "export.xlsx", lists, style))

        assert (report.outcome, report.kind, report.problem_counts) == ("applied", "annex_a", {})
        assert open_ones(sqlite_database) == {"child_protection_plan": date(2026, 3, 2)}
        assert open_ones(sqlite_database, "100002") == {"looked_after": date(2026, 2, 2)}
        [visit] = events(sqlite_database)
        assert (visit.day, visit.seen_alone) == (date(2026, 8, 20), True)

    def test_a_table_may_begin_anywhere(self, tmp_path: Path) -> None:
        with xlsxwriter.Workbook(str(tmp_path / "moved.xlsx")) as book:
            sheet = book.add_worksheet("Sheet1")
            sheet.write_row(4, 3, ["CHILD UNIQUE ID", " case   STATUS ", "cin closure date", "Shoe size"])
            sheet.write_row(6, 3, ["100001", "c) Child in need plan", None, "7"])
        problems = Problems()
        [table] = reading(tmp_path / "moved.xlsx", problems).tables
        assert (table.layout.number, table.fields) == (6, ("child", "status", "closed"))
        assert [(r.number, r.cells) for r in table.rows] == [(7, ("100001", "c) Child in need plan", None))]
        [unknown] = problems.listed
        assert (unknown.sheet, unknown.row, unknown.column) == ("Sheet1", 5, "G (Shoe size)")

    def test_a_list_is_not_taken_for_one_with_similar_headings(self, tmp_path: Path) -> None:
        headings = ["Child Unique ID", "Assessment start date", "Assessment completion date"]
        with xlsxwriter.Workbook(str(tmp_path / "early.xlsx")) as book:
            book.add_worksheet("List_2").write_row(0, 0, headings)
            book.add_worksheet("List_6").write_row(0, 0, ["Child Unique ID", "Case status"])
        found = reading(tmp_path / "early.xlsx")
        assert [table.layout.number for table in found.tables] == [6]
        assert found.others == ("List_2",)

    def test_two_sheets_of_one_list_are_refused(self, sqlite_database: Database, tmp_path: Path) -> None:
        with xlsxwriter.Workbook(str(tmp_path / "twice.xlsx")) as book:
            for name in ("List_6", "List 6 old"):
                book.add_worksheet(name).write_row(0, 0, ["Child Unique ID", "Case status"])
        report = take_in(sqlite_database, tmp_path / "twice.xlsx")
        assert report.outcome == "failed"
        assert report.why.startswith("both List_6 and List 6 old have the headings of list 6")

    def test_a_formula_is_its_kept_value(self, tmp_path: Path) -> None:
        with xlsxwriter.Workbook(str(tmp_path / "formula.xlsx")) as book:
            sheet = book.add_worksheet("List_6")
            sheet.write_row(0, 0, ["Child Unique ID", "Case status"])
            sheet.write_formula(1, 0, '=HYPERLINK("http://example.invalid/"&A1)', None, "100001")
            sheet.write_formula(1, 1, "=1+1", None, "d) Open assessment")
        [table] = reading(tmp_path / "formula.xlsx").tables
        assert table.rows[0].cells == ("100001", "d) Open assessment")


def test_an_old_workbook(sqlite_database: Database) -> None:
    report = take_in(sqlite_database, Path(__file__).parent / "files" / "made_up.xls")
    assert (report.outcome, report.problem_counts) == ("applied", {})
    assert open_ones(sqlite_database) == {"child_protection_plan": date(2026, 3, 2)}
    assert [(event.day, event.seen_alone) for event in events(sqlite_database)] == [(date(2026, 8, 24), True)]


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_csv_in_any_encoding(self, encoding: str, delimiter: str, tmp_path: Path) -> None:
        lines = [["Staff key", "Name", "Roles"], ["S-1", "Zoë O’Example", "manager"], [], ["S-2", '"A, B"', "duty"]]
        text = "\r\n".join(delimiter.join(line) for line in lines)
        (tmp_path / "staff.txt").write_bytes(text.encode(encoding))
        [table] = reading(tmp_path / "staff.txt").tables
        assert table.layout.kind == "staff"
        assert [(r.number, r.cells[1]) for r in table.rows] == [(2, "Zoë O’Example"), (4, "A, B")]

    def test_a_row_is_counted_from_its_first_line(self, tmp_path: Path) -> None:
        (tmp_path / "staff.csv").write_text('Staff key,Name,Roles\nS-1,"Sam\nExample",duty\nS-2,Zoe,duty\n')
        [table] = reading(tmp_path / "staff.csv").tables
        assert [r.number for r in table.rows] == [2, 4]


class TestHostileFiles:
    def test_one_cell_far_away(self, tmp_path: Path) -> None:
        path = raw_workbook(tmp_path / "far.xlsx", FAR_CELL)
        assert path.stat().st_size < 5_000
        assert refusal(path) == "it takes too much memory or time to read, so it is damaged or not what it looks like"

    def test_a_small_file_that_unpacks_to_a_huge_one(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.xlsx"
        raw_workbook(path, "")
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as part:
            for _ in range(450):
                part.write(bytes(2**20))
        assert path.stat().st_size < 1_000_000
        assert "unpacked it would be larger than 400 MB" in refusal(path)

    def test_a_bomb_that_lies_about_its_size(self, tmp_path: Path) -> None:
        cell = ('<row r="1"><c r="A1" t="str"><v>', *["A" * 2**20] * 800, "</v></c></row>")
        path = raw_workbook(tmp_path / "liar.xlsx", *cell)
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
        path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
        refusal(path)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "it is empty"),
            (b"PK\x03\x04 and then nothing", "it is damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "can't be read as an Excel workbook"),
            (b"\x7fELF\0\0\0", "isn't an Excel workbook"),
            (b"just some words\n", "isn't a file that can be imported"),
            (b'Staff key,Name,Roles\n"S-1,' + b"x" * 1_100_000, "can't be read as CSV"),
        ],
        ids=["empty", "cut off", "password", "program", "words", "quotation mark"],
    )
    def test_what_is_no_spreadsheet(self, content: bytes, said: str, tmp_path: Path) -> None:
        (tmp_path / "file.xlsx").write_bytes(content)
        assert said in refusal(tmp_path / "file.xlsx")

    def test_what_reads_it_knows_none_of_our_settings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        spy = tmp_path / "spy.py"
        spy.write_text("import json, os; print(json.dumps({'refused': ' '.join(sorted(os.environ))}))")
        monkeypatch.setattr("storage.imports.read._READER", spy)
        monkeypatch.setenv("COMPANION_CLIENT_SECRET", "secret")
        assert "COMPANION" not in refusal(tmp_path / "any.xlsx")

    def test_a_zip_of_something_else(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        assert "isn't an Excel workbook" in refusal(tmp_path / "x.xlsx")

    def test_one_that_is_not_there(self, sqlite_database: Database, tmp_path: Path) -> None:
        report = take_in(sqlite_database, tmp_path / "none.xlsx")
        assert (report.outcome, report.why) == ("failed", "it can't be opened: No such file or directory")

    def test_bytes_that_no_database_holds(self, sqlite_database: Database, tmp_path: Path) -> None:
        (tmp_path / "staff.csv").write_text("Staff key,Name,Roles\nS-1,Sam\x01 Ex\x7fample\x1b[31m,duty\n")
        take_in(sqlite_database, tmp_path / "staff.csv")
        with sqlite_database.reading() as store:
            assert [person.name for person in store.people.all()] == ["Sam Ex\x7fample[31m"]


def test_the_kind_of_a_file_is_told_without_reading_it_all(tmp_path: Path) -> None:
    assert kind_of(annex(tmp_path / "a.xlsx", {6: [need(CHILD)]}), Problems()) == "annex_a"
    (tmp_path / "b.csv").write_text("Staff key,Session held\nS-1,1/9/2026\n")
    assert kind_of(tmp_path / "b.csv", Problems()) == "supervision"
    (tmp_path / "c.csv").write_text("nothing,known\n1,2\n")
    with pytest.raises(CannotRead):
        kind_of(tmp_path / "c.csv", Problems())


def test_what_is_wrong_is_told_by_sheet_row_and_column(sqlite_database: Database, tmp_path: Path) -> None:
    lists = {
        6: [need(status="q) Quite new"), need(None), need("100003", status="b) Child Protection plan")],
        7: [plan("100003", started="32/1/2026", visited=date(2026, 9, 2), alone="maybe")],
    }
    report = take_in(sqlite_database, annex(tmp_path / "export.xlsx", lists))
    assert why(report) == [
        ("List_6", 3, "L", "the code isn't known: q) Quite new"),
        ("List_6", 4, "A", "it is empty"),
        ("List_7", 3, "G", "there is no such day; days come before months, as in 31/12/2026"),
        ("List_7", 3, "J", "it lies after the day that the file is as of"),
        ("List_7", 3, "K", "the code isn't known: maybe"),
        ("List_7", 3, "G", "the plan has no start date: a Child Protection Conference in list 5 is looked for"),
    ]
    assert report.problem_counts == {"unreadable": 4, "refused": 1, "noted": 1}
    assert report.outcome == "applied"
