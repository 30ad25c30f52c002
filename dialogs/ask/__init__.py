"""Asking about the framework: the answer quoted, or a plain "the framework doesn't say"."""

from dialogs.ask import flow
from dialogs.core.alarm import with_whom_to_call
from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="ask",
        actions={
            "ask.example": flow.example,
            "ask.feedback": flow.feedback,
            "ask.helped": flow.helped,
            "ask.not_helped": flow.not_helped,
            "ask.show": flow.show,
            "ask.whole": flow.whole,
        },
        phrases=phrases(words_of("ask").phrases, "ask"),
        search=flow.search,
        otherwise=with_whom_to_call(flow.ask, only_plain=True),  # a danger to a child of whom nothing is told is heard
    )
