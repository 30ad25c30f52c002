"""An outcome as a card: how it stands, part by part, and what its reader can do."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from dialogs.audit_outcome.slots import ACTION, LONGEST, missing, slots, waits_until
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.access import Door
from storage.audit_actions import AgreedAction
from storage.audits import ACCEPTED, CLOSED, FINAL
from storage.concerns import Concern
from storage.outcome_work import Whole
from storage.outcomes import CORRECTIVE, GOOD_PRACTICE, PRACTITIONER, SHARED, Part
from storage.preparations import NOT_APPLICABLE as PROPOSED
from storage.preparations import WANTED
from storage.preparations import Part as Proposed

_ANSWERS = {"exceeds": "exceeds", "meets": "meets", "below": "below", "not_applicable": "not_applicable"}


def answer_words(answer: str) -> str:
    """A judgement in the tool's words, or a number of the scale."""
    words = words_of("audit_outcome")
    return words(_ANSWERS[answer]) if answer in _ANSWERS else words("of_ten", number=answer)


def whole(one: Whole, knowledge: Knowledge, through: Door, said: Sequence[str] = ()) -> Reply:
    """All of it."""
    words, found = words_of("audit_outcome"), slots(one.audit.kind, knowledge)
    sheet = _begun(one, through, said)
    lines, proposed = [], proposals(one, through)
    for number, slot in enumerate(found, 1):
        has = _has(one.part(slot.name), proposed.get(slot.name))
        lines.append((words("line", number=number, title=slot.title, has=has), slot.name))
    sheet.on_card(
        *(cards.offer(line, "audit_outcome.part", {"audit": one.audit.id, "part": name}) for line, name in lines)
    )
    sheet.typed("\n".join(line for line, _ in lines))
    sheet.typed(words("part_typed", number=one.audit.id))
    _agreed(sheet, one)
    _texts(sheet, one)
    _rest(sheet, one, knowledge, through)
    return sheet.reply()


def step(one: Whole, knowledge: Knowledge, through: Door, said: Sequence[str], *, with_actions: bool = False) -> Reply:
    """What has just been done, how it stands by it, and what comes next: a card that a phone has room for."""
    words = words_of("audit_outcome")
    sheet = _begun(one, through, said)
    if with_actions:
        _agreed(sheet, one)
    see = cards.say(words("open"), "audit_outcome.show", {"audit": one.audit.id})
    _rest(sheet, one, knowledge, through, [see])
    sheet.typed(words("open_typed", number=one.audit.id))
    return sheet.reply()


def _begun(one: Whole, through: Door, said: Sequence[str]) -> Sheet:
    words = words_of("audit_outcome")
    sheet = AuditSheet(
        words("title", number=one.audit.id, child=label(through.outcomes.child(one))),
        words("summary"),
        raisable([one], through),
    )
    for line in said:
        sheet.say(line)
    auditor, practitioner, _ = through.outcomes.names(one)
    sheet.say(words("people", auditor=auditor, practitioner=practitioner))
    sheet.say(_state(one), cards.bold)
    return sheet


def _agreed(sheet: Sheet, one: Whole) -> None:
    for number, action in enumerate(one.actions, 1):
        sheet.together(action_lines(action), first=words_of("audit_outcome")("action_title", number=number))


def _rest(sheet: Sheet, one: Whole, knowledge: Knowledge, through: Door, more: Sequence[cards.Part] = ()) -> None:
    """What is still to be done, and what its reader can do: the next step by itself at the end, and `more` with what
    else there is in rows that a phone has room for."""
    words, number = words_of("audit_outcome"), one.audit.id
    lacks = missing(one, slots(one.audit.kind, knowledge))
    _to_do(sheet, one, through, lacks)
    _actions(sheet, one, knowledge, through, is_missing=bool(lacks))
    sheet.on_card(cards.buttons([cards.say(words("document"), "audit_outcome.document", {"audit": number}), *more]))
    sheet.typed(words("document_typed", number=number))


