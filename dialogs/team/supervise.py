"""Supervision of workers: recording it, and what is due, with the reasons."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dialogs.core import cards, due, item_words
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Paged, Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Ask, Checked, Here
from dialogs.team.card import WORKERS
from dialogs.team.who import CASEWORK, one_worker
from dialogs.team.whom import led_in
from standards_kb.history import AsOf, as_of
from standards_kb.proof import prove
from storage.access import Door
from storage.people import Person
from storage.roles import Action
from storage.store import Store
from storage.supervision import STREAMS, SUPERVISION, Supervised

BACK = timedelta(days=731)


def _check(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    worker = led_in(checked, here, "worker", words("ask_supervised"))
    titles = here.knowledge.timescales.streams
    stream = str(told.get("what") or "")
    if stream not in STREAMS:
        checked.asks.append(Ask("what", words("ask_what"), tuple((titles[one], one) for one in STREAMS)))
    day = checked.day("day", words("ask_supervised_day"), here, "past")
    if worker is None:
        return checked
    if worker.key == here.person.key:
        return checked.refuse(words("supervised_self"))
    if day is not None and not here.now.today - BACK <= day <= here.now.today:
        return checked.refuse(words("supervised_when"))
    if day is not None and stream in STREAMS:
        known = {(e.stream, e.day) for e in here.through.managing.sessions(worker)}
        if (stream, day) in known:
            return checked.refuse(words("supervised_known", name=worker.name, what=titles[stream], day=day_label(day)))
        line = words("supervised_line", name=worker.name, what=titles[stream], day=day_label(day))
        checked.lines.append(line)
    return checked


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    words = words_of("team")
    worker, stream = here.store.people.by_key(str(told["worker"])), str(told["what"])
    day = date.fromisoformat(str(told["day"]))
    assert worker is not None, "checked"
    if not here.through.managing.record(worker, stream, day, here.person):
        return None
    here.through.changed(f"{stream} of {worker.key} on {day} recorded", ())
    title = here.knowledge.timescales.streams[stream]
    lines = [words("supervised_done", name=worker.name, what=title, day=day_label(day))]
    [now] = _of(here.through, [worker], here.now, here.knowledge)
    return [*lines, *(_line(here.knowledge, now, place, here.now)[0] for place in range(len(now.deadlines)))]


def _check_removal(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    worker = led_in(checked, here, "worker", words("ask_supervised"))
    day = checked.day("day", words("ask_supervised_day"), here, "past")
    stream = str(told.get("what") or SUPERVISION)
    told["what"] = stream
    if worker is None or day is None:
        return checked
    title = here.knowledge.timescales.streams[stream]
    theirs = [e for e in here.through.managing.sessions(worker) if (e.stream, e.day) == (stream, day)]
    said = {"name": worker.name, "what": title, "day": day_label(day)}
    if not theirs:
        return checked.refuse(words("supervised_unknown", **said))
    if theirs[0].source != "chat":
        return checked.refuse(words("supervised_from_file", **said))
    checked.lines.append(words("supervised_removal", **said))
    return checked


def _remove(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    worker = here.store.people.by_key(str(told["worker"]))
    assert worker is not None, "checked"
    day = date.fromisoformat(str(told["day"]))
    if not here.through.managing.unrecord(worker, str(told["what"]), day):
        return None
    here.through.changed(f"{told['what']} of {worker.key} on {day} taken back", ())
    return [words_of("team")("supervised_removed", name=worker.name, day=day_label(day))]


@personal_only
def supervision(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """What is due for the supervision of each worker; or of one, with the reasons in the open."""
    words, through, now = words_of("team"), door(turn, store, knowledge), as_of(turn.at)
    reached = through.reached(Action.OVERSEE)
    if through.person is None or reached.is_nothing:
        return Reply(words("not_for_you"))
    if turn.data.get("worker"):
        person, asked = one_worker(store, through, turn, str(turn.data["worker"]), "team.supervision")
        if person is None:
            return asked
        return _one(_of(through, [person], now, knowledge)[0], knowledge, now)
    led = [p for p in store.people.with_keys(reached.staff) if not p.has_left(now.today)]
    led = [p for p in led if any(role in p.roles for role in CASEWORK) and p.key != through.person.key]
    asked_page = turn.data.get("page")
    pages = max(1, -(-len(led) // WORKERS))
    page = min(asked_page if type(asked_page) is int and asked_page > 0 else 1, pages)
    sheet = Sheet(words("supervision_title"), words("summary"))
    shown = _of(through, led[(page - 1) * WORKERS : page * WORKERS], now, knowledge)
    for of in shown:
        lines = [_line(knowledge, of, place, now)[0] for place in range(len(of.deadlines))]
        why = cards.say(words("why_these"), "team.supervision", {"worker": of.person.key})
        sheet.together(lines or [words("supervision_unknown")], [cards.buttons([why])], of.person.name)
    if shown:
        sheet.typed(words("supervision_typed", name=shown[0].person.name))
    if pages > 1:
        sheet.say(words("page", page=page, pages=pages), cards.small)
    sheet.paged(Paged("team.supervision", {}, page, pages))
    if page < pages:
        sheet.act(cards.execute(words("next_page"), "team.supervision", {"page": page + 1}))
        sheet.typed(words("page_typed", ask=words("supervision_again"), page=page + 1))
    return sheet.reply(in_place=page > 1)


def _one(of: Supervised, knowledge: Knowledge, now: AsOf) -> Reply:
    words = words_of("team")
    sheet = Sheet(words("supervision_of", name=of.person.name), words("summary"))
    for place in range(len(of.deadlines)):
        line, reasons = _line(knowledge, of, place, now)
        sheet.together(reasons, [], line)
    if not of.deadlines:
        sheet.say(words("supervision_unknown"))
    sheet.typed(words("supervision_typed", name=of.person.name))
    return sheet.reply()


def _line(knowledge: Knowledge, of: Supervised, place: int, now: AsOf) -> tuple[str, list[str]]:
    """A deadline of a worker's, and its reasons with the passages word for word."""
    deadline = of.deadlines[place]
    proof = prove(deadline, of.case, now, knowledge.framework, knowledge.calendar)
    line = words_of("team")("supervision_line", what=deadline.rule.title, when=due.when(deadline, now))
    return line, item_words.proven(proof)


def _of(through: Door, people: Sequence[Person], now: AsOf, knowledge: Knowledge) -> list[Supervised]:
    return through.managing.supervised(people, now, knowledge.timescales, knowledge.calendar)


ACTS = (
    Act("supervised", "supervised_title", Action.DECIDE, _check, _do, of_child=False),
    Act("supervised_not", "supervised_not_title", Action.DECIDE, _check_removal, _remove, of_child=False),
)
