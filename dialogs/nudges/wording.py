"""One deadline in sentences: what is recorded, what is asked for and by when, what was said of it."""

from datetime import date, datetime

from dialogs.core import due
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.standing import Stage
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.nudges.content import Line
from standards_kb.history import AsOf
from standards_kb.proof import Proof
from standards_kb.rules import Kind
from standards_kb.timescales import Deadline
from storage.said import ACCESS_REFUSED, CHILD_AWAY, FAMILY_CANCELLED, OTHER, WORKER_ILL

_MISSING = {
    "seen_alone": "missing_seen_alone",
    "at_home_or_placement": "missing_at_home_or_placement",
    "spoken_to": "missing_spoken_to",
}
_PLAIN = 180  # days
_CODES = {
    CHILD_AWAY: "code_child_away",
    FAMILY_CANCELLED: "code_family_cancelled",
    WORKER_ILL: "code_worker_ill",
    ACCESS_REFUSED: "code_access_refused",
    OTHER: "code_other",
}


def what(deadline: Deadline, knowledge: Knowledge) -> str:
    """What is due, as in "Visit (Child Protection Plan)"."""
    return due.title(deadline, knowledge.timescales.situations[deadline.situation.name].title)


def sentence(line: Line, proof: Proof, now: AsOf) -> str:
    """What is recorded or due; never whose fault."""
    words, found = words_of("nudges"), line.deadline
    who = words("the_plan" if found.by_manager or found.step.span_fact else "the_framework")
    values = {"who": who, "every": _every(found, proof), "due": by_label(found.due, now)}
    is_once = found.rule.kind in (Kind.ONCE, Kind.GIVEN_DAY)
    if line.standing.stage is not Stage.OVERDUE:
        said = words("due_once" if is_once else "due_first" if found.last is None else "due_by", **values)
        return said[:1].upper() + said[1:]
    since = day(found.last.day if found.last else found.start_day, now)
    if found.stream == "visit":
        how = "no_visit_once" if is_once else "no_visit_since" if found.last else "no_visit_yet"
    else:
        how = "nothing_once" if is_once else "nothing_since" if found.last else "nothing_yet"
    return words(how, day=since, **values)


def also(line: Line, knowledge: Knowledge, now: AsOf) -> str:
    """Another deadline of a child, in a line."""
    words = words_of("nudges")
    values = {"what": what(line.deadline, knowledge), "due": by_label(line.deadline.due, now)}
    return words("also_overdue", **values) if line.standing.stage is Stage.OVERDUE else words("also", **values)


def day(of: date, now: AsOf) -> str:
    """A day, without its year where that is plain."""
    is_near = abs((of - now.today).days) < _PLAIN
    return f"{of:%A} {of.day} {of:%B}" if is_near else day_label(of)


def by_label(when: date | datetime, now: AsOf) -> str:
    """A deadline in the same way."""
    return due.label(when) if isinstance(when, datetime) else day(when, now)


def partly(line: Line, proof: Proof, now: AsOf) -> str:
    """The last visit that is recorded without all that makes it count; empty if there is none."""
    words = words_of("nudges")
    since = line.deadline.last.day if line.deadline.last else line.deadline.start_day
    later = [event for event in proof.uncounted if event.day >= since and event.missing]
    if not later or line.deadline.stream != "visit":
        return ""
    missing = ", ".join(words(_MISSING[name]) for name in later[-1].missing if name in _MISSING)
    return words("only_partly", day=day(later[-1].day, now), missing=missing) if missing else ""


def by_when(line: Line, proof: Proof, now: AsOf) -> str:
    """The day to aim at, where it isn't the deadline's own."""
    aim = proof.visit_by
    if line.standing.stage not in (Stage.SOON, Stage.HEADS_UP) or aim is None or aim < now.today:
        return ""
    return words_of("nudges")("visit_by", day=day(aim, now)) if aim != line.matter.due_day else ""


def planned(line: Line, now: AsOf, *, for_manager: bool) -> str:
    """What is planned, or was."""
    words, plan, where = words_of("nudges"), line.plan, line.standing
    if plan is None:
        return ""
    on = day(plan.day, now)
    if where.has_passed:
        return words("planned_passed", day=on)
    if where.is_late_plan:
        return words("planned_late_manager", day=on) if for_manager else words("planned_late", day=on)
    if where.is_planned:
        return words("planned_agreed", day=on) if line.matter.plan_agreed else words("planned_for", day=on)
    return ""


def reason(line: Line, reader_key: str, now: AsOf) -> str:
    """Why it can't be made, while that holds."""
    words, given = words_of("nudges"), line.reason
    if given is None or not line.standing.is_explained:
        return ""
    code, until = code_label(given.code), day(given.until_on, now)
    if given.staff_key == reader_key:
        return words("reason_you", code=code, day=until)
    return words("reason_given", who=given.staff_name, code=code, day=until)


def code_label(code: str) -> str:
    """A reason in words."""
    return words_of("nudges")(_CODES[code])


def _every(found: Deadline, proof: Proof) -> str:
    words, rule = words_of("nudges"), found.rule
    if rule.kind is Kind.GIVEN_DAY:
        return words("on_a_day")
    span = proof.span.words
    is_first = found.last is None or isinstance(found.due, datetime)
    return words("within", span=span) if is_first else words("every", span=span)
