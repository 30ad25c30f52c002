"""What is added to a visit that has been recorded: "forgot to add: 201 was seen alone", "both seen alone"."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits import correct
from dialogs.visits.amend import Change, amended, change_in, says_nothing_else
from dialogs.visits.asks import noted
from dialogs.visits.flags import SAID
from dialogs.visits.report import CHILDREN, VISIT, is_question
from dialogs.visits.standing import Here, current
from dialogs.visits.subjects import subjects
from dialogs.visits.weigh import weighed
from standards_kb.history import as_of
from storage.access import as_person
from storage.reports import OPEN, Report
from storage.store import Store

_WITHIN, _SOON, _JUST_NOW = timedelta(days=2), timedelta(hours=1), timedelta(minutes=10)
_FORGOT = (
    r"(?:(?:i )?(?:also |just )?(?:forgot(?:ten)?|meant|wanted|need|should have|should've)(?: to)?"
    r" (?:add|say|said|mention|put|note|include|added|mentioned|noted)(?: in| down)?"
    r"|(?:i )?(?:also )?didn't (?:add|mention|include))"  # "I didn't say she was alone" may deny it
)
_ALSO = r"(?:(?:can you |please )?(?:add|note)(?: that| in)?|also|and|oh|p\.?s\.?|btw)"
_DENIES = re.compile(r"(?:(?:no|sorry|but)[,.]? )*i didn't (?:say|put|note)(?: that)? (?P<what>.+)", re.I | re.S)
# Without any of these it may be words to look up.
_OF_SOMEBODY = re.compile(r"\b(?:both|neither|none|all|each|he|she|they|was|were|wasn't|weren't)\b", re.I)
_ADDS = re.compile(
    rf"(?:(?:oh|and|sorry|ps|btw|hi|no)[,.]? )*(?:(?P<forgot>{_FORGOT})|{_ALSO})(?: that)?(?P<marks>["
    rf" ,:;.-]+)(?P<what>.+)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Added:
    """What is added; whether it says that this was forgotten, which is why it comes late."""

    what: str
    is_forgotten: bool


def added_in(text: str) -> Added | None:
    """What a sentence adds to what was told before; None if it doesn't say that it adds anything."""
    found = _ADDS.fullmatch(" ".join(text.replace("’", "'").split()).strip(" .!"))
    return Added(found["what"], found["forgot"] is not None) if found else None


def may_be(text: str) -> bool:
    """Whether a sentence may add something to a visit: what it was like, as an addition or of somebody unnamed."""
    added = added_in(text)
    what = (added.what if added else text).replace("’", "'")
    if is_question(what) or SAID.search(what.casefold()) is None:
        return False
    return added is not None or (CHILDREN.search(what) is None and _OF_SOMEBODY.search(what) is not None)


def of_saved(turn: Turn, store: Store) -> Flow | None:
    """The correction of the visit that a sentence adds to; None if it adds to none, or may mean anything else."""
    added = added_in(turn.text)
    what = added.what if added else turn.text
    is_named = CHILDREN.search(what) is not None
    through = as_person(store, turn.sender.object_id, turn.at)
    if through.person is None:
        return None
    within = _WITHIN if is_named else _SOON if added else _JUST_NOW
    saved = through.work.reports.saved_since(through.person.key, turn.at - within)
    visits = [one for one in saved if one.kind == VISIT]
    for report in reversed(visits if is_named else visits[-1:]):
        change = change_in(what, report, turn.at)
        if change is not None and not is_named and "seen" in change.told:  # of the next house, maybe
            return personal_only(_whose)
        if change is None or change.without or {"when", "unsure"} & change.told.keys() or (change.told and not added):
            continue
        if not added and _is_talked_about(turn, store, report.saved_at or report.changed_at):
            return None
        reason = turn.text.strip() if added and added.is_forgotten else ""
        return personal_only(partial(_correct, report, change, reason))
    denied = _DENIES.fullmatch(what.replace("’", "'").strip(" .!")) if visits else None
    if not says_nothing_else(denied["what"] if denied else what) or (
        not is_named and _is_talked_about(turn, store, turn.at - _JUST_NOW)
    ):
        return None
    return personal_only(partial(_nothing, what))


def _nothing(what: str, _turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
    found, words = CHILDREN.search(what), words_of("visits")
    return Reply(words("adds_nothing", child=found.group()) if found else words("adds_to_what"))


def _whose(_turn: Turn, _store: Store, _knowledge: Knowledge) -> Reply:
    return Reply(words_of("visits")("adds_whose"))


def _is_talked_about(turn: Turn, store: Store, since: datetime) -> bool:
    """Whether the framework has been talked about since."""
    return store.questions.talked_about(turn.conversation.id, turn.sender.object_id, since) is not None


def _correct(report: Report, change: Change, reason: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    if through.person is None or not correct.can_be(through, report):
        return Reply(words("correct_nothing"))
    theirs = subjects(through, knowledge, [child.child_id for child in report.children], as_of(turn.at))
    if isinstance(theirs, str):
        return Reply(words("not_found"))
    told = {**report.told, "corrects": report.id, "reason": reason or None, "happened": True}
    new = replace(report, told=told, state=OPEN, opened_at=turn.at, saved_at=None, id=0, version=1)
    if amended(report, change, report.changed_at) == report:
        return Reply(words("adds_known"))
    new, wrong = weighed(amended(new, change, turn.at), report.told, theirs, turn.at, knowledge)
    new = noted(new, theirs)
    new = replace(new, id=through.work.reports.add(new))
    here = Here(turn, store, knowledge, through, through.person)
    return current(here, new, theirs, [wrong] if wrong else [], {}, in_place=False)
