"""Sentences that look something up: which children, when a child was last seen, how to record."""

import re
from typing import Final

from dialogs.core.alarm import is_alarming
from dialogs.core.mentions import may_name_child
from dialogs.visits.sentences import CHILD, bare

_KINDS: Final = {
    "cp": "child_protection_plan",
    "child protection": "child_protection_plan",
    "cin": "child_in_need",
    "child in need": "child_in_need",
    "lac": "looked_after",
    "cla": "looked_after",
    "cic": "looked_after",
    "looked after": "looked_after",
    "in care": "looked_after",
    "care leaver": "care_leaver",
    "care leavers": "care_leaver",
    "short break": "short_breaks",
}
_KIND = rf"(?P<kind>{'|'.join(_KINDS)})"
_KIDS = r"(?:children|kids|cases|young people|yps|ones|families)"
_SHOW = r"(?:(?:please|can you|could you) )?(?:show|list|give|tell|who are|which are)(?: me)?"
_ON = rf"(?: (?:on|under|who are|that are)(?: an?| the)? {_KIND.replace('kind', 'plan')}(?: plans?)?)?"
_CHILDREN = tuple(
    map(
        re.compile,
        (
            rf"{_SHOW}(?: all)?(?: of)?(?: my| the)?(?: {_KIND})? (?:{_KIDS}|caseload){_ON}",
            rf"(?:all )?my (?:{_KIND} )?(?:{_KIDS}|caseload){_ON}|my {_KIND.replace('kind', 'own')}s?",
            rf"how many (?:{_KIND} )?{_KIDS} (?:do (?:i|we) have|have (?:i|we)(?: got)?|are mine|am i holding){_ON}",
            rf"{_SHOW} (?:everyone|everybody|all those) (?:who is |who's )?(?:on|under) (?:an? )?{_KIND}(?: plans?)?",
            rf"(?:which|who)(?: {_KIDS})?(?: of (?:my {_KIDS}|mine))? (?:are|is) (?:on (?:an? )?)?{_KIND}(?: plans?)?"
            r"(?: in (?:my|the|our) team)?",
        ),
    )
)
_LATELY = "(?: already| yet| lately| recently| this week| last week)?"
_SEEN = "see|seen|visit|visited"
_LAST = tuple(
    map(
        re.compile,
        (
            rf"when (?:was|were) {CHILD} (?:last )?(?:seen|visited)(?: last)?",
            rf"when did (?:i|we|anyone|anybody|somebody|someone) (?:last )?(?:see|visit) {CHILD}(?: last)?",
            rf"(?:when(?:'s| was) |{_SHOW} )?(?:the |my )?last visit (?:(?:to|of|for|with) )?{CHILD}",
            rf"what (?:time|day|date) did (?:i|we) (?:last )?(?:see|visit) {CHILD}(?: last)?",
            rf"(?:did|have) (?:i|we) (?:already )?(?:do|done|record|recorded|log|logged|{_SEEN})"
            rf" (?:(?:the|my|a) visit (?:to|of|for|with) )?{CHILD}{_LATELY}",
            rf"(?:has|have) {CHILD} been (?:seen|visited)(?: by (?:anyone|anybody|us))?{_LATELY}",
            rf"(?:has|did) [a-z]+(?: [a-z]+)? (?:already )?(?:{_SEEN}) {CHILD}{_LATELY}",
            rf"when did {CHILD} last have a visit|when was {CHILD.replace('child', 'whose')}'s last visit",
            r"did (?:(?:the|my|our|a|an|last|home|joint|statutory|unannounced|announced|cp|cin|lac|cla|cic) )*visit"
            rf" (?:(?:to|of|for|with) )?{CHILD} (?:count|happen|save|go (?:in|through)|take place|get saved)",
            rf"{CHILD}(?:'s)? last (?:visit|seen)|who (?:last saw|saw) {CHILD.replace('child', 'whom')}(?: last)?",
        ),
    )
)
_HOW = re.compile(
    r"how (?:do|can|should|would|am) i (?:to )?(?:record|log|add|enter|report|put in) (?:(?:a|my|the|this|that) )?"
    r"(?:(?P<visit>(?:home |statutory )?visits?)|it|this|that|one)(?: here| in (?:the bot|this|here|teams))?"
)


