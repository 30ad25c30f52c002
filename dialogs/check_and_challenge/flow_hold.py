"""Whose a part of a return is: taken by somebody, shared with others, let go of."""

from dialogs.check_and_challenge import card, card_part
from dialogs.check_and_challenge.parts import meant, named, part_of, pressed, unnamed
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import TO_FILL, Part
from storage.store import Store

MOST_HOLDERS = 20


@personal_only
def take(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Only they write it from now on, and who signs off."""
    return _held("take", turn, store, knowledge)


@personal_only
def share(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Somebody else writes it as well."""
    return _held("share", turn, store, knowledge)


@personal_only
def let_go(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It is everybody's again."""
    return _held("let_go", turn, store, knowledge)


def _held(step: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn.data.get("return"), through)
    if one is None or not through.returns.contributes(one) or through.person is None:
        return Reply(words("not_found"))
    is_typed, said = "title" in turn.data, str(turn.data.get("title") or turn.data.get("part") or "")
    found = (
        named(knowledge.returns[one.session.area], said) if is_typed else pressed(one, said, turn.data.get("figure"))
    )
    if found is None:
        return card.whole(one, store, knowledge, through, unnamed(knowledge.returns[one.session.area], said))
    kept = {key: str(turn.data.get(key) or "") for key in ("value", "out_of", "text")}
    kept = kept if any(kept.values()) else {}
    part = part_of(one, *found)
    lead, holders = _wanted(step, one, part, str(turn.data.get("who") or ""), store, through)
    if holders is not None and not through.returns.hold(part, holders):
        lead = words("stale")
    fresh = meant(one.session.id, through) or one
    return card_part.part(fresh, *found, store, knowledge, through, [lead], kept or None)


def _wanted(step: str, one: Return, part: Part, who: str, store: Store, through: Door) -> tuple[str, list[str] | None]:
    """What to say, and whose it is to be; None: it stays as it is."""
    words = words_of("check_and_challenge")
    assert through.person is not None
    if one.session.state not in TO_FILL:
        return words("handed_in"), None
    if not through.returns.may_write(one, part):
        return words("held", names=", ".join(p.name for p in store.people.with_keys(part.holders))), None
    if step == "let_go":
        return words("let_go"), []
    mine = [*part.holders, through.person.key]
    if step == "take":
        return words("taken"), mine
    others = [p for p in store.people.with_keys([*one.contributors, one.session.head_key]) if _is(who, p.name, p.key)]
    if len(others) != 1:
        return words("share_with", name=who), None
    return words("shared", name=others[0].name), list({*mine, others[0].key})[:MOST_HOLDERS]


def _is(said: str, name: str, key: str) -> bool:
    plain = said.strip().casefold()
    return plain in (name.casefold(), key.casefold(), name.casefold().split()[0])
