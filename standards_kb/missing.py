"""Whether a message tells of a child who is missing now, or is back: told by its words, as the finder knows only what
the framework says of missing children."""

import re

_LONGEST = 300  # characters
_HINTS = ("missing", "run away", "ran away", "run off", "ran off", "abscond", "disappear", "come home", "came home",
          "come back", "came back", "return", "got home", "still not", "not home", "not back", "turned up")  # fmt: skip
_OLD = r"\d{1,2}[ -]?(?:yo|y/o|yrs?|years?)(?:[ -]olds?)?"
_PERSON = (
    r"\b(?:child|kid|baby|toddler|boy|girl|lad|lass|brother|sister|sibling|twin|teen\w*|yp|young (?:person|man|woman)"
    r"|uasc|misper|care leaver|lac|cla|cic|cin|son|daughter|one of (?:our|my|the) (?:lot|kids|children|lads|girls|boys)"
    rf"|he|she|they|him|her|them|{_OLD}|[a-z]{{1,4}} ?\d{{3,9}})s?\b"
)
_THINGS = (
    r"(?:files?|forms?|records?|records|reports?|notes?|plans?|paperwork|phones?|documents?|docs?|laptops?|emails?|links?"
    r"|chronolog\w+|visits?|minutes|signatures?|who|that|which|goes|if|when|children|people)"
)
_IS = r"(?:(?:'s|'re|is|are|has|have|been|gone|went|was|were|now|still|just|currently|reported|as) ?)+"
# "Missing a visit", "missing from the genogram" are no child's going.
_NOTHING_ELSE = (
    r"(?! (?:a|an|any|his|her|their|my|our|the|today's|this|some|lots|out|school|education|visits?|reviews?|meetings?"
    r"|appointments?|sessions?|lessons?|from (?:\w+ ){0,2}(?:files?|records?|lists?|plans?|forms?|reports?|notes|system"
    r"|export|education|genogram|groups?|chronology|meetings?))\b)"
)
_SINCE = (
    r"(?:since|for (?:\d|an?\b|over|about|nearly|two|three|several|hours|days)|last night|overnight|to(?:night|day)"
    r"|yesterday|now|again|all (?:day|night|weekend)|this (?:morning|afternoon|evening|weekend)"
    r"|(?:\d+|two|three|an?) (?:day|night|hour|hr)s?)\b(?!')"
)
_NO_RETURN = (
    r"(?:\b(?:not|never)|n't)(?: yet| even)? (?:(?:come|came|coming|got|get|arrived) (?:back|home)|return(?:ed)?"
    r"|(?:been )?found|turned up|shown up)\b(?! to (?:me|us)\b| on (?:the|my|our)\b| (?:my|our|the|any|calls?)\b)"
    r"|\bstill (?:not|isn't|hasn't been) (?:back|home)\b|\bnot (?:back|home) (?:yet|since)\b"
)
_GONE = re.compile(
    rf"{_PERSON}[^.;!?]{{0,60}}?(?:{_IS}(?<!'d been )(?<!had been )missing\b{_NOTHING_ELSE}"
    rf"|(?<!from )(?<!being )(?<!'d been )(?<!had been )\bmissing(?:,? (?:from [^,.;:?!]{{2,30}} )?{_SINCE}|,"
    r"| and (?:at|police|not|she|he|they|nobody|no one)\b| not\b)"
    r"|\bmissing from (?:(?:the|her|his|their|a) )?(?:care home|placement|hotel|unit|school|hospital|foster)"
    r"|\b(?:run|ran) (?:away|off)\b(?! with the)|\babsconded\b|\bdisappeared\b)"
    rf"|{_PERSON}[^.;!?]{{0,30}}?(?:{_NO_RETURN})"
    rf"|\breported (?:him|her|them|[a-z]+) (?:as )?missing\b"
    rf"|\b(?!{_THINGS}\b)[a-z-]+(?:'s| is| has|'ve| have)(?: just| now)? gone missing\b"
)
# What stands alone, as the words for a subject do: so only with what to do asked, or in a hurry.
_BARE = re.compile(
    rf"(?:(?:a|an|our|my|we have|we've got|got|have) )*(?:missing {_PERSON}|.{{0,30}}{_PERSON},? missing)"
)
_URGENT = re.compile(r"\b(?:urgent\w*|help|emergency|asap)\b")
_BACK = re.compile(
    r"\b(?:is|'s|are|was|been|came|come|comes|got|gets|brought|now|safely|safe|and|but)\b[^,.;!?]{0,20}?"
    r"\b(?:back(?! to (?:me|us)\b| on (?:the|my|our)\b)|returned|home(?! address))\b"
    r"|\b(?:back|returned|return) (?:from (?:being )?missing|home|safe\w*|now|today|yesterday|last night"
    r"|this \w+|at \d)"
    r"|\b(?:has|have|been|was|were|is|'s) (?:now |been |just )*found\b(?! out)|\breturned from missing\b"
    r"|\bfound (?:safe\w*|him|them|her(?= (?:at|in|on|with|safe|and|near|outside|this|last|yesterday|today)\b|\W*$))"
    r"|\bfound (?:this|last|today|yesterday)\b|\b(?:child|kid|lad|girl|boy|yp|misper) (?:found|returned)\b"
)
_CALLS_BACK = re.compile(
    r"\b(?:call|ring|phone|got|get|getting|gets|text|message)(?:ed|ing)?(?: (?:me|us|him|her))? back\b(?! home)"
)
_NEGATED = re.compile(r"(?:\b(?:not|never|nobody|no one|none)\b|n't)(?: \w+){0,2} ?$")
_LONG_AGO = re.compile(
    r"\b(?:(?:years?|months?|weeks?) ago|last (?:year|month)|in (?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|20\d\d)|history of|previously|used to|often|regularly|frequently"
    r"|sometimes)\b"
)
_SUPPOSED = re.compile(
    r"^\W*(?:(?:so|and|but|ok|hi|hello) )*(?:if|when(?:ever)?|what (?:happens|do|if|about)|how|where|which|does|do|is"
    r"|are|was|were|should|must|can|could|would|will|any|every|each|all|after|once|unless|in case|for)\b"
    r"|\b(?:if|when|whenever|in case|after) (?:a|an|the|my|our|any|children|kids|they|he|she)\b|\bgoes missing\b"
)
_OUGHT = r"(?:do|should|shall|must|can|would|am) (?:i|we) (?:(?:have|need|supposed|meant) to )?"
_CALL = r"(?:tell|call|ring|phone|contact|inform|alert|speak to|report (?:it|this|him|her|them)(?: to)?)"
_WHAT_NOW = re.compile(
    rf"[\s,.;:!?-]*\b(?:(?:ok|okay|so|and|right|well|but),? )*(?:what(?:'s|s| is) next|what (?:now|next)"
    r"|now what|next steps"
    rf"|what {_OUGHT}do|whom? {_OUGHT}{_CALL}|(?:when|how soon) {_OUGHT}{_CALL}(?: the)? [\w ]{{2,12}}"
    rf"|(?:should|do|shall|must|can) (?:i|we) {_CALL}(?: the| my)? (?:police|999|101|edt|manager|any(?:one|body))"
    r"|(?:please |can you )?help(?: me)?|i need help)"
    r"(?:[\s?!.,]*\b(?:now|next|first|please|pls|plz|then))*\W*$"
)
_ASKS_MORE = re.compile(
    r"\?|\b(?:whom?|what|when|where|how|which|whose|why|(?:do|should|must|can) (?:i|we)|is there|are there|need to)\b"
)


