"""What can become of a question, and the same put together again from what was kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from standards_kb.types import Abbreviation, Framework, NationalRule, Passage


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOT_COVERED = "not_covered"
    SIGNPOSTED = "signposted"


class Reason(StrEnum):
    """Why a question got a fixed reply instead of an answer."""

    NONE = ""
    SMALL_TALK = "small_talk"
    CHILD_DATA = "child_data"
    IGNORE_RULES = "ignore_rules"
    NOT_ENGLISH = "not_english"
    NO_SUBJECT = "no_subject"
    SELF_HARM = "self_harm"
    CHILD_IN_DANGER = "child_in_danger"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say: `citations` best first (for a signposted danger, the standard to follow); `nearest` and `related`
    are offered as such, never as the answer; `national` is a rule from elsewhere; `abbreviation` is to be explained."""

    outcome: Outcome
    reason: Reason = Reason.NONE
    citations: tuple[Passage, ...] = ()
    nearest: tuple[Passage, ...] = ()
    related: tuple[Passage, ...] = ()
    national: NationalRule | None = None
    abbreviation: Abbreviation | None = None


def rebuilt(framework: Framework, outcome: str, reason: str, cited: Sequence[str]) -> Answer:
    """The answer that was given, from what was kept of it; `related` isn't kept."""
    passages = tuple(framework.passages[c] for c in cited if c in framework.passages)
    rule = next((framework.national_rules[c] for c in cited if c in framework.national_rules), None)
    short = next((framework.abbreviations[c] for c in cited if c in framework.abbreviations), None)
    refused = outcome == Outcome.NOT_COVERED
    return Answer(
        outcome=Outcome(outcome),
        reason=Reason(reason),
        citations=() if refused else passages,
        nearest=passages if refused else (),
        national=rule,
        abbreviation=short,
    )
