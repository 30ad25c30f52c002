"""What else is shown of preparations: a list, what is known, what is to do, the pack, and what its auditor sees."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dialogs.audit_preparation import facts_said
from dialogs.audit_preparation.card import unkept
from dialogs.audit_preparation.document import Pack
from dialogs.audit_preparation.here import Here, audits_of
from dialogs.audit_preparation.pack import KIND, pack
from dialogs.core import cards
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.document import Offer
from dialogs.core.item_words import as_of_line
from dialogs.core.personal import label
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.audits import Audit
from storage.preparation_work import Prepared
from storage.preparations import AGREED, NOT_APPLICABLE, WANTED

_SHORT: Final = 300  # of a text on a card; the document has all of it
_DAYS: Final = 25  # of the chronology on a card
_TOGGLED: Final = "days"


def listed(mine: Sequence[Here], others: Sequence[Prepared], through: Door) -> Reply:
    """Those of one's own, and those that were shared."""
    words = words_of("audit_preparation")
    audits = [*(n for here in mine for n in here.raisable), *(n for one in others for n in audits_of(one))]
    sheet = AuditSheet(words("list_title"), words("summary"), audits)
    if not mine and not others:
        sheet.say(words("list_none"))
    for here in mine:
        what = words("of_rehearsal" if here.one.is_rehearsal else "of_audit", child=here.child)
        left, every = len(here.left), len(here.areas)
        stands = words("left_some", number=left, all=every) if left else words("left_none")
        _line(sheet, here.number, words("list_line", number=here.number, what=what, left=stands))
    if others:
        sheet.say(words("list_shared"), cards.bold)
    for one in others:
        what, name = words("of_audit", child=label(one.child)), through.preparations.practitioner(one)
        number = one.preparation.id
        _line(sheet, number, words("list_shared_line", number=number, what=what, name=name))
    if mine or others:
        first = mine[0].number if mine else others[0].preparation.id
        sheet.typed(words("list_typed", number=first))
    return sheet.reply()


def _line(sheet: Sheet, number: int, line: str) -> None:
    sheet.on_card(cards.offer(line, "audit_preparation.show", {"preparation": number}))
    sheet.typed(line)


def which(audits: Sequence[Audit], called: Mapping[int, str]) -> Reply:
    """Asks which audit is meant."""
    words = words_of("audit_preparation")
    sheet = AuditSheet(words("which_audit"), words("summary"), called)
    for audit in audits:
        line = words("area_line", number=audit.id, title=called[audit.id], state=day_label(audit.due_on))
        sheet.on_card(cards.offer(line, "audit_preparation.begin", {"audit": audit.id}))
        sheet.typed(line)
    sheet.typed(words("which_typed", number=audits[0].id))
    return sheet.reply()


def facts(here: Here) -> Reply:
    """Everything that is known of the six months."""
    words, known = words_of("audit_preparation"), here.known()
    since, until = day_label(known.since), day_label(known.until)
    sheet = AuditSheet(
        words("facts_title", child=here.child, since=since, until=until), words("summary"), here.raisable
    )
    lines = facts_said.whole(known, here.knowledge)
    sheet.together(lines or [words("facts_none")])
    _chronology(sheet, tuple((day_label(on), what, more) for on, what, more in facts_said.days(known, here.knowledge)))
    sheet.say(as_of_line(here.newest), cards.small)
    sheet.act(cards.say(words("back"), "audit_preparation.show", {"preparation": here.number}))
    sheet.typed(words("facts_typed", number=here.number))
    return sheet.reply()


def to_do(here: Here) -> Reply:
    """What isn't ready yet, by day."""
    words, waiting = words_of("audit_preparation"), here.to_do()
    title = "to_do_title_rehearsal" if here.one.is_rehearsal else "to_do_title"
    sheet = AuditSheet(words(title, child=here.child), words("summary"), here.raisable)
    if not waiting:
        sheet.say(words("to_do_none"))
    for area, part in waiting:
        assert part.by_on is not None, "it always has a day"
        name = "to_do_late" if part.by_on < here.today else "to_do_line"
        line = words(name, title=area.title, day=day_label(part.by_on))
        sheet.on_card(cards.offer(line, "audit_preparation.area", {"preparation": here.number, "area": area.name}))
        sheet.typed(line)
    sheet.act(cards.say(words("back"), "audit_preparation.show", {"preparation": here.number}))
    if waiting:
        sheet.typed(words("to_do_typed", number=here.number, area=here.place(waiting[0][0])))
    sheet.typed(words("facts_typed", number=here.number))
    return sheet.reply()


def whole(here: Here) -> Reply:
    """The pack as a card, with the document."""
    words, found = words_of("audit_preparation"), pack(here)
    sheet = AuditSheet(found.title, words("summary"), here.raisable)
    for line in found.about:
        sheet.say(line)
    _pack(sheet, found)
    sheet.act(cards.say(words("back"), "audit_preparation.show", {"preparation": here.number}))
    if here.one.may_share and not (here.one.is_shared and not here.one.has_changed_since):
        sheet.act(cards.say(words("share"), "audit_preparation.share", {"preparation": here.number}))
    sheet.typed(words("facts_typed", number=here.number))
    return _with_document(sheet, here)


