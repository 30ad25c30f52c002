"""Whether a question leans on the answer before it: "and unannounced?", "who does that?", "thanks. how often?"."""

import re
from collections.abc import Sequence
from math import prod

from standards_kb.courtesies import without_courtesies
from standards_kb.search import Candidate, total
from standards_kb.types import Framework, Passage

LONGEST = 8  # words
SHORT = 4
CLEAR_AT_LEAST = 0.5
# Of the likeliest row's likelihood: below it the last subject has nothing to do with the question.
ON_SUBJECT_AT_LEAST = 0.05
DANGER_AT_LEAST = 0.08
GUARD_AT_LEAST = 0.3
UNSURE = 0.005

_ASKS_ON = re.compile(
    r"^\W*((and|what about|how about|what if|same for|then|after (that|this|then)|afterwards|(no |sorry )?i mean[t]?)\b"
    r"|((so|ok|but)\W+)*(who|when|where|which|why|by when|how (soon|often|long|many|much))\b\W*$)"
    r"|\b(who|whose|when|where|which|why|how|what|is|are|does|do|can|should|must|if)\b.*\b(that|it|they|them|those)\b",
    re.I,
)
_LEANS = re.compile(rf"{_ASKS_ON.pattern}|^\W*(or|but|so|ok|also)\b|\b(that|it|this|those|they|them)\b", re.I)
_TO_THE_BOT = re.compile(r"\b(you|your|thanks?|cheers|ta)\b", re.I)
_WHO = re.compile(
    r"^\W*((and|so|ok|then)\W+)*(who|whose|who's)\b"
    r"(\W+(is|are|does|do|must|should|has|have|to|it|that|this|those|them|for|responsible|job|down|the|on|so|then|by))*"
    r"\W*$",
    re.I,
)
_ASPECT = (
    "unannounced|announced|alone|often|soon|long|first|next|last|one|ones|when|where|why|how|recorded"
    "|days?|weeks?|months?|years?"
)
_NAMES_NO_SUBJECT = re.compile(
    rf"^(?=.*\b({_ASPECT})\b)\W*(({_ASPECT}|and|or|so|but|ok|what|about|then|if|the|a|is|are|was|it|that|this|those|they"
    r"|them|does|do|must|should|can|have|has|to|be|been|every|time|all|for|by|of|on|my|i|we|second|visits?|visited"
    r"|after|before|same|working|calendar|happen|happens|due)\b\W*)+$",
    re.I,
)
_SAYS_NOTHING = re.compile(r"\W+$|^\W*((and|or|so|but|ok|what about|how about|then)\b\W*)+|\b(the|ones?)\b", re.I)
_VISIT = re.compile(r"\b(visit|(un)?announced)", re.I)
_PLAN = re.compile(r"^(?!.*\b(that|it|this|they|them)\b).*\b(plans?|reviews?|reviewed|conferences?)\b", re.I)
_SAYS_WHOSE_PLAN = re.compile(r"^(?!plan\b).+ (plan|order|conference)\b", re.I)
_ENDS_ON_IT = re.compile(
    r"^\W*((and|so|ok|but|then)\W+)*(who|when|where|how|why|does|do|is|are|can|should|must)\b.*\b(it|that|them|those)\W*$",
    re.I,
)
_VISITS_OF, _PLAN_OF = re.compile(r"^Visits: (.+)$"), re.compile(r"^(.+ (?:plan|order)): .*\breviews\b", re.I)


def asks_who(question: str) -> bool:
    """Whether it asks only who does what was said."""
    return _WHO.search(question) is not None


def names_no_subject(question: str) -> bool:
    """Whether it asks about something without saying of what: "how soon is the first one?"."""
    return _NAMES_NO_SUBJECT.search(question) is not None


def may_lean(question: str) -> bool:
    """Whether it is short enough to lean on an answer before it; if not, nobody need look for one."""
    return len(without_courtesies(question).split()) <= LONGEST


