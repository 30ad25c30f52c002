"""A second look at the grades of completed audits: drawn, graded anew, discussed with those who took part, learned."""

from dialogs.audit_moderation.nudges import nudges
from dialogs.audit_moderation.understand import ACTIONS, understands
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(name="audit_moderation", actions=ACTIONS, understands=understands, nudges=nudges())
