"""Which flow a typed sentence about moderation is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dialogs.audit_moderation import flow, flow_lead, flow_talk
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import mentions
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from storage.moderations import GRADES
from storage.store import Store

LONGEST: Final = 5000
ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audit_moderation.list": flow_lead.listed,
        "audit_moderation.show": flow.show,
        "audit_moderation.part": flow.part,
        "audit_moderation.confirm": flow.confirm,
        "audit_moderation.propose_form": flow.propose_form,
        "audit_moderation.propose": flow.propose,
        "audit_moderation.note": flow_talk.note,
        "audit_moderation.discuss_form": flow_talk.discuss_form,
        "audit_moderation.discuss": flow_talk.discuss,
        "audit_moderation.learn": flow_talk.learn,
        "audit_moderation.say": flow_talk.say,
        "audit_moderation.hand_back": flow_talk.hand_back,
        "audit_moderation.draw": flow_lead.draw,
        "audit_moderation.month": flow_lead.month,
        "audit_moderation.give": flow_lead.give,
        "audit_moderation.agreement": flow_lead.agree,
    }
)
_NUMBER = r"(?:audit )?(?P<audit>\d{1,9})"
_ONE = rf"(?:the )?moderation (?:of |for |on )?{_NUMBER}"
_MONTH = r"(?:this month|last month|[a-z]{3,9}(?: \d{4})?|\d{4}-\d\d)"
_BECAUSE = r"(?:[,:;]? ?(?:because|as|reasons?:?) (?P<reasons>.+)|: ?(?P<reasons2>.+))?"
_GRADE = (
    r"(?P<grade>exceeds(?: good)?|meets(?: good)?|(?:does not|doesn't|not) meet(?:s)?(?: good)?|(?:below|not) good)"
)
_SIZE = r"(?:,? (?:of|size) (?P<size>\d{1,4})(?: audits?)?)?"
# A table of (action, pattern); the first that fits is meant.
_SAYS: Final = tuple(
    (action, re.compile(rf"(?:please )?(?:{pattern})", re.I | re.S))
    for action, pattern in (
        (
            "list",
            r"what (?:do |have )?i (?:have |need )?(?:got )?to moderate|what (?:should|must) i moderate",
        ),
        ("list", r"(?:show |list )?(?:me )?(?:my moderation|(?:my |the )?moderations)(?: to do)?"),
        ("show", rf"(?:show |open )?(?:me )?{_ONE}|moderate {_NUMBER.replace('audit>', 'audit2>')}"),
        ("part", rf"{_ONE},? (?:area|part) (?P<part>[^\n]{{1,120}})"),
        ("confirm", rf"(?:i )?confirm (?:the )?grade (?:of|for|in) {_NUMBER}{_BECAUSE}"),
        ("propose", rf"(?:i )?propose (?:the grade )?{_GRADE} (?:for|in|of) {_NUMBER}{_BECAUSE}"),
        ("propose_form", rf"propose (?:a |another )?grade (?:for|in|of) {_NUMBER}"),
        ("note", rf"notes? (?:for|on|of) {_ONE}: ?(?P<notes>.+)"),
        ("discuss_form", rf"record the discussion (?:of|on|about) (?:the moderation of )?{_NUMBER}"),
        (
            "discuss",
            rf"(?:we |i )?(?:have )?discussed (?:the moderation of )?{_NUMBER}(?: on (?P<on>[^:,]{{3,40}}))?"
            r"(?:,? (?P<stands>the auditor's|the moderator's|my) grade stands)?: ?(?P<agreed>.+?)"
            r"(?:[\s.;,]+learning: ?(?P<learning>.+))?",
        ),
        ("learn", rf"learning from (?:the moderation of )?{_NUMBER}: ?(?P<learning>.+)"),
        ("say", rf"my view (?:on|of) {_ONE}: ?(?P<text>.+)"),
        ("hand_back", rf"hand back {_ONE}(?:[,:;]? (?:because )?(?P<reason>.+))?"),
        ("give", rf"give {_ONE} to (?P<name>[^\d,;:?]{{2,60}})"),
        (
            "draw",
            rf"draw (?:the |a )?moderation sample{_SIZE}(?: (?:for|of) (?P<month>{_MONTH}))?"
            rf"{_SIZE.replace('size>', 'size2>')}(?:,? seed (?P<seed>\d{{1,9}}))?",
        ),
        ("month", rf"(?:show )?(?:me )?(?:the )?moderations? (?:of|in|for) (?P<month>{_MONTH})"),
        (
            "agreement",
            r"(?:(?:show )?(?:me )?(?:the )?moderation agreement"
            r"|how (?:far|often|much) do (?:the )?auditors and (?:the )?moderators agree)"
            rf"(?:,? (?:in|of|for|from|between) (?P<first>{_MONTH})(?: (?:to|until|and) (?P<last>{_MONTH}))?)?",
        ),
    )
)
_ABOUT: Final = ("moderat", "grade", "propose", "discuss", "learning from")
_STANDS: Final = {"the auditor's": "auditor", "the moderator's": "moderator", "my": "moderator"}


def understands(turn: Turn, store: Store) -> Handler | None:  # noqa: ARG001
    """The handler of a sentence about moderation; None if it is about anything else."""
    if not mentions(turn.text, _ABOUT):
        return None
    text = turn.text.replace("’", "'").strip()
    if len(text) > LONGEST:
        return None
    for action, pattern in _SAYS:
        found = pattern.fullmatch(text) or pattern.fullmatch(text.rstrip(" ?.!"))
        if found:
            told = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
            return _given(f"audit_moderation.{action}", _plain(told))
    return None


def _plain(told: dict[str, str]) -> dict[str, str]:
    """What was said as a card would send it."""
    plain = dict(told)
    if "grade" in plain:
        exceeds, meets, below = GRADES
        said = plain["grade"].casefold()
        plain["grade"] = exceeds if said.startswith("exceeds") else meets if said.startswith("meets") else below
    if "stands" in plain:
        plain["stands"] = _STANDS[plain["stands"].casefold()]
    return plain


def _given(action: str, data: dict[str, str]) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[action](replace(turn, data=dict(data)), store, knowledge)

    return handle
