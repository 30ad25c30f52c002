"""What dates and times are read as: the table in when_cases.toml, and what holds for every text."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.core.when import (
    Ambiguous,
    Day,
    Lean,
    Moment,
    WhenError,
    days,
    find,
    grammar,
    patterns,
    ranges,
    read,
    spans,
    times,
)
from dialogs.core.when import written as written_dates
from tests.dialogs.core.when_notation import written

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "when_cases.toml").read_text(encoding="utf-8"))
NOWS = {name: datetime.fromisoformat(at) for name, at in CASES["now"].items()}
LEANS: dict[str, Lean] = {"past": "past", "future": "future", "either": None}
NOW = NOWS["wednesday"]


def weekdays_on(day: date, count: int) -> date:
    """Working days where no holiday is in the way."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def shown(text: str, now: datetime, lean: Lean) -> str:
    try:
        return written(read(text, now, lean, weekdays_on))
    except WhenError:
        return "refused"


@pytest.mark.parametrize(
    ("now", "lean", "text", "expected"),
    [
        pytest.param(NOWS[now], LEANS[lean], text, expected, id=f"{now}-{lean}-{text}")
        for now in NOWS
        for lean, cases in CASES[now].items()
        for text, expected in cases.items()
    ],
)
def test_expressions(now: datetime, lean: Lean, text: str, expected: str) -> None:
    assert shown(text, now, lean) == expected


@pytest.mark.parametrize(("text", "expected"), CASES["sentences"].items())
def test_sentences(text: str, expected: list[str]) -> None:
    found = find(text, NOW, add_working_days=weekdays_on)
    assert [f"{text[f.start : f.end]} = {written(f.value)}" for f in found] == expected


@pytest.mark.parametrize("text", CASES["nothing"]["sentences"])
def test_sentences_without_dates(text: str) -> None:
    assert [text[f.start : f.end] for f in find(text, NOW, "past", weekdays_on)] == []


def test_a_choice_has_words_and_a_value() -> None:
    value = read("next Friday", NOW)
    assert isinstance(value, Ambiguous)
    assert value.question == "“next Friday” can mean more than one. Which do you mean?"
    assert [choice.label for choice in value.choices] == ["Friday 27 November 2026", "Friday 4 December 2026"]


@pytest.mark.parametrize(
    ("text", "question", "labels"),
    [
        (
            "Tuesday 5 December 2026",
            "5 December 2026 is a Saturday. Which day do you mean?",
            ["Saturday 5 December 2026", "Tuesday 1 December 2026", "Tuesday 8 December 2026"],
        ),
        (
            "1.30am on 29 March 2026",
            "The clocks went forward that night, so “1.30am on 29 March 2026” was on no clock. Which time do you mean?",
            ["Sunday 29 March 2026 at 12:30am", "Sunday 29 March 2026 at 2:30am"],
        ),
        (
            "1.30am on 25 October 2026",
            "The clocks went back that night, so “1.30am on 25 October 2026” came twice. Which do you mean?",
            ["Sunday 25 October 2026 at 1:30am BST", "Sunday 25 October 2026 at 1:30am GMT"],
        ),
        (
            "midnight on 5 December",
            "Which midnight do you mean by “midnight on 5 December”?",
            [
                "midnight between Friday 4 December 2026 and Saturday 5 December 2026",
                "midnight between Saturday 5 December 2026 and Sunday 6 December 2026",
            ],
        ),
        (
            "w/c 9 Dec",
            "9 December 2026 is a Wednesday, and weeks here begin on a Monday. Which week do you mean?",
            ["the week from Monday 7 December 2026", "the week from Monday 14 December 2026"],
        ),
    ],
)
def test_questions_say_what_is_unclear(text: str, question: str, labels: list[str]) -> None:
    value = read(text, NOW)
    assert isinstance(value, Ambiguous)
    assert (value.question, [choice.label for choice in value.choices]) == (question, labels)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3 March 2206", "The year 2206 is too far off. Please check it and type it again."),
        ("900 years ago", "The year 1126 is too far off. Please check it and type it again."),
        ("the blue one", None),
        ("yesterday or Monday", None),
        ("saw her yesterday", None),
    ],
)
def test_what_is_no_date_is_told_in_plain_words(text: str, message: str | None) -> None:
    with pytest.raises(WhenError) as error:
        read(text, NOW)
    assert str(error.value) == message or (message is None and "can't read that as a date" in str(error.value))


