"""At a month's beginning the themes of the one before are kept, and told once to QA leads and whom the settings add."""

from datetime import date, datetime, timedelta
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned, reader_of
from dialogs.core.reply import Reply
from dialogs.core.words import words_of
from dialogs.headline_themes import card
from dialogs.headline_themes.months import read_month
from standards_kb.working_days import add_months, local_day
from storage.outbox import Entry, Message
from storage.roles import Action, Role
from storage.store import Store
from storage.theme_work import at_months_beginning

MONTH: Final = "headline_themes.month"
FIRST_DAYS: Final = 10  # on which it is told: who comes later has other things to hear first


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (Nudge(MONTH, Action.THEMES, _is_the_last, _render, due=_due, every=timedelta(hours=1)),)


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    today = local_day(now)
    last = add_months(today.replace(day=1), -1)
    readers = at_months_beginning(store, last, today, now, (Role.QA_LEAD, *knowledge.themes_to))
    if today.day > FIRST_DAYS or not knowledge.calendar.is_working(today):
        return Planned()
    month = f"{last:%Y-%m}"
    return Planned(tuple(Message(MONTH, key, f"themes:{month}", "told", {"month": month}) for key in readers))


def _is_the_last(entry: Entry, store: Store, now: datetime) -> bool:  # noqa: ARG001
    return add_months(_month(entry), 2) > local_day(now)


def _render(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    through = reader_of(entry, store, now, knowledge.administrators)
    month = through.themes.month(_month(entry))
    if month is None:
        return None
    lead = words_of("headline_themes")("told")
    return card.shown(month, knowledge, local_day(now), may_note=through.themes.may_note, lead=lead)


def _month(entry: Entry) -> date:
    found = read_month(str(entry.facts["month"]), date.max)
    assert found is not None, "it was planned with one"
    return found
