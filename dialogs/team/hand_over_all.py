"""All children of one worker come to another: each as if handed over alone, by one confirmation, or none."""

import hashlib
from collections.abc import Mapping, Sequence

from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.team import hand_over
from dialogs.team.act import Act, Checked, Here
from dialogs.team.hand_over import Going
from dialogs.team.nudges import all_handed_over
from dialogs.team.who import about
from dialogs.team.whom import led_in, worker_in
from storage.handovers import starts_at
from storage.people import Person
from storage.roles import Action


def _check(checked: Checked, here: Here) -> Checked:
    words = words_of("team")
    of = led_in(checked, here, "of", words("ask_handover_of"))
    to = worker_in(checked, here, "worker", words("ask_handover_to"))
    if checked.refused:
        return checked
    day = hand_over.on_day(checked, here)
    if of is None or to is None or day is None or checked.refused:
        return checked
    if of.key == to.key:
        return checked.refuse(words("handover_same", name=to.name))
    every = [hand_over.going(child_id, to, day, here, of.key) for child_id in _children(of, here)]
    go, stay = [one for one in every if not one.refused], [one for one in every if one.refused]
    if not go:
        return checked.refuse("\n".join([words("handover_all_none", name=of.name), *(one.refused for one in stay)]))
    checked.about = [one.child_id for one in every]
    checked.basis = hashlib.sha256(repr([(one.child_id, one.basis) for one in every]).encode()).hexdigest()
    checked.lines += _lines(of, to, go, stay, hand_over.said(day))
    return checked


def _children(of: Person, here: Here) -> list[str]:
    """Those of a worker's whom this manager may hand over."""
    ids = dict.fromkeys(child.id for _, child in here.through.work_of(of.key) or ())
    return [child_id for child_id in ids if here.through.let_in(Action.DECIDE, child_id)]


def _lines(of: Person, to: Person, go: Sequence[Going], stay: Sequence[Going], day: str) -> list[str]:
    words = words_of("team")
    called = ", ".join(one.called for one in go)
    lines = [words("handover_all_line", number=len(go), before=of.name, name=about(to), day=day, children=called)]
    others = [words("handover_beside", child=one.called, names=one.beside) for one in go if one.beside]
    along = [words("handover_all_along", child=one.called, what="; ".join(one.along)) for one in go if one.along]
    if any(one.needs_social_worker for one in go):
        lines.append(words("handover_no_social_worker", name=to.name))
    lines += ["\n".join([words("along_all_title"), *(f"- {line}" for line in along)])] if along else []
    lines += others
    late = sum(one.late for one in go)
    lines += [words("handover_late", number=late)] if late else []
    return lines + [words("handover_all_stays", why=one.refused) for one in stay]


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words = words_of("team")
    of, to = here.store.people.by_key(str(told["of"])), here.store.people.by_key(str(told["worker"]))
    assert of is not None, "checked"
    assert to is not None, "checked"
    day = hand_over.day_of(told)
    every = [hand_over.going(child_id, to, day, here, of.key) for child_id in _children(of, here)]
    go = [one for one in every if not one.refused]
    with here.through.managing.together() as step:
        if not all(hand_over.made(one, to, day, here, of.key) for one in go):
            step.undo()
            return None
    here.store.outbox.add(all_handed_over(to, here.turn.at, max(here.turn.at, starts_at(day))), here.turn.at)
    called, said = ", ".join(one.called for one in go), hand_over.said(day)
    lines = [words("handover_all_done", number=len(go), name=to.name, day=said, children=called)]
    return [
        *lines,
        *(words("handover_all_stays", why=o.refused) for o in every if o.refused),
        words("handover_all_next"),
    ]


ACTS = (Act("hand_over_all", "hand_over_all_title", Action.DECIDE, _check, _do, of_child=False),)
