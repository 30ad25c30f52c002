"""What a return still lacks, always by name, and figures as they are read and said."""

import re
from decimal import Decimal, InvalidOperation

from dialogs.core.words import words_of
from standards_kb.returns import Figure, Template, may_leave_the_area, needs_comment
from storage.return_work import Return
from storage.returns import Computed, Part

_NUMBER = re.compile(r"(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d{1,2})?")


def number(said: str) -> Decimal | None:
    """A number as it is typed; None if it is none."""
    plain = said.strip()
    try:
        return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
    except InvalidOperation:
        return None


def figure_of(part: Part | Computed | None) -> Figure | None:
    """The figure that stands there."""
    if part is None or not part.value:
        return None
    return Figure(Decimal(part.value), Decimal(part.out_of) if part.out_of else None)


def left(
    one: Return, template: Template, before: Return | None, margin: Decimal = Decimal(10)
) -> list[tuple[str, int, str]]:
    """Each missing part as (name, whether it is a figure, what is missing); `margin`: by how much a figure may move
    without a comment."""
    words, found = words_of("check_and_challenge"), []
    for indicator in template.indicators.values():
        part = one.figures.get(indicator.name)
        figure = figure_of(part)
        comment = part.text if part else ""
        if figure is None and not comment and indicator.name in one.computed:
            found.append((indicator.name, 1, words("left_confirm", title=indicator.title)))
        elif figure is None and not comment:
            found.append((indicator.name, 1, words("left_figure", title=indicator.title)))
        elif figure is not None and not comment:
            last = figure_of(before.figures.get(indicator.name)) if before else None
            why = needs_comment(indicator, figure, last, margin)
            differs = indicator.name in one.computed and figure != figure_of(one.computed[indicator.name])
            if why or differs:
                reason = words(f"why_{why[0].value}", margin=margin) if why else words("why_computed")
                found.append((indicator.name, 1, words("left_comment", title=indicator.title, why=reason)))
    for section in template.sections:
        part = one.texts.get(section.name)
        if not section.figures and not (part and part.text):
            found.append((section.name, 0, words("left_section", title=section.title)))
    return found


def said(template: Template, part: Part | Computed | None, *, inside: bool) -> str:
    """A figure in words; outside the area none from which fewer than five people can be told."""
    return said_figure(template, part.name if part else "", figure_of(part), inside=inside)


def said_figure(template: Template, name: str, figure: Figure | None, *, inside: bool) -> str:
    """The same of a figure by its indicator's name."""
    words = words_of("check_and_challenge")
    if figure is None:
        return words("figure_none")
    if not inside and not may_leave_the_area(template.indicators[name], figure):
        return words("figure_hidden")
    if figure.out_of is None:
        return str(figure.value)
    return words("figure_of", value=figure.value, out_of=figure.out_of)


_REASONS = ("why_off_target", "why_moved")  # asked for by what `needs_comment` gives
