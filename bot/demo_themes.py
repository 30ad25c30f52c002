"""Made-up audits of the last months for the demo, all closed: so a month's headline themes have something to say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from standards_kb.audit_tool import load_audit_tool
from standards_kb.load import load_framework
from standards_kb.working_days import add_months, at_local_time, england, local_day
from storage.audit_actions import DONE, MADE, OVER, AgreedAction, Review
from storage.audits import ACCEPTED, CLOSED, Audit
from storage.moderations import Moderation
from storage.outcomes import BELOW, EXCEEDS, FINAL, MEETS, OVERALL, Part
from storage.people import Person
from storage.store import Store
from storage.themes import RECOMMENDATION, THEME, Note

MONTHS: Final = 4
_SEED: Final = 11
_A_MONTH: Final = 28
# Of a hundred, how many exceed good, and how many don't meet it.
_USUAL: Final = (18, 20)
_AREAS: Final = {
    "audit_tool.involvement": (38, 8),
    "audit_tool.quality_of_plans": (8, 38),
    "audit_tool.diversity": (10, 28),
    "audit_tool.decision_making": (14, 24),
}
_KINDS: Final = ("case_file", "case_file", "case_file", "themed", "re_audit")
_PRACTICE: Final = (
    "A map of the family, drawn with the child, that the whole plan was built on.",
    "A letter to a brother and sister that tells in their words why they live with their aunt.",
    "Three visits at the times that the child chose, and what was heard each time.",
    "A plan on one page, written with the parents, that says what is to be different for the child.",
)
_LEARNING: Final = (
    "Say what was read, and what follows from it.",
    "",
    "A plan is good if the child would know it.",
    "",
)


def add_demo_themes(store: Store, now: datetime, auditor: Person, moderator: Person, lead: str) -> None:
    """Add them, unless good practice was shared already: that they bring."""
    if store.outcomes.practice(1):
        return
    today, chance = local_day(now), Random(_SEED)
    workers = [p for p in store.people.all() if "practitioner" in p.roles and p.manager_key and not p.object_id]
    ours = [
        (allocation.child_id, worker)
        for worker in sorted(workers, key=lambda one: one.key)
        for allocation in store.allocations.of_staff(worker.key, today)
    ]
    areas = [area.name for area in load_audit_tool(load_framework()).kinds["case_file"].areas]
    first = add_months(today.replace(day=1), -MONTHS)
    for back in range(MONTHS + 1):
        month = add_months(first, back)
        for number in range(_A_MONTH + 2 * back if ours else 0):
            day = england().on_or_before(month + timedelta(days=number % 28))
            if month <= day < today:
                child_id, worker = ours[chance.randrange(len(ours))]
                _audit(store, Audit(child_id, worker.key, auditor.key, day), areas, (auditor, moderator), day, chance)
        if back < MONTHS:
            store.outcomes.share_practice(_PRACTICE[back % len(_PRACTICE)], month + timedelta(days=20))
    last = add_months(first, MONTHS - 1)
    for kind, text in (
        (THEME, "Plans say which services come, and seldom what is to be different for the child."),
        (RECOMMENDATION, "Each team maps one plan together in its next group supervision."),
    ):
        store.themes.note(Note(last, kind, text, lead, now))


def _audit(store: Store, of: Audit, areas: Sequence[str], by: tuple[Person, Person], day: date, chance: Random) -> None:
    """One that was graded on a day and closed two days later; `by`: auditor and moderator."""
    auditor, moderator = by
    kind, told_on = chance.choice(_KINDS), day - timedelta(days=chance.choice((9, 13, 17, 20, 23)))
    theme, at = "Neglect" if kind == "themed" else "", at_local_time(day, time(14))
    due, made_at = told_on + timedelta(days=21), at_local_time(told_on, time(9))
    audit = replace(of, due_on=due, state=ACCEPTED, kind=kind, theme=theme, told_on=told_on, made_at=made_at)
    number = store.audits.add(audit)
    store.outcomes.touch(number, auditor.key)
    judged = {area: _judged(_AREAS.get(area, _USUAL), chance) for area in areas}
    grade = _judged(_USUAL, chance)
    for name, answer in (*judged.items(), (OVERALL, grade)):
        made_up = "Made up for the demo."
        store.outcomes.write(Part(number, name, answer=answer, evidence=made_up, by_name=auditor.name, at=at))
    scale = {EXCEEDS: 8, MEETS: 6, BELOW: 4}[grade] + chance.randrange(2)
    closed = at + timedelta(days=2)
    outcome = replace(store.outcomes.of(number), state=FINAL, grade=grade, scale=scale, final_at=at, closed_at=closed)
    store.outcomes.change(replace(outcome, uploaded_by=auditor.name, monitored_by="The manager"))
    store.audits.change(replace(audit, id=number, state=CLOSED))
    if grade == BELOW or chance.random() < 0.3:
        _act(store, number, auditor, day, chance)
    if chance.random() < 0.25:
        _moderate(store, number, grade, moderator, day, chance)


def _judged(of: tuple[int, int], chance: Random) -> str:
    drawn, (exceeds, below) = chance.randrange(100), of
    return EXCEEDS if drawn < exceeds else BELOW if drawn < exceeds + below else MEETS


def _act(store: Store, audit: int, auditor: Person, day: date, chance: Random) -> None:
    """An action that ended when it was looked at, or that is to be looked at in a month or two."""
    due, at = day + timedelta(days=28), at_local_time(day, time(14))
    ends = chance.choice((MADE, MADE, MADE, OVER, ""))
    look_on = due if ends else day + timedelta(days=190)
    made = AgreedAction(audit, "Made up", "The team", None, due, look_on, "Made up", auditor.name, at)
    number = store.audit_actions.add(replace(made, state=ends or made.state))
    for place, answer in enumerate((DONE, ends) if ends else (), 1):
        said_at = at_local_time(due, time(9 + place))
        said = Review(number, place, due, int(answer != DONE), answer, "Made up", "Made up", auditor.name, said_at)
        store.audit_actions.add_review(said)


def _moderate(store: Store, audit: int, grade: str, moderator: Person, day: date, chance: Random) -> None:
    given = grade if chance.random() < 0.8 else MEETS
    at, learning = at_local_time(day, time(16)), chance.choice(_LEARNING)
    made = Moderation(audit, moderator.key, day.replace(day=1), day, grade, "demo", at, "done", grade=given)
    store.moderations.add(replace(made, stands=given, learning=learning, done_at=at, graded_at=at, discussed_on=day))
