"""A month's children to audit, drawn at random: the same again for the same data, month and seed."""

from collections.abc import Collection
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final

from standards_kb.working_days import add_months
from storage.roles import SOCIAL_WORKER

if TYPE_CHECKING:
    from storage.store import Store

_NOT_AGAIN_FOR: Final = 6  # months


def draw(store: "Store", month: date, size: int, by: Collection[str], seed: int) -> list[str]:
    """The ids of children with a known social worker on the month's first day; not restricted ones, nor those audited
    in the six months before. `by`: "team", "situation": taken from each such group in turn, in random order."""
    lately = store.audits.audited_since(add_months(month, -_NOT_AGAIN_FOR))
    teams = {a.child_id: a.team for a in store.allocations.current(month) if a.role == SOCIAL_WORKER and a.staff_key}
    open_to = [c.id for c in store.children.all() if c.id in teams and c.id not in lately and not c.restricted]
    kinds: dict[str, set[str]] = {child_id: set() for child_id in open_to}
    for situation in store.situations.of_children(open_to):
        if situation.child_id and situation.is_open(month):
            kinds[situation.child_id].add(situation.kind)
    groups: dict[tuple[str, ...], list[str]] = {}
    for child_id in sorted(open_to):
        team = teams[child_id] if "team" in by else ""
        kind = " ".join(sorted(kinds[child_id])) if "situation" in by else ""
        groups.setdefault((team, kind), []).append(child_id)
    chance = Random(f"{month.isoformat()} {seed}")
    queues = [groups[name] for name in sorted(groups)]
    for queue in queues:
        chance.shuffle(queue)
    chance.shuffle(queues)
    drawn: list[str] = []
    while any(queues) and len(drawn) < size:
        drawn += [queue.pop() for queue in queues if queue]
    return drawn[:size]
