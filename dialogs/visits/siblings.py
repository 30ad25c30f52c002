"""Brothers and sisters named by their initials together: "the JK kids" are one's own children who are called so."""

import re
from dataclasses import replace

from dialogs.core.turn import Turn
from storage.access import as_person
from storage.store import Store

_NO_INITIALS = "the|my|our|all|two|both|cp|cin|lac|cla|sen|of|to|for|her|his|in|on|at|how|many|are|and|me|do|no|new|old"
_KIDS = re.compile(
    rf"\b(?:(?:the|all|both|my|three|3|two|2) )*(?P<initials>(?!(?:{_NO_INITIALS})\b)[a-z]{{2,4}})"
    r" (?:kids|children|siblings|brothers|sisters|boys|girls|twins|family)\b(?! ?(?:\d|plan|protection))",
    re.I,
)


def with_ids(turn: Turn, store: Store) -> Turn:
    """The turn with their ids in the place of what they are called together, if two or more of one's own are meant."""
    found = _KIDS.search(turn.text)
    if found is None:
        return turn
    own = as_person(store, turn.sender.object_id, turn.at).own()
    ids = [child.id for child in own if child.initials.casefold() == found["initials"].casefold()]
    if len(ids) < 2:
        return turn
    said = f"{', '.join(ids[:-1])} and {ids[-1]}"
    return replace(turn, text=turn.text[: found.start()] + said + turn.text[found.end() :])
