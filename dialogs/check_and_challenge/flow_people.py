"""Somebody else fills a return in or signs it: who leaves it and who comes, by a sentence or a form."""

from dialogs.check_and_challenge import card, card_session
from dialogs.check_and_challenge.convene import Wrong
from dialogs.check_and_challenge.flow_session import convened, told_by
from dialogs.check_and_challenge.parts import meant
from dialogs.check_and_challenge.people import everybody, exchange_of, freed
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.return_people import Exchange
from storage.return_work import Return
from storage.store import Store


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who is in it, to be changed."""
    through = door(turn, store, knowledge)
    seen = None if through.returns.may_convene else meant(turn.data.get("return"), through)
    if seen is not None:  # who is in it stands on the return, too
        return card.whole(seen, store, knowledge, through)
    one, refusal = convened(turn, store, knowledge)
    return card_session.people(one, everybody(one, store), knowledge, told_by(turn)) if one else refusal


@personal_only
def exchange(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Somebody in place of another, somebody more, or somebody less."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one, refusal = convened(turn, store, knowledge)
    if one is None:
        return refusal
    told = told_by(turn)
    try:
        how = exchange_of(told, one, store, turn.at)
    except Wrong as wrong:
        return card_session.people(one, everybody(one, store), knowledge, told, str(wrong))
    lead = _said(how, one, knowledge) if through.return_people.exchange(one, how, turn.at) else words("stale")
    if told.get("reason"):
        lead = f"{lead} {words('people_why')}"
    return card.whole(meant(one.session.id, through) or one, store, knowledge, through, lead)


def _said(how: Exchange, one: Return, knowledge: Knowledge) -> str:
    words = words_of("check_and_challenge")
    if how.leaves is not None and how.comes is not None:
        lead = words("people_swapped", comes=how.comes.name, leaves=how.leaves.name)
    elif how.comes is not None:
        lead = words("people_comes", name=how.comes.name)
    else:
        lead = words("people_leaves", name=how.leaves.name if how.leaves else "")
    free = freed(one, knowledge.returns[one.session.area], how.leaves)
    return f"{lead} {words('people_freed', titles='; '.join(free))}" if free else lead
