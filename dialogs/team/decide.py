"""How often a child is to be visited, and which visits count: what a manager decides, with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dialogs.core import decided, due
from dialogs.core.how_often import days_in
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked, Here
from dialogs.team.told import confirmed, told_in
from standards_kb.case import VISIT, Event
from standards_kb.history import counts
from standards_kb.intervals import span_of
from standards_kb.timescales import Deadline
from storage.caseload import ChildsDeadlines
from storage.decisions import ACCEPTED, FREQUENCY, STANDING, STANDING_ENDS, Decision
from storage.roles import Action

MOST_DAYS = 366
RECENT = timedelta(days=92)


def _frequency(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    of = here.case_of(str(told["child"]))
    called, today = here.called(of.child.id), here.now.today
    theirs = [d for d in (*of.deadlines, *of.unsupplied) if d.rule.manager_may_shorten]
    if not theirs:
        return checked.refuse(words("frequency_nothing", child=called))
    days = days_in(str(told.get("days") or ""))
    if days is None or not 0 < days <= MOST_DAYS:
        if told.get("days"):
            checked.wrong.append(words("wrong_days"))
        checked.asks.append(Ask("days", words("ask_days", child=called)))
    else:
        told["days"] = str(days)
        longer = [d for d in theirs if _span_ends(d, today, here) > today + timedelta(days=days)]
        if not longer:
            spans = ", ".join(dict.fromkeys(span_of(d.step, d.situation.facts).words for d in theirs))
            return checked.refuse(words("frequency_not_shorter", spans=spans))
        checked.lines.append(words("frequency_line", child=called, days=days))
        checked.lines += [_preview(d, days, here) for d in longer]
    ends = checked.day("ends", words("ask_ends"), here, "future", optional=True)
    if ends is not None and ends <= today:
        checked.wrong.append(words("wrong_past"))
        checked.told["ends"] = ""
        checked.asks.append(Ask("ends", words("ask_ends"), is_optional=True))
    elif ends is not None:
        checked.lines.append(words("frequency_until", day=day_label(ends)))
    return reasoned(checked, here, of, FREQUENCY)


def _preview(deadline: Deadline, days: int, here: Here) -> str:
    words = words_of("team")
    title = here.knowledge.timescales.situations[deadline.situation.name].title
    new = (deadline.last.day if deadline.last else deadline.start_day) + timedelta(days=days)
    line = words("frequency_due", what=due.title(deadline, title), day=day_label(new))
    return f"{line} {words('frequency_overdue')}" if new < here.now.today else line


def _span_ends(deadline: Deadline, today: date, here: Here) -> date:
    return span_of(deadline.step, deadline.situation.facts).after_day(today, here.knowledge.calendar)


def _set_frequency(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    facts: dict[str, Json] = {
        "manager_interval_days": int(str(told["days"])),
        "manager_interval_set_on": here.now.today.isoformat(),
    }
    if told.get("ends"):
        facts["manager_interval_ends_on"] = str(told["ends"])
    return record(told, here, FREQUENCY, facts)


def _frequency_end(checked: Checked, here: Here) -> Checked:
    words, of = words_of("team"), here.case_of(str(checked.told["child"]))
    called, last = here.called(of.child.id), _last(here, of.child.id, FREQUENCY)
    ends = last.facts.get("manager_interval_ends_on") if last else None
    if last is None or (ends and str(ends) <= here.now.today.isoformat()):
        return checked.refuse(words("frequency_none", child=called))
    days = last.facts["manager_interval_days"]
    if last.facts["manager_interval_set_on"] == here.now.today.isoformat():
        checked.lines.append(words("frequency_end_at_once", child=called, days=days))
    else:
        checked.lines.append(words("frequency_end_line", child=called, days=days))
    return reasoned(checked, here, of, FREQUENCY)


def _end_frequency(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    last = _last(here, str(told["child"]), FREQUENCY)
    facts = {**(last.facts if last else {}), "manager_interval_ends_on": here.now.today.isoformat()}
    return record(told, here, FREQUENCY, facts)


def _accept(checked: Checked, here: Here) -> Checked:
    words = words_of("team")
    of = here.case_of(str(checked.told["child"]))
    called, today = here.called(of.child.id), here.now.today
    uncounted = [e for e in of.case.events if e.stream == VISIT and e.day <= today and _is_uncounted(e, of)]
    open_to = sorted({e.day for e in uncounted if not _why_never(e, of) and e.day >= today - RECENT}, reverse=True)
    if not checked.told.get("day") and open_to:
        choices = tuple((day_label(day), day.isoformat()) for day in open_to[:6])
        checked.asks.append(Ask("day", words("ask_visit", child=called), choices))
    else:
        day = checked.day("day", words("ask_visit", child=called), here, "past")
        if day is not None:
            its = [e for e in of.case.events if e.stream == VISIT and e.day == day]
            refused = _why_not(its, of, called, day)
            if refused:
                return checked.refuse(refused)
            checked.lines.append(words("accept_line", child=called, day=day_label(day)))
            checked.lines.append(words("accept_only_this"))
    return reasoned(checked, here, of, ACCEPTED, str(checked.told.get("day") or ""))


def _why_not(visits: Sequence[Event], of: ChildsDeadlines, called: str, day: date) -> str:
    words = words_of("team")
    if not visits:
        return words("accept_no_visit", child=called, day=day_label(day))
    uncounted = [e for e in visits if _is_uncounted(e, of)]
    if not uncounted:
        return words("accept_counts", child=called, day=day_label(day))
    whys = [_why_never(e, of) for e in uncounted]
    return whys[0] if all(whys) else ""


def _why_never(event: Event, of: ChildsDeadlines) -> str:
    """Why no manager's word makes a visit count: nothing in the framework lets anybody set that aside."""
    words = words_of("team")
    rows = [row for row in of.events if row.stream == VISIT and row.day == event.day]
    if rows and all(row.seen is False for row in rows):
        return words("accept_not_seen")
    return words("accept_elsewhere") if event.at_home_or_placement is False else ""


