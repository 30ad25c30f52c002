"""One part of an outcome: to write, with what stands there; or to read."""

from collections.abc import Mapping

from dialogs.audit_outcome import card
from dialogs.audit_outcome.slots import LONGEST, Slot, slots
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.quotes import stands_in
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from storage.access import Door
from storage.outcome_work import Whole
from storage.outcomes import COMMENTS, GOOD_PRACTICE, NOT_APPLICABLE, SCALE, Part
from storage.preparations import AGREED, WANTED


def to_write(
    one: Whole,
    slot: Slot,
    through: Door,
    knowledge: Knowledge,
    lead: str = "",
    kept: Mapping[str, str] | None = None,
) -> Reply:
    """`kept` is what was typed and could not be saved."""
    words, now = words_of("audit_outcome"), one.part(slot.name)
    sheet = _begun(one, slot, through, knowledge, lead, is_wrong=kept is not None)
    sheet.say(_proposed(one, slot, through), cards.bold)
    if kept is not None:
        _stands(sheet, slot, now)
    elif now.by_name:  # on the card it stands in the fields
        sheet.typed("\n".join(_lines(slot, now)))
    given = kept if kept is not None else {"answer": now.answer, "evidence": now.evidence, "impact": now.impact}
    if slot.answers:
        choices = [(card.answer_words(answer), answer) for answer in slot.answers]
        wrong = words("scale_error" if slot.name == SCALE else "answer_error")
        label_ = words("scale_label" if slot.name == SCALE else "answer_label")
        entry = cards.choose("answer", label_, wrong, choices, given.get("answer", ""))
        sheet.on_card({**entry, "style": "compact"} if slot.name == SCALE else entry)
    sheet.on_card(_text("evidence", _label(slot), given))
    if slot.is_judged:
        sheet.on_card(_text("impact", words("impact_label"), given))
    data: dict[str, Json] = {"audit": one.audit.id, "part": slot.name, "version": now.version}
    sheet.act(cards.execute(words("save"), "audit_outcome.save", data))
    sheet.act(cards.say(words("open"), "audit_outcome.show", {"audit": one.audit.id}))
    if kept is not None and (mine := " ".join(filter(None, kept.values()))):
        sheet.typed(words("yours", text=mine))
    number = slots(one.audit.kind, knowledge).index(slot) + 1
    example = "typed_judged" if slot.is_judged else "typed_scale" if slot.name == SCALE else "typed_text"
    sheet.typed(words(example, number=one.audit.id, part=number))
    return sheet.reply()


def to_read(one: Whole, slot: Slot, through: Door, knowledge: Knowledge) -> Reply:
    """As it stands."""
    words = words_of("audit_outcome")
    sheet = _begun(one, slot, through, knowledge, "", is_wrong=False)
    _stands(sheet, slot, one.part(slot.name))
    sheet.act(cards.say(words("open"), "audit_outcome.show", {"audit": one.audit.id}))
    sheet.typed(words("open_typed", number=one.audit.id))
    return sheet.reply()


def _begun(one: Whole, slot: Slot, through: Door, knowledge: Knowledge, lead: str, *, is_wrong: bool) -> Sheet:
    words = words_of("audit_outcome")
    child = label(through.outcomes.child(one))
    title = words("part_title", title=slot.title, child=child)
    sheet = AuditSheet(title, words("summary"), card.raisable([one], through))
    sheet.say(lead, cards.wrong if is_wrong else cards.paragraph)
    if slot.name in (COMMENTS, GOOD_PRACTICE):
        for prompt in slot.prompts:
            sheet.say(prompt)
    else:
        sheet.together([f"- “{prompt}”" for prompt in slot.prompts]) if slot.prompts else None
    area = next((a for a in knowledge.audit_tool.kinds[one.audit.kind].areas if a.name == slot.name), None)
    if area is not None and area.passage is not None:
        sheet.say(stands_in(area.passage, knowledge.framework), cards.small)
    return sheet


def _proposed(one: Whole, slot: Slot, through: Door) -> str:
    """That the practitioner proposes to leave the area out, and what the auditor has said to that."""
    words, part = words_of("audit_outcome"), card.proposals(one, through).get(slot.name)
    if part is None:
        return ""
    if part.decision == AGREED:
        return words("proposed_agreed", reason=part.reason)
    return words("proposed_wanted" if part.decision == WANTED else "proposed", reason=part.reason)


def _stands(sheet: Sheet, slot: Slot, now: Part) -> None:
    words = words_of("audit_outcome")
    if not now.by_name:
        sheet.say(words("not_written"))
        return
    for line in _lines(slot, now):
        sheet.say(line)


def _lines(slot: Slot, now: Part) -> list[str]:
    words = words_of("audit_outcome")
    lines = [
        "" if now.is_agreed else words("stands", name=now.by_name),
        card.answer_words(now.answer) if now.answer else "",
    ]
    said = words("because" if now.answer == NOT_APPLICABLE else "evidence", text=now.evidence)
    lines.append(said if slot.is_judged and now.evidence else now.evidence)
    lines.append(words("impact", text=now.impact) if now.impact else "")
    return [line for line in lines if line]


def _label(slot: Slot) -> str:
    words = words_of("audit_outcome")
    if slot.is_judged:
        return words("evidence_label")
    return words("scale_why_label" if slot.name == SCALE else "text_label")


def _text(name: str, title: str, given: Mapping[str, str]) -> cards.Part:
    error = words_of("audit_outcome")("too_long", number=LONGEST)
    return cards.text_input(name, title, error, given.get(name, ""), most=LONGEST)