def test_what_was_assumed_is_recorded() -> None:
    assert read("at 3", NOW) == Moment(
        datetime(2026, 11, 25, 15, tzinfo=UTC), "I take that as Wednesday 25 November 2026 at 3pm."
    )
    assert read("at 3pm", NOW) == Moment(datetime(2026, 11, 25, 15, tzinfo=UTC))
    assert read("at 9pm", NOW, "past") == Moment(
        datetime(2026, 11, 24, 21, tzinfo=UTC), "I take that as Tuesday 24 November 2026 at 9pm."
    )


def test_working_days_are_counted_only_by_whoever_can() -> None:
    assert find("in 10 working days", NOW) == ()
    assert read("in 10 working days", NOW, add_working_days=weekdays_on) == Day(date(2026, 12, 9))


def instants_from(year: int) -> st.SearchStrategy[datetime]:
    """To the minute, over ten years."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    return st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: first + timedelta(minutes=minutes))


instants = instants_from(2020)
leans: st.SearchStrategy[Lean] = st.sampled_from(["past", "future", None])
WORDS = sorted({word for now in NOWS for cases in CASES[now].values() for text in cases for word in text.split()})
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=12).map("".join),
)


@given(text=texts, now=instants, lean=leans)
def test_any_text_is_read_and_its_slices_are_in_order(text: str, now: datetime, lean: Lean) -> None:
    end = 0
    for found in find(text, now, lean, weekdays_on):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == text[found.start : found.end].strip()
        if isinstance(found.value, Ambiguous):
            assert found.value.question
            assert len({choice.label for choice in found.value.choices}) == len(found.value.choices)
        end = found.end


FORMATS = (
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d %b %y",
    "%A %d %B %Y",
    "%a %d/%m/%Y",
    "%B %d, %Y",
    "%dth of %B %Y",
)


@given(
    day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    form=st.sampled_from(FORMATS),
    now=instants_from(2026),  # from where a year of two digits reaches to 2035
    lean=leans,
)
def test_a_whole_date_is_read_as_that_day_whenever_it_is_said(day: date, form: str, now: datetime, lean: Lean) -> None:
    assert read(day.strftime(form), now, lean) == Day(day)


@given(
    at=instants,
    form=st.sampled_from(["%d/%m/%Y %H:%M", "%d %B %Y at %I:%M%p", "%H:%M on %d %b %Y", "%Y-%m-%d %H:%M"]),
)
def test_london_time_comes_back_as_the_instant(at: datetime, form: str) -> None:
    value = read(at.astimezone(ZoneInfo("Europe/London")).strftime(form), NOW)
    # In the hour that comes twice, it is one of the two.
    assert at in ([choice.value.at for choice in value.choices] if isinstance(value, Ambiguous) else [value.at])


@given(now=instants, day=st.sampled_from(["Monday", "friday", "Sun 5pm", "5 March", "the 3rd", "Boxing Day"]))
def test_leaning_decides_the_side(now: datetime, day: str) -> None:
    today = now.astimezone(ZoneInfo("Europe/London")).date()
    for lean, is_right in (("past", lambda d: d <= today), ("future", lambda d: d >= today)):
        value = read(day, now, lean)
        values = [choice.value for choice in value.choices] if isinstance(value, Ambiguous) else [value]
        assert all(is_right(v.date if isinstance(v, Day) else v.at.date()) for v in values)


def patterns_in(value: object) -> Iterator[str]:
    if isinstance(value, re.Pattern):
        yield value.pattern
    elif isinstance(value, tuple):
        for part in value:
            yield from patterns_in(part)


def test_no_pattern_repeats_without_bound() -> None:
    """At each word a bounded piece of what follows is looked at, so that reading takes time in proportion to the
    length of the text."""
    modules = (days, grammar, patterns, ranges, spans, times, written_dates)
    found = [pattern for module in modules for value in vars(module).values() for pattern in patterns_in(value)]
    assert len(found) > 40
    assert [pattern for pattern in found if re.search(r"(?<!\\)[*+]|,\}", re.sub(r"\[[^]]*\]", "", pattern))] == []
