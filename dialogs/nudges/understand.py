"""Which of the flows a typed sentence is for."""

from dialogs.core.feature import Handler
from dialogs.core.mentions import may_name_child, mentions
from dialogs.core.turn import Turn
from dialogs.nudges import flow, flow_duty, flow_manager, sentences
from dialogs.nudges.sentences_duty import on_duty
from storage.store import Store


def understands(turn: Turn, _store: Store) -> Handler | None:
    """The handler of a sentence about reminders; None if it is about anything else."""
    text = turn.text
    if len(text) > sentences.LONGEST:
        return None
    about_child = _of_child(turn) if may_name_child(text) else None
    if about_child is not None:
        return about_child
    duty = on_duty(text) if mentions(text, ("duty",)) else None
    return flow_duty.put(duty) if duty is not None else None


def _of_child(turn: Turn) -> Handler | None:
    """What a sentence that names a child says of a visit, or of whose the child is."""
    text = turn.text
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
    return flow_duty.take_it(taken) if taken is not None else None
