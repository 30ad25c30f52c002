"""A moderation as a card: what the auditor recorded, the second look at it, what was agreed."""

from collections.abc import Sequence

from dialogs.audit_moderation.contents import LONGEST, Section, grade_words, sections
from dialogs.audit_moderation.unnamed import LONGEST as LONGEST_LEARNING
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.moderation_work import Seen
from storage.moderations import DONE, DRAWN, GRADED, RETURNED

_STATES = {DRAWN: "state_drawn", GRADED: "state_graded", DONE: "state_done", RETURNED: "state_returned"}


def one(seen: Seen, through: Door, knowledge: Knowledge, said: Sequence[str] = ()) -> Reply:
    """One, as far as its reader may know it; `said` comes first: what has just been done."""
    words, number = words_of("audit_moderation"), seen.audit.id
    sheet = AuditSheet(_title(seen, through), words("summary"), raisable([seen], through))
    for line in said:
        sheet.say(line)
    auditor, practitioner, moderator = through.moderations.names(seen)
    kind = knowledge.audit_tool.kinds[seen.audit.kind].title
    sheet.say(words("kind", kind=kind, theme=seen.audit.theme) if seen.audit.theme else kind)
    sheet.say(words("people", auditor=auditor, practitioner=practitioner, moderator=moderator))
    if seen.moderation.is_open and (seen.moderates or seen.oversees):
        sheet.say(words("due", day=day_label(seen.moderation.due_on)))
    sheet.say(state(seen), cards.bold)
    if seen.tells_grades:
        _grades(sheet, seen)
    else:
        sheet.say(words("will_discuss", moderator=moderator))
    if seen.took_part and not seen.moderates:
        _kindly(sheet, seen)
    outcome = through.moderations.outcome(seen)
    if outcome is not None:
        _recorded(sheet, sections(outcome, knowledge), number)
        if outcome.concerns:
            sheet.say(words("concern_raised"))
        sheet.say(words("only_this"), cards.small)
    _actions(sheet, seen)
    return sheet.reply()


def state(seen: Seen) -> str:
    """How far it is."""
    words = words_of("audit_moderation")
    on = seen.moderation.discussed_on
    if seen.moderation.state == DONE and on is not None:
        return words("state_done", day=day_label(on))
    if seen.moderation.state == DRAWN and seen.moderates:
        return words("state_yours")
    return words(_STATES[seen.moderation.state])


def section(seen: Seen, found: Sequence[Section], number: int, through: Door) -> Reply:
    """One part of what the auditor recorded, with the tool's prompts; then the next."""
    words, part, audit = words_of("audit_moderation"), found[number - 1], seen.audit.id
    title = words("section_title", number=number, title=part.title, audit=audit)
    sheet = AuditSheet(title, words("summary"), raisable([seen], through))
    child = through.moderations.child(seen)
    sheet.say(label(child) if child else "", cards.small)
    for prompt in part.prompts:
        sheet.say(f"“{prompt}”", cards.small)
    sheet.say(part.answer, cards.bold)
    for line in part.lines:
        sheet.say(line)
    if number < len(found):
        data: dict[str, Json] = {"audit": audit, "part": str(number + 1)}
        sheet.act(cards.say(words("next"), "audit_moderation.part", data))
    sheet.act(cards.say(words("back"), "audit_moderation.show", {"audit": audit}))
    sheet.typed(words("section_typed", number=audit, next=number % len(found) + 1))
    return sheet.reply()


def raisable(found: Sequence[Seen], through: Door) -> list[int]:
    """The audits of these of which a serious concern is theirs to raise."""
    return [seen.audit.id for seen in found if through.outcomes.concerns.may_raise(seen.audit)]


def line(seen: Seen, through: Door) -> str:
    """One in a list."""
    words, number = words_of("audit_moderation"), seen.audit.id
    child = through.moderations.child(seen)
    day = day_label(seen.moderation.due_on)
    return words("line", number=number, child=label(child) if child else "", state=state(seen), day=day)


def both(seen: Seen) -> str:
    """The two grades in a few words."""
    words, was = words_of("audit_moderation"), seen.moderation
    if not was.grade:
        return words("original", grade=grade_words(was.original))
    if was.is_confirmed:
        return words("confirmed", grade=grade_words(was.grade))
    return words("differs", original=grade_words(was.original), grade=grade_words(was.grade))


def _title(seen: Seen, through: Door) -> str:
    words, child = words_of("audit_moderation"), through.moderations.child(seen)
    number = seen.audit.id
    return words("title_child", number=number, child=label(child)) if child else words("title", number=number)


