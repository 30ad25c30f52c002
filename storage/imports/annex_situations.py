"""What one child's rows of Annex A mean: situations open or over, visits, workers (docs/how-to/import-data.md)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from storage.cases import STEP_DOWN, TEMPORARY, TIME, Event, Situation, key_of
from storage.children import CLOSED, Child
from storage.imports.annex_rows import ENQUIRIES, NEED, ChildRows, Placement, Span
from storage.imports.known import situations
from storage.imports.layouts import ANNEX_A, annex_a
from storage.imports.workers import BETWEEN
from storage.names import match_name

_OF_AGE, _FIVE_YEARS, _UPDATED_AFTER = relativedelta(years=18), relativedelta(years=5), relativedelta(months=6)
# The kinds that a list has: of each, a child has one at a time, and the list says which.
CARE_KINDS = frozenset(
    {"looked_after", "care_order_at_home", "temporary_approval", "short_breaks", "adoptive_placement"}
)
FAMILIES: tuple[tuple[int, frozenset[str]], ...] = (
    (3, frozenset({"referral"})),
    (4, frozenset({"child_and_family_assessment"})),
    (5, frozenset({"section_47", "strategy_discussion"})),
    (6, frozenset({"child_in_need"})),
    (7, frozenset({"child_protection_plan"})),
    (8, CARE_KINDS),
    (8, frozenset({"remanded"})),
    (9, frozenset({"care_leaver"})),
)
ONE_AT_A_TIME = frozenset(kind for _, family in FAMILIES for kind in family)
# Those whose start the export doesn't have, so that what it has in its place gives way to anything better.
STOOD_IN = frozenset({"child_in_need", "care_leaver"})
# Whose worker is the child's: who completed an assessment, say, only where no other list names one.
_WORKERS_BY = ((8, 7, 6), (4,), (5,), (3,))
SOCIAL_WORKER, PERSONAL_ADVISER = "social_worker", "personal_adviser"


@dataclass(slots=True)
class Meaning:
    """`over`: families of kinds that the export says have ended, and when. `workers`: role → name and team.

    `stand_ins` are assumed, and wanted only while nothing better is known of their kind."""

    child: Child
    lists: frozenset[int]
    closed_on: date
    situations: list[Situation] = field(default_factory=list)
    stand_ins: list[Situation] = field(default_factory=list)
    over: dict[frozenset[str], date] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    workers: dict[str, tuple[str, str]] = field(default_factory=dict)


def meaning(rows: ChildRows, today: date) -> Meaning:
    """What the rows mean on the day that the workbook is as of."""
    child = Child(rows.id, born_on=rows.born_on, unborn=rows.unborn, from_export=True)
    found = Meaning(child, frozenset(rows.lists), rows.closed or today)
    _care(rows, found, today)
    _protection(rows, found)
    _need(rows, found, today)
    _enquiries(rows, found)
    _assessments(rows, found, today)
    _latest_open(rows.referrals, "referral", frozenset({"referral"}), found)
    _leaver(rows, found, today)
    found.events += [_visit(rows.id, day, alone) for day, alone in rows.visits.items()]
    found.child = _with_status(found.child, rows, found)
    if found.child.case_status != CLOSED:
        _workers(rows, found)
    return found


def _situation(child_id: str, kind: str, started: date, awaits: str | None = None) -> Situation:
    if awaits is None and situations()[kind].starts_at_instant:
        awaits = TIME
    return Situation(key_of(child_id, kind, started), child_id, None, kind, started, source=ANNEX_A, awaits=awaits)


def _visit(child_id: str, day: date, seen_alone: bool | None) -> Event:
    return Event(key_of(child_id, "visit", day), child_id, None, "visit", day, seen_alone=seen_alone, source=ANNEX_A)


def _care(rows: ChildRows, found: Meaning, today: date) -> None:
    if not rows.care:
        return
    latest = max(rows.care, key=lambda p: (p.ended is None, p.care_started, p.placed or date.min))
    remanded = frozenset({"remanded"})
    if latest.ended is not None:
        found.over[CARE_KINDS] = found.over[remanded] = latest.ended
        return
    if latest.legal == "remanded":
        found.situations.append(_situation(rows.id, "remanded", latest.order_started or latest.care_started))
    else:
        found.over[remanded] = latest.order_started or today
    adoption = rows.adoption if rows.adoption and rows.adoption.ended is None else None
    kind = "adoptive_placement" if adoption else _kind(latest)
    placed = adoption.started if adoption else latest.placed or latest.care_started
    placed = latest.care_started if kind == "short_breaks" else placed  # counted from the first placement day
    if latest.placement == "temporary":
        # The placement before it isn't in the snapshot: care's first day stands in, until an import has shown another.
        found.stand_ins.append(_situation(rows.id, kind, latest.care_started))
        if placed > latest.care_started:
            found.situations.append(_situation(rows.id, kind, placed, TEMPORARY))
        return
    found.situations.append(_situation(rows.id, kind, placed))


def _kind(care: Placement) -> str:
    def fits(pattern: str, group: str) -> bool:
        return pattern in ("any", group)

    table = annex_a().placement_is
    return next(row.situation for row in table if fits(row.legal, care.legal) and fits(row.placement, care.placement))


def _protection(rows: ChildRows, found: Meaning) -> None:
    plans = list(rows.plans)
    if rows.plan_without_start:
        conferences = [e.ended for e in rows.enquiries if e.ended is not None and e.ended > e.started]
        plans += [Span(max(conferences))] if conferences else []
    _latest_open(plans, "child_protection_plan", frozenset({"child_protection_plan"}), found)


def _need(rows: ChildRows, found: Meaning, today: date) -> None:
    """The list holds everybody's children: the rhythm of a Child in Need plan is for those alone who have one."""
    if NEED not in rows.lists or not rows.status:
        return
    family = frozenset({"child_in_need"})
    if rows.status != "child_in_need":
        began = [s.started_on for s in found.situations]
        found.over[family] = rows.closed or (max(began) if began else today)
        return
    ended = [plan.ended for plan in rows.plans if plan.ended is not None]
    if ended:
        found.stand_ins.append(_situation(rows.id, "child_in_need", max(ended), STEP_DOWN))


