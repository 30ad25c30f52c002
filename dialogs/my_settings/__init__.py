"""What people choose for themselves: when their morning digest comes."""

from dialogs.core.feature import Feature, phrases
from dialogs.core.words import words_of
from dialogs.my_settings import flow
from dialogs.my_settings.understand import understands


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="my_settings",
        actions={
            "my_settings.show": flow.show,
            "my_settings.staff": flow.staff,
            "my_settings.at": flow.at,
            "my_settings.pause": flow.pause,
            "my_settings.resume": flow.resume,
            "my_settings.usual": flow.usual,
        },
        phrases=phrases(words_of("my_settings").phrases, "my_settings"),
        understands=understands,
    )
