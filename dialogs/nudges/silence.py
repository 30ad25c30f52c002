"""Each night: who should have heard and did not, by comparing what there was to be said with what was delivered."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.nudging.decide import Card, Say
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.nudges.matters import hours_about, workers_of
from dialogs.nudges.planner import PAGE, hours, mornings
from standards_kb.history import AsOf, as_of
from standards_kb.working_days import LONDON, local_day
from storage.access import as_planner
from storage.administrators import administrators
from storage.outbox import Entry, Message, State
from storage.planning import PlannedDay
from storage.store import Store

KIND: Final = "nudges.silence"
NEVER: Final = "never"
_LOOKS_FROM, _EVERY = 20, timedelta(hours=6)  # London's hour; how often at most
_MOST, _SHOWN = 200, 20
_GRACE = timedelta(minutes=15)  # for the sender
_WHAT = {
    Card.DIGEST: "what_digest",
    Card.TEAM: "what_team",
    Card.SERVICE: "what_service",
    Card.HOURS: "what_hours",
}
_WHY = {
    NEVER: "why_never",
    State.PENDING: "why_pending",
    State.POSTING: "why_pending",
    State.UNREACHABLE: "why_unreachable",
    State.DEAD: "why_dead",
    State.UNKNOWN: "why_unknown",
}


@dataclass(frozen=True, slots=True)
class Silent:
    """Who did not hear, what, and why."""

    reader: str
    card: str
    why: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page of children shows. `nobody`: children of whom nobody may be told; `last`: where the next page begins,
    empty after the last."""

    silent: tuple[Silent, ...]
    nobody: int
    last: str = ""


def nudges() -> tuple[Nudge, ...]:
    """The night's."""
    return (Nudge(KIND, None, _is_todays, _card, due=_due, every=_EVERY),)


def look(store: Store, knowledge: Knowledge, now: datetime, after: str) -> Looked:
    """Compare for the next page of children; on the first, deadlines in hours, too."""
    today, planning = as_of(now), as_planner(store)
    ids = planning.page(after, PAGE)
    said = [(say, str(say.card)) for say in mornings(store, knowledge, today, ids) if say.at <= now - _GRACE]
    if not after:
        # As it was a little earlier: a call whose time has come counts as one for that instant.
        for watched, deadline, says in hours(store, knowledge, now - _GRACE):
            said += [(say, hours_about(watched, deadline)) for say in says if say.at <= now - _GRACE]
    silent = _silent(store, said, planning.planned(today.today))
    return Looked(silent, _of_nobody(store, knowledge, today, ids), ids[-1] if len(ids) == PAGE else "")


def everything(pages: Iterable[Looked]) -> Looked:
    """All pages together, each person's silence once."""
    every = list(pages)
    silent = tuple(dict.fromkeys(one for page in every for one in page.silent))
    return Looked(silent, sum(page.nobody for page in every))


def in_words(one: Silent, name: str) -> str:
    """One line."""
    words = words_of("nudges")
    return words("silence_line", name=name, what=words(_WHAT[Card(one.card)]), why=words(_WHY[one.why]))


def _silent(store: Store, said: Sequence[tuple[Say, str]], planned: PlannedDay | None) -> tuple[Silent, ...]:
    keys = {(say.reader, about, say.occasion): say for say, about in said}
    states = store.outbox.states(keys)
    found = []
    for key, say in keys.items():
        state = states.get(key)
        if state in (State.SENT, State.CANCELLED):  # what was cancelled wasn't true, or not for its reader, by then
            continue
        if state is None:
            # What has come up since the day was planned is for the next morning.
            if say.card is not Card.HOURS and planned is not None:
                continue
            found.append(Silent(say.reader, say.card, NEVER))
        else:
            found.append(Silent(say.reader, say.card, state))
    return tuple(dict.fromkeys(found))