# Not "missing from my list", nor "missing a visit".
_SINCE = (
    r"(?P<since>(?: (?:again|still|now|today|tonight|overnight|yesterday|last night|this (?:morning|afternoon|evening)"
    r"|since .*|for (?:\d|an?\b|two|three|several|some|over|hours|days).*|and (?:not|isn't|won't) .*"
    r"|from (?:home|school|college|care|(?:his|her|their|the) (?:placement|home|school|foster|carer|unit)).*))*)"
)
_GONE = (
    r"(?:(?:is |'s |as )?(?:still |now )?missing|(?:has |have )?(?:gone|went|been|been reported) missing"
    r"|(?:is|was) reported missing"
    r"|(?:has |have )?(?:run|ran) (?:away|off)|(?:has |have )?absconded"
    r"|(?:didn't|did not|hasn't|has not|never) (?:come|came|return(?:ed)?|got|get) (?:home|back)(?: home)?)"
)
_OUGHT = r"(?:please )?(?:i |we )?(?:need to |want to |have to |must |forgot to )?"
_REPORTED = rf"(?:{_OUGHT}(?:report|log|record)(?: that)? )"
_MISSING = re.compile(rf"{_REPORTED}?{CHILD} ?{_GONE}{_SINCE}")
# What is told as if this kept or passed on dangers; a visit that is told is kept all the same.
_DANGER = re.compile(rf"{_REPORTED}{CHILD} (?!(?:was |were )?(?:seen|visited)\b).+")
_BACK = re.compile(r"\b(?:came|come|comes|back|return\w*|found)\b")


