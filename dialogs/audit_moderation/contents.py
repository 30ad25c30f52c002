"""What an auditor recorded, part by part, as its moderator reads it."""

from dataclasses import dataclass, replace
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.types import Passage
from storage.outcome_work import Whole
from storage.outcomes import BELOW, COMMENTS, CORRECTIVE, EXCEEDS, MEETS, OVERALL, PRACTITIONER, Part

LONGEST: Final = 1500  # of one text
_ANSWERS = {EXCEEDS: "exceeds", MEETS: "meets", BELOW: "below", "not_applicable": "not_applicable"}


@dataclass(frozen=True, slots=True)
class Section:
    """One part: `prompts` are the tool's words."""

    title: str
    answer: str
    lines: tuple[str, ...]
    prompts: tuple[str, ...] = ()
    is_overall: bool = False


def grade_words(grade: str) -> str:
    """A judgement in the tool's words."""
    return words_of("audit_moderation")(_ANSWERS[grade])


def sections(one: Whole, knowledge: Knowledge) -> list[Section]:
    """Those that say something, in the tool's order."""
    words, passages = words_of("audit_moderation"), knowledge.framework.passages
    overall = passages["audit_tool.overall_grading"]
    found = [_judged(a.title, one.part(a.name), a.prompts) for a in knowledge.audit_tool.kinds[one.audit.kind].areas]
    prompts = tuple(passages[part].text for part in overall.parts)
    found.append(replace(_judged(_title(overall), one.part(OVERALL), prompts), is_overall=True))
    if one.outcome.scale is not None:
        why = one.part("scale").evidence
        found.append(Section(words("scale"), words("of_ten", number=one.outcome.scale), (why,) if why else ()))
    texts = ((COMMENTS, _title(passages["audit_tool.additional_comments"])), (PRACTITIONER, words("from_practitioner")))
    for name, title in (*texts, (CORRECTIVE, words("corrective"))):
        if one.part(name).evidence:
            found.append(Section(title, words("written"), (one.part(name).evidence,)))
    if one.actions:
        told = [
            words("action", what=a.what, who=a.by_whom, day=day_label(a.due_on), difference=a.difference)
            for a in one.actions
        ]
        found.append(Section(words("actions"), str(len(told)), tuple(told)))
    return found


def _judged(title: str, part: Part, prompts: tuple[str, ...]) -> Section:
    words = words_of("audit_moderation")
    lines = [words("evidence", text=part.evidence) if part.evidence else ""]
    lines.append(words("impact", text=part.impact) if part.impact else "")
    answer = grade_words(part.answer) if part.answer else words("empty")
    return Section(title, answer, tuple(line for line in lines if line), prompts)


def _title(passage: Passage) -> str:
    return passage.lead or passage.title
