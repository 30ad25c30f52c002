"""Words of suicide about oneself: they are heard as they stand, whatever else the sentence begins with."""

import re

from standards_kb.said import speaks_of_suicide

_OF_ONESELF = re.compile(r"\b(?:i|i'?m|i'?ve|i'?ll|my|myself|me|kms)\b")
_SUICIDE = re.compile(
    r"\b(?:su[ie]c[iy]d\w*|sucid\w*|suisid\w*|unaliv\w*|kms|self[- ]?harm\w*|over ?dos\w*"
    r"|(?:kill|killing|hang|hanging|cut|cutting|hurt|hurting|harm|harming) (?:myself|me self)"
    r"|(?:end|take|ending|taking) (?:it all|my (?:own )?life)"
    r"|(?:want|wish|like|going|better off|rather|feel|could) (?:(?:to|be|i|was|were|am|like) )*(?:die|dying|dead))\b"
)


def is_of_own_suicide(text: str) -> bool:
    """Whether somebody may speak of their own suicide; not in what they keep after a colon, as of a record."""
    said = text.partition(":")[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    if _OF_ONESELF.search(said) is None:
        return False
    return _SUICIDE.search(said) is not None or speaks_of_suicide(said)
