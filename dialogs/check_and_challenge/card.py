"""A return as cards: how it stands and what is left, all that are open."""

from collections.abc import Mapping, Sequence

from dialogs.check_and_challenge import clashes
from dialogs.check_and_challenge.earlier import in_words, open_actions
from dialogs.check_and_challenge.left import figure_of, left, said
from dialogs.check_and_challenge.parts import unconfirmed
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.returns import Section, Template
from storage.access import Door
from storage.return_signers import Signer
from storage.return_work import Return
from storage.returns import CANCELLED, CHANGEABLE, READY, SIGNED, SUBMITTED, TO_FILL, Part, Session
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
    inside, today = through.returns.contributes(one), through.challenges.today
    missing = left(one, template, before, knowledge.returning.margin)
    sheet = Sheet(words("title", number=session.id, area=template.title), words("summary"))
    sheet.say(lead)
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    _people(sheet, one, store, through)
    sheet.say(words("window", weeks=session.window_weeks))
    sheet.say(words("panel", panel=session.panel) if session.panel else "")
    sheet.say(words("priorities", priorities="; ".join(session.priorities)) if session.priorities else "")
    _stands(sheet, session, inside=inside)
    earlier = open_actions(session, through)
    if earlier:
        sheet.together([in_words(given, today) for given in earlier], first=words("earlier"))
    figures = []
    for indicator in template.indicators.values():
        part = one.figures.get(indicator.name)
        if part is not None and (part.value or part.text):
            figures.append(_figure(one, part, template, inside=inside))
    if figures:
        sheet.together(figures, first=words("figures"))
    for section in template.sections:
        text = one.texts.get(section.name)
        if text is not None and text.text:
            sheet.together([text.text, words("written_by", name=text.by_name)], first=headed(section))
    if missing and session.state != CANCELLED:
        sheet.together([whose(one, found, store, template, inside=inside) for found in missing], first=words("left"))
    every = clashes.flagged(one, knowledge, through, inside=inside) if session.state != CANCELLED else []
    named = {name for name, _, _ in missing}
    lines = [_flagged(number, each) for number, each in enumerate(every, 1) if each.of.name not in named]
    if lines and (inside or session.state not in CHANGEABLE):
        sheet.together(lines, first=words("flagged"))
    is_open = any(not each.answer for each in every if each.of.name not in named)
    _actions(sheet, one, through, is_missing=bool(missing), is_open=is_open)
    return sheet.reply()


def headed(section: Section) -> str:
    """A section's title, after that of what it belongs to."""
    return f"{section.group}: {section.title}" if section.group else section.title


def _people(sheet: Sheet, one: Return, store: Store, through: Door) -> None:
    """Who is in it; who convenes hears of those who have left the council, as nobody else will be asked."""
    words, session, signers = words_of("check_and_challenge"), one.session, (s.staff_key for s in one.signers)
    people = store.people.with_keys([*one.contributors, *signers, session.head_key])
    names = {person.key: person.name for person in people}
    sheet.say(words("who", names=", ".join(names[key] for key in one.contributors), head=names[session.head_key]))
    if one.signers:
        sheet.say(words("signers", names=", ".join(_signer(signer, names) for signer in one.signers)))
    gone = [person.name for person in people if person.has_left(through.challenges.today)]
    if gone and through.returns.may_convene and session.state != CANCELLED:
        sheet.say(words("people_gone", names=", ".join(gone)), cards.wrong)


def _signer(signer: Signer, names: Mapping[str, str]) -> str:
    words = words_of("check_and_challenge")
    return words("signer_done" if signer.signed_at else "signer_open", name=names[signer.staff_key])


def _stands(sheet: Sheet, session: Session, *, inside: bool) -> None:
    """Its state, and why."""
    words = words_of("check_and_challenge")
    sheet.say(words(f"state_{session.state}"), cards.bold)
    sheet.say(words("reason", reason=session.reason) if session.reason else "")
    sheet.say(words("signed", name=session.signed_by) if session.signed_by else "")
    sheet.say(words("questions", questions=session.questions) if session.questions else "")
    if inside and session.state in TO_FILL and session.counted_on is None:
        sheet.say(words("to_be_counted"), cards.small)


