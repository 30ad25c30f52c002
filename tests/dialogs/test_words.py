"""Every sentence that people see is in a words.toml, is used, and gets what it has places for."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dialogs.core.words import words_of
from standards_kb.outcomes import Reason

ROOT = Path(__file__).parents[2]
FEATURES = sorted(path.parent.name for path in (ROOT / "dialogs").glob("*/words.toml"))
# What of bot/ talks with people; the rest talks with administrators.
TALKS = [*(ROOT / "bot" / "teams").glob("*.py"), ROOT / "bot" / "run_turn.py", ROOT / "bot" / "terminal.py"]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def sources(folder: Path, *, deep: bool = False) -> tuple[Path, ...]:
    return tuple(folder.rglob("*.py") if deep else folder.glob("*.py"))


def own_sources(feature: str) -> tuple[Path, ...]:
    return sources(ROOT / "dialogs" / feature, deep=True)


@cache
def constants(path: Path) -> frozenset[str]:
    """The strings in it, without docstrings."""
    told = {id(node.value) for node in ast.walk(parsed(path)) if isinstance(node, ast.Expr)}
    return frozenset(
        node.value
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    )


def calls(feature: str) -> Iterator[tuple[str, set[str], bool]]:
    """Each sentence asked for by its name: the name, the places filled, and whether by more than can be read here.

    By `words_of("feature")`, or in the feature's own code by `words`."""
    own = own_sources(feature)
    asked = f"words_of({feature!r})"
    for path in (*own, *sources(ROOT / "bot", deep=True), *sources(ROOT / "dialogs" / "core")):
        for whom, name, given, more in asked_for_in(path):
            if whom == asked or (whom == "words" and path in own):
                yield name, given, more


@cache
def asked_for_in(path: Path) -> tuple[tuple[str, str, set[str], bool], ...]:
    """The same of one file, with the words that are asked."""
    return tuple(
        (ast.unparse(node.func), name, {k.arg for k in node.keywords if k.arg}, any(not k.arg for k in node.keywords))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and node.args and _is_words(node.func)
        for name in _names(node.args[0])
    )


def _is_words(function: ast.expr) -> bool:
    if isinstance(function, ast.Call):
        return isinstance(function.func, ast.Name) and function.func.id == "words_of"
    return isinstance(function, ast.Name) and function.id == "words"


def _names(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
    elif isinstance(argument, ast.IfExp):
        yield from _names(argument.body)
        yield from _names(argument.orelse)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_words() -> None:
    talking = [
        "administration",
        "ask",
        "audit_meeting",
        "audit_moderation",
        "audit_outcome",
        "audit_preparation",
        "audits",
        "challenge_pack",
        "check_and_challenge",
        "children",
    ]
    assert [
        *talking,
        "core",
        "headline_themes",
        "home",
        "my_settings",
        "nudges",
        "schedule",
        "team",
        "visits",
    ] == FEATURES


@pytest.mark.parametrize("feature", FEATURES)
def test_every_sentence_is_used(feature: str) -> None:
    # The feature's own code may ask for names out of a tuple; in bot/ there are too many other strings for that.
    named = {text for path in own_sources(feature) for text in constants(path)}
    asked_for = {name for name, _, _ in calls(feature)}
    assert set(words_of(feature).says) <= named | asked_for | set(Reason)


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.name)
def test_no_sentence_stands_in_the_code_of_the_bot(path: Path) -> None:
    assert [text for text in constants(path) if re.search(r"^[A-Z].* .*[.?!]$", text, re.DOTALL)] == []


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


@pytest.mark.parametrize("reason", [Reason.NO_SUBJECT, Reason.NOT_ENGLISH])
def test_who_may_have_told_of_a_danger_unheard_gets_the_numbers(reason: Reason) -> None:
    assert places(words_of("ask").says[reason]) == {"council", "first_response", "emergency_duty"}


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
