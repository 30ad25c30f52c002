"""Sentences that look back: what has been corrected, what has been decided."""

from dialogs.team.intent import CHILD, Intent, matched, patterns

_SHOW = r"(?:(?:can you |could you )?(?:show|list|give)(?: me)? )?"
_OF = rf"(?: (?:for|of|on|about|to) {CHILD})?"
_TABLE = patterns(
    ("team.corrections", rf"{_SHOW}(?:the |my team's |all )?corrections(?: (?:made|lately))?{_OF}"),
    ("team.corrections", rf"what (?:was|has been|have people|have they|did they|got|had been) correct(?:ed)?{_OF}"),
)


def understood(said: str) -> Intent | None:
    """What it asks to see."""
    return matched(said, _TABLE)
