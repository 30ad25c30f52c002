"""A month's headline themes as a card: what matters of the report, which is there as a whole as a document."""

from collections.abc import Sequence
from datetime import date

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.headline_themes import telling
from dialogs.headline_themes.contents import contents
from dialogs.headline_themes.months import month_label, short_label
from standards_kb.working_days import add_months
from storage.theme_work import Month
from storage.themes import RECOMMENDATION, THEME, Note

_MONTHS = 3  # on the card


def shown(month: Month, knowledge: Knowledge, today: date, *, may_note: bool, lead: str = "") -> Reply:
    """The month in brief."""
    words, report = words_of("headline_themes"), contents(month, knowledge, today)
    sheet = Sheet(report.title, words("summary"))
    sheet.say(lead, cards.bold)
    for line in report.about:
        sheet.say(line, cards.small)
    sheet.together(report.brief)
    if report.worries:
        sheet.together(_listed(report.worries), first=words("themes"))
    if report.strengths:
        sheet.together(_listed(report.strengths), first=words("strengths"))
    if any(one.done for one in (*month.before[1 - _MONTHS :], month.now)):
        _grades(sheet, month)
    if may_note and month.notes:
        sheet.together([_note(note) for note in month.notes], first=words("own"))
        sheet.typed(words("take_out_typed"))
    _acts(sheet, month.now.month, may_note=may_note)
    return sheet.reply()


def _grades(sheet: Sheet, month: Month) -> None:
    """The last months' grades, as a table."""
    words, months = words_of("headline_themes"), (*month.before[1 - _MONTHS :], month.now)
    names = [words("exceeds"), words("meets"), words("below"), words("all")]
    heads = (words("short_exceeds"), words("short_meets"), words("short_below"), words("all"))  # phones are narrow
    rows = [(short_label(one.month), *map(telling.say, telling.grades(one))) for one in months]
    lines = [
        words("alt_line", label=row[0], counts=", ".join(f"{n} {c}" for n, c in zip(names, row[1:], strict=True)))
        for row in rows
    ]
    sheet.table((words("grades"), *heads), rows, (3, 2, 2, 2, 1), lines)


def _acts(sheet: Sheet, first: date, *, may_note: bool) -> None:
    words, label = words_of("headline_themes"), month_label(first)
    this: dict[str, Json] = {"month": f"{first:%Y-%m}"}
    before = add_months(first, -1)
    sheet.act(cards.say(words("get"), "headline_themes.report", this))
    back: dict[str, Json] = {"month": f"{before:%Y-%m}"}
    sheet.on_card(cards.offer(words("before", month=month_label(before)), "headline_themes.show", back))
    sheet.typed(words("before", month=month_label(before)))
    sheet.typed(words("get_typed", month=label))
    sheet.typed(words("before_typed", month=month_label(before)))
    if may_note:
        for title, kind in ((words("add_theme"), THEME), (words("add_recommendation"), RECOMMENDATION)):
            send = cards.execute(title, f"headline_themes.add_{kind}", this)
            sheet.act(cards.ask_for_text(title, kind, words("note_label"), words("note_error"), send))
        sheet.typed(words("note_typed", month=label))


def _listed(lines: Sequence[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _note(note: Note) -> str:
    words = words_of("headline_themes")
    kind = words("kind_theme" if note.kind == THEME else "kind_recommendation")
    return words("note_line", number=note.id, text=note.text, kind=kind, name=note.by_name)
