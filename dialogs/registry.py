"""The features, in the order in which their phrases are tried."""

from dialogs import administration, ask, audit_meeting, children, home, team, visits
from dialogs.core.feature import Feature


def features() -> tuple[Feature, ...]:
    """Every feature."""
    return (
        home.feature(),
        team.feature(),
        audit_meeting.feature(),
        visits.feature(),
        children.feature(),
        administration.feature(),
        ask.feature(),
    )
