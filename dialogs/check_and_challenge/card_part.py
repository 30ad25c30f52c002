"""One part of a return as a card, to fill in."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.check_and_challenge.earlier import begun, in_words, open_actions
from dialogs.check_and_challenge.left import said
from dialogs.check_and_challenge.parts import part_of, section_of, title_of
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.returns import Template
from storage.access import Door
from storage.return_figures import THEME
from storage.return_work import Return
from storage.returns import Computed, Part
from storage.store import Store

_FINDINGS, _THEMES = "findings", 3  # the section beside which the audits' themes stand, and how many
_FIELDS = ("value", "out_of", "text")


def part(
    one: Return,
    name: str,
    is_figure: int,
    store: Store,
    knowledge: Knowledge,
    through: Door,
    lead: Sequence[str] = (),
    kept: dict[str, str] | None = None,
) -> Reply:
    """What is asked, what stood there last time, what the bot has counted and what stands there now; `kept` is what
    was typed and could not be saved."""
    words, template = words_of("check_and_challenge"), knowledge.returns[one.session.area]
    now, title = part_of(one, name, is_figure), title_of(template, name, is_figure)
    sheet = Sheet(words("part_title", number=one.session.id, title=title), words("summary"))
    for line in lead:
        sheet.say(line, cards.wrong if kept else cards.paragraph)
    section = None if is_figure else section_of(template, name)
    sheet.say(section.asks if section else template.indicators[name].definition)
    _beside(sheet, one, now, template, store, knowledge, through)
    if section and section.actions and (earlier := open_actions(one.session, through)):
        sheet.together([in_words(given, through.challenges.today) for given in earlier], first=words("earlier"))
        if kept is None and not now.by_name:
            now = replace(now, text=begun(one.session, through))
    computed = one.computed.get(name) if is_figure else None
    _fields(sheet, template, now, computed, kept)
    data: dict[str, Json] = {"return": one.session.id, "part": name, "figure": is_figure, "version": now.version}
    sheet.act(cards.execute(words("save"), "check_and_challenge.save", data))
    holding = "let_go" if now.holders else "take"
    pressed = words("let_go_button") if now.holders else words("take_button")
    sheet.act(cards.execute(pressed, f"check_and_challenge.{holding}", data))
    sheet.act(cards.say(words("open", number=one.session.id), "check_and_challenge.show", {"return": one.session.id}))
    if kept and (mine := " ".join(filter(None, (kept.get(field) for field in _FIELDS)))):
        sheet.typed(words("yours", text=mine))
    sheet.typed(words("figure_typed" if is_figure else "text_typed", number=one.session.id, title=title))
    if computed is not None and not now.by_name:
        sheet.typed(words("confirm_typed", number=one.session.id, title=title))
    sheet.typed(words("hold_typed", number=one.session.id, title=title))
    return sheet.reply()


def _beside(
    sheet: Sheet, one: Return, now: Part, template: Template, store: Store, knowledge: Knowledge, through: Door
) -> None:
    """Last time's, the computed figure, what stands there, and whose part it is."""
    words, before = words_of("check_and_challenge"), through.returns.before(one.session)
    last = (before.figures if now.is_figure else before.texts).get(now.name) if before else None
    if last is not None and (last.value or last.text):
        value = said(template, last, inside=True) if now.is_figure else ""
        sheet.say(words("last_time", text=f"{value} {last.text}".strip()), cards.small)
    computed = one.computed.get(now.name) if now.is_figure else None
    if computed is not None:
        sheet.say(_computed(template, computed), cards.small)
    if not now.is_figure and now.name == _FINDINGS:
        sheet.say(_themes(one, knowledge), cards.small)
    if now.by_name:
        shown = f"{said(template, now, inside=True) if now.is_figure else ''} {now.text}".strip()
        sheet.say(words("stands", name=now.by_name, text=shown))
    if now.holders:
        names = ", ".join(person.name for person in store.people.with_keys(now.holders))
        sheet.say(words("held_by", names=names), cards.small)


def _computed(template: Template, computed: Computed) -> str:
    words, how = words_of("check_and_challenge"), template.indicators[computed.name].computed
    counted = words(f"how_{how.by}") if how else ""
    figure, day = said(template, computed, inside=True), day_label(computed.counted_on)
    if computed.as_of is None:
        return words("computed_told", figure=figure, day=day, how=counted)
    return words("computed", figure=figure, day=day, as_of=day_label(computed.as_of), how=counted)


def _themes(one: Return, knowledge: Knowledge) -> str:
    """In which areas the audits of the area's children most often did not meet good, as the bot counted it."""
    titles = {area.name: area.title for kind in knowledge.audit_tool.kinds.values() for area in kind.areas}
    counted = [(c, name) for c in one.computed.values() if (name := c.name.removeprefix(THEME)) in titles]
    if not counted:
        return ""
    most = sorted(counted, key=lambda each: (-int(each[0].value) / int(each[0].out_of), each[1]))[:_THEMES]
    words = words_of("check_and_challenge")
    said = [words("audit_theme", title=titles[name], number=c.value, judged=c.out_of) for c, name in most]
    return words("audit_themes", day=day_label(most[0][0].counted_on), themes="; ".join(said))


_HOW = (
    *("how_in_time", "how_seen_alone", "how_over_two_years", "how_supervision", "how_caseload"),
    *("how_audits_done", "how_audits_good", "how_actions_overdue"),
)


def _fields(
    sheet: Sheet, template: Template, now: Part, computed: Computed | None, kept: dict[str, str] | None
) -> None:
    """Filled with what was typed, else with what stands there, else with what was counted."""
    words = words_of("check_and_challenge")
    given = kept if kept is not None else {"value": now.value, "out_of": now.out_of, "text": now.text}
    if kept is None and not now.by_name and computed is not None:
        given = {"value": computed.value, "out_of": computed.out_of, "text": now.text}
    if now.is_figure:
        sheet.on_card(cards.text_input("value", words("value"), words("value_error"), given.get("value", "")))
        if template.indicators[now.name].unit.value == "percent":
            sheet.on_card(cards.text_input("out_of", words("out_of"), words("value_error"), given.get("out_of", "")))
    label = words("comment") if now.is_figure else words("text")
    entry = cards.text_input("text", label, words("text_error"), given.get("text", ""), is_long=True)
    sheet.on_card({**entry, "maxLength": 4000})
