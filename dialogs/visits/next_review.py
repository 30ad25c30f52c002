"""On which day a review is, told by itself: the next one's if that day is to come, or one that was held."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from dialogs.core import when as dates
from dialogs.core.mentions import may_name_child
from dialogs.core.when import Lean
from dialogs.core.when.say import day_label
from dialogs.visits.sentences import CHILD, bare
from standards_kb.working_days import local_day

_REVIEW_IS = re.compile(
    rf"(?:(?:the )?{CHILD}(?:'?s)? (?:next )?review|(?:the )?review (?:for|of) {CHILD.replace('child', 'whose')})"
    r" (?:is|will be)(?: now)?(?P<ahead>(?: set| booked)(?: for)?)?(?: on| for)? (?P<when>.+)"
)
_HALF_A_YEAR: Final = timedelta(days=200)  # the longest time between two reviews, and some days


def as_next_review(text: str, at: datetime) -> str:
    """ "201's review is on 12 December" as what tells of the next review's date, or of a review that was held if that
    day is past; empty if it is anything else, or asks."""
    found = _REVIEW_IS.fullmatch(bare(text)) if may_name_child(text) and "?" not in text else None
    day = _day_in(found["when"], at, "future") if found else None
    if found is None or day is None:
        return ""
    child, today = found["child"] or found["whose"], local_day(at)
    if today < day <= today + _HALF_A_YEAR or (day > today and str(day.year) in found["when"]):
        return f"next review for {child} is {day_label(day)}"
    was = _day_in(found["when"], at, "past")
    return f"review for {child} was on {day_label(was)}" if was and was < today and not found["ahead"] else ""


def _day_in(said: str, at: datetime, lean: Lean) -> date | None:
    """The day that words give, if they give one and nothing else."""
    try:
        value = dates.read(said, at, lean=lean)
    except dates.WhenError:
        return None
    match value:
        case dates.Moment(moment, _):
            return local_day(moment)
        case dates.Day(day):
            return day
    return None
