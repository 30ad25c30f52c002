"""Files that people drop into their personal chat: which are taken, from whom, and as what act of theirs."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

from dialogs.core.turn import Json, Turn
from storage.access import as_person
from storage.db import Database
from storage.imports.read import CannotRead
from storage.imports.return_file import read_figures

ACTION: Final = "check_and_challenge.dropped"
MOST_BYTES: Final = 2 * 2**20
_ENDS: Final = ".xlsx"


def is_taken(name: str) -> bool:
    """Whether a file is one that is read, by its name."""
    return name.casefold().endswith(_ENDS)


def is_wanted_from(turn: Turn, database: Database) -> bool:
    """Whether somebody works here and fills in a return that is open: asked before their file is fetched."""
    with database.reading() as store:
        return as_person(store, turn.sender.object_id, turn.at).returns.fills_in_some()


def read(content: bytes) -> dict[str, Json]:
    """A return's workbook as the data of an act; or why it is refused. It is read in a process of its own, as every
    file that comes from outside, and kept nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dropped{_ENDS}"
        path.write_bytes(content)
        try:
            number, rows = read_figures(path)
        except (CannotRead, OSError) as error:
            return {"refused": str(error)}
    return {"return": number, "rows": [asdict(row) for row in rows]}
