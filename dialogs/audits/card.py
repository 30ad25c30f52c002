"""What people see of audits."""

from collections.abc import Sequence
from datetime import date

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.audits import ACCEPTED, DECLINED, Audit, Kind

EXPECTATIONS = "audit_expectations."
_KINDS = {
    Kind.CASE_FILE: "kind_case_file",
    Kind.THEMED: "kind_themed",
    Kind.DIP_SAMPLE: "kind_dip_sample",
    Kind.RE_AUDIT: "kind_re_audit",
    Kind.MULTI_AGENCY: "kind_multi_agency",
    Kind.LEARNING_REVIEW: "kind_learning_review",
    Kind.OBSERVATION: "kind_observation",
    Kind.OWN_TEAM: "kind_own_team",
}


def kind_of(audit: Audit) -> str:
    """What kind it is, in words."""
    return words_of("audits")(_KINDS[Kind(audit.kind)])


def asks_why(child: str, child_id: str, auditor: tuple[str, str], practitioner: str, kind: str, theme: str) -> Reply:
    """Asks for what is missing to allocate one; `auditor` is the key and the name."""
    words = words_of("audits")
    sheet = Sheet(words("why_title", child=child, auditor=auditor[1]), words("summary"))
    sheet.say(words("why_lead", practitioner=practitioner))
    kinds = [(words(_KINDS[one]), str(one)) for one in Kind]
    sheet.on_card(
        cards.choose("kind", words("kind_label"), words("kind_error"), kinds, kind),
        cards.text_input("theme", words("theme_label"), words("kind_error"), theme),
        cards.text_input("reason", words("why_label"), words("why_error"), is_long=True),
    )
    data: dict[str, Json] = {"child": child_id, "auditor": auditor[0]}
    sheet.act(cards.execute(words("allocate"), "audits.allocate", data))
    sheet.typed(words("why_typed", child=child, auditor=auditor[1]))
    return sheet.reply()


def allocated(audit: Audit, child: str, auditor: str, practitioner: str, warnings: Sequence[str]) -> Reply:
    """That the auditor is asked."""
    words = words_of("audits")
    sheet = Sheet(words("allocated_title", kind=kind_of(audit), child=child), words("summary"))
    sheet.say(words("allocated_lead", auditor=auditor, practitioner=practitioner))
    for line in warnings:
        sheet.say(line)
    data: dict[str, Json] = {"audit": audit.id, "version": audit.version, "reason": words("withdrawn_reason")}
    sheet.act(cards.execute(words("take_back"), "audits.withdraw", data))
    sheet.typed(words("take_back_typed", child=child))
    sheet.typed(words("give_typed", child=child))
    return sheet.reply(in_place=True)


def invitation(audit: Audit, child: str, practitioner: str, lead: str = "") -> Reply:
    """Asks an auditor to take one on."""
    words = words_of("audits")
    sheet = Sheet(words("invite_title", kind=kind_of(audit), child=child), words("summary_invite"))
    sheet.say(lead)
    sheet.say(words("invite_lead", practitioner=practitioner))
    if audit.theme:
        sheet.say(words("invite_theme", theme=audit.theme))
    sheet.say(words("invite_why", why=audit.why_now))
    sheet.say(words("invite_conflict", practitioner=practitioner))
    data: dict[str, Json] = {"audit": audit.id, "version": audit.version}
    sheet.act(cards.execute(words("accept"), "audits.accept", data))
    sheet.act(cards.say(words("conflict"), "audits.conflict", data))
    sheet.typed(words("invite_typed", child=child))
    return sheet.reply()


def asks_conflict(audit: Audit, child: str) -> Reply:
    """Asks which conflict it is."""
    words = words_of("audits")
    sheet = Sheet(words("conflict_question", child=child), words("summary"))
    sheet.on_card(cards.text_input("reason", words("conflict_label"), words("conflict_error")))
    sheet.act(cards.execute(words("send"), "audits.conflict", {"audit": audit.id, "version": audit.version}))
    sheet.typed(words("invite_typed", child=child))
    return sheet.reply()


def accepted(audit: Audit, child: str, practitioner: str, lead: str = "") -> Reply:
    """What an auditor who has taken one on does next."""
    words = words_of("audits")
    sheet = Sheet(words("accepted_title", child=child), words("summary"))
    sheet.say(lead)
    sheet.say(words("accepted_lead", practitioner=practitioner, due=day_label(audit.due_on)))
    sheet.say(words("accepted_hints", practitioner=practitioner))
    meet(sheet, audit, practitioner)
    sheet.typed(words("close_typed", child=child))
    return sheet.reply(in_place=True)


def selected(audit: Audit, child: str, auditor: str, knowledge: Knowledge) -> Reply:
    """Tells the practitioner, with the framework's own words of what to expect."""
    words = words_of("audits")
    sheet = Sheet(words("selected_title", child=child, auditor=auditor), words("summary_selected"))
    sheet.say(words("selected_lead", auditor=auditor, due=day_label(audit.due_on)))
    quotes = [p for p in knowledge.framework.passages.values() if p.id.startswith(EXPECTATIONS) and p.is_row]
    for passage in quotes:
        sheet.say(f"“{passage.text}”")
    sheet.say(words("selected_source"), cards.small)
    meet(sheet, audit, auditor)
    return sheet.reply()


def meet(sheet: Sheet, audit: Audit, other: str) -> None:
    """The way to a meeting."""
    words = words_of("audits")
    sheet.act(cards.say(words("meet"), "audit_meeting.propose", {"audit": audit.id}))
    sheet.typed(words("meet_typed", name=other))


def listed(title: str, none: str, lines: Sequence[tuple[str, Sequence[str], Sequence[cards.Part]]]) -> Reply:
    """Audits, each with its child's label, its lines and its buttons."""
    sheet = Sheet(title, words_of("audits")("summary"))
    for child, said, actions in lines:
        sheet.together(said, [cards.buttons(actions)] if actions else [], first=child)
    if not lines:
        sheet.say(none)
    return sheet.reply()


def standing(audit: Audit, auditor: str, practitioner: str, today: date, *, is_met: bool) -> list[str]:
    """How one stands, in lines."""
    words, kind = words_of("audits"), kind_of(audit)
    if audit.state == DECLINED:
        return [words("line_declined", kind=kind, auditor=auditor)]
    if audit.state != ACCEPTED:
        return [words("line_allocated", kind=kind, auditor=auditor)]
    due = day_label(audit.due_on)
    left = (audit.due_on - today).days
    if left < 0:
        line = words("line_overdue", kind=kind, auditor=auditor, practitioner=practitioner, due=due)
    else:
        line = words("line_accepted", kind=kind, auditor=auditor, practitioner=practitioner, due=due)
    return [line, *([_left(left)] if left >= 0 else []), words("meeting_agreed" if is_met else "meeting_none")]


def _left(days: int) -> str:
    words = words_of("audits")
    if days == 0:
        return words("day_none")
    return words("day_left") if days == 1 else words("days_left", number=days)
