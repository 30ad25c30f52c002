"""One child's situations and events as they are kept, brought into line with what a file says. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from storage.cases import (
    AWAITING_RECORD,
    CHAT,
    CONFIRMED,
    CONTRADICTED,
    TEMPORARY,
    Event,
    Situation,
)
from storage.children import CLOSED
from storage.imports.annex_situations import FAMILIES, STOOD_IN, Meaning
from storage.imports.layouts import ANNEX_A

_FLAGS = ("seen", "seen_alone", "at_home_or_placement", "spoken_to", "unannounced", "chaired_by_manager")


@dataclass(slots=True)
class Changes:
    """What is to be written; `lost`: whether a situation that was in the export is in its list no more."""

    new: list[Situation] = field(default_factory=list)
    changed: list[Situation] = field(default_factory=list)
    closed: int = 0
    unchanged: int = 0
    lost: bool = False


def merge_export(kept: Sequence[Situation], said: Meaning, lists: Collection[int], today: date) -> Changes:
    """What a child's rows of an export change; `lists` are those that the file has."""
    changes = Changes()
    for number, family in FAMILIES:
        if number in lists:
            _family([s for s in kept if s.kind in family], said, family, today, changes)
    return changes


def _family(kept: Sequence[Situation], said: Meaning, family: frozenset[str], today: date, changes: Changes) -> None:
    still = [s for s in kept if s.is_open(today)]
    others = [s for s in still if s.source != ANNEX_A]
    wanted = [s for s in said.situations if s.kind in family and not _outdone(s, others)]
    for stand_in in (s for s in said.stand_ins if s.kind in family):
        if not any(s.natural_key != stand_in.natural_key and s.awaits != TEMPORARY for s in still):
            wanted.append(stand_in)
    settled = set()
    decisive = []  # what ends the others of its family
    for one in wanted:
        match = same_situation(kept, one)
        if match is None:
            changes.new.append(one)
            decisive += [one] if one.awaits != TEMPORARY and one not in said.stand_ins else []
        else:
            settled.add(match.id)
            again = _again(match, one, is_stand_in=one in said.stand_ins)
            _note(match, again, changes)
            decisive += [again] if again.awaits != TEMPORARY and again.is_open(today) else []
    for situation in still:
        if situation.id not in settled:
            if situation.source != ANNEX_A:
                after = _fate_of_other(situation, decisive, said.over.get(family))
            elif _outdone(situation, others):
                after = _ended(situation, max(s.started_on for s in others if s.kind == situation.kind))
            else:
                after = _fate(situation, decisive, said, family, today)
            _note(situation, after, changes, is_listed=False)


def _outdone(one: Situation, others: Iterable[Situation]) -> bool:
    """Whether another file, or a person, knows better than the export: a later start, or any where it assumes one."""
    theirs = [s for s in others if s.kind == one.kind and s.natural_key != one.natural_key]
    return any(s.started_on > one.started_on or one.kind in STOOD_IN for s in theirs)


def same_situation(kept: Iterable[Situation], one: Situation) -> Situation | None:
    """The same situation as kept: by its key, or of the same kind and day where one of both knows no time."""
    for situation in kept:
        if situation.natural_key == one.natural_key:
            return situation
        same = situation.kind == one.kind and situation.started_on == one.started_on
        if same and (situation.started_at in (None, one.started_at) or one.started_at is None):
            return situation
    return None


def _again(kept: Situation, said: Situation, *, is_stand_in: bool) -> Situation:
    """A situation that the export shows open. What people have settled stays settled: what was assumed, whoever says so
    (in chat or by another file), and a placement that a manager has said is none."""
    is_none = kept.ended_by == CHAT and kept.awaits == TEMPORARY
    settled = is_none or (is_stand_in and kept.ended_by not in (ANNEX_A, None))
    return replace(
        kept,
        ended_on=kept.ended_on if settled else None,
        ended_by=kept.ended_by if settled else None,
        facts={**kept.facts, **said.facts},
        awaits=kept.awaits and said.awaits,
        missing_since=None,
    )


def _fate_of_other(kept: Situation, decisive: Sequence[Situation], over: date | None) -> Situation:
    """An open situation of another file or of a person's: only what is later ends it."""
    later = [s.started_on for s in decisive if s.kind == kept.kind and s.started_on > kept.started_on]
    if over is not None and over >= kept.started_on:
        later.append(over)
    return _ended(kept, max(later)) if later else kept