def theirs(here: Here, lead: str = "") -> Reply:
    """What was shared, for the auditor, who decides about areas that are said not to apply."""
    words, one, found = words_of("audit_preparation"), here.one, pack(here)
    name = here.through.preparations.practitioner(one)
    sheet = AuditSheet(words("theirs_title", name=name, child=here.child), words("summary"), here.raisable)
    sheet.say(lead)
    assert one.preparation.shared_at is not None, "it is shared"
    sheet.say(words("theirs_lead", day=day_label(one.preparation.shared_at.date()), name=name))
    _proposed(sheet, here)
    _pack(sheet, found)
    _on_with_it(sheet, one)
    sheet.act(cards.say(words("facts"), "audit_preparation.facts", {"preparation": here.number}))
    return _with_document(sheet, here)


def decided(here: Here, lead: str) -> Reply:
    """The same after a decision, without what the auditor has read already."""
    words = words_of("audit_preparation")
    name = here.through.preparations.practitioner(here.one)
    sheet = AuditSheet(words("theirs_title", name=name, child=here.child), words("summary"), here.raisable)
    sheet.say(lead)
    _proposed(sheet, here)
    _on_with_it(sheet, here.one)
    sheet.act(cards.say(words("theirs_again"), "audit_preparation.show", {"preparation": here.number}))
    sheet.typed(words("theirs_again_typed", number=here.number))
    return unkept(sheet)


def _on_with_it(sheet: Sheet, one: Prepared) -> None:
    """What comes next for the auditor."""
    if one.audit is None:
        return
    words, same = words_of("audit_preparation"), {"audit": one.audit.id}
    sheet.act(cards.say(words("outcome"), "audit_outcome.show", {**same}))
    sheet.typed(words("outcome_typed", number=one.audit.id))


def _proposed(sheet: Sheet, here: Here) -> None:
    words = words_of("audit_preparation")
    proposed = [area for area in here.areas if here.one.parts[area.name].ready == NOT_APPLICABLE]
    if not proposed:
        return
    sheet.say(words("theirs_proposed"), cards.bold)
    for area in proposed:
        part, place = here.one.parts[area.name], here.place(area)
        lines = [words("theirs_proposed_line", number=place, title=area.title, reason=part.reason)]
        decided = {AGREED: "theirs_agreed", WANTED: "theirs_wanted"}
        lines += [words(decided[part.decision])] if part.decision else []
        same: dict[str, Json] = {"preparation": here.number, "area": area.name, "reason": part.reason}
        agree = cards.execute(words("agree", number=place), "audit_preparation.decide", {**same, "is": AGREED})
        want = cards.execute(words("want", number=place), "audit_preparation.decide", {**same, "is": WANTED})
        sheet.together(lines, [cards.buttons([agree, want])])
        sheet.typed(words("theirs_typed", area=place, number=here.number))


def _pack(sheet: Sheet, found: Pack) -> None:
    words, said = words_of("audit_preparation"), found.labels
    sheet.together([f"{title}: {stands}" for title, stands in found.readiness], first=said["pack_readiness"])
    sheet.together([_short(found.good) or said["pack_nothing"]], first=said["pack_good"])
    if found.to_do:
        sheet.together(found.to_do, first=said["pack_to_do"])
    sheet.say(said["pack_reflections"], cards.bold)
    if not found.sections:
        sheet.say(said["pack_nothing"])
    for section in found.sections:
        noted = [f"{label} {_short(text)}" for label, text in section.noted]
        if noted:
            sheet.together(noted, first=section.title)
    sheet.together(found.in_short or [words("facts_none")], first=said["pack_chronology"])
    _day_by_day(sheet, found.chronology)
    sheet.say(words("pack_offered"), cards.small)


def _chronology(sheet: Sheet, days: Sequence[tuple[str, str, str]]) -> None:
    lines = _days(days)
    if lines:
        sheet.together(lines)


def _day_by_day(sheet: Sheet, days: Sequence[tuple[str, str, str]]) -> None:
    """The same, on the card only once it is asked for."""
    lines = _days(days)
    if lines:
        shown = cards.box([cards.close(line) for line in lines], "emphasis")
        toggle = cards.toggle(words_of("audit_preparation")("show_days"), _TOGGLED)
        sheet.on_card(cards.buttons([toggle]), cards.hidden(_TOGGLED, shown))
        sheet.typed("\n".join(lines))


def _days(days: Sequence[tuple[str, str, str]]) -> list[str]:
    shown = days[-_DAYS:]
    lines = [f"{day}: {what}" + (f" ({more})" if more else "") for day, what, more in shown]
    left = len(days) - len(shown)
    return [*lines, words_of("audit_preparation")("pack_more", number=left)] if left else lines


def _short(text: str) -> str:
    if len(text) <= _SHORT:
        return text
    return words_of("audit_preparation")("pack_short", text=text[:_SHORT].rpartition(" ")[0] or text[:_SHORT])


def _with_document(sheet: Sheet, here: Here) -> Reply:
    label_ = words_of("audit_preparation")("pack_label")
    offer = Offer(KIND, {"preparation": here.number}, here.one.child.id, label_)
    return replace(unkept(sheet), document=offer)
