"""Themes name nobody: what compliments, complaints and children say is told without anybody whom it could point to."""

from datetime import date

from dialogs.check_and_challenge.parts import section_of
from dialogs.core.nameless import colleague_in, number_in
from dialogs.core.words import words_of
from standards_kb.returns import Template
from storage.store import Store


def names_somebody(template: Template, name: str, is_figure: int, text: str, store: Store, today: date) -> str:
    """Why a text of a theme can't be kept: a number that looks like a case's, or the whole name of somebody on the
    staff."""
    if is_figure or not section_of(template, name).group:
        return ""
    words, number = words_of("check_and_challenge"), number_in(text, today)
    if number:
        return words("theme_number", said=number)
    who = colleague_in(text, store)
    return words("theme_name", said=who) if who else ""
