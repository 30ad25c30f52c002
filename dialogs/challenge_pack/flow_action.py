"""Actions: given with all that they need, how they get on, what changed, another owner or day, open again."""

from dataclasses import replace
from datetime import date

from dialogs.challenge_pack import card, card_form
from dialogs.challenge_pack.meant import action_of, day_of, names_somebody, owner_of, said, serves, session_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Kind, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from storage.challenge_told import Given
from storage.challenges import OPEN, ChallengeAction
from storage.returns import CANCELLED
from storage.store import Store

_FIELDS = ("text", "owner", "due", "measure", "difference", "serves", "changed", "evidence", "reason")


@personal_only
def form(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is to be filled in for an action."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session = session_of(turn, through)
    if session is None or not through.challenges.sits(session):
        return Reply(words("not_yours"))
    if session.state == CANCELLED:
        return Reply(words("is_cancelled"))
    return card_form.give(session, {}, knowledge, turn.today)


@personal_only
def give(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """An action, if everything that it needs is said; else the form with what was."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    session = session_of(turn, through)
    if session is None or not through.challenges.sits(session) or through.person is None:
        return Reply(words("not_yours"))
    if session.state == CANCELLED:
        return Reply(words("is_cancelled"))
    told = _told(turn)
    owner, due = owner_of(told["owner"], store, turn.today), day_of(told["due"], turn.at)
    cites, priority = serves(told["serves"], session, knowledge.framework)
    missing = ""
    if not all(told[name] for name in ("text", "measure", "difference")):
        missing = words("what_action")
    elif refusal := names_somebody(store, turn.today, told["text"], told["measure"], told["difference"]):
        missing = refusal
    elif owner is None:
        missing = words("which_owner", said=told["owner"])
    elif due is None or due < turn.today:
        missing = words("which_day", said=told["due"])
    elif not cites and not priority:
        missing = words("serves_what", said=told["serves"])
    if missing or owner is None or due is None:
        return replace(card_form.give(session, told, knowledge, turn.today, missing), in_place=turn.kind is Kind.ACTION)
    name, texts = through.person.name, (told["text"], told["measure"], told["difference"])
    given = ChallengeAction(session.id, texts[0], owner.key, due, *texts[1:], name, turn.at, cites, priority)
    through.challenges.give(given)
    return card.session(session, through, knowledge, turn.today, words("given", name=owner.name))


@personal_only
def actions(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Every open action that they see, soonest due first."""
    return card.actions(door(turn, store, knowledge).challenges.open_actions(), turn.today)


@personal_only
def action(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One action."""
    through = door(turn, store, knowledge)
    found = action_of(turn, through)
    if found is None:
        return Reply(words_of("challenge_pack")("no_action"))
    return card.action(*found, through, knowledge, turn.today)


@personal_only
def update(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """How an action gets on."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    found, text = action_of(turn, through), said(turn, "text")
    if found is None or not through.challenges.moves(found[0].action, found[1]):
        return Reply(words("no_action"))
    refusal = names_somebody(store, turn.today, text)
    if refusal and found[0].action.state == OPEN:
        return card_form.update(found[0], text, refusal)
    done = bool(text) and through.challenges.update(found[0].action, text, turn.at)
    now = action_of(turn, through) or found
    lead = words("updated") if done else _not_kept(text)
    return card.action(*now, through, knowledge, turn.today, lead)


@personal_only
def close(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What changed for children, and how one knows; without both, the form that asks for them."""
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    found, changed, evidence = action_of(turn, through), said(turn, "changed"), said(turn, "evidence")
    if found is None or not through.challenges.moves(found[0].action, found[1]):
        return Reply(words("no_action"))
    if found[0].action.state != OPEN:
        return card.action(*found, through, knowledge, turn.today, _not_kept(changed, evidence))
    if _is_stale(turn, found[0]):
        return card_form.close(found[0], _told(turn), words("not_updated"))
    if not (changed and evidence):
        return card_form.close(found[0], _told(turn), words("what_changed"))
    if refusal := names_somebody(store, turn.today, changed, evidence):
        return card_form.close(found[0], _told(turn), refusal)
    done = through.challenges.close(found[0].action, changed, evidence, turn.at, turn.today)
    now = action_of(turn, through) or found
    lead = words("closed") if done else _not_kept(changed, evidence)
    return card.action(*now, through, knowledge, turn.today, lead)


@personal_only
def change(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Another owner or day for an open action, with the reason."""
    return _changed(turn, store, knowledge, is_open=True)


@personal_only
def reopen(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """An action that is done is open again: what was said to have changed hasn't, or the evidence doesn't hold."""
    return _changed(turn, store, knowledge, is_open=False)


def _changed(turn: Turn, store: Store, knowledge: Knowledge, *, is_open: bool) -> Reply:
    words, through = words_of("challenge_pack"), door(turn, store, knowledge)
    found, told = action_of(turn, through), _told(turn)
    if found is None:
        return Reply(words("no_action"))
    if not through.challenges.steers(found[1]):
        return card.action(*found, through, knowledge, turn.today, words("not_to_change"))
    given, before = found[0], found[0].action
    if (before.state == OPEN) is not is_open:
        return card.action(*found, through, knowledge, turn.today, _not_kept(told["reason"]))
    if _is_stale(turn, given):
        return card_form.change(given, told, words("not_updated"))
    owner = owner_of(told["owner"], store, turn.today) if told["owner"] else None
    due = day_of(told["due"], turn.at) if told["due"] else None
    wrong = ""
    if told["owner"] and owner is None:
        wrong = words("which_owner", said=told["owner"])
    elif told["due"] and (due is None or due < turn.today):
        wrong = words("which_day", said=told["due"])
    elif not told["reason"] or (is_open and owner is None and due is None):
        wrong = words("what_reason")
    elif not is_open and due is None and before.due_on < turn.today:
        wrong = words("reopen_day")
    wrong = wrong or names_somebody(store, turn.today, told["reason"])
    if wrong:
        return card_form.change(given, told, wrong)
    now = replace(before, owner_key=owner.key if owner else before.owner_key, due_on=due or before.due_on, state=OPEN)
    now = replace(now, changed="", evidence="", closed_on=None, closed_by="")
    note = _note(given, owner.name if owner else given.owner, now.due_on, told["reason"])
    done = through.challenges.change(now, note, turn.at)
    fresh = action_of(turn, through) or found
    lead = words("changed") if done else _not_kept(told["reason"])
    return card.action(*fresh, through, knowledge, turn.today, lead)


def _note(given: Given, owner: str, due: date, reason: str) -> str:
    """What stands with the action from now on: what was, and why it is otherwise."""
    words, before = words_of("challenge_pack"), given.action
    notes = []
    if before.state != OPEN:
        notes.append(words("note_reopened", changed=before.changed, evidence=before.evidence))
    if owner != given.owner:
        notes.append(words("note_owner", before=given.owner, name=owner))
    if due != before.due_on:
        notes.append(words("note_day", before=day_label(before.due_on), day=day_label(due)))
    return " ".join([*notes, words("note_why", reason=reason)])


def _not_kept(*texts: str) -> str:
    """That nothing was kept, with what was typed: the card that takes the place of theirs has no field for it."""
    words, text = words_of("challenge_pack"), "\n".join(filter(None, texts))
    return f"{words('not_updated')} {words('you_wrote', text=text) if text else ''}".strip()


def _is_stale(turn: Turn, given: Given) -> bool:
    return "version" in turn.data and turn.data["version"] != given.action.version


def _told(turn: Turn) -> dict[str, str]:
    return {name: said(turn, name) for name in _FIELDS}
