"""Texts that are read beyond those who know the child: a case's number, a date of birth, a colleague's whole name."""

import re
from typing import Final

from storage.store import Store

# A case number, a date of birth, or what a child is called in chat.
_NUMBER: Final = re.compile(r"\b\d{5,}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b[A-Z]{2,3} \d{3}\b")
_NAMED: Final = re.compile(r"\b[A-Z][\w-]+(?:'[A-Z][\w-]+)?(?: [A-Z][\w-]+(?:'[A-Z][\w-]+)?){1,2}\b")


def number_in(text: str) -> str:
    """What may tell whom it is about; empty if nothing does."""
    found = _NUMBER.search(text)
    return found.group() if found is not None else ""


def colleague_in(text: str, store: Store) -> str:
    """The whole name of somebody on the staff; empty if there is none. Children's names are in no file that the bot
    has: those it can only ask people to leave out."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return next((found.group() for found in _NAMED.finditer(plain) if store.people.named(found.group())), "")
