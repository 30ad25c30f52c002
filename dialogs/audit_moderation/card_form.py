"""The two forms of a moderator: another grade with its reasons, and what came of the discussion."""

from collections.abc import Mapping, Sequence

from dialogs.audit_moderation.card import both, raisable
from dialogs.audit_moderation.contents import LONGEST, grade_words
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from storage.access import Door
from storage.moderation_work import Seen
from storage.moderations import GRADES


def propose(seen: Seen, through: Door, told: Mapping[str, str], wrong: Sequence[str] = ()) -> Reply:
    """A grade and why; what was typed is kept."""
    words, number = words_of("audit_moderation"), seen.audit.id
    sheet = _begun(words("propose_title", number=number, child=_child(seen, through)), seen, through, wrong)
    sheet.say(words("original", grade=grade_words(seen.moderation.original)))
    choices = [(grade_words(grade), grade) for grade in GRADES]
    sheet.on_card(
        cards.choose("grade", words("grade_label"), words("grade_error"), choices, told.get("grade", "")),
        cards.text_input(
            "reasons",
            words("reasons_label"),
            words("reasons_error"),
            told.get("reasons", ""),
            is_long=True,
            most=LONGEST,
        ),
    )
    return _sent(sheet, seen, "propose", "propose_send", "propose_typed", told.get("reasons", ""))


def discuss(seen: Seen, through: Door, told: Mapping[str, str], wrong: Sequence[str] = ()) -> Reply:
    """When it was discussed, what was agreed, and which of two grades stands."""
    words, number, was = words_of("audit_moderation"), seen.audit.id, seen.moderation
    sheet = _begun(words("discuss_title", number=number, child=_child(seen, through)), seen, through, wrong)
    auditor, practitioner, _ = through.moderations.names(seen)
    sheet.say(words("discuss_whom", auditor=auditor, practitioner=practitioner))
    sheet.say(both(seen))
    sheet.together([was.notes] if was.notes else [words("no_notes")], first=words("notes"))
    if was.practitioner_says:
        sheet.together([was.practitioner_says], first=words("practitioner_says"))
    sheet.on_card(cards.text_input("on", words("on_label"), words("on_error"), told.get("on", "")))
    if not was.is_confirmed:
        choices = [
            (words("stands_auditor", grade=grade_words(was.original)), "auditor"),
            (words("stands_moderator", grade=grade_words(was.grade)), "moderator"),
        ]
        sheet.on_card(
            cards.choose("stands", words("stands_label"), words("stands_error"), choices, told.get("stands", ""))
        )
    sheet.on_card(
        cards.text_input("agreed", words("agreed_label"), words("agreed_error"), told.get("agreed", ""), most=LONGEST),
        cards.text_input(
            "learning", words("learn_label"), words("learn_error"), told.get("learning", ""), is_long=True
        ),
    )
    typed = "discuss_typed" if was.is_confirmed else "discuss_typed_differs"
    mine = "; ".join(filter(None, (told.get("on"), told.get("agreed"), told.get("learning"))))
    return _sent(sheet, seen, "discuss", "discuss_send", typed, mine)


def _begun(title: str, seen: Seen, through: Door, wrong: Sequence[str]) -> Sheet:
    sheet = AuditSheet(title, words_of("audit_moderation")("summary"), raisable([seen], through))
    for line in wrong:
        sheet.say(line, cards.wrong)
    return sheet


def _sent(sheet: Sheet, seen: Seen, action: str, button: str, typed: str, mine: str) -> Reply:
    words, number = words_of("audit_moderation"), seen.audit.id
    data: dict[str, Json] = {"audit": number, "version": seen.moderation.version}
    sheet.act(cards.execute(words(button), f"audit_moderation.{action}", data))
    sheet.act(cards.say(words("back"), "audit_moderation.show", {"audit": number}))
    if mine:
        sheet.typed(words("yours", text=mine))
    sheet.typed(words(typed, number=number))
    return sheet.reply()


def _child(seen: Seen, through: Door) -> str:
    child = through.moderations.child(seen)
    return label(child) if child else ""
