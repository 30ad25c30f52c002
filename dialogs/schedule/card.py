"""The schedule as cards: the year by months, a form for an activity, the address of a feed."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.schedule.entries import against, kinds, what, why_now, year
from standards_kb.working_days import local_day
from storage.schedule_work import Entry, ScheduleWork

MOST: Final = 30  # on one card


def listed(schedule: ScheduleWork, knowledge: Knowledge, first: date, lead: str = "", shown: int = 0) -> Reply:
    """Twelve months from a day on, by months; `shown`: an activity that is told of first, wherever it stands."""
    words, every = words_of("schedule"), year(schedule, first)
    sheet = Sheet(words("title", day=day_label(first)), words("summary"))
    sheet.say(lead, cards.bold)
    told = [one for one in every if one.what == "activity" and one.number == shown]
    for one in told:
        sheet.together([" ".join(_lines(one, every, knowledge))])
    sheet.say("" if every else words("nothing"))
    page = every[:MOST]
    for month, its in groupby(page, key=lambda one: (one.day.year, one.day.month)):
        lines = [" ".join(_lines(one, every, knowledge)) for one in its]
        sheet.together(lines, first=f"{date(*month, 1):%B %Y}")
    if len(every) > len(page):
        after = every[len(page)].day
        later: dict[str, str] = {"from": after.isoformat()}
        sheet.say(words("more", number=len(every) - len(page)))
        sheet.act(cards.say(words("later"), "schedule.show", {**later}))
        sheet.typed(words("later_typed", day=f"{after.day} {after:%B %Y}"))
    sheet.act(cards.say(words("feed"), "schedule.feed", {}))
    sheet.typed(words("feed_typed"))
    if schedule.may_plan:
        sheet.act(cards.say(words("plan"), "schedule.form", {}))
        sheet.typed(words("plan_typed"))
    return sheet.reply()


def form(knowledge: Knowledge, told: Mapping[str, str], wrong: str = "") -> Reply:
    """An activity to be planned."""
    words = words_of("schedule")
    sheet = Sheet(words("form_title"), words("summary"))
    sheet.say(wrong, cards.wrong)
    known = [(title, name) for name, title in kinds(knowledge).items()]
    areas = [(words("whole_service"), "all"), *((t.title, name) for name, t in knowledge.returns.items())]
    kind = told.get("kind", "")
    which = words("which_area", areas="; ".join(title for title, _ in areas))
    sheet.on_card(
        cards.choose("kind", words("form_kind"), words("which_kind"), known, kind if kind in kinds(knowledge) else ""),
        cards.text_input("title", words("form_what"), words("form_what_error"), told.get("title", "")),
        cards.text_input("day", words("form_day"), words("form_day_error"), told.get("day", "")),
        cards.choose("area", words("form_area"), which, areas, "all"),
        cards.text_input("why", words("form_why"), words("why_error"), told.get("why", "")),
    )
    sheet.act(cards.execute(words("form_plan"), "schedule.add", {}))
    sheet.typed(words("plan_typed"))
    return sheet.reply()


def feed(address: str) -> Reply:
    """The address, which is shown this once."""
    words = words_of("schedule")
    sheet = Sheet(words("feed_title"), words("summary_feed"))
    sheet.say(words("feed_how"))
    sheet.say(address)
    sheet.say(words("feed_secret"))
    sheet.act(cards.execute(words("feed_stop"), "schedule.stop_feed", {}))
    sheet.typed(words("feed_stop_typed"))
    return sheet.reply()


def has_feed(since: datetime) -> Reply:
    """That there is an address, which nobody can be shown again."""
    words = words_of("schedule")
    sheet = Sheet(words("feed_title"), words("summary_feed"))
    sheet.say(words("feed_since", day=day_label(local_day(since))))
    sheet.act(cards.execute(words("feed_new"), "schedule.new_feed", {}))
    sheet.act(cards.execute(words("feed_stop"), "schedule.stop_feed", {}))
    sheet.typed(words("feed_stop_typed"))
    return sheet.reply()


def _lines(one: Entry, every: list[Entry], knowledge: Knowledge) -> list[str]:
    words = words_of("schedule")
    line = words("line_done" if one.is_done else "line", day=day_label(one.day), what=what(one, knowledge))
    flags = [words("flag", flag=flag) for flag in against(one, every, knowledge)]
    return [line, why_now(one), *flags]
