"""How long "my visits", a team's overview and its export take in a database with all of England's children, on SQLite
and on PostgreSQL.

    python -m benchmarks.lists [CHILDREN]

Rows are made up and written in bulk, which isn't counted. A turn is counted from the sentence to the committed reply:
routing, the gate, the worker's caseload, every deadline of it, the card, the audit log's row, the reply kept."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Table, insert

from benchmarks import lists_team
from bot.knowledge import build_knowledge
from bot.run_turn import TurnRunner
from bot.settings import load_settings
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn
from dialogs.registry import features
from storage import schema
from storage.case_tables import allocations, children, events, imports, situations, staff, supplied_streams
from storage.db import Database
from tests.storage.postgres import running_postgres

ENGLAND = 400_000
CASELOAD = 17
TURNS = 300
WARM_UP = 20  # turns that open connections and prepare statements
AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
PAGE = 10_000
LIMIT_MS = 50.0
ASKED = ("my visits", "overdue", "what's due this week")
# A kind of situation, how many of a hundred, how many days between visits, other events.
KINDS = (
    ("child_in_need", 55, 26, ("plan_review", 50)),
    ("child_protection_plan", 15, 12, ("core_group", 26)),
    ("looked_after", 22, 40, None),
    ("child_and_family_assessment", 8, 5, None),
)
SETTINGS = {
    "COMPANION_MODE": "local",
    "COMPANION_COUNCIL_NAME": "England",
    "COMPANION_FIRST_RESPONSE": "01632 960001",
    "COMPANION_EMERGENCY_DUTY": "01632 960002",
}


@dataclass(frozen=True)
class Took:
    """Milliseconds a turn; `cpu` is this process's own, in the mean, which a busy machine changes least."""

    cpu: float
    p50: float
    p95: float
    worst: float


