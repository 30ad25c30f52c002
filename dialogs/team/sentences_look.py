"""Sentences that look back: what has been corrected, what has been decided."""

from dialogs.core.turn import Json
from dialogs.team.intent import CHILD, Intent, matched, patterns

_SHOW = r"(?:(?:can you |could you )?(?:show|list|give)(?: me)? )?"
_OF = rf"(?: (?:for|of|on|about|to) {CHILD})?"
_DECISIONS = r"(?:(?:standing|managers?'?s?|management|my team's|the|all|current) )*decisions"
_WHO = r"(?P<worker>(?!(?:i|we|they|people|you|my|the|been)\b)[^\d?]{2,60}?)"
_TABLE = patterns(
    ("team.corrections", rf"{_SHOW}(?:the |my team's |all )?corrections(?: (?:made|lately))?{_OF}"),
    ("team.decisions", rf"{_SHOW}{_DECISIONS}(?: in force| that hold)?{_OF}"),
    ("team.decisions", rf"what (?:has been|have we|have they|was|is) decided{_OF}"),
    (
        "team.decisions",
        r"what (?P<mine>(?:have|did) i (?:already )?decided?)"
        r"(?: (?:lately|yesterday|(?:this|last) (?:week|month)))?|(?P<my>(?:show |list )?my decisions)",
    ),
    (
        "team.decisions",
        r"(?P<review>(?:what|which decisions?) (?:needs? reviewing|(?:do i have to|do i need to|should i) review)"
        r"(?: soon| (?:this|next) (?:week|month))?"
        r"|which decisions? (?:are|is) (?:due )?(?:for|to be) review(?:ed)?|decisions? reviews? due)",
    ),
    (
        "team.corrections",
        rf"what (?:has|have|did|had) {_WHO} (?:been )?(?:correct|chang|amend|alter)(?:e?d|ing|e)?"
        r"(?: (?:lately|recently|yesterday|today|this week|last week))?",
    ),
    ("team.corrections", rf"{_SHOW}{_WHO}'s corrections|{_SHOW}corrections by {_WHO.replace('worker', 'whose')}"),
    ("team.corrections", rf"what (?:was|has been|have people|have they|did they|got|had been) correct(?:ed)?{_OF}"),
)


def understood(said: str) -> Intent | None:
    """What it asks to see."""
    intent = matched(said, _TABLE)
    if intent is None:
        return None
    which = "mine" if {"mine", "my"} & set(intent.data) else "review" if "review" in intent.data else ""
    worker = intent.data.get("worker") or intent.data.get("whose")
    if worker:
        return Intent(intent.action, {"worker": worker}, only_if_known=True)
    data: dict[str, Json] = {"child": intent.data["child"]} if "child" in intent.data else {}
    return Intent(intent.action, {**data, **({"which": which} if which else {})})
