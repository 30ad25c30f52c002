"""A child comes from one worker to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.core import due
from dialogs.core.items import items
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team import going_along
from dialogs.team.act import Act, Checked, Here
from dialogs.team.nudges import handed_over
from dialogs.team.who import about
from dialogs.team.whom import worker_in
from standards_kb.timescales import is_overdue, who_does_it
from storage.allocations import Allocation
from storage.handovers import Handover, given_up, starts_at
from storage.people import Person
from storage.roles import SOCIAL_WORKER, Action, Role

BACK, AHEAD = timedelta(days=92), timedelta(days=92)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Going:
    """What a handover of one child comes to; `refused`: why it can't be. `before`: who gives the child up; `beside`:
    who goes on in another role. `basis`: what it is decided upon."""

    child_id: str
    called: str
    refused: str = ""
    before: str = ""
    beside: str = ""
    along: Sequence[str] = ()
    late: int = 0
    needs_social_worker: bool = False
    basis: str = ""


def going(child_id: str, to: Person, day: date, here: Here, of: str = "") -> Going:
    """What it would come to; `of`: who alone gives the child up."""
    words, manages, today = words_of("team"), here.through.managing, here.now.today
    called, theirs = here.called(child_id), manages.casework(child_id, min(day, today))
    if any(a.staff_key == to.key and a.from_on <= day for a in theirs):
        return Going(child_id, called, words("handover_already", child=called, name=to.name))
    if manages.child(child_id).restricted and to.key not in manages.viewers(child_id):
        return Going(child_id, called, words("handover_restricted", child=called, name=to.name))
    given = given_up(theirs, to, of)
    stay = [a for a in theirs if a not in given]
    begun = max((a.from_on for a in given if a.from_on <= today), default=None)
    if begun is not None and day < begun:
        return Going(child_id, called, words("handover_before", day=day_label(begun)))
    open_ones = here.case_of(child_id).deadlines
    for_social_worker = any("Social Worker" in who_does_it(d)[0] for d in open_ones)
    along = manages.along(child_id, [a.staff_key for a in given if a.staff_key], day, today)
    is_social_worker = Role.PRACTITIONER in to.roles or any(a.role == SOCIAL_WORKER for a in stay)
    return Going(
        child_id,
        called,
        before=_names(given),
        beside=_names(stay),
        along=going_along.lines(along, today),
        late=sum(is_overdue(d.due, here.now) for d in open_ones),
        needs_social_worker=for_social_worker and not is_social_worker,
        basis=_basis(child_id, day, here),
    )


def on_day(checked: Checked, here: Here) -> date | None:
    """From which day on, today if nothing is said; refused if that can't be."""
    words, told, today = words_of("team"), checked.told, here.now.today
    told["day"] = told.get("day") or today.isoformat()
    day = checked.day("day", words("ask_handover_day"), here, "future")
    if day is not None and not today - BACK <= day <= today + AHEAD:
        checked.refuse(words("handover_far"))
    return day


def day_of(told: Mapping[str, Json]) -> date:
    """The day of what was checked."""
    return date.fromisoformat(str(told["day"]))


def said(day: date) -> str:
    """The day in words."""
    return day_label(day)


def made(one: Going, to: Person, day: date, here: Here, of: str = "") -> Handover | None:
    """Hand one child over, but tell nobody yet; None if somebody has been faster."""
    number = here.through.managing.times_handed_over(one.child_id) + 1
    handover = Handover(one.child_id, number, one.before, to.key, to.name, day, here.person.name, here.turn.at)
    if not here.through.managing.hand_over(handover, to, here.turn.at, of):
        return None
    here.through.changed(f"handed over from {handover.from_name or 'nobody'} to {to.key}, from {day}", [one.child_id])
    return handover


def _check(checked: Checked, here: Here) -> Checked:
    words, child_id = words_of("team"), str(checked.told["child"])
    to = worker_in(checked, here, "worker", words("ask_handover_to"))
    if checked.refused:
        return checked
    day = on_day(checked, here)
    if checked.refused:
        return checked
    checked.basis = _basis(child_id, day or here.now.today, here)
    if to is None or day is None:
        return checked
    one = going(child_id, to, day, here)
    if one.refused:
        return checked.refuse(one.refused)
    line = "handover_line" if one.before else "handover_line_new"
    checked.lines.append(words(line, child=one.called, before=one.before, name=about(to), day=day_label(day)))
    if one.beside:
        checked.lines.append(words("handover_beside", child=one.called, names=one.beside))
    if one.needs_social_worker:
        checked.lines.append(words("handover_no_social_worker", name=to.name))
    checked.lines += ["\n".join([words("along_title"), *(f"- {what}" for what in one.along)])] if one.along else []
    if one.late:
        checked.lines.append(words("handover_late", number=one.late))
    return checked


def _basis(child_id: str, day: date, here: Here) -> str:
    theirs = here.through.managing.casework(child_id, min(day, here.now.today))
    return f"{here.through.managing.times_handed_over(child_id)} {[(a.id, a.staff_key) for a in theirs]}"


def _names(theirs: Sequence[Allocation]) -> str:
    names = [a.worker_name.strip() for a in theirs]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words, child_id = words_of("team"), str(told["child"])
    to = here.store.people.by_key(str(told["worker"]))
    assert to is not None, "checked"
    day = day_of(told)
    handover = made(going(child_id, to, day, here), to, day, here)
    if handover is None:
        return None
    here.store.outbox.add(handed_over(handover, max(here.turn.at, starts_at(day))), here.turn.at)
    called = here.called(child_id)
    lines = [words("handover_done", child=called, name=to.name, day=day_label(day))]
    titles = here.knowledge.timescales.situations
    for item in items([here.case_of(child_id)], {child_id: called}, here.now)[:SHOWN]:
        what = due.title(item.deadline, titles[item.deadline.situation.name].title)
        when = due.when(item.deadline, here.now)
        inherited = [words("handover_inherited")] if item.is_inherited else []
        lines.append(" ".join([words("next_line", what=what, when=when), *inherited]))
    return [*lines, words("handover_next", child=child_id)]


ACTS = (Act("hand_over", "hand_over_title", Action.DECIDE, _check, _do),)
