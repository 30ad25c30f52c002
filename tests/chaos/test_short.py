"""A short fault run on each database; `make chaos` is the whole one."""

from pathlib import Path

from tests.chaos.run import Counts, FaultRun
from tests.chaos.town import Town
from tests.storage.postgres import Postgres

TOWN = Town(readers=40, messages=120)


def check(counts: Counts, kills: int) -> None:
    assert counts.kills == kills
    assert counts.lost == 0
    assert counts.after_pause == 0
    assert counts.duplicates <= counts.in_flight + counts.reset
    assert sum(counts.states.values()) == counts.planned == TOWN.messages
    assert counts.states["pending"] == counts.states["posting"] == 0
    assert counts.states["sent"] > 60
    assert counts.states["cancelled"] > 0
    assert counts.states["unreachable"] > 0
    assert counts.states["dead"] > 0


def test_killed_on_sqlite_nothing_is_lost(tmp_path: Path) -> None:
    check(FaultRun(f"sqlite:///{tmp_path}/chaos.db", TOWN, ["only"], seed=1).run(kills=4), 4)


def test_three_replicas_on_postgresql_one_paused_and_one_gone_for_good_lose_nothing(postgres: Postgres) -> None:
    url = postgres.create()
    check(FaultRun(url, TOWN, ["a", "b", "c"], seed=2).run(kills=3, pause=True), 4)
    postgres.drop(url)
