"""Word documents: what they hold, and the same bytes for the same values."""

import io
import struct
import zipfile
import zlib

from docx import Document

from dialogs.core.word_document import WordDocument


def a_picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


def written() -> bytes:
    made = WordDocument("A report")
    made.heading("First")
    made.paragraph("Two\nlines\x00 and \x0b a control character")
    made.bullet("A point")
    made.table(["Who", "What"], [["Alex", "=1+1"]], [3, 9])
    made.picture(a_picture(), "a black point", 2)
    return made.bytes()


def test_the_same_values_give_the_same_bytes() -> None:
    first = written()
    assert first == written()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_can_read_what_was_written() -> None:
    made = Document(io.BytesIO(written()))
    assert [p.text for p in made.paragraphs][:4] == [
        "A report",
        "First",
        "Two\nlines and  a control character",
        "A point",
    ]
    assert [[c.text for c in row.cells] for row in made.tables[0].rows] == [["Who", "What"], ["Alex", "=1+1"]]
    assert "w:tblHeader" in made.tables[0].rows[0]._tr.xml
    assert made.core_properties.language == "en-GB"
    assert 'w:val="en-GB"' in made.styles.element.xml
    assert 'descr="a black point"' in made.element.xml


def test_pages_are_numbered_by_the_reader_s_program() -> None:
    made = WordDocument("A report")
    made.numbered("A report: page {page} of {pages}")
    made.across()  # the foot goes on
    with zipfile.ZipFile(io.BytesIO(made.bytes())) as file:
        [foot] = [file.read(name).decode() for name in file.namelist() if "footer" in name]
    assert foot.index("A report: page ") < foot.index('w:instr="PAGE"') < foot.index('w:instr="NUMPAGES"')


def test_its_pages_are_numbered() -> None:
    made = Document(io.BytesIO(WordDocument("A title").bytes()))
    assert 'w:instr="PAGE"' in made.sections[0].footer.paragraphs[0]._p.xml
