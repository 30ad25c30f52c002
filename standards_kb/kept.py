"""An answer that was given, put together again from what was kept of it."""

from collections.abc import Sequence

from standards_kb.answer import Answer, Outcome, Reason
from standards_kb.types import Framework


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
