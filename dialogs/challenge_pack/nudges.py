"""What the panel is told unasked: the pack is there, and the day before, that the session is tomorrow."""

from datetime import date, datetime, timedelta

from dialogs.challenge_pack import card
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned, reader_of
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.challenge_told import IN, action_of, coming, panel, session_of, unanswered, with_owners
from storage.challenge_work import ASKED, CHANGED, CLOSED, GIVEN
from storage.challenges import DONE, OPEN, ChallengeAction
from storage.outbox import Entry, Json, Message
from storage.returns import CANCELLED, Session
from storage.store import Store

PACK, TOMORROW = "challenge_pack.pack", "challenge_pack.tomorrow"
_HOUR = timedelta(hours=1)
_FURTHEST = timedelta(days=30)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(PACK, None, _is_to_come, _render, due=_due, every=_HOUR),
        Nudge(TOMORROW, None, _is_to_come, _render),
        Nudge(GIVEN, None, _is_theirs, _given),
        Nudge(CLOSED, None, _is_closed, _given),
        Nudge(CHANGED, None, _is_open, _given),
        Nudge(ASKED, None, _is_asked, _asked),
    )


def days_before(held: date, number: int, knowledge: Knowledge) -> date:
    """So many working days before a day."""
    for _ in range(number):
        held = knowledge.calendar.on_or_before(held - timedelta(days=1))
    return held


def _due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """From the day on, not on the day alone: a session made late, or a bot that stood still, loses nobody."""
    today, messages = local_day(now), []
    for session in coming(store, today + timedelta(days=1), today + _FURTHEST):
        first = days_before(session.held_on, knowledge.returning.pack_before, knowledge)
        last = days_before(session.held_on, 1, knowledge)
        if today < first:
            continue
        kind = TOMORROW if today >= last else PACK
        occasion = f"{kind} {session.held_on.isoformat()}"  # a session that is moved is told of anew
        facts: dict[str, Json] = {"session": session.id, "held": session.held_on.isoformat()}
        people = panel(store, session, today)
        messages += [Message(kind, p.key, f"session:{session.id}", occasion, dict(facts)) for p in people]
    return Planned(tuple(messages))


def _is_to_come(entry: Entry, store: Store, now: datetime) -> bool:
    session = session_of(store, int(entry.facts["session"]))
    if session is None or session.state == CANCELLED or session.held_on.isoformat() != entry.facts["held"]:
        return False
    today = local_day(now)
    return session.held_on > today and entry.recipient in {p.key for p in panel(store, session, today)}


def _render(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply:
    words, session = words_of("challenge_pack"), session_of(store, int(entry.facts["session"]))
    assert session is not None, "it was true"
    area, is_last = knowledge.returns[session.area].title, entry.kind == TOMORROW
    sheet = Sheet(words("title", area=area), words("summary_last" if is_last else "summary"))
    sheet.say(words("told_day", day=day_label(session.held_on)), cards.bold)
    sheet.say(_how_it_stands(session, local_day(now)))
    sheet.act(cards.say(words("get"), "challenge_pack.pack", {"session": session.id}))
    sheet.typed(words("get_typed", number=session.id))
    return sheet.reply()


def _how_it_stands(session: Session, today: date) -> str:
    words = words_of("challenge_pack")
    if session.state in IN:
        return words("told_in")
    return words("alert_late" if session.due_on < today else "alert_open", day=day_label(session.due_on))


def _of(entry: Entry, store: Store) -> ChallengeAction | None:
    return action_of(store, int(entry.facts["action"]))


def _is_theirs(entry: Entry, store: Store, _now: datetime) -> bool:
    action = _of(entry, store)
    return action is not None and action.state == OPEN and action.owner_key == entry.recipient


def _is_closed(entry: Entry, store: Store, _now: datetime) -> bool:
    action = _of(entry, store)
    return action is not None and action.state == DONE


def _is_open(entry: Entry, store: Store, _now: datetime) -> bool:
    """For whoever owned it, too: they hear that it is theirs no more."""
    action = _of(entry, store)
    return action is not None and action.state == OPEN


def _is_asked(entry: Entry, store: Store, _now: datetime) -> bool:
    session = session_of(store, int(entry.facts["session"]))
    if session is None or session.state == CANCELLED or session.head_key != entry.recipient:
        return False
    return bool(unanswered(store, session))


def _asked(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, session = words_of("challenge_pack"), session_of(store, int(entry.facts["session"]))
    assert session is not None, "it was true"
    title = words("asked_title", area=knowledge.returns[session.area].title)
    sheet = Sheet(title, words("summary_asked"))
    sheet.together([one.text for one in unanswered(store, session)])
    sheet.act(cards.say(words("answers_open"), "challenge_pack.answers", {"session": session.id}))
    sheet.typed(words("answer_typed", number=session.id))
    return sheet.reply()


def _given(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply:
    action, through = _of(entry, store), reader_of(entry, store, now, knowledge.administrators)
    assert action is not None, "it was true"
    session = session_of(store, action.session_id)
    assert session is not None, "an action goes with its session"
    [given] = with_owners(store, [action])
    return card.action(given, session, through, knowledge, local_day(now))