def _flagged(number: int, each: clashes.Flagged) -> str:
    words = words_of("check_and_challenge")
    line = words("flagged_line", number=number, line=each.line)
    return f"{line} {words('flagged_answer', answer=each.answer, name=each.by_name)}" if each.answer else line


def whose(one: Return, found: tuple[str, int, str], store: Store, template: Template, *, inside: bool) -> str:
    """What is missing, for those inside with the figure that was counted, and who has taken it."""
    name, is_figure, line = found
    if inside and is_figure and name in unconfirmed(one):
        value = said(template, one.computed[name], inside=True)
        title = template.indicators[name].title
        line = words_of("check_and_challenge")("figure_to_confirm", title=title, value=value)
    part = (one.figures if is_figure else one.texts).get(name)
    if part is None or not part.holders:
        return line
    names = ", ".join(person.name for person in store.people.with_keys(part.holders))
    return words_of("check_and_challenge")("left_held", line=line, names=names)


def _figure(one: Return, part: Part, template: Template, *, inside: bool) -> str:
    """A figure with its comment, and whether it is the one that the bot counted."""
    words, computed = words_of("check_and_challenge"), one.computed.get(part.name)
    title, value = template.indicators[part.name].title, said(template, part, inside=inside)
    line = words("figure_line", title=title, value=value)
    if computed is not None and figure_of(part) == figure_of(computed):
        line = words("figure_computed", title=title, value=value)
    elif computed is not None and figure_of(part) is not None:
        line = words("figure_corrected", title=title, value=value, computed=said(template, computed, inside=inside))
    return f"{line} {words('figure_why', comment=part.text)}" if part.text else line


def _actions(sheet: Sheet, one: Return, through: Door, *, is_missing: bool, is_open: bool) -> None:
    words, session = words_of("check_and_challenge"), one.session
    same: dict[str, Json] = {"return": session.id, "version": session.version}
    if through.returns.contributes(one) and session.state in CHANGEABLE:
        sheet.act(cards.say(words("fill"), "check_and_challenge.next", {"return": session.id}))
        sheet.typed(words("fill_typed", number=session.id))
        sheet.typed(words("book_typed", number=session.id))
        if not is_missing and session.state in TO_FILL:
            sheet.act(cards.execute(words("ready"), "check_and_challenge.ready", same))
            sheet.typed(words("ready_typed", number=session.id))
    if through.returns.contributes(one) and session.state in TO_FILL and (number := len(unconfirmed(one))):
        sheet.act(cards.execute(words("confirm_all"), "check_and_challenge.confirm", same))
        sheet.typed(words("confirm_all_typed", number=session.id, figures=number))
    if through.returns.contributes(one) and session.state in CHANGEABLE and is_open:
        sheet.act(cards.say(words("flagged_show"), "check_and_challenge.flagged", {"return": session.id}))
        sheet.typed(words("flagged_typed", number=session.id))
    may_sign = (
        through.returns.signs(one) and not is_open and not through.returns.still_to_sign(one, through.challenges.today)
    )
    key = through.person.key if through.person else ""
    signs_first = any(signer.staff_key == key and signer.signed_at is None for signer in one.signers)
    if (may_sign or signs_first) and session.state == READY and not is_missing:
        sheet.act(cards.execute(words("sign"), "check_and_challenge.sign", same))
        sheet.typed(words("sign_typed", number=session.id))
    if through.returns.may_convene and session.state in SIGNED:
        if session.state == SUBMITTED:
            sheet.act(cards.execute(words("accept"), "check_and_challenge.accept", same))
        send = cards.execute(words("send_back"), "check_and_challenge.send_back", same)
        sheet.act(cards.ask_for_text(words("send_back"), "questions", words("back_label"), words("back_error"), send))
        sheet.typed(words("decide_typed" if session.state == SUBMITTED else "back_typed", number=session.id))
    if through.returns.may_convene:
        _convenes(sheet, session)


def _convenes(sheet: Sheet, session: Session) -> None:
    words = words_of("check_and_challenge")
    if session.state != CANCELLED:
        sheet.act(cards.say(words("manage"), "check_and_challenge.manage", {"return": session.id}))
        sheet.act(cards.say(words("people"), "check_and_challenge.people", {"return": session.id}))
        sheet.typed(words("people_open", number=session.id))
        sheet.typed(words("manage_typed", number=session.id))


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
