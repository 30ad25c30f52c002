"""What a pack holds, as it is handed to the process that writes it: words and numbers, nothing to be looked up."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator over the sessions, `named` with its unit where bare numbers stand: `cells` as they are read,
    `numbers` as they are drawn (None: none is shown)."""

    title: str
    named: str
    target: str
    cells: Sequence[str]
    stands: str
    numbers: Sequence[float | None]
    is_percent: bool
    target_number: float | None
    alt: str
    latest: str
    comment: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading; `bullets` say the lines of a list."""

    heading: str
    paragraphs: Sequence[str] = ()
    bullets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """`front`: the first page, as (what, how); `sessions`: the columns' days. `actions`: a table of heading, rows."""

    title: str
    front: Sequence[tuple[str, str]]
    alerts: Sequence[str]
    brief: Sequence[str]
    questions: Sequence[tuple[str, str]]
    sessions: Sequence[str]
    rows: Sequence[Row]
    texts: Sequence[Part]
    actions: Sequence[tuple[str, Sequence[Sequence[str]]]]
    noticed: Sequence[str]
    labels: dict[str, str]
