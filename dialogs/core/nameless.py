"""Texts that are read beyond those who know the child: a case's number, a date of birth, a colleague's whole name."""

import re
from datetime import date, timedelta
from typing import Final

from storage.store import Store

# A case number but no sum of money, or what a child is called in chat.
_NUMBER: Final = re.compile(r"(?<![£$€])(?<![£$€] )\b\d{5,}\b|\b[A-Z]{2,3} \d{3}\b")
# A round figure of things that are counted, and not what a child whom a number means does: "12000 calls his mum".
_COUNTED: Final = (
    "calls|contacts|referrals|emails|hours|letters|assessments|responses|enquiries|notifications|pounds|miles|texts"
)
_SPANS: Final = r"(?:year|quarter|month|week)"
_HARMLESS: Final = re.compile(
    r"\bKPI \d{3}\b(?! \d)"
    r"|(?<![\w/.-])(?<!child )(?<!case )(?<!number )(?<!ref )(?<!id )(?<!no )(?<!no\. )[1-9]\d{1,2}000 "
    rf"(?:{_COUNTED})(?=\s*(?:$|[.,;:!?)])| (?:a|per|each|this|last|in the|in the last|over the) {_SPANS}\b"
    r"| (?:were |was )?(?:answered|received|handled|made|dealt)\b)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2,3})\b")
_BIRTH: Final = re.compile(r"\b(?:born|birth\w*|dob|d\.o\.b|edd)\b", re.IGNORECASE)
_LATELY: Final = timedelta(days=92)  # what was agreed or filled since, where nothing speaks of a birth
_NAMED: Final = re.compile(r"\b[A-Z][\w-]+(?:'[A-Z][\w-]+)?(?: [A-Z][\w-]+(?:'[A-Z][\w-]+)?){1,2}\b")


def number_in(text: str, today: date) -> str:
    """What may tell whom it is about; empty if nothing does. By its look alone: whether there is such a child is told
    to nobody."""
    found = _NUMBER.search(_HARMLESS.sub(" ", text))
    if found is not None:
        return found.group()
    speaks_of_birth = _BIRTH.search(text) is not None
    dates = (one for one in _DATE.finditer(text) if speaks_of_birth or not _is_of_late(one, today))
    return next((one.group() for one in dates), "")


def _is_of_late(found: re.Match[str], today: date) -> bool:
    day, month, year = map(int, found.groups())
    try:
        return date(year if year > 99 else 2000 + year, month, day) > today - _LATELY
    except ValueError:
        return False


def colleague_in(text: str, store: Store) -> str:
    """The whole name of somebody on the staff; empty if there is none. Children's names are in no file that the bot
    has: those it can only ask people to leave out."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return next((found.group() for found in _NAMED.finditer(plain) if store.people.named(found.group())), "")
