"""Who stands in for whom while they are away."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import door, personal_only
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json, Turn
from dialogs.core.when.say import day_label, days_label
from dialogs.core.words import words_of
from dialogs.team.act import Act, Checked, Here
from dialogs.team.who import CASEWORK
from dialogs.team.whom import LEADING, led_in, worker_in
from storage.covers import Cover
from storage.people import Person
from storage.roles import Action
from storage.store import Store

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


def _check(checked: Checked, here: Here) -> Checked:
    words, told = words_of("team"), checked.told
    worker = led_in(checked, here, "worker", words("ask_cover_who"))
    if worker is None:
        return checked
    deputy = worker_in(checked, here, "deputy", words("ask_cover_by", name=worker.name), (*CASEWORK, *LEADING))
    told["begins"] = told.get("begins") or here.now.today.isoformat()
    first = checked.day("begins", words("ask_cover_from"), here, "future")
    last = checked.day("until", words("ask_cover_until", name=worker.name), here, "future")
    if deputy is not None and deputy.key == worker.key:
        return checked.refuse(words("cover_self"))
    if first is not None and last is not None:
        refused = _when_refused(first, last, here)
        if refused:
            return checked.refuse(refused)
    checked.basis = str(here.through.managing.covers.count(worker.key))
    if deputy is None or first is None or last is None:
        return checked
    away = [c for c in here.through.managing.covers.of([deputy.key], first) if c.from_on <= last]
    if away:
        return checked.refuse(words("cover_deputy_away", name=deputy.name, day=day_label(away[-1].until_on)))
    names = {"name": worker.name, "deputy": deputy.name}
    says = "cover_line_day" if first == last else "cover_line"
    checked.lines.append(words(says, when=days_label(first, last), **names))
    checked.lines.append(words("cover_what", deputy=deputy.name, day=day_label(last + _DAY)))
    checked.lines.append(words("cover_restricted", deputy=deputy.name))
    for cover in here.through.managing.covers.of([worker.key], here.now.today):
        before = here.store.people.by_key(cover.deputy_key)
        checked.lines.append(words("cover_before", deputy=before.name if before else "", day=day_label(cover.until_on)))
    return checked


def _when_refused(first: date, last: date, here: Here) -> str:
    words = words_of("team")
    if last < first:
        return words("cover_order")
    if last < here.now.today:
        return words("cover_past")
    return words("cover_far") if last - first > LONGEST else ""


def _do(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    worker, deputy = _two(told, here)
    first, last = date.fromisoformat(str(told["begins"])), date.fromisoformat(str(told["until"]))
    here.through.managing.covers.end(worker.key, here.now.today - _DAY)
    number = here.through.managing.covers.count(worker.key) + 1
    cover = Cover(worker.key, number, deputy.key, first, last, here.person.name, here.turn.at)
    if not here.through.managing.covers.add(cover):
        return None
    here.through.changed(f"{deputy.key} stands in for {worker.key} from {first} until {last}", ())
    names = {"name": worker.name, "deputy": deputy.name}
    return [words_of("team")("cover_done", when=days_label(first, last), **names)]


def _check_end(checked: Checked, here: Here) -> Checked:
    words = words_of("team")
    worker = led_in(checked, here, "worker", words("ask_cover_who"))
    if worker is None:
        return checked
    theirs = here.through.managing.covers.of([worker.key], here.now.today)
    checked.basis = str(here.through.managing.covers.count(worker.key))
    if not theirs:
        return checked.refuse(words("cover_none", name=worker.name))
    for cover in theirs:
        deputy = here.store.people.by_key(cover.deputy_key)
        checked.lines.append(words("cover_end_line", name=worker.name, deputy=deputy.name if deputy else ""))
    return checked


def _end(told: Mapping[str, Json], here: Here) -> Sequence[str] | None:
    worker = here.store.people.by_key(str(told["worker"]))
    assert worker is not None, "checked"
    here.through.managing.covers.end(worker.key, here.now.today - _DAY)
    here.through.changed(f"nobody stands in for {worker.key} any more", ())
    return [words_of("team")("cover_ended", name=worker.name)]


def _two(told: Mapping[str, Json], here: Here) -> tuple[Person, Person]:
    worker, deputy = (here.store.people.by_key(str(told[name])) for name in ("worker", "deputy"))
    assert worker is not None, "checked"
    assert deputy is not None, "checked"
    return worker, deputy


@personal_only
def covers(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who of those led is away, or will be."""
    words, through = words_of("team"), door(turn, store, knowledge)
    reached = through.reached(Action.OVERSEE)
    if through.person is None or reached.is_nothing:
        return Reply(words("not_for_you"))
    sheet = Sheet(words("covers_title"), words("summary"))
    found = through.managing.covers.of(reached.staff, turn.today)
    names = {p.key: p.name for p in store.people.with_keys(k for c in found for k in (c.staff_key, c.deputy_key))}
    for cover in found:
        sheet.together([away(cover, names)], [], names[cover.staff_key])
    if not found:
        sheet.say(words("covers_none"))
    sheet.typed(words("covers_typed", name=names[found[0].staff_key] if found else through.person.name))
    return sheet.reply()


@personal_only
def my_cover(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
    """Who stands in for oneself, as a manager has said here."""
    words, through = words_of("team"), door(turn, store, knowledge)
    if through.person is None:
        return Reply(words("not_for_you"))
    found = through.managing.covers.of([through.person.key], turn.today)
    names = {p.key: p.name for p in store.people.with_keys(cover.deputy_key for cover in found)}
    lines = [away(cover, names) for cover in found] or [words("cover_mine_none")]
    return Reply("\n\n".join(lines), summary=words("summary"))


def away(cover: Cover, names: Mapping[str, str]) -> str:
    """That somebody is away, and who stands in."""
    when = days_label(cover.from_on, cover.until_on)
    return words_of("team")("away_line", when=when, deputy=names.get(cover.deputy_key, ""))


ACTS = (
    Act("cover", "cover_title", Action.DECIDE, _check, _do, of_child=False),
    Act("cover_end", "cover_end_title", Action.DECIDE, _check_end, _end, of_child=False),
)
