"""Whether a sentence that says "came back" tells of a child who had been missing: not of "since dad came back"."""

import re
from enum import Enum

from dialogs.visits.done import LEAD


class Return(Enum):
    """Whose return it is."""

    CHILDS = "childs"
    UNCLEAR = "unclear"  # of the child, who may have been anywhere: at school, at contact, in hospital
    SOMEBODYS = "somebodys"  # or nobody's


_NOBODY_ELSE = (
    r"(?:is|was|are|were|has|have|had|been|now|just|also|only|finally|safely|safe|ok|okay|well|he|she|they|who|then|and"
    r"|but|so|both|all|got|went|gone|missing|ran|run|away|off|absconded|again|last|this|night|morning|afternoon|evening"
    r"|weekend|week|overnight|for|a|an|the|few|couple|of|over|about|hours?|days?|nights?|from|at|home|school|placement"
    r"|care|reported|eventually|turned|up|self|ended|(?<!\w)'?s\b|since(?! (?:he|she|they|who|the \w+)\b)|[\s,.;:!-])*"
)
_REPORTED = (
    r"(?:.*\b(?:says?|said|reports?|reported|confirms?|confirmed|heard|told (?:me|us)|let (?:me|us) know"
    r"|(?:rang|rung|called|phoned|texted|emailed|messaged)(?: (?:me|us))?"
    r"(?: to (?:say|tell me|confirm)| and said| saying)?"
    r"|(?:call|text|email|message|voicemail|word) from (?:the |his |her |their |foster )*[a-z]+)(?: that| about)?)"
)
_CHILD = r"my|our|the|cp|cin|lac|looked after|young|missing|child|kid|person|boy|girl"
_BEFORE = re.compile(
    rf"(?>(?:{LEAD}|missing (?:episode (?:of|for)|from (?:home|care|placement|school))"
    rf"|{_CHILD}|update|fyi|great|news|thankfully|please|note|log|record|report"
    rf"|that|to|need|want(?:ed)?|forgot(?:ten)?|add|say)(?![\w'])|[\s,.;:!-])*|{_REPORTED}[\s,.;:!-]*"
)
# Where "missing" is said, whatever stands before the child and tells of nobody else, and of nothing that isn't sure.
_SOMEBODY_ELSE_OR_UNSURE = re.compile(
    r"\b(?:mum|mam|mother|dad|father|(?:step|grand|god)[a-z]+|parents?|gran|nan|aunt\w*|uncle|brothers?|sisters?|siblings?"
    r"|cousins?|partner|boyfriend|girlfriend|friends?|baby|dog|cat|hop(?:e|es|ed|ing)|thinks?|wish\w*|wonder\w*|wait\w*"
    r"|tell|ask\w*|pretend\w*|rumou?rs?|results?|forms?|reports?|paperwork|referral|interview|rhi|day|night|time)\b"
    r"|\b(?:since|after|when|whenever|before|until|till?|once|because|as|for|on|of|about|from|with|like)\s*$"
)
# Missing themselves, and no shoes.
_MISSING_BEFORE = re.compile(
    r"(?:\b(?:hours?|days?|nights?|weeks?|while|overnight|being|reported)"
    r"|(?:^|\b(?:he|she|they) )(?:was|were|went|gone|(?:has|have|had|having) (?:been|gone)))"
    r" missing[\s,.;:!-]*(?:(?:but|and) )?$"
)
_CALLED = re.compile(r"\b(?:rang|rung|called|phoned|texted|emailed|messaged)\s*$")  # "called 202 back"
_WITH_ANOTHER = re.compile(
    r"\s*(?:and|with) (?:his|her|their) (?:\w+ )?(?:brother|sister|sibling|friend|cousin|mate)s?\b"
)
_BY_WHOM = r"(?:police|officers?|they|we|i|mum|dad|(?:foster )?carers?|staff|school|family|edt|placement)\b"
_BROUGHT = re.compile(
    rf"(?:{_NOBODY_ELSE}(?:(?:the|his|her|their) )?{_BY_WHOM} (?:have |has |had )?(?:just )?"
    r"(?:found|located|picked up|brought back|returned|brought|dropped|got|took))\s*"
)
_PATIENT = re.compile(
    r"\s*(?:$|[,.;:!]|(?:him|her|them|at|in|on|safe\w*|and|this|last|back|home|up|near|outside|to|by|with)\b)"
)
_NEEDS_BACK = re.compile(r"\b(?:brought|dropped|got|took|picked)\s*$")
_BACK = re.compile(r"\s*(?:safely )?(?:back|home|up)\b")
_BROUGHT_BY_FAMILY = re.compile(
    r"\b(?:they|we|i|mum|dad|school|family) (?:\w+ )*(?:returned|brought|dropped|got|took)\s*$"
)
_WAS_MISSING = re.compile(r"\bmissing\b|\b(?:ran|run) (?:away|off)\b|\babscond")
_ELSEWHERE = re.compile(
    r"\bfrom (?!(?:being |going |having gone )?missing\b|the run\b|running\b|abscond)"
    r"|\b(?:to|at|in|into|on|for|with|under) (?:(?:the|a|an|his|her|their|my|our) )*(?:care of )?"
    r"(?:school|nursery|college|education|lessons?|class\w*|work|hospital|ward|court|respite|contact|holiday|club"
    r"|uni\w*"
    r"|(?:birth )?(?:mum|dad|mother|father|parents?|family)|normal|me|us|track|time)\b"
)


