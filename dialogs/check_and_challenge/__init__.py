"""Check and challenge: the return of a service area, filled by several, signed off by one, and chased."""

from dialogs.check_and_challenge import flow_file, workbook
from dialogs.check_and_challenge.nudges import nudges
from dialogs.check_and_challenge.understand import ACTIONS, understands
from dialogs.core.document import XLSX, Document
from dialogs.core.feature import Feature


def feature() -> Feature:
    """The feature as the registry has it."""
    file = Document(flow_file.WORKBOOK, "check-and-challenge-return.xlsx", XLSX, flow_file.gather, workbook.write)
    return Feature("check_and_challenge", ACTIONS, understands=understands, nudges=nudges(), documents=(file,))
