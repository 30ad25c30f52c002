"""The meeting of an audit, scheduled by chat between auditor and practitioner."""

from dialogs.audit_meeting.nudges import nudges
from dialogs.audit_meeting.understand import actions, understands
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="audit_meeting", actions=actions(), understands=understands, nudges=nudges())
