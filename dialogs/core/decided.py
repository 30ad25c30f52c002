"""A manager's decisions as reasons of a deadline."""

from datetime import date
from typing import Final

from dialogs.core.when.say import day_label, days_label
from dialogs.core.words import words_of
from standards_kb.history import COUNTING, UNANNOUNCED
from standards_kb.timescales import Deadline
from storage.agreed import Agreed
from storage.caseload import ChildsDeadlines
from storage.decisions import ACCEPTED, AGREEMENTS, FREQUENCY, NEXT_REVIEW, STANDING, STANDING_ENDS, Decision

REVIEWS: Final = ("plan_review", "core_group")  # the deadlines beside which the day of the next review is shown


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
        begins, ends = date.fromisoformat(str(facts["accepted_as_counting_from"])), facts.get(STANDING_ENDS)
        if ends:
            return words("decided_standing_until", when=days_label(begins, date.fromisoformat(str(ends))))
        return words("decided_standing", begins=day_label(begins))
    if decision.kind == ACCEPTED:
        return words("decided_accepted", day=_day(decision.subject))
    if decision.kind == NEXT_REVIEW:
        return words("decided_next_review", day=day_label(decision.decided_on), next=_day(facts["next_review_on"]))
    day = day_label(decision.decided_on)
    agreed = {
        "head_agreed": words("decided_head_agreed", day=day),
        "reduced": words("decided_reduced", day=day),
        "permanence": words("decided_permanence", day=day),
        "review_set": words("decided_review_set", day=day, days=facts.get("review_set_interval_days", "")),
    }
    return agreed[decision.kind]


def told(one: Agreed) -> str:
    """What a worker has told that a review set, in words; nobody has decided it."""
    same = Decision(one.child_id, one.kind, one.facts, "", one.on_day, one.told_at, one.by_key, one.by_name)
    if one.kind == FREQUENCY:  # a manager's word otherwise, which needs no review
        return words_of("core")("decided_told_frequency", day=day_label(one.on_day), what=what(same))
    return what(same)


def _bears_on(decision: Decision, deadline: Deadline) -> bool:
    is_visit = bool({COUNTING, UNANNOUNCED} & set(deadline.rule.met_by))
    if decision.kind == FREQUENCY:
        return deadline.rule.manager_may_shorten
    if decision.kind == STANDING:
        return is_visit
    if decision.kind == ACCEPTED:
        last = deadline.last.day if deadline.last else deadline.start_day
        return is_visit and date.fromisoformat(decision.subject) >= last
    if decision.kind == NEXT_REVIEW:
        return deadline.stream in REVIEWS and (deadline.last is None or deadline.last.day <= decision.decided_on)
    return AGREEMENTS[decision.kind] == deadline.situation.name and deadline.stream == "visit"


def _day(iso: object) -> str:
    return day_label(date.fromisoformat(str(iso)))
