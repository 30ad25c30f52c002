"""The people whom an act is about: asked again until there is exactly one."""

from collections.abc import Sequence

from dialogs.core.words import words_of
from dialogs.team.act import Ask, Checked, Here
from dialogs.team.who import CASEWORK, about, meant
from storage.people import Person
from storage.roles import Action, Role

LEADING = (Role.ASSISTANT_MANAGER, Role.MANAGER)
_SHOWN = 10


def led_in(checked: Checked, here: Here, field: str, question: str) -> Person | None:
    """One of those whom the manager leads, by any part of the name. The same words for somebody else's worker and for
    nobody."""
    reached = here.through.reached(Action.DECIDE)
    return _one(checked, field, question, [p for p in _present(here) if reached.includes(p)], ())


def worker_in(
    checked: Checked, here: Here, field: str, question: str, roles: Sequence[Role] = CASEWORK
) -> Person | None:
    """Somebody who may have children: of those led by any part of the name, of others by the whole name."""
    reached = here.through.reached(Action.DECIDE)
    able = [p for p in _present(here) if any(role in p.roles for role in roles)]
    return _one(checked, field, question, [p for p in able if reached.includes(p)], able)


def _present(here: Here) -> list[Person]:
    return [p for p in here.store.people.all() if not p.has_left(here.now.today)]


def _one(checked: Checked, field: str, question: str, near: Sequence[Person], far: Sequence[Person]) -> Person | None:
    words, said = words_of("team"), str(checked.told.get(field) or "").strip()
    if not said:
        checked.asks.append(Ask(field, question))
        return None
    found = meant(said, near) or meant(said, far, whole=True)
    if len(found) == 1:
        checked.told[field] = found[0].key
        return found[0]
    if found:
        choices = tuple((about(p), p.key) for p in found[:_SHOWN])
        checked.asks.append(Ask(field, words("which_worker", said=said), choices))
        return None
    checked.wrong.append(words("person_unknown", said=said))
    checked.told[field] = ""
    checked.asks.append(Ask(field, question))
    return None
