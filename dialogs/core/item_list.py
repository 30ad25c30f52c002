"""A list of what is due on a card: under the heading of its group, each with its reasons to be opened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.core import cards, item_words
from dialogs.core.items import Group, Item
from dialogs.core.knowledge import Knowledge
from dialogs.core.sheet import Sheet
from dialogs.core.words import words_of
from standards_kb.history import AsOf


@dataclass(frozen=True, slots=True)
class Basis:
    """What a list is made with."""

    newest: Mapping[str, date]  # as of which day the data of each kind is
    knowledge: Knowledge
    now: AsOf


def heading(group: Group) -> str:
    """A group in words."""
    words = words_of("core")
    return {
        Group.OVERDUE: words("group_overdue"),
        Group.TODAY: words("group_today"),
        Group.THIS_WEEK: words("group_this_week"),
        Group.LATER: words("group_later"),
    }[group]


def put(
    sheet: Sheet,
    part: Sequence[Item],
    basis: Basis,
    more: Callable[[Item], Sequence[str]],
    actions: Callable[[Item], Sequence[cards.Part]],
    *,
    has_headings: bool = True,
) -> None:
    """Put a page of a list there; `more`: what else is to be said of an item, `actions`: what may be done about it."""
    words, group, newest = words_of("core"), None, basis.newest
    for number, item in enumerate(part):
        if item.group is not group and has_headings:
            group = item.group
            sheet.say(heading(group), cards.alert if group is Group.OVERDUE else cards.subheading)
        proof, name = item.proof(basis.now, basis.knowledge), f"why{number}"
        said = [*item_words.unconfirmed(item, newest, basis.now, basis.knowledge), *more(item)]
        lines = item_words.lines(item, proof, basis.now, basis.knowledge, said)
        reasons = cards.hidden(name, cards.box(map(cards.note, item_words.reasons(item, proof))))
        toggle = cards.toggle(words("why"), name)
        sheet.together(lines[1:], [cards.buttons([*actions(item), toggle]), reasons], lines[0])
