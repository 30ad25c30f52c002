"""What a question says in so many words, whatever it is about: told by its words, not by the finder."""

import re

_DISCLOSURE = re.compile(
    r"\b(child|children|kids?|baby|boy|girl|teen\w*|young person|yp|pupil|son|daughter|sibling|\d+ ?(yo|years? old))\b"
    r".*\bdisclos(ed|es|ing|ure)\b"
    r"|\bdisclos\w+\b.*\b(abus\w*|rape\w*|touch\w*|hit\w*|assault\w*)",
    re.I,
)
_WHOM = re.compile(
    r"\b(?:who|whom|where) (?:do|should|shall|can|must|would) (?:i|we)"
    r" (?:ring|call|phone|contact|tell|report|alert|speak|go|turn)\b"
    r"|\bwhat (?:do|should|shall) (?:i|we) do\b(?:\W+(?:now|next|first))*\W*$|\b(?:please help|next steps?)\W*$",
    re.I,
)
_HARM = re.compile(
    r"\b(?:abus\w+|exploit\w+|groom\w+|raped?|rapist|hits?|hitting|hurts?|hurting|beats?|beating|beaten"
    r"|bruis\w+|burn(?:s|t|ed)?"
    r"|assault\w*|threaten\w*|trafficked|suicid\w+|self[- ]?harm\w*|knife|weapon|stabb\w+|unsafe|in danger"
    r"|touch(?:es|ed|ing)|scared|kill\w*|overdos\w+)\b",
    re.I,
)
_PERSON = re.compile(
    r"\b(?:he|she|they|shes|hes|child|children|kids?|baby|toddler|boy|girl|lad|teen\w*|yp|young person"
    r"|pupil|son|daughter)\b",
    re.I,
)
# Short forms and hints of suicide that mean something else to whoever knows only the framework's words. One of the
# first is in each, and looked for first: few messages hold any.
_OF_SUICIDE = ("kms", "unaliv", "cba", "too many", "lethal", "fatal", "kill", "die", "way to go", "the means", "see ")
_PILLS = r"\b(?:pills?|tablets?|paracetamol|ibuprofen|sleepers)\b"
_SUICIDE = re.compile(
    r"(?:^|\b(?:to|and|just|might|will|gonna|wanna|i|i'?ll|he|she|they|they'?ll) )(?:kms|unalive)\b"
    r"|\bunaliv(?:ed?|ing) (?:my|him|her|them)sel(?:f|ves)\b|\bcba (?:with life|living|to live)\b"
    rf"|\bhow many\b.{{0,40}}{_PILLS}.{{0,40}}\b(?:too many|die|kill|fatal|lethal)\b"
    rf"|{_PILLS}.{{0,40}}\bhow many (?:is|are) too many\b"
    r"|\b(?:quickest|easiest|painless) way to (?:die|go)\W*$|\ba plan and the means\b"
    r"|\bsee (?:no|any) (?:point|reason) (?:in|to) (?:carry(?:ing)? on|go(?:ing)? on|liv(?:e|ing)|be(?:ing)? here)\b",
    re.I,
)
# A child who is missing now: "child missing from care" alone is a subject to look up; a verb, or since when, tells.
_OF_MISSING = (
    "missing",
    "run away",
    "ran away",
    "run off",
    "ran off",
    "abscond",
    "come home",
    "come back",
    "came back",
)
_LONGEST_OF_MISSING = 300  # characters
_OLD = r"\d{1,2}[ -]?(?:yo|y/o|yrs?|years?)(?:[ -]olds?)?"
_WHOSE = (
    r"(?:(?:a|an|my|our|the|this|one of (?:my|our|the)|two|2|three|3|both|looked[ -]after|in[ -]care|foster(?:ed)?"
    rf"|cp|cin|lac|cla|child protection|missing|vulnerable|young|teenaged?|{_OLD}) )*"
)
_CHILD = (
    r"(?:child|kid|baby|toddler|boy|girl|lad|lass|brother|sister|sibling|teen\w*|yp|young (?:person|man|woman)"
    rf"|care leaver|lac|cla|cin|son|daughter|he|she|they|{_OLD})s?"
)
_OF_PLAN = r"(?: (?:on|in|under|subject to|with|of|aged|placed|who is)\b[^,.;:?!]{1,60}?)?"
_IS = r"(?:(?:'s|'re|is|are|has|have|been|gone|went|was|were|now|still|just|currently|reported) ?)+"
_SINCE = (
    r"(?:since|for (?:\d|an?\b|over|about|nearly|two|three|several)|last night|overnight|to(?:night|day)|yesterday|now"
    r"|again|all (?:day|night|weekend)|this (?:morning|afternoon|evening|weekend)"
    r"|(?:\d+|two|three) (?:day|night|hour|hr)s?)"
)
_OF_THINGS = (
    r"(?: (?:from|in|on) (?:\w+ )?(?:files?|records?|lists?|plans?|forms?|reports?|notes|system|export|education))"
)
_MISSING = re.compile(
    rf"(?:(?:hi|hello|help|urgent|please help)\W+)*{_WHOSE}{_CHILD}{_OF_PLAN},? ?"
    rf"(?:{_IS}missing\b(?!{_OF_THINGS})(?=\W*$|[,.;:!]| -| (?:from|and|with|phone|but)\b| {_SINCE})"
    rf"|missing (?:from [^,.;:?!]{{2,30}} )?{_SINCE}"
    r"|(?:'s |has |have |just )*(?:run|ran) (?:away|off)\b|(?:'s |has |have )*absconded\b"
    r"|(?:has|have|did)(?:n't| not) (?:come|came|returned|got) (?:home|back)\b(?! to (?:me|us)\b))"
)
_WAS_MISSING = re.compile(r"\b(?:missing|(?:run|ran) (?:away|off)|absconded)\b")
_ENDED = re.compile(
    r"(?<!not come )(?<!n't come )(?<!not came )(?<!n't came )(?<!n't got )(?<!not got )\b(?:back|found|returned)\b"
    r"|\b(?:came|come|got) home safe"
)
_OUGHT = r"(?:do|should|shall|must|can) (?:i|we) (?:(?:have|need) to )?"
_WHAT_NOW = re.compile(
    rf"[\s,.;:!?-]*\b(?:and )?(?:what {_OUGHT}do(?: (?:now|next|first))*"
    rf"|who {_OUGHT}(?:tell|call|ring|phone|contact)(?: (?:now|first))*"
    r"|what (?:now|next)|next steps|(?:please )?help(?: me)?)\W*$"
)
_ASKS_MORE = re.compile(r"\?|\b(?:who|what|when|where|how|which|(?:do|should|must|can) (?:i|we)|is there|are there)\b")
_ELSEWHERE = (
    r"(?:working together|(?:the )?children(?:['’]?s)? act|(?:the )?care planning reg\w*|kcsie"
    r"|keeping children safe in education"
    r"|nice guid\w+|(?:the )?scie\b|(?:the )?law|(?:the )?legislation|(?:the )?statutory guidance|(?:the )?dfe)"
)
_OF_ELSEWHERE = re.compile(
    rf"\bwhat (?:does|do|did|is|are) {_ELSEWHERE}\b.*\b(?:say|says|require|requires|expect|about|on|for)\b"
    rf"|\b(?:according to|as per) {_ELSEWHERE}(?: \d{{4}})?\b|\bdoes {_ELSEWHERE}\b.*\bsay\b",
    re.I,
)


