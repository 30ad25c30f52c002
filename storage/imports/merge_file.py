"""One child's situations as they are kept, brought into line with the rows of a situations file. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storage.cases import TEMPORARY, TIME, Situation
from storage.imports.annex_situations import ONE_AT_A_TIME, STOOD_IN
from storage.imports.known import STATES
from storage.imports.layouts import ANNEX_A, SITUATIONS
from storage.imports.merge import Changes, same_situation


def merge_file(kept: Sequence[Situation], said: Sequence[Situation]) -> Changes:
    """What the file's rows of a child change."""
    changes = Changes()
    after: dict[int, Situation] = {}
    new: dict[str, Situation] = {}
    for one in _in_line(said):
        match = same_situation(kept, one)
        if match is None:
            new[one.natural_key] = _not_outdone(one, kept)
        else:
            after[match.id] = _not_outdone(_updated(match, one), kept)
    for situation in kept:
        if situation.id not in after and situation.ended_on is None:
            after[situation.id] = _beside(situation, [s for s in said if s.kind == situation.kind and not s.ended_on])
    before = {situation.id: situation for situation in kept}
    changes.new = list(new.values())
    changes.changed = [its for key, its in after.items() if its != before[key]]
    changes.closed = sum(its.ended_on is not None and before[its.id].ended_on is None for its in changes.changed)
    changes.unchanged = len(after) - len(changes.changed)
    return changes


def _in_line(said: Iterable[Situation]) -> list[Situation]:
    """Of a state that a child is in once at a time, a later row ends an earlier one that has no end."""
    found: list[Situation] = []
    for one in sorted(said, key=lambda s: (s.kind, s.started_on, s.natural_key)):
        last = found[-1] if found else None
        if last is not None and last.kind == one.kind and one.kind in STATES and last.ended_on is None:
            if last.natural_key == one.natural_key:
                found.pop()
            else:
                found[-1] = replace(last, ended_on=one.started_on, ended_by=SITUATIONS)
        found.append(one)
    return found


def _not_outdone(one: Situation, kept: Iterable[Situation]) -> Situation:
    """A start that is older than what the export shows open is over when that starts."""
    exports = [s for s in kept if s.source == ANNEX_A and s.kind == one.kind and s.awaits != TEMPORARY]
    theirs = [s.started_on for s in exports if s.ended_on is None]
    is_stale = one.kind in ONE_AT_A_TIME - STOOD_IN and theirs and max(theirs) > one.started_on
    return replace(one, ended_on=max(theirs), ended_by=ANNEX_A) if is_stale and one.ended_on is None else one


def _updated(kept: Situation, said: Situation) -> Situation:
    """What was assumed is confirmed. An empty cell changes nothing, save that it takes back an end of such a file's."""
    keeps_end = said.ended_on is None and kept.ended_by != SITUATIONS
    return replace(
        kept,
        started_at=said.started_at or kept.started_at,
        ended_on=kept.ended_on if keeps_end else said.ended_on,
        ended_by=kept.ended_by if keeps_end else said.ended_by,
        facts={**kept.facts, **said.facts},
        awaits=TIME if kept.awaits == TIME and said.started_at is None else None,
    )


def _beside(kept: Situation, said: Sequence[Situation]) -> Situation:
    """An open situation that the file doesn't have, beside those of the same kind that it has open."""
    latest = max((s.started_on for s in said), default=None)
    if latest is None:
        return kept
    is_exports = kept.source == ANNEX_A and (kept.started_on <= latest or kept.kind in STOOD_IN)
    is_corrected = kept.source == SITUATIONS and kept.kind in STATES
    if not is_exports and not is_corrected:
        return kept
    return replace(kept, ended_on=max(latest, kept.started_on), ended_by=SITUATIONS)
