"""The framework's own terms as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A remark shown beside a quote: how its wording is read, or (with `source`) what national law or guidance says."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One addressable piece of the framework, verbatim: a row of it, or one bullet or paragraph of a row.

    `row` is the id of the whole row (its own id for a row); `lead` is the row's opening words and not part of `text`
    for a bullet; `order` counts in page order; `responsible` is empty where the framework names nobody."""

    id: str
    row: str
    title: str
    section: str
    text: str
    lead: str
    responsible: tuple[str, ...]
    order: int
    parts: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether this is a whole row."""
        return self.id == self.row


@dataclass(frozen=True, slots=True)
class NationalRule:
    """A rule of national law or guidance that the framework doesn't give; always labelled *not this framework*."""

    id: str
    title: str
    text: str
    source: str
    source_url: str
    dated: str
    as_of: str
    also_read_at: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form of the field: the words it usually stands for, what the framework calls it, and the words that a
    question is read with instead ("" for itself); `only_capitals`: alone in other letters it is an English word."""

    short: str
    words: tuple[str, ...]
    named: tuple[str, ...]
    read_as: str = ""
    only_capitals: bool = False


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A question as people type it, the labels it is filed under (best first), and the file and line it stands in."""

    text: str
    labels: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Framework:
    """One edition, whole: passages by id in page order, abbreviations in lower case, and what it was read from."""

    edition: str
    title: str
    council: str
    source_sha256: str
    passages: Mapping[str, Passage]
    national_rules: Mapping[str, NationalRule]
    abbreviations: Mapping[str, Abbreviation]

    def row_of(self, passage_id: str) -> Passage:
        """The whole row that a passage belongs to."""
        return self.passages[self.passages[passage_id].row]
