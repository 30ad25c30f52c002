"""The year's schedule: check-and-challenge sessions and all other quality assurance, each saying why now."""

from dialogs.core.feature import Feature
from dialogs.schedule.understand import ACTIONS, understands


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="schedule", actions=ACTIONS, understands=understands)
