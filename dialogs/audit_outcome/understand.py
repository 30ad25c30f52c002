"""Which flow a typed sentence about an audit's outcome is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.audit_outcome import file, flow, flow_actions, flow_agree, flow_concern
from dialogs.audit_outcome.flow_concern import looks_into_any
from dialogs.core.feature import Handler
from dialogs.core.in_place import in_place
from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences
from dialogs.core.turn import Turn
from storage.store import Store

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audit_outcome.list": flow.listed,
        "audit_outcome.show": flow.show,
        "audit_outcome.next": flow.following,
        "audit_outcome.part": flow.part,
        "audit_outcome.save": in_place(flow.save),
        "audit_outcome.agree": flow_actions.form,
        "audit_outcome.add_action": in_place(flow_actions.add),
        "audit_outcome.take_out": flow_actions.take_out,
        "audit_outcome.share": in_place(flow_agree.share),
        "audit_outcome.answer": in_place(flow_agree.answer),
        "audit_outcome.consent": in_place(flow_agree.consent),
        "audit_outcome.finalise": in_place(flow_agree.finalise),
        "audit_outcome.uploaded": in_place(flow_agree.uploaded),
        "audit_outcome.correct": in_place(flow_agree.correct),
        "audit_outcome.monitored": in_place(flow_agree.monitored),
        "audit_outcome.close": flow_agree.close,
        "audit_outcome.practice": flow_agree.practice,
        "audit_outcome.document": file.offer,
        "audit_outcome.actions": flow_actions.listed,
        "audit_outcome.action": flow_actions.show,
        "audit_outcome.review": in_place(flow_actions.review),
        "audit_outcome.concern": flow_concern.ask,
        "audit_outcome.tell_concern": in_place(flow_concern.tell),
        "audit_outcome.show_concern": flow_concern.show,
        "audit_outcome.take_concern": in_place(flow_concern.hear),
    }
)
_ONE = r"(?:the )?outcome (?:of )?(?:audit )?(?P<audit>\d{1,9})"
_AUDIT = r"(?:outcome |audit )?(?:of )?(?:audit )?(?P<audit>\d{1,9})"
_ACTION = r"action (?P<agreed>\d{1,9})"
_TITLE = r"(?:area |part )?(?P<title>[^:\n]{1,120}?)"
_CHANGED = r"(?P<changed>.+?)(?:[\s.;,]+evidence: ?(?P<evidence>.+))?"
_CONCERN = (
    r"(?:(?:i(?:'ve| have)? (?:found|got|have)|there is|report|raise) )?(?:a )?"
    r"serious (?:safeguarding )?(?:concern|issue)(?: in (?:an|the|my|this) (?:audit|record|case))?"
)
_SENTENCES: Final = Sentences(
    "audit_outcome",
    ACTIONS,
    (
        ("list", r"(?:show )?(?:me )?(?:my |audit |the )?outcomes", {}),
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
        ("share", rf"share (?:the draft of )?{_ONE}", {}),
        ("consent", rf"share (?:the )?good practice of {_ONE}", {"may": "yes"}),
        ("consent", rf"(?:don't|do not) share (?:the )?good practice of {_ONE}", {"may": "no"}),
        ("answer", rf"(?:nothing to add to {_ONE})", {}),
        ("answer", rf"comment on {_ONE}: ?(?P<text>.+)", {}),
        ("finalise", rf"finali[sz]e {_ONE}", {}),
        ("uploaded", rf"{_AUDIT} is (?:uploaded|on (?:the |their )?(?:child's )?file)", {}),
        (
            "close",
            r"close audit (?P<audit>\d{1,9})(?P<filed>[,;:]? (?:it is|it's) on (?:the |their )?(?:child's )?file)?",
            {},
        ),
        ("correct", rf"corrective action (?:for|of|in) {_AUDIT}: ?(?P<text>.+)", {}),
        ("monitored", rf"(?:the )?monitoring statement (?:for|of|in) {_AUDIT} is entered", {}),
        ("document", rf"(?:the )?document of {_ONE}", {}),
        ("practice", r"(?:show )?(?:the )?(?:shared good practice|good practice examples)", {}),
        ("actions", r"(?:show )?(?:me )?(?:my|the|audit|agreed)(?: audit| agreed)? actions", {}),
        ("action", rf"(?:show )?{_ACTION}", {}),
        ("review", rf"{_ACTION} is done[:,] ?{_CHANGED}", {"answer": "done"}),
        ("review", rf"{_ACTION} is not done[:,] ?{_CHANGED}", {"answer": "not_done"}),
        ("review", rf"{_ACTION} made a difference[:,] ?{_CHANGED}", {"answer": "made"}),
        (
            "review",
            rf"{_ACTION} made no difference yet,? look again (?:on )?(?P<again>[^:\n]{{3,40}}): ?{_CHANGED}",
            {"answer": "not_yet"},
        ),
        ("review", rf"{_ACTION} is needed no more[:,] ?{_CHANGED}", {"answer": "over"}),
        ("concern", rf"serious (?:safeguarding )?concern (?:in|about) {_AUDIT}", {}),
        ("concern", _CONCERN, {}),
        (
            "tell_concern",
            rf"serious (?:safeguarding )?concern (?:in|about) {_AUDIT},? i have phoned: ?(?P<text>.+)",
            {},
        ),
        ("show_concern", r"(?:show )?concern (?P<concern>\d{1,9})", {}),
        ("take_concern", r"take concern (?P<concern>\d{1,9})", {}),
        ("save", rf"{_ONE},? {_TITLE}: ?(?P<said>.+)", {}),
        ("part", rf"{_ONE},? {_TITLE}", {}),
    ),
    about=r"outcome|audit|\bactions?\b|serious|concern|good practice",
    longest=5000,
)


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
    return _SENTENCES.handler(said)
