"""Which of the visits' flows a typed sentence is for."""

import re
from dataclasses import replace
from datetime import timedelta

from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.mentions import may_name_child
from dialogs.core.reply import Reply
from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Scope, Turn
from dialogs.core.words import words_of
from dialogs.visits import (
    afterwards,
    amend,
    asks,
    counting,
    flow,
    flow_children,
    flow_days,
    flow_plan,
    flow_report,
    flow_saved,
    lookups,
    no_visit,
    sentences,
    standing,
    unseen,
)
from dialogs.visits.happenings import happened_in, is_unclear_return, kind_called
from dialogs.visits.next_review import as_next_review, sets_meeting
from dialogs.visits.no_visit import no_visit_in, own_in
from dialogs.visits.plan import planned_in
from dialogs.visits.report import CHILDREN, visit_in
from dialogs.visits.siblings import with_ids
from storage.access import as_person
from storage.reports import Report
from storage.store import Store

_LONGEST_ANSWER = 60
_FEW_WORDS = 80
_JUST_NOW = timedelta(minutes=15)
_FORM = re.compile(r"(?:save|change|edit)(?: it| this| that)?[ .!]*", re.I)
# Never a child whose id ends so.
_TELEPHONE = re.compile(r"(?:(?:call|ring|phone|dial) )?(?:999|112|101|111)(?: now| please| pls)*[ ?.!]*", re.I)
_FEW_DIGITS = re.compile(r"\d{3,4}")
_ASKS = re.compile(r"(?:who|what|when|where|why|how|which)\b", re.I)  # a question, whether or not it has its mark


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about visits; None if it is about anything else."""
    if len(turn.text) > sentences.LONGEST or _TELEPHONE.fullmatch(turn.text.strip()):
        return None
    as_typed, written = turn, spelt_out(turn.text)
    turn = with_ids(turn if written == turn.text else replace(turn, text=written), store)
    asked = sentences.listed(turn.text, turn.at)  # first, as it is asked most and looks nothing up
    if asked is not None:
        return flow.listed(asked)
    corrected = sentences.corrected(turn.text)
    if corrected is not None and (kind := kind_called(corrected.what)) is not None:
        return flow_saved.correcting(corrected.child, kind)
    changed = _changed(turn, store)
    if changed is not None:
        return changed
    about_child = _of_child(turn, store) if may_name_child(turn.text) else None
    if about_child is not None:
        return about_child
    answer = _answer(as_typed, store) if turn.conversation.scope is Scope.PERSONAL else None
    if answer is not None:
        return answer
    seen = sentences.seen_in(turn.text, turn.at)
    if seen is not None:
        return flow_days.seen(*seen)
    since = sentences.changed_since(turn.text, turn.at)
    if since is not None:
        return flow_days.changed(since)
    if sentences.is_not_alone(turn.text) or sentences.is_longest(turn.text):
        return flow_days.longest if sentences.is_longest(turn.text) else flow_days.not_alone
    return _looked_up(turn, store)


def _looked_up(turn: Turn, store: Store) -> Handler | None:
    """What a sentence looks up about somebody's children, or how to record."""
    kind = lookups.kind_of_children(turn.text)
    if kind is not None:
        return flow_children.children(kind)
    last = lookups.last_seen(turn.text)
    if last is not None:
        return flow_children.last_seen(last)
    if lookups.is_unwritten(turn.text):
        return flow_days.unwritten
    missing = lookups.gone_missing(turn.text)
    if missing:
        return flow_children.gone_missing(missing)
    if len(turn.text) <= _FEW_WORDS and (short := _in_few_words(turn, store)) is not None:
        return short
    if lookups.asks_who_is_missing(turn.text):
        return flow_children.who_is_missing
    how = lookups.how_to_record(turn.text)
    if how and (how == "visit" or not _is_talked_about(turn, store)):
        return flow_report.record
    counted = counting.counted(turn.text, turn.at)
    if counted is not None:
        return flow_days.counted(counted)
    child = sentences.child(turn.text, turn.at) or _only_called(turn, store)
    return flow.for_child(child) if child else None


def _only_called(turn: Turn, store: Store) -> str:
    """The child whom a few digits alone mean, if it is one of their own or of those whom they lead; else empty."""
    said = turn.text.strip(" ?.!")
    if not _FEW_DIGITS.fullmatch(said) or turn.conversation.scope is not Scope.PERSONAL:
        return ""
    meant = flow.of_those_led(as_person(store, turn.sender.object_id, turn.at), said)
    return meant[0] if len(meant) == 1 and meant != (said,) else ""


def _in_few_words(turn: Turn, store: Store) -> Handler | None:
    """What a short sentence asks or tells: a child in hospital or new, days, whether something is saved."""
    if may_name_child(turn.text):
        hospital, new = lookups.in_hospital(turn.text), lookups.new_case(turn.text)
        if hospital:
            return flow_children.in_hospital(hospital)
        return flow_children.new_case(new) if new else None
    if lookups.is_whether_saved(turn.text):
        return flow_report.again if _open(turn, store) is not None else flow_days.unwritten
    days = lookups.bare_days(turn.text)
    asked = sentences.listed(f"what's due {days}", turn.at) if days and not _is_talked_about(turn, store) else None
    return flow.listed(asked) if asked is not None else None


def _is_talked_about(turn: Turn, store: Store) -> bool:
    """Whether the framework has been talked about just now: then "it" is something of that."""
    since = turn.at - _JUST_NOW
    return store.questions.talked_about(turn.conversation.id, turn.sender.object_id, since) is not None


