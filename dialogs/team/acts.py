"""Everything that a manager may settle, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from dialogs.team import agree, cover, decide, hand_over, hand_over_all, next_review, settle, supervise, told
from dialogs.team.act import Act

_EVERY = (
    *decide.ACTS,
    *agree.ACTS,
    *settle.ACTS,
    *hand_over.ACTS,
    *hand_over_all.ACTS,
    *cover.ACTS,
    *supervise.ACTS,
    *next_review.ACTS,
    *told.ACTS,
)
ACTS: Mapping[str, Act] = MappingProxyType({act.name: act for act in _EVERY})
