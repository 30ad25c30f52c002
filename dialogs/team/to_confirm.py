"""Who may confirm what a worker has told that a review set hears of it unasked: once, when it can't be undone any more.

From then on it stands in the manager's digest, as long as it waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from dialogs.core import awaiting, cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned, reader_of
from dialogs.core.nudging.hours import soonest
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.team import told
from standards_kb.history import as_of
from storage.access import Door, as_planner
from storage.agreed import Agreed
from storage.outbox import Entry, Message
from storage.people import Person
from storage.planning import Watched
from storage.roles import Action, Reach, Role, may
from storage.store import Store

TO_CONFIRM: Final = "team.to_confirm"
_EVERY: Final = timedelta(minutes=5)
_TAKEN_BACK_FOR: Final = timedelta(minutes=10)
_LATELY: Final = timedelta(days=7)  # so long the bot may have stood still


def nudges() -> tuple[Nudge, ...]:
    """The one."""
    return (Nudge(TO_CONFIRM, Action.OVERSEE, _waits, _card, settled=_settled, due=_due, every=_EVERY, anew=_card),)


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """One message for all that somebody told at once, of several children too, to each who may confirm any of it."""
    planning, found = as_planner(store), list[Message]()
    ones = planning.to_confirm(now - _LATELY, now - _TAKEN_BACK_FOR)
    ids = sorted({one.child_id for one in ones})
    seen = planning.watched(ids, as_of(now), knowledge.timescales, knowledge.calendar)
    watched = {one.of.child.id: one for one in seen}
    for (teller, at), told_at_once in groupby(ones, lambda one: (one.by_key, one.told_at)):
        whom: dict[str, list[Json]] = {}
        for one in told_at_once:
            for person in _readers(one, watched.get(one.child_id)):
                whom.setdefault(person.key, []).append(one.id)
        about, due = f"told:{teller}:{at.isoformat()}", soonest(now, knowledge.nudging)
        found += [Message(TO_CONFIRM, key, about, "waits", {"agreed": its}, due_at=due) for key, its in whom.items()]
    return Planned(tuple(found))


def _readers(one: Agreed, watched: Watched | None) -> list[Person]:
    """The managers of the child's workers who may confirm it, else the Heads of Service above them, else, as they know
    whom to ask, the managers all the same; not who told it."""
    if watched is None:
        return []
    managers, heads = watched.search.managers(), watched.search.heads()
    return [p for p in _able(managers, one) or _able(heads, one) or managers if p.key != one.by_key]


def _able(people: Iterable[Person], one: Agreed) -> list[Person]:
    needs = told.NEEDS[one.kind]
    return [p for p in people if any(may(role, needs) is not Reach.NOBODY for role in Role if role in p.roles)]


def _waiting(entry: Entry, store: Store, now: datetime) -> tuple[Door, list[Agreed]]:
    """What of it awaits a word, as far as its reader may see the children by now."""
    through, ids = reader_of(entry, store, now), entry.facts["agreed"]
    its = [one for one in as_planner(store).agreed(ids) if through.let_in(Action.OVERSEE, one.child_id)]
    theirs = [through.managing.child(child_id) for child_id in dict.fromkeys(one.child_id for one in its)]
    return through, [one for one in awaiting.agreed(through, theirs, as_of(now)) if one.id in ids]


def _waits(entry: Entry, store: Store, now: datetime) -> bool:
    through, found = _waiting(entry, store, now)
    named = as_planner(store).told_of(entry.id)
    return bool(found) and all(through.may(Action.OVERSEE, child_id) for child_id in named)


def _card(entry: Entry, store: Store, _knowledge: Knowledge, now: datetime) -> Reply | None:
    through, found = _waiting(entry, store, now)
    if not found:
        return None
    words, ids = words_of("team"), list(dict.fromkeys(one.child_id for one in found))
    as_planner(store).told(entry.id, ids)
    through.viewed("what awaits their word, as a message", ids)
    sheet = Sheet(words("notice_confirm_title"), words("notice_confirm_title"))
    sheet.say(words("notice_confirm", name=found[0].by_name))
    told.show(sheet, found, names([through.managing.child(child_id) for child_id in ids]), through)
    sheet.say(words("notice_confirm_why"), cards.small)
    sheet.typed(words("notice_confirm_typed", child=ids[0]))
    return sheet.reply()


def _settled(_entry: Entry, _store: Store) -> Reply:
    return Reply(words_of("team")("notice_confirm_over"))
