"""The parts of an outcome, in the order in which they are walked through, and what is still missing of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.words import words_of
from standards_kb.types import Passage
from standards_kb.working_days import local_day
from storage.outcome_work import Whole
from storage.outcomes import (
    BELOW,
    COMMENTS,
    EXCEEDS,
    GOOD_PRACTICE,
    MEETS,
    NOT_APPLICABLE,
    OVERALL,
    SCALE,
    Outcome,
    Part,
)

JUDGEMENTS: Final = (EXCEEDS, MEETS, BELOW)
ACTION: Final = "action"
LONGEST: Final = 1500  # of one text: "please keep this evaluative and succinct"
_TOP: Final = 10
_ANSWER_WITHIN: Final = 3  # working days for the practitioner, before it can be finalised without


@dataclass(frozen=True, slots=True)
class Slot:
    """One part: `prompts` are the framework's words, or ours where it has none. `answers`: what may be chosen."""

    name: str
    title: str
    prompts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    is_needed: bool = True

    @property
    def is_judged(self) -> bool:
        """Whether it takes a judgement with evidence and impact."""
        return self.answers[:1] == (EXCEEDS,)


def slots(kind: str, knowledge: Knowledge) -> list[Slot]:
    """Those of a kind of audit."""
    words, tool, passages = words_of("audit_outcome"), knowledge.audit_tool, knowledge.framework.passages
    areas = [Slot(a.name, a.title, a.prompts, (*JUDGEMENTS, NOT_APPLICABLE)) for a in tool.kinds[kind].areas]
    overall = passages["audit_tool.overall_grading"]
    prompts = tuple(passages[part].text for part in overall.parts)
    scale = tuple(str(number) for number in range(_TOP + 1))
    return [
        *areas,
        Slot(OVERALL, _title(overall), prompts, JUDGEMENTS),
        Slot(SCALE, words("scale_title"), (tool.scale.text,), scale),
        Slot(COMMENTS, _title(passages["audit_tool.additional_comments"]), is_needed=False),
        Slot(GOOD_PRACTICE, words("practice_title"), (words("practice_asks"),), is_needed=False),
    ]


def named(said: str, found: Sequence[Slot]) -> Slot | None:
    """The part that a number, a name, or a title or a piece of it means; the closest kind of fit alone."""
    plain = " ".join(said.casefold().replace("_", " ").split())
    if plain.isdecimal():
        number = int(plain[:4])
        return found[number - 1] if 1 <= number <= len(found) else None
    by_name = [slot for slot in found if plain in (slot.name.replace("_", " "), slot.title.casefold())]
    begun = [slot for slot in found if plain and slot.title.casefold().startswith(plain)]
    within = [slot for slot in found if len(plain) > 3 and plain in slot.title.casefold()]
    fits = by_name or begun or within
    return fits[0] if len(fits) == 1 else None


def missing(one: Whole, found: Sequence[Slot]) -> list[tuple[str, str]]:
    """What must be there before the draft is shared, as (part, what is missing in words)."""
    words, lacks = words_of("audit_outcome"), []
    for slot in found:
        part = one.part(slot.name)
        lack = _lack(slot, part)
        if lack:
            lacks.append((slot.name, words(lack, title=slot.title)))
    below = [slot for slot in found if one.part(slot.name).answer == BELOW]
    if below and not one.actions:
        lacks.append((ACTION, words("lack_action")))
    return lacks


def answer_by(shared_on: date, knowledge: Knowledge) -> date:
    """Until when the auditor waits for what the practitioner says of a draft."""
    return knowledge.calendar.add(shared_on, _ANSWER_WITHIN)


def waits_until(outcome: Outcome, today: date, knowledge: Knowledge) -> date | None:
    """Until when a draft can't be finalised, as its practitioner may still answer; None if it can."""
    if outcome.shared_at is None or outcome.answered_at is not None:
        return None
    until = answer_by(local_day(outcome.shared_at), knowledge)
    return until if today <= until else None


def _lack(slot: Slot, part: Part) -> str:
    if not slot.is_needed:
        return ""
    if not part.answer:
        return "lack_answer"
    if not slot.is_judged:
        return ""
    if part.answer == NOT_APPLICABLE:
        return "" if part.evidence else "lack_reason"
    if not part.evidence:
        return "lack_evidence"
    return "" if part.impact else "lack_impact"


def _title(passage: Passage) -> str:
    return passage.lead or passage.title
