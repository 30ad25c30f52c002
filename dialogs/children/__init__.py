"""What the council's data says of a child, and of how many: for those whom it concerns."""

from dialogs.children import flow
from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="children",
        actions={"children.find": flow.find, "children.figures": flow.figures},
        phrases=phrases(words_of("children").phrases, "children"),
    )