def is_missing(message: str) -> bool:
    """Whether a child is missing now, and nothing is asked but what to do: not so of one who is back, or "if"."""
    told, asks = _told(message)
    if not told or _SUPPOSED.search(told) or _LONG_AGO.search(told) or _ASKS_MORE.search(told):
        return False
    gone = _last(_GONE, told)
    if gone < 0 and (asks or _URGENT.search(told)):
        plain = _URGENT.sub("", told).strip(" ,.:;!-")
        gone = 0 if _BARE.fullmatch(plain) else -1
    return gone > _came_back(told)


def is_back(message: str) -> bool:
    """Whether a child is back from missing, and what to do is asked, nothing closer."""
    told, asks = _told(message)
    if not asks or _SUPPOSED.search(told) or _ASKS_MORE.search(told) or not re.search(_PERSON, told):
        return False
    was_gone = "missing" in told or _last(_GONE, told) >= 0
    return was_gone and _came_back(told) > _last(_GONE, told)


def asks_what_now(message: str) -> bool:
    """Whether it asks what to do, or whom to call, and nothing else."""
    return _WHAT_NOW.fullmatch(message.lower().replace("’", "'")) is not None


def _told(message: str) -> tuple[str, bool]:
    """What is told, without the asking what to do at its end, and whether that is asked; empty if no word hints at a
    child who is or was missing."""
    lower = message.lower()
    if len(lower) > _LONGEST or not any(map(lower.__contains__, _HINTS)):
        return "", False
    lower = " ".join(lower.replace("’", "'").split())
    told = _WHAT_NOW.sub("", lower)
    return told, told != lower


def _last(pattern: re.Pattern[str], told: str) -> int:
    """Where the last of what fits ends; -1 if nothing does."""
    return max((found.end() for found in pattern.finditer(told)), default=-1)


def _came_back(told: str) -> int:
    """Where it is said last that they came back; -1 if nowhere."""
    told = _CALLS_BACK.sub(lambda found: " " * len(found.group()), told)
    ends = (found.end() for found in _BACK.finditer(told))
    return max((end for end in ends if not _NEGATED.search(told[:end].rpartition(" ")[0])), default=-1)
