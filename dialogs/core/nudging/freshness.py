"""Whether the data of the case system are recent enough to escalate by."""

from collections.abc import Mapping
from datetime import date

from dialogs.core.knowledge import Knowledge

_COUNTED = ("annex_a", "visits")


def is_fresh(newest: Mapping[str, date], today: date, knowledge: Knowledge) -> bool:
    """By the day that the newest export or visits file is as of, in working days."""
    days = [newest[kind] for kind in _COUNTED if kind in newest]
    return bool(days) and knowledge.calendar.add(max(days), knowledge.nudging.fresh_for) >= today
