"""A return as cards: how it stands and what is left, one part to fill in, all that are open."""

from collections.abc import Sequence

from dialogs.check_and_challenge.left import left, said
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import CANCELLED, CHANGEABLE, READY, SUBMITTED, TO_FILL, Session
from storage.store import Store

_STATES = (
    "state_not_started",
    "state_in_progress",
    "state_ready",
    "state_submitted",
    "state_sent_back",
    "state_accepted",
    "state_cancelled",
)


def whole(one: Return, store: Store, knowledge: Knowledge, through: Door, lead: str = "") -> Reply:
    """How a return stands: everything in it, what is left, and what its reader can do."""
    words, session = words_of("check_and_challenge"), one.session
    template, before = knowledge.returns[session.area], through.returns.before(session)
    inside = through.returns.contributes(one)
    missing = left(one, template, before, knowledge.returning.margin)
    sheet = Sheet(words("title", number=session.id, area=template.title), words("summary"))
    sheet.say(lead)
    names = {p.key: p.name for p in store.people.with_keys([*one.contributors, session.head_key])}
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    sheet.say(words("who", names=", ".join(names[key] for key in one.contributors), head=names[session.head_key]))
    sheet.say(words("window", weeks=session.window_weeks))
    sheet.say(words("panel", panel=session.panel) if session.panel else "")
    sheet.say(words("priorities", priorities="; ".join(session.priorities)) if session.priorities else "")
    sheet.say(words(f"state_{session.state}"), cards.bold)
    sheet.say(words("reason", reason=session.reason) if session.reason else "")
    sheet.say(words("signed", name=session.signed_by) if session.signed_by else "")
    sheet.say(words("questions", questions=session.questions) if session.questions else "")
    figures = []
    for indicator in template.indicators.values():
        part = one.figures.get(indicator.name)
        if part is not None and (part.value or part.text):
            line = words("figure_line", title=indicator.title, value=said(template, part, inside=inside))
            figures.append(f"{line} {words('figure_why', comment=part.text)}" if part.text else line)
    if figures:
        sheet.together(figures, first=words("figures"))
    for section in template.sections:
        text = one.texts.get(section.name)
        if text is not None and text.text:
            sheet.together([text.text, words("written_by", name=text.by_name)], first=section.title)
    if missing and session.state != CANCELLED:
        sheet.together([line for _, _, line in missing], first=words("left"))
    _actions(sheet, one, through, bool(missing))
    return sheet.reply()


def _actions(sheet: Sheet, one: Return, through: Door, is_missing: bool) -> None:
    words, session = words_of("check_and_challenge"), one.session
    same: dict[str, Json] = {"return": session.id, "version": session.version}
    if through.returns.contributes(one) and session.state in CHANGEABLE:
        sheet.act(cards.say(words("fill"), "check_and_challenge.next", {"return": session.id}))
        sheet.typed(words("fill_typed", number=session.id))
        if not is_missing and session.state in TO_FILL:
            sheet.act(cards.execute(words("ready"), "check_and_challenge.ready", same))
            sheet.typed(words("ready_typed", number=session.id))
    if through.returns.signs(one) and session.state == READY and not is_missing:
        sheet.act(cards.execute(words("sign"), "check_and_challenge.sign", same))
        sheet.typed(words("sign_typed", number=session.id))
    if through.returns.may_convene and session.state == SUBMITTED:
        sheet.act(cards.execute(words("accept"), "check_and_challenge.accept", same))
        send = cards.execute(words("send_back"), "check_and_challenge.send_back", same)
        sheet.act(cards.ask_for_text(words("send_back"), "questions", words("back_label"), words("back_error"), send))
        sheet.typed(words("decide_typed", number=session.id))
    if through.returns.may_convene:
        _convenes(sheet, session)


def _convenes(sheet: Sheet, session: Session) -> None:
    words = words_of("check_and_challenge")
    if session.state != CANCELLED:
        sheet.act(cards.say(words("manage"), "check_and_challenge.manage", {"return": session.id}))
        sheet.typed(words("manage_typed", number=session.id))


def part(
    one: Return,
    name: str,
    is_figure: int,
    knowledge: Knowledge,
    before: Return | None,
    lead: Sequence[str] = (),
    kept: dict[str, str] | None = None,
) -> Reply:
    """One part to fill in; `kept` is what was typed and could not be saved."""
    words, template = words_of("check_and_challenge"), knowledge.returns[one.session.area]
    now = (one.figures if is_figure else one.texts)[name]
    title = template.indicators[name].title if is_figure else next(s.title for s in template.sections if s.name == name)
    sheet = Sheet(words("part_title", number=one.session.id, title=title), words("summary"))
    for line in lead:
        sheet.say(line, cards.wrong if kept else cards.paragraph)
    sheet.say(template.indicators[name].definition if is_figure else _asks(template.sections, name))
    last = (before.figures if is_figure else before.texts).get(name) if before else None
    if last is not None and (last.value or last.text):
        value = said(template, last, inside=True) if is_figure else ""
        sheet.say(words("last_time", text=f"{value} {last.text}".strip()), cards.small)
    stands = {"value": now.value, "out_of": now.out_of, "text": now.text}
    if now.by_name:
        shown = f"{said(template, now, inside=True) if is_figure else ''} {now.text}".strip()
        sheet.say(words("stands", name=now.by_name, text=shown))
    given = kept if kept is not None else stands
    if is_figure:
        sheet.on_card(cards.text_input("value", words("value"), words("value_error"), given.get("value", "")))
        if template.indicators[name].unit.value == "percent":
            sheet.on_card(cards.text_input("out_of", words("out_of"), words("value_error"), given.get("out_of", "")))
    label = words("comment") if is_figure else words("text")
    entry = cards.text_input("text", label, words("text_error"), given.get("text", ""), is_long=True)
    sheet.on_card({**entry, "maxLength": 4000})
    data: dict[str, Json] = {"return": one.session.id, "part": name, "figure": is_figure, "version": now.version}
    sheet.act(cards.execute(words("save"), "check_and_challenge.save", data))
    sheet.act(cards.say(words("open", number=one.session.id), "check_and_challenge.show", {"return": one.session.id}))
    if kept and (mine := " ".join(filter(None, (given.get("value"), given.get("out_of"), given.get("text"))))):
        sheet.typed(words("yours", text=mine))
    example = words("figure_typed" if is_figure else "text_typed", number=one.session.id, title=title)
    sheet.typed(example)
    return sheet.reply()


def _asks(sections: Sequence[object], name: str) -> str:
    return next(str(s.asks) for s in sections if getattr(s, "name", "") == name)  # type: ignore[attr-defined]


def listed(found: Sequence[Session], knowledge: Knowledge, title: str, summary: str) -> Reply:
    """Returns by name, each with how it stands."""
    words = words_of("check_and_challenge")
    sheet = Sheet(title, summary)
    if not found:
        sheet.say(words("list_none"))
    for session in found:
        area = knowledge.returns[session.area].title
        state, due = words(f"state_{session.state}"), day_label(session.due_on)
        line = words("list_line", number=session.id, area=area, state=state, due=due)
        sheet.on_card(cards.offer(line, "check_and_challenge.show", {"return": session.id}))
        sheet.typed(line)
    return sheet.reply()
