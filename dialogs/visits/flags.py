"""How people say what a visit was like: seen or not, alone, spoken to, where, announced. Not said is not told."""

import re
from typing import Final

from dialogs.core.turn import Json

_THE = r"(?:the |his |her |their )?(?:new )?"
_OWN = r"on (?:his|her|their) own"
_DIDNT = r"(?:did ?n(?:o|')t|would ?n(?:o|')t|could ?n(?:o|')t|refused to|did ?n(?:o|')t want to)"
_PARENT = r"(?:mum|mam|mother|dad|father|gran|nan|parents?|(?:foster )?carers?|step-?dad|step-?mum)"
# Of whom "spoke to" is said if it is the child.
_OTHERS = (
    rf"(?:(?:the|his|her|their|my|both|all) )*(?:{_PARENT}|mums?|dads?|school|nursery|teachers?|staff|family|police"
    r"|health|nurse|gp|aunt\w*|uncle|sister|brother|siblings?|grand\w+|nan\w*|partner|boyfriend|girlfriend|neighbours?|manager"
    r"|worker|adults?|somebody)\b"
)
_CHILD = (
    r"(?:(?:him|them)\b|her(?=$| ?[,.;+&]| (?:alone|on|in|at|and|about|too|both|for|with|by|while|privately|separately|"
    r"un-?announced|announced|properly|again|briefly|there|home|school|but|today|yesterday)\b)"
    r"|(?:the )?(?:child|children|kids|boys?|girls?|baby|young person|yp)\b(?!'s)|(?:both|each|all)(?= ?(?:$|[,.;]|of"
    r" them\b|alone\b|on\b|and\b))|alone\b|(?=$|,|\.|;|and\b))"
)
_TALKED = r"(?:talked|chatted|had a (?:good )?(?:chat|talk))"
_NONE = r"(?:none|neither|not any)(?: of (?:them|the (?:kids|children|boys|girls)))? (?:was |were )?"
_WASNT = r"(?:wasn't|was not|weren't|were not)"
_NOT_SEEN: Final = (
    r"\b(?:(?:was |were )?not seen(?! alone)|(?:wasn't|weren't) seen(?! alone)|no access|no answer|no reply|"
    r"no ?(?:one|body) (?:was )?(?:in|home|there)|did ?n(?:o|')t see (?:him|her|them)(?! alone)|"
    r"(?:couldn't|could not|didn't|did not|unable to) (?:get (?:in )?(?:to )?)?see(?! alone)|"
    rf"{_WASNT} (?:in|home|there)(?! alone)|"
    rf"{_NONE}(?:in|home|there|seen)(?! alone| {_OWN})|(?:(?<=^, )|^)not (?:in|home|there)|refused to (?:see|let|open)|"
    r"(?:not|isn't|aren't|wasn't|weren't) answering (?:the |his |her |their )?door|"
    r"tried to (?:see|visit)|attempted|failed visit|no joy|no luck|but (?:he|she|they) (?:was|were|had) "
    r"(?:at (?:school|nursery|college|work)|(?:gone )?out(?=$| ?[,.;])|away(?=$| ?[,.;]))|"
    r"(?:couldn't|could not|didn't|did not|unable to|failed to) (?:get in(?=$| ?[,.;]| at\b)|gain (?:access|entry))|"
    r"(?:wouldn't|would not|didn't) let (?:me|us) in|(?:but|and) (?:nobody|no ?one) (?:was )?(?:in|home))\b"
)
# Seen somewhere else, or not at all.
NOT_AT_HOME: Final = re.compile(rf"\b{_WASNT} at home\b(?! alone)")
_PERHAPS: Final = re.compile(r"\bbut (?:he|she|they) (?:was|were|had) (?:gone )?(?:out|away|asleep)\b")
_PARENT_OUT: Final = re.compile(rf"\b{_PARENT} (?:{_WASNT}|not) (?:at )?(?:in|home|there)\b")
_SAW: Final = re.compile(r"(?<!not )(?<!n't )(?<!never )\b(?:saw|seen|met)\b")
_VISITED: Final = re.compile(r"\bvisited\b")
# What a sentence says → the words for yes, and the words for no.
_OF_ALL: Final = {
    "place": (
        rf"\b(?:at (?:home|{_THE}(?:family home|home|house|address|flat|placement|foster home|(?:foster )?carer'?s?'?))"
        rf"|home visit|in {_THE}placement)\b",
        rf"\b(?:school visit|(?:not|{_WASNT}) (?:seen )?at (?:home|{_THE}placement)|(?<!back )(?:at|in) {_THE}"
        r"(?:school|nursery|college|office|contact cent(?:re|er)|family cent(?:re|er)|"
        r"library|caf[eé]|park|court|youth club|mcdonald'?s))\b",
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
# "…, no school visit needed" is none that was made.
_OTHER_VISIT: Final = re.compile(r"(?<=[,.;])(?! ?school visit ?(?:$|[,.;]))(?P<before>[^,.;]*)\bschool visit\b")
_OF_EACH: Final = {
    "alone": (
        rf"\b(?:alone|{_OWN}|one[- ]to[- ]one|1:1|by (?:himself|herself|themselves))\b",
        rf"\b(?:(?:not|never|wasn't|weren't)(?: been)?(?: seen)?|{_DIDNT} (?:be )?(?:see|seen)(?: \w+)?)"
        rf" (?:alone|{_OWN})\b|\b{_NONE}(?:seen |spoken to )?(?:alone|{_OWN})\b"
        rf"|\b(?:in front of (?:\w+ )?{_PARENT}|{_PARENT} (?:was |were )?(?:also |still )?"
        r"(?:present|there|in the room|with (?:him|her|them)|stayed in))\b",
    ),
    "spoken": (
        rf"\b(?:(?:{_TALKED}|spoke)(?: alone)? (?:to|with|w/?) ?{_CHILD}|spoken (?:to|with)\b(?! ?{_OTHERS})"
        rf"|{_TALKED}\b(?!(?: \w+)? (?:to|with|w)\b))",
        rf"\b(?:{_NONE}spoken(?: to| with)?|"
        rf"(?:not|never|{_WASNT}) (?:really )?spoken(?: to| with)?|{_DIDNT} (?:speak|talk|engage)|not speaking)\b",
    ),
}
# "Not left alone with him": asked, as it may mean anything.
_NOT_QUITE: Final = re.compile(rf"\b(?:not|never|\w+n't)(?: \w+){{1,2}} (?:alone|{_OWN})\b")
# Nor is who was left alone seen alone.
_WHOM = "him|her|them|the|a|his|their|home|at|baby|babies|kids?|child|children|toddlers?|siblings?|both|all"
_LEFT: Final = re.compile(rf"\b(?:left|leaves?|leaving|found)(?: (?:{_WHOM}))* (?:alone|{_OWN})\b")
_BOTH: Final = (*_OF_ALL.values(), *_OF_EACH.values())
EACH: Final = re.compile(r"\b(?:each|all|both|none|neither|separately|individually|every one)\b")
_NONE_ONLY: Final = re.compile(r"(?!.*\b(?:each|all|both|separately|individually|every one)\b).*\b(?:none|neither)\b")

# Then it isn't the same for each, and each is asked.
EXCEPT: Final = re.compile(r"\b(?:except|apart from|other than|bar|but (?:not|for)|only|just)\b")

# Everything in a sentence that says any of this.
SAID: Final = re.compile(
    "|".join([_NOT_SEEN, NOT_AT_HOME.pattern, *(no for _, no in _BOTH), *(yes for yes, _ in _BOTH)])
)


def flags(rest: str) -> dict[str, Json]:
    """What goes for all the children of a visit; `seen` is None where it is to be asked."""
    told = _seen(rest) | _said(_OF_ALL, _OTHER_VISIT.sub(r"\g<before>", rest))
    return told | {"seen": None, "place": None} if NOT_AT_HOME.search(_PARENT_OUT.sub(" ", rest)) else told


def _seen(rest: str) -> dict[str, Json]:
    """Whether anybody was seen, if the sentence says so: who "saw" a child may not have found nobody."""
    of_child = _PARENT_OUT.sub(" ", rest)
    saw = _SAW.search(rest)
    if re.search(_NOT_SEEN, of_child):
        is_unsure = saw or (_VISITED.search(rest) and _PERHAPS.search(rest))
        return {"seen": None if is_unsure else False}
    perhaps = _PERHAPS.search(rest)
    return {"seen": None} if perhaps and not (saw and perhaps.group().endswith("asleep")) else {}


def each(rest: str, *, is_one: bool) -> dict[str, Json]:
    """What goes for each child: of several only what is said of each, for one may be seen alone and another not."""
    rest = _LEFT.sub(" ", rest)
    if not is_one and EXCEPT.search(rest):
        return {}
    told = _said(_OF_EACH, rest) if is_one or EACH.search(rest) else {}
    if not is_one and _NONE_ONLY.match(rest):  # "alone, neither spoken to": who was alone is still to be asked
        told = {name: is_so for name, is_so in told.items() if not is_so}
    is_unclear = _NOT_QUITE.search(re.sub(_OF_EACH["alone"][1], ",", rest)) is not None
    return {name: is_so for name, is_so in told.items() if name != "alone" or not is_unclear}


def _said(ways: dict[str, tuple[str, str]], rest: str) -> dict[str, Json]:
    """Yes or no where the sentence says one of both; a yes within a no isn't one."""
    found: dict[str, Json] = {}
    for name, (yes, no) in ways.items():
        says_no = re.search(no, rest) is not None
        says_yes = re.search(yes, re.sub(no, " ", rest)) is not None
        if says_yes is not says_no:
            found[name] = says_yes
    return found
