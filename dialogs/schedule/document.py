"""The schedule for calendars: whole days, no child, nobody's name."""

from datetime import datetime
from typing import Final

from dialogs.core.calendar_file import CalendarEntry, feed
from dialogs.core.knowledge import Knowledge
from dialogs.core.words import words_of
from dialogs.schedule.entries import against, what, why_now, year
from standards_kb.working_days import add_months, local_day
from storage.schedule_work import ScheduleWork

_BEHIND: Final = -1  # months that stay in sight


def calendar(schedule: ScheduleWork, knowledge: Knowledge, at: datetime) -> bytes:
    """The feed of whoever's schedule it is."""
    words, today = words_of("schedule"), local_day(at)
    every = schedule.entries(add_months(today, _BEHIND), today) + year(schedule, today)
    entries = [
        CalendarEntry(
            uid=f"{one.what}-{one.kind}-{one.day if one.what == 'audits' else one.number}",
            title=what(one, knowledge),
            stamp=one.changed_at or at,
            day=one.day,
            about=" ".join([why_now(one), *against(one, every, knowledge)]),
        )
        for one in dict.fromkeys(every)
    ]
    return feed(entries, words("feed_name", council=knowledge.council.name))
