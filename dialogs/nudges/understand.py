"""Which of the flows a typed sentence is for."""

from dialogs.core.feature import Handler
from dialogs.core.turn import Turn
from dialogs.nudges import flow, flow_duty, flow_manager, sentences
from dialogs.nudges.sentences_duty import on_duty
from storage.store import Store


def understands(turn: Turn, _store: Store) -> Handler | None:
    """The handler of a sentence about reminders; None if it is about anything else."""
    text = turn.text
    if len(text) > sentences.LONGEST:
        return None
    cannot = sentences.cannot(text, turn.at)
    if cannot is not None:
        return flow.cannot_make(cannot)
    denied = sentences.not_mine(text)
    if denied is not None:
        return flow.not_my_child(denied)
    theirs = sentences.is_theirs(text)
    if theirs is not None:
        return flow_manager.belongs_to(*theirs)
    agreed = sentences.agreed(text)
    if agreed is not None:
        return flow_manager.agree_to(agreed)
    taken = sentences.taken(text)
    if taken is not None:
        return flow_duty.take_it(taken)
    duty = on_duty(text)
    return flow_duty.put(duty) if duty is not None else None