def speaks_of_suicide(question: str) -> bool:
    """Whether it speaks of suicide in a way that its words tell and the finder may not have heard."""
    lower = question.lower()
    return any(map(lower.__contains__, _OF_SUICIDE)) and _SUICIDE.search(lower) is not None


def asks_what_now(question: str) -> bool:
    """Whether it asks what to do, or whom to call, and nothing else."""
    return _WHAT_NOW.fullmatch(question.lower()) is not None


def tells_of_missing(question: str) -> bool:
    """Whether a child is missing now, and nothing is asked but what to do; not so of one who is back, or "if"."""
    told, _ = _of_missing(question)
    return _MISSING.match(told) is not None and not (_ENDED.search(told) or _ASKS_MORE.search(told))


def tells_of_return(question: str) -> bool:
    """Whether a child is back from missing, and what to do is asked, nothing closer."""
    told, asks_what_now = _of_missing(question)
    return (
        asks_what_now
        and _WAS_MISSING.search(told) is not None
        and _ENDED.search(told) is not None
        and _ASKS_MORE.search(told) is None
    )


def _of_missing(question: str) -> tuple[str, bool]:
    """What is told of a child who is or was missing, without the asking what to do at its end, and whether that is
    asked; empty if it is about anything else."""
    lower = question.lower()
    if len(lower) > _LONGEST_OF_MISSING or not any(map(lower.__contains__, _OF_MISSING)):
        return "", False
    lower = " ".join(lower.replace("’", "'").split())
    told = _WHAT_NOW.sub("", lower)
    return told, told != lower


def tells_of_disclosure(question: str) -> bool:
    """Whether a child has disclosed something."""
    return "disclos" in question.casefold() and _DISCLOSURE.search(question) is not None


def asks_whom_to_call(question: str) -> bool:
    """Whether somebody tells that a child is being harmed, and asks for help with it: whom to ring, what to do now."""
    if _WHOM.search(question) is None or _PERSON.search(question) is None:
        return False
    return _HARM.search(question) is not None or tells_of_disclosure(question)


def asks_of_elsewhere(question: str) -> bool:
    """Whether it asks what another text than the framework says, such as Working Together."""
    return _OF_ELSEWHERE.search(question) is not None