def leans_on(framework: Framework, candidates: list[Candidate], question: str, known: Sequence[Passage]) -> bool:
    """Whether a question that was ranked so leans on the passages cited before."""
    if not may_lean(question) or total(candidates, "signpost") >= DANGER_AT_LEAST:
        return False
    best = candidates[0]
    if best.label == "guard.small_talk":  # what "who does that?" sounds like to who hasn't heard what came before
        return bool(_ASKS_ON.search(question) or names_no_subject(question)) and not _TO_THE_BOT.search(question)
    if best.label.startswith("guard.") and best.likelihood >= GUARD_AT_LEAST:
        return False
    if asks_who(question) or names_no_subject(question) or on_plans(framework, candidates, question, known):
        return True
    short = len(question.split()) <= SHORT
    if short and _ENDS_ON_IT.search(question):  # "who chairs it?" sounds like asking for a name
        return True
    return (short or bool(_LEANS.search(question))) and not _is_clear(framework, candidates, known)


def subject_of(title: str) -> str:
    """What a row is about: "Visits: Child in Need" about such visits, "Supervision: the record" about supervision."""
    return title if title.startswith("Visits: ") else title.partition(":")[0]


def stays_on(title: str, question: str) -> bool:
    """Whether it asks about a row's subject without naming it; visits are another subject than a plan's reviews."""
    return names_no_subject(question) and not (_PLAN_OF.search(title) and _VISIT.search(question))


def completed(question: str, title: str) -> str:
    """A question that names no subject as somebody would ask it who names it: "first visit Child in Need"."""
    said = " ".join(_SAYS_NOTHING.sub(" ", question).split())
    if visits := _VISITS_OF.search(title):
        return f"{said} {visits[1]}" if "visit" in said.lower() else f"{said} visit {visits[1]}"
    plan = _PLAN_OF.search(title)
    return f"{said} {plan[1]} review" if plan else f"{said} {subject_of(title)}"


def on_plans(framework: Framework, candidates: list[Candidate], question: str, known: Sequence[Passage]) -> str:
    """If a question is about plans or their reviews without saying whose, or without saying so: what it leaves out.

    "And the review?" after a visit leaves out whose plan, "and on CP?" after a review that it is about reviews."""
    if _VISIT.search(question):
        return ""
    title = framework.passages[known[0].row].title
    names_visited = _is_visit(framework, candidates[0].label)
    visits, plan = _VISITS_OF.search(title), _PLAN_OF.search(title)
    if visits and _PLAN.search(question) and not names_visited:
        return visits[1]
    return "plan reviews" if plan and names_visited else ""


def says_whose_plan(title: str) -> bool:
    """Whether a row is about one kind of child's plan or conference, rather than about plans as such."""
    return _SAYS_WHOSE_PLAN.search(title) is not None


def without_visits(framework: Framework, ranking: list[Candidate]) -> list[Candidate]:
    """A ranking as if there were no rows about visits."""
    kept = [c for c in ranking if not _is_visit(framework, c.label)]
    whole = sum(c.likelihood for c in kept) or 1.0
    return [Candidate(label, likelihood / whole) for label, likelihood in kept]


def pooled(*rankings: list[Candidate]) -> list[Candidate]:
    """What all rankings find likely, likeliest first."""
    likely = [dict(ranking) for ranking in rankings]
    weight = {label: prod(found.get(label, 0) + UNSURE for found in likely) for label in set().union(*likely)}
    whole = sum(weight.values())
    return sorted((Candidate(label, w / whole) for label, w in weight.items()), key=lambda c: (-c.likelihood, c.label))


def _is_visit(framework: Framework, label: str) -> bool:
    passage = framework.passages.get(label)
    return passage is not None and _VISITS_OF.search(passage.title) is not None


def _is_clear(framework: Framework, candidates: list[Candidate], known: Sequence[Passage]) -> bool:
    """Whether the question says on its own what it is about, and that it isn't the last subject."""
    about: dict[str, float] = {}
    for label, likelihood in candidates:
        passage = framework.passages.get(label)
        subject = passage.row if passage else label.partition(".")[0]
        about[subject] = about.get(subject, 0) + likelihood
    most = max(about.values())
    on_subject = sum(about.get(row, 0) for row in {p.row for p in known})
    return most >= CLEAR_AT_LEAST and on_subject < ON_SUBJECT_AT_LEAST * most
