import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from standards_kb.answer import answer
from standards_kb.encoder import Encoder
from standards_kb.first_look import FirstLook, Learnt
from standards_kb.load import edition_folder
from standards_kb.load_finder import load_speller
from standards_kb.outcomes import Outcome, Reason
from standards_kb.search import Candidate, Finder, total
from standards_kb.spelling import Speller
from tests.standards_kb.support import finder, framework, phrasings


def finder_with(speller: Speller) -> Finder:
    """The trained one, with another speller and nothing asked yet."""
    folder, labels = edition_folder() / "finder", finder().labels
    vocabulary = (folder / "vocabulary.txt").read_text().splitlines()
    first_look = FirstLook(Learnt.from_bytes((folder / "first_look.npz").read_bytes()), labels)
    return Finder(Encoder((folder / "encoder.onnx").read_bytes()), first_look, vocabulary, labels, speller)


def test_the_total_of_a_kind() -> None:
    found = [Candidate("signpost.a", 0.5), Candidate("signposts.b", 0.2), Candidate("x.signpost.", 0.2)]
    assert total(found, "signpost") == 0.5
    assert total(found, "guard") == 0


@settings(max_examples=60)
@given(st.text(max_size=300))
@example("")
@example("\ud800\x00🙂")
@example("visit " * 5000)
def test_every_text_is_ranked(question: str) -> None:
    found = finder().rank(question)
    assert len({c.label for c in found}) == len(found)
    assert math.isclose(sum(c.likelihood for c in found), 1, abs_tol=1e-4)
    assert [c.likelihood for c in found] == sorted((c.likelihood for c in found), reverse=True)


def test_the_trained_finder_knows_every_row() -> None:
    rows = {framework().passages[p].row for p in finder().labels if p in framework().passages}
    assert {p.id for p in framework().passages.values() if p.is_row and not p.id.startswith("front.")} <= rows


def test_threads_share_it() -> None:
    questions = ["how often is a child in need visited", "when is a strategy discussion held", "hello", "mileage"] * 8
    alone = [finder().rank(q) for q in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(finder().rank, questions)) == alone


def test_what_was_asked_before_is_ranked_the_same_and_only_the_last_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    class Reading(Speller):
        def corrected(self, text: str) -> str:
            read.append(text)
            return text

    monkeypatch.setattr("standards_kb.search.REMEMBERED", 2)
    asked = finder_with(Reading({}, ()))
    first = asked.rank("hello")
    again = asked.rank("hello")
    again.clear()  # a list of the caller's own
    assert asked.rank("hello") == first
    for question in ("Hello", "mileage", "hello"):
        asked.rank(question)
    assert read == ["hello", "Hello", "mileage", "hello"]


def test_what_a_card_offers_as_a_button_can_be_typed() -> None:
    for row in framework().passages.values():
        if row.is_row and not row.id.startswith("front."):
            found = answer(framework(), finder(), row.title)
            assert row.id in [p.row for p in found.citations], row.title


class TestSpelling:
    SPELLER = load_speller(framework(), phrasings())

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("unanounced visit", "unannounced visit"),
            ("stratagy discusion", "strategy discussion"),
            ("safegaurding", "safeguarding"),
            ("supervison", "supervision"),
            ("msng lst nite, bk now", "missing last night, back now"),
            ("wen shud I do the nxt rvw?", "when should I do the next review?"),
            ("", ""),
            ("how often?", "how often?"),
            ("15 working days", "15 working days"),
        ],
    )
    def test_slips_are_put_right(self, typed: str, meant: str) -> None:
        assert self.SPELLER.corrected(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "LAC", "ICPC", "S47", "RHI", "is it ok", "Kyle",
            "see Mohammed and Siobhan", "ask Wen", "zzzzzzzz", "the aardvark", "child's plan", "child’s plan",
        ],
    )  # fmt: skip
    def test_names_acronyms_and_what_is_right_stay(self, typed: str) -> None:
        assert self.SPELLER.corrected(typed) == typed

    @settings(max_examples=50)
    @given(st.text(max_size=120))
    def test_never_raises_and_leaves_what_is_no_word(self, text: str) -> None:
        corrected = self.SPELLER.corrected(text)
        assert [c for c in text if c.isdigit()] == [c for c in corrected if c.isdigit()]


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        (
            "how often do I visit a child on a child protection plan",
            "how oftn do I vist a child on a child protecion plan",
        ),
        ("when is a strategy discussion held", "when is a stratgey discusion held"),
        ("return home interview within how many hours", "retrun home interveiw within how many hours"),
    ],
)
def test_slips_of_the_thumb_find_the_same_standard(right: str, slip: str) -> None:
    assert finder().rank(slip)[0].label.split(".")[:2] == finder().rank(right)[0].label.split(".")[:2]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("mae plentyn wedi dweud bod ei thad yn ei tharo", Reason.NOT_ENGLISH),
        ("dziecko mówi że ojciec je bije", Reason.NOT_ENGLISH),
        ("adoptve placment vists untill first revew", Reason.NONE),
        ("a pupil disclosed sexual abuse this morning, who do I ring", Reason.CHILD_IN_DANGER),
        ("she is 14, missing and being exploited, who do i ring", Reason.CHILD_IN_DANGER),
        ("hello hope you are well can you tell me how often core groups meet thanks", Reason.NONE),
    ],
)
def test_what_a_message_says_in_so_many_words(message: str, reason: Reason) -> None:
    assert answer(framework(), finder(), message).reason is reason


def test_another_texts_rules_are_not_answered_with_the_frameworks() -> None:
    for text, outcome in (("the framework", Outcome.ANSWERED), ("Working Together", Outcome.NOT_COVERED)):
        assert answer(framework(), finder(), f"what does {text} say about core groups?").outcome is outcome


@pytest.mark.parametrize(
    "message",
    [
        "dad is stabing mum",
        "mum is poisning her",
        "baby is chocking and going blue",
        "he is stabed and bleding",
        "shes strangeling him",
    ],
)
def test_a_slip_hides_no_danger(message: str) -> None:
    assert answer(framework(), finder(), message).outcome is Outcome.SIGNPOSTED


def test_what_is_typed_counts_if_it_is_a_danger_and_its_correction_is_not() -> None:
    class Astray(Speller):
        def corrected(self, text: str) -> str:
            return text.replace("hitting", "visiting")

    trained, astray = (
        finder(),
        finder_with(Astray({}, ["how", "often", "am", "he", "is", "her", "now", "them", "visiting"])),
    )
    assert astray.rank("he is hitting her now") == trained.rank("he is hitting her now")
    assert astray.rank("how often am I hitting them") == trained.rank("how often am I visiting them")