def _of_nobody(store: Store, knowledge: Knowledge, today: AsOf, ids: Sequence[str]) -> int:
    """Of how many children with something due neither a worker nor a manager may be told."""
    watched = as_planner(store).watched(ids, today, knowledge.timescales, knowledge.calendar)
    return sum(
        bool(w.of.deadlines)
        and not w.search.managers()
        and not any(workers_of(w, deadline) for deadline in w.of.deadlines)
        for w in watched
    )


def _due(store: Store, knowledge: Knowledge, now: datetime, page: str) -> Planned:
    """Once, in the evening; the page carries what has been found so far."""
    today, planning = as_of(now), as_planner(store)
    if now.astimezone(LONDON).hour < _LOOKS_FROM:
        return Planned()
    planned = planning.planned(today.today)
    if not page and planned is not None and planned.silent is not None:
        return Planned()
    before = _read(page)
    found = look(store, knowledge, now, before.last)
    so_far = replace(everything([before, found]), last=found.last)
    if found.last:
        return Planned((), _written(so_far))
    basis, children, done_at = ("", 0, now) if planned is None else (planned.basis, planned.children, planned.done_at)
    number = len(so_far.silent) + so_far.nobody
    planning.done(PlannedDay(today.today, basis, done_at, children, number))
    return Planned(tuple(_messages(store, knowledge, today, so_far, is_planned=planned is not None)))


def _read(page: str) -> Looked:
    if not page:
        return Looked((), 0)
    known = json.loads(page)
    return Looked(tuple(Silent(*one) for one in known["silent"]), int(known["nobody"]), str(known["last"]))


def _written(so_far: Looked) -> str:
    silent = [[one.reader, one.card, one.why] for one in so_far.silent[:_MOST]]
    return json.dumps({"silent": silent, "nobody": so_far.nobody, "last": so_far.last})


def _messages(store: Store, knowledge: Knowledge, today: AsOf, found: Looked, *, is_planned: bool) -> Iterable[Message]:
    """To each silent person's manager what concerns them, to the administrators all of it."""
    silent, nobody = found.silent, found.nobody
    if not silent and not nobody:
        return
    occasion = today.today.isoformat()
    people = {person.key: person for person in store.people.with_keys(one.reader for one in silent)}
    of_manager: dict[str, list[Silent]] = {}
    for one in silent:
        manager = people[one.reader].manager_key if one.reader in people else None
        if manager and store.people.by_key(manager) is not None:
            of_manager.setdefault(manager, []).append(one)
    everybody = administrators(store, knowledge.administrators, today.today)
    for reader, its in of_manager.items():
        if reader not in everybody:
            yield Message(KIND, reader, "silence", occasion, _facts(its, 0, is_planned=is_planned))
    for reader in everybody:
        yield Message(KIND, reader, "silence", occasion, _facts(silent, nobody, is_planned=is_planned))


def _facts(silent: Sequence[Silent], nobody: int, *, is_planned: bool) -> dict[str, Json]:
    shown: list[Json] = [[one.reader, one.card, one.why] for one in silent[:_SHOWN]]
    return {"silent": shown, "more": max(0, len(silent) - _SHOWN), "nobody": nobody, "planned": is_planned}


def _is_todays(entry: Entry, _store: Store, now: datetime) -> bool:
    """For a day: whoever reads it later can't help any more."""
    return now - entry.planned_at < timedelta(days=1) and local_day(entry.planned_at) <= local_day(now)


def _card(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, facts = words_of("nudges"), entry.facts
    sheet = Sheet(words("silence_title"))
    if not facts["planned"]:
        sheet.say(words("silence_day"))
    silent = [Silent(*one) for one in facts["silent"]]
    names = {person.key: person.name for person in store.people.with_keys(one.reader for one in silent)}
    for one in silent:
        sheet.say(in_words(one, names.get(one.reader, one.reader)))
    if facts["more"]:
        sheet.say(words("silence_more", number=facts["more"]))
    if facts["nobody"]:
        sheet.say(words("silence_nobody", number=facts["nobody"]))
    sheet.say(words("silence_do"))
    return sheet.reply()
