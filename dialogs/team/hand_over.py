"""A child comes from one worker to another."""

from collections.abc import Mapping, Sequence
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
from storage.handovers import Handover, starts_at
from storage.roles import PERSONAL_ADVISER, SOCIAL_WORKER, Action, Role

BACK, AHEAD = timedelta(days=92), timedelta(days=92)
SHOWN = 6


def _check(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    child_id = str(told["child"])
    called, today = here.called(child_id), here.now.today
    to = worker_in(checked, here, "worker", words("ask_handover_to"))
    if checked.refused:
        return checked
    told["day"] = told.get("day") or today.isoformat()
    day = checked.day("day", words("ask_handover_day"), here, "future")
    if day is not None and not today - BACK <= day <= today + AHEAD:
        return checked.refuse(words("handover_far"))
    theirs = here.through.managing.casework(child_id, min(day or today, today))
    checked.basis = f"{here.through.managing.times_handed_over(child_id)} {[(a.id, a.staff_key) for a in theirs]}"
    if to is None or day is None:
        return checked
    if any(a.staff_key == to.key and a.from_on <= day for a in theirs):
        return checked.refuse(words("handover_already", child=called, name=to.name))
    manages = here.through.managing
    if manages.child(child_id).restricted and to.key not in manages.viewers(child_id):
        return checked.refuse(words("handover_restricted", child=called, name=to.name))
    begun = max((a.from_on for a in theirs if a.from_on <= today), default=None)
    if begun is not None and day < begun:
        return checked.refuse(words("handover_before", day=day_label(begun)))
    before, said = _from(theirs), day_label(day)
    if before:
        checked.lines.append(words("handover_line", child=called, before=before, name=about(to), day=said))
    else:
        checked.lines.append(words("handover_line_new", child=called, name=about(to), day=said))
    open_ones = here.case_of(child_id).deadlines
    if Role.PRACTITIONER not in to.roles and any("Social Worker" in who_does_it(d)[0] for d in open_ones):
        checked.lines.append(words("handover_no_social_worker", name=to.name))
    workers = [a.staff_key for a in theirs if a.staff_key]
    along = going_along.lines(manages.along(child_id, workers, day, today), today)
    checked.lines += ["\n".join([words("along_title"), *(f"- {line}" for line in along)])] if along else []
    late = [d for d in open_ones if is_overdue(d.due, here.now)]
    if late:
        checked.lines.append(words("handover_late", number=len(late)))
    return checked


def _from(theirs: Sequence[Allocation]) -> str:
    names = [a.worker_name.strip() for a in theirs]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words, child_id = words_of("team"), str(told["child"])
    to = here.store.people.by_key(str(told["worker"]))
    assert to is not None, "checked"
    day = date.fromisoformat(str(told["day"]))
    theirs = here.through.managing.casework(child_id, min(day, here.now.today))
    number = here.through.managing.times_handed_over(child_id) + 1
    handover = Handover(child_id, number, _from(theirs), to.key, to.name, day, here.person.name, here.turn.at)
    role = PERSONAL_ADVISER if Role.PRACTITIONER not in to.roles else SOCIAL_WORKER
    if not here.through.managing.hand_over(handover, to, role, here.turn.at):
        return None
    here.store.outbox.add(handed_over(handover, max(here.turn.at, starts_at(day))), here.turn.at)
    here.through.changed(f"handed over from {handover.from_name or 'nobody'} to {to.key}, from {day}", [child_id])
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
