"""Audits: whose case is audited, by whom and why now; accepted, declined, given on, closed, and never forgotten."""

from dialogs.audits.nudges import nudges
from dialogs.audits.understand import ACTIONS, understands
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="audits", actions=ACTIONS, understands=understands, nudges=nudges())
