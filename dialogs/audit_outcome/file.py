"""The completed audit tool as a file: offered to whoever may read the outcome, gathered when it is fetched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from dialogs.audit_outcome.card import answer_words
from dialogs.audit_outcome.document import Completed
from dialogs.audit_outcome.flow import meant
from dialogs.audit_outcome.slots import Slot, slots
from dialogs.core.document import Offer, door_for
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.quotes import stands_in
from dialogs.core.reply import Reply
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label, moment_label
from dialogs.core.words import words_of
from standards_kb.audit_tool import Kind
from storage.access import Door
from storage.audits import ACCEPTED
from storage.outcome_work import Whole
from storage.outcomes import COMMENTS, CORRECTIVE, GOOD_PRACTICE, NOT_APPLICABLE, PRACTITIONER, SCALE
from storage.people import Person
from storage.store import Store

KIND: Final = "audit_outcome.tool"
NAME: Final = "audit-tool.docx"


@personal_only
def offer(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Offer it."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None or through.person is None:
        return Reply(words("not_found"))
    facts: dict[str, Json] = {"audit": one.audit.id}
    says = words("document_draft" if one.audit.state == ACCEPTED else "document_final")
    return Reply(
        says, summary=words("summary"), document=Offer(KIND, facts, one.audit.child_id, words("document_label"))
    )


def gather(
    facts: Mapping[str, Json], store: Store, knowledge: Knowledge, person: Person, at: datetime
) -> Completed | None:
    """As it stands when it is fetched."""
    through = door_for(store, knowledge, person, at)
    one = through.outcomes.find(int(str(facts["audit"])))
    if one is None:
        return None
    through.viewed("the completed audit tool as a document", [one.audit.child_id])
    return completed(one, through, knowledge)


def completed(one: Whole, through: Door, knowledge: Knowledge) -> Completed:
    """All of it in words."""
    words, kind, outcome = words_of("audit_outcome"), knowledge.audit_tool.kinds[one.audit.kind], one.outcome
    found = {slot.name: slot for slot in slots(one.audit.kind, knowledge)}
    is_draft = one.audit.state == ACCEPTED
    state = words("doc_draft")
    if not is_draft and outcome.final_at is not None:
        state = words("doc_final", at=moment_label(outcome.final_at))
    evidence_and_impact = words("doc_evidence_impact")
    return Completed(
        words("doc_title", kind=kind.title),
        state,
        _about(one, through, kind.title),
        (words("doc_about"), words("doc_detail")),
        words("doc_tool"),
        (words("doc_field"), words("doc_judgement"), evidence_and_impact),
        [_row(slot, one) for slot in found.values() if slot.is_judged],
        _texts(one, found),
        words("doc_actions"),
        (words("doc_action"), words("doc_whom"), words("doc_when"), words("doc_difference")),
        [(a.what, a.by_whom, day_label(a.due_on), a.difference) for a in one.actions],
        words("doc_no_actions"),
        _sources(kind, knowledge),
    )


def _sources(kind: Kind, knowledge: Knowledge) -> list[str]:
    """Where the tool and the scale come from."""
    words, framework = words_of("audit_outcome"), knowledge.framework
    tool = kind.areas[0].passage
    said = words("tool_ours") if tool is None else words("doc_tool_from", source=stands_in(tool, framework))
    return [said, words("doc_scale_from", source=stands_in(knowledge.audit_tool.scale, framework))]


def _about(one: Whole, through: Door, kind: str) -> list[tuple[str, str]]:
    words, audit = words_of("audit_outcome"), one.audit
    auditor, practitioner, manager = through.outcomes.names(one)
    child = through.outcomes.child(one)
    told = day_label(audit.told_on) if audit.told_on else ""
    lines = [
        ("doc_child", f"{child.id} ({label(child)})"),
        ("doc_number", str(audit.id)),
        ("doc_kind", kind),
        ("doc_theme", audit.theme),
        ("doc_why", audit.why_now),
        ("doc_auditor", auditor),
        ("doc_practitioner", practitioner),
        ("doc_manager", manager),
        ("doc_told", told),
    ]
    return [(words(name), text) for name, text in lines if text]


def _row(slot: Slot, one: Whole) -> tuple[str, str, str]:
    words, part = words_of("audit_outcome"), one.part(slot.name)
    if part.answer == NOT_APPLICABLE:
        return "\n".join([slot.title, *slot.prompts]), answer_words(part.answer), words("because", text=part.evidence)
    evidence, impact = words("evidence", text=part.evidence), words("impact", text=part.impact)
    answer = answer_words(part.answer) if part.answer else ""
    return "\n".join([slot.title, *slot.prompts]), answer, f"{evidence}\n\n{impact}" if part.by_name else ""


def _texts(one: Whole, found: Mapping[str, Slot]) -> list[tuple[str, str]]:
    words, scale = words_of("audit_outcome"), one.part(SCALE)
    told = [(found[SCALE].title, f"{answer_words(scale.answer)}\n{scale.evidence}".strip())] if scale.answer else []
    told.append((found[COMMENTS].title, one.part(COMMENTS).evidence))
    told.append((found[GOOD_PRACTICE].title, one.part(GOOD_PRACTICE).evidence))
    for name, title in ((PRACTITIONER, "from_practitioner"), (CORRECTIVE, "from_manager")):
        told.append((words(title, name=one.part(name).by_name), one.part(name).evidence))
    for raised in one.concerns:
        heard = words("concern_has", name=raised.heard_by) if raised.heard_by else words("concern_nobody")
        told.append((words("concern_raised", name=raised.by_name), f"{raised.action}\n{heard}"))
    return [(title, text) for title, text in told if text]