# Nothing but that and when: whatever else is said of it may be a danger, and the finder's.
_HOSPITAL = re.compile(
    rf"{CHILD} ?(?:(?:is|was|has been|has gone|had to go|went|got|ended up|stayed|'s)(?: (?:still|now|back|just))* )?"
    r"(?:taken |admitted |rushed )?(?:in|into|to) (?:the )?(?:hospital|a ?(?:&|and) ?e|children's ward)"
    r"(?: (?:again|still|now|today|tonight|overnight|yesterday|last night"
    r"|(?:this|yesterday) (?:morning|afternoon|evening)"
    r"|(?:on |since )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:at|over) the weekend|since yesterday))*"
)
# Days and no more: "since dad hit him" is a danger.
_DAY = (
    r"(?:(?:next|this|last) )?(?:\d{1,2}(?:st|nd|rd|th)?(?: (?:of )?[a-z]{3,9})?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|tues?|weds?|thurs?|fri|sat|sun)|week(?:end)?|month|half term"
    r"|easter|christmas|xmas|yesterday|today|tomorrow"
    r"|(?:a|one|two|three|\d) (?:days?|weeks?|months?))"
)
_UNTIL = rf"(?: (?:(?:until|till|for|since|over|on|at) )?(?:the )?{_DAY}| now| at the moment| at present)?"
_KIN = (
    r"(?:(?:his|her|their|the) )?"
    r"(?:mum|dad|nan|gran|grandparents|aunt|uncle|family|parents|(?:foster )?carers?|school)"
)
_ABSENT = re.compile(
    rf"(?:(?:the )?family (?:is |are )?)?{CHILD} ?(?:(?:is|are|'s|has gone|went|will be|going|goes|off) )*"
    rf"(?:on holiday|away|abroad)(?: with {_KIN})?{_UNTIL}"
)
_MOVED = re.compile(
    rf"{CHILD} (?:has |have )?(?:moved|gone) (?:out of (?:the )?(?:area|county|borough)"
    rf"|(?:in with|to live with|to|to stay with) {_KIN}(?:'?s)?){_UNTIL}"
)
_ON_WAY = re.compile(
    r"(?:i'm |i am |just )*(?:on (?:my|the|our) way|off|heading|driving|setting off|going|about to go)"
    rf"(?: (?:to|over|out|round|now))*(?: (?:see|visit))? {CHILD}(?:'?s)?(?: (?:now|today|soon))?"
)
_NEXT_OF = re.compile(
    r"(?:when(?:'s| is) )?(?:the )?(?:next )?(?:review|core group|conference|rhi|return home interview|assessment)"
    rf" (?:for|of) {CHILD.replace('child', 'of')}(?: is)?(?: due)?(?: when)?"
    rf"|(?:when(?:'s| is) )?(?:the )?{CHILD}(?:'?s)? (?:next )?(?:review|core group|conference|rhi|assessment)"
    r"(?: (?:date|due|due date|next))?"
)
_BY_WHEN = re.compile(
    rf"am i (?:too )?late (?:for|with|to see) {CHILD}"
    rf"|(?:what's |when's )?(?:the )?(?:latest|last|due) (?:date|day) for {CHILD.replace('child', 'latest')}"
    r"|(?:how late|when|what's the (?:latest|earliest)) (?:can )?i (?:can )?(?:see|visit) "
    rf"{CHILD.replace('child', 'whom')}"
)
_BARE_DAYS = re.compile(
    r"(?:(?:show|give)(?: me)? )?(?:(?:my|the) )?(?P<days>today|tomorrow|(?:this |next )?week"
    r"|(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)|my diary|my calendar"
)
# Nobody is kept as missing here.
_ANY_MISSING = re.compile(
    r"(?:(?:are there |is there |do we have |have we got |have i got )?(?:any|which|what|who)(?:'s| is| are| of my|"
    r" of our)?"
    r"(?: (?:children|kids|cases|young people))?(?: (?:is|are|has|have))?(?: (?:currently|gone|been|went))*) missing"
    rf"(?: {_KIDS}| episodes)?(?: (?:now|today|tonight|at the moment|this week|this month|in (?:my|the|our) team))?"
    rf"|(?:which|what|any|who)(?: of my| of our)?(?: {_KIDS})? (?:came|come|has come|have come|got|returned|are|is)"
    rf" ?(?:back)?"
    r" from (?:being )?missing(?: (?:today|yesterday|this week|last week|this month))?"
)
# "Log" alone is a visit; with anything else that it names, it is that.
_LOGS = re.compile(rf"(?:{_OUGHT}|can you )(?:log|record|report|recorded|logged|add|enter)\b")
_OF_VISIT = re.compile(r"\b(?:visit\w*|seen?|saw|met|alone)\b")
_IS_SAVED = re.compile(
    r"(?:did|has) (?:my|the|that|it|this)(?: (?:visit|one|report))? (?:save|saved|go through|go in|been saved)"
    r"|(?:is|was) (?:it|that|this|my visit) saved"
)
_NEW_CASE = re.compile(
    r"(?:(?:i(?:'ve| have)? )?(?:just )?(?:got|been given|have|picked up) )?(?:a |my )?"
    rf"new (?:case|child|kid|one|allocation)(?: is)?[:,]? {CHILD}"
    rf"|(?:i(?:'ve| have)? )?(?:just )?been (?:given|allocated|assigned) {CHILD.replace('child', 'given')}"
    rf"|{CHILD.replace('child', 'mine')} (?:is|was|has been) (?:just )?(?:allocated|given|assigned) to me"
    r"(?: (?:today|yesterday|now))?"
    rf"|(?:add|put) {CHILD.replace('child', 'added')} (?:to|on) my (?:list|caseload|cases|visits)"
)
_UNWRITTEN = re.compile(
    r"what (?:haven't i|have i not|do i (?:still )?(?:have|need) to) "
    r"(?:written up|write up|recorded|record|put on)(?: yet)?"
)


def is_unwritten(text: str) -> bool:
    """Whether it asks what isn't on the record yet."""
    return _UNWRITTEN.fullmatch(bare(text)) is not None


