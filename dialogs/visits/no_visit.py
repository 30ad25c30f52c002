"""Sentences about a child that tell of no visit of one's own: a call, somebody else's visit, one that wasn't made.

Nothing is recorded of them, and the answer says what to type instead."""

import re
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow, personal_only
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from dialogs.visits.done import LEAD
from dialogs.visits.report import CHILDREN, Said, is_question, visit_in
from storage.store import Store

_BY_VIDEO = r"(?:video|teams|zoom|whats ?app|face ?time|skype)"
_CALL: Final = re.compile(
    rf"\b(?:{_BY_VIDEO}(?: video)? (?:call|chat|visit|meeting|contact|with)|(?:on|over|by|via) (?:a )?{_BY_VIDEO}\b|"
    r"(?:phone|telephone) (?:call|contact|visit)|(?:face ?timed|video ?called|whats ?apped|skyped|zoomed)|"
    r"(?:virtual|remote|on ?line|telephone) (?:visit|contact|meeting))\b"
)
_OTHERS: Final = re.compile(
    r"\b(?:seen|visited) \S+ by (?:the )?(?:police|school|duty|edt|nurse|hv|health visitor|gp|doctor|hospital)\b|"
    r"\bseen by (?!me\b|us\b|myself\b)|\bnot (?:by )?me\b|\b(?:saw|seen|visited|went to see)\b.*\bfor me\b"
)
_SAW = r"(?:has |have |had )?(?:saw|seen|visited|went to see|met with|called on) "
_DAYS = r"(?:(?:mon|tues?|wedn?e?s?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?|weekend|night|noon|tonight|earlier)"
_BY_OTHERS: Final = re.compile(
    r"(?:(?:the|her|his|their|my|our|a) )?(?:(?:[a-z]+ )?(?:police|officers?|school|teacher|nurse|visitor|hv|gp|doctor|"
    r"duty|edt|"
    r"team|camhs|mum|mother|dad|father|carers?|family|gran|nan|colleague|student|worker|sw|pa|iro|advocate|manager)|"
    rf"(?!(?:{LEAD}|{_DAYS}|has|had|last|well|not|never|still|"
    rf"nobody|went|been|was|did|only|haven't|hasn't|hadn't|didn't|couldn't|can't)\b)[a-z]{{3,}}(?<!ly)) {_SAW}"
)
_NOT_MADE: Final = re.compile(
    r"\b(?:cancel(?:l)?ed|called off|re-?arranged|re-?scheduled|postponed)\b.*\bvisit\b|"
    r"\bvisit\b.*\b(?:cancel(?:l)?ed|called off|re-?arranged|postponed|"
    r"did ?n(?:o|')t (?:happen|go ahead|take place))\b|"
    r"\bcancel(?:l)?ed on (?:me|us)\b|"
    r"\b(?:should have|was (?:meant|supposed|due) to have|was (?:meant|supposed|due) to|meant to|supposed to)"
    r" (?:see|seen|visit|visited)\b|"
    r"\bforgot(?:ten)? (?:all )?(?:to (?:go (?:and |to |out to )?)?"
    r"(?:see|visit|meet|(?:do|make) (?:the|my|a) (?:\w+ )?visit)"
    r"|about (?:seeing|visiting|the visit))\b|"
    r"^(?:i |we )?(?:still )?(?:haven't|have not|not|never) (?:yet )?(?:seen|visited|been to)\b(?!.*\balone\b)"
)
_EVENT = r"(?:review|core group|conference|icpc|rcpc|strat\w*|meeting|panel)"
_NOT_HELD: Final = re.compile(
    rf"\b{_EVENT}\b.*\b(?:cancel(?:l)?ed|called off|re-?arranged|re-?scheduled|postponed|put (?:back|off)|moved to|"
    r"did ?n(?:o|')t (?:happen|go ahead|take place))\b"
)
_OF_THE_CASE: Final = re.compile(
    r"\b(?:mov(?:ed?|ing) (?:placements?|house|home|address)|new (?:placement|address)|clos(?:ing|ed|e)\b.{0,20}$|"
    r"(?:plan|case|order) (?:has |was |is )?(?:been )?(?:ended|closed|ceased|discharged)|"
    r"(?:no longer|not) on an? .{0,20}plan|"
    r"(?:is|are|has become|became) now (?:lac|cla|looked after|in care|cin|cp|a care leaver|on an? .{0,20}plan)\b|"
    r"stepp(?:ed|ing) (?:down|up)|came off (?:a |the |his |her |their )?.{0,10}plan|de-?registered)\b"
)
_BY_ONESELF: Final = re.compile(rf"(?:(?:{LEAD}|{_DAYS}|this|last) )*(?:saw|seen|visited|met)\b")
_IN_NEW: Final = re.compile(r"\bnew (?=placement|address)")
_NOT_OF_IT: Final = {"no_visit_made": _NOT_MADE, "no_event": _NOT_HELD, "no_case_change": _OF_THE_CASE}

# Where a child is, or who is there, may be what there is to fear.
_MAY_BE_DANGER: Final = ("no_visit_away", "no_visit_unseen", "no_case_change")


def no_visit_in(text: str) -> str:
    """The name of what answers a sentence; empty if it is none of these."""
    said = " ".join(text.replace("’", "'").casefold().split())
    if is_question(said) or CHILDREN.search(said) is None:
        return ""
    if _CALL.search(said):
        return "no_visit_call"
    if _OTHERS.search(said) or _BY_OTHERS.match(said):
        return "no_visit_others"
    for name, pattern in (("no_visit_made", _NOT_MADE), ("no_event", _NOT_HELD), ("no_case_change", _OF_THE_CASE)):
        if pattern.search(said):
            return name
    return ""


def own_in(which: str, text: str, at: datetime) -> Said | None:
    """One's own visit that a sentence tells of all the same: "saw 12345 today, review moved to Friday". What it says of
    something else, and whatever follows, isn't taken for it; where that may be this visit, it is asked."""
    if which not in _NOT_OF_IT:
        return None
    plain = " ".join(text.replace("’", "'").split())
    said = plain.casefold()
    other = _NOT_OF_IT[which].search(_IN_NEW.sub("    ", said))  # a visit at a new address moves nobody
    if other and not _BY_ONESELF.match(said):
        return None
    told = visit_in(plain[: other.start()] if other else plain, at)
    return replace(told, told={**told.told, "seen": None}) if told and which == "no_visit_made" else told


def answer(which: str, text: str) -> Flow:
    """What is said of it."""
    return personal_only(partial(_answer, which, text))


def _answer(which: str, text: str, _turn: Turn, _store: Store, knowledge: Knowledge) -> Reply:
    found = CHILDREN.search(text)
    words, child = words_of("visits"), re.sub(r"(?<=\d)s$", "", found.group()) if found else ""
    says = words(which, child=child)
    if which in _MAY_BE_DANGER:
        council = knowledge.council
        whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
        says = f"{says}\n\n{words('no_visit_worry', child=child, council=council.name, **whom)}"
    return Reply(says, summary=words("summary_report"))
