"""A deadline in words: when it is due, and why, as a careful colleague would explain it."""

from datetime import date, datetime, timedelta

from dialogs.core import quotes
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from standards_kb.case import VISIT, Event
from standards_kb.history import COUNTING, UNANNOUNCED, AsOf
from standards_kb.proof import Proof
from standards_kb.rules import Kind, Span, Unit
from standards_kb.timescales import Deadline, is_overdue
from standards_kb.types import Framework
from standards_kb.working_days import PUBLISHED_UNTIL, local_day

_DOUBTS = {
    "details": "due_doubt_details",
    "who": "due_doubt_who",
    "somebody_else": "due_doubt_somebody_else",
    "own_worker": "due_doubt_own_worker",
    "chair": "due_doubt_chair",
    "not_chaired": "due_doubt_not_chaired",
}
_MISSING = {
    "seen_alone": "due_missing_seen_alone",
    "at_home_or_placement": "due_missing_at_home_or_placement",
    "spoken_to": "due_missing_spoken_to",
    "unannounced": "due_missing_unannounced",
    "setting": "due_missing_setting",
    "start_day": "due_missing_start_day",
}
_HOUR = timedelta(hours=1)
_SOON = timedelta(hours=48)


def title(found: Deadline, situation: str) -> str:
    """What is due, as in "Visit (Child Protection Plan)"; `situation` is that situation's title."""
    words = words_of("core")
    if found.setting:
        return words("due_title_at", stream=found.rule.title, setting=found.setting, situation=situation)
    stream = found.rule.title
    return stream if stream == situation else words("due_title", stream=stream, situation=situation)


def when(found: Deadline, now: AsOf, *, recorded: bool = True) -> str:
    """When it is due, and how far off that is: "Due by Wednesday 6 January 2027, in 5 days". Not `recorded`: the case
    is only told, so that nothing can be said of what has been done."""
    words, far, due = words_of("core"), _far(found.due, now), label(found.due)
    if is_overdue(found.due, now):
        if not recorded:
            return words("due_past", when=due, far=far)
        return words("due_was_by_visit" if _needs_three(found) else "due_was_by", when=due, far=far)
    step = found.step
    is_same_day = found.rule.kind is not Kind.GIVEN_DAY and not step.span.number and not step.span_fact
    return words("due_on" if is_same_day else "due_by", when=due, far=far)


def why(proof: Proof, *, recorded: bool = True, started: bool = True) -> list[str]:
    """The reasons, a sentence each: what started it (not if that isn't known, `started`), the counting, and whatever a
    manager would ask about. Not `recorded`: the case is only told."""
    words, found = words_of("core"), proof.deadline
    lines = []
    if started and has_start(found):
        lines.append(words("due_started", start=label(found.start), trigger=found.trigger))
    if found.last is not None:
        name = "due_last_visit" if found.last.stream == VISIT else "due_last"
        lines.append(words(name, day=day_label(found.last.day)))
    elif recorded and _needs_three(found):
        lines.append(words("due_no_visit"))
    if found.step is found.rule.second and not found.by_manager:
        lines.append(words("due_second"))
    lines.append(counting(proof))
    if proof.clocks_change:
        lines.append(words("due_clocks"))
    lines += _of_manager(proof)
    if recorded:
        lines += [*(_uncounted(event, found) for event in proof.uncounted), *(words(_DOUBTS[d]) for d in proof.doubts)]
    return lines + _remarks(proof)


def has_start(found: Deadline) -> bool:
    """Whether what started it matters: not where there is no first deadline, so that the last event says all."""
    return found.rule.first is not None or found.last is None


def counting(proof: Proof) -> str:
    """The counting itself: "10 working days from Friday 18 December 2026, skipping Christmas Day … is …"."""
    words, span, base = words_of("core"), proof.span, proof.counted_from
    due = label(proof.deadline.due)
    if proof.deadline.rule.kind is Kind.GIVEN_DAY:
        return words("due_counting_given", due=due)
    if span.unit is Unit.NEXT_MORNING:
        return words("due_counting_morning", base=label(base), due=due)
    if span.words.startswith("first "):
        return words("due_counting_first_days", span=span.words, base=label(base), due=due)
    if not span.number:
        return words("due_counting_same_day", due=due)
    if proof.skipped:
        skipped = _listed([day.name for day in proof.skipped])
        return words("due_counting_skipping", span=_plain(span), base=label(base), skipped=skipped, due=due)
    if span.unit is Unit.MONTHS and _day(base).day != _day(proof.deadline.due).day:
        return words("due_counting_month_end", span=_plain(span), base=label(base), due=due)
    return words("due_counting", span=_plain(span), base=label(base), due=due)


