"""Whether the data of the case system are recent enough to escalate by."""

from collections.abc import Mapping
from datetime import date

from dialogs.core.knowledge import Knowledge

_COUNTED = ("annex_a", "visits")


def is_fresh(newest: Mapping[str, date], today: date, knowledge: Knowledge) -> bool:
    """By the day that the newest export or visits file is as of, in working days."""
    day = data_day(newest)
    return day is not None and knowledge.calendar.add(day, knowledge.nudging.fresh_for) >= today


def data_day(newest: Mapping[str, date]) -> date | None:
    """The day that the newest export or visits file is as of; None if there is none."""
    return max((newest[kind] for kind in _COUNTED if kind in newest), default=None)
