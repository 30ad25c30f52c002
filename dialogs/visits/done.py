"""How a sentence begins that tells of a visit, and whether "done 201" is one."""

import re

from dialogs.core.alarm import is_alarming

LEAD = (
    r"(?:hi|hiya|hello|hey|morning|afternoon|evening|good|ok|okay|yes|yep|yeah|yup|done|right|finally|so|and|also"
    r"|then|just|today|yesterday|"
    r"earlier|i|we|i've|we've|i have|we have|have|both|forgot(?:ten)? to(?= (?:record|log|report|write)))"
)
# "Done 201" is a visit if nothing else may have been done; a danger that is told after it takes nothing away.
_DONE = re.compile(
    rf"(?:{LEAD} )*done"
    r"(?: (?:a|the|my|our|home|school|joint|stat|statutory|unannounced|announced|visits?|both|all|to))*"
)
_DONE_WORDS = re.compile(
    r"(?:at|home|school|visit(?:ed)?|alone|seen|saw|spoke|spoken|talked|chatted|to|w|with|and|him|her|them|both|all|each"
    r"|on|his|their|own|un-?announced|announced|planned|no ?one|nobody|not|in|there|no answer|bedroom|fine|ok|well|good"
    r"|was|were|thanks|pls|please|the|[\s+&/.!-])*",
    re.I,
)


def is_done(before: str, after: str) -> bool:
    """Whether it tells that a child is "done", and nothing but when, where and how they were seen, or of a danger."""
    if _DONE.fullmatch(before) is None:
        return False
    first, *more = re.split(r"[,;:.](?!\d)", after)
    return _DONE_WORDS.fullmatch(first) is not None and all(
        _DONE_WORDS.fullmatch(said) or is_alarming(said) for said in more
    )
