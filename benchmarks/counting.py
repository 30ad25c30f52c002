"""What it costs to count a return's figures for an area of 4,000 children, and for how long that holds the write lock.

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
from functools import partial
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
from storage.returns import Computed, Session

CHILDREN, SEED = 4_000, 3
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AREAS = ("help_and_protection_and_court", "care_and_disabilities")
LOCKED_MS = 50.0  # that everybody else's turn may wait for it


def main() -> int:
    """Print a line of JSON; 0 if the limits are kept."""
    known = build_knowledge(load_settings({"COMPANION_MODE": "local"}, None))
    figures: dict[str, float] = {"children": CHILDREN}
    with made() as database:
        for area in AREAS:
            session = _session(database, area)

            def counted(of: Session = session) -> list[Computed]:
                with database.reading() as store:
                    template = known.returns[of.area]
                    return count(store, of, template, as_of(AT), known.timescales, known.calendar)

            found = counted()
            if sys.argv[1:] == ["profile"]:
                profile(counted)
                continue
            figures |= {f"{area}_figures": len(found)}
            figures |= {
                f"{area}_cpu_ms": _least(counted),
                f"{area}_locked_ms": _least(partial(_keep, database, session, found)),
            }
    ok = all(figures.get(f"{area}_locked_ms", 0) <= LOCKED_MS for area in AREAS)
    targets = {f"{area}_locked_ms": LOCKED_MS for area in AREAS}
    print(json.dumps({"name": "counting", "figures": figures, "targets": targets, "ok": ok}))
    return 0 if ok else 1


def _session(database: Database, area: str) -> Session:
    with database.transaction() as store:
        session = Session(area, AT.date(), AT.date(), demo._HEAD, "Lead", AT)
        return replace(session, id=store.returns.add(session, [demo._HEAD], [], []))


def _keep(database: Database, session: Session, found: list[Computed]) -> None:
    """What the tick does while it holds the lock."""
    with database.transaction() as store:
        store.returns.count_now(session.id, AT.date())
        store.returns.set_computed(session.id, found, [])


def _least(work: Callable[[], object]) -> float:
    """Milliseconds of processor: of nine times the least, as other work on the machine only adds to it."""
    taken = []
    for _ in range(9):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return round(min(taken) * 1000, 1)


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
