"""Times that are offered for a meeting: inside both people's hours, off what either has, before the deadline."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.audit_meeting.slots import LASTS, NOTICE, Diaries, Wanted, free
from dialogs.core.quiet import hours_on
from dialogs.core.when import Part
from standards_kb.working_days import LONDON, at_local_time, england, local_day
from storage.busy import Busy
from storage.people import Person

ENGLAND = england()
FULL = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00", "17:00"))
PRIYA = Person("priya", "Priya", working_hours=FULL)
ALEX = Person("alex", "Alex", working_hours=FULL)
MORNINGS = Person("mo", "Mo", working_hours={"tue": ("09:00", "12:30"), "thu": ("09:00", "12:30")})
NOBODY_KNOWS = Person("nk", "Nic")  # whose hours aren't known: the office's
TUESDAY = date(2026, 9, 1)
NOW = at_local_time(TUESDAY, time(10))
DAY = timedelta(days=1)


def at(day: date, clock: str) -> datetime:
    return at_local_time(day, time.fromisoformat(clock))


def busy(key: str, day: date, begins: str, ends: str, *, elsewhere: bool = False) -> Busy:
    return Busy(key, at(day, begins), at(day, ends), is_elsewhere=elsewhere)


def away(key: str, first: date, last: date) -> Busy:
    return Busy(key, at(first, "00:00"), at(last + DAY, "00:00"))


def offered(
    wanted: Wanted, *taken: Busy, people: tuple[Person, Person] = (PRIYA, ALEX), now: datetime = NOW
) -> list[str]:
    found = free(Diaries(people, taken), wanted, now, ENGLAND)
    return [f"{instant.astimezone(LONDON):%a %d %b %H:%M}" for instant in found]


WEEK = Wanted(date(2026, 9, 1), date(2026, 9, 4))


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        pytest.param(
            WEEK,
            (),
            ["Tue 01 Sep 13:00", "Wed 02 Sep 09:00", "Thu 03 Sep 09:00"],
            id="three days; with notice, not at lunch",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3)),
            (),
            ["Thu 03 Sep 09:00", "Thu 03 Sep 10:30", "Thu 03 Sep 13:00"],
            id="one day, apart",
        ),
        pytest.param(
            Wanted(date(2026, 9, 8), date(2026, 9, 8), Part.AFTERNOON),
            (),
            ["Tue 08 Sep 13:00", "Tue 08 Sep 14:30", "Tue 08 Sep 16:00"],
            id="an afternoon",
        ),
        pytest.param(
            WEEK,
            (away("alex", date(2026, 9, 1), date(2026, 9, 3)),),
            ["Fri 04 Sep 09:00", "Fri 04 Sep 10:30", "Fri 04 Sep 13:00"],
            id="leave, both days included",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3), Part.MORNING),
            (busy("priya", date(2026, 9, 3), "09:00", "11:00"),),
            ["Thu 03 Sep 11:00"],
            id="an agreed meeting; they may follow on each other",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3), Part.MORNING),
            (busy("priya", date(2026, 9, 3), "09:00", "10:00", elsewhere=True),),
            ["Thu 03 Sep 10:30"],
            id="half an hour's way from a visit",
        ),
        pytest.param(
            Wanted(date(2026, 9, 2), date(2026, 9, 4)),
            (Busy("alex", day=date(2026, 9, 3), is_elsewhere=True),),
            ["Wed 02 Sep 09:00", "Wed 02 Sep 10:30", "Fri 04 Sep 09:00"],
            id="a day with a visit without a time is left out",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3), Part.MORNING),
            (Busy("alex", day=date(2026, 9, 3), is_elsewhere=True),),
            ["Thu 03 Sep 09:00", "Thu 03 Sep 10:30"],
            id="unless there is no other",
        ),
        pytest.param(Wanted(date(2026, 8, 31), date(2026, 8, 31)), (), [], id="bank holiday, and past"),
        pytest.param(Wanted(date(2026, 9, 5), date(2026, 9, 6)), (), [], id="weekend"),
        pytest.param(
            Wanted(date(2026, 12, 24), date(2026, 12, 29)),
            (),
            ["Thu 24 Dec 09:00", "Thu 24 Dec 10:30", "Tue 29 Dec 09:00"],
            id="over Christmas",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3), not_before=at(date(2026, 9, 3), "15:00")),
            (),
            ["Thu 03 Sep 15:00"],
            id="after three",
        ),
        pytest.param(
            Wanted(date(2026, 9, 3), date(2026, 9, 3)),
            (busy("priya", date(2026, 9, 3), "09:00", "12:00"), busy("alex", date(2026, 9, 3), "13:00", "17:00")),
            ["Thu 03 Sep 12:00"],
            id="lunch, if nothing else is free",
        ),
    ],
)
def test_offered(wanted: Wanted, taken: tuple[Busy, ...], expected: list[str]) -> None:
    assert offered(wanted, *taken) == expected


def test_only_where_the_hours_of_both_meet() -> None:
    week = Wanted(date(2026, 9, 1), date(2026, 9, 10))
    assert offered(week, people=(PRIYA, MORNINGS)) == ["Thu 03 Sep 09:00", "Tue 08 Sep 09:00", "Thu 10 Sep 09:00"]


def test_whose_hours_arent_known_has_the_offices() -> None:
    early = Wanted(date(2026, 9, 3), date(2026, 9, 3), not_after=at(date(2026, 9, 3), "09:00"))
    assert offered(early, people=(NOBODY_KNOWS, NOBODY_KNOWS)) == ["Thu 03 Sep 08:00"]
    assert offered(early) == []


def test_the_hour_is_londons_in_both_halves_of_the_year() -> None:
    for day, utc in ((date(2026, 10, 23), 8), (date(2026, 10, 26), 9)):
        found = free(Diaries((PRIYA, ALEX)), Wanted(day, day), NOW, ENGLAND)
        assert found[0].astimezone(UTC).hour == utc


def test_whose_diary_is_full_is_told_by_name_and_not_by_what() -> None:
    diaries = Diaries((PRIYA, ALEX), [busy("alex", date(2026, 9, 3), "09:00", "10:00")])
    assert diaries.clash(at(date(2026, 9, 3), "09:30"), ENGLAND) == "alex"
    assert diaries.clash(at(date(2026, 9, 3), "10:00"), ENGLAND) == ""
    assert diaries.clash(at(date(2026, 9, 3), "16:30"), ENGLAND) == "priya"


_MINUTES = st.integers(0, 20 * 24 * 60)


@given(
    taken=st.lists(
        st.tuples(st.sampled_from(["priya", "mo"]), _MINUTES, st.integers(15, 600), st.booleans()), max_size=12
    ),
    first=st.integers(0, 30),
    days=st.integers(0, 25),
    part=st.sampled_from([None, *Part]),
)
def test_an_offer_is_always_free_for_both(
    taken: list[tuple[str, int, int, bool]], first: int, days: int, part: Part | None
) -> None:
    diary = [
        Busy(key, NOW + timedelta(minutes=begins), NOW + timedelta(minutes=begins + lasts), is_elsewhere=elsewhere)
        for key, begins, lasts, elsewhere in taken
    ]
    wanted = Wanted(TUESDAY + first * DAY, TUESDAY + (first + days) * DAY, part)
    found = free(Diaries((PRIYA, MORNINGS), diary), wanted, NOW, ENGLAND)
    assert len(found) <= 3
    assert found == sorted(set(found))
    for begins in found:
        assert begins >= NOW + NOTICE
        assert wanted.first <= local_day(begins) <= wanted.last
        for person in (PRIYA, MORNINGS):
            hours = hours_on(person, local_day(begins), ENGLAND)
            assert hours is not None
            assert hours[0] <= begins.astimezone(LONDON).time()
            assert (begins + LASTS).astimezone(LONDON).time() <= hours[1]
        for one in diary:
            way = timedelta(minutes=30 if one.is_elsewhere else 0)
            assert one.starts_at is not None
            assert one.ends_at is not None
            assert begins + LASTS <= one.starts_at - way or one.ends_at + way <= begins
