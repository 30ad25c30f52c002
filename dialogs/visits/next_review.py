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

_WHAT = "(?P<what>review|core group|conference)"
_REVIEW_IS = re.compile(
    rf"(?:(?:the )?{CHILD}(?:'?s)? (?P<next>next )?{_WHAT}"
    rf"|(?:the )?(?P<coming>next )?{_WHAT.replace('what', 'which')} (?:for|of) {CHILD.replace('child', 'whose')})"
    r" (?:is|(?P<will>will be))(?: now)?(?P<set>(?: set| booked)(?: for)?)?(?: on| for)? (?P<when>.+)"
)
_HALF_A_YEAR: Final = timedelta(days=200)  # the longest time between two reviews, and some days


def as_next_review(text: str, at: datetime) -> str:
    """ "201's review is on 12 December" as what tells of the next review's date, or of a review that was held if that
    day is past, or of a next one without its day; empty if it is anything else, or asks."""
    found = _found(text)
    day = _day_in(found["when"], at, "future") if found else None
    if found is None or day is None or (found["what"] or found["which"]) != "review":
        return ""
    child, today = found["child"] or found["whose"], local_day(at)
    if today < day <= today + _HALF_A_YEAR or (day > today and str(day.year) in found["when"]):
        return f"next review for {child} is {day_label(day)}"
    was = _day_in(found["when"], at, "past")
    if was is None or was >= today:
        return ""
    is_to_come = found["next"] or found["coming"] or found["will"] or found["set"]
    return f"next review for {child}" if is_to_come else f"review for {child} was on {day_label(was)}"


def sets_meeting(text: str, at: datetime) -> bool:
    """Whether it gives a day for a core group or conference, of which nothing is recorded before it is held."""
    found = _found(text)
    is_meeting = found is not None and (found["what"] or found["which"]) != "review"
    return is_meeting and found is not None and _day_in(found["when"], at, "future") is not None


def _found(text: str) -> re.Match[str] | None:
    return _REVIEW_IS.fullmatch(bare(text)) if may_name_child(text) and "?" not in text else None


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
