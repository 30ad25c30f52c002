"""One's own choices: shown, and changed one at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudging.rhythm import rhythm_of
from dialogs.core.personal import Flow, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Turn
from dialogs.core.when.say import clock_label, day_label
from dialogs.core.words import words_of
from standards_kb.working_days import LONDON
from storage.choices import Choices
from storage.people import Person
from storage.store import Store

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OFFERED = (time(8), time(9))
_WEEK = timedelta(days=7)


@personal_only
def show(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is chosen."""
    person = _person(turn, store)
    return _shown(person, store, knowledge, turn) if person else Reply(words_of("my_settings")("not_on_staff"))


@personal_only
def staff(turn: Turn, store: Store, _knowledge: Knowledge) -> Reply:
    """What the staff file says of oneself: job, team, line manager."""
    words, person = words_of("my_settings"), _person(turn, store)
    if person is None:
        return Reply(words("not_on_staff"))
    manager = store.people.by_key(person.manager_key) if person.manager_key else None
    is_there = manager is not None and not manager.has_left(turn.today)
    lines = [
        words("staff_manager", name=manager.name) if manager is not None and is_there else words("staff_no_manager"),
        words("staff_team", team=person.team) if person.team else words("staff_no_team"),
        words("staff_job", job=person.job) if person.job else "",
        words("staff_from"),
    ]
    return Reply("\n\n".join(filter(None, lines)), summary=words("staff_summary"))


@personal_only
def at(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The time that a button names."""
    said = str(turn.data.get("at", ""))
    try:
        return _at(time.fromisoformat(said), turn, store, knowledge)
    except ValueError:
        return Reply(words_of("my_settings")("at_unclear"))


def at_time(clock: time | None) -> Flow:
    """The same from a sentence."""
    return personal_only(partial(_at, clock))


def _at(clock: time | None, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, person, policy = words_of("my_settings"), _person(turn, store), knowledge.nudging
    if person is None:
        return Reply(words("not_on_staff"))
    if clock is None:
        return Reply(words("at_unclear"))
    if not policy.begins <= clock < policy.ends:
        return Reply(words("at_outside", first=_clock(policy.begins), last=_clock(policy.ends)))
    store.choices.save(replace(store.choices.of(person.key), digest_at=clock))
    return _shown(person, store, knowledge, turn, words("at_done", at=_clock(clock)))


def quiet_on(days: Sequence[int]) -> Flow:
    """No digest on some weekdays."""
    return personal_only(partial(_quiet, days))


def _quiet(days: Sequence[int], turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, person = words_of("my_settings"), _person(turn, store)
    if person is None:
        return Reply(words("not_on_staff"))
    chosen = store.choices.of(person.key)
    quiet = tuple(sorted({*chosen.quiet_days, *days}))
    hours = rhythm_of(person, None).hours
    if not set(hours if hours is not None else range(5)) - set(quiet):
        return Reply(words("quiet_all"))
    store.choices.save(replace(chosen, quiet_days=quiet))
    return _shown(person, store, knowledge, turn, words("quiet_done", days=_named(quiet)))


@personal_only
def pause(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """For a week, by a button."""
    return _pause(turn.today + _WEEK, turn, store, knowledge)


def pause_until(day: date | None) -> Flow:
    """Until a day that was said, on which the digest comes again."""
    return personal_only(partial(_pause, day))


def _pause(day: date | None, turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    words, person, longest = words_of("my_settings"), _person(turn, store), knowledge.nudging.longest_pause
    if person is None:
        return Reply(words("not_on_staff"))
    if day is None:
        return Reply(words("pause_unclear"))
    if day <= turn.today:
        return Reply(words("pause_past"))
    last = turn.today + timedelta(days=longest)
    if day > last:
        return Reply(words("pause_long", days=longest, day=day_label(last)))
    store.choices.save(replace(store.choices.of(person.key), paused_until=day))
    return _shown(person, store, knowledge, turn, words("paused_done", day=_next(person, store, knowledge, day)))


@personal_only
def resume(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """The pause is over."""
    words, person = words_of("my_settings"), _person(turn, store)
    if person is None:
        return Reply(words("not_on_staff"))
    store.choices.save(replace(store.choices.of(person.key), paused_until=None))
    return _shown(person, store, knowledge, turn, words("resumed"))


@personal_only
def usual(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """As the council has it."""
    words, person = words_of("my_settings"), _person(turn, store)
    if person is None:
        return Reply(words("not_on_staff"))
    store.choices.save(Choices(person.key))
    said = words("usual", at=_clock(knowledge.nudging.digest_at))
    return _shown(person, store, knowledge, turn, said)


def _shown(person: Person, store: Store, knowledge: Knowledge, turn: Turn, noted: str = "") -> Reply:
    words, chosen = words_of("my_settings"), store.choices.of(person.key)
    sheet = Sheet(words("title"), words("summary"))
    sheet.say(noted, cards.bold)
    if chosen.digest_at:
        sheet.say(words("digest_at", at=_clock(chosen.digest_at)))
    else:
        sheet.say(words("digest_council", at=_clock(knowledge.nudging.digest_at)))
    sheet.say(words("quiet", days=_named(chosen.quiet_days)) if chosen.quiet_days else words("quiet_none"))
    is_paused = chosen.paused_until is not None and chosen.paused_until > turn.today
    if chosen.paused_until is not None and is_paused:
        sheet.say(words("paused", day=_next(person, store, knowledge, chosen.paused_until)))
    sheet.say(words("never"), cards.small)
    for clock in _OFFERED:
        label = words("hour_button", at=_clock(clock))
        sheet.act(cards.execute(label, "my_settings.at", {"at": f"{clock:%H:%M}"}))
    if is_paused:
        sheet.act(cards.execute(words("resume"), "my_settings.resume", {}))
    else:
        sheet.act(cards.execute(words("pause_week"), "my_settings.pause", {}))
    sheet.act(cards.execute(words("as_usual"), "my_settings.usual", {}))
    sheet.typed(words("typed"))
    return sheet.reply(in_place=bool(turn.action))


def _next(person: Person, store: Store, knowledge: Knowledge, day: date) -> str:
    """The first day from then on with a digest."""
    rhythm = rhythm_of(person, store.choices.of(person.key))
    found = (day + timedelta(days=n) for n in range(28))
    return day_label(next((one for one in found if rhythm.has_digest(one, knowledge.calendar)), day))


def _named(days: Sequence[int]) -> str:
    words = words_of("my_settings")
    return ", ".join(words(_DAYS[day]) for day in sorted(days))


def _person(turn: Turn, store: Store) -> Person | None:
    found = store.people.find(turn.sender.object_id) if turn.sender.object_id else None
    return None if found is None or found.has_left(turn.today) else found


def _clock(clock: time) -> str:
    return clock_label(datetime.combine(date(2000, 1, 3), clock, LONDON))