def _fate(
    kept: Situation, decisive: Sequence[Situation], said: Meaning, family: frozenset[str], today: date
) -> Situation:
    """An open situation that the export has shown, and doesn't show now: over, replaced, or in its list no more."""
    if decisive:
        latest = max(decisive, key=lambda s: s.started_on)
        if latest.started_on > kept.started_on:
            return _ended(kept, latest.started_on)
        # The start has been corrected to an earlier day, or the same placement has become something else.
        return _ended(kept, kept.started_on if latest.kind == kept.kind else today)
    if family in said.over:
        return _ended(kept, max(said.over[family], kept.started_on))
    if kept.kind == said.child.case_status == "child_in_need":
        return replace(kept, missing_since=None)
    if said.child.case_status == CLOSED:
        return _ended(kept, max(said.closed_on, kept.started_on))
    if kept.awaits == TEMPORARY:
        return _ended(kept, today)
    if any(s.kind in family for s in said.stand_ins):  # care goes on, in a placement that may not be a new one
        return replace(kept, missing_since=None)
    return kept if kept.missing_since else replace(kept, missing_since=today)


def _ended(kept: Situation, on: date) -> Situation:
    return replace(kept, ended_on=on, ended_by=ANNEX_A, missing_since=None)


def _note(before: Situation, after: Situation, changes: Changes, *, is_listed: bool = True) -> None:
    if before == after:
        changes.unchanged += 1
        return
    changes.changed.append(after)
    changes.closed += after.ended_on is not None and before.ended_on is None
    changes.lost |= not is_listed and after.missing_since is not None and before.missing_since is None


@dataclass(slots=True)
class EventChanges:
    """What is to be written of events."""

    new: list[Event] = field(default_factory=list)
    changed: list[Event] = field(default_factory=list)
    removed: list[Event] = field(default_factory=list)
    unchanged: int = 0


def merge_events(kept: Sequence[Event], said: Iterable[Event]) -> EventChanges:
    """What a file's events of one child or worker change.

    A snapshot's last visit gives way to the same day's visit of a file that knows more; a worker's word that no import
    had shown yet is confirmed, or contradicted, by the first that shows something of that stream and day."""
    changes = EventChanges()
    by_key = {event.natural_key: event for event in kept}
    by_day: dict[tuple[str, date], list[Event]] = {}
    for event in kept:
        by_day.setdefault((event.stream, event.day), []).append(event)
    settled: set[int] = set()
    for one in said:
        same_day = by_day.get((one.stream, one.day), [])
        told = [e for e in same_day if e.id not in settled and _may_be_told(e, one)]
        match = by_key.get(one.natural_key) or min(told, key=lambda e: (e.at != one.at, e.id), default=None)
        settled |= {match.id} if match else set()
        if match is not None:
            after = _seen_again(match, one)
            changes.changed += [after] if after != match else []
            changes.unchanged += after == match
        elif one.source == ANNEX_A and same_day:
            changes.unchanged += 1
        else:
            changes.new.append(one)
        if one.source != ANNEX_A:
            changes.removed += [
                e for e in same_day if e.source == ANNEX_A and e is not match and e not in changes.removed
            ]
    return changes


def _may_be_told(kept: Event, said: Event) -> bool:
    """Whether a worker's word may be about what a file says: until one has shown it, or only a snapshot has."""
    if kept.state == AWAITING_RECORD:
        return True
    return kept.source == CHAT and said.source != ANNEX_A and kept.natural_key.startswith("said ")


def _seen_again(kept: Event, said: Event) -> Event:
    if said.source == ANNEX_A and kept.source != ANNEX_A and kept.state != AWAITING_RECORD:
        return kept
    flags = {name: getattr(kept, name) if getattr(said, name) is None else getattr(said, name) for name in _FLAGS}
    if kept.state == AWAITING_RECORD or kept.source == CHAT:
        differs = any(getattr(kept, n) is not None and flags[n] != getattr(kept, n) for n in _FLAGS)
        differs |= kept.state == CONTRADICTED
        after = replace(kept, state=CONTRADICTED if differs else CONFIRMED, **flags)
        return after if said.source == ANNEX_A else replace(after, natural_key=said.natural_key)
    return replace(said, id=kept.id, version=kept.version, state=kept.state)