def action_lines(action: AgreedAction) -> list[str]:
    """An agreed action: what, by whom and when, what for."""
    words = words_of("audit_outcome")
    return [
        action.what,
        words("action_who", who=action.by_whom, day=day_label(action.due_on)),
        words("action_difference", text=action.difference),
    ]


def listed(found: Sequence[Whole], through: Door) -> Reply:
    """Those that go on, each with how it stands."""
    words = words_of("audit_outcome")
    sheet = AuditSheet(words("list_title"), words("summary"), raisable(found, through))
    if not found:
        sheet.say(words("list_none"))
    for one in found:
        child = label(through.outcomes.child(one))
        line = words("list_line", number=one.audit.id, child=child, state=_state(one))
        sheet.on_card(cards.offer(line, "audit_outcome.show", {"audit": one.audit.id}))
        sheet.typed(line)
    if found:
        sheet.typed(words("list_typed"))
    sheet.act(cards.say(words("see_actions"), "audit_outcome.actions", {}))
    sheet.typed(words("see_actions_typed"))
    return sheet.reply()


def waits_for_senior(raised: Concern, through: Door) -> str:
    """That nobody has taken a serious concern yet, and whom to phone."""
    words, names = words_of("audit_outcome"), through.outcomes.concerns.sent_to(raised)
    if not names:
        return words("waits_senior_nobody", day=day_label(local_day(raised.raised_at)))
    return words("waits_senior", day=day_label(local_day(raised.raised_at)), names=names)


def raisable(found: Sequence[Whole], through: Door) -> list[int]:
    """The audits of these of which a serious concern is theirs to raise."""
    return [one.audit.id for one in found if through.outcomes.concerns.may_raise(one.audit)]


def proposals(one: Whole, through: Door) -> Mapping[str, Proposed]:
    """The areas that the practitioner, in what they shared of their preparation, proposes to leave out."""
    shared = through.preparations.shared_for(one.audit.id)
    parts = shared.parts if shared else {}
    return {area: part for area, part in parts.items() if part.ready == PROPOSED}


def _has(part: Part, proposed: Proposed | None) -> str:
    """How a part stands, in a word or two."""
    words = words_of("audit_outcome")
    if part.is_agreed:
        return words("agreed_not_applicable")
    if part.answer:
        return answer_words(part.answer)
    if part.by_name:
        return words("written")
    if proposed is None:
        return words("empty")
    return words("to_look_at" if proposed.decision == WANTED else "to_decide")


def _state(one: Whole) -> str:
    words, outcome = words_of("audit_outcome"), one.outcome
    if one.audit.state == CLOSED:
        return words("state_closed", grade=answer_words(outcome.grade), scale=outcome.scale)
    if one.audit.state == FINAL:
        return words("state_final", grade=answer_words(outcome.grade), scale=outcome.scale)
    if outcome.state == SHARED:
        return words("state_answered" if outcome.answered_at else "state_shared")
    return words("state_draft")


def _texts(sheet: Sheet, one: Whole) -> None:
    words = words_of("audit_outcome")
    for name, title in ((PRACTITIONER, "from_practitioner"), (CORRECTIVE, "from_manager")):
        part = one.part(name)
        if part.evidence:
            sheet.together([part.evidence], first=words(title, name=part.by_name))
    for raised in one.concerns:
        heard = words("concern_has", name=raised.heard_by) if raised.heard_by else words("concern_nobody")
        sheet.together([raised.action, heard], first=words("concern_raised", name=raised.by_name))


def _to_do(sheet: Sheet, one: Whole, through: Door, lacks: Sequence[tuple[str, str]]) -> None:
    """What is still to be done, and by whom."""
    words, outcome = words_of("audit_outcome"), one.outcome
    if one.audit.state == ACCEPTED and through.outcomes.writes(one) and lacks:
        # What isn't begun says so above already.
        begun = [f"- {line}" for name, line in lacks if name == ACTION or one.part(name).by_name]
        others = len(lacks) - len(begun)
        rest = [f"- {words('left_others', number=others)}"] if others else []
        sheet.together([*begun, *rest], first=words("left"))
    if one.audit.state == FINAL:
        auditor, _, manager = through.outcomes.names(one)
        manager = manager or words("the_manager")
        waits = []
        if not outcome.uploaded_by:
            waits.append(words("waits_upload", name=auditor))
        if outcome.is_below_good and not one.part(CORRECTIVE).evidence:
            waits.append(words("waits_corrective", name=manager))
        if not outcome.monitored_by:
            waits.append(words("waits_monitored", name=manager))
        waits += [waits_for_senior(raised, through) for raised in one.untaken]
        sheet.together([f"- {line}" for line in waits], first=words("closes_when"))


