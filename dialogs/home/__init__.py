"""Welcome and help."""

from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of
from dialogs.home import flow


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="home",
        actions={"home.help": flow.help_, "home.numbers": flow.numbers},
        phrases=phrases(words_of("home").phrases, "home"),
        installed=flow.welcome,
        removed=flow.forget,
    )
