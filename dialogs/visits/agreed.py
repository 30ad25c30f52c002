"""What a review has set, as a worker tells it: the next review's day, how often to visit, that permanence was agreed.

Nothing of it holds until somebody who may has confirmed it, or the record shows it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from dialogs.core import decided
from dialogs.core import when as dates
from dialogs.core.how_often import days_in, often_in, working_days_in
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.visits.report import blanked, day_of, when_told
from dialogs.visits.subjects import Subject, is_looked_after
from standards_kb.intervals import span_of
from standards_kb.working_days import WorkingDays, local_day
from storage.agreed import Agreed
from storage.decisions import FREQUENCY, HEAD_AGREED, NEXT_REVIEW, PERMANENCE, REDUCED, REVIEW_SET
from storage.people import Person
from storage.reports import Report, ReportedChild
from storage.work import Work

AGREED: Final = "agreed"
# Of the happenings those at which something may be set.
SETTING: Final = (AGREED, "plan_review", "core_group", "conference_held", "frequency_review")
PERMANENT, OFTEN, NEXT = "permanence", "every", "next"
_MOST_DAYS: Final = 366
_NEXT = re.compile(r"\bnext(?: one)?\b", re.I)
_PERMANENCE = re.compile(r"\bpermanen(?:ce|cy)\b.*\bagreed\b|\bagreed\b.*\bpermanen(?:ce|cy)\b", re.I)


def told_in(text: str, at: datetime) -> dict[str, Json]:
    """When the review was, and what it set, as far as a sentence says."""
    found = dates.find(text, at, lean="past")
    after = _of_next(text, found, at)
    was = [one for one in found if after is None or one.end <= after.start or one.start >= after.end]
    told = when_told(text, was)
    if after is not None and isinstance(after.value, dates.Day):
        told[NEXT] = after.value.date.isoformat()
    often = often_in(blanked(text, found))
    if often:
        told[OFTEN] = often
    if _PERMANENCE.search(text):
        told[PERMANENT] = True
    return told


def _of_next(text: str, found: Sequence[dates.Found], at: datetime) -> dates.Found | None:
    """The day after "next", unless that word is part of a day itself."""
    for one in _NEXT.finditer(text):
        if not any(day.start <= one.start() < day.end for day in found):
            end = one.end()
            ahead = dates.find(text[end:], at, lean="future")
            return replace(ahead[0], start=ahead[0].start + end, end=ahead[0].end + end) if ahead else None
    return None


def is_told(report: Report) -> bool:
    """Whether anything is said to have been set."""
    return any(report.told.get(name) for name in (PERMANENT, OFTEN, NEXT))


def next_in(text: str, at: datetime) -> dict[str, Json] | None:
    """The day that an answer gives for the next review; None if it gives none that is still to come."""
    try:
        value = dates.read(re.sub(r"^(?:on|by|for) ", "", text), at, lean="future")
    except dates.WhenError:
        return None
    day = value.date if isinstance(value, dates.Day) else None
    return {NEXT: day.isoformat()} if day is not None and day > local_day(at) else None


def is_often(said: str) -> bool:
    """Whether it says how often."""
    days = days_in(said)
    return bool(working_days_in(said)) or (days is not None and 0 < days <= _MOST_DAYS)


def weighed(report: Report, subjects: Sequence[Subject], at: datetime, calendar: WorkingDays) -> tuple[Report, str]:
    """The report with what each child's agreements would be; or why one can't be: then how often is asked again."""
    if report.kind not in SETTING or not report.told.get("when"):
        return report, ""
    if report.told.get(NEXT) and str(report.told[NEXT]) <= local_day(at).isoformat():
        return replace(report, told={**report.told, NEXT: None}), words_of("visits")("error_next")
    children = []
    for subject, child in zip(subjects, report.children, strict=True):
        found, why = _sets(report, subject, local_day(at), calendar)
        if why:
            which = OFTEN if report.told.get(OFTEN) else None
            return replace(report, told={**report.told, OFTEN: None, PERMANENT: None, "sets": which}), why
        children.append(replace(child, told={**child.told, "sets": found}))
    return replace(report, children=tuple(children)), ""


def _sets(report: Report, subject: Subject, today: date, calendar: WorkingDays) -> tuple[list[Json], str]:
    told, day, found = report.told, day_of(report.told["when"]).isoformat(), list[Json]()
    if told.get(NEXT):
        found.append([NEXT_REVIEW, {"next_review_on": told[NEXT]}])
    if told.get(PERMANENT):
        if subject.case.situations is not None and not is_looked_after(subject):
            return [], words_of("visits")("agreed_not_looked_after", child=subject.called)
        found.append([PERMANENCE, {"permanence_agreed_on": day}])
    if told.get(OFTEN):
        interval = _interval(str(told[OFTEN]), day, subject, today, calendar)
        if isinstance(interval, str):
            return [], interval
        found.append(interval)
    return found, ""


def _interval(said: str, day: str, subject: Subject, today: date, calendar: WorkingDays) -> list[Json] | str:
    """What an interval comes to for a child: an agreement of the framework's, or else a shorter one."""
    words, kinds = words_of("visits"), {s.kind for s in subject.case.situations or ()}
    if working_days := working_days_in(said):
        if working_days == 10 and "temporary_approval" in kinds:
            return [REDUCED, {"reduced_to_ten_working_days_on": day}]
        return words("agreed_working_days", child=subject.called)
    days = days_in(said) or 0
    if "adoptive_placement" in kinds:
        return [REVIEW_SET, {"first_adoption_review_on": day, "review_set_interval_days": days}]
    if days == 28 and "supervision_order" in kinds:
        return [HEAD_AGREED, {"head_of_service_agreed_on": day}]
    if subject.found is None:
        return [FREQUENCY, {"manager_interval_days": days}]
    theirs = [d for d in (*subject.found.deadlines, *subject.found.unsupplied) if d.rule.manager_may_shorten]
    spans = {span_of(d.step, d.situation.facts) for d in theirs}
    if not any(span.after_day(today, calendar) > today + timedelta(days=days) for span in spans):
        asked = ", ".join(sorted(span.words for span in spans))
        return words("agreed_not_shorter", child=subject.called, spans=asked) if asked else words("agreed_no_visits")
    return [FREQUENCY, {"manager_interval_days": days}]


def offered(work: Work, person: Person, report: Report, child: ReportedChild, at: datetime) -> ReportedChild:
    """Keep what was set for one child, for whoever may confirm it."""
    day = day_of(report.told["when"]) if report.told.get("when") else local_day(at)
    ones = [
        Agreed(child.child_id, kind, facts, day, person.key, person.name, at)
        for kind, facts in child.told.get("sets") or ()
    ]
    if not ones:
        return child
    ids: list[Json] = [work.tell_agreed(one) for one in ones]
    said: list[Json] = [decided.told(one) for one in ones]
    return replace(child, told={**child.told, "agreed": ids, "agreed_said": said})


def ids_of(child: ReportedChild) -> list[int]:
    """Which agreements one child's part became."""
    return [int(one) for one in child.told.get("agreed") or ()]
