"""Workers' names as case systems write them, made comparable."""

import unicodedata
from typing import Final

LONGEST_NAME: Final = 200

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})


def match_name(name: str) -> str:
    """The name to compare by: "Example, Zoë" and "ZOË  EXAMPLE" are one; with accents, as those tell people apart."""
    surname, comma, first = unicodedata.normalize("NFKC", name).partition(",")
    words = f"{first} {surname}" if comma else surname
    return " ".join(unicodedata.normalize("NFKC", words.casefold()).translate(_SAME).split())
