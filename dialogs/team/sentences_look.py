"""Sentences that look back: what has been corrected, what has been decided."""

from dialogs.core.turn import Json
from dialogs.team.intent import CHILD, Intent, matched, patterns

_SHOW = r"(?:(?:can you |could you )?(?:show|list|give)(?: me)? )?"
_OF = rf"(?: (?:for|of|on|about|to) {CHILD})?"
_DECISIONS = r"(?:(?:standing|managers?'?s?|management|my team's|the|all|current) )*decisions"
_TABLE = patterns(
    ("team.corrections", rf"{_SHOW}(?:the |my team's |all )?corrections(?: (?:made|lately))?{_OF}"),
    ("team.decisions", rf"{_SHOW}{_DECISIONS}(?: in force| that hold)?{_OF}"),
    ("team.decisions", rf"what (?:has been|have we|have they|was|is) decided{_OF}"),
    ("team.decisions", r"what (?P<mine>(?:have|did) i (?:already )?decide)d?|(?P<my>(?:show |list )?my decisions)"),
    (
        "team.decisions",
        r"(?P<review>(?:what|which decisions?) (?:needs? reviewing|(?:do i have to|do i need to|should i) review)"
        r"|which decisions? (?:are|is) (?:due )?(?:for|to be) review(?:ed)?|decisions? reviews? due)",
    ),
    ("team.corrections", rf"what (?:was|has been|have people|have they|did they|got|had been) correct(?:ed)?{_OF}"),
)


def understood(said: str) -> Intent | None:
    """What it asks to see."""
    intent = matched(said, _TABLE)
    if intent is None:
        return None
    which = "mine" if {"mine", "my"} & set(intent.data) else "review" if "review" in intent.data else ""
    data: dict[str, Json] = {"child": intent.data["child"]} if "child" in intent.data else {}
    return Intent(intent.action, {**data, **({"which": which} if which else {})})
