"""A worker whom a manager wants told something: the bot carries no messages, and says what it does by itself."""

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.team.who import one_worker
from storage.roles import Action
from storage.store import Store


@personal_only
def tell(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Nothing is sent; the way to what is due for the worker's children."""
    words, through = words_of("team"), door(turn, store, knowledge)
    if through.reached(Action.OVERSEE).is_nothing:
        return Reply(words("not_for_you"))
    person, asked = one_worker(store, through, turn, str(turn.data.get("worker", "")), "team.worker")
    if person is None:
        return asked
    sheet = Sheet(words("tell_title", name=person.name), words("summary"))
    sheet.say(words("tell_what", name=person.name))
    sheet.act(cards.say(words("show"), "team.worker", {"worker": person.key}))
    sheet.typed(words("tell_typed", name=person.name))
    return sheet.reply()
