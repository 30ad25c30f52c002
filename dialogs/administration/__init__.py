"""Looking after people: whose a worker's name is, and who can't be reached."""

from dialogs.administration import coverage, names
from dialogs.administration.nudges import nudges
from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="administration",
        actions={
            "administration.unmatched": names.unmatched,
            "administration.who": names.who,
            "administration.match": names.match,
            "administration.match_typed": names.match_typed,
            "administration.coverage": coverage.show,
        },
        phrases=phrases(words_of("administration").phrases, "administration"),
        nudges=nudges(),
    )