def aim(proof: Proof, now: AsOf) -> str:
    """The last working day before a deadline that falls on none; empty where that says nothing, or has gone by."""
    found, day = proof.deadline, proof.visit_by
    if day is None or day == found.due or day < max(found.start_day, now.today):
        return ""
    is_visit = _needs_three(found) or VISIT in found.rule.met_by
    words = words_of("core")
    return words("due_visit_by", day=day_label(day)) if is_visit else words("due_aim_for", day=day_label(day))


def who(proof: Proof) -> str:
    """Who does it."""
    words, by_age = words_of("core"), proof.who_by_age
    if by_age is None:
        return words("due_who", who=", ".join(proof.who))
    younger, older = ", ".join(by_age.younger), ", ".join(by_age.older)
    return words("due_who_by_age", younger=younger, older=older, age=by_age.from_age)


def _of_manager(proof: Proof) -> list[str]:
    words, lines = words_of("core"), []
    days = proof.deadline.situation.facts.manager_interval_days
    if proof.framework_due is not None:
        lines.append(words("due_manager", days=days, day=day_label(proof.framework_due)))
    if proof.managers_ended is not None:
        lines.append(words("due_manager_ended", day=day_label(proof.managers_ended)))
    if proof.longer is not None:
        span, since = proof.longer
        lines.append(words("due_longer", span=span.words, day=day_label(since)))
    return lines


def _uncounted(event: Event, found: Deadline) -> str:
    words, missing = words_of("core"), list(event.missing)
    if UNANNOUNCED in found.rule.met_by and not event.unannounced:
        missing.append("unannounced")
    if found.setting and event.setting != found.setting:
        missing.append("setting")
    if found.rule.after_start_day and event.day == found.start_day:
        missing.append("start_day")
    said = _listed([words(_MISSING[name]) for name in missing])
    return words("due_uncounted", day=day_label(event.day), missing=said)


def _remarks(proof: Proof) -> list[str]:
    words, rule = words_of("core"), proof.deadline.rule
    lines = []
    if rule.first_chaired_by_manager and proof.deadline.last is None:
        lines.append(words("due_chaired"))
    if proof.reading:
        lines.append(words("due_reading"))
    if proof.past_published:
        lines.append(words("due_unpublished", day=day_label(PUBLISHED_UNTIL)))
    return lines


def _far(due: date | datetime, now: AsOf) -> str:
    """How far off it is: in hours within two days of an instant, else in days."""
    words = words_of("core")
    if isinstance(due, datetime) and abs(due - now.instant) < _SOON:
        hours = abs(due - now.instant) // _HOUR + 1
        if hours == 1:
            return words("due_hour_ago" if due < now.instant else "due_within_hour")
        return words("due_hours_ago" if due < now.instant else "due_within_hours", hours=hours)
    days = (_day(due) - now.today).days
    named = {0: "due_now", 1: "due_tomorrow", -1: "due_yesterday"}
    if days in named:
        return words(named[days])
    return words("due_in_days", days=days) if days > 0 else words("due_days_ago", days=-days)


def _needs_three(found: Deadline) -> bool:
    """Whether only a visit that counts as a statutory visit meets it."""
    return {COUNTING, UNANNOUNCED}.issuperset(found.rule.met_by)


def _plain(span: Span) -> str:
    return span.words.removesuffix("s") if span.words.startswith("1 ") else span.words


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def label(when_: date | datetime) -> str:
    """A day, or an instant in London's time."""
    return moment_label(when_) if isinstance(when_, datetime) else day_label(when_)


def _day(when_: date | datetime) -> date:
    return local_day(when_) if isinstance(when_, datetime) else when_


def said(proof: Proof, situation: str, now: AsOf, framework: Framework) -> str:
    """The whole proof as text: what is due and when, the rule verbatim, and why."""
    found = proof.deadline
    head = [title(found, situation), when(found, now), *filter(None, [aim(proof, now)]), who(proof)]
    quoted: list[str] = []
    for passage in proof.passages:
        quoted += [quotes.in_quotes([passage]), quotes.stands_in(passage, framework)]
        quoted += [*(note for note in quotes.notes([passage], framework) if note not in quoted), ""]
    return "\n".join([*head, "", *quoted, *(f"- {line}" for line in why(proof))])
