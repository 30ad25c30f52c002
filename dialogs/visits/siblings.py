"""Whom of one's own children initials mean: "the JK kids" are those who are called so; "AS 002" is one, not a word."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dialogs.core.mentions import may_name_child, mentions
from dialogs.core.turn import Turn
from dialogs.visits.report import NO_INITIALS
from storage.access import Door, as_person
from storage.children import Child
from storage.roles import Action
from storage.store import Store

_NO_KIDS = "the|my|our|all|two|both|cp|cin|lac|cla|cic|sen|of|to|for|her|his|in|on|at|how|many|are|and|me|do|no|new|old"
_SIBLINGS = ("kids", "children", "siblings", "brothers", "sisters", "boys", "girls", "twins", "family")
_KIDS = re.compile(
    rf"\b(?:(?:the|all|both|my|three|3|two|2) )*(?P<initials>(?!(?:{_NO_KIDS})\b)[a-z]{{2,4}})"
    rf" (?:{'|'.join(_SIBLINGS)})\b(?! ?(?:\d|plan|protection))",
    re.I,
)
# Initials that are a word to whoever reads children in a sentence: in capitals, or such as few put before a number.
_LIKE_WORD = re.compile(
    rf"(?<![\w/.-])(?P<initials>(?=[A-Z]{{2,4}} )(?i:{NO_INITIALS})|(?i:as|so|do|go|me|us|no|ms|mr))"
    r" (?P<digits>\d{3,4})(?=s?(?!\w))"
)
# An id typed with a space, as telephones part long numbers.
_SPACED = re.compile(r"(?<![\w/.-])(?<!\d )(?P<first>\d{3}) (?P<rest>\d{3,4})(?=(?:'?s)?(?![\w/-]))(?! \d)")


def with_ids(turn: Turn, store: Store) -> Turn:
    """The turn with ids in the place of initials that mean two or more of one's own, or one and look like a word; and
    of ids that were typed with a space."""
    if may_name_child(turn.text) and _SPACED.search(turn.text):
        through = as_person(store, turn.sender.object_id, turn.at)
        turn = replace(turn, text=_SPACED.sub(partial(_whole, through), turn.text))
    if may_name_child(turn.text) and _LIKE_WORD.search(turn.text):
        own = as_person(store, turn.sender.object_id, turn.at).own()
        turn = replace(turn, text=_LIKE_WORD.sub(partial(_id_of, own), turn.text))
    return _with_all(turn, store)


def _whole(through: Door, found: re.Match[str]) -> str:
    """The id without its space, if it is that of a child whom they may see or record for; otherwise what was typed."""
    whole = found["first"] + found["rest"]
    is_theirs = through.may(Action.VIEW, whole) or through.may(Action.RECORD, whole)
    return whole if is_theirs else found.group()


def _id_of(own: Sequence[Child], found: re.Match[str]) -> str:
    """The id of the one child who is called so; otherwise what was typed."""
    initials, digits = found["initials"].casefold(), found["digits"]
    ids = [child.id for child in own if child.initials.casefold() == initials and child.id.endswith(digits)]
    return ids[0] if len(ids) == 1 else found.group()


def _with_all(turn: Turn, store: Store) -> Turn:
    found = _KIDS.search(turn.text) if mentions(turn.text, _SIBLINGS) else None
    if found is None:
        return turn
    own = as_person(store, turn.sender.object_id, turn.at).own()
    ids = [child.id for child in own if child.initials.casefold() == found["initials"].casefold()]
    if len(ids) < 2:
        return turn
    said = f"{', '.join(ids[:-1])} and {ids[-1]}"
    return replace(turn, text=turn.text[: found.start()] + said + turn.text[found.end() :])
