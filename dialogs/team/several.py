"""Several things that wait for a manager's word, where a bare "yes" or "no" can't tell which is meant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from dialogs.team import propose
from dialogs.team.acts import ACTS
from storage.access import Door
from storage.proposals import DROPPED, Proposal
from storage.store import Store

JUST_NOW: Final = timedelta(minutes=10)


@personal_only
def which(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Each of them, to be done or left; nothing is changed."""
    words, through = words_of("team"), door(turn, store, knowledge)
    sheet = Sheet(words("several_title"), words("summary"))
    sheet.say(words("several_none_done"))
    for one in _open(turn, through):
        found = propose.read_back(one, turn, store, knowledge)
        if found is None:
            continue
        lines, can_be_done = found
        data: dict[str, Json] = {"proposal": one.id, "version": one.version}
        leave = cards.execute(words("leave_it"), "team.drop", data)
        do = [cards.execute(words("do_it"), "team.confirm", data)] if can_be_done else []
        sheet.together(lines, [cards.buttons([*do, leave])], words(ACTS[one.act].title))
        sheet.typed(words("confirm_typed" if can_be_done else "answer_typed", number=one.id))
    sheet.typed(words("several_typed"))
    return sheet.reply()


@personal_only
def drop_all(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Leave all of them as they were, and say which they are."""
    words, through = words_of("team"), door(turn, store, knowledge)
    left = []
    for one in _open(turn, through):
        lines, _ = propose.read_back(one, turn, store, knowledge) or ((), False)
        if through.managing.proposals.change(replace(one, state=DROPPED)):
            left.append(": ".join([words(ACTS[one.act].title), *lines[:1]]))
    return Reply("\n\n".join([words("dropped"), *left]))


def _open(turn: Turn, through: Door) -> Sequence[Proposal]:
    return through.managing.proposals.open_of(through.person.key, turn.at - JUST_NOW) if through.person else ()
