"""Which flow a typed sentence about headline themes is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences
from dialogs.headline_themes import flow
from dialogs.headline_themes.months import MONTH

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "headline_themes.show": flow.show,
        "headline_themes.report": flow.report,
        "headline_themes.add_theme": flow.add_theme,
        "headline_themes.add_recommendation": flow.add_recommendation,
        "headline_themes.take_out": flow.take_out,
    }
)
_M = rf"(?P<month>{MONTH})"
_WHEN = rf"(?: (?:for|of|in|from|during))?(?: the month of)? {_M}"
_NAME = r"(?:(?:the |our )?(?:monthly |month's )?(?:headline |audit )?themes)"
_ASKS = (
    r"(?:(?:please )?(?:(?:can|could) (?:i|you|we) )?(?:show|see|get|give|send|have|download|make|open)(?: me| us)? )?"
)
_DOCUMENT = r"(?: report)?(?: as (?:a )?(?:word(?: document)?|document|docx|file))"
_SAYS: Final = (
    ("show", rf"{_ASKS}{_NAME}(?:{_WHEN})?"),
    ("show", rf"{_ASKS}(?P<month>this month|last month|{MONTH})(?:'s)? (?:headline |audit )?themes"),
    ("show", rf"(?:what (?:are|were)|what's|whats) {_NAME}(?:{_WHEN})?(?: so far)?"),
    (
        "show",
        rf"what (?:did|do|have) (?:the |our )?audits (?:find|found|tell us|told us|say|show|shown)(?:{_WHEN})?",
    ),
    ("show", rf"how (?:did|have|are) (?:the |our )?audits (?:go|gone|going|do|doing)(?:{_WHEN})?"),
    ("show", rf"{_ASKS}(?:the )?audit (?:findings|grades|results)(?:{_WHEN})?"),
    ("show", rf"what came out of (?:the |our )?audits(?:{_WHEN})?"),
    ("report", rf"{_ASKS}(?:the |our )?(?:monthly )?(?:headline |audit )?themes report(?:{_WHEN})?"),
    ("report", rf"{_ASKS}{_NAME}(?:{_WHEN})?{_DOCUMENT}"),
    ("report", rf"{_ASKS}(?:the )?(?:monthly )?report (?:on|of) {_NAME}(?:{_WHEN})?"),
    ("add_theme", rf"(?:add )?(?:a )?(?:headline )?theme(?:{_WHEN})?: ?(?P<text>.*)"),
    ("add_recommendation", rf"(?:add )?(?:a )?recommendation(?:{_WHEN})?: ?(?P<text>.*)"),
    ("take_out", r"take out note (?P<note>\d{1,9})"),
)
understands: Final = Sentences(
    "headline_themes",
    ACTIONS,
    _SAYS,
    about=("theme", "audit", "recommendation", "take out note"),
    longest=flow.LONGEST + 100,
).understands