def _actions(sheet: Sheet, one: Whole, knowledge: Knowledge, through: Door, *, is_missing: bool) -> None:
    words, work, number = words_of("audit_outcome"), through.outcomes, one.audit.id
    same: dict[str, Json] = {"audit": number, "version": one.outcome.version}
    is_draft = one.audit.state == ACCEPTED
    if work.writes(one) and is_draft:
        if is_missing:
            sheet.act(cards.say(words("fill"), "audit_outcome.next", {"audit": number}))
            sheet.typed(words("fill_typed", number=number))
        elif one.outcome.state == SHARED and (until := waits_until(one.outcome, work.today, knowledge)):
            day = day_label(until + timedelta(days=1))
            sheet.say(words("wait_for_answer", until=day_label(until), day=day))
        elif one.outcome.state == SHARED:
            sheet.act(cards.execute(words("finalise"), "audit_outcome.finalise", same))
            sheet.typed(words("finalise_typed", number=number))
        else:
            sheet.act(cards.execute(words("share"), "audit_outcome.share", same))
            sheet.typed(words("share_typed", number=number))
        sheet.on_card(cards.buttons([cards.say(words("agree"), "audit_outcome.agree", {"audit": number})]))
        sheet.typed(words("agree_typed", number=number))
    if work.comments(one) and one.outcome.state == SHARED:
        _answers(sheet, same, number, is_again=one.outcome.answered_at is not None)
    if work.comments(one) and one.part(GOOD_PRACTICE).evidence and not one.outcome.consented:
        sheet.together([one.part(GOOD_PRACTICE).evidence, words("consent_asks")], first=words("practice_title"))
        yes = cards.execute(words("consent_yes"), "audit_outcome.consent", {**same, "may": "yes"})
        no = cards.execute(words("consent_no"), "audit_outcome.consent", {**same, "may": "no"})
        sheet.on_card(cards.buttons([yes, no]))
        sheet.typed(words("consent_typed", number=number))
    if one.audit.state == FINAL:
        _confirming(sheet, one, same, through)


def _answers(sheet: Sheet, same: dict[str, Json], number: int, *, is_again: bool) -> None:
    words = words_of("audit_outcome")
    if not is_again:
        sheet.act(cards.execute(words("nothing_to_add"), "audit_outcome.answer", same))
    send = cards.execute(words("send"), "audit_outcome.answer", same)
    sheet.act(
        cards.ask_for_text(words("comment"), "text", words("comment_label"), words("comment_error"), send, most=LONGEST)
    )
    sheet.typed(words("comment_typed", number=number))


def _confirming(sheet: Sheet, one: Whole, same: dict[str, Json], through: Door) -> None:
    words, number, outcome = words_of("audit_outcome"), one.audit.id, one.outcome
    if through.outcomes.writes(one) and not outcome.uploaded_by:
        sheet.act(cards.execute(words("uploaded"), "audit_outcome.uploaded", same))
        sheet.typed(words("uploaded_typed", number=number))
    if not through.outcomes.manages(one) or outcome.monitored_by:
        return
    if outcome.is_below_good and not one.part(CORRECTIVE).evidence:
        send = cards.execute(words("send"), "audit_outcome.correct", {**same, "part": 0})
        title, label_, error = words("correct"), words("correct_label"), words("correct_error")
        sheet.act(cards.ask_for_text(title, "text", label_, error, send, most=LONGEST))
        sheet.typed(words("correct_typed", number=number))
    else:
        sheet.act(cards.execute(words("monitored"), "audit_outcome.monitored", same))
        sheet.typed(words("monitored_typed", number=number))
