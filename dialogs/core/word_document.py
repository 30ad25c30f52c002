"""Word documents from values: headings, paragraphs, tables, pictures. The same values give the same bytes.

For `write` functions of documents, which run in a process of their own: nothing else imports this at a module's top."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

_FIRST_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - what a document says of when it was made; no clock is read
_ZIPPED_AT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
LANGUAGE: Final = "en-GB"
_A4: Final = (Cm(21), Cm(29.7))
_MARGIN: Final = Cm(2)
_FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a table's cell, with what it shows in words."""

    content: bytes
    alt: str
    width_cm: float


class WordDocument:
    """Filled from top to bottom. `title` stands at the top and in the file's properties; pages are numbered."""

    def __init__(self, title: str, author: str = "Practice Companion") -> None:
        self._made = docx.Document()
        page = self._made.sections[0]
        page.page_width, page.page_height = _A4
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
        about = self._made.core_properties
        about.title, about.author, about.last_modified_by, about.comments = title, author, author, ""
        about.language, about.created, about.modified, about.revision = LANGUAGE, _FIRST_DAY, _FIRST_DAY, 1
        [fonts] = self._made.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
        for language in fonts.findall(qn("w:lang")):
            fonts.remove(language)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        fonts.append(language)
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot._p.append(_field("PAGE"))
        self.heading(title, 0)

    def numbered(self, says: str) -> None:
        """A line at the foot of every page, in place of the number alone: `says` has places for {page} and {pages},
        which Word fills in."""
        foot = self._made.sections[0].footer.paragraphs[0].clear()
        for part in re.split(r"(\{page\}|\{pages\})", says):
            if part in _FIELDS:
                foot._p.append(_field(_FIELDS[part]))
            elif part:
                foot.add_run(_plain(part))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; 0 is the title's."""
        self._made.add_heading(_plain(text), level)

    def paragraph(self, text: str, *, bold: bool = False, style: str | None = None, with_next: bool = False) -> None:
        """A paragraph; line breaks stay. `with_next`: it stands on the page of what follows."""
        made = self._made.add_paragraph(style=style)
        made.paragraph_format.keep_with_next = with_next or None
        made.add_run(_plain(text)).bold = bold

    def bullet(self, text: str) -> None:
        """A line of a list."""
        self.paragraph(text, style="List Bullet")

    def across(self) -> None:
        """From here on the pages are A4 across, with narrow margins, for wide tables."""
        page = self._made.add_section()
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)

    def upright(self) -> None:
        """From here on they are A4 upright."""
        page = self._made.add_section()
        page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str | Picture]],
        widths_cm: Sequence[float] = (),
        *,
        leads: bool = False,
    ) -> None:
        """A table whose first row is its header, also for screen readers, and repeats on every page. `leads`: the first
        line of each row's first cell is what the row is about, and bold."""
        table = self._made.add_table(1, len(header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            cell.paragraphs[0].add_run(_plain(text)).bold = True
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in rows:
            for number, (cell, held) in enumerate(zip(table.add_row().cells, row, strict=True)):
                if isinstance(held, Picture):
                    shape = cell.paragraphs[0].add_run().add_picture(io.BytesIO(held.content), Cm(held.width_cm))
                    shape._inline.docPr.set("descr", held.alt)
                    continue
                lead, line, rest = _plain(held).partition("\n")
                cell.paragraphs[0].add_run(lead).bold = leads and number == 0
                cell.paragraphs[0].add_run(line + rest)
        table.autofit = not widths_cm
        for column, width in zip(table.columns, widths_cm, strict=False):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        for row_ in table.rows:  # a row isn't broken over two pages
            row_._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def picture(self, content: bytes, alt: str, width_cm: float) -> None:
        """A picture, PNG or JPEG, with what it shows in words."""
        shape = self._made.add_picture(io.BytesIO(content), width=Cm(width_cm))
        shape._inline.docPr.set("descr", alt)

    def bytes(self) -> bytes:
        """The file."""
        written, fixed = io.BytesIO(), io.BytesIO()
        self._made.save(written)
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                part = zipfile.ZipInfo(name, _ZIPPED_AT)
                part.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(part, source.read(name))
        return fixed.getvalue()


def _field(code: str) -> Any:
    """What the reader's program counts; until it has, a 1 stands there."""
    field, run, shown = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), code)
    shown.text = "1"
    run.append(shown)
    field.append(run)
    return field


def _plain(text: str) -> str:
    """Without characters that XML can't hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t").replace("\ufffe", "").replace("\uffff", "")
