"""The rows of an Annex A workbook, gathered by child: all that is kept of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from storage.imports.layouts import ANNEX_A, annex_a
from storage.imports.problems import NOTED, Problems
from storage.imports.read import Table
from storage.imports.rows import Typed, typed

REFERRALS, ASSESSMENTS, ENQUIRIES, NEED, PROTECTION, CARE, LEAVERS, ADOPTION = range(3, 11)


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a start and, once it is over, an end; `note` is what else its list says of it."""

    started: date
    ended: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """A child's care as list 8 has it; the order and the placement by the groups of their codes."""

    care_started: date
    ended: date | None
    placed: date | None
    order_started: date | None
    legal: str
    placement: str


@dataclass(slots=True)
class ChildRows:
    """All of one child's rows. `visits`: day → whether seen alone, where a list says so."""

    id: str
    born_on: date | None = None
    unborn: bool = False
    lists: set[int] = field(default_factory=set)
    workers: dict[int, tuple[str, str]] = field(default_factory=dict)
    referrals: list[Span] = field(default_factory=list)
    assessments: list[Span] = field(default_factory=list)
    enquiries: list[Span] = field(default_factory=list)
    status: str = ""
    closed: date | None = None
    plans: list[Span] = field(default_factory=list)
    plan_without_start: bool = False
    care: list[Placement] = field(default_factory=list)
    leaver: str = ""
    adoption: Span | None = None
    visits: dict[date, bool | None] = field(default_factory=dict)


def gather(tables: Iterable[Table], today: date, problems: Problems) -> dict[str, ChildRows]:
    """Every child's rows, by id; `today` is the day that the workbook is as of."""
    found: dict[str, ChildRows] = {}
    for table in tables:
        if table.layout.kind == ANNEX_A:
            read = _READ[table.layout.number]
            for row in typed(table, today, problems):
                child_id = row.id()
                if child_id:
                    child = found.setdefault(child_id, ChildRows(child_id))
                    child.lists.add(table.layout.number)
                    _read_child(row, child)
                    if read(row, child):
                        child.workers.setdefault(table.layout.number, (row.text("worker"), row.text("team")))
    return found


def _read_child(row: Typed, child: ChildRows) -> None:
    if child.born_on is None and row.has("born"):
        child.born_on = row.day("born")
    if str(row.values.get("age")).strip() == "-1" or (child.born_on is not None and child.born_on > row.today):
        child.unborn = True


# Each reads a row into its child, and says whether it is of something open, so that its worker is the child's.


def _referral(row: Typed, child: ChildRows) -> bool:
    """Decided once there is an answer to whether it led to no further action."""
    day = row.past("referred")
    if day is None:
        return _has_no(row, "referred", "the referral has no date")
    decided = row.yes_no("no_action") is not None
    child.referrals.append(Span(day, day if decided else None))
    return not decided


def _assessment(row: Typed, child: ChildRows) -> bool:
    day, authorised = row.past("assessment_started"), row.past("assessment_authorised")
    if day is None:
        return _has_no(row, "assessment_started", "the assessment has no start date")
    child.assessments.append(Span(day, authorised))
    return authorised is None


def _enquiry(row: Typed, child: ChildRows) -> bool:
    day, conference = row.past("enquiry_started"), row.past("conference")
    if day is None:
        return _has_no(row, "enquiry_started", "the enquiry has no start date")
    unnecessary = row.yes_no("conference_unnecessary")
    if unnecessary is False and conference is None:
        child.enquiries.append(Span(day, None, "conference"))
        return True
    over = conference or (day if unnecessary else None)
    child.enquiries.append(Span(day, over))
    return over is None


def _need(row: Typed, child: ChildRows) -> bool:
    closed = row.day("closed")
    status = row.code("status", annex_a().codes["status"])
    if closed is not None and closed <= row.today:
        status = "closed"
    if status and (not child.status or child.status == "closed"):  # of two rows, the open one
        child.status, child.closed = status, closed
    if not row.has("status") and status != "closed":
        row.note("status", "the child has no case status, so it isn't known what is open", NOTED)
    return status != "closed"


def _plan(row: Typed, child: ChildRows) -> bool:
    started, ended = row.day("plan_started"), row.day("plan_ended")
    visited, alone = row.past("visited"), row.yes_no("seen_alone")
    if visited is not None:
        child.visits[visited] = alone
    if started is None:
        if ended is None:
            child.plan_without_start = True
            row.note(
                "plan_started",
                "the plan has no start date: a Child Protection Conference in list 5 is looked for",
                NOTED,
            )
        return ended is None
    if ended is not None and ended < started:
        row.note("plan_ended", "it lies before the plan's start")
        ended = None
    child.plans.append(Span(started, ended))
    return ended is None


def _care(row: Typed, child: ChildRows) -> bool:
    codes = annex_a().codes
    placed, started = row.day("placed"), row.day("care_started")
    visited = row.past("visited")
    if visited is not None:
        child.visits.setdefault(visited, None)
    if started is None and placed is None:
        return _has_no(row, "care_started", "neither care nor the placement has a start date")
    ended = row.day("care_ended")
    if placed is None and ended is None:
        row.note("placed", "the placement has no start date: the day that care began is taken", NOTED)
    legal, placement = row.code("legal_status", codes["legal_status"]), row.code("placement", codes["placement"])
    care_started = started or placed
    assert care_started is not None
    child.care.append(Placement(care_started, ended, placed, row.day("order_started"), legal, placement))
    return ended is None


def _leaver(row: Typed, child: ChildRows) -> bool:
    codes = annex_a().codes
    died = row.code("in_touch", codes["in_touch"]) == "died"
    child.leaver = "died" if died else row.code("eligibility", codes["eligibility"]) or "unknown"
    if child.born_on is None and not died:
        row.note("born", "without a birth date it isn't known when leaving care begins", NOTED)
    return not died


def _adoption(row: Typed, child: ChildRows) -> bool:
    placed = row.past("adoption_placed")
    over = row.past("adopted") or row.past("no_longer")
    if placed is not None:
        child.adoption = Span(placed, over)
    return False  # it names no worker


def _has_no(row: Typed, field: str, why: str) -> bool:
    if not row.has(field):
        row.note(field, why)
    return False


_READ = {
    REFERRALS: _referral,
    ASSESSMENTS: _assessment,
    ENQUIRIES: _enquiry,
    NEED: _need,
    PROTECTION: _plan,
    CARE: _care,
    LEAVERS: _leaver,
    ADOPTION: _adoption,
}
