"""Which flow a typed sentence about the schedule is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.schedule import flow
from storage.store import Store

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
_ABOUT: Final = re.compile(r"\bschedule\b|\bactivity\b|\bcalendar feed\b|^(?:please )?plan\b", re.I)
_ACTIVITY = r"(?:the )?activity (?P<activity>\d{1,9})"
_WHY = r"(?:,? because|[:,;]) ?(?P<reason>.+)"
_KIND = (
    r"(?P<kind>case file audits?|themed audits?|re-?audits?|multi-?agency audits?|dip samples?|learning reviews?|"
    r"observations?|moderation|meetings?|other)"
)
_SAYS: Final = tuple(
    (action, re.compile(rf"(?:please )?(?:{pattern})", re.I | re.S))
    for action, pattern in (
        ("show", r"(?:show )?(?:me )?(?:the )?(?:year'?s |qa |quality assurance )?schedule(?: from (?P<from>.+))?"),
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
)


def understands(turn: Turn, store: Store) -> Handler | None:  # noqa: ARG001
    """The handler of a sentence about the schedule; None if it is about anything else."""
    text = turn.text.replace("’", "'").strip().rstrip(" ?.!")
    if len(text) > LONGEST or not re.search(
        r"\bschedule\b|\bactivity\b|\bcalendar feed\b|^(?:please )?plan", text, re.I
    ):
        return None
    for action, pattern in _SAYS:
        found = pattern.fullmatch(text)
        if found:
            data = {name: value for name, value in found.groupdict().items() if value}
            return _given(f"schedule.{action}", data)
    return None


def _given(action: str, data: dict[str, str]) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[action](replace(turn, data=dict(data)), store, knowledge)

    return handle
