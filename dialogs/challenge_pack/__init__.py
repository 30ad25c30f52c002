"""The pack that a check-and-challenge panel reads, and its figures as a spreadsheet."""

from dialogs.challenge_pack import document, flow
from dialogs.challenge_pack.chasing import chases
from dialogs.challenge_pack.nudges import nudges
from dialogs.challenge_pack.understand import ACTIONS, understands
from dialogs.core.document import DOCX, XLSX, Document
from dialogs.core.feature import Feature

__all__ = ["chases", "feature"]


def feature() -> Feature:
    """The feature as the registry has it."""
    documents = (
        Document(flow.PACK, "check-and-challenge-pack.docx", DOCX, flow.gather, document.write),
        Document(flow.FIGURES, "check-and-challenge-figures.xlsx", XLSX, flow.gather, document.write_figures),
    )
    return Feature("challenge_pack", ACTIONS, understands=understands, nudges=nudges(), documents=documents)
