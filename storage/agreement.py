"""How far auditors and moderators give the same grade."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from standards_kb.returns import FEWEST_SHOWN
from storage.moderations import Moderated

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many audits, those with the same grade, those at most one grade apart, and which way the others go."""

    number: int
    exact: int
    within_one: int
    lower: int  # the moderator's is the lower one
    higher: int


def agreement(found: Iterable[Moderated]) -> Agreement:
    """Of these."""
    every = list(found)
    lower = sum(m.drop > 0 for m in every)
    higher = sum(m.drop < 0 for m in every)
    return Agreement(len(every), len(every) - lower - higher, sum(abs(m.drop) <= 1 for m in every), lower, higher)


def held_back(numbers: Mapping[K, int]) -> frozenset[K]:
    """The groups that aren't shown beside the whole: those of fewer than five, and as many more, from the smallest, as
    it takes for nobody to reckon a group of fewer than five from the others."""
    in_order = sorted((name for name in numbers if numbers[name]), key=lambda name: (numbers[name], str(name)))
    hidden = [name for name in in_order if numbers[name] < FEWEST_SHOWN]
    for name in in_order[len(hidden) :]:
        if not 0 < sum(numbers[one] for one in hidden) < FEWEST_SHOWN:
            break
        hidden.append(name)
    return frozenset(hidden)
