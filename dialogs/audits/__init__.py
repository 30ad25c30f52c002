"""Audits: who looks at which child's record, why and by when."""

from dialogs.audits.nudges import nudges
from dialogs.audits.understand import ACTIONS, understands
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="audits", actions=ACTIONS, understands=understands, is_watched=True, nudges=nudges())
