"""Everyday questions: what isn't written up."""

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.lists import record_by
from dialogs.visits.written import unwritten as find_unwritten
from storage.store import Store


@personal_only
def unwritten(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What was told here and isn't on the record yet, with the day by which it is to be."""
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    found = find_unwritten(store, through, turn.at)
    through.viewed("what isn't written up", [told.child_id for told in found])
    if not found:
        return Reply(words("unwritten_none"))
    sheet = Sheet(words("unwritten_title"), words("summary"))
    called = names(through.own())
    for told in found:
        by = record_by(told.event.day, knowledge.calendar)
        day = day_label(by)
        lines = [words("unwritten_was", day=day) if by < turn.today else words("unwritten_by", day=day)]
        child = called.get(told.child_id, told.child_id)
        title = words("unwritten_line", child=child, day=day_label(told.event.day))
        data: dict[str, Json] = {"report": told.report.id, "version": told.report.version}
        sheet.together(lines, [cards.buttons(cards.say(words("correct"), "visits.correct", data))], title)
    rule = knowledge.timescales.situations["significant_event"].timescales[0].first
    if rule is not None:
        sheet.say(words("unwritten_by_rule", quote=knowledge.framework.passages[rule.cites].text), cards.small)
    return sheet.reply()
