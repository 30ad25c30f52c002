"""Who can't be reached in chat, and why."""

from itertools import groupby

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.binding import bind_waiting
from storage.coverage import Coverage, Gap, Unreached, coverage
from storage.reach import Reached
from storage.roles import Action
from storage.store import Store

SHOWN = 15  # of one reason
_WHY = {
    Gap.NOT_ON_STAFF: "not_on_staff",
    Gap.NO_SIGN_IN: "no_sign_in",
    Gap.NOT_INSTALLED: "not_installed",
    Gap.CONFLICT: "conflict",
}


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Of the staff that somebody is to look after; an administrator sees who isn't on the staff, too."""
    words = words_of("administration")
    reached = door(turn, store, knowledge).reached(Action.COVERAGE)
    if reached.is_nothing:
        return Reply(words("not_for_you"))
    bind_waiting(store, turn.at)
    found = coverage(store, turn.today, reached.includes)
    title, lines = words("coverage_title"), _lines(found, reached)
    says = "\n\n".join([title, *lines])
    body = [cards.heading(title), *(cards.paragraph(line) for line in lines)]
    return Reply(says, cards.card(body, [], says), summary=title)


def _lines(found: Coverage, reached: Reached) -> list[str]:
    words = words_of("administration")
    unreached = [u for u in found.unreached if u.person is not None or reached.everybody]
    lines = [_reached(found.reached)]
    if not unreached:
        lines.append(words("coverage_all"))
    for gap, people in groupby(unreached, key=lambda u: u.gap):
        names = [_name(u) for u in people]
        shown, more = names[:SHOWN], len(names) - SHOWN
        if more > 0:
            shown.append(words("more_people", number=more))
        lines.append("\n".join([words(_WHY[gap]), *(f"- {name}" for name in shown)]))
    return lines


def _reached(number: int) -> str:
    words = words_of("administration")
    if number < 2:
        return words("coverage_reached_one" if number else "coverage_reached_none")
    return words("coverage_reached", number=number)


def _name(unreached: Unreached) -> str:
    person = unreached.person
    about = ", ".join(part for part in (person.team, person.key) if part) if person else unreached.principal_name
    return words_of("administration")("person_line", name=unreached.name, about=about) if about else unreached.name
