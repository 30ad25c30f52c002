"""What is said unasked about deadlines, and what people answer."""

from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of
from dialogs.nudges import flow, flow_duty, flow_manager
from dialogs.nudges.nudges import nudges
from dialogs.nudges.understand import understands


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="nudges",
        actions={
            "nudges.digest": flow.digest,
            "nudges.cannot": flow.cannot,
            "nudges.not_mine": flow.not_mine,
            "nudges.team": flow_manager.team,
            "nudges.agree": flow_manager.agree,
            "nudges.is_theirs": flow_manager.is_theirs,
            "nudges.take": flow_duty.take,
            "nudges.duty": flow_duty.rota,
        },
        phrases=phrases(words_of("nudges").phrases, "nudges"),
        understands=understands,
        is_watched=True,
        nudges=nudges(),
    )
