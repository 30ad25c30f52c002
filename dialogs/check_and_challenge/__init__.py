"""Check and challenge: the return of a service area, filled by several, signed off by one, and chased."""

from dialogs.check_and_challenge import flow_file, workbook
from dialogs.check_and_challenge.nudges import nudges
from dialogs.check_and_challenge.understand import ACTIONS, understands
from dialogs.core.document import XLSX, Document
from dialogs.core.feature import Feature
from dialogs.core.one_card import Chases


def feature(*others: Chases) -> Feature:
    """The feature as the registry has it; what `others` chase stands on the same card as the returns."""
    file = Document(flow_file.WORKBOOK, "check-and-challenge-return.xlsx", XLSX, flow_file.gather, workbook.write)
    return Feature("check_and_challenge", ACTIONS, understands=understands, nudges=nudges(*others), documents=(file,))