def _is_uncounted(event: Event, of: ChildsDeadlines) -> bool:
    accepted = [s.facts.accepted_as_counting_from for s in of.case.situations]
    return not any(counts(event, since) for since in (None, *accepted))


def _set_accepted(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    return record(told, here, ACCEPTED, {"accepted": True}, subject=str(told["day"]))


def _standing(checked: Checked, here: Here) -> Checked:
    words, of = words_of("team"), here.case_of(str(checked.told["child"]))
    called, today = here.called(of.child.id), here.now.today
    # One that is looked at again goes on from the day from which it has held.
    now = next((d for d in of.decisions if d.kind == STANDING and STANDING_ENDS not in d.facts), None)
    since = str(now.facts["accepted_as_counting_from"]) if now else today.isoformat()
    checked.told["day"] = checked.told.get("day") or since
    begins = checked.day("day", words("ask_standing_from"), here, "past")
    if begins is not None and begins > today:
        return checked.refuse(words("standing_future"))
    if begins is not None:
        checked.lines.append(words("standing_line", child=called, day=day_label(begins)))
    review = checked.day("review", words("ask_review"), here, "future")
    if review is not None and review <= today:
        checked.wrong.append(words("wrong_past"))
        checked.told["review"] = ""
        checked.asks.append(Ask("review", words("ask_review")))
    elif review is not None:
        checked.lines.append(words("standing_review", day=day_label(review)))
    return reasoned(checked, here, of, STANDING)


def _set_standing(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    review = date.fromisoformat(str(told["review"]))
    return record(told, here, STANDING, {"accepted_as_counting_from": str(told["day"])}, review_on=review)


def _standing_end(checked: Checked, here: Here) -> Checked:
    words, of = words_of("team"), here.case_of(str(checked.told["child"]))
    called, last = here.called(of.child.id), _last(here, of.child.id, STANDING)
    if last is None or STANDING_ENDS in last.facts:
        return checked.refuse(words("standing_none", child=called))
    checked.lines.append(words("standing_end_line", child=called))
    return reasoned(checked, here, of, STANDING)


def _end_standing(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    last = _last(here, str(told["child"]), STANDING)
    return record(told, here, STANDING, {**(last.facts if last else {}), STANDING_ENDS: here.now.today.isoformat()})


def reasoned(checked: Checked, here: Here, of: ChildsDeadlines, kind: str, subject: str = "") -> Checked:
    """With the reason, and what has been decided on the same matter before."""
    words = words_of("team")
    reason = checked.reason(words("ask_reason"))
    last = _last(here, of.child.id, kind, subject)
    checked.basis = str(last.number if last else 0)
    of_review = told_in(checked.told, here)
    if checked.told.get("agreed"):
        checked.basis += f" {of_review.version if of_review else 'gone'}"
    if last is not None and last.facts:
        checked.lines.append(words("decided_before", said=decided.said(last)))
    if reason:
        checked.lines.append(words("reason_line", reason=reason))
    return checked


def _last(here: Here, child_id: str, kind: str, subject: str = "") -> Decision | None:
    return here.through.managing.decision(child_id, kind, subject)


def record(
    told: Mapping[str, Json],
    here: Here,
    kind: str,
    facts: Mapping[str, Json],
    *,
    subject: str = "",
    review_on: date | None = None,
    decided_on: date | None = None,
) -> Sequence[str] | None:
    """Keep a decision, audited; None if the same matter has been decided since it was looked at."""
    child_id, reason = str(told["child"]), str(told["reason"])
    decision = Decision(
        child_id,
        kind,
        facts,
        reason,
        decided_on or here.now.today,
        here.turn.at,
        here.person.key,
        here.person.name,
        subject,
        int(str(told["basis"]).split()[0]) + 1,
        review_on,
    )
    confirms = confirmed(told, decision, here)
    if confirms is None or not here.through.managing.decide(decision, confirms):
        return None
    here.through.changed(f"{decided.what(decision)} Reason: {reason}", [child_id])
    return [decided.said(decision), *_next(here, child_id)]


def _next(here: Here, child_id: str) -> list[str]:
    """What is due now for the visits of the child."""
    of, words = here.case_of(child_id), words_of("team")
    titles = here.knowledge.timescales.situations
    visits = [d for d in of.deadlines if d.stream == VISIT]
    return [
        words("next_line", what=due.title(d, titles[d.situation.name].title), when=due.when(d, here.now))
        for d in visits
    ]


ACTS = (
    Act("frequency", "frequency_title", Action.DECIDE, _frequency, _set_frequency),
    Act("frequency_end", "frequency_end_title", Action.DECIDE, _frequency_end, _end_frequency),
    Act("accept", "accept_title", Action.DECIDE, _accept, _set_accepted),
    Act("standing", "standing_title", Action.DECIDE, _standing, _set_standing),
    Act("standing_end", "standing_end_title", Action.DECIDE, _standing_end, _end_standing),
)
