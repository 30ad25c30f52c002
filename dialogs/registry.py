"""The features, in the order in which their phrases are tried."""

from dialogs import (
    administration,
    ask,
    audit_meeting,
    audit_moderation,
    audit_outcome,
    audit_preparation,
    audits,
    challenge_pack,
    check_and_challenge,
    children,
    headline_themes,
    home,
    my_settings,
    nudges,
    schedule,
    team,
    visits,
)
from dialogs.core.feature import Feature


def features() -> tuple[Feature, ...]:
    """Every feature."""
    return (
        home.feature(),
        nudges.feature(),
        my_settings.feature(),
        audit_moderation.feature(),
        team.feature(),
        audit_preparation.feature(),
        audit_meeting.feature(),
        audit_outcome.feature(),
        audits.feature(),
        challenge_pack.feature(),
        headline_themes.feature(),
        check_and_challenge.feature(challenge_pack.chases()),
        schedule.feature(),
        visits.feature(),
        children.feature(),
        administration.feature(),
        ask.feature(),
    )
