"""A manager's team: who has what due, and what a manager settles about children and workers."""

from dialogs.core.document import XLSX, Document
from dialogs.core.feature import Feature
from dialogs.team import document, export
from dialogs.team.nudges import nudges
from dialogs.team.understand import ACTIONS, understands


def feature() -> Feature:
    """The feature as the registry has it."""
    spreadsheet = Document(export.KIND, "team-list.xlsx", XLSX, export.gather, document.write)
    return Feature(
        name="team",
        actions=ACTIONS,
        understands=understands,
        is_watched=True,
        nudges=nudges(),
        documents=(spreadsheet,),
    )
