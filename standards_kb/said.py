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
    r"(?:^|\b(?:(?:wants?|going|need|have|about|like) to|gonna|wanna|just|might|will|should|i|he|she|they|\w+'?ll)"
    r" )(?:kms|unalive)(?=\W*$| (?:my|him|her|them)sel| now| tonight| today| if| cos| because)"
    r"|\bunaliv(?:ed?|ing) (?:my|him|her|them)sel(?:f|ves)\b|\bcba (?:with life(?! ?story)|living|to live)\b"
    rf"|\bhow many\b.{{0,40}}{_PILLS}.{{0,40}}\b(?:too many|die|kill|fatal|lethal)\b"
    rf"|{_PILLS}.{{0,40}}\bhow many (?:is|are) too many\b"
    r"|\b(?:quickest|easiest|painless) way to (?:die|go)\W*$|\ba plan and the means(?=\W*$| to (?:do|end|die|kill))"
    r"|\bsee (?:no|any) (?:point|reason) (?:in|to) (?:carry(?:ing)? on|go(?:ing)? on|liv(?:e|ing)|be(?:ing)? here)"
    r"(?=\W*$| any ?(?:more|longer)| living| like this| (?:in|doing) this job| with (?:life|it all|\w+thing))",
    re.I,
)
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


_HOW_OFTEN = re.compile(
    r"^(?!.*\b(?:(?:un)?announced|first|initial(?:ly)?|next (?:visit|one)|soon|sleep\w*|bedroom|increase\w*)\b)"
    r".*\b(?:how (?:often|frequent(?:ly)?|regular(?:ly)?|many (?:times|visits))|every how many"
    r"|frequency|freq|intervals?)\b",
    re.I | re.S,
)


def asks_how_often(question: str) -> bool:
    """Whether it asks how often something is to be, and not just the first, or one that is announced or isn't."""
    return _HOW_OFTEN.search(question) is not None


def speaks_of_suicide(question: str) -> bool:
    """Whether it speaks of suicide in a way that its words tell and the finder may not have heard."""
    lower = question.lower()
    return any(map(lower.__contains__, _OF_SUICIDE)) and _SUICIDE.search(lower) is not None


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
