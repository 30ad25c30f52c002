"""Cards for who oversees moderation, and the list of what there is to moderate."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.audit_moderation.card import both, line, raisable, state
from dialogs.audit_moderation.months import month_label
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.quotes import stands_in
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from standards_kb.working_days import add_months
from storage.access import Door
from storage.moderation_work import Seen

PASSAGE = "professional_challenge.moderation"


def listed(found: Sequence[Seen], through: Door, turn: Turn, knowledge: Knowledge) -> Reply:
    """What somebody has to moderate."""
    words = words_of("audit_moderation")
    sheet = AuditSheet(words("list_title"), words("summary"), raisable(found, through))
    sheet.say("" if found else words("list_none"))
    for seen in found:
        text = line(seen, through)
        sheet.on_card(cards.offer(text, "audit_moderation.show", {"audit": seen.audit.id}))
        sheet.typed(text)
    if found:
        passage = knowledge.framework.passages[PASSAGE]
        sheet.say(f"“{passage.text}”", cards.small)
        sheet.say(stands_in(passage, knowledge.framework), cards.small)
        sheet.typed(words("list_typed", number=found[0].audit.id))
    if through.moderations.may_oversee:
        last = month_label(add_months(turn.today.replace(day=1), -1))
        sheet.act(cards.say(words("see_month", month=last), "audit_moderation.month", {"month": last}))
        sheet.act(cards.say(words("draw"), "audit_moderation.draw", {"month": last}))
        sheet.act(cards.say(words("see_agreement"), "audit_moderation.agreement", {}))
        sheet.typed(words("lead_typed", month=last))
    return sheet.reply()


def month(found: Sequence[Seen], of: date, through: Door, knowledge: Knowledge, said: Sequence[str] = ()) -> Reply:
    """How a month's stand."""
    words = words_of("audit_moderation")
    sheet = Sheet(words("month_title", month=month_label(of)), words("summary"))
    for text in said:
        sheet.say(text)
    sheet.say("" if found or said else words("month_none"))
    for seen in found:
        auditor, _, moderator = through.moderations.names(seen)
        kind = knowledge.audit_tool.kinds[seen.audit.kind].title
        who = words("month_line", number=seen.audit.id, kind=kind, auditor=auditor, moderator=moderator)
        text = f"{who} {state(seen)} {both(seen)}"
        sheet.on_card(cards.offer(text, "audit_moderation.show", {"audit": seen.audit.id}))
        sheet.typed(text)
    sheet.act(cards.say(words("draw_more" if found else "draw"), "audit_moderation.draw", {"month": month_label(of)}))
    sheet.act(cards.say(words("see_agreement"), "audit_moderation.agreement", {}))
    sheet.typed(words("lead_typed", month=month_label(of)))
    return sheet.reply()


def form(of: date, told: Mapping[str, str], wrong: Sequence[str] = ()) -> Reply:
    """How many to draw; what was typed is kept."""
    words = words_of("audit_moderation")
    sheet = Sheet(words("form_title"), words("summary"))
    for text in wrong:
        sheet.say(text, cards.wrong)
    sheet.say(words("form_what"))
    said = told.get("month") or month_label(of)
    sheet.on_card(
        cards.text_input("month", words("form_month"), words("month_error"), said),
        cards.text_input("size", words("form_size"), words("size_error"), told.get("size", "")),
        cards.text_input("seed", words("form_seed"), words("seed_error"), told.get("seed", "")),
    )
    sheet.act(cards.execute(words("draw"), "audit_moderation.draw", {}))
    sheet.typed(words("form_typed", month=month_label(of)))
    return sheet.reply()


def agreement(lines: Sequence[str], learned: Sequence[str]) -> Reply:
    """How far people agree, and what was learned."""
    words = words_of("audit_moderation")
    sheet = Sheet(lines[0], words("summary"))
    for text in lines[1:]:
        sheet.say(text)
    if learned:
        sheet.together(learned, first=words("learning"))
    sheet.typed(words("agreement_typed"))
    return sheet.reply()
