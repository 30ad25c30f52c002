"""Several children named for a handover: a button each, as each is read back and confirmed for itself."""

import re

from dialogs.core import cards
from dialogs.core.items import names
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import may_name_child
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.roles import Action
from storage.store import Store

_BETWEEN = re.compile(r",? (?:and|&) |, ?", re.I)


@personal_only
def hand_over_each(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The children whom a sentence names, each to be handed over to the same worker on the same day."""
    words, through = words_of("team"), door(turn, store, knowledge)
    if through.person is None or through.reached(Action.DECIDE).is_nothing:
        return Reply(words("not_for_you"))
    if not turn.data.get("worker"):
        return Reply(words_of("home")("old_card"))
    said = str(turn.data.get("several", ""))
    found = [through.meant(one) for one in _BETWEEN.split(said)] if may_name_child(said) else _called(said, through)
    ids = [meant[0] for meant in found if len(meant) == 1 and through.let_in(Action.DECIDE, meant[0])]
    if not ids or len(ids) < len(found):
        return Reply(words("child_unknown") if may_name_child(said) else words("handover_whose", said=said))
    called = names([through.managing.child(child_id) for child_id in ids])
    to: dict[str, Json] = {name: turn.data[name] for name in ("worker", "day") if turn.data.get(name)}
    sheet = Sheet(words("handover_one_by_one_title", name=to["worker"]), words("summary"))
    sheet.say(words("handover_one_by_one", name=to["worker"]))
    for child_id in dict.fromkeys(ids):
        sheet.on_card(cards.offer(called[child_id], "team.hand_over", {"child": child_id, **to}))
        sheet.typed(f"- {called[child_id]}")
    return sheet.reply()


def _called(initials: str, through: Door) -> list[tuple[str, ...]]:
    """The children of the team with the same initials."""
    every = {child.id: child for _, child in through.oversees() or ()}.values()
    return [(child.id,) for child in every if child.initials.casefold() == initials.casefold()]
