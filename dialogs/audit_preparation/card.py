"""A preparation as cards: all areas and what is left, one area to fill in, and good practice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dialogs.audit_preparation import facts_said
from dialogs.audit_preparation.here import Here, state
from dialogs.core import cards, quotes
from dialogs.core.audit_sheet import AuditSheet
from dialogs.core.item_words import as_of_line
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.audit_tool import Area
from standards_kb.types import Passage
from storage.preparations import GOOD_PRACTICE, NOT_APPLICABLE, NOT_YET, PARTLY, YES, Part

LONGEST: Final = 3000  # of one text
_STANDARDS = "standards"  # the hidden part of an area's card
_GOOD_QUOTE = "audit_expectations.good_practice"
READY: Final = {YES: "ready_yes", PARTLY: "ready_partly", NOT_YET: "ready_not_yet"}


def overview(here: Here, lead: Sequence[str] = ()) -> Reply:
    """All areas, each with how it stands, and what can be done."""
    words, one = words_of("audit_preparation"), here.one
    title = "title_rehearsal" if one.is_rehearsal else "title"
    sheet = AuditSheet(words(title, child=here.child), words("summary"), here.raisable)
    for line in lead:
        sheet.say(line)
    for line in _about(here):
        sheet.say(line)
    sheet.say(words("areas"), cards.bold)
    for area in here.areas:
        line = words("area_line", number=here.place(area), title=area.title, state=state(one.parts[area.name]))
        sheet.on_card(cards.offer(line, "audit_preparation.area", {"preparation": here.number, "area": area.name}))
        sheet.typed(line)
    good = words("good_line", state=words("good_some" if here.good_practice.talk else "good_none"))
    sheet.on_card(cards.offer(good, "audit_preparation.area", {"preparation": here.number, "area": GOOD_PRACTICE}))
    sheet.typed(good)
    _actions(sheet, here)
    return sheet.reply()


def after(here: Here, lead: str) -> Reply:
    """That it is shared, or no longer, without all the areas."""
    words, one = words_of("audit_preparation"), here.one
    sheet = AuditSheet(words("title", child=here.child), words("summary"), here.raisable)
    sheet.say(lead)
    sheet.act(cards.say(words("back"), "audit_preparation.show", {"preparation": here.number}))
    if one.is_shared:
        sheet.act(cards.execute(words("unshare"), "audit_preparation.unshare", {"preparation": here.number}))
    else:
        sheet.act(cards.say(words("share"), "audit_preparation.share", {"preparation": here.number}))
    sheet.typed(words("facts_typed", number=here.number))
    return sheet.reply()


def _about(here: Here) -> list[str]:
    words, one = words_of("audit_preparation"), here.one
    left, every = len(here.left), len(here.areas)
    lines = []
    if one.is_over:
        return [words("is_over")]
    if one.audit is not None:
        auditor = here.through.preparations.auditor(one)
        lines.append(words("with_auditor", auditor=auditor, day=day_label(one.audit.due_on)))
        if one.is_shared and one.preparation.shared_at is not None:
            lines.append(words("shared_now", auditor=auditor, day=day_label(one.preparation.shared_at.date())))
            lines.append(words("shared_older", auditor=auditor) if one.has_changed_since else "")
        else:
            lines.append(words("lead"))
    else:
        lines.append(words("rehearsal"))
    lines.append(words("records_rehearsal" if one.is_rehearsal else "records"))
    if not left:
        lines.append(words("left_none"))
    else:
        is_new = left == every
        lines.append(words("left_all", number=every) if is_new else words("left_some", number=left, all=every))
    return [line for line in lines if line]


def _actions(sheet: Sheet, here: Here) -> None:
    words, one = words_of("audit_preparation"), here.one
    same: dict[str, Json] = {"preparation": here.number}
    more = [cards.say(words("facts"), "audit_preparation.facts", same)]
    if here.to_do():
        more.append(cards.say(words("to_do"), "audit_preparation.to_do", same))
    sheet.on_card(cards.buttons([*more, cards.say(words("delete"), "audit_preparation.delete", same)]))
    if not one.is_over:
        begin = words("begin" if len(here.left) == len(here.areas) else "go_on")
        sheet.act(cards.say(begin, "audit_preparation.next", same))
    sheet.act(cards.say(words("pack"), "audit_preparation.pack", same))
    if one.may_share and one.is_shared and not one.has_changed_since:
        sheet.act(cards.execute(words("unshare"), "audit_preparation.unshare", same))
    elif one.may_share:
        title = words("share_again" if one.is_shared else "share")
        sheet.act(cards.say(title, "audit_preparation.share", same))
    if one.is_over:
        sheet.typed(words("overview_typed_over", number=here.number))
    else:
        sheet.typed(words("overview_typed_rehearsal" if one.is_rehearsal else "overview_typed", number=here.number))


def area(
    here: Here,
    its: Area,
    lead: Sequence[str] = (),
    kept: Mapping[str, str] | None = None,
    how: Callable[[str], cards.Part] = cards.paragraph,
) -> Reply:
    """One area to fill in; `kept`: what was typed and could not be saved."""
    words, part, place = words_of("audit_preparation"), here.one.parts[its.name], here.place(its)
    title = words("area_title", number=place, all=len(here.areas), title=its.title)
    sheet = AuditSheet(title, words("summary"), here.raisable)
    for line in lead:
        sheet.say(line, how)
    if its.prompts:
        sheet.together([f"- “{prompt}”" for prompt in its.prompts], first=words("prompts"))
    known = facts_said.of_area(its.known, here.known(), here.knowledge)
    if known:
        sheet.together([*known, as_of_line(here.newest)], first=words("known"))
    if its.standards:
        quoted = [cards.paragraph(line) for line in _standards(here, its)]
        sheet.on_card(
            cards.buttons([cards.toggle(words("show_standards"), _STANDARDS)]),
            cards.hidden(_STANDARDS, cards.box(quoted, "emphasis")),
        )
        sheet.typed(words("standards_typed", number=here.number, area=place))
    if part.ready == NOT_APPLICABLE:
        sheet.say(words("reason", reason=part.reason))
        if part.decision:
            sheet.say(words("area_line", number=place, title=its.title, state=state(part)))
    for line in _stands(part):
        sheet.typed(line)
    if not here.one.is_over:
        _form(sheet, here, its, kept or {})
    if kept:
        sheet.typed(words("yours", text=" ".join(text for text in kept.values() if text)))
    sheet.typed(words("area_typed", number=here.number, area=place))
    return unkept(sheet)


def _stands(part: Part) -> list[str]:
    """What stands there, for the text: on the card it stands in the fields."""
    words, lines = words_of("audit_preparation"), []
    if part.ready in READY:
        lines.append(words("stands_ready", ready=words(READY[part.ready])))
    if part.by_on is not None:
        lines.append(words("stands_by", day=day_label(part.by_on)))
    lines += [words("stands_evidence", text=part.evidence)] if part.evidence else []
    lines += [words("stands_impact", text=part.impact)] if part.impact else []
    lines += [words("stands_talk", text=part.talk)] if part.talk else []
    return lines


def _form(sheet: Sheet, here: Here, its: Area, kept: Mapping[str, str]) -> None:
    words, part = words_of("audit_preparation"), here.one.parts[its.name]
    ready = kept.get("ready") or (part.ready if part.ready in READY else "")
    choices = [(words(name), value) for value, name in READY.items()]
    by = day_label(part.by_on) if part.by_on else ""
    sheet.on_card(
        cards.choose("ready", words("ready_label"), words("ready_error"), choices, ready),
        cards.text_input("by", words("by_label"), words("by_error"), kept.get("by", by)),
        *(
            _long(name, label, kept.get(name, getattr(part, name)))
            for name, label in (("evidence", "evidence_label"), ("impact", "impact_label"), ("talk", "talk_label"))
        ),
    )
    same: dict[str, Json] = {"preparation": here.number, "area": its.name, "version": part.version}
    sheet.act(cards.execute(words("save"), "audit_preparation.save", {**same, "then": "next"}))
    sheet.act(cards.execute(words("save_all"), "audit_preparation.save", {**same, "then": "all"}))
    send = cards.execute(words("apply_send"), "audit_preparation.save", {**same, "then": "next", "applies": "no"})
    ask = cards.ask_for_text(words("apply_not"), "reason", words("apply_label"), words("apply_error"), send)
    sheet.on_card(cards.buttons([ask]))  # in a row of its own: a phone has room for two


def good(
    here: Here,
    lead: Sequence[str] = (),
    kept: Mapping[str, str] | None = None,
    how: Callable[[str], cards.Part] = cards.paragraph,
) -> Reply:
    """What they are proud of."""
    words, part = words_of("audit_preparation"), here.good_practice
    sheet = AuditSheet(words("good_title"), words("summary"), here.raisable)
    for line in lead:
        sheet.say(line, how)
    sheet.say(words("good_quote", text=here.knowledge.framework.passages[_GOOD_QUOTE].text))
    sheet.typed(part.talk)
    if not here.one.is_over:
        sheet.on_card(_long("talk", "good_label", (kept or {}).get("talk", part.talk)))
        same: dict[str, Json] = {"preparation": here.number, "area": GOOD_PRACTICE, "version": part.version}
        sheet.act(cards.execute(words("save_all"), "audit_preparation.save", {**same, "then": "all"}))
    if kept:
        sheet.typed(words("yours", text=kept.get("talk", "")))
    sheet.typed(words("good_typed", number=here.number))
    return unkept(sheet)


def unkept(sheet: Sheet) -> Reply:
    """What somebody noted stands in no stored reply, which would outlive it: a repeat of the turn is answered anew."""
    return replace(sheet.reply(), is_kept=False)


def standards(here: Here, its: Area) -> Reply:
    """The practice standards behind an area, word for word."""
    words = words_of("audit_preparation")
    title = words("standards_title", number=here.place(its), title=its.title)
    sheet = AuditSheet(title, words("summary"), here.raisable)
    for line in _standards(here, its) or [words("no_standards")]:
        sheet.say(line)
    same: dict[str, Json] = {"preparation": here.number, "area": its.name}
    sheet.act(cards.say(its.title, "audit_preparation.area", same))
    sheet.typed(words("facts_typed", number=here.number))
    return sheet.reply()


def _standards(here: Here, its: Area) -> list[str]:
    if not its.standards:
        return []
    words, framework = words_of("audit_preparation"), here.knowledge.framework
    lines = []
    for passage in its.standards:
        lines += [f"“{passage.text}”", _where(passage, here)]
    notes = dict.fromkeys(note for p in its.standards for note in quotes.notes([p], framework))
    return [*lines, *notes, words("standards_reading")]


def _where(passage: Passage, here: Here) -> str:
    return f"{quotes.responsible(passage)}. {quotes.stands_in(passage, here.knowledge.framework)}"


def _long(field: str, label: str, value: str) -> cards.Part:
    words = words_of("audit_preparation")
    error = words("text_error", number=LONGEST)
    return cards.text_input(field, words(label), error, value, most=LONGEST)
