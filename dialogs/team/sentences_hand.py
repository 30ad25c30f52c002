"""Sentences about a change of worker."""

import re
from datetime import datetime

from dialogs.core.mentions import may_name_child, mentions
from dialogs.core.turn import Json
from dialogs.team.intent import CHILD, PERSON, Intent, dated, matched, patterns

_TO = rf"(?P<worker>{PERSON})"
_GIVE = "transfer|reallocate|re-allocate|allocate|give|move|pass|assign|reassign"
_TOLD = r"(?:was |were |is |has been |have been )?(?:told|informed|notified|written to)"
_STEPS = tuple(
    (step, re.compile(pattern, re.I))
    for step, pattern in (
        ("child_told", rf"(?:the )?child {_TOLD}(?: and introduced)?|(?:the )?child (?:was |has been )?introduced"),
        ("family_told", rf"(?:the )?(?:family|carers?|parents?)(?: and carers?)? {_TOLD}(?: in writing)?"),
        ("file_read", r"(?:the )?file (?:was |has been )?read|read the file"),
        ("discussed", r"(?:case )?(?:discussed|discussion)(?: held| done)?(?: with (?:the |my )?manager)?"),
    )
)
_ASKED = r"(?:show |show me |what are )?(?:the |my |our )?"
_WHOSE = rf"(?P<of>(?!(?:the|my|our|your|his|her|their|these|those|all|both|of)\b){PERSON})"
_MOVE = rf"(?:hand over|swap|{_GIVE})"
_KIDS = r"(?:children|kids|cases|young people|caseload|children and young people)"
_OF_KIDS = re.compile(rf"\b{_KIDS}\b", re.I)
_CHILD = CHILD.replace("?P<child>", "?:")
_CHILD_OFF = CHILD.replace("?P<child>", "?P<off>")
_TABLE = patterns(
    ("team.hand_over_all", rf"{_MOVE} (?:all(?: of)? )?{_WHOSE}'?s? (?:whole |entire )?{_KIDS}(?: over)? to {_TO}"),
    ("team.hand_over_all", rf"{_MOVE} all (?:(?:of )?the )?{_KIDS} (?:from|of) {_WHOSE}(?: over)? to {_TO}"),
    (
        "team.hand_over_all",
        rf"{_TO} (?:takes|is taking|will take) over (?:all(?: of)? )?{_WHOSE}'?s? {_KIDS}",
    ),
    ("team.hand_over_each", rf"{_MOVE} (?:all )?(?:of )?the (?P<several>[a-z]{{2,4}}) {_KIDS}(?: over)? to {_TO}"),
    (
        "team.hand_over_each",
        rf"(?:hand over|{_GIVE}) (?P<several>{_CHILD}(?:(?:,? (?:and|&) |, ?){_CHILD})+)(?: over)? to {_TO}",
    ),
    ("team.hand_over", rf"hand[- ]?(?:over )?{CHILD}(?: over)?(?: (?:back )?to {_TO})?"),
    ("team.hand_over", rf"(?:re-?)?allocate {CHILD}|take {_CHILD_OFF} (?:off|from) {PERSON}"),
    ("team.hand_over", rf"(?:{_GIVE}|swap) {CHILD} (?:from {PERSON} )?(?:over |back )?to {_TO}"),
    ("team.hand_over", rf"{_TO} (?:takes|is taking|will take) over {CHILD}"),
    ("team.handover", rf"{_ASKED}(?:hand-?over|change of worker)(?: checklist)? (?:of|for) {CHILD}"),
    ("team.handovers", rf"{_ASKED}(?:open |unfinished )?(?:hand-?overs|changes of worker)"),
    ("team.tick", rf"(?P<undo>un)?tick (?P<step>[a-z ]+?) (?:for|of) {CHILD}"),
)

# One of these is in every sentence of the table.
_ABOUT = (*_GIVE.split("|"), "hand", "swap", "take", "taking", "change", "tick")
_DATED = ("team.hand_over", "team.hand_over_all", "team.hand_over_each")


def understood(said: str, at: datetime) -> Intent | None:
    """What it asks for."""
    if not mentions(said, _ABOUT):
        return None
    is_about_children = may_name_child(said) or _OF_KIDS.search(said) is not None
    head, day = dated(said, at, "future") if is_about_children else (said, "")
    intent = matched(said, _TABLE) if not day else matched(head, _TABLE) or matched(said, _TABLE)
    if intent is None:
        return None
    if intent.action == "team.tick":
        step = next((step for step, pattern in _STEPS if pattern.fullmatch(str(intent.data["step"]))), None)
        data = {**intent.data, "step": step, "undo": "undo" in intent.data}
        return Intent(intent.action, data) if step else None
    if "off" in intent.data:
        return Intent(intent.action, {"child": intent.data["off"], **({"day": day} if day else {})})
    if day and str(intent.data.get("worker", "")).endswith(day):  # "move AB 201 to Monday" plans a visit
        return None
    more: dict[str, Json] = {"day": day} if day and intent.action in _DATED else {}
    return Intent(intent.action, {**intent.data, **more})
