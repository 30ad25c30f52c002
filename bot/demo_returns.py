"""A made-up year of quality assurance for the demo: a session that is over, one to come, and activities."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from standards_kb.load import load_framework
from standards_kb.load_returns import load_templates
from standards_kb.working_days import england, local_day
from storage.challenges import ChallengeAction, Update
from storage.returns import ACCEPTED, Part, Session
from storage.schedule import Activity
from storage.store import Store

_AREA: Final = "help_and_protection_and_court"
# Last time's figures: value, out of, comment.
_LAST: Final = {
    "child_protection_visits": ("41", "46", "Two teams had vacancies over the summer."),
    "seen_alone": ("38", "46", "Not recorded in four of the rest."),
    "repeat_plans": ("6", "31", "One family of four."),
    "proceedings_in_26_weeks": ("7", "12", "Court dates."),
    "supervision_on_time": ("29", "34", "Two managers were away."),
    "complaints": ("9", "", ""),
    "compliments": ("14", "", ""),
}
_TEXTS: Final = {
    "findings": "Dip samples found direct work recorded in most files, and plans that say little of what is to change.",
    "strengths_and_worries": "Working well: visits. Worried about: drift after the second review. Grey: neglect.",
    "compliment_themes": "Workers who stay, and who say what happens next.",
    "complaint_themes": "Repeating one’s story to each new worker.",
    "heard": "Most children of an age to do so took part in their conference, by coming or by what they wrote.",
    "reviewing_officers": "Drift in plans, escalated in both large teams and resolved within the month.",
    "you_said_we_did": "You said: you repeat your story. We did: one page that goes with the child.",
    "asks": "A decision on agency workers for the autumn.",
}
_PLANNED: Final = (
    (20, "dip_sample", "supervision records", "Supervision fell behind in two teams", _AREA),
    (35, "themed", "thresholds for neglect", "A priority of the improvement plan", ""),
    (70, "learning_review", "complaints about contact", "Three complaints named the same thing", ""),
    (120, "multi_agency", "strategy discussions", "The partnership's programme", ""),
)


def add_demo_returns(store: Store, now: datetime, head: str, contributors: list[str], lead: str) -> None:
    """Add them, unless there are sessions already."""
    if store.returns.all():
        return
    today, calendar = local_day(now), england()
    template = load_templates(load_framework())[_AREA]
    sections, indicators = [section.name for section in template.sections], list(template.indicators)
    last_day = calendar.on_or_before(today - timedelta(days=90))
    last = Session(_AREA, last_day, last_day - timedelta(days=14), head, lead, now, panel="The Director")
    number = store.returns.add(last, contributors, sections, indicators)
    for part in store.returns.parts(number):
        assert store.returns.write(_filled(part, lead)) or part.by_name
    written = store.returns.find(number)
    assert written is not None
    store.returns.change(replace(written, state=ACCEPTED, signed_by="Patti Fernandez"))
    day = calendar.add(today, 12)
    texts = ("Supervise weekly where a plan is over a year old", "all of it held", "Children's plans don't drift")
    manager = contributors[-1]
    given = ChallengeAction(number, texts[0], manager, day, *texts[1:], lead, now, "practice_standards.6")
    action = store.challenges.give(given)
    store.challenges.tell(Update(action, "It is held in both teams; the backlog is 14.", "Megan Bowen", now))
    # Far enough away that nobody is reminded of it on the demo's first day.
    held, due = calendar.add(today, 25), calendar.add(today, 15)
    session = Session(_AREA, held, due, head, lead, now, panel="The Director", priorities=("neglect", "supervision"))
    store.returns.add(session, contributors, sections, indicators)
    for days, kind, title, why, area in _PLANNED:
        day = calendar.on_or_before(today + timedelta(days=days))
        store.schedule.add(Activity(kind, title, why, day, lead, now, area))


def _filled(part: Part, by_name: str) -> Part:
    value, out_of, text = _LAST.get(part.name, ("", "", "")) if part.is_figure else ("", "", "")
    return replace(part, value=value, out_of=out_of, text=text or _TEXTS.get(part.name, ""), by_name=by_name)
