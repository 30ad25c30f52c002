"""Everything that a manager may settle, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from dialogs.team import agree, decide, settle
from dialogs.team.act import Act

ACTS: Mapping[str, Act] = MappingProxyType({act.name: act for act in (*decide.ACTS, *agree.ACTS, *settle.ACTS)})
