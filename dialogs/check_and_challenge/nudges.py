"""What people are told of returns unasked: one is opened, its state changes, and one card a day for all that waits."""

from datetime import date, datetime

from dialogs.check_and_challenge.card import whose
from dialogs.check_and_challenge.left import left
from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge
from dialogs.core.one_card import Chases, Facts, days_left, one_card
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.outbox import Entry
from storage.people import Person
from storage.return_people import JOINED, LEFT
from storage.return_told import came_today, is_in, is_told, last, to_sign, told, unsigned, waiting
from storage.return_work import CHASER, MOVED, NEWS, OPENED, Return, whole
from storage.returns import CANCELLED, CHANGEABLE, READY, Session
from storage.store import Store

REMINDED = "check_and_challenge.reminded"  # because a QA lead asked for it
DAYS = frozenset({10, 5, 2, 0})  # working days before it is due; after it, every one


def nudges(*others: Chases) -> tuple[Nudge, ...]:
    """All of them; what `others` chase is on the card of the returns."""
    words, chases = words_of("check_and_challenge"), Chases("returns", _due, _waits, _chaser)
    return (
        Nudge(OPENED, None, _is_open, _opened),
        Nudge(NEWS, None, _is_so, _news),
        Nudge(MOVED, None, _is_then, _moved),
        Nudge(JOINED, None, _has_joined, _joined),
        Nudge(LEFT, None, _has_left, _left),
        Nudge(REMINDED, None, _is_open, _reminded),
        one_card(CHASER, words("both_title"), words("summary_both"), (chases, *others)),
    )


def _due(store: Store, knowledge: Knowledge, today: date) -> dict[str, Facts]:
    people: set[str] = set()
    for one in unsigned(store):
        session = one.session
        days = days_left(session.due_on, today, knowledge)
        if days not in DAYS and days > 0:
            continue
        is_ready = session.state == READY
        asked = {*to_sign(store, one, today)} if is_ready else _awaited(one, left_of(one, store, knowledge))
        if days <= -2:
            asked.add(session.head_key)
        people.update(key for key in asked if not came_today(store, session, key, today))
    return {key: {} for key in people}


def asked_now(one: Return, store: Store, knowledge: Knowledge, today: date) -> list[Person]:
    """Of whom something of a return is awaited now: to fill it in, or to sign it off."""
    is_ready = one.session.state == READY
    keys = {*to_sign(store, one, today)} if is_ready else _awaited(one, left_of(one, store, knowledge))
    return [person for person in store.people.with_keys(sorted(keys)) if not person.has_left(today)]


def left_of(one: Return, store: Store, knowledge: Knowledge) -> list[tuple[str, int, str]]:
    """What is missing in a return, for whoever runs by itself."""
    template = knowledge.returns[one.session.area]
    return left(one, template, last(store, one.session), knowledge.returning.margin)


def _awaited(one: Return, missing: list[tuple[str, int, str]]) -> set[str]:
    """The contributors of whom something is awaited: all, but for those who took parts that are done while what is
    missing is in other hands."""
    parts = [(one.figures if is_figure else one.texts)[name] for name, is_figure, _ in missing]
    if not parts or any(not part.holders for part in parts):
        return set(one.contributors)
    return {key for part in parts for key in part.holders}


def _is_asked(one: Return, missing: list[tuple[str, int, str]], key: str) -> bool:
    return key == one.session.head_key or one.session.state == READY or key in _awaited(one, missing)


def _session(entry: Entry, store: Store) -> Session | None:
    return told(store, int(entry.facts["session"]))


def _is_open(entry: Entry, store: Store, _now: datetime) -> bool:
    session = _session(entry, store)
    return session is not None and session.state in CHANGEABLE and is_in(store, session, entry.recipient)


def _is_so(entry: Entry, store: Store, now: datetime) -> bool:
    session = _session(entry, store)
    if session is None or session.state != entry.facts["state"]:
        return False
    return is_told(store, session, entry.recipient, local_day(now))


def _is_then(entry: Entry, store: Store, _now: datetime) -> bool:
    session = _session(entry, store)
    if session is None or session.state == CANCELLED:
        return False
    return session.held_on.isoformat() == str(entry.facts["state"]) and is_in(store, session, entry.recipient)


def _has_joined(entry: Entry, store: Store, _now: datetime) -> bool:
    session = _session(entry, store)
    return session is not None and session.state != CANCELLED and is_in(store, session, entry.recipient)


