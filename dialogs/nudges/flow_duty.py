"""Deadlines in hours: taking one upon oneself; and the rota of who is on duty."""

from datetime import date, datetime, time
from functools import partial

from dialogs.core import cards
from dialogs.core import when as dates
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import moments_label
from dialogs.core.words import words_of
from dialogs.nudges.matters import hours_about
from dialogs.nudges.sentences_duty import OnDuty
from standards_kb.history import as_of
from standards_kb.working_days import at_local_time
from storage.access import Door
from storage.names import match_name
from storage.people import Person
from storage.roles import Action, Role
from storage.rota import Duty
from storage.said import TakenCall
from storage.store import Store


@personal_only
def take(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The deadline of the card is the reader's now."""
    return _take(str(turn.data.get("child", "")), turn, store, knowledge)


def take_it(said: str) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_take, said))


def _take(said: str, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through, now = words_of("nudges"), door(turn, store, knowledge), as_of(turn.at)
    meant = through.named(said)
    person = through.person
    if len(meant) != 1 or person is None or not through.let_in(Action.RECORD, meant[0]):
        through.find(meant[0])
        return Reply(words("not_found"))
    child = through.managing.child(meant[0])
    [watched] = through.work.watched([child], now, knowledge.timescales, knowledge.calendar)
    running = [d for d in watched.of.deadlines if isinstance(d.due, datetime) and not d.overdue]
    if not running:
        return Reply(words("take_nothing", child=said))
    taken = {call.about: call for call in watched.said.taken}
    abouts = [hours_about(watched, deadline) for deadline in running]
    mine = [a for a in abouts if through.work.take(TakenCall(a, child.id, person.key, person.name, turn.at))]
    if mine:
        through.changed("a deadline in hours taken", [child.id])
    others = [taken[a] for a in abouts if a in taken and taken[a].staff_key != person.key]
    if not mine and others:
        return Reply(words("take_taken", name=others[0].staff_name), in_place=bool(turn.action))
    return Reply(words("take_done"), in_place=bool(turn.action))


@personal_only
def rota(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who is on duty, now and later."""
    words, through = words_of("nudges"), door(turn, store, knowledge)
    if _may_not(through):
        return Reply(words("duty_not_for_you"))
    sheet = Sheet(words("duty_title"))
    duties = store.rota.since(turn.at)
    known = {p.key: p.name for p in store.people.with_keys(d.staff_key for d in duties)}
    for duty in duties:
        labels = {"name": known[duty.staff_key], "when": moments_label(duty.from_at, duty.until_at)}
        sheet.say(words("duty_line", **labels) if duty.level == 1 else words("duty_line_above", **labels))
    if not duties:
        sheet.say(words("duty_none"))
    sheet.say(words("duty_edt", phone=knowledge.council.emergency_duty), cards.small)
    return sheet.reply()


def put(said: OnDuty) -> Flow:
    """Put somebody on duty, or take them off."""
    return personal_only(partial(_put, said))


def _put(said: OnDuty, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, through = words_of("nudges"), door(turn, store, knowledge)
    if _may_not(through) or through.person is None:
        return Reply(words("duty_not_for_you"))
    person = _meant(said.name, through, store, turn.today)
    if person is None:
        return Reply(words("duty_unknown", name=said.name))
    if said.is_off:
        gone = store.rota.remove(person.key, turn.at)
        through.changed(f"{person.key} is on duty no more", ())
        return Reply(words("duty_off", name=person.name) if gone else words("duty_off_nothing", name=person.name))
    if Role.DUTY not in person.roles:
        return Reply(words("duty_no_role", name=person.name))
    first, last = _instant(said.first, turn.at, ends=False), _instant(said.last, turn.at, ends=True)
    if first is None or last is None:
        return Reply(words("duty_when", name=person.name))
    if last <= max(first, turn.at):
        return Reply(words("duty_order"))
    store.rota.add(Duty(person.key, 2 if said.is_above else 1, first, last, through.person.name))
    through.changed(f"{person.key} is on duty from {first.isoformat()} until {last.isoformat()}", ())
    labels = {"name": person.name, "when": moments_label(first, last)}
    return Reply(words("duty_done_above", **labels) if said.is_above else words("duty_done", **labels))


def _meant(name: str, through: Door, store: Store, today: date) -> Person | None:
    if name in ("me", "myself"):
        return through.person
    found = [p for p in store.people.named(name) if not p.has_left(today)]
    by_key = store.people.by_key(name)
    if by_key is not None and not by_key.has_left(today):
        return by_key
    if not found:  # a first name will do for somebody on the duty list
        found = [p for p in store.people.with_role(Role.DUTY) if match_name(name) in match_name(p.name).split()]
    return found[0] if len(found) == 1 else None


def _instant(said: str, at: datetime, *, ends: bool) -> datetime | None:
    """When a duty begins or ends: a day that isn't given a time begins at nine, and ends at nine, too."""
    try:
        value = dates.read(said, at, lean="future")
    except dates.WhenError:
        return at if said in ("now", "today") and not ends else None
    match value:
        case dates.Moment(moment):
            return moment
        case dates.Day(day):
            return max(at, at_local_time(day, time(9))) if not ends else at_local_time(day, time(9))
    return None


def _may_not(through: Door) -> bool:
    return through.reached(Action.DECIDE).is_nothing
