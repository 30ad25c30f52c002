"""The situations, streams and facts that files may name: those of the timescales, as far as files tell of them."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final, get_type_hints

from standards_kb.case import VISITS, Facts, Setting
from standards_kb.load import load_framework
from standards_kb.load_timescales import load_timescales
from standards_kb.rules import SituationRules

# Allocated here, never imported; and of workers, from a file of their own.
_NOT_IN_FILES: Final = frozenset({"case_audit", "supervision"})
# Said by columns of their own, or of workers.
_NO_FACTS_OF_FILES: Final = frozenset({"ended_on", "newly_qualified_started_on"})
# States that a child is in once at a time; the others are occasions, of which there may be several at once.
STATES: Final = frozenset(
    {
        "child_in_need",
        "child_protection_plan",
        "looked_after",
        "short_breaks",
        "adoptive_placement",
        "privately_fostered",
        "temporary_approval",
        "care_order_at_home",
        "supervision_order",
        "multiple_placements",
        "care_leaver",
    }
)


@cache
def situations() -> Mapping[str, SituationRules]:
    """The situations of children, with their timescales."""
    return {name: rules for name, rules in _all().items() if name not in _NOT_IN_FILES}


@cache
def streams() -> frozenset[str]:
    """The streams of children's events, with every name for a visit."""
    return VISITS.union(row.stream for rules in situations().values() for row in rules.timescales)


@cache
def supervision() -> tuple[str, ...]:
    """The streams of a worker's supervision."""
    return tuple(row.stream for row in _all()["supervision"].timescales)


@cache
def facts() -> Mapping[str, str]:
    """Each fact with what it is: a day, an instant, a number of days, yes or no, or where a child lives."""
    hints = get_type_hints(Facts)
    return {name: _SORTS[kind] for name, kind in hints.items() if name not in _NO_FACTS_OF_FILES}


def all_streams() -> tuple[tuple[str, str], ...]:
    """Every situation with each of its streams; of workers those of supervision."""
    known = (*situations().values(), _all()["supervision"])
    return tuple((rules.name, row.stream) for rules in known for row in rules.timescales)


@cache
def _all() -> Mapping[str, SituationRules]:
    return load_timescales(load_framework()).situations


_SORTS: Final[Mapping[Any, str]] = {
    date | None: "day",
    datetime | None: "instant",
    int | None: "days",
    bool | None: "yes_no",
    tuple[Setting, ...]: "settings",
}
