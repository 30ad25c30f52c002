"""Made-up children, as many as all of England has, as cases whose deadlines are to be computed.

The mix is that of the national figures: of 400,000 children in need 50,000 on Child Protection plans and 82,000 looked
after; how the others divide is an assumption. One in twenty has two situations at once. Visits come mostly in time,
some late, some not counting. A child new to a situation has an earlier history, which meets nothing of it."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

Case = dict[str, Any]
AS_OF = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
PAGE = 500
MISSING = ("seen_alone", "at_home_or_placement", "spoken_to")
MOST_EVENTS = 30


@dataclass(frozen=True)
class Rhythm:
    """How many children of 400,000 are in a situation, for how many days at most, and how often what happens there."""

    children: int
    days: int
    visits: float
    others: tuple[tuple[str, float], ...] = ()
    soon: tuple[tuple[str, float], ...] = ()
    """What mostly happens once, within so many hours of the start."""
    instant: bool = False
    before: int = 0
    """Days of history before the situation began, which meets nothing of it."""
    once: bool = False
    """Whether visits end with what happens soon."""


RHYTHMS = {
    "child_in_need": Rhythm(158_500, 300, 24, (("plan_review", 53),)),
    "child_protection_plan": Rhythm(48_000, 160, 12, (("core_group", 26),)),
    "looked_after": Rhythm(66_000, 700, 37, soon=(("visit", 10), ("visit", 160)), before=30),
    "care_leaver": Rhythm(38_000, 600, 80, (("keeping_in_touch", 60), ("plan_review", 170))),
    "child_and_family_assessment": Rhythm(
        55_000, 45, 22, (("assessment_update", 170),), soon=(("visit", 160),), before=170, once=True
    ),
    "adoptive_placement": Rhythm(2_500, 450, 24, soon=(("visit", 160),)),
    "care_order_at_home": Rhythm(5_500, 150, 9),
    "temporary_approval": Rhythm(2_500, 120, 7),
    "short_breaks": Rhythm(2_500, 900, 85, (("sleeping_arrangements_seen", 340), ("plan_review", 175))),
    "multiple_placements": Rhythm(3_000, 600, 35),
    "privately_fostered": Rhythm(1_500, 600, 40),
    "supervision_order": Rhythm(4_000, 200, 12, (("frequency_review", 88),)),
    "section_47": Rhythm(
        5_000, 25, 20, soon=(("visit", 24), ("section_47_completed", 500)), instant=True, before=160, once=True
    ),
    "strategy_discussion": Rhythm(
        1_500,
        25,
        20,
        soon=(("strategy_discussion", 24), ("conference_requested", 160), ("conference_held", 500)),
        instant=True,
        before=160,
        once=True,
    ),
    "missing_return": Rhythm(
        1_500,
        4,
        20,
        soon=(("visit", 24), ("return_home_interview", 72), ("ru_safe_referral", 24)),
        instant=True,
        before=160,
        once=True,
    ),
    "referral": Rhythm(4_500, 4, 25, soon=(("response_decision", 72),), instant=True, before=240, once=True),
    "remanded": Rhythm(500, 4, 20, soon=(("visit", 72),), instant=True, before=180, once=True),
}
BESIDE = {
    "child_in_need": ("requested_visit", "missing_return", "section_47"),
    "child_protection_plan": ("looked_after", "section_47", "requested_visit"),
    "looked_after": ("missing_return", "child_protection_plan", "multiple_placements", "requested_visit"),
    "care_order_at_home": ("looked_after",),
    "supervision_order": ("child_in_need", "child_protection_plan"),
    "adoptive_placement": ("looked_after",),
    "temporary_approval": ("looked_after", "child_protection_plan"),
}
BESIDE_SHARE = 0.069
"""Of those above, so that it is one in twenty of all."""
REQUEST = Rhythm(0, 12, 30, soon=(("visit", 160),), once=True)
CLOSURES = ([date(2026, 6, 19)], [date(2026, 4, 7), date(2026, 7, 6)], [date(2026, 6, 22), date(2026, 6, 23)])


def population(size: int, seed: int, as_of: datetime = AS_OF) -> Iterator[list[Case]]:
    """The children, a page at a time; the same seed makes the same children."""
    children = _Children(Random(seed), as_of)
    for first in range(0, size, PAGE):
        closures = children.one_of(CLOSURES) if children.chance(0.05) else None
        yield [children.child(number, closures) for number in range(first, min(first + PAGE, size))]


class _Children:
    def __init__(self, random: Random, as_of: datetime) -> None:
        self._r = random.random
        self._as_of = as_of
        self._today = as_of.date()
        self._names = tuple(RHYTHMS)
        self._up_to = [*accumulate(rhythm.children for rhythm in RHYTHMS.values())]

    def chance(self, share: float) -> bool:
        return self._r() < share

    def one_of(self, things: Sequence[Any]) -> Any:
        return things[int(self._r() * len(things))]

    def child(self, number: int, closures: list[date] | None) -> Case:
        name = self._names[bisect(self._up_to, self._r() * self._up_to[-1])]
        first, events = self._situation(name)
        case: Case = {"id": f"p{number}", "as_of": self._as_of}
        if name in BESIDE and self._r() < BESIDE_SHARE:
            second, more = self._situation(self.one_of(BESIDE[name]))
            case["situations"] = [first, second]
            events += more
        else:
            case.update(first)
        case["events"] = events
        if closures:
            case["closure_days"] = closures
        return case

    def _situation(self, name: str) -> tuple[Case, list[Case]]:
        rhythm = RHYTHMS.get(name, REQUEST)
        ago = int(self._r() * rhythm.days)
        facts = self._facts(name, ago)
        started = self._instant(ago)
        events = self._history(rhythm, ago, facts.get("settings"))
        for stream, hours in rhythm.soon:
            if self._r() < 0.85:
                # Up to a tenth more than the time there is, so that some come late.
                at = started + timedelta(minutes=int(self._r() * hours * 66))
                events.append(self._visit(at) if stream == "visit" else {"stream": stream, "at": at})
        return {"situation": name, "started": started if rhythm.instant else self._day(ago), "facts": facts}, events

    def _history(self, rhythm: Rhythm, days: int, settings: list[Case] | None) -> list[Case]:
        r = self._r
        events: list[Case] = []
        until = days if rhythm.once else 0
        # A few days more than the situation has lasted: a visit before its trigger meets nothing.
        ago = days + rhythm.before + 4 - r() * rhythm.visits * 0.9
        while ago >= until and len(events) < MOST_EVENTS:
            event = self._visit(self._instant(ago))
            if settings:
                event["setting"] = self.one_of(settings)["name"]
            events.append(event)
            ago -= rhythm.visits * (0.75 + 0.4 * r())
            if r() < 0.04:
                ago -= rhythm.visits * r()
        for stream, every in rhythm.others:
            ago = days + rhythm.before - r() * every
            while ago >= 0:
                events.append({"stream": stream, "at": self._instant(ago)})
                ago -= every * (0.8 + 0.3 * r())
                if r() < 0.04:
                    ago -= every
        return events

    def _visit(self, at: datetime) -> Case:
        chance = self._r()
        if chance < 0.06:
            return {"stream": "visit", "at": at.date()}
        if chance < 0.10:
            return {"stream": "unannounced_visit", "at": at}
        visit = {
            "stream": "visit",
            "at": at,
            "seen_alone": True,
            "at_home_or_placement": True,
            "spoken_to": True,
            "unannounced": chance > 0.7,
        }
        if chance < 0.2:
            visit[self.one_of(MISSING)] = False
        return visit

    def _day(self, ago: int) -> date:
        return self._today - timedelta(days=ago)

    def _instant(self, ago: float) -> datetime:
        # Some of today's lie later than the morning they are looked at from, and are not known yet.
        return self._as_of - timedelta(days=int(ago), minutes=-int(self._r() * 600))

    def _facts(self, name: str, ago: int) -> dict[str, Any]:
        r = self._r
        facts: dict[str, Any] = {}
        if not RHYTHMS.get(name, REQUEST).once and r() < 0.03:
            facts["manager_interval_days"] = self.one_of((5, 7, 10, 14, 21))
            facts["manager_interval_set_on"] = self._day(int(r() * (ago + 1)))
            if r() < 0.3:
                facts["manager_interval_ends_on"] = facts["manager_interval_set_on"] + timedelta(days=1 + int(r() * 90))
        if r() < 0.02:
            facts["accepted_as_counting_from"] = self._day(int(r() * (ago + 1)))
        if r() < 0.02:
            facts["ended_on"] = self._day(int(r() * (ago + 10)) - 10)
        special = getattr(self, f"_{name}", None)
        if special:
            special(facts, ago)
        return facts

    def _looked_after(self, facts: dict[str, Any], ago: int) -> None:
        if self._r() < 0.35:
            facts["permanence_agreed_on"] = self._day(int(self._r() * ago))

    def _child_and_family_assessment(self, facts: dict[str, Any], _ago: int) -> None:
        if self._r() < 0.95:
            facts["born_on"] = self._day(int(self._r() * 6500))

    def _care_leaver(self, facts: dict[str, Any], _ago: int) -> None:
        facts["born_on"] = self._day(6500 + int(self._r() * 3000))
        if self._r() < 0.2:
            facts["plan_started_on"] = self._day(int(self._r() * 900))

    def _short_breaks(self, facts: dict[str, Any], ago: int) -> None:
        if self._r() < 0.5:
            facts["plan_started_on"] = self._day(ago + int(self._r() * 30))

    def _adoptive_placement(self, facts: dict[str, Any], ago: int) -> None:
        if ago > 28 and self._r() < 0.9:
            facts["first_adoption_review_on"] = self._day(ago - 28)
            if self._r() < 0.4:
                facts["review_set_interval_days"] = self.one_of((5, 14, 21, 28))

    def _temporary_approval(self, facts: dict[str, Any], ago: int) -> None:
        if ago > 28 and self._r() < 0.6:
            facts["reduced_to_ten_working_days_on"] = self._day(ago - 28)
        if self._r() < 0.1:
            facts[self.one_of(("carer_approved_on", "final_hearing_on"))] = self._day(int(self._r() * 40) - 20)

    def _supervision_order(self, facts: dict[str, Any], ago: int) -> None:
        if self._r() < 0.4:
            facts["head_of_service_agreed_on"] = self._day(int(self._r() * (ago + 1)))

    def _multiple_placements(self, facts: dict[str, Any], ago: int) -> None:
        home: Case = {"name": "foster carers", "began": self._day(int(self._r() * (ago + 1)))}
        if self._r() < 0.1:
            home["ended"] = home["began"] + timedelta(days=1 + int(self._r() * 200))
        facts["settings"] = [{"name": "school", "began": self._day(ago)}, home]

    def _strategy_discussion(self, facts: dict[str, Any], _ago: int) -> None:
        facts["conference_needed"] = self._r() < 0.5

    def _missing_return(self, facts: dict[str, Any], _ago: int) -> None:
        facts["looked_after"] = self._r() < 0.5
        facts["placed_within_20_miles"] = self._r() < 0.6

    def _requested_visit(self, facts: dict[str, Any], ago: int) -> None:
        facts["due_on"] = self._day(ago - int(self._r() * 14))
