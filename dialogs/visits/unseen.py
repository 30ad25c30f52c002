"""Sentences that say that a worker, or anybody, hasn't visited a child."""

import re

from dialogs.core.mentions import may_name_child
from dialogs.visits.sentences import CHILD, bare

# What is said of a worker's visits; "nobody has seen 201" may be of a child who is missing.
_NOT_LATELY = (
    r"(?: (?:yet|lately|recently|again|at all|this (?:week|month)|since (?:[a-z]+day|[a-z]{3,9}|last week|last month)"
    r"|(?:for|in) (?:(?:over|about|nearly|more than) )?(?:ages|a while|(?:an?|[a-z]+|\d{1,2}) (?:days|weeks?"
    r"|months?))))*"
)
_BY_WORKER = (
    r"(?P<who>(?!(?:i|we|he|she|they|you|mum|dad|school|police|nobody|no one|who)\b)[a-z'-]{2,20}(?:"
    r" [a-z'-]{2,20})??)"
)
_SEES = (
    r"(?:see|seen|visit|visited|been (?:out )?to (?:see|visit)|been to|been out to|made it to|got(?:ten)? to(?:"
    r" see)?)"
)
_NOT_SEEN = (
    re.compile(
        rf"{_BY_WORKER} (?:still )?(?:hasn't|has not|didn't|did not|hadn't|never|not) (?:yet |even )?{_SEES}"
        rf" {CHILD}{_NOT_LATELY}"
    ),
    re.compile(rf"(?:why|how come) (?:hasn't|has not|didn't|did) {_BY_WORKER} (?:not )?{_SEES} {CHILD}{_NOT_LATELY}"),
    re.compile(rf"{CHILD} (?:hasn't|has not|wasn't|not) (?:been )?(?:seen|visited) by {_BY_WORKER}"),
    re.compile(
        rf"(?:when(?:'s| is| will)|is|has|will) {_BY_WORKER} (?:be )?(?:due to |going to |planning to |meant to )?"
        rf"(?:see|visit|seeing|visiting) {CHILD}{_NOT_LATELY}(?: today| tomorrow| next week)?"
    ),
    re.compile(rf"(?:is )?{_BY_WORKER}(?:'s| is)? (?:late|overdue|behind) (?:for|with|on|seeing|visiting) {CHILD}"),
)
_UNSEEN = re.compile(
    rf"(?:nobody|no ?one|no-one|none of us)(?:'s| has| have)? (?:actually )?(?:seen|visited|heard from|seen or"
    rf" heard from)"
    rf" {CHILD}{_NOT_LATELY}|{CHILD.replace('child', 'whom')} (?:hasn't|has not|not|still hasn't) been (?:seen|visited)"
    rf"(?: by (?:anyone|anybody|us))?{_NOT_LATELY}"
)


def by_worker(text: str) -> tuple[str, str]:
    """The child whom it says that somebody hasn't visited, and who hasn't; both empty if it doesn't."""
    said = bare(text) if may_name_child(text) else ""
    found = next((match for pattern in _NOT_SEEN if (match := pattern.fullmatch(said))), None)
    return (found["child"], found["who"]) if found else ("", "")


def by_anybody(text: str) -> bool:
    """Whether it says that nobody has seen a child, who may be in danger, or only not have been visited."""
    return may_name_child(text) and _UNSEEN.fullmatch(bare(text)) is not None
