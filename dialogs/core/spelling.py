"""Sentences as they are typed on a phone, with the apostrophes and letters that were left out."""

import re
from functools import lru_cache

AT_ONCE = 64  # sentences that are being read just now, by several features each
_LEFT_OUT = "have|was|were|did|could|does|do|is|has|would|ca|wo"
_SHORT = {
    "wot": "what",
    "wat": "what",
    "wots": "what's",
    "whats": "what's",
    "whos": "who's",
    "whys": "why's",
    "hows": "how's",
    "whens": "when is",
    "im": "I'm",
    "ive": "I've",
    "til": "until",
    "wk": "week",
    "mtg": "meeting",
    "nxt": "next",
    "wheres": "where's",
    "wks": "weeks",
    "r": "are",
    "nite": "night",
    "2day": "today",
    "tday": "today",
    "tdy": "today",
    "ystd": "yesterday",
    "yday": "yesterday",
    "yestrday": "yesterday",
    "yesturday": "yesterday",
    "b4": "before",
    "bc": "because",
    "cos": "because",
    "vist": "visit",
    "vists": "visits",
    "visted": "visited",
    "reviw": "review",
    "unanounced": "unannounced",
    "unannouced": "unannounced",
    "agred": "agreed",
    "tmrw": "tomorrow",
    "tomoz": "tomorrow",
    "2moro": "tomorrow",
    "pls": "please",
    "plz": "please",
    "kiddies": "kids",
}
# Initials before the end of an id may be any of these: "IM 201".
_NO_INITIALS = r"(?! ?\d{3})"
_AT = re.compile(r" @ ?(?=\w)")  # "@ home", not a mention, which Teams takes out
_ANY_WORD = re.compile(r"\w+")
_LEFT_OUT_OR_SHORT = {*_SHORT, *(f"{word}nt" for word in _LEFT_OUT.split("|"))}
_LONG = [word for word in _SHORT if len(word) > 4]  # these are no initials
_WORDS = re.compile(
    rf"\b(?:(?P<not>{_LEFT_OUT})nt|(?P<short>{'|'.join(_SHORT)})){_NO_INITIALS}\b|\b(?P<long>{'|'.join(_LONG)})\b", re.I
)


@lru_cache(AT_ONCE)
def spelt_out(text: str) -> str:
    """The sentence as it would have been written."""
    if "@" not in text and _LEFT_OUT_OR_SHORT.isdisjoint(_ANY_WORD.findall(text.casefold())):
        return text
    text = _AT.sub(" at ", text)
    return _WORDS.sub(lambda m: f"{m['not']}n't" if m["not"] else _SHORT[(m["short"] or m["long"]).casefold()], text)