def whose_return(before: str, after: str, says: str, told_by: int = 0) -> Return:
    """Whose return a sentence tells of, `before` and `after` the child whom it names, in small letters and without
    days and times. `told_by`: where in `after` begins what somebody "said he" did."""
    if _BROUGHT.fullmatch(before):
        if _NEEDS_BACK.search(before) and not _BACK.match(after):
            return Return.SOMEBODYS
        was_brought = _BROUGHT_BY_FAMILY.search(before) and not _WAS_MISSING.search(f"{before} {after}")
        whose = _of_child(_PATIENT.match(after) is not None, f"{before} {after}", after)
        return Return.UNCLEAR if was_brought and whose is Return.CHILDS else whose
    said = re.search(says, after[told_by:])
    if said:
        lead, tail = after[told_by : told_by + said.start()], after[told_by + said.end() :]
        if _WAS_MISSING.search(f"{before} {after}"):
            lead = _WITH_ANOTHER.sub("", lead, count=1)
        is_by = re.match(_BY_WHOM, said.group()) is not None
        if not re.fullmatch(_NOBODY_ELSE, lead):
            is_by = _BROUGHT.fullmatch(f"{lead}{said.group()}") is not None
            lead = "" if is_by else lead
        is_childs = re.fullmatch(_NOBODY_ELSE, lead) is not None and _tells_of_child(before, after)
        is_childs = is_childs and not (said.group().startswith("back") and not lead.strip() and _rang(before, after))
        is_childs = is_childs and (not is_by or _PATIENT.match(tail) is not None)
        return _of_child(is_childs, f"{before} {after}", tail)
    said = re.search(says, before)
    if said is None:
        return Return.SOMEBODYS
    is_childs = _BEFORE.fullmatch(before[: said.start()]) is not None
    is_childs = is_childs and re.fullmatch(_NOBODY_ELSE, before[said.end() :]) is not None
    return _of_child(is_childs, f"{before} {after}", after)


def _rang(before: str, after: str) -> bool:
    """Whether somebody rang the child back."""
    return _CALLED.search(before) is not None and _WAS_MISSING.search(after) is None


def _tells_of_child(before: str, after: str) -> bool:
    """Whether what stands before the child leaves it theirs that follows."""
    if _BEFORE.fullmatch(before):
        return True
    is_missing = _WAS_MISSING.search(after) is not None or _MISSING_BEFORE.search(before) is not None
    return is_missing and _SOMEBODY_ELSE_OR_UNSURE.search(before) is None


def _of_child(is_childs: bool, whole: str, tail: str) -> Return:
    if not is_childs:
        return Return.SOMEBODYS
    was_elsewhere = _ELSEWHERE.search(tail) and not _WAS_MISSING.search(whole)
    return Return.UNCLEAR if was_elsewhere else Return.CHILDS
