"""Every sentence that people see is in a words.toml, is used, and gets what it has places for."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.core.words import words_of
from standards_kb.answer import Reason

ROOT = Path(__file__).parents[2]
FEATURES = sorted(path.parent.name for path in (ROOT / "dialogs").glob("*/words.toml"))


def sources(feature: str) -> Iterator[ast.Module]:
    for path in [*(ROOT / "dialogs" / feature).glob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        if path.parent.name == feature or f'words_of("{feature}")' in text:
            yield ast.parse(text)


def constants(feature: str) -> set[str]:
    return {
        node.value
        for tree in sources(feature)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def calls(feature: str) -> Iterator[tuple[str, set[str], bool]]:
    """Each sentence asked for by its name: the name, the places filled, and whether by more than can be read here."""
    for tree in sources(feature):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_words(node.func) and node.args:
                for name in _names(node.args[0]):
                    places = {k.arg for k in node.keywords if k.arg}
                    yield name, places, any(k.arg is None for k in node.keywords)


def _is_words(function: ast.expr) -> bool:
    by_name = isinstance(function, ast.Name) and function.id == "words"
    inner = function.func if isinstance(function, ast.Call) else None
    return by_name or (isinstance(inner, ast.Name) and inner.id == "words_of")


def _names(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
    elif isinstance(argument, ast.IfExp):
        yield from _names(argument.body)
        yield from _names(argument.orelse)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_features() -> None:
    assert FEATURES == ["ask", "home"]


@pytest.mark.parametrize("feature", FEATURES)
def test_every_sentence_is_used(feature: str) -> None:
    assert set(words_of(feature).says) <= constants(feature) | set(Reason)


@pytest.mark.parametrize("feature", FEATURES)
def test_every_sentence_that_is_used_is_there_with_its_places_filled(feature: str) -> None:
    asked_for = list(calls(feature))
    assert len(asked_for) >= 5
    for name, given, more in asked_for:
        wanted = places(words_of(feature).says[name])
        assert given == wanted or (more and given <= wanted), name


@pytest.mark.parametrize("reason", [Reason.SMALL_TALK, Reason.CHILD_DATA, Reason.IGNORE_RULES])
def test_every_fixed_reply_is_there(reason: Reason) -> None:
    assert places(words_of("ask").says[reason]) == set()


@pytest.mark.parametrize("feature", FEATURES)
def test_sentences_are_written_as_people_read_them(feature: str) -> None:
    for name, sentence in words_of(feature).says.items():
        assert sentence == " ".join(sentence.split()) != "", name
        assert not any(mark in sentence for mark in ("  ", "—", "<", "http:")), name


@pytest.mark.parametrize("feature", FEATURES)
def test_every_phrase_reaches_an_action(feature: str) -> None:
    from dialogs.registry import features

    actions = {action for f in features() for action in f.actions}
    for action, phrases in words_of(feature).phrases.items():
        assert f"{feature}.{action}" in actions
        assert phrases
