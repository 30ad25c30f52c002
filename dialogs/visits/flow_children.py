"""Whose worker somebody is: the children with what is open and when they are next to be seen; and who was seen when."""

from collections.abc import Sequence
from functools import partial

from dialogs.core import due
from dialogs.core.items import deadlines, names, sort_key
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Scope, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.flow import for_child, of_those_led
from dialogs.visits.subjects import is_met_by_visits, last_visit
from standards_kb.answer import WHILE_MISSING
from standards_kb.history import AsOf, as_of
from storage.access import Door
from storage.caseload import ChildsDeadlines
from storage.children import Child
from storage.questions import NOT_KEPT, Subject
from storage.store import Store

_SHOWN = 30


def children(kind: str) -> Flow:
    """Somebody's own children, or those of whom they lead; of one kind, if one is named."""
    return personal_only(partial(_children, kind))


def _children(kind: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through, now = words_of("visits"), door(turn, store, knowledge), as_of(turn.at)
    theirs = _theirs(through)
    if theirs is None:
        return Reply(words("not_for_you"))
    if not theirs:
        return Reply(words("none_allocated"))
    called = names(theirs)
    found = [of for of in deadlines(through, theirs, now, knowledge) if _is_of(kind, of, now)]
    found.sort(key=lambda of: called[of.child.id])
    sheet = Sheet(words("children_title", number=len(found)), words("summary"))
    if kind:
        sheet.say(knowledge.timescales.situations[kind].title)
    for of in found[:_SHOWN]:
        sheet.together(_lines(of, now, knowledge), first=called[of.child.id])
    if len(found) > _SHOWN:
        sheet.say(words("children_more", number=len(found) - _SHOWN))
    if found:
        sheet.typed(words("why_typed", child=called[found[0].child.id]))
    return sheet.reply()


def _theirs(through: Door) -> Sequence[Child] | None:
    own = through.caseload("which children are theirs")
    if own:
        return own
    work = through.oversees()
    if work is None:
        return own
    led = {child.id: child for _, child in work}
    through.viewed("which children are their team's", sorted(led))
    return tuple(led.values())


def _is_of(kind: str, of: ChildsDeadlines, now: AsOf) -> bool:
    return not kind or any(s.kind == kind and s.is_open(now.today) for s in of.situations)


def _lines(of: ChildsDeadlines, now: AsOf, knowledge: Knowledge) -> list[str]:
    """What is open, and the next visit."""
    words, titles = words_of("visits"), knowledge.timescales.situations
    open_ones = [s for s in of.situations if s.is_open(now.today) and s.kind in titles]
    lines = [words("children_open", what=titles[s.kind].title, day=day_label(s.started_on)) for s in open_ones]
    visits = [d for d in of.deadlines if is_met_by_visits(d)]
    if visits:
        first = min(visits, key=lambda d: sort_key(d.due))
        what = due.title(first, titles[first.situation.name].title)
        lines.append(words("next", what=what, when=due.when(first, now)))
    return lines or [words("children_nothing")]


def last_seen(said: str) -> Flow:
    """When a child who was named in a sentence was last visited."""
    return personal_only(partial(_last_seen, said))


def _last_seen(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through, now = words_of("visits"), door(turn, store, knowledge), as_of(turn.at)
    meant = of_those_led(through, said)
    if len(meant) > 1:
        return Reply(words("plan_which", said=said))
    case = through.find(meant[0])
    if case is None or case.situations is None:
        return Reply(words("not_found" if case is None else "only_record"))
    [of] = deadlines(through, [case.child], now, knowledge)
    called, last = names([case.child])[case.child.id], last_visit(of.events, now.today)
    if last is None:
        return Reply(words("last_none", child=called), summary=words("summary"))
    by = last.worker_name or words("notice_somebody")
    line = words("last_seen", child=called, day=day_label(last.day), by=by)
    more = [words("last_attempt")] if last.seen is False else []
    return Reply(" ".join([line, *more, words("why_typed", child=called)]), summary=words("summary"))


def gone_missing(said: str) -> Flow:
    """That a child is missing: whom to call, wherever it is said; nothing is counted from it."""
    return partial(_gone_missing, said)


def _gone_missing(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    if turn.sender.object_id:  # "what do I do?" is about this, then
        subject = Subject(NOT_KEPT, WHILE_MISSING)
        store.questions.talk_about(turn.conversation.id, turn.sender.object_id, turn.at, subject)
    words, council = words_of("visits"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    lines = [words("gone_missing_now", council=council.name, **whom), words("gone_missing_nobody")]
    if turn.conversation.scope is Scope.PERSONAL:
        lines.append(words("gone_missing", child=said.upper()))
    return Reply("\n\n".join(lines), summary=words("summary"))


def who_is_missing(_turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    """That nobody is kept as missing here: whom to call, and what is counted once a child is back."""
    words, council = words_of("visits"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    return Reply(words("who_is_missing", council=council.name, **whom), summary=words("summary"))


def in_hospital(said: str) -> Flow:
    """That a child is in hospital: what it changes, whom to tell, and whom to call if they were harmed."""
    return partial(_in_hospital, said)


def _in_hospital(said: str, turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    words, council = words_of("visits"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    lines = [words("hospital_now", council=council.name, **whom)]
    if turn.conversation.scope is Scope.PERSONAL:
        lines.append(words("hospital", child=said.upper()))
    return Reply("\n\n".join(lines), summary=words("summary"))


def new_case(said: str) -> Flow:
    """A child who is said to be newly one's own: what is due, once the record says so; else when it will be here."""
    return personal_only(partial(_new_case, said))


def _new_case(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("visits"), door(turn, store, knowledge)
    meant = through.named(said)
    if any(child.id in meant for child in through.own()):
        return for_child(said)(turn, store, knowledge)
    return Reply(words("new_case", child=said.upper()), summary=words("summary"))
