"""The deadlines of a case of JSON, as the tests of counting compare them."""

from functools import cache
from typing import Any

from standards_kb.case import Case
from standards_kb.history import AsOf
from standards_kb.load_timescales import load_timescales
from standards_kb.proof import is_reading, visit_by
from standards_kb.read_case import CaseAsked, read_case
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline, open_deadlines, who_does_it
from standards_kb.working_days import WorkingDays, england
from tests.standards_kb.support import framework


@cache
def timescales() -> Timescales:
    return load_timescales(framework())


def calendar_of(asked: CaseAsked) -> WorkingDays:
    return england().closed_on(asked.closure_days, "closed") if asked.closure_days else england()


def counted(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The open deadlines of a case of JSON, as golden cases write them."""
    asked = read_case(case, timescales())
    calendar = calendar_of(asked)
    return [as_data(found, calendar) for found in of(asked.case, asked.now, calendar)]


def of(case: Case, now: AsOf, calendar: WorkingDays | None = None) -> list[Deadline]:
    return open_deadlines(case, now, timescales(), calendar or england())


def as_data(found: Deadline, calendar: WorkingDays) -> dict[str, Any]:
    """A deadline as a golden case writes it."""
    return {
        "situation": found.situation.name,
        "stream": found.stream,
        "due": found.due.isoformat(),
        "overdue": found.overdue,
        "setting": found.setting,
        "visit_by": aim.isoformat() if (aim := visit_by(found, calendar)) else None,
        "who": list(who_does_it(found)[0]),
        "reading": is_reading(found),
    }
