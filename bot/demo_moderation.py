"""Made-up audits of the last two months that are closed, some of them moderated, for the demo."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from standards_kb.audit_tool import load_audit_tool
from standards_kb.load import load_framework
from standards_kb.working_days import add_months, at_local_time, england, local_day
from storage.access import as_person
from storage.audits import ACCEPTED, CLOSED, Audit
from storage.moderation_draw import Wish, draw
from storage.moderations import DONE, Moderation
from storage.outcomes import BELOW, COMMENTS, EXCEEDS, MEETS, OVERALL, Outcome, Part
from storage.outcomes import FINAL as GRADED
from storage.people import Person
from storage.roles import SOCIAL_WORKER
from storage.store import Store

_BEFORE_LAST: Final = (MEETS, MEETS, BELOW, MEETS, EXCEEDS, MEETS)
_LAST: Final = (MEETS, MEETS, BELOW, MEETS)
_SCALES: Final = {EXCEEDS: 8, MEETS: 6, BELOW: 4}
_EVIDENCE: Final = "The record of the last six months: visits, supervision, the plan and its review."
_IMPACT: Final = "The child knows the worker and says what should change; the plan says less of it than it could."
_COMMENTS: Final = "Talked through with the practitioner, who brought good examples of direct work."
# What moderators said of those of the month before last: grade, reasons, learning.
_SAID: Final = (
    (MEETS, "", "Evidence that names the effect on the child makes a grade easy to follow."),
    (
        BELOW,
        "The plan has not changed since the last review.",
        "A plan that stands still is not yet good, however full.",
    ),
    (BELOW, "", ""),
    (MEETS, "", "What fathers think was asked for in most audits, and written down in few."),
    (MEETS, "Strong direct work, but nothing of what came of it.", "Exceeding good needs impact, not only effort."),
    (MEETS, "", ""),
)


def add_demo_moderation(store: Store, now: datetime, auditor: Person, moderator: Person, lead: str) -> None:
    """Add them, unless an audit is closed already."""
    if store.audits.in_states({CLOSED}):
        return
    today = local_day(now)
    last = add_months(today.replace(day=1), -1)
    earlier = add_months(last, -1)
    audited = {audit.child_id for audit in store.audits.in_states({ACCEPTED})}
    cases = [
        (a.child_id, a.staff_key)
        for a in sorted(store.allocations.current(today), key=lambda a: (a.child_id, a.id))
        if a.role == SOCIAL_WORKER and a.staff_key and a.child_id not in audited
    ]
    for number, (grade, (child_id, worker)) in enumerate(zip((*_BEFORE_LAST, *_LAST), cases, strict=False)):
        month = earlier if number < len(_BEFORE_LAST) else last
        final_at = at_local_time(month + timedelta(days=8 + number), time(15))
        _add_closed(store, Audit(child_id, worker, auditor.key, month + timedelta(days=25), ACCEPTED), grade, final_at)
    due = england().add(today, 10)
    for month, size in ((earlier, len(_BEFORE_LAST)), (last, 2)):
        draw(store, Wish(month, size, 1, due, lead), now, today)
    for one, (grade, reasons, learning) in zip(_in_order(store, earlier), _SAID, strict=False):
        said = replace(one, state=DONE, grade=grade, reasons=reasons, stands=grade, learning=learning)
        day = local_day(now) - timedelta(days=5)
        store.moderations.change(replace(said, discussed_on=day, agreed="To be looked at in supervision.", done_at=now))
    own = as_person(store, moderator.object_id or "", now).moderations
    for seen in own.mine()[1:]:
        own.grade(seen, seen.moderation.original, "", now)


def _in_order(store: Store, month: date) -> list[Moderation]:
    return sorted(store.moderations.of_month(month), key=lambda one: one.audit_id)


def _add_closed(store: Store, audit: Audit, grade: str, final_at: datetime) -> None:
    areas = load_audit_tool(load_framework()).kinds[audit.kind].areas
    number = store.audits.add(replace(audit, told_on=audit.due_on - timedelta(days=21), made_at=final_at))
    store.outcomes.touch(number, audit.auditor_key)
    for name in (*(area.name for area in areas), OVERALL):
        store.outcomes.write(Part(number, name, 0, grade, _EVIDENCE, _IMPACT, "Isaiah Langer", final_at))
    store.outcomes.write(Part(number, COMMENTS, 0, "", _COMMENTS, "", "Isaiah Langer", final_at))
    outcome = Outcome(
        number, GRADED, final_at=final_at, grade=grade, scale=_SCALES[grade], closed_at=final_at, version=1
    )
    store.outcomes.change(replace(outcome, uploaded_by="Isaiah Langer", monitored_by="Megan Bowen"))
    store.audits.change(replace(audit, id=number, state=CLOSED))
