"""What each of a manager's sentences asks for; and sentences that are somebody else's."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dialogs.team.sentences import understood
from tests.dialogs.support import NOW

TABLE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["sentence"], ids=lambda case: case["says"])
def test_it_is_understood(case: dict[str, Any]) -> None:
    intent = understood(case["says"], NOW)
    assert intent is not None
    assert {"action": intent.action, **intent.data} == {k: v for k, v in case.items() if k != "says"}


@pytest.mark.parametrize("says", TABLE["not_mine"])
def test_it_is_somebody_elses(says: str) -> None:
    assert understood(says, NOW) is None


def test_there_are_sentences_enough() -> None:
    assert len({case["says"] for case in TABLE["sentence"]}) >= 60
