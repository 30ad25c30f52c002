"""A pack as a Word document, and its figures as a spreadsheet."""

from typing import TYPE_CHECKING

from dialogs.challenge_pack.values import Pack
from storage.imports.sheets import Cell, Sheet, workbook

if TYPE_CHECKING:
    from dialogs.core.word_document import WordDocument

_WIDTHS_INDICATOR, _WIDTHS_TARGET, _WIDTHS_TREND, _WIDTHS_STANDS, _WIDE = 4.6, 1.7, 6.4, 2.8, 26.7


def write(pack: Pack) -> bytes:
    """The pack, .docx."""
    # Here, as these are for this process alone: the server never loads them.
    from dialogs.core.word_document import WordDocument

    says, made = pack.labels, WordDocument(pack.title)
    made.numbered(says["page"])
    for alert in pack.alerts:
        made.paragraph(alert, bold=True)
    made.table((says["what"], says["how"]), pack.front, (4.5, 12))
    made.heading(says["brief"])
    for line in pack.brief:
        made.bullet(line)
    made.heading(says["questions"])
    for question, cited in pack.questions:
        made.paragraph(question, style="List Number")
        made.paragraph(cited, style="Quote")
    made.across()
    _indicators(pack, made)
    made.upright()
    _said(pack, made)
    made.heading(says["actions"])
    for heading, rows in pack.actions:
        made.heading(heading, 2)
        if rows:
            made.table(
                (says["action"], says["owner"], says["by_when"], says["measure"], says["stands"]),
                rows,
                (4.6, 2.3, 2.2, 3.1, 4.8),
                leads=True,
            )
        else:
            made.paragraph(says["none"])
    made.heading(says["noticed"])
    for line in pack.noticed or (says["nothing"],):
        made.bullet(line)
    made.heading(says["definitions"])
    made.paragraph(says["suppressed"])
    made.table(
        (says["indicator"], says["definition"], says["source"]),
        [(row.title, row.definition, row.source) for row in pack.rows],
        (4, 6.8, 6.2),
    )
    return made.bytes()


def _said(pack: Pack, made: "WordDocument") -> None:
    """The area's figures and texts; without the texts of a return that isn't in its figures aren't there either."""
    says = pack.labels
    if pack.texts:
        made.heading(says["comments"])
        made.table(
            (says["indicator"], says["latest"], says["comment"]),
            [(row.title, row.latest, row.comment) for row in pack.rows],
            (5.5, 3.5, 8),
        )
    made.heading(says["area_says"])
    if not pack.texts:
        made.paragraph(says["nothing"])
    for part in pack.texts:
        made.heading(part.heading, 2)
        for text in part.paragraphs:
            made.paragraph(text)


def _indicators(pack: Pack, made: "WordDocument") -> None:
    from dialogs.core.charts import small_line
    from dialogs.core.word_document import Picture

    says = pack.labels
    made.heading(says["indicators"])
    made.paragraph(says["about_trend"])
    header = (says["indicator"], says["target"], *pack.sessions, says["trend"], says["stands"])
    rows = [
        (
            row.title,
            row.target,
            *row.cells,
            Picture(
                small_line(row.numbers, row.target_number, 100 if row.is_percent else 0), row.alt, _WIDTHS_TREND - 0.5
            )
            if sum(number is not None for number in row.numbers) > 1  # one figure is no trend
            else "",
            row.stands,
        )
        for row in pack.rows
    ]
    left = _WIDE - _WIDTHS_INDICATOR - _WIDTHS_TARGET - _WIDTHS_TREND - _WIDTHS_STANDS
    each = left / max(1, len(pack.sessions))
    made.table(
        header,
        rows,
        (_WIDTHS_INDICATOR, _WIDTHS_TARGET, *([each] * len(pack.sessions)), _WIDTHS_TREND, _WIDTHS_STANDS),
    )


def write_figures(pack: Pack) -> bytes:
    """The figures, .xlsx: what is shown in the pack's table, as numbers."""
    says = pack.labels
    header: list[Cell] = [says["indicator"], says["target"], *pack.sessions, says["stands"], says["definition"]]
    rows: list[list[Cell]] = []
    for row in pack.rows:
        numbers = [n if n is not None else cell for n, cell in zip(row.numbers, row.cells, strict=True)]
        rows.append([row.named, row.target, *numbers, row.stands, row.definition])
    head: list[list[Cell]] = [[pack.title], [says["suppressed"]], header]
    widths = (40, 10, *([14] * len(pack.sessions)), 40, 70)
    return workbook([Sheet(says["sheet"], [*head, *rows], len(head), len(head) - 1, widths)], pack.title)
