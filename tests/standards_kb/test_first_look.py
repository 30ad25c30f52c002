from dataclasses import replace

import numpy as np
import pytest

from standards_kb.encoder import Encoder
from standards_kb.first_look import FirstLook, Learnt
from standards_kb.load import edition_folder
from standards_kb.load_finder import load_speller
from standards_kb.search import Finder
from tests.standards_kb.support import finder, framework, phrasings

LABELS = ("visiting.cin", "visiting.cp", "not_covered.mileage", "signpost.child_in_danger")
CIN, CP, MILEAGE, HURT, OFTEN, BRUISE, UNLEARNT = 10, 20, 30, 40, 50, 60, 70


def learnt() -> Learnt:
    """A piece a label, one that says nothing, one that hints at a danger, and a pair that changes the passage."""
    says = np.eye(4, dtype=np.float16)
    vectors = np.array([*says, [0, 0, 0, 0], says[3] / 2, says[1] * 3 - says[0]], dtype=np.float16)
    pieces = np.array([CIN, CP, MILEAGE, HURT, OFTEN, BRUISE], dtype=np.int32)
    pairs = np.array([[OFTEN, CIN]], dtype=np.int32)
    return Learnt(pieces, pairs, vectors, np.eye(4, dtype=np.float16) * 8, np.zeros(4, dtype=np.float32), "teacher")


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        ([CIN], "visiting.cin"),
        ([CP, OFTEN], "visiting.cp"),
        ([CIN, OFTEN], "visiting.cin"),
        ([OFTEN, CIN], "visiting.cp"),  # by the pair
    ],
)
def test_it_tells_a_passage_where_the_words_do(numbers: list[int], label: str) -> None:
    logits = FirstLook(learnt(), LABELS).sure(numbers)
    assert logits is not None
    assert LABELS[int(logits.argmax())] == label


@pytest.mark.parametrize(
    "numbers",
    [
        [],
        [OFTEN],  # nothing that tells
        [CIN, CP],  # either
        [CIN, UNLEARNT],
        [MILEAGE],  # a refusal
        [HURT],  # a danger
        [CIN, BRUISE],  # a passage, most likely, but with a hint of one
    ],
)
def test_it_leaves_everything_else_to_the_encoder(numbers: list[int]) -> None:
    assert FirstLook(learnt(), LABELS).sure(numbers) is None


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("not permanent, first placement year, how often visits", "visiting.looked_after.first_year"),
        (
            "how often should privately fostered kids be visited after the first year",
            "visiting.privately_fostered.later_years",
        ),
    ],
)
def test_visits_of_like_words_are_told_apart(question: str, label: str) -> None:
    assert finder().rank(question)[0].label == label


def test_of_visits_it_has_to_be_surer_than_of_other_passages() -> None:
    weights, bias = np.eye(4, dtype=np.float16) * np.log(8), np.array([0, 0, 0, -10], dtype=np.float32)
    four_in_five = replace(learnt(), weights=weights.astype(np.float16), bias=bias)
    assert FirstLook(four_in_five, LABELS).sure([CIN]) is None
    assert FirstLook(four_in_five, ("recording.case_note", *LABELS[1:])).sure([CIN]) is not None


def test_as_a_file_it_is_the_same() -> None:
    again = Learnt.from_bytes(learnt().to_bytes())
    for name in ("pieces", "pairs", "vectors", "weights", "bias"):
        kept, first = getattr(again, name), getattr(learnt(), name)
        assert kept.dtype == first.dtype
        assert kept.tolist() == first.tolist()
    assert again.encoder == "teacher"


def test_the_encoder_is_asked_only_if_it_is_unsure() -> None:
    asked: list[list[int]] = []
    folder = edition_folder() / "finder"

    class Asked(Encoder):
        def logits(self, numbers):  # type: ignore[no-untyped-def]
            asked.append(list(numbers))
            return super().logits(numbers)

    first_look = FirstLook(Learnt.from_bytes((folder / "first_look.npz").read_bytes()), finder().labels)
    vocabulary = (folder / "vocabulary.txt").read_text().splitlines()
    model = (folder / "encoder.onnx").read_bytes()
    found = Finder(Asked(model), first_look, vocabulary, finder().labels, load_speller(framework(), phrasings()))
    assert found.rank("What do we do for a dad who can't speak our language?")[0].label == "direct_work.interpreters"
    assert not asked
    found.rank("mum is hitting the baby")
    found.rank("what is the mileage rate")
    # Likely enough, but several sentences may be about several passages.
    found.rank("I saw a CP child unannounced at home on Thursday and spoke to her alone. When do I next need to go?")
    assert len(asked) == 3
