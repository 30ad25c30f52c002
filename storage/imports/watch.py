"""A folder into which other systems put their files: each is imported, then moved to where it says what came of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from standards_kb.working_days import LONDON
from storage.db import Database
from storage.import_runs import APPLIED, HELD
from storage.imports.importer import How, import_file
from storage.imports.layouts import ANNEX_A, SITUATIONS, STAFF, SUPERVISION, VISITS
from storage.imports.problems import Problems
from storage.imports.read import CannotRead, Progress, kind_of, sha256_of
from storage.imports.report import Report

DONE, WAITING, NOT_USED = "done", "held", "failed"  # the folders within
_ORDER: Final = (STAFF, ANNEX_A, SITUATIONS, VISITS, SUPERVISION)  # later ones stand on earlier ones
_UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", ".filepart")


class Watched:
    """The folder, and what was in it when it was last looked at."""

    def __init__(self, folder: Path, database: Database) -> None:
        self._folder, self._database = folder, database
        self._seen: dict[Path, tuple[int, int]] = {}

    def look(self, how: How, progress: Progress) -> Iterator[Report]:
        """Import what has come, and what was held and is confirmed. A file that still changes is left for later."""
        ready = [path for path in self._files() if self._is_whole(path)]
        for path in sorted(ready, key=_place):
            report = import_file(self._database, path, how, progress)
            self._move(path, report.outcome, how.now)
            yield report
        for path in self._held():
            report = import_file(self._database, path, how, progress)
            self._move(path, report.outcome, how.now)
            yield report

    def _files(self) -> list[Path]:
        found = [path for path in self._folder.iterdir() if path.is_file() and not path.is_symlink()]
        return sorted(p for p in found if not p.name.startswith((".", "~")) and p.suffix.lower() not in _UNFINISHED)

    def _is_whole(self, path: Path) -> bool:
        """Whether it is as it was at the last look: a file that is being copied grows."""
        state = path.stat()
        now = (state.st_size, state.st_mtime_ns)
        before, self._seen[path] = self._seen.get(path), now
        return before == now

    def _held(self) -> list[Path]:
        folder = self._folder / WAITING
        waiting = sorted(folder.iterdir()) if folder.is_dir() else []
        if not waiting:
            return []
        hashes = {path: sha256_of(path) for path in waiting if path.is_file()}
        with self._database.reading() as store:
            return [path for path, sha256 in hashes.items() if store.import_runs.is_confirmed(sha256)]

    def _move(self, path: Path, outcome: str, now: datetime) -> None:
        """With the moment in front of its name, so that the next night's file of the same name finds room."""
        folder = self._folder / {APPLIED: DONE, HELD: WAITING}.get(outcome, NOT_USED)
        folder.mkdir(mode=0o700, exist_ok=True)
        name = path.name if path.parent.name == WAITING else f"{now.astimezone(LONDON):%Y-%m-%d-%H%M%S}-{path.name}"
        path.replace(folder / name)
        self._seen.pop(path, None)


def _place(path: Path) -> tuple[int, str]:
    try:
        kind = kind_of(path, Problems())
    except CannotRead:
        kind = ""
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), path.name)
