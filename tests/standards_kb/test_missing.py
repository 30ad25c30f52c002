import tomllib
from pathlib import Path

import pytest

from standards_kb.missing import asks_what_now, is_back, is_missing

SAID = tomllib.loads((Path(__file__).parent / "missing.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", SAID["now"])
def test_a_child_who_is_missing_now(said: str) -> None:
    assert (is_missing(said), is_back(said)) == (True, False)


@pytest.mark.parametrize("said", SAID["back"])
def test_a_child_who_is_back(said: str) -> None:
    assert (is_missing(said), is_back(said)) == (False, True)


@pytest.mark.parametrize("said", SAID["neither"])
def test_neither(said: str) -> None:
    assert (is_missing(said), is_back(said)) == (False, False)


@pytest.mark.parametrize(
    "said",
    [
        "what do I do?",
        "ok what do I do",
        "what do i do?? pls",
        "so what now",
        "what’s next",
        "who do I ring now",
        "help me",
    ],
)
def test_what_now(said: str) -> None:
    assert asks_what_now(said)


@pytest.mark.parametrize("said", ["what do I do for a CIN visit", "help with audit", "who do I call for interpreters"])
def test_what_asks_more(said: str) -> None:
    assert not asks_what_now(said)
