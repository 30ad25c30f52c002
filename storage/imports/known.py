"""The situations, streams and facts that files may name: those of the timescales."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Situation → whether it starts at an instant, and its streams.
SITUATIONS: Final[Mapping[str, tuple[bool, tuple[str, ...]]]] = MappingProxyType(
    {
        "referral": (True, ("response_decision",)),
        "section_47": (True, ("visit", "section_47_completed")),
        "child_and_family_assessment": (False, ("visit", "assessment_update")),
        "child_in_need": (False, ("visit", "unannounced_visit", "plan_review")),
        "child_protection_plan": (False, ("visit", "unannounced_visit", "core_group")),
        "looked_after": (False, ("placement_day_visit", "visit")),
        "short_breaks": (False, ("visit", "unannounced_visit", "sleeping_arrangements_seen", "plan_review")),
        "adoptive_placement": (False, ("visit",)),
        "privately_fostered": (False, ("visit",)),
        "temporary_approval": (False, ("visit",)),
        "care_order_at_home": (False, ("visit",)),
        "supervision_order": (False, ("visit", "frequency_review")),
        "missing_return": (True, ("visit", "return_home_interview", "ru_safe_referral")),
        "multiple_placements": (False, ("visit",)),
        "care_leaver": (False, ("visit", "keeping_in_touch", "plan_review")),
        "remanded": (True, ("visit",)),
        "requested_visit": (False, ("requested_visit",)),
        "strategy_discussion": (True, ("strategy_discussion", "conference_requested", "conference_held")),
        "significant_event": (False, ("event_recorded",)),
        "plan_changed": (True, ("record_updated",)),
    }
)
# States that a child is in once at a time; the others are occasions, of which there may be several at once.
STATES: Final = frozenset(
    {
        "child_in_need",
        "child_protection_plan",
        "looked_after",
        "short_breaks",
        "adoptive_placement",
        "privately_fostered",
        "temporary_approval",
        "care_order_at_home",
        "supervision_order",
        "multiple_placements",
        "care_leaver",
    }
)
SUPERVISION: Final = (
    "supervision",
    "supervision_recorded",
    "supervision_agreement",
    "practice_observation",
    "appraisal",
)
# Deadlines that a visit meets: whoever names one as the stream of an event means a visit.
VISITS: Final = frozenset({"visit", "unannounced_visit", "placement_day_visit", "requested_visit"})
STREAMS: Final = frozenset(stream for _, streams in SITUATIONS.values() for stream in streams)

# Fact → what it is: a day, an instant, a number of days, yes or no, or where a child lives.
FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "permanence_agreed_on": "day",
        "first_adoption_review_on": "day",
        "review_set_interval_days": "days",
        "reduced_to_ten_working_days_on": "day",
        "carer_approved_on": "day",
        "final_hearing_on": "day",
        "head_of_service_agreed_on": "day",
        "born_on": "day",
        "looked_after": "yes_no",
        "placed_within_20_miles": "yes_no",
        "found_at": "instant",
        "emergency": "yes_no",
        "conference_needed": "yes_no",
        "manager_interval_days": "days",
        "manager_interval_set_on": "day",
        "manager_interval_ends_on": "day",
        "accepted_as_counting_from": "day",
        "settings": "settings",
        "plan_started_on": "day",
        "due_on": "day",
    }
)


def all_streams() -> tuple[tuple[str, str], ...]:
    """Every situation with each of its streams; of workers those of supervision."""
    of_children = ((situation, stream) for situation, (_, streams) in SITUATIONS.items() for stream in streams)
    return (*of_children, *(("supervision", stream) for stream in SUPERVISION))
