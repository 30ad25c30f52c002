"""Preparing for an audit: the walk through the audit tool's areas, saved on every step and shared by choice alone."""

from dialogs.audit_preparation import document, pack
from dialogs.audit_preparation.nudges import nudges
from dialogs.audit_preparation.understand import ACTIONS, understands
from dialogs.core.document import DOCX, Document
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    made = Document(pack.KIND, document.NAME, DOCX, pack.gather, document.write)
    return Feature("audit_preparation", ACTIONS, understands=understands, nudges=nudges(), documents=(made,))
