"""The preparation pack as a Word document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dialogs.core.word_document import WordDocument

NAME: Final = "audit-preparation.docx"


@dataclass(frozen=True, slots=True)
class Section:
    """An area with what was noted: pairs of a label and a text."""

    title: str
    prompts: tuple[str, ...]
    noted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything in it, in words; `labels`: headings, by the name of their sentence."""

    title: str
    about: tuple[str, ...]
    readiness: tuple[tuple[str, str], ...]
    in_short: tuple[str, ...]
    chronology: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    good: str
    questions: tuple[str, ...]
    to_do: tuple[str, ...]
    labels: Mapping[str, str]


def write(found: Pack) -> bytes:
    """The file; the same values give the same bytes."""
    # Imported here: in the worker process alone, as python-docx takes long to load.
    from dialogs.core.word_document import WordDocument

    said, made = found.labels, WordDocument(found.title)
    for line in found.about:
        made.paragraph(line)
    made.heading(said["pack_readiness"])
    made.table((said["pack_area"], said["pack_state"]), found.readiness, (10, 5.2))
    made.heading(said["pack_good"])
    made.paragraph(found.good or said["pack_nothing"])
    _listed(made, said["pack_questions"], found.questions or (said["pack_none"],))
    _listed(made, said["pack_to_do"], found.to_do or (said["pack_none"],))
    _reflections(made, found)
    made.heading(said["pack_chronology"])
    _listed(made, said["pack_in_short"], found.in_short, 2)
    if found.chronology:
        header = (said["pack_day"], said["pack_what"], said["pack_details"])
        made.table(header, found.chronology, (5, 4, 6.2))
    return made.bytes()


def _listed(made: "WordDocument", title: str, lines: Sequence[str], level: int = 1) -> None:
    made.heading(title, level)
    for line in lines:
        made.bullet(line)


def _reflections(made: "WordDocument", found: Pack) -> None:
    made.heading(found.labels["pack_reflections"])
    if not found.sections:
        made.paragraph(found.labels["pack_nothing"])
    for section in found.sections:
        made.heading(section.title, 2)
        if section.prompts:
            _listed_prompts(made, found.labels["pack_prompts"], section.prompts)
        for label, text in section.noted:
            made.paragraph(label, bold=True)
            made.paragraph(text)


def _listed_prompts(made: "WordDocument", title: str, prompts: Sequence[str]) -> None:
    made.paragraph(title)
    for prompt in prompts:
        made.bullet(f"“{prompt}”")
