"""The completed audit tool as a Word document, for the child's file."""

from collections.abc import Sequence
from dataclasses import dataclass

_FIELD, _JUDGEMENT, _TEXT = 7.0, 2.6, 7.4  # centimetres
_ACTIONS = (5.8, 3.2, 2.8, 5.2)
_ABOUT = (4.5, 12.5)


@dataclass(frozen=True, slots=True)
class Completed:
    """All in words. `fields`: the tool's rows as (field with its prompts, judgement, evidence and impact); `texts`:
    what stands below them, as (title, text)."""

    title: str
    state: str
    about: Sequence[tuple[str, str]]
    about_header: Sequence[str]
    tool: str
    fields_header: Sequence[str]
    fields: Sequence[Sequence[str]]
    texts: Sequence[tuple[str, str]]
    actions: str
    actions_header: Sequence[str]
    actions_rows: Sequence[Sequence[str]]
    actions_none: str
    sources: Sequence[str]


def write(found: Completed) -> bytes:
    """The file, .docx."""
    # Imported here: only the process that writes documents needs it.
    from dialogs.core.word_document import WordDocument

    made = WordDocument(found.title)
    made.paragraph(found.state, bold=True)
    made.table(found.about_header, found.about, _ABOUT)
    made.heading(found.tool)
    made.table(found.fields_header, found.fields, (_FIELD, _JUDGEMENT, _TEXT), leads=True)
    for title, text in found.texts:
        made.heading(title)
        made.paragraph(text)
    made.heading(found.actions)
    if found.actions_rows:
        made.table(found.actions_header, found.actions_rows, _ACTIONS)
    else:
        made.paragraph(found.actions_none)
    for source in found.sources:
        made.paragraph(source)
    return made.bytes()
