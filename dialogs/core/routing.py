"""Which feature takes a turn."""

import re
from collections.abc import Iterable

from dialogs.core.feature import Feature, Handler
from dialogs.core.turn import Kind, Turn

_MARKS = re.compile(r"[^\w\s']+")


class UnknownAction(Exception):
    """A card's button that no feature answers, such as one of an old card."""


def route(features: Iterable[Feature], turn: Turn) -> Handler:
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
    said = bare(turn.text)
    named = next((f.phrases[said] for f in features if said in f.phrases), None)
    return _action(features, named) if named else next(f.otherwise for f in features if f.otherwise)


def bare(sentence: str) -> str:
    """A sentence without case, punctuation and doubled spaces, as phrases are written."""
    return " ".join(_MARKS.sub(" ", sentence.replace("’", "'").casefold()).split())


def _action(features: tuple[Feature, ...], name: str) -> Handler:
    for feature in features:
        if name in feature.actions:
            return feature.actions[name]
    raise UnknownAction(name)
