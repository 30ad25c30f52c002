"""Learning for everybody is kept without names: whatever may tell who is meant is taken out."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from dialogs.core.masking import personal_in
from dialogs.core.personal import label
from storage.children import Child

LONGEST: Final = 500
TAKEN_OUT: Final = "[name]"


def unnamed(text: str, names: Iterable[str], child: Child | None, vocabulary: Collection[str]) -> str:
    """The text without what is known to name somebody in it, and what looks like a name, an address or a number."""
    said = " ".join(text.split())[:LONGEST]
    called = [label(child), child.id] if child else []
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 2}
    for piece in (*called, *sorted(parts, key=lambda piece: (-len(piece), piece))):
        said = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", TAKEN_OUT, said, flags=re.I)
    if child and len(child.initials) > 1:
        said = re.sub(rf"(?<!\w){re.escape(child.initials)}(?!\w)", TAKEN_OUT, said)
    for piece in personal_in(said, vocabulary):
        said = said.replace(piece, TAKEN_OUT)
    said = re.sub(r"\d[\d ]{4,}\d", TAKEN_OUT, said)
    return re.sub(r"\[name\](?:[ ,]*\[name\])+", TAKEN_OUT, said)
