"""What a happening becomes: a situation that it starts, an event that meets a deadline, or both."""

from dataclasses import replace
from datetime import date, datetime

from dialogs.core.turn import Json
from dialogs.visits.agreed import AGREED, offered
from dialogs.visits.happenings import ASKED_FOR, RETURNED, STRATEGY, starts
from dialogs.visits.report import day_of, moment_of
from dialogs.visits.subjects import Subject, is_looked_after
from storage.cases import AWAITING_RECORD, CHAT, Event, Situation, key_of
from storage.people import Person
from storage.reports import Report, ReportedChild
from storage.work import Work


def written(
    work: Work, person: Person, role: str, report: Report, subject: Subject, child: ReportedChild, at: datetime
) -> ReportedChild:
    """Write one child's part."""
    if report.kind == AGREED:
        return offered(work, person, report, child, at)
    if starts(report.kind):
        situation = begun(report, subject)
        if is_there(work, situation):
            return child
        return replace(child, situation_id=work.add_situation(situation))
    when = report.told["when"]
    event = Event(
        f"said {report.id} {report.kind} {child.child_id}",
        child.child_id,
        None,
        report.kind,
        day_of(when),
        moment_of(when),
        worker_name=person.name,
        worker_key=person.key,
        worker_role=role,
        source=CHAT,
        state=AWAITING_RECORD,
    )
    child = offered(work, person, report, replace(child, event_id=work.add_event(event)), at)
    return _strategy(work, report, subject, child) if report.kind == STRATEGY else child


def taken_back(work: Work, child: ReportedChild) -> None:
    """Put back what it had changed of a situation that was there before."""
    situation = strategy_of(work, child)
    if situation is not None:
        work.change_situation(replace(situation, facts=child.told["before"]["facts"]))


def begun(report: Report, subject: Subject) -> Situation:
    """The situation that a happening starts."""
    told = report.told
    facts: dict[str, Json] = {}
    day, at = _start(report)
    if report.kind == ASKED_FOR:
        facts["due_on"] = told["due"]
    if report.kind == STRATEGY:
        facts = needed(report)
    if report.kind == RETURNED and is_looked_after(subject):
        facts = {"looked_after": True, "placed_within_20_miles": told.get("near")}
    key = key_of(subject.id, report.kind, at or day)
    return Situation(key[:250], subject.id, None, report.kind, day, at, facts=facts, source=CHAT)


def _start(report: Report) -> tuple[date, datetime | None]:
    when = report.told.get("when")
    return (day_of(when), moment_of(when)) if when else (date.fromisoformat(str(report.told["today"])), None)


def is_there(work: Work, situation: Situation, *, besides: int = 0) -> bool:
    """Whether the same is known already, from another report or a file; `besides` one that it is to become."""
    assert situation.child_id is not None
    return any(
        s.natural_key == situation.natural_key
        or (s.kind == situation.kind and s.started_at is not None and s.started_at == situation.started_at)
        for s in work.situations(situation.child_id)
        if s.id != besides
    )


def needed(report: Report) -> dict[str, Json]:
    """What a strategy discussion decided."""
    return {"conference_needed": report.told.get("conference")}


def strategy_of(work: Work, child: ReportedChild) -> Situation | None:
    """The risk that a strategy discussion was about, if it was known before."""
    before = child.told.get("before")
    return work.situation(int(before["situation"])) if isinstance(before, dict) else None


def _strategy(work: Work, report: Report, subject: Subject, child: ReportedChild) -> ReportedChild:
    """The discussion meets the deadline of a risk that is known; else the risk was identified then at the latest."""
    day, _ = _start(report)
    for situation in work.situations(child.child_id):
        if situation.kind == STRATEGY and situation.is_open(day) and situation.started_on <= day:
            before = {"situation": situation.id, "facts": dict(situation.facts)}
            work.change_situation(replace(situation, facts={**situation.facts, **needed(report)}))
            return replace(child, told={**child.told, "before": before})
    return replace(child, situation_id=work.add_situation(begun(report, subject)))
