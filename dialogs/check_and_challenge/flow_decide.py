"""Creating a session, saying that a return is ready, signing it off, accepting it or sending it back."""

from datetime import date, datetime

from dialogs.check_and_challenge import card
from dialogs.check_and_challenge.flow import LONGEST, meant
from dialogs.check_and_challenge.left import left
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.when import Day, WhenError, read
from dialogs.core.words import words_of
from storage.people import Person
from storage.returns import Session
from storage.roles import Role
from storage.store import Store

DUE_BEFORE = 10  # working days


@personal_only
def create(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """A session from a sentence, or what is missing in it."""
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    if not through.returns.may_convene or through.person is None:
        return Reply(words("not_for_you"))
    told = {name: str(value or "").strip() for name, value in turn.data.items()}
    area = _area(told.get("area", ""), knowledge)
    held = _day(told.get("held", ""), turn.at)
    if area is None:
        return Reply(words("which_area", areas="; ".join(t.title for t in knowledge.returns.values())))
    if held is None or held <= turn.today:
        return Reply(words("which_day", said=told.get("held", "")))
    due = _day(told["due"], turn.at) if told.get("due") else _before(held, knowledge)
    if due is None or not turn.today <= due <= held:
        return Reply(words("which_due", said=told.get("due", "")))
    names = [name for name in told.get("people", "").replace(" and ", ", ").split(",") if name.strip()]
    people, head = (
        [_person(store, name, turn.today) for name in names],
        _person(store, told.get("head", ""), turn.today),
    )
    unknown = [name.strip() for name, person in zip(names, people, strict=True) if person is None]
    if unknown or not people:
        return Reply(words("who_contributes", names=", ".join(unknown)) if unknown else words("nobody_contributes"))
    if head is None or Role.HEAD_OF_SERVICE not in head.roles:
        return Reply(words("who_signs", name=told.get("head", "")))
    priorities = tuple(part.strip() for part in told.get("priorities", "").split(";") if part.strip())
    weeks = int(told.get("weeks") or 6)
    session = Session(area, held, due, head.key, through.person.name, turn.at, weeks, told.get("panel", ""), priorities)
    template = knowledge.returns[area]
    sections = [section.name for section in template.sections]
    known = [person for person in people if person is not None]
    made = through.returns.create(session, known, sections, list(template.indicators))
    one = through.returns.find(made.id)
    assert one is not None, "whoever convenes sees it"
    return card.whole(one, store, knowledge, through, words("created"))


@personal_only
def ready(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """It is complete."""
    return _decided("ready", turn, store, knowledge)


@personal_only
def sign(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The Head of Service puts their name to it."""
    return _decided("sign", turn, store, knowledge)


@personal_only
def accept(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The QA lead takes it."""
    return _decided("accept", turn, store, knowledge)


@personal_only
def send_back(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The QA lead has questions."""
    return _decided("send_back", turn, store, knowledge)


def _decided(step: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("check_and_challenge"), door(turn, store, knowledge)
    one = meant(turn, through)
    if one is None:
        return Reply(words("not_found"))
    work, session = through.returns, one.session
    theirs = {"ready": work.contributes(one), "sign": work.signs(one)}.get(step, work.may_convene)
    if not theirs:
        return card.whole(one, store, knowledge, through, words("not_yours"))
    if "version" in turn.data and turn.data["version"] != session.version:
        return card.whole(one, store, knowledge, through, words("stale"))
    missing = left(one, knowledge.returns[session.area], work.before(session))
    if step in ("ready", "sign") and missing:
        return card.whole(one, store, knowledge, through, words("not_ready"))
    questions = str(turn.data.get("questions") or "").strip()[:LONGEST]
    if step == "send_back" and not questions:
        return card.whole(one, store, knowledge, through, words("back_error"))
    if step == "send_back":
        done = work.send_back(session, questions, turn.at)
    else:
        done = {"ready": work.ready, "sign": work.sign, "accept": work.accept}[step](session, turn.at)
    now = meant(turn, through) or one
    return card.whole(now, store, knowledge, through, words(f"done_{step}") if done else words("stale"))


_DONE = ("done_ready", "done_sign", "done_accept", "done_send_back")


def _area(said: str, knowledge: Knowledge) -> str | None:
    plain = " ".join(said.casefold().replace("_", " ").split())
    titles = {name: template.title.casefold() for name, template in knowledge.returns.items()}
    exact = [name for name, title in titles.items() if plain in (title, name.replace("_", " "))]
    within = [name for name, title in titles.items() if plain and plain in title]
    found = exact or within
    return found[0] if len(found) == 1 else None


def _day(said: str, now: datetime) -> date | None:
    try:
        value = read(said, now, lean="future") if said else None
    except WhenError:
        return None
    return value.date if isinstance(value, Day) else None


def _before(held: date, knowledge: Knowledge) -> date:
    day = held
    for _ in range(DUE_BEFORE):
        day = knowledge.calendar.on_or_before(date.fromordinal(day.toordinal() - 1))
    return day


def _person(store: Store, said: str, today: date) -> Person | None:
    found = [person for person in store.people.named(said.strip()) if not person.has_left(today)] if said else []
    return found[0] if len(found) == 1 else None
