"""What a sentence can't be about is told by what it lacks."""

import pytest

from dialogs.core.mentions import may_name_child, mentions


@pytest.mark.parametrize("text", ["saw 201", "AB 201 at 3", "child 2026/0012", "1 of 2 in 3 weeks"])
def test_three_digits_may_name_a_child(text: str) -> None:
    assert may_name_child(text)


@pytest.mark.parametrize("text", ["", "how often do I visit?", "within 10 working days", "AB twenty"])
def test_without_three_digits_no_child_is_named(text: str) -> None:
    assert not may_name_child(text)


def test_a_part_of_a_word_is_mentioned_in_capitals_or_not() -> None:
    assert mentions("SUPERVISED Alex on Friday", ("observ", "supervis"))
    assert not mentions("saw Alex on Friday", ("observ", "supervis"))