def _has_left(entry: Entry, store: Store, _now: datetime) -> bool:
    session = _session(entry, store)
    return session is not None and not is_in(store, session, entry.recipient)


def _waits(key: str, _facts: Facts, store: Store, today: date) -> bool:
    return bool(waiting(store, key, today))


def _opened(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, session = words_of("check_and_challenge"), _session(entry, store)
    assert session is not None, "it was true"
    sheet = Sheet(words("opened_title", area=knowledge.returns[session.area].title), words("summary_opened"))
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    _open(sheet, session)
    return sheet.reply()


def _moved(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, session = words_of("check_and_challenge"), _session(entry, store)
    assert session is not None, "it was true"
    sheet = Sheet(words("moved_title", area=knowledge.returns[session.area].title), words("summary_moved"))
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    sheet.say(words("reason", reason=session.reason) if session.reason else "")
    _open(sheet, session)
    return sheet.reply()


def _joined(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, session = words_of("check_and_challenge"), _session(entry, store)
    assert session is not None, "it was true"
    sheet = Sheet(words("joined_title", area=knowledge.returns[session.area].title), words("summary_joined"))
    sheet.say(words("when", held=day_label(session.held_on), due=day_label(session.due_on)))
    sheet.say(words(f"state_{session.state}"), cards.bold)
    _open(sheet, session)
    return sheet.reply()


def _left(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, session = words_of("check_and_challenge"), _session(entry, store)
    assert session is not None, "it was true"
    sheet = Sheet(words("left_title", area=knowledge.returns[session.area].title), words("summary_left"))
    sheet.say(words("left_why"))
    return sheet.reply()


def _news(entry: Entry, store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    session = _session(entry, store)
    assert session is not None, "it was true"
    words = words_of("check_and_challenge")
    sheet = Sheet(words("title", number=session.id, area=knowledge.returns[session.area].title), words("summary_news"))
    sheet.say(words(f"state_{session.state}"), cards.bold)
    sheet.say(words("questions", questions=session.questions) if session.questions else "")
    sheet.say(words("reason", reason=session.reason) if session.state == CANCELLED else "")
    _open(sheet, session)
    return sheet.reply()


def _reminded(entry: Entry, store: Store, knowledge: Knowledge, now: datetime) -> Reply | None:
    """What is still missing of it; nothing if that isn't theirs by now."""
    words, session = words_of("check_and_challenge"), _session(entry, store)
    assert session is not None, "it was true"
    one, template = whole(store, session), knowledge.returns[session.area]
    if entry.recipient not in {person.key for person in asked_now(one, store, knowledge, local_day(now))}:
        return None
    sheet = Sheet(words("reminded_title", area=template.title), words("summary_chaser"))
    is_late = session.due_on < local_day(now)
    sheet.say(words("chaser_late" if is_late else "chaser_due", day=day_label(session.due_on)), cards.bold)
    sheet.say(words(f"state_{session.state}"))
    missing = left_of(one, store, knowledge)
    if missing:
        sheet.together([whose(one, each, store, template, inside=True) for each in missing], first=words("left"))
    _open(sheet, session)
    return sheet.reply()


def _chaser(key: str, _facts: Facts, store: Store, knowledge: Knowledge, today: date) -> Sheet | None:
    words = words_of("check_and_challenge")
    sheet = Sheet(words("chaser_title"), words("summary_chaser"))
    found = [(one, left_of(one, store, knowledge)) for one in waiting(store, key, today)]
    theirs = [(one, missing) for one, missing in found if _is_asked(one, missing, key)]
    for one, missing in theirs:
        session = one.session
        template = knowledge.returns[session.area]
        name = words("chaser_late" if session.due_on < today else "chaser_due", day=day_label(session.due_on))
        people = ", ".join(p.name for p in store.people.with_keys(one.contributors))
        lines = [name, words(f"state_{session.state}"), words("chaser_by", names=people)]
        title = words("title", number=session.id, area=template.title)
        sheet.together([*lines, *(whose(one, each, store, template, inside=True) for each in missing)], first=title)
        _open(sheet, session)
    return sheet if theirs else None


def _open(sheet: Sheet, session: Session) -> None:
    words = words_of("check_and_challenge")
    title = words("open", number=session.id)
    sheet.on_card(cards.offer(title, "check_and_challenge.show", {"return": session.id}))
    sheet.typed(words("open_typed", title=title, number=session.id))
