"""A serious safeguarding concern: phone first; then the senior managers are told, until one of them has it."""

from dialogs.audit_outcome.flow import number_of
from dialogs.audit_outcome.slots import LONGEST
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, label, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import moment_label
from dialogs.core.words import words_of
from storage.access import Door, as_person
from storage.concern_work import Opened, Raisable
from storage.store import Store


@personal_only
def ask(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Whom to phone, and one confirmation with the corrective action."""
    through = door(turn, store, knowledge)
    one = through.outcomes.concerns.raisable(number_of(turn, "audit"))
    if one is None and "audit" not in turn.data:
        every = through.outcomes.concerns.all_raisable()
        if len(every) > 1:
            return _which(every, knowledge)
        one = next(iter(every), None)
    if one is None:
        return Reply(_first(knowledge) + words_of("audit_outcome")("not_found"))
    return _asked(one, through, knowledge)


def looks_into_any(turn: Turn, store: Store) -> bool:
    """Whether they look into somebody's record for an audit or its moderation."""
    through = as_person(store, turn.sender.object_id, turn.at)
    return bool(through.outcomes.concerns.all_raisable(audited=True))


@personal_only
def tell(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """They have phoned: the senior managers are told now."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = through.outcomes.concerns.raisable(number_of(turn, "audit"))
    action = str(turn.data.get("text") or "").strip()
    if one is None:
        return Reply(_first(knowledge) + words("not_found"))
    if not action or len(action) > LONGEST:
        return _asked(one, through, knowledge, words("concern_error"), action)
    # A typed sentence is always a new concern; a button of a card that was pressed before isn't.
    number = number_of(turn, "number") or one.number
    made = through.outcomes.concerns.raise_one(one.audit, action, number, knowledge.seniors, turn.at)
    if made is None:
        return Reply(words("concern_already"), in_place=True)
    through.changed("raised a serious safeguarding concern", [one.audit.child_id])
    opened = through.outcomes.concerns.find(made.id)
    assert opened is not None, "it was just raised"
    minutes = int(knowledge.nudging.next_senior_after.total_seconds() // 60)
    if not opened.readers:
        return Reply(_first(knowledge) + words("concern_nobody_there"))
    return Reply(_first(knowledge) + words("concern_told", name=opened.readers[-1], minutes=minutes), in_place=True)


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """One, for whom it was sent to."""
    through = door(turn, store, knowledge)
    one = _opened(turn, through)
    return _shown(one, through) if one else Reply(words_of("audit_outcome")("concern_not_found"))


@personal_only
def hear(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A senior manager takes it."""
    words, through = words_of("audit_outcome"), door(turn, store, knowledge)
    one = _opened(turn, through)
    if one is None:
        return Reply(words("concern_not_found"))
    if not through.outcomes.concerns.hear(one, turn.at):
        return _shown(_opened(turn, through) or one, through)
    through.changed("took a serious safeguarding concern", [one.audit.child_id])
    return _shown(_opened(turn, through) or one, through, words("concern_yours", name=one.concern.by_name))


def _which(every: list[Raisable], knowledge: Knowledge) -> Reply:
    """Whom to phone first, and then of which audit it is."""
    words = words_of("audit_outcome")
    sheet = Sheet(words("concern_which"), words("summary"))
    sheet.say(_first(knowledge).strip(), cards.alert)
    for one in every:
        line = words("concern_of", number=one.audit.id, child=label(one.child))
        sheet.on_card(cards.offer(line, "audit_outcome.concern", {"audit": one.audit.id}))
        sheet.typed(line)
    sheet.typed(words("concern_which_typed", number=every[0].audit.id))
    return sheet.reply()


def _opened(turn: Turn, through: Door) -> Opened | None:
    number = number_of(turn, "concern")
    return through.outcomes.concerns.find(number) if number else None


def _first(knowledge: Knowledge) -> str:
    council = knowledge.council
    numbers = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    return words_of("audit_outcome")("concern_phone", **numbers) + "\n\n"


def _asked(one: Raisable, through: Door, knowledge: Knowledge, wrong: str = "", kept: str = "") -> Reply:
    words = words_of("audit_outcome")
    sheet = Sheet(words("concern_title", child=label(one.child)), words("summary"))
    sheet.say(_first(knowledge).strip(), cards.alert)
    sheet.say(wrong, cards.wrong)
    sheet.say(words("concern_then"))
    sheet.on_card(cards.text_input("text", words("concern_label"), words("concern_error"), kept, most=LONGEST))
    data: dict[str, Json] = {"audit": one.audit.id, "number": one.number}
    sheet.act(cards.execute(words("concern_send"), "audit_outcome.tell_concern", data))
    if through.outcomes.find(one.audit.id) is not None:
        # In a row of its own: beside it a phone would cut off what the other one does.
        see = cards.say(words("open"), "audit_outcome.show", {"audit": one.audit.id})
        sheet.on_card(cards.buttons([see]))
    sheet.typed(words("concern_send_typed", number=one.audit.id))
    return sheet.reply()


def _shown(one: Opened, through: Door, said: str = "") -> Reply:
    words, concern = words_of("audit_outcome"), one.concern
    through.viewed("a serious safeguarding concern", [one.audit.child_id])
    sheet = Sheet(words("concern_one", number=concern.id), words("summary_concern"))
    sheet.say(said, cards.bold)
    sheet.say(words("concern_by", name=concern.by_name, at=moment_label(concern.raised_at)))
    sheet.say(words("concern_child", child=one.child.id) if one.child else words("concern_restricted"))
    sheet.say(words("concern_action", text=concern.action))
    if concern.heard_by and concern.heard_at:
        sheet.say(words("concern_heard", name=concern.heard_by, at=moment_label(concern.heard_at)))
    else:
        sheet.say(words("concern_sent_to", names=", ".join(one.readers)))
    if not concern.heard_by and through.person is not None and through.person.key != concern.by_key:
        sheet.act(cards.execute(words("concern_take"), "audit_outcome.take_concern", {"concern": concern.id}))
        sheet.typed(words("concern_take_typed", number=concern.id))
    return sheet.reply()
