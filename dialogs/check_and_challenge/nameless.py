"""Themes name nobody: what compliments, complaints and children say is told without anybody whom it could point to."""

import re
from typing import Final

from dialogs.check_and_challenge.parts import section_of
from dialogs.core.words import words_of
from standards_kb.returns import Template
from storage.store import Store

# A case number, or a date of birth: themes need neither.
_NUMBER: Final = re.compile(r"\b\d{5,}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_NAMED: Final = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,2}\b")


def names_somebody(template: Template, name: str, is_figure: int, text: str, store: Store) -> str:
    """Why a text of a theme can't be kept: a number that looks like a case's, or the whole name of somebody on the
    staff. Children's names are in no file that the bot has, so those it can only ask people to leave out."""
    section = section_of(template, name) if not is_figure else None
    if section is None or not section.group:
        return ""
    words = words_of("check_and_challenge")
    number = _NUMBER.search(text)
    if number is not None:
        return words("theme_number", said=number.group())
    for found in _NAMED.finditer(text.replace("’", "'")):
        if store.people.named(found.group()):
            return words("theme_name", said=found.group())
    return ""
