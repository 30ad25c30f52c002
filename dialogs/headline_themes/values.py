"""What a report holds, as it is handed to the process that writes it: words and numbers that may be told."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` in centimetres."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of what stands in a table beside it: for each label a part for each name; None: it may not be told, and
    its length says nothing. `alt` says it all in words."""

    names: Sequence[str]
    labels: Sequence[str]
    parts: Sequence[Sequence[int | None]]
    hidden: str
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, in this order."""

    heading: str
    lines: Sequence[str] = ()
    bullets: Sequence[str] = ()
    bars: Bars | None = None
    table: Table | None = None
    small: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`brief`: what the card says, too; `worries`, `strengths`: the headline themes as the counts tell them."""

    title: str
    about: Sequence[str]
    brief: Sequence[str]
    worries: Sequence[str]
    strengths: Sequence[str]
    sections: Sequence[Section]
