"""What it costs to count a return's figures for an area of 4,000 children, and how long writers have to wait meanwhile.

`python -m benchmarks.counting [profile]`"""

import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot import demo
from bot.demo import add_demo_people
from bot.knowledge import build_knowledge
from bot.settings import load_settings
from standards_kb.history import as_of
from storage import schema
from storage.db import Database
from storage.demo.council import make_council
from storage.demo.write import STYLES, write_annex_a, write_documented
from storage.imports.importer import FROM_THE_START, How, import_file
from storage.return_figures import count
from storage.returns import Session

CHILDREN, SEED = 4_000, 3
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AREA = sys.argv[2] if len(sys.argv) > 2 else "help_and_protection_and_court"


def main() -> int:
    """Print what it takes."""
    known = build_knowledge(load_settings({"COMPANION_MODE": "local"}, None))
    with made() as database:
        with database.transaction() as store:
            session = Session(AREA, AT.date(), AT.date(), demo._HEAD, "Lead", AT)
            number = store.returns.add(session, [demo._HEAD], [], [])
        session = replace(session, id=number)

        def counted() -> int:
            with database.reading() as store:
                return len(count(store, session, known.returns[AREA], as_of(AT), known.timescales, known.calendar))

        counted()
        if sys.argv[1:] == ["profile"]:
            profile(counted)
            return 0
        wall, cpu = [], []
        for _ in range(9):
            began, used = time.perf_counter(), time.process_time()
            figures = counted()
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
    found = {
        "children": CHILDREN,
        "figures": figures,
        "wall_ms": round(min(wall) * 1000),
        "cpu_ms": round(min(cpu) * 1000),
    }
    print(json.dumps({"name": "counting", "figures": found, "targets": {}, "ok": True}))
    return 0


@contextmanager
def made() -> Iterator[Database]:
    """A made-up council of one area."""
    with tempfile.TemporaryDirectory() as folder, closing(Database(f"sqlite:///{Path(folder) / 'x.db'}")) as database:
        schema.upgrade(database)
        with database.transaction() as store:
            add_demo_people(store)
        council = make_council(CHILDREN, SEED, AT.date(), demo.DEMO_PEOPLE)
        how = How(AT, "bench", apply=True, confirmed=True, as_of=AT.date())
        workbook = Path(folder) / "annex-a.xlsx"
        write_annex_a(council, workbook, STYLES["official"])
        staff, *others = write_documented(council, Path(folder))
        for file in (staff, workbook, *others):
            import_file(database, file, how, lambda _words, _share: None)
        with database.transaction() as store:
            for stream in store.streams.all():
                store.streams.save(replace(stream, on_from=FROM_THE_START, switched_by="bench"))
        yield database


def profile(work: Callable[[], object]) -> None:
    """Where the time goes."""
    with cProfile.Profile() as seen:
        work()
    pstats.Stats(seen).sort_stats("cumulative").print_stats(35)


if __name__ == "__main__":
    sys.exit(main())
