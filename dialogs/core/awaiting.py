"""What awaits a manager's word: starts that are assumed or not wholly known, what reviews are told to have set."""

from collections.abc import Iterable

from standards_kb.history import AsOf
from storage.access import Door
from storage.agreed import WAITING, Agreed
from storage.cases import Situation
from storage.children import Child


def situations(through: Door, children: Iterable[Child], on: AsOf) -> list[Situation]:
    """The open situations of some children that await a word, oldest first."""
    every = through.managing.situations(child.id for child in children)
    return [s for s in every if s.awaits and s.is_open(on.today)]


def agreed(through: Door, children: Iterable[Child], on: AsOf) -> list[Agreed]:
    """What workers have told of some children that awaits a word, oldest first."""
    ids = [child.id for child in children]
    found = [one for one in through.managing.agreed(ids) if one.state == WAITING]
    if not found:
        return []
    theirs = through.managing.situations(dict.fromkeys(one.child_id for one in found))
    return [one for one in found if one.is_waiting((s for s in theirs if s.child_id == one.child_id), on.today)]
