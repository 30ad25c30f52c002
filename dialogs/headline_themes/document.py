"""A month's headline themes as a Word document."""

from typing import TYPE_CHECKING

from dialogs.headline_themes.values import Report, Section

if TYPE_CHECKING:
    from dialogs.core.word_document import WordDocument

_CHART_CM = 17.0


def write(report: Report) -> bytes:
    """The report, .docx."""
    # Here, as it is for this process alone: the server never loads it.
    from dialogs.core.word_document import WordDocument

    made = WordDocument(report.title)
    for line in report.about:
        made.paragraph(line)
    for line in report.brief:
        made.bullet(line)
    for section in report.sections:
        _section(section, made)
    return made.bytes()


def _section(section: Section, made: "WordDocument") -> None:
    from dialogs.core.charts import bars

    made.heading(section.heading)
    for line in section.lines:
        made.paragraph(line, with_next=True)
    for line in section.bullets:
        made.bullet(line)
    if section.bars is not None:
        drawn = section.bars
        made.picture(bars(drawn.names, drawn.labels, drawn.parts, drawn.hidden), drawn.alt, _CHART_CM)
    if section.table is not None:
        made.table(section.table.header, section.table.rows, section.table.widths)
    for line in section.small:
        made.paragraph(line)
