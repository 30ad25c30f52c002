"""Which feature takes a turn."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial

from dialogs.core import paging
from dialogs.core.alarm import with_whom_to_call
from dialogs.core.feature import Feature, Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import may_name_child
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Turn
from storage.store import Store

_MARKS = re.compile(r"[^\w\s']+")
_LONGEST_FILLED = 500
_TABLES = 8  # of features: one in a process, a few in its tests
_PLACE = re.compile(r"\\{(\w+)\\}")  # as re.escape leaves it
# What a place in a phrase holds: a child's id, which has no space and three digits or more; else any words.
_HOLDS = {"child": r"(?=(?:[^\s\d]*\d){3})[\w/.-]{1,50}"}


class UnknownAction(Exception):
    """A card's button that no feature answers, such as one of an old card."""


def route(features: Iterable[Feature], turn: Turn, store: Store) -> Handler:
    """The handler of a turn; UnknownAction if it is a button that nobody answers."""
    features = tuple(features)
    if turn.kind is Kind.ACTION:
        return _action(features, turn.action)
    if turn.kind is Kind.SEARCH:
        return next(f.search for f in features if f.search)
    if turn.kind is Kind.INSTALLED:
        return next(f.installed for f in features if f.installed)
    if turn.kind is Kind.REMOVED:
        return next(f.removed for f in features if f.removed)
    understood = ((f.understands(turn, store), f.is_watched) for f in features if f.understands)
    mine, is_watched = next((taken for taken in understood if taken[0]), (None, False))
    if mine:
        return with_whom_to_call(mine) if is_watched else mine
    paged = paging.asked(turn, store, partial(_action, features))
    if paged:
        return paged
    said = bare(turn.text)
    named = next((f.phrases[said] for f in features if said in f.phrases), None)
    if named:
        return _action(features, named)
    return _filled(features, turn) or next(f.otherwise for f in features if f.otherwise)


def bare(sentence: str) -> str:
    """A sentence without case, punctuation and doubled spaces, as phrases are written."""
    return " ".join(_MARKS.sub(" ", sentence.replace("’", "'").casefold()).split())


def _filled(features: tuple[Feature, ...], turn: Turn) -> Handler | None:
    """The action of a phrase with places that the sentence fills; it gets them as a button's data."""
    if len(turn.text) > _LONGEST_FILLED:
        return None
    said = " ".join(turn.text.replace("’", "'").split()).rstrip(" ?.!")
    for places, pattern, action in _with_places(features):
        found = pattern.fullmatch(said) if "child" not in places or may_name_child(said) else None
        if found:
            return _given(_action(features, action), found.groupdict())
    return None


def _given(handler: Handler, places: dict[str, str]) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply | None:
        return handler(replace(turn, data=dict(places)), store, knowledge)

    return handle


@lru_cache(_TABLES)
def _with_places(features: tuple[Feature, ...]) -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    """What each phrase's places are called, its pattern and its action."""
    phrases = [(phrase, action) for feature in features for phrase, action in feature.phrases.items()]
    made = [(_pattern(phrase), action) for phrase, action in phrases if "{" in phrase]
    return tuple((frozenset(pattern.groupindex), pattern, action) for pattern, action in made)


def _pattern(phrase: str) -> re.Pattern[str]:
    places = _PLACE.sub(lambda place: f"(?P<{place[1]}>{_HOLDS.get(place[1], '.+?')})", re.escape(phrase))
    return re.compile(places, re.IGNORECASE)


def _action(features: tuple[Feature, ...], name: str) -> Handler:
    for feature in features:
        if name in feature.actions:
            return feature.actions[name]
    raise UnknownAction(name)
