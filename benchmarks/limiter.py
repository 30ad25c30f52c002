"""How evenly messages go at a rate, and that no second sees more than Teams takes; alone and with two replicas.

`python -m benchmarks.limiter [SECONDS]`"""

import json
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.sending import FakeTeams, fake_teams, messages, people, plan, sender
from storage import schema
from storage.db import Database
from tests.storage.postgres import running_postgres

SECONDS = 60
WARMING_UP = 3
TEAMS_TAKES = 50
OFF_BY = 0.02


def main() -> int:
    """Print a table and a line of JSON; 0 if every mean is near its rate, and no second above what Teams takes."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    figures: dict[str, float] = {}
    ok = True
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(running_postgres())
        teams = stack.enter_context(fake_teams())
        for rate in (20, 40):
            for name, url, replicas in (
                ("sqlite_one", f"sqlite:///{Path(folder) / f'{rate}.db'}", 1),
                ("postgresql_two", server.create(), 2),
            ):
                came = _run(url, teams, rate, replicas, seconds)
                mean, worst = len(came) / seconds, _worst_second(came)
                figures |= {f"{name}_at_{rate}_mean": round(mean, 2), f"{name}_at_{rate}_worst_second": worst}
                ok = ok and abs(mean / rate - 1) <= OFF_BY and worst <= TEAMS_TAKES
                print(f"{name:<16} at {rate}/s: mean {mean:.2f}, worst second {worst}", flush=True)
    targets = {"off_by_at_most": OFF_BY, "worst_second_at_most": TEAMS_TAKES}
    print(json.dumps({"name": "limiter", "figures": figures, "targets": targets, "ok": ok}))
    return 0 if ok else 1


def _run(url: str, teams: FakeTeams, rate: int, replicas: int, seconds: int) -> list[float]:
    """When messages came within so many seconds, after a start that isn't counted."""
    number = int(rate * (seconds + WARMING_UP) * 1.2) + 50
    with closing(Database(url)) as database, ExitStack() as stack:
        schema.upgrade(database)
        people(database, number, teams.url)
        plan(database, messages(number))
        for replica in range(replicas):
            stack.enter_context(sender(url, f"replica-{replica}", rate))
        time.sleep(WARMING_UP)
        teams.arrivals()
        begun = time.monotonic()
        time.sleep(seconds)
        return [at for at in teams.arrivals() if at < begun + seconds]


def _worst_second(came: list[float]) -> int:
    """The most that came within any one second."""
    most = first = 0
    for last, at in enumerate(came):
        while at - came[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    sys.exit(main())
