"""What came of a file, for whoever imports it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from storage.imports.plans import Unmatched
from storage.imports.problems import Problem

DRY_RUN: Final = "dry_run"  # besides the outcomes of storage.import_runs


@dataclass(frozen=True, slots=True)
class Report:
    """`rows`: sheet → rows read; `no_data`: the streams of open situations that nothing supplies."""

    file: str
    kind: str
    sha256: str
    as_of: date
    outcome: str
    why: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    problem_counts: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    unmatched: Sequence[Unmatched] = ()
    no_data: Sequence[str] = ()
    other_sheets: Sequence[str] = ()
    is_first: bool = False