def _grades(sheet: Sheet, seen: Seen) -> None:
    words, was = words_of("audit_moderation"), seen.moderation
    sheet.say(both(seen))
    if was.reasons:
        sheet.together([was.reasons], first=words("reasons"))
    if was.notes and seen.moderates and was.is_open:
        sheet.together([was.notes], first=words("notes"))
    if was.agreed:
        stands = words("stands", grade=grade_words(was.stands)) if not was.is_confirmed else ""
        sheet.together([line for line in (was.agreed, stands) if line], first=words("agreed"))
    if was.practitioner_says:
        sheet.together([was.practitioner_says], first=words("practitioner_says"))
    if was.learning:
        sheet.together([was.learning, words("learning_for_all")], first=words("learning"))
    if was.state == RETURNED:
        sheet.together([was.reason], first=words("returned_why"))


def _kindly(sheet: Sheet, seen: Seen) -> None:
    """To whoever's work it was: what this is about, and that their own view belongs to it."""
    words, was = words_of("audit_moderation"), seen.moderation
    sheet.say(words("about_judging" if was.state == DONE else "about_to_discuss"))
    if was.practitioner_says and not seen.tells_grades:
        sheet.together([was.practitioner_says], first=words("practitioner_says"))
    send = cards.execute(words("send"), "audit_moderation.say", {"audit": seen.audit.id, "version": was.version})
    ask = cards.ask_for_text(words("say"), "text", words("say_label"), words("say_error"), send, most=LONGEST)
    sheet.act(ask)
    sheet.typed(words("say_typed", number=seen.audit.id))


def _recorded(sheet: Sheet, found: Sequence[Section], number: int) -> None:
    """The overall grading whole, the others by their judgements: all of it on one card nobody could read."""
    words = words_of("audit_moderation")
    overall = next(part for part in found if part.is_overall)
    sheet.together(overall.lines, first=words("recorded_overall", title=overall.title, answer=overall.answer))
    lines = [words("recorded_line", number=n, title=s.title, answer=s.answer) for n, s in enumerate(found, 1)]
    read = cards.say(words("read"), "audit_moderation.part", {"audit": number, "part": "1"})
    sheet.together(lines, [cards.buttons([read])], first=words("recorded"))
    sheet.typed(words("recorded_typed", number=number))


def _actions(sheet: Sheet, seen: Seen) -> None:
    words, was, number = words_of("audit_moderation"), seen.moderation, seen.audit.id
    same: dict[str, Json] = {"audit": number, "version": was.version}
    if seen.moderates and was.state == DRAWN:
        sheet.act(cards.execute(words("confirm"), "audit_moderation.confirm", same))
        sheet.act(cards.say(words("propose"), "audit_moderation.propose_form", {"audit": number}))
        sheet.typed(words("confirm_typed", number=number))
        sheet.typed(words("propose_typed", number=number))
    if seen.moderates and was.state == GRADED:
        sheet.act(cards.say(words("discuss"), "audit_moderation.discuss_form", {"audit": number}))
        sheet.act(cards.say(words("regrade"), "audit_moderation.propose_form", {"audit": number}))
        sheet.typed(words("discuss_typed" if was.is_confirmed else "discuss_typed_differs", number=number))
        sheet.typed(words("confirm_typed", number=number))
        sheet.typed(words("propose_typed", number=number))
    more = []
    if seen.moderates and was.is_open:
        more.append(_text("note", "notes", same))
        sheet.typed(words("note_typed", number=number))
    if seen.moderates and was.state in (GRADED, DONE):
        more.append(_text("learn", "learning", same))
        sheet.typed(words("learn_typed", number=number))
    if seen.moderates and was.state == DRAWN:
        more.append(_text("hand_back", "reason", same))
        sheet.typed(words("hand_back_typed", number=number))
    if more:
        sheet.on_card(cards.buttons(more))  # in a row of their own, where no title is cut off
    if seen.oversees and was.state in (DRAWN, RETURNED):
        sheet.typed(words("give_typed", number=number))


_TEXTS = {
    "note": ("note", "note_label", "note_error", LONGEST),
    "learn": ("learn", "learn_label", "learn_error", LONGEST_LEARNING),
    "hand_back": ("hand_back", "hand_back_label", "hand_back_error", LONGEST),
}


def _text(what: str, field: str, data: dict[str, Json]) -> cards.Part:
    words = words_of("audit_moderation")
    title, question, error, most = _TEXTS[what]
    send = cards.execute(words("send"), f"audit_moderation.{what}", data)
    return cards.ask_for_text(words(title), field, words(question), words(error), send, most=most)
