"""Putting right what was saved. What it was, what it is and why are kept for whoever leads the team."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from dialogs.core import decided
from dialogs.core.turn import Json
from dialogs.visits.agreed import ids_of, offered
from dialogs.visits.happenings import STRATEGY
from dialogs.visits.report import VISIT, day_of, moment_of
from dialogs.visits.save_happening import begun, is_there, needed, strategy_of, taken_back
from dialogs.visits.subjects import Subject
from dialogs.visits.told import FLAGS, SLEEPING, event_of
from storage.access import Door
from storage.agreed import WAITING
from storage.cases import AWAITING_RECORD, CHAT, Event, Situation
from storage.corrections import Correction
from storage.people import Person
from storage.reports import Report, ReportedChild
from storage.work import Work


def can_be(through: Door, report: Report) -> bool:
    """Whether all of it is still this person's word alone: the case system shows none of it, and nobody ended any."""
    work = through.work
    events = work.events(c.event_id for c in report.children if c.event_id is not None)
    for child in report.children:
        event = events.get(child.event_id) if child.event_id is not None else None
        situation = work.situation(child.situation_id) if child.situation_id is not None else None
        told = [one for one in work.agreed([child.child_id]) if one.id in ids_of(child)]
        if len(told) < len(ids_of(child)) or any(one.state != WAITING for one in told):
            return False
        if (event or situation) is None and (not told or child.event_id is not None):
            return False
        if event is not None and event.state != AWAITING_RECORD:
            return False
        if situation is not None and (situation.source != CHAT or situation.ended_on is not None):
            return False
    return True


def corrected(
    work: Work, person: Person, report: Report, subject: Subject, child: ReportedChild, at: datetime
) -> ReportedChild:
    """One child's part as it now is said to have been; nothing of it is left if it is said not to have happened."""
    event = work.events([child.event_id]).get(child.event_id) if child.event_id is not None else None
    situation = work.situation(child.situation_id) if child.situation_id is not None else None
    told = ids_of(child)
    if (event is None or event.state != AWAITING_RECORD) and situation is None and not told:
        return child
    before = _said(work, child, event, situation)
    if not work.untell_agreed(told):  # a manager has settled it meanwhile
        return child
    if report.told.get("happened") is False:
        after: dict[str, Json] = {}
        new = _removed(work, child, event, situation)
    else:
        new = _event(work, report, child, event) if event is not None else child
        new = _situation(work, report, subject, new, situation) if situation is not None else new
        new = offered(work, person, report, replace(new, told={**new.told, "agreed": []}), at)
        if report.kind == STRATEGY and situation is None:
            _conference(work, report, child)
        after = _said(work, new, *_now(work, new)) or before
    day, reason = date.fromisoformat(str(before["day"])), str(report.told["reason"])
    work.corrected(Correction(child.child_id, report.kind, day, before, after, reason, person.key, person.name, at))
    return new


def _now(work: Work, child: ReportedChild) -> tuple[Event | None, Situation | None]:
    event = work.events([child.event_id]).get(child.event_id) if child.event_id is not None else None
    return event, work.situation(child.situation_id) if child.situation_id is not None else None


def _said(work: Work, child: ReportedChild, event: Event | None, situation: Situation | None) -> dict[str, Json]:
    """What is said of one child, by name: of a discussion, what it decided stands with the risk that it was about."""
    found: dict[str, Json] = {}
    if situation is not None:
        found = _when(situation.started_on.isoformat(), situation.started_at) | dict(situation.facts)
    if event is not None:
        flags = {name: getattr(event, name) for name in FLAGS} if event.stream == VISIT else {}
        found |= _when(event.day.isoformat(), event.at) | flags
        found |= {"setting": event.setting} if event.setting else {}
    told = [one for one in work.agreed([child.child_id]) if one.id in ids_of(child)]
    if told:
        found |= {"day": told[0].on_day.isoformat(), "agreed": " ".join(decided.told(one) for one in told)}
    risk = strategy_of(work, child)
    return found | (dict(risk.facts) if risk is not None else {})


def _when(day: str, at: datetime | None) -> dict[str, Json]:
    return {"day": day, "at": at.isoformat() if at else None}


def _removed(work: Work, child: ReportedChild, event: Event | None, situation: Situation | None) -> ReportedChild:
    if event is not None:
        work.remove_events([event, *_sleeping(work, event)])
    if situation is not None:
        work.remove_situations([situation])
    taken_back(work, child)
    return replace(child, told={**child.told, "agreed": []}, event_id=None, situation_id=None)


def _event(work: Work, report: Report, child: ReportedChild, event: Event) -> ReportedChild:
    when = report.told["when"]
    day, moment = day_of(when), moment_of(when)
    said: Mapping[str, object] = event_of(report, dict(child.told)) if report.kind == VISIT else {}
    assert work.change_event(replace(event, day=day, at=moment, **said))  # type: ignore[arg-type]
    for beside in _sleeping(work, event):
        assert work.change_event(replace(beside, day=day, at=moment))
    return child


def _situation(
    work: Work, report: Report, subject: Subject, child: ReportedChild, situation: Situation
) -> ReportedChild:
    new = begun(report, subject)
    if is_there(work, new, besides=situation.id):  # then it is known already, and this would be it twice
        work.remove_situations([situation])
        return replace(child, situation_id=None)
    facts = {**situation.facts, **new.facts}
    kept = replace(new, id=situation.id, version=situation.version, facts=facts)
    assert work.change_situation(kept)
    return child


def _conference(work: Work, report: Report, child: ReportedChild) -> None:
    risk = strategy_of(work, child)
    if risk is not None:
        work.change_situation(replace(risk, facts={**risk.facts, **needed(report)}))


def _sleeping(work: Work, visit: Event) -> list[Event]:
    """That the sleeping arrangements were seen at a visit."""
    if visit.stream != VISIT:
        return []
    key = visit.natural_key.replace(f" {VISIT} ", f" {SLEEPING} ", 1)
    return [e for e in work.events_called([key]) if e.state == AWAITING_RECORD]
