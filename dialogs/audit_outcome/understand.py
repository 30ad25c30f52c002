"""Which flow a typed sentence about an audit's outcome is for."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.audit_outcome import file, flow, flow_actions, flow_agree, flow_concern
from dialogs.audit_outcome.flow import reads_any, writes_any
from dialogs.audit_outcome.flow_concern import looks_into_any
from dialogs.core.alarm import is_alarming
from dialogs.core.feature import Handler
from dialogs.core.oneself import is_of_own_suicide
from dialogs.core.personal import Flow
from dialogs.core.sentences import Said, Sentences
from dialogs.core.turn import Turn
from storage.store import Store

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audit_outcome.list": flow.listed,
        "audit_outcome.show": flow.show,
        "audit_outcome.next": flow.following,
        "audit_outcome.part": flow.part,
        "audit_outcome.save": flow.save,
        "audit_outcome.not_saved": flow.not_saved,
        "audit_outcome.agree": flow_actions.form,
        "audit_outcome.add_action": flow_actions.add,
        "audit_outcome.take_out": flow_actions.take_out,
        "audit_outcome.share": flow_agree.share,
        "audit_outcome.answer": flow_agree.answer,
        "audit_outcome.consent": flow_agree.consent,
        "audit_outcome.finalise": flow_agree.finalise,
        "audit_outcome.uploaded": flow_agree.uploaded,
        "audit_outcome.correct": flow_agree.correct,
        "audit_outcome.monitored": flow_agree.monitored,
        "audit_outcome.close": flow_agree.close,
        "audit_outcome.practice": flow_agree.practice,
        "audit_outcome.document": file.offer,
        "audit_outcome.actions": flow_actions.listed,
        "audit_outcome.action": flow_actions.show,
        "audit_outcome.review": flow_actions.review,
        "audit_outcome.concern": flow_concern.ask,
        "audit_outcome.tell_concern": flow_concern.tell,
        "audit_outcome.show_concern": flow_concern.show,
        "audit_outcome.take_concern": flow_concern.hear,
    }
)
_ONE = r"(?:the )?outcome (?:of )?(?:audit )?(?P<audit>\d{1,9})"
_AUDIT = r"(?:outcome |audit )?(?:of )?(?:audit )?(?P<audit>\d{1,9})"
_ACTION = r"action (?P<agreed>\d{1,9})"
_AUDIT2 = _AUDIT.replace("audit>", "audit2>")
_NUMBER = r"(?P<audit>\d{1,9})"
_TITLE = r"(?:area |part )?(?P<title>[^:\n]{1,120}?)"
_CHANGED = r"(?P<changed>.+?)(?:[\s.;,]+evidence: ?(?P<evidence>.+))?"
_CONCERN = (
    r"(?:(?:i(?:'ve| have)? (?:found|got|have)|there is|report|raise) )?(?:a )?"
    r"serious (?:safeguarding )?(?:concern|issue)(?: in (?:an|the|my|this) (?:audit|record|case))?"
    r"|(?:i(?:'ve| have) )?found something serious|(?:this|the|a) (?:child|kid) (?:isn't|is not|may not be) safe"
    r"|(?:child|kid) (?:isn't|is not) safe"
)
_OVERALL = r"(?:the |my |grade )?overall(?: grade| grading| judge?ment)?"
_GRADING = r"(?:the |my )?(?:audit )?grad(?:e|ing)"
# Why: after a mark or "because", and no question; so that only a clear grade is saved.
_ASKS = (
    r"(?:and )?(?:(?:what|which|how|why|who|whose|when|where|does|do i|can i|should|is (?:that|this|it)|right|innit)\b"
    r"|(?:is|does|do|was|are|has)n'?t )"
)
_TAG: Final = re.compile(
    r"(?:\b(?:is|does|do|was|are|has)n['\u2019]?t (?:it|he|she|they|that)|\b(?:right|innit))\W*$", re.I
)
_WHY = rf"(?:\s*[,.;:](?!\s*{_ASKS}).+| because(?!\s+{_ASKS}) .+|\s+(?:evidence|impact):.+)?"
_GRADE = r"(?:exceeds|meets|does not meet|doesn't meet|does n't meet|not meet|below)(?: good)?|(?:not )?good"
_JUDGED = rf"(?:is |as |= ?)?(?P<said>(?:{_GRADE}){_WHY})"
# Where no audit is named, what stands behind a comma may be about anything.
_REASON = rf"(?: because(?!\s+{_ASKS}) .+|[\s.;,]+(?:evidence|impact):.+)?"
_JUDGED_HERE = rf"(?:is |as |= ?)?(?P<said>(?:{_GRADE}){_REASON})"
_JUDGED_ALONE = rf"(?:is |as |= ?)?(?P<said>{_GRADE})"
_SCALES: Final = tuple(f"scale {digit}" for digit in "0123456789")  # "scale" alone would be in every "timescale"
_PART = r"(?P<title>\d{1,2})"
_WRITTEN: Final = frozenset({"audit_outcome.save", "audit_outcome.part"})
_NOT_SAVED: Final = "audit_outcome.not_saved"
_NEVER_WRITTEN: Final = frozenset({"audit_outcome.save", _NOT_SAVED})
_UNNAMED: Final = frozenset({"audit_outcome.show", "audit_outcome.next"})
_SENTENCES: Final = Sentences(
    "audit_outcome",
    ACTIONS,
    (
        ("list", r"(?:show )?(?:me )?(?:my |audit |the )?outcomes", {}),
        (
            "show",
            r"what did (?:the|my) auditor (?:say|write)|"
            r"i (?:don't|do not) agree with (?:my|the) (?:grade|outcome|audit)|"
            r"(?:show |see )?(?:me )?(?:the|my) (?:draft|outcome)"
            r"|how did (?:my|the) audit go|what(?:'s| is| was) my (?:audit )?grade",
            {},
        ),
        (
            "show",
            rf"is {_AUDIT} ready(?: to share| to finalise)?|what (?:do|must) i (?:need to |have to )?do for {_AUDIT2}",
            {},
        ),
        ("show", rf"(?:has|did) [a-z' -]{{2,60}} (?:commented|answered|comment|answer) (?:on|to) {_AUDIT}", {}),
        ("next", rf"(?:how do i )?(?:write up|start|fill in|grade|record) audit {_NUMBER}", {}),
        ("next", r"(?:i'm |i am )?ready to (?:grade|judge|write up)(?: (?:the|my|this) audit)?", {}),
        ("next", r"(?:start|write up|fill in|begin|grade|judge) (?:(?:the|my|this) )?(?:audit(?: tool)?|outcome)", {}),
        # Which of them, and that it is meant, is said on what it shows.
        (
            "show",
            r"finali[sz]e(?: it| (?:the|my|this) (?:audit|outcome|draft))?|(?:share|send) (?:the|my) (?:draft"
            r"|outcome|audit)"
            r"(?: (?:to|with) [a-z' -]{2,60})?|(?:share|send) (?:it|audit) (?:to|with) [a-z' -]{2,60}",
            {},
        ),
        ("show", rf"(?:show |record )?{_ONE}", {}),
        ("next", rf"(?:fill in|write|continue) {_ONE}", {}),
        (
            "add_action",
            rf"{_ONE},? action: ?(?P<what>.+?), by (?P<other>[^,\n]{{2,100}}), by (?P<due>[^,\n]{{3,40}}),"
            r" difference:? ?(?P<difference>.+)",
            {},
        ),
        ("agree", rf"{_ONE},? action(?:: ?(?P<what>.+))?", {}),
        ("take_out", rf"{_ONE},? take out action (?P<number>\d{{1,3}})", {}),
        ("share", rf"(?:share|send) (?:the draft (?:of|for) )?{_AUDIT}(?: (?:to|with) [a-z' -]{{2,60}})?", {}),
        ("consent", rf"share (?:the )?good practice of {_ONE}", {"may": "yes"}),
        ("consent", rf"(?:don't|do not) share (?:the )?good practice of {_ONE}", {"may": "no"}),
        ("answer", rf"(?:nothing to add to|no comments? on|(?:i'm )?happy with) {_ONE}", {}),
        ("answer", rf"comment on {_ONE}: ?(?P<text>.+)", {}),
        ("finalise", rf"(?:finali[sz]e|finish) {_AUDIT}", {}),
        ("uploaded", rf"(?:i(?:'ve| have)? )?uploaded {_AUDIT}(?: to (?:the |their )?(?:child'?s )?file)?", {}),
        ("uploaded", rf"{_AUDIT} is (?:uploaded|on (?:the |their )?(?:child'?s )?file)", {}),
        (
            "close",
            r"close audit (?P<audit>\d{1,9})(?P<filed>[,;:]? (?:it is|it's) on (?:the |their )?(?:child'?s )?file)?",
            {},
        ),
        ("correct", rf"corrective action (?:for|of|in) {_AUDIT}: ?(?P<text>.+)", {}),
        ("monitored", rf"(?:the )?monitoring statement (?:for|of|in) {_AUDIT} is entered", {}),
        ("monitored", rf"(?:i(?:'ve| have)? )?entered (?:my|the) monitoring statement (?:for|of|in) {_AUDIT}", {}),
        ("document", rf"(?:the )?document of {_ONE}", {}),
        ("practice", r"(?:show )?(?:the )?(?:shared good practice|good practice examples)", {}),
        ("actions", r"(?:show )?(?:me )?(?:my|the|audit|agreed)(?: audit| agreed)? actions", {}),
        (
            "actions",
            r"(?:what|any|which) (?:audit|agreed) actions(?: (?:have i got|do i have|are there))?"
            r"(?: (?:are )?(?:overdue|due|left|outstanding))?"
            r"|what actions (?:have i got|do i have|are there) from (?:(?:the|my) )?audits?"
            r"|what did we agree (?:in|at|after) (?:the|my) audit",
            {},
        ),
        (
            "action",
            rf"(?:(?:show|what's happening with|how's|what about|(?:i(?:'ve| have)? )?done|finished) )?{_ACTION}",
            {},
        ),
        ("review", rf"{_ACTION}(?: is)? done[:,] ?{_CHANGED}", {"answer": "done"}),
        ("review", rf"{_ACTION}(?: is)? not done[:,] ?{_CHANGED}", {"answer": "not_done"}),
        ("review", rf"{_ACTION} made a difference[:,] ?{_CHANGED}", {"answer": "made"}),
        (
            "review",
            rf"{_ACTION} made no difference yet,? look again (?:on )?(?P<again>[^:\n]{{3,40}}): ?{_CHANGED}",
            {"answer": "not_yet"},
        ),
        ("review", rf"{_ACTION} is needed no more[:,] ?{_CHANGED}", {"answer": "over"}),
        ("concern", rf"(?:serious |safeguarding )+(?:concern|issue)s? (?:in|about|with|for|on) {_AUDIT}", {}),
        ("concern", rf"escalate {_AUDIT}", {}),
        (
            "concern",
            rf"(?:i'm |i am )?(?:really |very )?worried about (?:the child|her|him|them|this child) in {_AUDIT}",
            {},
        ),
        ("concern", _CONCERN, {}),
        (
            "tell_concern",
            rf"serious (?:safeguarding )?concern (?:in|about) {_AUDIT},? i have phoned: ?(?P<text>.+)",
            {},
        ),
        ("show_concern", r"(?:show )?concern (?P<concern>\d{1,9})", {}),
        ("take_concern", r"take concern (?P<concern>\d{1,9})", {}),
        ("save", rf"{_OVERALL}(?: of| for| in)? {_AUDIT}[:,]? {_JUDGED}", {"title": "overall"}),
        ("save", rf"{_OVERALL}[:,]? {_JUDGED_HERE}", {"title": "overall"}),
        ("save", rf"{_GRADING}(?: (?:of|for|in) {_AUDIT})?[:,]? {_JUDGED_ALONE}", {"title": "overall"}),
        ("part", rf"(?:{_OVERALL}|{_GRADING}) (?:of|for|in) {_AUDIT}", {"title": "overall"}),
        ("save", rf"{_ONE},? {_TITLE}[:,]? {_JUDGED}", {}),
        ("save", rf"area {_PART}[:,]? {_JUDGED_HERE}", {}),
        ("save", rf"scale (?P<said>\d{{1,2}}(?: (?:out )?of 10)?{_REASON})", {"title": "scale"}),
        ("save", rf"{_ONE},? {_TITLE}: ?(?P<said>.+)", {}),
        ("part", rf"{_ONE},? {_TITLE}", {}),
        ("not_saved", rf"(?:{_OVERALL}|{_GRADING}|area \d{{1,2}})[:,]? (?:is |as |= ?)?(?:{_GRADE})\b.+", {}),
        ("not_saved", r"scale \d{1,2}\b.+", {}),
    ),
    about=(
        "outcome",
        "audit",
        "overall",
        "area ",
        *_SCALES,
        "draft",
        "grade",
        "grading",
        "finali",
        "share it",
        "send it",
        "safe",
        "action",
        "serious",
        "concern",
        "good practice",
    ),
    longest=5000,
)


def _not_saved(said: Said, turn: Turn, store: Store) -> Handler | None:
    """What is said of a danger behind a grade is said to be heard, not to be kept."""
    is_of_danger = is_alarming(turn.text) or "at risk" in turn.text.partition(":")[0].casefold()
    if is_of_danger and writes_any(turn, store):
        return flow.not_saved
    return _SENTENCES.handler(said) if said.action != _NOT_SAVED and not is_of_danger else None


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about outcomes; None if it is about anything else."""
    said = _SENTENCES.understood(turn)
    if (
        said is not None
        and said.action == "audit_outcome.concern"
        and not said.data
        and not looks_into_any(turn, store)
    ):
        return None  # who looks into no record asks what the framework says
    if said is not None and said.action in _UNNAMED and not said.data and not reads_any(turn, store):
        return None  # it is another draft that they mean
    if said is not None and said.action in _WRITTEN and "audit" not in said.data and not writes_any(turn, store):
        return None  # what "overall good" means in the framework
    asks = "?" in turn.text or _TAG.search(turn.text) is not None
    if said is not None and said.action in _WRITTEN and asks and ":" not in turn.text:
        return None  # "overall good?" asks
    if said is not None and is_of_own_suicide(turn.text):
        return None
    if said is not None and said.action in _NEVER_WRITTEN and "audit" not in said.data:
        return _not_saved(said, turn, store)
    return _SENTENCES.handler(said)
