"""Empty files with the documented columns, an example row each and what every column means."""

from pathlib import Path

from storage.imports.known import situations, streams
from storage.imports.layouts import SITUATIONS, VISITS, columns_of, documented
from storage.imports.sheets import Sheet, write_workbook


def write_template(kind: str, path: Path) -> None:
    """Write it as .xlsx: a sheet to fill in, and one that explains it."""
    columns = columns_of(kind)
    title = getattr(documented(), kind).title
    table = Sheet(title, [[c.heading for c in columns.values()], [c.example or None for c in columns.values()]], 1)
    rows = [[c.heading, "yes" if c.needed else "", c.meaning, c.example] for c in columns.values()]
    explained = Sheet("Columns", [["Column", "Needed", "What it is", "Example"], *rows, *_names(kind)], 1)
    write_workbook(path, [table, explained], f"Practice Companion: {title}")


def _names(kind: str) -> list[list[str]]:
    """What may be written where only certain names are known."""
    if kind == SITUATIONS:
        return [[], ["Situations"], *([name] for name in situations())]
    if kind == VISITS:
        return [[], ["Streams"], *([name] for name in sorted(streams()))]
    return [[], ["Roles"], *([name] for name in documented().roles)] if kind == "staff" else []
