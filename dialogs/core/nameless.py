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
# A day with its month in words, or a month with its year, beside what speaks of a birth: "born the third of May twenty
# fifteen", "3 May 2015 is his birthday". "Since 1 April 2025" is no birth.
_TENS: Final = r"(?:twent(?:y|ieth)|thirt(?:y|ieth))"
_ONES: Final = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)"
)
_DAY_SAID: Final = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_TENS}[ -]{_ONES}|{_ONES}|{_TENS})"
_MONTH_SAID: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?! (?:be|not|well|have|need|also|still|only|never"
    r"|want|go|come)\b)|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_NUMBER_SAID: Final = (
    r"(?:oh[ -])?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_YEAR_SAID: Final = (
    rf"(?:(?:19|20)\d\d|['’]?\d\d|two thousand(?: and)?(?: {_NUMBER_SAID})?|(?:nineteen|twenty)[ -](?:ninety|eighty"
    rf"|{_NUMBER_SAID})(?:[ -]\w+)?|{_NUMBER_SAID})\b"
)
_SAID: Final = (
    rf"(?:the )?\b{_DAY_SAID}(?: of)? {_MONTH_SAID}(?:,? {_YEAR_SAID})?"
    rf"|\b{_MONTH_SAID} (?:the )?{_DAY_SAID}\b(?:,? {_YEAR_SAID})?|\b{_MONTH_SAID},? {_YEAR_SAID}"
)
_OF_BIRTH: Final = (
    r"(?:(?<!were )\b(?:born|dob|d\.o\.b\.?|dates? of birth|birth ?(?:days?|dates?)|edd)(?!\w)"
    rf"|\b(?:he|she|they|child|boy|girl|who) turn(?:s|ed) (?:\d{{1,2}}|{_NUMBER_SAID})\b)"
)
_BORN: Final = re.compile(
    rf"{_OF_BIRTH}[^.!?\n]{{0,30}}?(?P<after>{_SAID})|(?P<before>{_SAID})[^.!?\n]{{0,20}}?{_OF_BIRTH}", re.IGNORECASE
)
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
    said = _BORN.search(text)
    return next((one.group() for one in dates), "") or ((said["after"] or said["before"]) if said else "")


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
