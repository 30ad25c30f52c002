"""What administrators are told unasked: files that were held or failed, unplaced names, what wasn't delivered."""

from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from dialogs.core import cards
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import Nudge, Planned
from dialogs.core.nudging.freshness import is_fresh
from dialogs.core.reply import Reply
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.working_days import local_day
from storage.administrators import administrators
from storage.import_runs import HELD, ImportRun
from storage.matching import open_names
from storage.outbox import UNDELIVERED, Entry, Message, State
from storage.roles import Action
from storage.store import Store

IMPORTS: Final = "administration.imports"
UNMATCHED: Final = "administration.unmatched"
UNDELIVERED_KIND: Final = "administration.undelivered"
STALE: Final = "administration.stale"
MISSED_AFTER: Final = 2  # working days without a newer export
_GIVEN_UP: Final = MappingProxyType(
    {
        State.DEAD: "undelivered_dead",
        State.UNREACHABLE: "undelivered_unreachable",
        State.UNKNOWN: "undelivered_unknown",
    }
)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def nudges() -> tuple[Nudge, ...]:
    """All of them."""
    return (
        Nudge(IMPORTS, Action.OPERATE, _import_open, _import_card, settled=_import_settled, due=_imports_due),
        Nudge(UNMATCHED, Action.OPERATE, _names_open, _names_card, settled=_names_settled, due=_names_due, every=_HOUR),
        Nudge(UNDELIVERED_KIND, Action.OPERATE, _undelivered_open, _undelivered_card, due=_undelivered_due),
        Nudge(STALE, Action.OPERATE, _is_stale, _stale_card, settled=_stale_settled, due=_stale_due, every=_HOUR),
    )


def _imports_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """A message for each file that was held or failed and nobody has been told of."""
    readers = administrators(store, knowledge.administrators, local_day(now))
    untold = store.import_runs.untold() if readers else []
    for run in untold:
        store.import_runs.told(run.id, now)
    wanted = ((run, reader) for run in untold for reader in readers)
    return Planned(
        tuple(Message(IMPORTS, reader, f"import:{run.id}", run.outcome, {"run": run.id}) for run, reader in wanted)
    )


def _import_open(entry: Entry, store: Store, _now: datetime) -> bool:
    """Until it is let in, or a newer file of the kind is applied."""
    run = _run(entry, store)
    return run is not None and run.confirmed_by is None and not _overtaken(run, store)


def _import_card(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, run = words_of("administration"), _run(entry, store)
    assert run is not None
    title = words("import_held_title" if run.outcome == HELD else "import_failed_title")
    what_to_do = words("import_held_do" if run.outcome == HELD else "import_failed_do")
    return _card(title, [words("import_file", name=run.name, why=run.why), what_to_do])


def _import_settled(entry: Entry, store: Store) -> Reply:
    words, run = words_of("administration"), _run(entry, store)
    return _card(words("import_settled_title"), [words("import_settled", name=run.name if run else "")])


def _names_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """A message a week while there are any."""
    today = local_day(now)
    year, week, _ = today.isocalendar()
    occasion = f"{year}-W{week:02}"
    readers = administrators(store, knowledge.administrators, today)
    readers = tuple(r for r in readers if not store.outbox.has(r, "unmatched", occasion))
    if not readers or not open_names(store, today):
        return Planned()
    return Planned(tuple(Message(UNMATCHED, reader, "unmatched", occasion) for reader in readers))


def _names_open(_entry: Entry, store: Store, now: datetime) -> bool:
    return bool(open_names(store, local_day(now)))


def _names_card(entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words = words_of("administration")
    names = open_names(store, local_day(entry.planned_at))
    children = len({child for name in names for child in name.child_ids})
    line = words("names_open", names=len(names), children=children)
    return _card(words("unmatched_title"), [line, words("names_do")])


def _names_settled(_entry: Entry, _store: Store) -> Reply:
    words = words_of("administration")
    return _card(words("unmatched_title"), [words("unmatched_none")])


def _undelivered_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """A message a day on which something has newly been given up."""
    today = local_day(now)
    if not any(entry.ended_at and entry.ended_at > now - _DAY for entry in _given_up(store)):
        return Planned()
    readers = administrators(store, knowledge.administrators, today)
    return Planned(tuple(Message(UNDELIVERED_KIND, r, "undelivered", today.isoformat()) for r in readers))


def _undelivered_open(_entry: Entry, store: Store, _now: datetime) -> bool:
    return bool(_given_up(store))


def _undelivered_card(_entry: Entry, store: Store, _knowledge: Knowledge, _now: datetime) -> Reply:
    words, states = words_of("administration"), [entry.state for entry in _given_up(store)]
    lines = [words(name, number=states.count(state)) for state, name in _GIVEN_UP.items() if state in states]
    return _card(words("undelivered_title"), [*lines, words("undelivered_do")])


def _given_up(store: Store) -> list[Entry]:
    """What somebody should look at; not these messages themselves, whose readers would only be told of them again."""
    found = store.outbox.in_states(UNDELIVERED)
    return [entry for entry in found if entry.due_at is None and entry.kind != UNDELIVERED_KIND]


def _stale_due(store: Store, knowledge: Knowledge, now: datetime, _page: str) -> Planned:
    """A message when no newer export has come for two working days, and one when the data are past the limit by which
    things go up to Heads of Service; nothing before the first export."""
    today, newest = local_day(now), store.import_runs.newest_days()
    day = newest.get("annex_a")
    if day is None or knowledge.calendar.add(day, MISSED_AFTER) >= today:
        return Planned()
    what = "missed" if is_fresh(newest, today, knowledge) else "limit"
    readers = administrators(store, knowledge.administrators, today)
    facts: dict[str, Json] = {"as_of": day.isoformat(), "what": what}
    return Planned(tuple(Message(STALE, reader, f"stale:{day}", what, facts) for reader in readers))


def _is_stale(entry: Entry, store: Store, _now: datetime) -> bool:
    """Until a newer export is in."""
    day = store.import_runs.newest_days().get("annex_a")
    return day is not None and day.isoformat() == entry.facts["as_of"]


def _stale_card(entry: Entry, _store: Store, knowledge: Knowledge, _now: datetime) -> Reply:
    words, day = words_of("administration"), day_label(date.fromisoformat(str(entry.facts["as_of"])))
    if entry.facts["what"] == "limit":
        line = words("stale_limit", day=day, days=knowledge.nudging.fresh_for)
    else:
        line = words("stale_missed", day=day)
    return _card(words("stale_title"), [line, words("stale_do")])


def _stale_settled(_entry: Entry, _store: Store) -> Reply:
    words = words_of("administration")
    return _card(words("stale_title"), [words("stale_settled")])


def _run(entry: Entry, store: Store) -> ImportRun | None:
    return store.import_runs.find(int(entry.facts["run"]))


def _overtaken(run: ImportRun, store: Store) -> bool:
    applied = store.import_runs.last_applied(run.kind)
    return applied is not None and applied.id > run.id


def _card(title: str, lines: list[str]) -> Reply:
    says = "\n\n".join([title, *lines])
    body = [cards.heading(title), *(cards.paragraph(line) for line in lines)]
    return Reply(says, cards.card(body, [], says), summary=title)
