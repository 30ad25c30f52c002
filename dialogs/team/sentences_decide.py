"""Sentences that decide something about a child, or answer what a decision has asked."""

import re

from dialogs.core.mentions import may_name_child
from dialogs.core.turn import Json
from dialogs.team.intent import CHILD, Intent, matched, parted, patterns

_NUMBER = r"\d{1,3}|other|second|one|two|three|four|five|six|seven|ten"
_EVERY = (
    rf"(?P<days>(?:every|each) (?:(?:{_NUMBER}) )?(?:days?|weeks?|fortnight)|weekly|fortnightly|daily|once a week"
    r"|once a fortnight)"
)
_UNTIL = r"(?:,? (?:until|till|up to|ending(?: on)?) (?P<ends>.+))?"
_ON = r"(?: (?:on|of) (?P<day>.+?))?"
_FREQUENCY = r"(?:the )?(?:shorter )?(?:visiting |visit )?(?:frequency|interval)"
_ANSWER = re.compile(r"answer (?P<proposal>\d{1,9})[:,]? (?P<said>.+)", re.I | re.S)
_YES_NO = re.compile(r"(?P<which>yes|no) (?P<proposal>\d{1,9})", re.I)
_REVIEW = re.compile(
    r"(?:[,;.]|,? and| to be) ?(?:to be )?review(?:ed)?(?: it)?(?: on| by)? (?P<review>[^,;]*\d[^,;]*|in [^,;]+)$", re.I
)
_TABLE = patterns(
    (
        "team.frequency",
        rf"(?:set|change|make|put|move|increase) {CHILD}(?:'s)?(?: visits?| visiting| {_FREQUENCY})?(?: to| at| on)?"
        rf"(?: be)?(?: seen| visited| visits?)? {_EVERY}(?: visits)?{_UNTIL}",
    ),
    ("team.frequency", rf"(?:see|visit) {CHILD} {_EVERY}{_UNTIL}"),
    ("team.frequency", rf"{CHILD}(?:'s)? visits? {_EVERY}{_UNTIL}"),
    (
        "team.frequency",
        rf"{CHILD} (?:is|should|must|needs?|has)(?: now)? (?:to )?be (?:seen|visited) {_EVERY}{_UNTIL}",
    ),
    ("team.frequency", rf"{CHILD} (?:now )?needs (?:a visit )?{_EVERY}(?: visits)?{_UNTIL}"),
    (
        "team.frequency_end",
        rf"(?:end|stop) (?:the )?(?:{_EVERY.replace('days', 'was')}) visits (?:(?:for|to|of) )?{CHILD}",
    ),
    ("team.accept", rf"{CHILD}'s visit{_ON} (?:should|can|may|must) count(?: as counting)?(?:, (?P<reason>.+))?"),
    (
        "team.frequency",
        rf"(?:set|change) (?:a )?(?:{_FREQUENCY} |how often )(?:for |of )?{CHILD}(?: is visited)?",
    ),
    ("team.frequency_end", rf"(?:end|stop|remove|lift|cancel) {_FREQUENCY} (?:for|of) {CHILD}"),
    (
        "team.frequency_end",
        rf"(?:put |set |move )?{CHILD} back (?:to|on) (?:the )?(?:framework's |normal |usual |standard )+"
        rf"(?:frequency|interval|timescales?)"
        rf"|{CHILD.replace('child', 'whose')} back to (?:normal|usual|the usual|standard)",
    ),
    (
        "team.accept",
        rf"(?:accept|count) (?:the |that )?(?:exceptional )?visit (?:to|of|with|for) {CHILD}{_ON}(?: as counting)?",
    ),
    (
        "team.accept",
        rf"(?:approve|accept|count|agree|sign off) (?:(?:the|that|[a-z'-]{{2,20}}) )?visit (?:to|of|with|for)"
        rf" {CHILD}{_ON}",
    ),
    ("team.accept", rf"(?:approve|accept|count) {CHILD}'s (?:exceptional )?visit{_ON}(?: as counting)?"),
    ("team.standing", rf"(?:accept|count) (?:all )?{CHILD}'s visits(?: as counting)?(?: from (?P<day>.+?))?"),
    ("team.standing", rf"(?:record |make )?(?:a )?standing decision (?:for|on|about) {CHILD}(?: from (?P<day>.+?))?"),
    ("team.standing_end", rf"(?:end|withdraw|take back|cancel) (?:the )?standing decision (?:for|on|about) {CHILD}"),
    (
        "team.head_agreed",
        rf"(?:i )?agreed?(?: to)? (?:four|4)[- ]week(?:ly|s)?(?: visits| visiting)? (?:for|to) {CHILD}{_ON}",
    ),
    (
        "team.reduced",
        rf"(?:(?:the )?(?:first )?review (?:of|for) {CHILD}|{CHILD.replace('child', 'whose')}'s (?:first )?review){_ON}"
        r" agreed(?: to)? (?:visits? )?(?:every )?(?:10|ten) working days",
    ),
    ("team.permanence", rf"permanence (?:was |has been |is )?(?:formally )?agreed(?: for)? {CHILD}{_ON}"),
    ("team.permanence", rf"permanence for {CHILD} (?:was |has been |is )?(?:formally )?agreed{_ON}"),
    (
        "team.review_set",
        rf"(?:the )?(?:first )?adoption review (?:of|for) {CHILD}{_ON} set (?:visits? |a visit )?{_EVERY}",
    ),
    (
        "team.next_review",
        rf"(?:the )?next (?:[a-z]+ ){{0,2}}review (?:of|for) {CHILD}(?: is| was set)?(?: on| for)? (?P<next>.+)",
    ),
    ("team.next_review", rf"{CHILD}'s (?:next )?(?:[a-z]+ ){{0,2}}?review(?: is| was set)?(?: on| for)? (?P<next>.+)"),
    ("team.child", rf"(?:decide|manage|what can i decide)(?: about| for)? {CHILD}"),
    ("team.settle", rf"(?:confirm|settle) {CHILD}(?:'s [a-z ]+)?[:,] (?P<answer>.+)"),
    ("team.confirm_child", rf"(?:confirm|settle) {CHILD}(?:'s [a-z ]+)?"),
)


def understood(said: str) -> Intent | None:
    """What it decides or answers."""
    answer = _ANSWER.fullmatch(said)
    if answer:
        return Intent("team.answer", {"proposal": int(answer["proposal"]), "said": answer["said"]})
    yes_no = _YES_NO.fullmatch(said)
    if yes_no:
        action = "team.confirm" if yes_no["which"].casefold() == "yes" else "team.drop"
        return Intent(action, {"proposal": int(yes_no["proposal"])})
    if not may_name_child(said):  # whom everything else is about
        return None
    head, reason = parted(said)
    intent, review = matched(head, _TABLE), _REVIEW.search(said)
    if review and (intent is None or intent.action == "team.standing"):
        head, reason = parted(said[: review.start()])
        intent = matched(head, _TABLE)
        if intent is None or intent.action != "team.standing":
            return None
    else:
        review = None
    if intent is None:
        return None
    more: dict[str, Json] = {"reason": reason} if reason else {}
    if review:
        more["review"] = review["review"]
    data = {("child" if name == "whose" else name): value for name, value in intent.data.items()}
    return Intent(intent.action, {**data, **more})
