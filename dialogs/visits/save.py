"""What a report becomes: events of its children, who is told, what is audited; and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.visits.agreed import ids_of
from dialogs.visits.correct import corrected
from dialogs.visits.nudges import recorded, withdrawn
from dialogs.visits.report import VISIT, day_of, moment_of
from dialogs.visits.save_happening import taken_back, written
from dialogs.visits.subjects import Subject
from dialogs.visits.told import SLEEPING, event_of
from standards_kb.working_days import local_day
from storage.access import Door
from storage.cases import AWAITING_RECORD, CHAT, Event
from storage.people import Person
from storage.reports import SAVED, UNDONE, Report, ReportedChild
from storage.roles import AUDITOR, PERSONAL_ADVISER, Role
from storage.work import Work

UNDO = timedelta(minutes=10)


def save(through: Door, report: Report, subjects: Sequence[Subject], at: datetime) -> Report | None:
    """Write it, once; None if somebody has changed or saved this version of it meanwhile."""
    person, work = through.person, through.work
    assert person is not None, "who may record is somebody"
    claimed = replace(report, state=SAVED, saved_at=at)
    if not work.reports.change(claimed):
        return None
    claimed = replace(claimed, version=report.version + 1)
    pairs = zip(subjects, report.children, strict=True)
    if "corrects" in report.told:
        children = tuple(corrected(work, person, report, subject, child, at) for subject, child in pairs)
        what = "a visit corrected" if report.kind == VISIT else f"corrected: {report.kind}"
        through.changed(f"{what}: {report.told['reason']}", [c.child_id for c in report.children])
    else:
        children = tuple(_written(work, person, report, subject, child, at) for subject, child in pairs)
        about = "a visit recorded" if report.kind == VISIT else f"recorded: {report.kind}"
        through.changed(about, [child.child_id for child in children])
    saved = replace(claimed, children=children)
    assert work.reports.change(saved), "it was claimed in this transaction"
    for before, child in zip(report.children, children, strict=True):
        _tell(work, saved, before, child, at)
    return replace(saved, version=saved.version + 1)


def undo(through: Door, report: Report, at: datetime) -> bool:
    """Take it back as if it had never been; False if it is too late, or the case system has shown it since."""
    if report.state != SAVED or report.saved_at is None or at - report.saved_at > UNDO or "corrects" in report.told:
        return False
    work = through.work
    keys = [_key(report, child.child_id, SLEEPING) for child in report.children]
    parts = [*work.events(c.event_id for c in report.children if c.event_id is not None).values()]
    events = [*parts, *work.events_called(keys)]
    situations = [work.situation(c.situation_id) for c in report.children if c.situation_id is not None]
    are_there = len(parts) == sum(c.event_id is not None for c in report.children)
    is_whole = are_there and all(map(_is_there, report.children))
    if not is_whole or any(e.state != AWAITING_RECORD for e in events):
        return False
    if any(s is None or s.version > 1 for s in situations):
        return False
    children = tuple(_gone(child) for child in report.children)
    if not work.untell_agreed([one for child in report.children for one in ids_of(child)]):
        return False
    if not work.reports.change(replace(report, state=UNDONE, children=children)):
        return False
    work.remove_events(events)
    work.remove_situations([s for s in situations if s is not None])
    for child in report.children:
        taken_back(work, child)
        _tell(work, report, child, _gone(child), at)
    through.changed("what was recorded taken back", [child.child_id for child in report.children])
    return True


def _written(
    work: Work, person: Person, report: Report, subject: Subject, child: ReportedChild, at: datetime
) -> ReportedChild:
    if report.kind != VISIT:
        return written(work, person, _role(person, subject), report, subject, child, at)
    when = report.told["when"]
    second = report.told.get("with")
    visit = Event(
        _key(report, child.child_id, VISIT),
        child.child_id,
        None,
        VISIT,
        day_of(when),
        moment_of(when),
        **event_of(report, dict(child.told)),  # type: ignore[arg-type]
        worker_name=person.name,
        worker_key=person.key,
        worker_role=_role(person, subject),
        with_key=second.get("key") if isinstance(second, dict) else None,
        source=CHAT,
        state=AWAITING_RECORD,
    )
    event_id = work.add_event(visit)
    if report.told.get("sleeping") and subject.sleeps_away:
        key = _key(report, child.child_id, SLEEPING)
        plain = {"seen": None, "seen_alone": None, "at_home_or_placement": None, "spoken_to": None, "unannounced": None}
        work.add_event(replace(visit, natural_key=key, stream=SLEEPING, **plain))  # type: ignore[arg-type]
    return replace(child, event_id=event_id)


def _tell(work: Work, report: Report, before: ReportedChild, after: ReportedChild, at: datetime) -> None:
    """Let the child's own workers know of what somebody else recorded, or took back."""
    second = report.told.get("with")
    knows = {report.staff_key, second.get("key") if isinstance(second, dict) else None}
    workers = [a.staff_key for a in work.workers(after.child_id, local_day(at)) if a.role != AUDITOR and a.staff_key]
    readers = [key for key in dict.fromkeys(workers) if key not in knows]
    if _is_there(after):
        work.tell(recorded(report, after, readers), at)
    elif _is_there(before):
        work.tell(withdrawn(report, before, readers), at)


def _is_there(child: ReportedChild) -> bool:
    """Whether anything of it is kept: not if it was known already."""
    return child.event_id is not None or child.situation_id is not None or bool(ids_of(child))


def _gone(child: ReportedChild) -> ReportedChild:
    return replace(child, told={**child.told, "agreed": []}, event_id=None, situation_id=None)


def _role(person: Person, subject: Subject) -> str:
    """Who it is in the framework's words, as far as that is known."""
    own = [a.role for a in subject.case.allocations if a.staff_key == person.key and a.role != AUDITOR]
    if PERSONAL_ADVISER in own or (not own and Role.PERSONAL_ADVISER in person.roles):
        return "Personal Advisor"
    if own or Role.PRACTITIONER in person.roles:
        return "Social Worker"
    return "Manager" if {Role.MANAGER, Role.ASSISTANT_MANAGER} & set(person.roles) else ""


def _key(report: Report, child_id: str, stream: str) -> str:
    return f"said {report.id} {stream} {child_id}"
