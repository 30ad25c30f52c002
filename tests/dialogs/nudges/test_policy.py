"""The policy of nudges, as a table: who hears what on which day, and at which minute."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogs.core.nudging.decide import Card, Reader, Rules, Say, Whom, decide, decide_child, decide_hours
from dialogs.core.nudging.policy import Policy
from dialogs.core.nudging.rhythm import Rhythm
from dialogs.core.nudging.standing import Matter, Stage, standing, tells_head
from standards_kb.history import AsOf, as_of
from standards_kb.working_days import LONDON, at_local_time, england

POLICY = Policy()
TABLE = tomllib.loads((Path(__file__).parent / "policy_cases.toml").read_text(encoding="utf-8"))
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What the table has to have, beside every stage of a deadline.
STAGES = (
    *("weekend", "holiday", "clock change", "absence", "rota", "part-time week", "planned", "excused", "snoozed"),
    *("stale data", "no data supplied", "restricted child"),
)
NINE_TO_FIVE = (time(9), time(17))


def cases(kind: str) -> Iterator[Any]:
    for series in TABLE[kind]:
        for day, expected in series.get("days", {"": series.get("calls")}).items():
            yield pytest.param(series, day, expected, id=f"{series['name']} {day}".strip())


def rhythm(series: Mapping[str, Any], of: str) -> Rhythm:
    works = series.get(f"{of}works", "mon tue wed thu fri").split()
    hours = {WEEK.index(day): NINE_TO_FIVE for day in works}
    quiet, paused = series.get(f"{of}quiet", ()), series.get(f"{of}paused_until")
    return Rhythm(hours, quiet_days=frozenset(quiet), paused_until=paused)


def whom(series: Mapping[str, Any]) -> Whom:
    own, managers = rhythm(series, ""), rhythm(series, "manager_")
    return Whom(
        [Reader(key, own) for key in series.get("workers", ["w"])],
        [Reader(key, managers) for key in series.get("managers", ["m"])],
        [Reader("h", Rhythm())],
        [Reader(key, Rhythm()) for key in series.get("duty", ["d", "e"])],
        is_taken=series.get("taken", False),
    )


def matter(series: Mapping[str, Any], due: date | datetime, since: date) -> Matter:
    return Matter(
        due,
        since,
        planned_on=series.get("planned"),
        plan_agreed=series.get("agreed", False),
        explained_until=series.get("explained_until"),
        is_supplied=series.get("supplied", True),
        seen_on=series.get("seen"),
    )


def morning(day: str) -> AsOf:
    return as_of(at_local_time(date.fromisoformat(day), time(7)))


@pytest.mark.parametrize(("series", "day", "expected"), list(cases("series")))
def test_a_morning(series: Mapping[str, Any], day: str, expected: str) -> None:
    now, people, calendar = morning(day), whom(series), england()
    rules = Rules(POLICY, calendar, is_fresh=series.get("fresh", True))
    about = matter(series, series["due"], series["since"])
    said = {*decide(about, people, now, rules), *decide_child(people, now, rules)}
    assert all(s.at == at_local_time(now.today, time(8, 30)) for s in said)
    found = []
    for reader in people.workers:
        if any((s.card, s.reader) == (Card.DIGEST, reader.key) for s in said):
            before = reader.rhythm.digest_before(now.today, calendar)
            where = standing(about, now, reader.rhythm, before, POLICY, calendar)
            assert where is not None
            found.append(f"{reader.key} {where.stage}{'?' * where.has_passed}")
    if any(s.card is Card.TEAM and s.why != "the week begins" for s in said):
        found.append("m")
    where = standing(about, now, Rhythm(), now.today, POLICY, calendar)
    if (
        where is not None
        and people.managers
        and tells_head(where, about, now, POLICY, calendar, is_fresh=rules.is_fresh)
    ):
        found.append("h")
    assert " ".join(found) == expected


@pytest.mark.parametrize(("series", "_day", "expected"), list(cases("hours")))
def test_a_deadline_in_hours(series: Mapping[str, Any], _day: str, expected: list[str]) -> None:
    start = local(series["start"])
    now = as_of(local(series["now"]) if "now" in series else start)
    about = matter(series, start + timedelta(hours=series["hours"]), start.date())
    said = decide_hours(about, start, whom(series), now, Rules(POLICY, england()))
    found: dict[tuple[datetime, str], list[str]] = {}
    for say in said:
        found.setdefault((say.at, say.why), []).append(say.reader)
    shown = [f"{why} {at.astimezone(LONDON):%-d %H:%M} {' '.join(who)}" for (at, why), who in found.items()]
    assert shown == expected
    assert len({(s.reader, s.occasion) for s in said}) == len(said)
    for say in said:
        assert now.instant <= say.at < about.due  # type: ignore[operator]


@pytest.mark.parametrize(("series", "day", "expected"), list(cases("weeks")))
def test_a_week(series: Mapping[str, Any], day: str, expected: str) -> None:
    said = decide_child(whom(series), morning(day), Rules(POLICY, england()))
    assert " ".join(say.reader for say in said) == expected


def test_the_table_is_as_long_as_was_promised_and_has_all_that_was() -> None:
    assert sum(len(list(cases(kind))) for kind in TABLE) >= 150
    found = Counter(of for kind in TABLE for case in cases(kind) for of in case.values[0].get("of", ()))
    for of in STAGES:
        assert found[of] >= 4, of
    assert set(found) == set(STAGES)
    stages = " ".join(str(case.values[2]) for case in cases("series"))
    assert all(stage in stages for stage in Stage)


def test_a_digest_comes_when_its_reader_wants_it_but_within_the_days_hours() -> None:
    day = date(2026, 7, 1)
    assert Rhythm().digest_instant(day, POLICY) == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert Rhythm(digest_at=time(9)).digest_instant(day, POLICY) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert Rhythm(digest_at=time(5)).digest_instant(day, POLICY) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert Rhythm(digest_at=time(9)).digest_instant(date(2026, 12, 1), POLICY) == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_one_message_whatever_the_number_of_reasons() -> None:
    now, people, rules = morning("2026-03-23"), whom({}), Rules(POLICY, england())
    said = [s for due in (20, 19, 18) for s in decide(Matter(date(2026, 3, due), date(2026, 3, 1)), people, now, rules)]
    assert len(said) == 6
    assert len({key(s) for s in said}) == 2


def key(say: Say) -> tuple[str, str, str]:
    return say.card, say.reader, say.occasion


def local(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)
