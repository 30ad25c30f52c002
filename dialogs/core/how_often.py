"""How often, as people say it."""

import re

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "other": 2,
    "second": 2,
}
_EVERY = re.compile(r"(?:every |each )?(?:(?P<number>\d{1,3}|[a-z]+)[ -])?(?P<unit>days?|daily|weeks?|weekly)")


_EACH = "(?:every|each)"
_COUNT = r"\d{1,3}|" + "|".join(_NUMBERS)
_WORKING = re.compile(rf"(?:every |each )?(?P<number>{_COUNT})[ -]working[ -]days?")
_OFTEN = re.compile(
    rf"\b(?:{_EACH} (?:{_COUNT})[ -]working[ -]days?|{_EACH} (?:(?:{_COUNT})[ -])?(?:days?|weeks?|fortnight)"
    rf"|(?:{_COUNT})[ -](?:week(?:ly|s)|working[ -]days)|fortnightly|weekly|once a (?:week|fortnight))\b"
)


def days_in(said: str) -> int | None:
    """The days of "every 7 days", "fortnightly", "every two weeks", "7"."""
    text = " ".join(said.casefold().split())
    if text.isdigit():
        return int(text)
    if text in ("fortnightly", "every fortnight", "once a fortnight"):
        return 14
    if text in ("once a week", "every day"):
        return 7 if "week" in text else 1
    found = _EVERY.fullmatch(text)
    if found is None:
        return None
    number = found["number"] or "1"
    count = int(number) if number.isdigit() else _NUMBERS.get(number)
    return None if count is None else count * (7 if found["unit"].startswith("week") else 1)


def often_in(text: str) -> str:
    """The words of a sentence that say how often; empty if none do, or more than one way."""
    found = {one.group() for one in _OFTEN.finditer(" ".join(text.casefold().split()))}
    return found.pop() if len(found) == 1 else ""


def working_days_in(said: str) -> int | None:
    """The working days of "every 10 working days"."""
    found = _WORKING.fullmatch(" ".join(said.casefold().split()))
    number = found["number"] if found else ""
    return (int(number) if number.isdigit() else _NUMBERS.get(number)) if number else None
