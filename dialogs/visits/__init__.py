"""A practitioner's visits: what is due, recording what happened, planning."""

from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of
from dialogs.visits import flow
from dialogs.visits.understand import understands


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="visits",
        actions={
            "visits.mine": flow.mine,
            "visits.list": flow.again,
            "visits.covered": flow.covered,
            "visits.when": flow.when,
        },
        phrases=phrases(words_of("visits").phrases, "visits"),
        understands=understands,
    )
