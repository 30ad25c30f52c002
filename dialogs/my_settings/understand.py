"""Sentences about one's digest that no list of phrases can hold."""

import re
from datetime import date, datetime, time

from dialogs.core import when as dates
from dialogs.core.feature import Handler
from dialogs.core.mentions import mentions
from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Turn
from dialogs.my_settings import flow
from standards_kb.working_days import LONDON
from storage.store import Store

_LONGEST = 200
_ABOUT = ("digest", "remind", "list", "snooze", "mute", "quiet", "alone", "messag", "notification", "nudg", "bother")
_DIGEST = r"(?:my |the )?(?:morning )?(?:digest|reminders|list)"
_AT = re.compile(
    rf"(?:please )?(?:send|give|have|move|i want|i'd like)(?: me)? {_DIGEST}(?: to come)?(?: at| to)(?P<rest> .+)"
)
_PAUSE = re.compile(rf"(?:please )?(?:pause|stop|mute|snooze) {_DIGEST}(?P<rest> .+)?")
_SNOOZE = re.compile(
    r"(?:please )?(?:snooze|mute|quiet|be quiet|leave me alone|no messages)(?P<rest> (?:until|till|for) .+)"
)
_OFF = re.compile(
    r"(?:please )?(?:(?:turn|switch) off (?:all )?(?:my |the )?(?:reminders|notifications|messages|nudges)"
    r"|(?:turn|switch) (?:my |the )?(?:reminders|notifications|messages|nudges) off"
    r"|(?:my )?(?:reminders|notifications|nudges) off|(?:stop|no more) (?:all )?(?:my |the |these )?"
    r"(?:reminders|notifications|messages|nudges)"
    r"|(?:stop|don't) (?:reminding|remind|messaging|message|nudging|nudge|bothering|bother) me"
    r"(?: please| any ?more| (?:at|on|over) (?:the )?(?:weekends?|evenings?|nights?)| at night| after work| about"
    r" (?:visits|deadlines|it|this|that|(?:[a-z]{1,4} ?)?\d{3,9}))?"
    r"|snooze|mute|leave me alone)"
)
_QUIET = re.compile(rf"(?:please )?(?:no|don't send(?: me)?|never send(?: me)?) {_DIGEST}(?: on)?(?P<rest> .+)")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm)?(?: o'clock)?")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOON = 12


def understands(turn: Turn, _store: Store) -> Handler | None:
    """The handler of a sentence about one's digest; None if it is about anything else."""
    if len(turn.text) > _LONGEST or not mentions(turn.text, _ABOUT):
        return None
    said = " ".join(spelt_out(turn.text.replace("’", "'")).casefold().split()).strip(" .!")
    at = _AT.fullmatch(said)
    if at:
        return flow.at_time(clock(at["rest"].strip()))
    paused = _PAUSE.fullmatch(said)
    if paused:
        return flow.pause_until(_until((paused["rest"] or "").strip(), turn.at))
    snoozed = _SNOOZE.fullmatch(said)
    if snoozed:
        return flow.pause_until(_until(snoozed["rest"].strip(), turn.at))
    if _OFF.fullmatch(said):
        return flow.show
    quiet = _QUIET.fullmatch(said)
    days = [number for number, name in enumerate(_NAMES) if quiet and name in quiet["rest"]]
    return flow.quiet_on(days) if days else None


def clock(said: str) -> time | None:
    """A time of day; a bare hour is one of the morning from seven to twelve, else of the afternoon."""
    found = _CLOCK.fullmatch({"noon": "12", "midday": "12"}.get(said, said))
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % _NOON + (_NOON if found["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _until(said: str, at: datetime) -> date | None:
    """The day on which it is to come again: "until 3 March" is then, "for a week" a week from today."""
    rest = re.sub(r"^(?:until|till|to) ", "", said)
    weeks = re.fullmatch(r"for (?:(?P<number>\d|a|one|two|three|four) )?(?P<unit>days?|weeks?)", said)
    if weeks:
        number = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get(weeks["number"] or "a") or int(weeks["number"])
        days = number * (7 if weeks["unit"].startswith("week") else 1)
        return date.fromordinal(at.astimezone(LONDON).date().toordinal() + days)
    try:
        value = dates.read(rest, at, lean="future")
    except dates.WhenError:
        return None
    return value.date if isinstance(value, dates.Day) else None
