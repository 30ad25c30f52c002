"""A manager's decisions as reasons of a deadline."""

from datetime import date

from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.history import COUNTING, UNANNOUNCED
from standards_kb.timescales import Deadline
from storage.caseload import ChildsDeadlines
from storage.decisions import ACCEPTED, AGREEMENTS, FREQUENCY, STANDING, STANDING_ENDS, Decision


def reasons(of: ChildsDeadlines, deadline: Deadline) -> list[str]:
    """The decisions that bear on a deadline, each with who decided it, when and why."""
    return [said(decision) for decision in of.decisions if _bears_on(decision, deadline)]


def said(decision: Decision) -> str:
    """One decision in words."""
    words = words_of("core")
    lines = [
        words(
            "decided",
            what=what(decision),
            name=decision.by_name,
            day=day_label(decision.decided_at.date()),
            rationale=decision.rationale,
        )
    ]
    if decision.review_on is not None:
        lines.append(words("decided_review", day=day_label(decision.review_on)))
    return " ".join(lines)


def what(decision: Decision) -> str:
    """What was decided."""
    words, facts = words_of("core"), decision.facts
    if decision.kind == FREQUENCY:
        ends = facts.get("manager_interval_ends_on")
        days = facts["manager_interval_days"]
        return (
            words("decided_frequency_until", days=days, day=_day(ends))
            if ends
            else words("decided_frequency", days=days)
        )
    if decision.kind == STANDING:
        begins, ends = _day(facts["accepted_as_counting_from"]), facts.get(STANDING_ENDS)
        if ends:
            return words("decided_standing_until", begins=begins, ends=_day(ends))
        return words("decided_standing", begins=begins)
    if decision.kind == ACCEPTED:
        return words("decided_accepted", day=_day(decision.subject))
    day = day_label(decision.decided_on)
    agreed = {
        "head_agreed": words("decided_head_agreed", day=day),
        "reduced": words("decided_reduced", day=day),
        "permanence": words("decided_permanence", day=day),
        "review_set": words("decided_review_set", day=day, days=facts.get("review_set_interval_days", "")),
    }
    return agreed[decision.kind]


def _bears_on(decision: Decision, deadline: Deadline) -> bool:
    is_visit = bool({COUNTING, UNANNOUNCED} & set(deadline.rule.met_by))
    if decision.kind == FREQUENCY:
        return deadline.rule.manager_may_shorten
    if decision.kind == STANDING:
        return is_visit
    if decision.kind == ACCEPTED:
        last = deadline.last.day if deadline.last else deadline.start_day
        return is_visit and date.fromisoformat(decision.subject) >= last
    return AGREEMENTS[decision.kind] == deadline.situation.name and deadline.stream == "visit"


def _day(iso: object) -> str:
    return day_label(date.fromisoformat(str(iso)))
