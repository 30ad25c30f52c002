"""Looking at a return: all that go on, one, one part, the next part that is missing."""

from dialogs.check_and_challenge import card, card_part
from dialogs.check_and_challenge.left import left
from dialogs.check_and_challenge.parts import meant, named, unnamed
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.return_work import Return
from storage.store import Store


@personal_only
def listed(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Those that go on."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    return card.listed(through.returns.listed(), knowledge, words("list_title"), words("summary"))


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One."""
    through = door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None:
        return unknown(turn, store, knowledge)
    return card.whole(one, store, knowledge, through)


def unknown(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is said where no return is meant: those that go on where no number was given."""
    if "return" not in turn.data:
        return listed(turn, store, knowledge)
    return Reply(words_of("check_and_challenge")("not_found"))


@personal_only
def following(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The next part that is missing, to fill in."""
    through = door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None or not through.returns.contributes(one):
        return unknown(turn, store, knowledge)
    return next_part(one, store, knowledge, through, "")


@personal_only
def part(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One part, to fill in."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None or not through.returns.contributes(one):
        return Reply(words("not_found"))
    said = str(turn.data.get("title", ""))
    found = named(knowledge.returns[one.session.area], said)
    if found is None:
        return card.whole(one, store, knowledge, through, unnamed(knowledge.returns[one.session.area], said))
    return card_part.part(one, *found, store, knowledge, through)


def next_part(one: Return, store: Store, knowledge: Knowledge, through: Door, lead: str) -> Reply:
    """What is missing next and isn't others', to fill in; the whole return where nothing is."""
    words, template = words_of("check_and_challenge"), knowledge.returns[one.session.area]
    missing = left(one, template, through.returns.before(one.session), knowledge.returning.margin)
    theirs = [
        found for found in missing if through.returns.may_write(one, (one.figures if found[1] else one.texts)[found[0]])
    ]
    if not theirs:
        return card.whole(one, store, knowledge, through, lead)
    name, is_figure, line = theirs[0]
    more = words("still", number=len(missing), first=line)
    return card_part.part(one, name, is_figure, store, knowledge, through, [text for text in (lead, more) if text])