def _enquiries(rows: ChildRows, found: Meaning) -> None:
    if ENQUIRIES not in rows.lists or not rows.enquiries:
        return
    latest = max(rows.enquiries, key=lambda e: (e.started, e.ended is None))
    family = frozenset({"section_47", "strategy_discussion"})
    has_plan = any(s.kind == "child_protection_plan" for s in found.situations)
    if latest.note == "conference" and not has_plan:
        # List 5 says of a child who has a plan already, too, that a conference was needed; there will be none.
        held = key_of(rows.id, "strategy_discussion", latest.started)
        discussion = _situation(rows.id, "strategy_discussion", latest.started)
        facts = {"conference_needed": True}
        found.situations.append(
            Situation(held, rows.id, None, discussion.kind, latest.started, facts=facts, source=ANNEX_A, awaits=TIME)
        )
        found.events.append(Event(held, rows.id, None, "strategy_discussion", latest.started, source=ANNEX_A))
    elif latest.ended is None and latest.note != "conference":
        found.situations.append(_situation(rows.id, "section_47", latest.started))
    else:
        found.over[family] = latest.ended or latest.started


def _assessments(rows: ChildRows, found: Meaning, today: date) -> None:
    """One stays a situation after it is authorised, as long as the case is open and it is to be updated: under five."""
    if not rows.assessments:
        return
    latest = max(rows.assessments, key=lambda a: (a.started, a.ended is None))
    done = [a.ended for a in rows.assessments if a.ended is not None]
    is_kept_up = rows.status not in ("", CLOSED) and _is_under_five(rows.born_on, max(done, default=today))
    is_open = is_kept_up or latest.ended is None
    if is_open:
        found.situations.append(_situation(rows.id, "child_and_family_assessment", latest.started))
        found.events += [
            Event(key_of(rows.id, "assessment_update", day), rows.id, None, "assessment_update", day, source=ANNEX_A)
            for day in sorted(set(done))
        ]
    else:
        found.over[frozenset({"child_and_family_assessment"})] = rows.closed or latest.ended or today


def _is_under_five(born: date | None, done: date) -> bool:
    """When an assessment is to be updated next; without a birth date, yes."""
    return born is None or done + _UPDATED_AFTER < born + _FIVE_YEARS


def _leaver(rows: ChildRows, found: Meaning, today: date) -> None:
    if rows.leaver == "died":
        found.over[frozenset({"care_leaver"})] = today
    elif rows.leaver and rows.born_on is not None:
        found.stand_ins.append(_situation(rows.id, "care_leaver", rows.born_on + _OF_AGE))


def _latest_open(spans: Iterable[Span], kind: str, family: frozenset[str], found: Meaning) -> None:
    """Of several the latest that is open; if all are over, when the last one ended."""
    spans = list(spans)
    still = [span.started for span in spans if span.ended is None]
    if still:
        found.situations.append(_situation(found.child.id, kind, max(still)))
    elif spans:
        found.over[family] = max(span.ended for span in spans if span.ended is not None)


def _with_status(child: Child, rows: ChildRows, found: Meaning) -> Child:
    kinds = {s.kind for s in (*found.situations, *found.stand_ins)}
    status = rows.status
    if status in ("", CLOSED):
        order = ("child_protection_plan", *sorted(CARE_KINDS), "care_leaver", "section_47", "strategy_discussion")
        open_as = [kind for kind in (*order, "child_and_family_assessment", "referral") if kind in kinds]
        leaver = ["care_leaver"] if rows.leaver not in ("", "died") else []
        plan = ["child_protection_plan"] if rows.plan_without_start else []
        unknown = [""] if NEED in rows.lists and rows.status == "" else []
        status = next(iter((*plan, *open_as, *leaver, *unknown)), CLOSED)
    return Child(child.id, born_on=child.born_on, unborn=child.unborn, from_export=True, case_status=status)


def _workers(rows: ChildRows, found: Meaning) -> None:
    for lists in _WORKERS_BY:
        named = [rows.workers[number] for number in lists if number in rows.workers]
        if named:
            found.workers[SOCIAL_WORKER] = _worker(named)
            break
    if rows.leaver not in ("", "died") and 9 in rows.workers:
        found.workers[PERSONAL_ADVISER] = rows.workers[9]


def _worker(named: list[tuple[str, str]]) -> tuple[str, str]:
    """Where the lists name different workers, all their names: that is nobody's name, and nobody is told on a guess."""
    names = {match_name(name): name for name, _ in reversed(named) if name}
    team = next((team for name, team in named if name), named[0][1])
    return BETWEEN.join(names[key] for key in sorted(names))[:200], team
