"""The deadlines of a case as one would write them in an afternoon: functions and ifs, no rules as data.

What the rule engine's speed is compared with, and an opinion of its own on every date. `parsed` reads a case from
JSON; `deadlines` answers it. Bad input is not looked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.plain_counting import WEEK, Case, Situation, day_of, hours_after, months, nine_next_morning, years


def parsed(case: Case) -> Case:
    """A case whose days and instants are values, of one that came from JSON."""
    return {name: _value(name, value) for name, value in case.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return parsed(value)
    if isinstance(value, list):
        return [parsed(one) if isinstance(one, dict) else _value(name, one) for one in value]
    if isinstance(value, str) and (
        name in ("started", "as_of", "at", "found_at", "began", "ended", "closure_days")
        or name.endswith(("_on", "_from"))
    ):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).astimezone(UTC)
    return value


def deadlines(case: Case) -> list[dict[str, Any]]:
    """The open next deadline of every stream of every situation."""
    found = []
    for one in case.get("situations") or [case]:
        situation = Situation(case, one)
        if situation.day("ended_on") is None:
            SITUATIONS[situation.name](situation)
        found += situation.found
    return found


def referral(s: Situation) -> None:
    s.once_in_hours("response_decision", 72)


def section_47(s: Situation) -> None:
    if s.has_begun(s.started) and not s.visits(s.started):
        s.add("visit", hours_after(s.started, 24))
    s.once_in_working_days("section_47_completed", day_of(s.started), 15)


def child_and_family_assessment(s: Situation) -> None:
    opened = day_of(s.started)
    if s.has_begun(opened) and not s.visits(opened):
        s.add("visit", s.working_days_after(opened, 5))
    completed = s.days("assessment_update", date.min)
    if completed:
        due = max(completed) + months(6)
        born = s.day("born_on")
        if born is None or due < born + years(5):
            s.add("assessment_update", due)


def child_in_need(s: Situation) -> None:
    started = day_of(s.started)
    s.visit(started, s.visits(started), started + 4 * WEEK, lambda last: last + 4 * WEEK)
    unannounced = s.unannounced_visits(started)
    s.every("unannounced_visit", started, unannounced, started + months(3), lambda last: last + months(3))
    s.every_weeks("plan_review", started, 8)


def child_protection_plan(s: Situation) -> None:
    conference = day_of(s.started)
    first = s.working_days_after(conference, 5)
    s.visit(conference, s.visits(conference), first, lambda last: s.working_days_after(last, 10))
    unannounced = s.unannounced_visits(conference)
    s.every("unannounced_visit", conference, unannounced, conference + 4 * WEEK, lambda last: last + 4 * WEEK)
    s.every_weeks("core_group", conference, 4)


def looked_after(s: Situation) -> None:
    placed = day_of(s.started)
    if s.has_begun(placed) and not s.visits(placed):
        s.add("placement_day_visit", placed)
    permanence = s.facts.get("permanence_agreed_on")

    def then(last: date) -> date:
        settled = permanence is not None and last >= permanence and last >= placed + years(1)
        return last + months(3) if settled else last + 6 * WEEK

    later = [day for day in s.visits(placed) if day > placed]
    s.visit(placed, later, placed + WEEK, then)


def short_breaks(s: Situation) -> None:
    placed = day_of(s.started)
    visits = sorted(set(s.visits(placed)))
    second = len(visits) == 1
    s.visit(
        placed,
        visits,
        placed + timedelta(days=6),
        lambda last: placed + months(3) if second else last + months(6),
    )
    unannounced = s.unannounced_visits(placed)
    s.every("unannounced_visit", placed, unannounced, placed + years(1), lambda last: last + years(1))
    seen = s.days("sleeping_arrangements_seen", placed)
    s.every("sleeping_arrangements_seen", placed, seen, placed + years(1), lambda last: last + years(1))
    s.plan_review()


def adoptive_placement(s: Situation) -> None:
    placed = day_of(s.started)
    review = s.day("first_adoption_review_on")
    days = s.facts.get("review_set_interval_days")

    def then(last: date) -> date:
        if review is None:
            return last + WEEK
        if last < review:
            return last + (WEEK if days is None else min(WEEK, timedelta(days=days)))
        if days is not None:
            return last + timedelta(days=days)
        return last + 6 * WEEK if last < placed + years(1) else last + months(3)

    s.visit(placed, s.visits(placed), placed + WEEK, then)


def privately_fostered(s: Situation) -> None:
    notified = day_of(s.started)
    s.visit(
        notified,
        s.visits(notified),
        s.working_days_after(notified, 5),
        lambda last: last + (6 if last < notified + months(12) else 12) * WEEK,
    )


def temporary_approval(s: Situation) -> None:
    if s.day("carer_approved_on") is not None or s.day("final_hearing_on") is not None:
        return
    placed = day_of(s.started)
    reduced = s.facts.get("reduced_to_ten_working_days_on")

    def then(last: date) -> date:
        return s.working_days_after(last, 10) if reduced is not None and last >= reduced else last + WEEK

    s.visit(placed, s.visits(placed), placed + WEEK, then)


def care_order_at_home(s: Situation) -> None:
    placed = day_of(s.started)
    s.visit(placed, s.visits(placed), placed + WEEK, lambda last: last + timedelta(days=10))


def supervision_order(s: Situation) -> None:
    order = day_of(s.started)
    agreed = s.facts.get("head_of_service_agreed_on")

    def then(last: date) -> date:
        reduced = agreed is not None and last >= agreed and last >= order + months(3)
        return last + 4 * WEEK if reduced else last + timedelta(days=10)

    s.visit(order, s.visits(order), order + WEEK, then)
    reviews = s.days("frequency_review", order)
    s.every("frequency_review", order, reviews, order + months(3), lambda last: last + months(3))


def missing_return(s: Situation) -> None:
    if s.has_begun(s.started) and not s.any_visits(s.started):
        s.add("visit", hours_after(s.started, 24))
    s.once_in_hours("return_home_interview", 72)
    if s.facts.get("looked_after") and s.facts.get("placed_within_20_miles"):
        found = s.facts.get("found_at") or s.started
        if s.has_begun(found) and not s.days("ru_safe_referral", found):
            s.add("ru_safe_referral", hours_after(found, 24))


def multiple_placements(s: Situation) -> None:
    for setting in s.facts.get("settings") or ():
        name = setting["name"]
        began = setting.get("began") or day_of(s.started)
        ended = setting.get("ended")
        if ended is None or ended > s.today:
            s.visit(began, s.visits(began, name), began + 12 * WEEK, lambda last: last + 12 * WEEK, name)


def care_leaver(s: Situation) -> None:
    started = day_of(s.started)
    born = s.facts.get("born_on")
    if born is not None:
        if not born + years(18) <= s.today < born + years(26):
            return
        started = max(started, born + years(18))
    visits = s.visits(started)
    s.visit(started, visits, started + months(3), lambda last: last + months(3))
    touch = visits + s.days("keeping_in_touch", started)
    s.every("keeping_in_touch", started, touch, started + months(2), lambda last: last + months(2))
    s.plan_review()


def remanded(s: Situation) -> None:
    if s.has_begun(s.started) and not s.any_visits(s.started):
        s.add("visit", hours_after(s.started, 72))


def requested_visit(s: Situation) -> None:
    asked = day_of(s.started)
    if s.has_begun(asked) and not s.visits(asked):
        s.add("requested_visit", s.facts["due_on"])


def strategy_discussion(s: Situation) -> None:
    s.once_in_hours("strategy_discussion", 24)
    held = s.days("strategy_discussion", s.started)
    if held and s.facts.get("conference_needed"):
        s.once_in_working_days("conference_requested", min(held), 5)
        s.once_in_working_days("conference_held", min(held), 15)


def significant_event(s: Situation) -> None:
    happened = day_of(s.started)
    if not s.facts.get("emergency"):
        s.once_in_working_days("event_recorded", happened, 1)
    elif s.has_begun(happened) and not s.days("event_recorded", happened):
        s.add("event_recorded", nine_next_morning(happened))


def plan_changed(s: Situation) -> None:
    s.once_in_hours("record_updated", 48)


def supervision(s: Situation) -> None:
    known = day_of(s.started)
    if s.has_begun(known):
        sessions = [known, *s.days("supervision", known)]
        last = max(sessions)
        qualified = s.day("newly_qualified_started_on")
        new = qualified is not None and last < qualified + months(6)
        s.add("supervision", s.at_managers_interval(last + (2 * WEEK if new else months(1)), last))
        recorded = max(s.days("supervision_recorded", known), default=date.min)
        unrecorded = [day for day in sessions if day > recorded]
        if unrecorded:
            s.add("supervision_recorded", s.working_days_after(min(unrecorded), 1))
    for stream in ("supervision_agreement", "practice_observation", "appraisal"):
        own = s.days(stream, date.min)
        if own:
            s.add(stream, max(own) + years(1))


def case_audit(s: Situation) -> None:
    told = day_of(s.started)
    if s.has_begun(told) and not s.days("audit_completed", told):
        s.add("audit_completed", told + 3 * WEEK)


SITUATIONS: dict[str, Callable[[Situation], None]] = {
    "referral": referral,
    "section_47": section_47,
    "child_and_family_assessment": child_and_family_assessment,
    "child_in_need": child_in_need,
    "child_protection_plan": child_protection_plan,
    "looked_after": looked_after,
    "short_breaks": short_breaks,
    "adoptive_placement": adoptive_placement,
    "privately_fostered": privately_fostered,
    "temporary_approval": temporary_approval,
    "care_order_at_home": care_order_at_home,
    "supervision_order": supervision_order,
    "missing_return": missing_return,
    "multiple_placements": multiple_placements,
    "care_leaver": care_leaver,
    "remanded": remanded,
    "requested_visit": requested_visit,
    "strategy_discussion": strategy_discussion,
    "significant_event": significant_event,
    "plan_changed": plan_changed,
    "supervision": supervision,
    "case_audit": case_audit,
}
