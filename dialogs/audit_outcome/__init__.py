"""What comes of an audit: graded together, agreed actions tracked until they made a difference, closed once filed."""

from dialogs.audit_outcome.document import write
from dialogs.audit_outcome.file import KIND, NAME, gather
from dialogs.audit_outcome.nudges import nudges
from dialogs.audit_outcome.understand import ACTIONS, understands
from dialogs.core.document import DOCX, Document
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    files = (Document(KIND, NAME, DOCX, gather, write),)
    return Feature(
        name="audit_outcome",
        actions=ACTIONS,
        understands=understands,
        is_watched=True,
        nudges=nudges(),
        documents=files,
    )