def _of_child(turn: Turn, store: Store) -> Handler | None:
    """What a sentence that names a child plans, or tells of."""
    due, (child, who) = lookups.next_of(turn.text), unseen.by_worker(turn.text)
    if due or (child and store.people.is_any_called(who)):
        return flow.for_child(due or child)
    plain = _told_plainly(turn)
    if plain is not None:
        return plain
    planned = planned_in(turn.text, turn.at)
    if planned is not None:
        return flow_plan.plan(planned)
    which = no_visit_in(turn.text)
    own = own_in(which, turn.text, turn.at)
    if own is not None:
        return flow_report.begin(own, turn.text)
    if which:
        call = happened_in(turn.text, turn.at) if which == "no_visit_call" else None
        return flow_report.begin(call, turn.text) if call is not None else no_visit.answer(which, turn.text)
    ahead = as_next_review(turn.text, turn.at)
    if ahead and (agreed := happened_in(ahead, turn.at)) is not None:
        return flow_report.begin(agreed, ahead)
    if sets_meeting(turn.text, turn.at):
        return no_visit.answer("no_event", turn.text)
    logged = happened_in(turn.text, turn.at) if lookups.logs_no_visit(turn.text) else None
    told = logged or visit_in(turn.text, turn.at) or happened_in(turn.text, turn.at)
    if told is not None:
        return flow_report.begin(told, turn.text)
    if is_unclear_return(turn.text, turn.at):
        return no_visit.answer("no_return", turn.text)
    is_danger = lookups.reports_danger(turn.text) and not lookups.gone_missing(turn.text)
    return no_visit.answer("no_visit_danger", turn.text) if is_danger else None


def _told_plainly(turn: Turn) -> Handler | None:
    """What is said of a child's whereabouts, or one's own, of which nothing is recorded."""
    if lookups.is_absent(turn.text):
        return no_visit.answer("no_visit_away", turn.text)
    if lookups.has_moved(turn.text):
        return no_visit.answer("no_case_change", turn.text)
    if unseen.by_anybody(turn.text):
        return no_visit.answer("no_visit_unseen", turn.text)
    return no_visit.answer("no_visit_yet", turn.text) if lookups.on_way(turn.text) else None


def say(turn: Turn, store: Store, knowledge: Knowledge) -> Reply | None:
    """A sentence that a button says."""
    said = replace(turn, text=str(turn.data.get("text", ""))[: sentences.LONGEST])
    handler = understands(said, store)
    return handler(said, store, knowledge) if handler else Reply(words_of("visits")("report_gone"))


def _answer(turn: Turn, store: Store) -> Handler | None:
    """Whether this answers what a report has asked last: a date where a date was asked, a yes or no where that was.

    If something else has been talked about since, "yes" may be about that: it changes nothing, but what is open is
    shown once more."""
    text = turn.text.strip()
    if not text or len(text) > _LONGEST_ANSWER or "?" in text or _ASKS.match(text):
        return None
    report = standing.awaited(turn, store)
    if report is None or not (
        asks.is_dropping(text) or asks.fits(text, report, turn.at) or amend.takes_back(text) or _FORM.fullmatch(text)
    ):
        return None
    if asks.is_dropping(text):
        return flow_report.typed(text)
    if _FORM.fullmatch(text) and not asks.fits(text, report, turn.at):
        return flow_report.form
    if amend.takes_back(text) and not asks.fits(text, report, turn.at):
        return flow_report.again
    if store.questions.talked_about(turn.conversation.id, turn.sender.object_id, report.changed_at) is not None:
        return flow_report.once_more
    return flow_report.typed(text)


def _changed(turn: Turn, store: Store) -> Handler | None:
    """A change of what was told last, or what is added to it, whether it is open or saved."""
    added = afterwards.added_in(turn.text)
    adding = replace(turn, text=added.what) if added else turn
    amended = _amended(adding, store) if amend.may_be(adding.text) else None
    if amended is not None or turn.conversation.scope is not Scope.PERSONAL or not afterwards.may_be(turn.text):
        return amended
    report = _open(turn, store)
    if report is not None and (added is None or asks.fits(turn.text, report, turn.at)):
        return None
    return afterwards.of_saved(turn, store)


def _amended(turn: Turn, store: Store) -> Handler | None:
    """A change of what was told last, in words."""
    report = _open(turn, store)
    if report is None or asks.fits(turn.text, report, turn.at):
        return None
    if amend.is_wrong_child(turn.text):
        return flow_report.typed("cancel")
    if may_name_child(turn.text) and not amend.takes_back(turn.text) and _is_another(turn, report):
        return None
    change = amend.change_in(turn.text, report, turn.at)
    if change is None:  # something of it, but not clear what: its form rather than a guess
        return flow_report.again if amend.is_about(turn.text, report, turn.at) else None
    return flow_report.amended(change)


def _is_another(turn: Turn, report: Report) -> bool:
    """Whether a sentence that names a child plans, or tells of a visit and its day, rather than changes this one's."""
    if planned_in(turn.text, turn.at) is not None:
        return True
    told = visit_in(turn.text, turn.at) if report.told.get("when") else None
    if told is None or told.told.keys().isdisjoint(("when", "unsure", "several")):
        return False
    when, was = told.told.get("when"), report.told["when"]
    is_that_day = not isinstance(when, dict) or when["day"] == was["day"]
    is_of_child = CHILDREN.match(turn.text.strip()) is not None  # "207 wasn't in at 4" is of the visit that is open
    return not (told.told.get("seen") is False and is_that_day and is_of_child)


def _open(turn: Turn, store: Store) -> Report | None:
    """What is open of somebody's, in their personal chat."""
    return standing.awaited(turn, store) if turn.conversation.scope is Scope.PERSONAL else None
