"""A quote of the framework and what belongs beside it: who is responsible, where it stands, how it is read."""

from collections.abc import Sequence

from dialogs.core.words import words_of
from standards_kb.types import Framework, Note, Passage


def in_quotes(passages: Sequence[Passage]) -> str:
    """The passages of one row with quotation marks round what stands together in the framework."""
    first = passages[0]
    if first.is_row:
        return f"“{first.text}”"
    if not first.lead:
        return "\n".join(f"“{p.text}”" for p in passages)
    return first.lead + "".join(f"\n- “{p.text}”" for p in passages)


def responsible(passage: Passage) -> str:
    """Who is responsible, or that the framework names nobody."""
    words = words_of("core")
    return (
        words("responsible", roles=", ".join(passage.responsible))
        if passage.responsible
        else words("responsible_nobody")
    )


def stands_in(passage: Passage, framework: Framework) -> str:
    """Where a quote stands: section, framework, edition."""
    return words_of("core")("stands_in", section=passage.section, title=framework.title, edition=framework.edition)


def notes(passages: Sequence[Passage], framework: Framework) -> list[str]:
    """The notes on the wording of quotes and of the row they stand in, each once, as sentences."""
    return [_note(note) for note in noted(passages, framework)]


def noted(passages: Sequence[Passage], framework: Framework) -> list[Note]:
    """The same notes as they are kept."""
    row = framework.row_of(passages[0].id)
    below = [framework.passages[p] for p in row.parts] if passages[0].is_row else []
    return list(dict.fromkeys(note for passage in (*passages, row, *below) for note in passage.notes))


def _note(note: Note) -> str:
    words = words_of("core")
    return words("elsewhere", text=note.text, source=note.source) if note.source else words("reading", text=note.text)