def main() -> int:
    """Print a table and a line of JSON; 0 if the limit is kept."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ENGLAND
    figures: dict[str, float] = {"children": wanted}
    for name, opened in (("sqlite", _sqlite), ("postgresql", _postgres)):
        with opened() as url, closing(Database(url)) as database:
            schema.upgrade(database)
            began = time.monotonic()
            workers = _fill(database, wanted)
            print(f"{name}: {wanted:,} children, {workers:,} workers, written in {time.monotonic() - began:.0f} s")
            took = _measured(database, workers)
            for kind, value in (("cpu", took.cpu), ("p50", took.p50), ("p95", took.p95), ("worst", took.worst)):
                figures[f"{name}_{kind}_ms"] = round(value, 1)
                print(f"  {kind:<6}{value:>8.1f} ms")
            figures |= {f"{name}_{kind}": value for kind, value in lists_team.measured(database).items()}
    limits = {"p95_ms": LIMIT_MS, **lists_team.LIMITS}
    targets = {f"{name}_{kind}": limit for name in ("sqlite", "postgresql") for kind, limit in limits.items()}
    ok = all(figures[name] <= limit for name, limit in targets.items())
    print(json.dumps({"name": "lists", "figures": figures, "targets": targets, "ok": ok}))
    return 0 if ok else 1


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'england.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    with running_postgres() as server:
        yield server.create()


def _fill(database: Database, wanted: int) -> int:
    """Write the children and as many workers as they need; how many workers."""
    chance, workers = Random(1), max(1, wanted // CASELOAD)
    with database.begun() as connection:
        for start in range(0, workers, PAGE):
            rows = [_worker(n) for n in range(start, min(start + PAGE, workers))]
            connection.execute(insert(staff), rows)
        connection.execute(insert(staff), [{**_worker(workers + n), **one} for n, one in enumerate(lists_team.LEADERS)])
        for kind, _, _, other in KINDS:
            for stream in ("visit", "unannounced_visit", *((other[0],) if other else ())):
                on = {"situation": kind, "stream": stream, "source": "annex_a", "as_of": TODAY, "switched_by": ""}
                connection.execute(insert(supplied_streams), {**on, "on_from": date(1900, 1, 1)})
        applied = {"kind": "annex_a", "name": "made up", "sha256": "", "as_of": TODAY, "tried_at": AT, "tried_by": ""}
        connection.execute(insert(imports), {**applied, "outcome": "applied", "why": "", "counts": {}})
    for start in range(0, wanted, PAGE):
        numbers = range(start, min(start + PAGE, wanted))
        kinds = chance.choices(KINDS, [share for _, share, _, _ in KINDS], k=len(numbers))
        happened = [e for n, kind in zip(numbers, kinds, strict=True) for e in _events(n, kind, workers, chance)]
        with database.begun() as connection:
            _write(connection, children, [_child(n) for n in numbers])
            _write(connection, allocations, [_allocation(n, workers) for n in numbers])
            _write(connection, situations, [_situation(n, k) for n, k in zip(numbers, kinds, strict=True)])
            _write(connection, events, happened)
    _analyse(database)
    return workers


def _write(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    """Many rows, past SQLAlchemy, which would take ten times as long."""
    names = list(rows[0])
    values = [[json.dumps(v) if isinstance(v, dict) else v for v in row.values()] for row in rows]
    raw = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with raw.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
    else:
        written = [[v.isoformat() if isinstance(v, date) else v for v in row] for row in values]
        raw.executemany(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", written
        )


def _analyse(database: Database) -> None:
    """As a database that runs for a while has done by itself."""
    with database.begun() as connection:
        connection.exec_driver_sql("ANALYZE")


def _worker(number: int) -> dict[str, object]:
    return {
        "key": f"w{number}",
        "name": f"Worker {number}",
        "match_name": f"worker {number}",
        "object_id": f"00000000-0000-0000-0001-{number:012}",
        "principal_name": None,
        "roles": ["practitioner"],
        "job": "Social Worker",
        "team": f"Team {number // 7}",
        "manager_key": None,
        "deputy_key": f"w{number - 1}" if number % 7 == 6 else None,
        "service_area": lists_team.area_of(number),
        "working_hours": {},
        "newly_qualified_on": None,
        "left_on": None,
    }


def _child(number: int) -> dict[str, object]:
    return {
        "id": f"{1_000_000 + number}",
        "initials": "AB",
        "born_on": date(2015, 1, 1),
        "unborn": False,
        "restricted": number % 200 == 0,
        "from_export": True,
        "missing_from_export_since": None,
        "case_status": "",
    }


def _allocation(number: int, workers: int) -> dict[str, object]:
    worker = number % workers
    return {
        "child_id": f"{1_000_000 + number}",
        "role": "social_worker",
        "worker_name": f"Worker {worker}",
        "match_name": f"worker {worker}",
        "staff_key": f"w{worker}",
        "team": f"Team {worker // 7}",
        "from_on": date(2026, 1, 5),
        "until_on": None,
        "source": "annex_a",
    }


def _situation(number: int, kind: tuple[str, int, int, tuple[str, int] | None]) -> dict[str, object]:
    started = TODAY - timedelta(days=20 + number % 200)
    return {
        "natural_key": f"{kind[0]} {number}",
        "child_id": f"{1_000_000 + number}",
        "staff_key": None,
        "kind": kind[0],
        "started_on": started,
        "started_at": None,
        "ended_on": None,
        "ended_by": None,
        "facts": {},
        "source": "annex_a",
        "awaits": None,
        "missing_since": None,
        "version": 1,
    }


def _events(
    number: int, kind: tuple[str, int, int, tuple[str, int] | None], workers: int, chance: Random
) -> Iterator[dict[str, object]]:
    """Visits in the kind's rhythm since the start, and what else happens."""
    _, _, every, other = kind
    for stream, days in (("visit", every), *((other,) if other else ())):
        day = TODAY - timedelta(days=20 + number % 200)
        while (day := day + timedelta(days=chance.randint(days // 2 + 1, days + days // 4))) <= TODAY:
            yield {
                "natural_key": f"{stream} {number} {day}",
                "child_id": f"{1_000_000 + number}",
                "staff_key": None,
                "stream": stream,
                "day": day,
                "at": None,
                "seen": True,
                "seen_alone": chance.random() > 0.1,
                "at_home_or_placement": True,
                "spoken_to": True,
                "unannounced": chance.random() < 0.3,
                "chaired_by_manager": None,
                "setting": "",
                "worker_name": "",
                "worker_key": f"w{number % workers}",
                "worker_role": "Social Worker",
                "with_key": None,
                "source": "visits",
                "state": "recorded",
                "version": 1,
            }


def _measured(database: Database, workers: int) -> Took:
    runner = TurnRunner(database, features(), build_knowledge(load_settings(SETTINGS, None)))
    chance, took, cpu = Random(2), [], 0.0
    for number in range(TURNS + WARM_UP):
        worker = chance.randrange(workers)
        sender = Sender(f"00000000-0000-0000-0001-{worker:012}", f"Worker {worker}")
        chat = Conversation(f"chat-{worker}", Scope.PERSONAL, "tenant", "https://smba.trafficmanager.net/uk/")
        turn = Turn(Kind.MESSAGE, f"{number}", chat, sender, AT, text=ASKED[number % len(ASKED)])
        if number == WARM_UP:
            cpu = time.process_time()
        began = time.perf_counter()
        reply = runner.run_now(turn).reply
        took.append((time.perf_counter() - began) * 1000)
        if reply is None or "Data as of" not in reply.text:
            raise SystemExit(f"that is no list: {reply}")
    cpu = (time.process_time() - cpu) * 1000 / TURNS
    counted = sorted(took[WARM_UP:])
    return Took(cpu, counted[len(counted) // 2], counted[int(len(counted) * 0.95)], counted[-1])


if __name__ == "__main__":
    sys.exit(main())
