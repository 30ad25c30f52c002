"""Which flow a typed sentence about a preparation is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.audit_preparation import flow, flow_save, flow_share
from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audit_preparation.list": flow.listed,
        "audit_preparation.begin": flow.begin,
        "audit_preparation.rehearse": flow.rehearse,
        "audit_preparation.show": flow.show,
        "audit_preparation.next": flow.following,
        "audit_preparation.area": flow.area,
        "audit_preparation.standards": flow.standards,
        "audit_preparation.facts": flow.facts,
        "audit_preparation.to_do": flow.to_do,
        "audit_preparation.save": flow_save.save,
        "audit_preparation.pack": flow_share.pack,
        "audit_preparation.share": flow_share.share,
        "audit_preparation.unshare": flow_share.unshare,
        "audit_preparation.delete": flow_share.delete,
        "audit_preparation.decide": flow_share.decide,
    }
)
_ONE = r"preparation (?P<preparation>\d{1,9})"
_AREA = rf"{_ONE},? area (?P<title>\d{{1,3}}|[a-z][^:\n]{{2,60}}?)"
_CHILD = r"(?P<child>(?=(?:[^\n\d]*\d){3})(?:[a-z]{1,3} )?[\w/.-]{1,50})"
_NOT = r"(?:does not|doesn't|do not|don't) apply"
_BECAUSE = r"(?:[,:;]? ?because(?: of)?|[,:;]) (?P<reason>.+)"
_AGAIN = _ONE.replace("preparation>", "preparation2>")
_SENTENCES: Final = Sentences(
    "audit_preparation",
    ACTIONS,
    (
        ("list", r"(?:show )?(?:me )?(?:my )?preparations", {}),
        ("begin", r"(?:help me )?(?:prepare|preparation) (?:for|of) audit (?P<audit>\d{1,9})", {}),
        (
            "begin",
            r"(?:(?:can you )?help me )?(?:to )?(?:start )?(?:prep|preparing|prepare|prepping|get(?:ting)? ready)"
            r" for (?:(?:the|an|my|this) )?audit(?: (?P<audit>\d{1,9}))?",
            {},
        ),
        (
            "begin",
            r"(?:what(?:'s| is| has)|has) [a-z' -]{2,60} (?:prepared|shared)(?: anything| (?:their|his|her) prep\w*)?"
            r"(?: for (?:the|my) audit| for audit (?P<audit>\d{1,9}))?(?: yet)?",
            {},
        ),
        ("begin", r"is [a-z' -]{2,60} (?:ready|prepared) for (?:(?:the|my|this) )?audit(?: yet)?", {}),
        ("list", r"is (?:my|the) (?:audit )?prep(?:aration)? (?:done|finished|complete|shared)(?: yet)?", {}),
        ("begin", r"(?:show|see|open)(?: me)? [a-z-]+(?: [a-z-]+)?'s (?:audit )?prep(?:aration)?", {}),
        (
            "show",
            r"what(?:'s| is) left to prep(?:are)?"
            r"|what (?:do|have) i (?:still )?(?:(?:got|need|have|left) )*to (?:do|prep|prepare) for (?:my|the) audit",
            {},
        ),
        ("next", r"(?:carry on|go on|continue)(?: with)? (?:my|the) prep(?:aration)?", {}),
        ("show", r"(?:show |open )?(?:me )?my prep(?:aration)?", {}),
        (
            "share",
            r"(?:share|send) (?:my|the) prep(?:aration)?(?: (?:to|with) [a-z' -]{2,60})?",
            {},
        ),
        ("begin", rf"(?:help me )?prepare for (?:the |an |my )?audit (?:of|about|for) {_CHILD}", {}),
        ("begin", r"(?:help me (?:to )?)?prepare for (?:the|an|my) audit", {}),
        ("rehearse", rf"rehearse (?:an |the )?audit (?:of|for|about|with) {_CHILD}", {}),
        ("next", rf"(?:go on with|continue(?: with)?|begin) {_ONE}", {}),
        ("facts", rf"{_ONE},? (?:the )?facts|what is known (?:for|in) {_AGAIN}", {}),
        ("to_do", rf"{_ONE},? to[ -]?do(?: list)?|what is left in {_AGAIN}", {}),
        ("pack", rf"{_ONE},? (?:the )?pack", {}),
        ("unshare", rf"(?:stop sharing|unshare) {_ONE}", {}),
        ("share", rf"share {_ONE}[,:;]? yes", {"sure": "yes"}),
        ("share", rf"share {_ONE}", {}),
        ("delete", rf"delete {_ONE}[,:;]? yes", {"sure": "yes"}),
        ("delete", rf"delete {_ONE}", {}),
        ("save", rf"{_ONE},? (?P<title>good practice): ?(?P<talk>.+)", {"then": "all"}),
        ("area", rf"{_ONE},? (?P<title>good practice)", {}),
        ("decide", rf"agree that area (?P<title>\d{{1,3}}) of {_ONE} {_NOT}", {"is": "agreed"}),
        ("decide", rf"look at area (?P<title>\d{{1,3}}) of {_ONE}(?: together)?", {"is": "wanted"}),
        ("standards", rf"{_AREA},? standards", {}),
        ("save", rf"{_AREA}:? evidence:? (?P<evidence>.+)", {}),
        ("save", rf"{_AREA}:? impact:? (?P<impact>.+)", {}),
        ("save", rf"{_AREA}:? (?:talk about|to talk about|talk):? (?P<talk>.+)", {}),
        ("save", rf"{_AREA}:? (?:this )?{_NOT}(?:{_BECAUSE})?", {"applies": "no"}),
        ("save", rf"{_AREA}:? (?:is )?partly ready", {"ready": "partly"}),
        (
            "save",
            rf"{_AREA}:? (?:is )?not (?:yet )?ready(?: yet)?(?:,? (?:but )?(?:by|until) (?P<by>.+))?",
            {"ready": "not_yet"},
        ),
        ("save", rf"{_AREA}:? (?:is )?ready", {"ready": "yes"}),
        ("area", _AREA, {}),
        ("show", rf"(?:show )?(?:me )?(?:shared )?{_ONE}", {}),
    ),
    about=("prep", "rehears", "ready for", "shared", "to do for"),
    longest=3200,
)
understands: Final = _SENTENCES.understands
