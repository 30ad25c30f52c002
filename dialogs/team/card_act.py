"""Cards of an act: what is missing, what would be done, what has been done."""

from collections.abc import Mapping, Sequence

from dialogs.core import cards
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked
from storage.proposals import Proposal


def current(act: Act, proposal: Proposal, checked: Checked, notes: Sequence[str] = (), *, in_place: bool) -> Reply:
    """The form, as long as anything is missing or wrong; then what would be done, to be confirmed."""
    asks = [ask for ask in checked.asks if not ask.is_optional]
    if asks or checked.wrong:
        return _form(act, proposal, checked, notes, in_place=in_place)
    words = words_of("team")
    sheet = Sheet(words(act.title), words("summary"))
    for line in notes:
        sheet.say(line, cards.wrong)
    sheet.say(words("check_first"))
    for line in checked.lines:
        sheet.say(line)
    data: dict[str, Json] = {"proposal": proposal.id, "version": proposal.version}
    sheet.act(cards.execute(words("do_it"), "team.confirm", data), cards.execute(words("leave_it"), "team.drop", data))
    sheet.typed(words("confirm_typed", number=proposal.id))
    return sheet.reply(in_place=in_place)


def refused(act: Act, proposal: Proposal, asked: Checked, notes: Sequence[str], *, in_place: bool) -> Reply:
    """Why it can't be so: above what was asked, for another answer; with nothing to answer, beside the reason, which
    whoever starts anew needs."""
    if asked.asks:
        return _form(act, proposal, asked, notes, in_place=in_place)
    words = words_of("team")
    sheet = Sheet(words(act.title), words("summary"))
    for line in notes:
        sheet.say(line, cards.wrong)
    if proposal.told.get("reason"):
        sheet.say(words("reason_line", reason=proposal.told["reason"]))
    data: dict[str, Json] = {"proposal": proposal.id, "version": proposal.version}
    sheet.act(cards.execute(words("leave_it"), "team.drop", data))
    sheet.typed(words("leave_typed", number=proposal.id))
    return sheet.reply(in_place=in_place)


def done(act: Act, lines: Sequence[str], *, in_place: bool) -> Reply:
    """What has been done."""
    words = words_of("team")
    sheet = Sheet(words("done_title", what=words(act.title)), words("summary"))
    for line in lines:
        sheet.say(line)
    return sheet.reply(in_place=in_place)


def _form(act: Act, proposal: Proposal, checked: Checked, notes: Sequence[str], *, in_place: bool) -> Reply:
    words = words_of("team")
    sheet = Sheet(words(act.title), words("summary"))
    for line in (*notes, *checked.wrong):
        sheet.say(line, cards.wrong)
    for line in checked.lines:
        sheet.say(line)
    sheet.on_card(*(_input(ask, proposal.told) for ask in checked.asks))
    data: dict[str, Json] = {"proposal": proposal.id, "version": proposal.version}
    sheet.act(cards.execute(words("go_on"), "team.answer", data), cards.execute(words("leave_it"), "team.drop", data))
    first = checked.asks[0]
    choices = "; ".join(shown for shown, _ in first.choices)
    sheet.typed(f"{first.question} ({choices})" if choices else first.question)
    sheet.typed(words("answer_typed", number=proposal.id))
    return sheet.reply(in_place=in_place)


def _input(ask: Ask, told: Mapping[str, Json]) -> cards.Part:
    words, value = words_of("team"), str(told.get(ask.field) or "")
    if ask.choices:
        known = value if any(sent == value for _, sent in ask.choices) else ""
        return cards.choose(ask.field, ask.question, words("error_choice"), ask.choices, known)
    return cards.text_input(ask.field, ask.question, words("error_text"), value, is_long=ask.is_long)
