"""How people say what a visit was like: seen or not, alone, spoken to, where, announced. Not said is not told."""

import re
from typing import Final

from dialogs.core.turn import Json

_THE = r"(?:the |his |her |their )?"
_OWN = r"on (?:his|her|their) own"
_DIDNT = r"(?:did ?n(?:o|')t|would ?n(?:o|')t|could ?n(?:o|')t|refused to)"
_PARENT = r"(?:mum|mam|mother|dad|father|gran|nan|parents?|(?:foster )?carers?|step-?dad|step-?mum)"
_NOT_SEEN: Final = (
    r"\b(?:(?:was |were )?not seen(?! alone)|(?:wasn't|weren't) seen(?! alone)|no access|no answer|no reply|"
    r"no ?(?:one|body) (?:was )?(?:in|home|there)|did ?n(?:o|')t see (?:him|her|them)(?! alone)|"
    r"(?:couldn't|could not|didn't|did not|unable to) (?:get (?:in )?(?:to )?)?see(?! alone)|"
    r"(?:wasn't|was not|weren't|were not) (?:in|home|there)|(?:(?<=^, )|^)not (?:in|home|there)|"
    r"refused to (?:see|let|open)|tried to (?:see|visit)|attempted|failed visit|"
    r"no joy|no luck|but (?:he|she|they) (?:was|were|had) "
    r"(?:at (?:school|nursery|college|work)|out|away|asleep|gone out)|"
    r"(?:wouldn't|would not|didn't) let (?:me|us) in|(?:but|and) (?:nobody|no ?one) (?:was )?(?:in|home))\b"
)
# What a sentence says → the words for yes, and the words for no.
_OF_ALL: Final = {
    "place": (
        rf"\b(?:at (?:home|{_THE}(?:family home|home|house|address|flat|placement|foster home|(?:foster )?carer'?s?'?))"
        rf"|home visit|in {_THE}placement)\b",
        rf"\b(?:not (?:seen )?at (?:home|{_THE}placement)|(?<!back )(?:at|in) {_THE}(?:school|nursery|college|office|"
        r"contact cent(?:re|er)|family cent(?:re|er)|library|caf[eé]|park|court|youth club|mcdonald'?s))\b",
    ),
    "unannounced": (
        r"\bun-?announced\b",
        r"\b(?:(?:not|wasn't) un-?announced|announced|planned|pre-?arranged|by appointment)\b",
    ),
    "sleeping": (
        rf"\b(?:(?:saw|seen|looked at|viewed) {_THE}(?:bedrooms?|bed|sleeping arrangements?)|"
        r"(?:bedrooms?|sleeping arrangements?) seen|saw where (?:he|she|they) sleeps?)\b",
        rf"\b(?:(?:bedrooms?|sleeping arrangements?) not seen|{_DIDNT} see {_THE}(?:bedrooms?|bed|sleeping))\b",
    ),
}
_OF_EACH: Final = {
    "alone": (
        rf"\b(?:alone|{_OWN}|one[- ]to[- ]one|1:1|by (?:himself|herself|themselves))\b",
        rf"\b(?:(?:not|never|wasn't|weren't)(?: been)?(?: seen)?|{_DIDNT} (?:be )?(?:see|seen)(?: \w+)?)"
        rf" (?:alone|{_OWN})\b|\b(?:in front of (?:\w+ )?{_PARENT}|{_PARENT} (?:was |were )?(?:also |still )?"
        r"(?:present|there|in the room|with (?:him|her|them)|stayed in))\b",
    ),
    "spoken": (
        r"\b(?:spoke (?:to|with)|spoken (?:to|with)|talked|chatted|had a (?:good )?(?:chat|talk))\b",
        rf"\b(?:not spoken(?: to| with)?|{_DIDNT} (?:speak|talk|engage)|not speaking)\b",
    ),
}
_BOTH: Final = (*_OF_ALL.values(), *_OF_EACH.values())
EACH: Final = re.compile(r"\b(?:each|all|both|separately|individually|every one)\b")

# Then it isn't the same for each, and each is asked.
EXCEPT: Final = re.compile(r"\b(?:except|apart from|other than|bar|but (?:not|for)|only|just)\b")

# Everything in a sentence that says any of this.
SAID: Final = re.compile("|".join([_NOT_SEEN, *(no for _, no in _BOTH), *(yes for yes, _ in _BOTH)]))


def flags(rest: str) -> dict[str, Json]:
    """What goes for all the children of a visit."""
    told: dict[str, Json] = {"seen": False} if re.search(_NOT_SEEN, rest) else {}
    return told | _said(_OF_ALL, rest)


def each(rest: str, *, is_one: bool) -> dict[str, Json]:
    """What goes for each child: of several only what is said of each, for one may be seen alone and another not."""
    if not is_one and EXCEPT.search(rest):
        return {}
    return _said(_OF_EACH, rest) if is_one or EACH.search(rest) else {}


def _said(ways: dict[str, tuple[str, str]], rest: str) -> dict[str, Json]:
    """Yes or no where the sentence says one of both; a yes within a no isn't one."""
    found: dict[str, Json] = {}
    for name, (yes, no) in ways.items():
        says_no = re.search(no, rest) is not None
        says_yes = re.search(yes, re.sub(no, " ", rest)) is not None
        if says_yes is not says_no:
            found[name] = says_yes
    return found
