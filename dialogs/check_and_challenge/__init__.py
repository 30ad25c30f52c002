"""Check and challenge: the return of a service area, filled by several, signed off by one, and chased."""

from dialogs.check_and_challenge.nudges import nudges
from dialogs.check_and_challenge.understand import ACTIONS, understands
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="check_and_challenge", actions=ACTIONS, understands=understands, nudges=nudges())
