"""Which of the audits' flows a typed sentence is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dialogs.audits import flow, flow_allocate
from dialogs.core.feature import Handler
from dialogs.core.in_place import in_place
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.store import Store

LONGEST: Final = 900
ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audits.list": flow.listed,
        "audits.show": flow.show,
        "audits.accept": in_place(flow.accept),
        "audits.decline": in_place(flow.decline),
        "audits.expect": flow.expect,
        "audits.tool": flow.tool,
        "audits.begin": flow_allocate.begin,
        "audits.allocate": in_place(flow_allocate.allocate),
        "audits.give": flow_allocate.give,
        "audits.withdraw": in_place(flow_allocate.withdraw),
    }
)
_KIND = (
    r"(?P<kind>case[ -]file|themed|re-?audit|multi-?agency|dip[ -]sample|learning[ -]review"
    r"|observation(?: of practice)?|own[ -]team)"
)
_NUMBER = r"(?P<audit>\d{1,9})"
_CHILD = r"(?P<child>(?=(?:[^\s\d]*\d){3})[\w/.-]{1,50})"
_WHY = r"(?:[,:;]? ?(?:because(?: of)?|reason:?|as) (?P<reason>.+)|[,:;] ?(?P<reason2>.+))?"
_SAYS: Final = tuple(
    (action, re.compile(rf"(?:please )?(?:{pattern})", re.I))
    for action, pattern in (
        ("audits.list", r"(?:show |list )?(?:me )?(?:my |the |all |all my |open )?audits"),
        ("audits.show", r"(?:show )?(?:me )?audit (?P<audit>\d{1,9})"),
        ("audits.accept", r"(?:i(?:'ll)? )?(?:accept|do) audit (?P<audit>\d{1,9})"),
        ("audits.accept", r"(?:i )?accept (?:the|this|my) audit"),
        (
            "audits.decline",
            rf"(?:decline|(?:declare )?(?:a )?conflict (?:in|for|on)) audit {_NUMBER}{_WHY}",
        ),
        ("audits.withdraw", rf"(?:withdraw|take back) audit (?P<audit>\d{{1,9}}){_WHY}"),
        ("audits.give", r"(?:give|reallocate|hand) audit (?P<audit>\d{1,9}) to (?P<auditor>[^\d,;:?]{2,60})"),
        ("audits.begin", r"allocate (?:an |another )?audit"),
        (
            "audits.allocate",
            rf"(?:allocate|assign) (?:an? )?(?:{_KIND} ?)?(?:audit )?(?:of|for) {_CHILD}"
            r" to (?P<auditor>[^\d,;:?]{2,60}?)(?: with (?P<practitioner>[^\d,;:?]{2,60}?))?(?: about (?P<theme>.+?))?"
            r"(?:,? (?:because(?: of)?|why now:?) (?P<why>.+))?",
        ),
        ("audits.expect", r"what to expect(?: (?:from|of|in) (?:an|the|my) audit)?"),
        ("audits.tool", rf"(?:show )?(?:me )?the audit tool(?: (?:for|of) (?:an? |the )?{_KIND}(?: audit)?)?"),
    )
)


def understands(turn: Turn, store: Store) -> Handler | None:  # noqa: ARG001
    """The handler of a sentence about audits; None if it is about anything else."""
    if len(turn.text) > LONGEST or (
        "audit" not in turn.text.casefold() and not turn.text.casefold().startswith(_OTHER)
    ):
        return None
    said = " ".join(turn.text.replace("’", "'").split()).rstrip(" ?.!")
    for action, pattern in _SAYS:
        found = pattern.fullmatch(said)
        if found:
            return _given(action, {name.rstrip("2"): value for name, value in found.groupdict().items() if value})
    return None


_OTHER = ("allocate", "assign", "what to expect")


def _given(action: str, data: dict[str, str]) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[action](replace(turn, data=dict(data)), store, knowledge)

    return handle
