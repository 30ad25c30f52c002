"""The time and memory that the largest council's export takes: a first import, and the same again.

    python -m benchmarks.imports [--children N]

Each import runs in a process of its own, on SQLite and on PostgreSQL. The council is made up; the files are as the
official template has them."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, sleep

CHILDREN, SEED, AS_OF = 11_700, 1, date(2026, 9, 1)
TARGETS = {"first_s": 20.0, "again_s": 8.0, "mib": 400.0}
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall clock from the command's start to its end, and the most that it and its reader took at once."""

    seconds: float
    mib: float
    counts: dict[str, int]


def one(url: str, path: str) -> None:
    """In a process of its own: import a file, print what came of it."""
    from storage.db import Database
    from storage.imports.importer import How, import_file

    how = How(datetime(2026, 9, 1, 9, tzinfo=UTC), "benchmark", apply=True, as_of=AS_OF)
    report = import_file(Database(url), Path(path), how, lambda _words, _share: None)
    print(json.dumps({"outcome": report.outcome, "counts": dict(report.counts)}))


def measure(url: str, path: Path) -> Measured:
    """One import of a file. RuntimeError if it isn't applied."""
    begun = perf_counter()
    command = [sys.executable, "-m", "benchmarks.imports", "--one", url, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, _watched(process.pid) as most:
        said, _ = process.communicate()
    seconds = perf_counter() - begun
    report = json.loads(said)
    if report["outcome"] != "applied":
        raise RuntimeError(f"{path.name} was {report['outcome']}")
    return Measured(seconds, max(most) / 2**20, report["counts"])


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The bytes in memory of a process and its children together, looked at again and again."""
    seen, stop = [0], threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.append(sum(map(_resident, [pid, *_children(pid)])))
            sleep(_POLL)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def run(children: int) -> dict[str, dict[str, Measured]]:
    """Every import, on both databases."""
    from storage import schema
    from storage.db import Database
    from storage.demo.council import make_council
    from storage.demo.write import STYLES, write_annex_a, write_documented
    from tests.storage.postgres import running_postgres

    found: dict[str, dict[str, Measured]] = {}
    with tempfile.TemporaryDirectory() as name, running_postgres() as server:
        folder = Path(name)
        council = make_council(children, SEED, AS_OF)
        workbook = folder / "annex-a.xlsx"
        write_annex_a(council, workbook, STYLES["official"])
        staff, situations, visits, _ = write_documented(council, folder)
        for database, url in (("SQLite", f"sqlite:///{folder}/companion.db"), ("PostgreSQL", server.create())):
            schema.upgrade(Database(url))
            found[database] = {}
            for what, path in (
                ("staff", staff), ("first", workbook), ("again", workbook), ("situations", situations),
                ("visits", visits),
            ):  # fmt: skip
                print(f"{database}: {what} …", file=sys.stderr, flush=True)
                found[database][what] = measure(url, path)
    return found


def main() -> int:
    """Measure, print, and say whether it is good enough to ship."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=CHILDREN)
    parser.add_argument("--one", nargs=2, metavar=("URL", "FILE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(*arguments.one)
        return 0
    found = run(arguments.children)
    print(f"\n{arguments.children:,} children\n{'':<26}{'seconds':>9}{'MiB':>7}")
    for database, imports in found.items():
        for what, measured in imports.items():
            print(f"{database + ': ' + what:<26}{measured.seconds:>9.1f}{measured.mib:>7.0f}")
    ok = all(
        its["first"].seconds <= TARGETS["first_s"]
        and its["again"].seconds <= TARGETS["again_s"]
        and all(measured.mib <= TARGETS["mib"] for measured in its.values())
        for its in found.values()
    )
    figures = {database: {what: asdict(m) for what, m in its.items()} for database, its in found.items()}
    print(json.dumps({"name": "import", "figures": figures, "targets": TARGETS, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
