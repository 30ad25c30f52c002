"""How fast messages are planned and sent: on both databases, beside bare posts and another engine, in the same run.

`python -m benchmarks.sender [MESSAGES]`"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg

from benchmarks import sending_engine
from benchmarks.sending import FakeTeams, fake_teams, killed_sender, messages, people, plan, sender
from benchmarks.sending_engine import arrived
from bot.sender import AT_ONCE
from bot.teams.http import pooled_session
from storage import schema
from storage.db import Database
from tests.storage.postgres import Postgres, running_postgres

MESSAGES = 3000
IDLE_SECONDS = 20
PLANNED = 20_000
GOALS = {"sqlite_sent_per_second": 200, "postgresql_sent_per_second": 200}
LEAST = {
    "sqlite_planned_per_second": 10_000,
    "postgresql_planned_per_second": 10_000,
    "sqlite_sent_per_second": 100,
    "postgresql_sent_per_second": 100,
}


def main() -> int:
    """Print a table and a line of JSON; 0 if what is to ship is reached."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    figures: dict[str, float] = {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(running_postgres())
        teams = stack.enter_context(fake_teams())
        for name, make in (
            ("sqlite", lambda: f"sqlite:///{Path(folder) / f'{time.monotonic_ns()}.db'}"),
            ("postgresql", server.create),
        ):
            figures |= {f"{name}_{what}": figure for what, figure in _ours(make, teams, number).items()}
            bare = asyncio.run(_bare_posts(teams.url, number))
            figures |= {f"{name}_bare_posts_per_second": bare}
            figures[f"{name}_ratio_to_bare_posts"] = round(figures[f"{name}_sent_per_second"] / bare, 2)
            figures |= {f"{name}_{what}": figure for what, figure in _idle(make()).items()}
        figures |= {f"postgresql_{what}": figure for what, figure in _killed(server, teams, number).items()}
        figures |= {f"procrastinate_{what}": figure for what, figure in _theirs(server, teams, number).items()}
    for name, figure in figures.items():
        print(f"{name:<48}{figure:>12,}")
    ok = all(figures[name] >= least for name, least in LEAST.items())
    print(json.dumps({"name": "sender", "figures": figures, "targets": GOALS, "least": LEAST, "ok": ok}))
    return 0 if ok else 1


def _ours(make: Callable[[], str], teams: FakeTeams, number: int) -> dict[str, float]:
    with closing(Database(make())) as database:
        schema.upgrade(database)
        people(database, PLANNED, teams.url)
        planned = plan(database, messages(PLANNED))
    url = make()
    with closing(Database(url)) as database:
        schema.upgrade(database)
        people(database, number, teams.url)
        plan(database, messages(number))
        teams.arrivals()  # bare posts came there, too
        with sender(url, "one", None) as pipe:
            came = arrived(teams, number)
            time.sleep(1)  # the last outcomes are written
        with database.reading() as store:
            counts = store.outbox.counts()
        if counts["sent"] != number:
            raise RuntimeError(f"not all were sent: {counts}")
    return {
        "planned_per_second": round(planned),
        "sent_per_second": round(_per_second(came)),
        "cpu_ms_a_message": round(pipe.recv() / number * 1000, 2),
    }


def _idle(url: str) -> dict[str, float]:
    """What it costs to have nothing to send."""
    with closing(Database(url)) as database:
        schema.upgrade(database)
    with sender(url, "idle", 20) as pipe:
        time.sleep(2)
        before = _transactions(url)
        time.sleep(IDLE_SECONDS)
        after = _transactions(url)
    found = {"idle_cpu_seconds_an_hour": round(pipe.recv() * 3600 / (IDLE_SECONDS + 2), 1)}
    return found | ({"idle_transactions_a_minute": round((after - before) * 60 / IDLE_SECONDS)} if after else {})


def _transactions(url: str) -> int:
    """How many a PostgreSQL database has counted; asking is none of them, as it is asked elsewhere."""
    if not url.startswith("postgresql"):
        return 0
    base, _, name = url.rpartition("/")
    name = name.partition("?")[0]
    with psycopg.connect(url.replace(f"/{name}", "/postgres", 1), autocommit=True) as connection:
        asked = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = %s"
        row = connection.execute(asked, [name]).fetchone()
    assert base
    assert row is not None
    return int(row[0])


def _killed(server: Postgres, teams: FakeTeams, number: int) -> dict[str, float]:
    """A sender is killed halfway, and another goes on."""
    url = server.create()
    with closing(Database(url)) as database:
        schema.upgrade(database)
        people(database, number, teams.url)
        plan(database, messages(number))
        came: list[float] = []
        teams.arrivals()
        killed_sender(url, lambda: came.extend(arrived(teams, number // 2)))
        begun = time.perf_counter()
        with sender(url, "second", None):
            while True:
                with database.reading() as store:
                    counts = store.outbox.counts()
                if counts["sent"] == number or time.perf_counter() - begun > 180:
                    break
                time.sleep(0.5)
    total = len(came) + len(teams.arrivals())
    return {"killed_never_sent": number - counts["sent"], "killed_posts_more_than_messages": total - number}


def _theirs(server: Postgres, teams: FakeTeams, number: int) -> dict[str, float]:
    url = server.create()
    planned = asyncio.run(sending_engine.prepared(url, number, teams.url))
    teams.arrivals()
    with sending_engine.worker(url) as (_, pipe):
        came = arrived(teams, number)
        time.sleep(1)
    found = {
        "planned_per_second": round(planned),
        "sent_per_second": round(_per_second(came)),
        "cpu_ms_a_message": round(pipe.recv() / number * 1000, 2),
    }
    with sending_engine.worker(url) as (_, pipe):
        time.sleep(2)
        before = _transactions(url)
        time.sleep(IDLE_SECONDS)
        after = _transactions(url)
    found["idle_cpu_seconds_an_hour"] = round(pipe.recv() * 3600 / (IDLE_SECONDS + 2), 1)
    found["idle_transactions_a_minute"] = round((after - before) * 60 / IDLE_SECONDS)
    url = server.create()
    asyncio.run(sending_engine.prepared(url, number, teams.url))
    teams.arrivals()
    with sending_engine.worker(url) as (process, _):
        came = arrived(teams, number // 2)
        process.kill()
        process.join()
    with sending_engine.worker(url):
        while _jobs(url, "todo"):
            time.sleep(0.5)
        found["killed_left_behind"] = _jobs(url, "doing")
        asyncio.run(sending_engine.retry_stalled(url))
        while _jobs(url, "todo") or _jobs(url, "doing"):
            time.sleep(0.5)
    found["killed_posts_more_than_messages_once_retried"] = len(came) + len(teams.arrivals()) - number
    return found


def _jobs(url: str, status: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = %s", [status]).fetchone()
    assert row is not None
    return int(row[0])


async def _bare_posts(url: str, number: int) -> float:
    """The same posts and nothing else, as many at once; how many a second."""
    left = iter(range(number))

    async def post() -> None:
        for n in left:
            where = f"{url}/v3/conversations/chat-{n}/activities"
            async with session.post(where, json=sending_engine.BODY) as response:
                await response.read()

    async with pooled_session() as session:
        begun = time.perf_counter()
        await asyncio.gather(*(post() for _ in range(AT_ONCE)))
        return round(number / (time.perf_counter() - begun))


def _per_second(came: list[float]) -> float:
    return (len(came) - 1) / (max(came) - min(came))


if __name__ == "__main__":
    sys.exit(main())
