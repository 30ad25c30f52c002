"""What a manager and a Head of Service wait for in the database of `benchmarks.lists`: the overview, a team of it, and
the spreadsheet, made as for sending: gathered in a transaction and written."""

import time
import tracemalloc
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from bot.knowledge import build_knowledge
from bot.run_turn import TurnRunner
from bot.settings import load_settings
from dialogs.core.turn import Conversation, Kind, Scope, Sender, Turn
from dialogs.registry import features
from dialogs.team import document, export
from storage.db import Database

AT: Final = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SETTINGS: Final = {
    "COMPANION_MODE": "local",
    "COMPANION_COUNCIL_NAME": "England",
    "COMPANION_FIRST_RESPONSE": "01632 960001",
    "COMPANION_EMERGENCY_DUTY": "01632 960002",
}
AREA: Final = "Help and Protection and Court"
AREAS_WORKERS: Final = 294  # with 17 children each: 5,000; in 42 teams
LEADERS: Final[tuple[Mapping[str, object], ...]] = tuple(
    {
        "key": key,
        "name": name,
        "match_name": name.casefold(),
        "object_id": f"00000000-0000-0000-0002-{number:012}",
        "roles": [role],
        "team": team,
        "service_area": AREA,
        "deputy_key": None,
    }
    for number, (key, name, role, team) in enumerate(
        [("head", "Head Example", "head_of_service", ""), ("manager", "Manager Example", "manager", "Team 3")]
    )
)
TURNS: Final = 60
WARM_UP: Final = 5
LIMITS: Final = {"manager_overview_p95_ms": 100.0, "head_overview_p95_ms": 100.0, "head_team_p95_ms": 150.0}


def area_of(worker: int) -> str:
    """The service area of a worker."""
    return AREA if worker < AREAS_WORKERS else ""


def measured(database: Database) -> dict[str, float]:
    """Milliseconds of turns; seconds and megabytes of the export."""
    runner = TurnRunner(database, features(), build_knowledge(load_settings(SETTINGS, None)))
    found: dict[str, float] = {}
    for name, leader, asked in (
        ("manager_overview", 1, ("my team",)),
        ("head_overview", 0, ("my team", "my team page 2")),
        ("head_team", 0, ("Team 3", "Team 30")),
    ):
        took, cpu = [], 0.0
        for number in range(TURNS + WARM_UP):
            turn = _turn(leader, asked[number % len(asked)], f"{name} {number}")
            cpu = time.process_time() if number == WARM_UP else cpu
            began = time.perf_counter()
            reply = runner.run_now(turn).reply
            took.append((time.perf_counter() - began) * 1000)
            if reply is None or "Data as of" not in reply.text:
                raise SystemExit(f"{turn.text} is no overview: {reply}")
        counted = sorted(took[WARM_UP:])
        found[f"{name}_cpu_ms"] = (time.process_time() - cpu) * 1000 / TURNS
        found |= {f"{name}_p50_ms": counted[len(counted) // 2], f"{name}_p95_ms": counted[int(len(counted) * 0.95)]}
    return _told({**found, **_export(database)})


def _turn(leader: int, text: str, number: str) -> Turn:
    row = LEADERS[leader]
    sender = Sender(str(row["object_id"]), str(row["name"]))
    chat = Conversation(f"chat-{row['key']}", Scope.PERSONAL, "tenant", "https://smba.trafficmanager.net/uk/")
    return Turn(Kind.MESSAGE, number, chat, sender, AT, text=text)


def _export(database: Database) -> dict[str, float]:
    """Of everything that a Head of Service leads."""
    knowledge = build_knowledge(load_settings(SETTINGS, None))
    with database.reading() as store:
        [head] = store.people.named("Head Example")
    began = time.perf_counter()
    with database.transaction() as store:
        values = export.gather({}, store, knowledge, head, AT)
    assert values is not None
    gathered = time.perf_counter()
    data = document.write(values)
    written = time.perf_counter()
    tracemalloc.start()
    document.write(values)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "export_rows": len(values.rows),
        "export_gather_s": gathered - began,
        "export_write_s": written - gathered,
        "export_kb": len(data) / 1000,
        "export_write_peak_mb": peak / 1e6,
    }


def _told(found: Mapping[str, float]) -> dict[str, float]:
    for name, value in found.items():
        print(f"  {name:<26}{value:>10.1f}")
    return {name: round(value, 2) for name, value in found.items()}
