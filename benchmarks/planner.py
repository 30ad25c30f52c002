"""How long it takes to plan a day's reminders: for the largest council, again with nothing changed, for all of England.

    python -m benchmarks.planner [CHILDREN …] [sqlite] [postgresql]

Everything runs on one core, through the tick that also runs in the product: pages of children, their deadlines, who
hears what and when, the rows in the outbox. The floor, in the same run, is to read the same children, to count their
deadlines and to decide nothing."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path

from sqlalchemy import delete, insert, update

from benchmarks import lists
from bot.knowledge import build_knowledge
from bot.recheck import Recheck
from bot.scheduler import Scheduler
from bot.settings import load_settings
from bot.web.metrics import Metrics
from dialogs.core.knowledge import Knowledge
from dialogs.core.nudge import by_kind
from dialogs.nudges import feature
from dialogs.nudges.planner import PAGE
from standards_kb.history import as_of
from storage import schema
from storage.case_tables import staff
from storage.db import Database
from storage.nudge_tables import planned_days

COUNCIL, ENGLAND = 11_700, 400_000
WORKERS_A_MANAGER, MANAGERS_A_HEAD = 7, 30
COUNCIL_S, AGAIN_S, ENGLAND_S, MIB = 3.0, 3.0, 120.0, 300.0
MORNING = lists.AT.replace(hour=6)
OPENED = {"sqlite": lists._sqlite, "postgresql": lists._postgres}


@dataclass(frozen=True)
class Planned:
    """Seconds; `floor`: for reading and counting alone."""

    floor: float
    day: float
    unchanged: float
    again: float
    messages: int
    mib: float


def main() -> int:
    """Print a table and a line of JSON; 0 if the limits are kept."""
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or [COUNCIL, ENGLAND]
    wanted = [name for name in OPENED if name in sys.argv] or list(OPENED)
    figures: dict[str, float] = {}
    targets: dict[str, float] = {}
    for size, on in product(sizes, wanted):
        with OPENED[on]() as url, closing(Database(url)) as database:
            schema.upgrade(database)
            lists._fill(database, size)
            _lead(database, size)
            found = _measured(database)
        whole = "england" if size >= ENGLAND else "council"
        name = f"{whole}_{on}"
        for what, value in (
            ("floor_s", found.floor),
            ("day_s", found.day),
            ("unchanged_s", found.unchanged),
            ("again_s", found.again),
            ("messages", found.messages),
            ("mib", found.mib),
        ):
            figures[f"{name}_{what}"] = round(value, 3)
            print(f"{whole} of {size:,} on {on}  {what:<12}{value:>12.3f}")
        if whole == "council":
            targets |= {f"{name}_day_s": COUNCIL_S, f"{name}_again_s": AGAIN_S, f"{name}_unchanged_s": AGAIN_S}
        else:
            targets |= {f"{name}_day_s": ENGLAND_S, f"{name}_mib": MIB}
    ok = all(figures[name] <= limit for name, limit in targets.items())
    print(json.dumps({"name": "planner", "figures": figures, "targets": targets, "ok": ok}))
    return 0 if ok else 1


def _measured(database: Database) -> Planned:
    knowledge = build_knowledge(load_settings(lists.SETTINGS, None))
    gc.collect()
    gc.freeze()  # as `companion serve` does
    watch = partial(_spent, _server(database))
    floor = _timed(watch, lambda: _floor(database, knowledge))
    clock = _Clock(MORNING)
    before = _reset_peak()
    day = _timed(watch, lambda: _tick(database, knowledge, clock))
    grown = _memory("VmHWM") - before
    unchanged = _timed(watch, lambda: _tick(database, knowledge, clock))
    with database.begun() as connection:
        connection.execute(delete(planned_days))
    again = _timed(watch, lambda: _tick(database, knowledge, clock))
    with database.reading() as store:
        messages = sum(store.outbox.counts().values())
    if not messages:
        raise SystemExit("nothing was planned")
    return Planned(floor, day, unchanged, again, messages, grown)


class _Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now


def _tick(database: Database, knowledge: Knowledge, clock: _Clock) -> None:
    nudges = feature().nudges
    recheck = Recheck(by_kind(nudges), knowledge)
    Scheduler(database, nudges, knowledge, recheck, "bench", lambda _store: clock.now, Metrics()).tick()


def _floor(database: Database, knowledge: Knowledge) -> None:
    after, now = "", as_of(MORNING)
    while True:
        with database.reading() as store:
            ids = store.planning.page(after, PAGE)
            store.caseload.deadlines(ids, now, knowledge.timescales, knowledge.calendar)
        if len(ids) < PAGE:
            return
        after = ids[-1]


def _timed(watch: Callable[[], float], act: Callable[[], None]) -> float:
    began = watch()
    act()
    return watch() - began


def _server(database: Database) -> str:
    """The process that the database server's own are children of; empty for SQLite, which has none."""
    if database.engine.dialect.name == "sqlite":
        return ""
    with database.engine.connect() as connection:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return _stat(f"/proc/{backend}/stat")[1]


def _spent(server: str) -> float:
    """Processor seconds of this process and of the server's."""
    found = time.process_time()
    if server:
        theirs = [_stat(str(path)) for path in Path("/proc").glob("[0-9]*/stat")]
        ticks = sum(int(user) + int(system) for _, parent, *_, user, system in theirs if parent == server)
        found += ticks / os.sysconf("SC_CLK_TCK")
    return found


def _stat(path: str) -> list[str]:
    """State, parent, …, user's and system's ticks of a process; of one that is gone nothing."""
    try:
        return Path(path).read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()[:13]
    except OSError:
        return ["", "", "0", "0"]


def _reset_peak() -> float:
    """Mebibytes in use now, from which the peak counts anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def _lead(database: Database, children: int) -> None:
    """A manager for every few workers, and a Head of Service for every few managers."""
    workers = max(1, children // lists.CASELOAD)
    managers = workers // WORKERS_A_MANAGER + 1
    heads = managers // MANAGERS_A_HEAD + 1
    with database.begun() as connection:
        for number in range(heads):
            connection.execute(insert(staff), {**_leader(f"h{number}", "head_of_service"), "manager_key": None})
        leaders = [{**_leader(f"m{n}", "manager"), "manager_key": f"h{n % heads}"} for n in range(managers)]
        connection.execute(insert(staff), leaders)
        for number in range(workers):
            own = update(staff).where(staff.c.key == f"w{number}")
            connection.execute(own.values(manager_key=f"m{number // WORKERS_A_MANAGER}", deputy_key=None))


def _leader(key: str, role: str) -> dict[str, object]:
    person = lists._worker(0)
    named = {"key": key, "name": f"Leader {key}", "match_name": f"leader {key}", "team": f"Team of {key}"}
    return {**person, **named, "roles": [role], "object_id": f"id-{key}", "deputy_key": None}


if __name__ == "__main__":
    sys.exit(main())
