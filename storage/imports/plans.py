"""What a file would change, worked out before anything is written."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.imports.problems import Problems
from storage.imports.read import Table
from storage.names import match_name
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A worker's name that is nobody's, why, and how many children or events it is written at."""

    name: str
    why: str
    times: int


@dataclass(slots=True)
class Plan:
    """`write` does it, in the transaction in which it was worked out. `held`: why an administrator has to confirm."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    children: set[str] = field(default_factory=set)  # those whose data changes
    kinds: set[str] = field(default_factory=set)  # of new situations
    supplies: frozenset[tuple[str, str]] = frozenset()  # situation and stream
    always: bool = False  # whether these streams are complete from the start, and so relied on without being asked
    held: str = ""
    write: list[Callable[[Store], None]] = field(default_factory=list)

    def note_unmatched(self, names: Mapping[tuple[str, str], int]) -> None:
        """Tell of each (name, why) and how often it is written; the spellings of a name are one, as most write it."""
        spellings: dict[tuple[str, str], Counter[str]] = {}
        for (name, why), times in names.items():
            spellings.setdefault((match_name(name), why), Counter())[name] += times
        told = [Unmatched(_most_written(found), why, found.total()) for (_, why), found in spellings.items()]
        self.unmatched = sorted(told, key=lambda one: (one.name, one.why))

    def note(self, count: int, words: str) -> None:
        """Tell how often something was so, unless it never was."""
        if count:
            self.notes.append(f"{count:,} {words}")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its tables, the day it is as of, when it is imported and by whom."""

    tables: Sequence[Table]
    today: date
    now: datetime
    by: str
    problems: Problems
    forgotten: Callable[[frozenset[str]], frozenset[str]]  # of these children, those that are to stay forgotten


def _most_written(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))
