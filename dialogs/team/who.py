"""Whom a manager means by a name: one of those whom they lead, or a question which one."""

from collections.abc import Sequence

from dialogs.core import cards
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.names import match_name
from storage.people import Person
from storage.roles import Action, Role
from storage.store import Store

CASEWORK = (Role.PRACTITIONER, Role.PERSONAL_ADVISER)
_MOST = 10


def one_worker(store: Store, through: Door, turn: Turn, said: str, action: str) -> tuple[Person | None, Reply]:
    """The one of those led whom a key or a name means; else what to say. The same words for somebody else's worker and
    for nobody."""
    words, reached = words_of("team"), through.reached(Action.OVERSEE)
    if reached.is_nothing:
        return None, Reply(words("not_for_you"))
    led = [p for p in store.people.with_keys(reached.staff) if not p.has_left(turn.today)]
    found = meant(said, led)
    if len(found) == 1:
        return found[0], Reply("")
    if not found:
        return None, Reply(words("worker_unknown"))
    sheet = Sheet(words("which_worker", said=said), words("summary"))
    shown = found[:_MOST]
    sheet.on_card(*(cards.offer(about(p), action, {"worker": p.key}) for p in shown))
    sheet.typed("\n".join(f"- {about(p)}" for p in shown))
    sheet.typed(words("which_typed"))
    return None, sheet.reply()


def meant(said: str, people: Sequence[Person], *, whole: bool = False) -> list[Person]:
    """Those whom a key, a sign-in, a choice as shown, a whole name or (unless only `whole` names will do) a part of one
    fits; the closest kind of fit alone."""
    name = match_name(said)
    if not name:
        return []
    for fits in (
        [p for p in people if said.strip() in (p.key, p.principal_name, about(p))],
        [p for p in people if match_name(p.name) == name],
        [p for p in people if not whole and _has_part(match_name(p.name), name)],
    ):
        if fits:
            return fits
    return []


def _has_part(name: str, part: str) -> bool:
    return part in name.split() or name.startswith(f"{part} ")


def about(person: Person) -> str:
    """A person in a choice of people."""
    more = ", ".join(part for part in (person.job, person.team) if part)
    return words_of("team")("person", name=person.name, about=more) if more else person.name
