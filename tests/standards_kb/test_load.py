import dataclasses
import json
import re
from pathlib import Path

import pytest

from standards_kb.load_finder import CALENDAR, load_vocabulary
from standards_kb.types import Phrasing
from tests.standards_kb.support import CP, framework, phrasings

QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "questions"
VOCABULARY = load_vocabulary(framework(), phrasings())


def bare(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))


def test_values_are_frozen() -> None:
    passage = framework().passages[CP]
    with pytest.raises(dataclasses.FrozenInstanceError):
        passage.text = "changed"  # type: ignore[misc]
    with pytest.raises(TypeError):
        framework().passages["new"] = passage  # type: ignore[index]


def test_a_row_quotes_its_bullets_under_its_opening_words() -> None:
    assert framework().passages[CP].text.startswith("Children subject to a Child Protection Plan:\n- Within a maximum")


class TestPhrasings:
    def test_there_are_thousands_and_each_says_where_it_stands(self) -> None:
        assert len(phrasings()) > 10_000
        assert len({p.where for p in phrasings()}) == len(phrasings())

    @pytest.mark.parametrize("name", ["exam", "dev", "tuning"])
    def test_none_is_a_question_that_nobody_may_train_on(self, name: str) -> None:
        lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        asked = {bare(json.loads(line)["question"]) for line in lines if line}
        assert len(asked) >= 100
        assert {p.where: p.text for p in phrasings() if bare(p.text) in asked} == {}


class TestVocabulary:
    @pytest.mark.parametrize(
        "word",
        [
            "visit", "unannounced", "child", "children's", "strategy", "cp", "lac", "ofsted", "Ofsted", "RU", "Safe",
            "Child", "Protection", "Plan", "Section", "Monday", "April", "because", "mum", "grandparents",
            "tuesday", "will", "may", "mark", "chase", "hope", "summer", "max", "iros",
        ],
    )  # fmt: skip
    def test_the_words_of_the_work_and_of_english_may_be_kept(self, word: str) -> None:
        assert word in VOCABULARY

    @pytest.mark.parametrize(
        "name",
        [
            "kyle", "jayden", "mohammed", "fatima", "siobhan", "patel", "smith", "jones", "khan", "begum", "okafor",
            "sophie", "chloe", "liam", "noah", "aaliyah", "brown's", "Kyle", "Grace", "Hope", "Will", "Mark", "Rose",
            "lucy", "george", "precious", "green", "white", "king", "agnieszka", "chidera", "destiny", "clare's",
        ],
    )  # fmt: skip
    def test_names_are_not_in_it(self, name: str) -> None:
        assert name not in VOCABULARY

    def test_made_up_people_of_guard_phrasings_do_not_count(self) -> None:
        made_up = [Phrasing("where is Zebedee Quux", ("guard.child_data",), "x"), Phrasing("xyzzy?", (CP,), "x")]
        found = load_vocabulary(framework(), made_up)
        assert "quux" not in found
        assert "xyzzy" in found

    def test_names_win_over_the_words_of_phrasings_and_of_english(self) -> None:
        found = load_vocabulary(framework(), [Phrasing("is oliver due, or grace's brother", (CP,), "x")])
        assert not {"oliver", "grace", "grace's", "willow", "precious", "poppy"} & found
        assert {"due", "brother"} <= found

    def test_words_that_the_framework_writes_in_lower_case_win_over_names(self) -> None:
        named = dataclasses.replace(framework().passages[CP], text="The willow and its willow's root. Precious")
        edition = dataclasses.replace(framework(), passages={CP: named})
        assert {"willow", "Precious"} <= load_vocabulary(edition, [])
        assert "precious" not in load_vocabulary(edition, [])

    def test_a_phrasing_teaches_no_word_with_a_capital_but_acronyms(self) -> None:
        found = load_vocabulary(framework(), [Phrasing("Xyzzy saw Quuxley, XYZ and two FQZs", (CP,), "x")])
        assert not {"xyzzy", "quuxley"} & found
        assert {"xyz", "fqzs"} <= found

    def test_the_calendar_is(self) -> None:
        assert CALENDAR <= VOCABULARY
