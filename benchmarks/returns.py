"""How long a card's submit takes while nine areas' twelve contributors each answer at once, on both databases.

`python -m benchmarks.returns`"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.knowledge import build_knowledge
from bot.settings import load_settings
from storage import schema
from storage.db import Database
from tests.dialogs.check_and_challenge.everybody import all_at_once, fill, lost
from tests.storage.postgres import running_postgres

LIMIT_MS = 2_000.0  # with 108 people in front of two cores; Teams gives up after 15 seconds
SETTINGS = {
    "COMPANION_MODE": "local",
    "COMPANION_COUNCIL_NAME": "Example Council",
    "COMPANION_FIRST_RESPONSE": "01632 960001",
    "COMPANION_EMERGENCY_DUTY": "01632 960002",
}


def main() -> int:
    """Print a table and a line of JSON; 0 if nothing was lost and the limit is kept."""
    known = build_knowledge(load_settings(SETTINGS, None))
    figures: dict[str, float] = {}
    for name, opened in (("sqlite", _sqlite), ("postgresql", _postgres)):
        with opened() as url, closing(Database(url)) as database:
            schema.upgrade(database)
            everybody = fill(database, known)
            began, cpu = time.monotonic(), time.process_time()
            run = all_at_once(database, known, everybody)
            seconds, cpu = time.monotonic() - began, time.process_time() - cpu
            took = sorted(run.took)
            figures |= {
                f"{name}_people": len(everybody),
                f"{name}_submits": len(took),
                f"{name}_overtaken": run.overtaken,
                f"{name}_lost": len(lost(database, known, everybody)),
                f"{name}_p50_ms": round(took[len(took) // 2], 1),
                f"{name}_p95_ms": round(took[int(len(took) * 0.95)], 1),
                f"{name}_worst_ms": round(took[-1], 1),
                f"{name}_submits_per_second": round(len(took) / seconds, 1),
                f"{name}_cpu_ms_per_submit": round(cpu * 1000 / len(took), 1),
            }
    for what, figure in figures.items():
        print(f"{what:<40}{figure:>10,}")
    names = ("sqlite", "postgresql")
    ok = all(not figures[f"{name}_lost"] and figures[f"{name}_p95_ms"] <= LIMIT_MS for name in names)
    targets = {f"{name}_lost": 0.0 for name in names} | {f"{name}_p95_ms": LIMIT_MS for name in names}
    print(json.dumps({"name": "returns", "figures": figures, "targets": targets, "ok": ok}))
    return 0 if ok else 1


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'returns.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    with running_postgres() as server:
        yield server.create()


if __name__ == "__main__":
    sys.exit(main())
