"""What reviews have set for somebody's children, as told here: what awaits confirmation, what wasn't confirmed, what is
next."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from dialogs.core import decided
from dialogs.core.turn import Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.history import AsOf
from standards_kb.working_days import local_day
from storage.access import Door
from storage.agreed import REFUSED, WAITING, Agreed
from storage.decisions import NEXT_REVIEW

_REFUSED_SHOWN: Final = timedelta(days=14)


def set_by_reviews(told: Iterable[Agreed], through: Door, called: Mapping[str, str], turn: Turn) -> list[str]:
    """What of it awaits confirmation, and what lately wasn't confirmed."""
    words, lines = words_of("visits"), []
    for one in told:
        says = {"child": called.get(one.child_id, one.child_id), "what": decided.told(one)}
        if one.state == WAITING and one.is_waiting(through.work.situations(one.child_id), turn.today):
            lines.append(words("agreed_mine", **says))
        elif one.state == REFUSED and one.settled_at and local_day(one.settled_at) >= turn.today - _REFUSED_SHOWN:
            lines.append(words("agreed_refused", name=one.settled_by, why=one.why, **says))
    return lines


def next_reviews(told: Iterable[Agreed], now: AsOf) -> dict[str, tuple[date, bool]]:
    """The next review's day by child, where one that is still to come was told here; and whether it is confirmed."""
    found = {}
    for one in told:
        if one.kind == NEXT_REVIEW and one.state != REFUSED:
            day = date.fromisoformat(str(one.facts["next_review_on"]))
            if day >= now.today:
                found[one.child_id] = (day, one.state != WAITING)
    return found


def next_line(day: date, *, is_confirmed: bool, due: date) -> str:
    """The next review's day beside a deadline, which it doesn't move."""
    words = words_of("visits")
    line = words("agreed_beside_confirmed" if is_confirmed else "agreed_beside", day=day_label(day))
    return f"{line} {words('agreed_later')}" if day > due else line
