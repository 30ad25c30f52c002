"""The framework read once, and a finder that knows only what it is told."""

from collections.abc import Mapping, Sequence
from functools import cache

from standards_kb.load import load_framework, load_phrasings
from standards_kb.load_finder import load_finder
from standards_kb.outcomes import Reason
from standards_kb.search import Candidate, Finder
from standards_kb.types import Framework, Phrasing

CP = "visiting.child_protection_plan"
CP_FIRST = "visiting.child_protection_plan.first"
CP_EVERY = "visiting.child_protection_plan.every_10_working_days"
CP_UNANNOUNCED = "visiting.child_protection_plan.unannounced"
CIN = "visiting.child_in_need"
CIN_EVERY = "visiting.child_in_need.every_4_weeks"
CIN_UNANNOUNCED = "visiting.child_in_need.unannounced"
MISSING_VISIT = "visiting.missing_return.within_24_hours"
STRATEGY = "assessment_and_planning.strategy_discussion"
HELD = "assessment_and_planning.strategy_discussion.held"
ASSESSMENT = "national.assessment_45_working_days"
SMALL_TALK = f"guard.{Reason.SMALL_TALK}"
CHILD_DATA = f"guard.{Reason.CHILD_DATA}"
IGNORE_RULES = f"guard.{Reason.IGNORE_RULES}"
SELF_HARM = f"signpost.{Reason.SELF_HARM}"
DANGER = f"signpost.{Reason.CHILD_IN_DANGER}"
NOT_COVERED = "not_covered.mileage_and_parking"
OTHERS = (SMALL_TALK, CHILD_DATA, IGNORE_RULES, SELF_HARM, DANGER, NOT_COVERED)


@cache
def framework() -> Framework:
    return load_framework()


@cache
def phrasings() -> Sequence[Phrasing]:
    return load_phrasings()


@cache
def finder() -> Finder:
    """The trained one."""
    return load_finder(framework(), phrasings())


@cache
def labels() -> tuple[str, ...]:
    return (*framework().passages, *framework().national_rules, *OTHERS)


def ranking(likelihoods: Mapping[str, float]) -> list[Candidate]:
    """Every label; what the given ones leave of 1 goes to a question that the framework doesn't answer."""
    every = dict.fromkeys(labels(), 0.0) | dict(likelihoods)
    every[NOT_COVERED] += 1 - sum(likelihoods.values())
    return sorted((Candidate(label, p) for label, p in every.items()), key=lambda c: -c.likelihood)


class FakeFinder:
    """Ranks the questions of a table; whatever isn't in it is not covered. `asked` records what it was asked."""

    def __init__(self, table: Mapping[str, Mapping[str, float]]) -> None:
        self.table = table
        self.asked: list[str] = []

    def rank(self, question: str) -> list[Candidate]:
        self.asked.append(question)
        return ranking(self.table.get(question, {}))
