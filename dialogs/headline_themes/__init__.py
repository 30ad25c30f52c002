"""What a month's audits found: headline themes, as a card and as a document, told at the month's beginning."""

from dialogs.core.document import DOCX, Document
from dialogs.core.feature import Feature
from dialogs.headline_themes import document, flow
from dialogs.headline_themes.nudges import nudges
from dialogs.headline_themes.understand import ACTIONS, understands


def feature() -> Feature:
    """The feature as the registry has it."""
    documents = (Document(flow.REPORT, "headline-themes.docx", DOCX, flow.gather, document.write),)
    return Feature("headline_themes", ACTIONS, understands=understands, nudges=nudges(), documents=documents)
