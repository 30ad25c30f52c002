import tomllib
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.core.masking import LONGEST_KEPT, LONGEST_READ, masked
from standards_kb.load_finder import CALENDAR
from tests.dialogs.support import framework, phrasings, vocabulary

CASES = tomllib.loads(Path(__file__).with_name("masking_cases.toml").read_text(encoding="utf-8"))
MASKS = ("email", "link", "date", "address", "phone", "postcode", "number", "name", "word")

# Text of the sort that a mask must not let through, among ordinary words.
PIECES = st.sampled_from(
    [
        *("visit", "a", "child", "Kyle", "mr", "Mrs", "Smith", "O'Brien", "may", "May", "March", "12", "3rd", "2014"),
        *("07700", "900123", "+44", "(", ")", "[", "]", "[name]", "[word]", "@", ".", "?", "-", "/", "’", "'s", "_"),
        *("church", "lane", "flat", "the", "will", "and", "mark", "summer", "–", ":", ","),
        *("http://", "www.", "SW1A", "1AA", "of", "NHS", "é", "\u0301", "J.", "\n", " ", " ", " "),
    ]
)
# What people write between the parts of a date.
BETWEEN = st.lists(st.sampled_from([*" ,/.-–:", " of ", " the "]), min_size=1, max_size=4).map("".join)
MONTHS = ("Jan", "february", "MARCH", "Apr", "may", "May", "June", "jul", "August", "sept", "oct", "November", "DEC")
# Words that are given names as well, with which sentences about a child are made.
NAMED = ("will", "may", "faith", "miles", "justice", "drew", "mark", "chase", "grant", "bill", "hope", "max", "summer")
TYPED = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200)


@pytest.mark.parametrize(("typed", "kept"), CASES["names"] + CASES["dates"] + CASES["addresses"] + CASES["numbers"])
def test_masked(typed: str, kept: str) -> None:
    assert masked(typed, vocabulary()) == kept


@pytest.mark.parametrize("typed", [typed for typed, _ in CASES["kept"]])
def test_the_words_of_the_work_are_kept(typed: str) -> None:
    assert masked(typed, vocabulary()) == typed


def test_there_are_cases_enough() -> None:
    assert sum(len(cases) for cases in CASES.values()) >= 60


@pytest.mark.parametrize("mask", MASKS)
def test_a_mask_stays_a_mask(mask: str) -> None:
    assert masked(f"the [{mask}] said [{mask}]", vocabulary()) == f"the [{mask}] said [{mask}]"


def test_the_frameworks_own_words_are_kept() -> None:
    for passage in framework().passages.values():
        kept = masked(passage.text, vocabulary())
        assert "[name]" not in kept or "Mr" in passage.text, passage.id
        assert "[word]" not in kept, (passage.id, kept)


def test_titles_are_kept_as_answers_write_them() -> None:
    titles = {title.title for title in (*framework().passages.values(), *framework().national_rules.values())}
    assert [title for title in titles if masked(title, vocabulary()) != title] == []
    assert masked("is it Practice Standard 8", vocabulary()) == "is it Practice Standard 8"


def test_phrasings_without_made_up_people_are_hardly_touched() -> None:
    ordinary = [p.text for p in phrasings() if p.labels[0] in framework().passages][::25]
    touched = [text for text in ordinary if "[" in masked(text, vocabulary())]
    assert len(touched) <= len(ordinary) / 20, touched


def test_days_and_months_alone_are_kept() -> None:
    for name in CALENDAR:
        assert masked(f"is it on {name} then", vocabulary()) == f"is it on {name} then"


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize(
    "sentence",
    ["{} ran off last night", "is {} due a visit", "visit {} on friday", "{}'s mum", "did {} go", "{} has moved"],
)
def test_a_word_in_a_names_place_is_a_name(name: str, sentence: str) -> None:
    for typed in (name, name.title(), name.upper()):
        assert name not in masked(sentence.format(typed), vocabulary()).lower()


@settings(max_examples=300)
@given(
    st.integers(1, 31),
    st.sampled_from(["", "st", "nd", "rd", "th", "TH"]),
    st.integers(1, 12).map(str) | st.integers(1, 9).map("0{}".format) | st.sampled_from(MONTHS),
    st.integers(1900, 2099).map(str) | st.integers(0, 99).map("{:02}".format) | st.just("'14"),
    BETWEEN,
    BETWEEN,
)
def test_no_date_gets_through(day: int, th: str, month: str, year: str, first: str, second: str) -> None:
    assert masked(f"was seen {day}{th}{first}{month}{second}{year} then", vocabulary()) == "was seen [date] then"
    if month[0].isalpha() and len(year) == len("2014"):
        turned = f"was seen {month}{first}{day}{th}{second}{year} then"
        assert masked(turned, vocabulary()) == "was seen [date] then"


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "?", "🙂"])
def test_what_holds_nothing(text: str) -> None:
    assert masked(text, vocabulary()) == " ".join(text.split())


def test_a_long_text_is_cut_between_words() -> None:
    kept = masked("Kyle visit " * 500, vocabulary())
    assert len(kept) <= LONGEST_KEPT
    assert set(kept.split()) == {"[word]", "visit"}


def test_nothing_long_is_read_to_its_end() -> None:
    class Asked(frozenset[str]):
        words: ClassVar[list[str]] = []

        def __contains__(self, word: object) -> bool:
            self.words.append(str(word))
            return True

    assert masked("visit " * LONGEST_READ + "kyle", Asked()).startswith("visit visit")
    assert set(Asked.words) <= {"visit", "vi"}  # the last one may be cut
    assert len(Asked.words) < LONGEST_READ


@settings(max_examples=300)
@given(TYPED)
@example("1234 5678")
@example("12345")
@example("@" * 20)
@example("a@b@c")
@example("[" * 30 + "kyle" + "]" * 30)
@example("1 2 3 4 5 6 7 8")
@example("Mr Mr Mr Smith")
def test_no_digits_in_a_row_no_address_and_the_same_again(text: str) -> None:
    kept = masked(text, vocabulary())
    run = longest = 0
    for character in kept:
        run = run + 1 if character.isdecimal() else 0
        longest = max(longest, run)
    assert longest < 5
    assert "@" not in kept
    assert len(kept) <= LONGEST_KEPT
    assert masked(kept, vocabulary()) == kept


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(["kyle", "jayden", "patel", "Okafor", "Siobhan"]), min_size=1), st.sampled_from(" -,/?\n")
)
def test_names_that_nobody_knows_never_get_through(names: list[str], between: str) -> None:
    kept = masked(between.join(names), vocabulary()).lower()
    assert not any(name.lower() in kept for name in names)
