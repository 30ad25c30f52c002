"""What is on the schedule in words: what, for whom, why now, and what speaks against its day."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import PUBLISHED_UNTIL, add_months
from storage.schedule_work import AUDITS, SESSION, Entry, ScheduleWork

MONTHS: Final = 12
# Kinds beside those of the audit tool.
_OTHERS: Final = ("observation", "moderation", "meeting", "other")
_NAMES: Final = ("kind_observation", "kind_moderation", "kind_meeting", "kind_other")


def year(schedule: ScheduleWork, first: date) -> list[Entry]:
    """Twelve months from a day on."""
    return schedule.entries(first, add_months(first, MONTHS))


def kinds(knowledge: Knowledge) -> Mapping[str, str]:
    """The kinds of activities by name, and what they are called."""
    words = words_of("schedule")
    others = {name: words(f"kind_{name}") for name in _OTHERS}
    return MappingProxyType({**{name: kind.title for name, kind in knowledge.audit_tool.kinds.items()}, **others})


def kind_of(said: str, knowledge: Knowledge) -> str | None:
    """The kind that a word for it means: one audit or several."""
    plain = " ".join(said.casefold().replace("_", " ").replace("-", " ").split()).rstrip("s")
    for name, title in kinds(knowledge).items():
        if plain in (name.replace("_", " "), title.casefold().replace("-", " ")):
            return name
    return None


def what(entry: Entry, knowledge: Knowledge) -> str:
    """What it is, with the service area if it is of one."""
    words = words_of("schedule")
    area = knowledge.returns[entry.area].title if entry.area in knowledge.returns else words("whole_service")
    if entry.what == SESSION:
        return words("session", number=entry.number, area=area)
    kind = kinds(knowledge).get(entry.kind, entry.kind)
    if entry.what == AUDITS:
        return words("audits_due", kind=kind, number=entry.number)
    title = f"{kind}: {entry.title}" if entry.title else kind
    return words("activity", number=entry.number, title=title, area=area)


def why_now(entry: Entry) -> str:
    """Why now."""
    words = words_of("schedule")
    if entry.what == AUDITS:
        return words("why_audits")
    if entry.why_now:
        return words("why", why=entry.why_now)
    return words("why_last", day=day_label(entry.last)) if entry.last else words("why_first")


def against(entry: Entry, every: Sequence[Entry], knowledge: Knowledge) -> list[str]:
    """What speaks against its day: no working day, or something else that the same people are wanted for."""
    words, found = words_of("schedule"), []
    if not knowledge.calendar.is_working(entry.day):
        name = knowledge.calendar.holidays.get(entry.day)
        found.append(words("holiday", name=name) if name else words("weekend"))
    if entry.day > PUBLISHED_UNTIL:
        found.append(words("unpublished", day=day_label(PUBLISHED_UNTIL)))
    found += [words("clash", what=what(other, knowledge)) for other in every if _clash(entry, other)]
    return found


def _clash(one: Entry, other: Entry) -> bool:
    """Two sessions have one panel; of an area, or of all, the same people are wanted. Audits have three weeks."""
    if one == other or one.day != other.day or AUDITS in (one.what, other.what):
        return False
    return one.what == other.what == SESSION or one.area == other.area or not (one.area and other.area)
