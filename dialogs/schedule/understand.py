"""Which flow a typed sentence about the schedule is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences
from dialogs.schedule import flow

LONGEST: Final = 800
ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "schedule.show": flow.show,
        "schedule.form": flow.form,
        "schedule.add": flow.add,
        "schedule.move": flow.move,
        "schedule.cancel": flow.cancel,
        "schedule.done": flow.done,
        "schedule.feed": flow.feed,
        "schedule.new_feed": flow.new_feed,
        "schedule.stop_feed": flow.stop_feed,
    }
)
_ACTIVITY = r"(?:the )?activity (?P<activity>\d{1,9})"
_WHY = r"(?:,? because|[:,;]) ?(?P<reason>.+)"
_KIND = (
    r"(?P<kind>case file audits?|themed audits?|re-?audits?|multi-?agency audits?|dip samples?|learning reviews?|"
    r"observations?|moderation|meetings?|other)"
)
_SAYS: Final = (
    ("show", r"(?:show )?(?:me )?(?:the )?(?:year'?s |qa |quality assurance )?schedule(?: from (?P<from>.+))?"),
    ("show", r"when(?:'s| is| are) (?:the |our )?(?:next )?check[- ]and[- ]challenge(?: sessions?| reviews?)?"),
    (
        "show",
        r"(?:when(?:'s| is) )?(?:the |our |my )?next (?:challenge )?session|(?:the |our )?next challenge panel"
        r"|when(?:'s| is) (?:the |our )?(?:early help|mash|exploitation|send|youth offending|children in care) session",
    ),
    ("form", r"(?:plan|add|schedule) an? (?:qa )?activity"),
    (
        "add",
        rf"(?:schedule|plan) (?:an? )?{_KIND}(?: (?:of|on|about) (?P<title>.+?))?(?: for (?P<area>.+?))? on "
        r"(?P<day>[^,]+?),? because (?P<why>.+)",
    ),
    ("move", rf"move {_ACTIVITY} to (?P<day>.+?)(?:{_WHY})?"),
    ("cancel", rf"cancel {_ACTIVITY}(?:{_WHY})?"),
    ("done", rf"{_ACTIVITY} is done"),
    ("feed", r"(?:my |a )?calendar feed"),
    ("new_feed", r"(?:a )?new calendar feed"),
    ("stop_feed", r"stop (?:my |the )?calendar feed"),
)
understands: Final = Sentences(
    "schedule",
    ACTIONS,
    _SAYS,
    about=(
        "schedule",
        "and challenge",
        "and-challenge",
        "challenge panel",
        "session",
        "activity",
        "calendar feed",
        "because",
        "bc",
        "cos",
    ),
    longest=LONGEST,
).understands
