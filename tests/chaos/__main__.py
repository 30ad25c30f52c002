"""`make chaos`: the whole fault run, on both databases."""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.chaos.run import Counts, FaultRun
from tests.chaos.town import Town
from tests.storage.postgres import running_postgres

KILLS = 52
TOWN = Town(readers=400, messages=3000)
_ROWS = ("planned", "kills", "lost", "duplicates", "in_flight", "reset", "after_pause")


def main() -> int:
    """Run both, print the table and a line of JSON; 0 if nothing is lost."""
    with tempfile.TemporaryDirectory() as folder:
        on_sqlite = FaultRun(f"sqlite:///{Path(folder) / 'chaos.db'}", TOWN, ["only"], seed=1).run(KILLS)
    with running_postgres() as server:
        run = FaultRun(server.create(), TOWN, ["a", "b", "c"], seed=2)
        on_postgres = run.run(KILLS, pause=True, restart=server.restart)
    runs = {"SQLite, one sender": on_sqlite, "PostgreSQL, three replicas": on_postgres}
    _print(runs)
    good = all(counts.is_good for counts in runs.values())
    print(json.dumps({"name": "chaos", "figures": {name: asdict(c) for name, c in runs.items()}, "ok": good}))
    return 0 if good else 1


def _print(runs: dict[str, Counts]) -> None:
    print(f"{'':24}" + "".join(f"{name:>28}" for name in runs))
    for row in _ROWS:
        print(f"{row.replace('_', ' '):24}" + "".join(f"{getattr(counts, row):>28}" for counts in runs.values()))
    for state in next(iter(runs.values())).states:
        print(f"{state:24}" + "".join(f"{counts.states[state]:>28}" for counts in runs.values()))
    print(f"{'seconds':24}" + "".join(f"{counts.seconds:>28.0f}" for counts in runs.values()))


if __name__ == "__main__":
    sys.exit(main())