def gone_missing(text: str) -> str:
    """The child of whom it says that they are missing; empty if it doesn't."""
    found = _MISSING.fullmatch(bare(text)) if may_name_child(text) else None
    return found["child"] if found and not _BACK.search(found["since"]) else ""


def reports_danger(text: str) -> str:
    """The child of whom it wants a danger recorded or reported, which isn't done here; empty if it doesn't."""
    if not may_name_child(text) or text.rstrip().endswith("?") or not is_alarming(text):
        return ""
    found = _DANGER.fullmatch(bare(text))
    return found["child"] if found else ""


def _whole(text: str, pattern: re.Pattern[str]) -> str:
    """The child whom a sentence names, if all of it fits a pattern; empty if not."""
    found = pattern.fullmatch(bare(text)) if may_name_child(text) else None
    return found["child"] if found else ""


def in_hospital(text: str) -> str:
    """The child of whom it says that they are in hospital, and nothing else; empty if it doesn't."""
    return _whole(text, _HOSPITAL)


def is_absent(text: str) -> str:
    """The child of whom it says that they are away, and nothing else; empty if it doesn't."""
    return _whole(text, _ABSENT)


def has_moved(text: str) -> str:
    """The child of whom it says that they live elsewhere now, and nothing else; empty if it doesn't."""
    return _whole(text, _MOVED)


def on_way(text: str) -> str:
    """The child to whom somebody says that they are going; empty if they don't."""
    return _whole(text, _ON_WAY)


def next_of(text: str) -> str:
    """The child of whose next review or core group it asks; empty if it doesn't."""
    found = _NEXT_OF.fullmatch(bare(text)) if may_name_child(text) else None
    by = _BY_WHEN.fullmatch(bare(text)) if may_name_child(text) else None
    if by is not None:
        return next((value for value in by.groupdict().values() if value), "")
    is_asked = found is not None and re.search(r"\b(?:when|next|date|due)", bare(text)) is not None
    return re.sub(r"(?<=\d)s$", "", found["child"] or found["of"]) if found and is_asked else ""


def bare_days(text: str) -> str:
    """The days that it names, and nothing else; empty if it says more."""
    found = _BARE_DAYS.fullmatch(bare(text))
    days = (found["days"] or "this week") if found else ""
    return "this week" if days == "week" else days


def asks_who_is_missing(text: str) -> bool:
    """Whether it asks which children are missing, or are back."""
    return _ANY_MISSING.fullmatch(bare(text)) is not None


def logs_no_visit(text: str) -> bool:
    """Whether it wants something recorded, and says nothing of a visit."""
    said = bare(text)
    return _LOGS.match(said) is not None and _OF_VISIT.search(said) is None


def is_whether_saved(text: str) -> bool:
    """Whether it asks if what was told last is kept."""
    return _IS_SAVED.fullmatch(bare(text)) is not None


def new_case(text: str) -> str:
    """The child of whom it says that they are newly allocated; empty if it doesn't."""
    found = _NEW_CASE.fullmatch(bare(text)) if may_name_child(text) else None
    return next((value for value in found.groupdict().values() if value), "") if found else ""


def kind_of_children(text: str) -> str | None:
    """The kind of whose children a sentence asks to see; empty: all of them; None: it doesn't ask."""
    said = bare(text)
    found = next((match for pattern in _CHILDREN if (match := pattern.fullmatch(said))), None)
    if found is None:
        return None
    kind = next((value for value in found.groupdict().values() if value), "")
    return _KINDS[kind] if kind else ""


def last_seen(text: str) -> str | None:
    """The child of whom it asks when they were last seen."""
    said = bare(text)
    if not may_name_child(said):
        return None
    found = next((match for pattern in _LAST if (match := pattern.fullmatch(said))), None)
    return next((value for value in found.groupdict().values() if value), None) if found else None


def how_to_record(text: str) -> str:
    """Whether it asks how to record a "visit", or "it"; empty if it doesn't."""
    found = _HOW.fullmatch(bare(text))
    return "" if found is None else "visit" if found["visit"] else "it"
