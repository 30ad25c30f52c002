"""The features, in the order in which their phrases are tried."""

from dialogs import ask, home
from dialogs.core.feature import Feature


def features() -> tuple[Feature, ...]:
    """Every feature."""
    return (home.feature(), ask.feature())
