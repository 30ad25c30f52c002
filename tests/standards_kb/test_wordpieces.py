import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from standards_kb.wordpieces import LONGEST_WORD, WordPieces

PIECES = [
    *(
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "visit",
        "##ing",
        "##s",
        "un",
        "##announced",
        "child",
        "'",
        "s",
        "-",
        "?",
        "!",
    ),
    *("47", "section", "sio", "##bhan", "a", "##a", '"', "is", "it", "don", "t"),
]
SPLITTER = WordPieces(PIECES)


def pieces(text: str, most: int = 96) -> list[str]:
    return [PIECES[number] for number in SPLITTER.numbers(text, most)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\t ", []),
        ("visit", ["visit"]),
        ("VISITING visits", ["visit", "##ing", "visit", "##s"]),
        ("unannounced?!", ["un", "##announced", "?", "!"]),
        ("child's", ["child", "'", "s"]),
        ("child’s", ["child", "'", "s"]),
        ("“visit”", ['"', "visit", '"']),
        ("visit–child—visit", ["visit", "-", "child", "-", "visit"]),
        ("visit\u00a0child", ["visit", "child"]),
        ("don’t", ["don", "'", "t"]),
        ("section47", ["[UNK]"]),
        ("section 47", ["section", "47"]),
        ("Siobhán", ["sio", "##bhan"]),
        ("Siobha\u0301n", ["sio", "##bhan"]),
        ("visitx", ["[UNK]"]),
        ("it is 🙂", ["it", "is", "[UNK]"]),
        ("访问", ["[UNK]", "[UNK]"]),
        ("a" * LONGEST_WORD, ["a", *["##a"] * (LONGEST_WORD - 1)]),
        ("a" * (LONGEST_WORD + 1), ["[UNK]"]),
    ],
)
def test_golden_splits(text: str, expected: list[str]) -> None:
    assert pieces(text) == ["[CLS]", *expected, "[SEP]"]


def test_the_longest_piece_wins() -> None:
    vocabulary = ["[UNK]", "[CLS]", "[SEP]", "re", "##view", "review", "##er"]
    assert [vocabulary[n] for n in WordPieces(vocabulary).numbers("reviewer", 9)] == [
        "[CLS]",
        "review",
        "##er",
        "[SEP]",
    ]


@pytest.mark.parametrize("most", [2, 3, 4, 96])
def test_a_long_question_is_cut_and_closed(most: int) -> None:
    found = pieces("visiting " * 100, most)
    assert len(found) == most
    assert (found[0], found[-1]) == ("[CLS]", "[SEP]")


@given(st.text(), st.integers(2, 120))
@example("\ud800", 5)
@example("İßﬀǅ\u200b\x00", 5)
@settings(max_examples=60)
def test_never_raises_and_never_too_many(text: str, most: int) -> None:
    numbers = SPLITTER.numbers(text, most)
    assert 2 <= len(numbers) <= most
    assert all(0 <= n < len(PIECES) for n in numbers)
