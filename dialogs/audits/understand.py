"""Which of the audits' flows a typed sentence is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.audits import flow, flow_allocate
from dialogs.core.feature import Handler
from dialogs.core.oneself import is_of_own_suicide
from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences
from dialogs.core.turn import Turn
from storage.store import Store

ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "audits.list": flow.listed,
        "audits.show": flow.show,
        "audits.more_time": flow.more_time,
        "audits.asked": flow.asked,
        "audits.accept": flow.accept,
        "audits.decline": flow.decline,
        "audits.worker": flow.worker,
        "audits.expect": flow.expect,
        "audits.tool": flow.tool,
        "audits.begin": flow_allocate.begin,
        "audits.allocate": flow_allocate.allocate,
        "audits.give": flow_allocate.give,
        "audits.withdraw": flow_allocate.withdraw,
    }
)
_KIND = (
    r"(?P<kind>case[ -]file|themed|re-?audit|multi-?agency|dip[ -]sample|learning[ -]review"
    r"|observation(?: of practice)?|own[ -]team)"
)
_NUMBER = r"(?P<audit>\d{1,9})"
_NUMBER2 = _NUMBER.replace("audit>", "audit2>")
_NUMBER3 = _NUMBER.replace("audit>", "audit3>")
_MORE = (
    r"(?:(?:(?:can|could|may) (?:i|we) (?:please )?(?:have|get)|(?:i|we)(?:'ll)? need|is there any chance of) "
    r"(?:an extension|(?:some |a bit |a little )?(?:more time|longer))|(?:an )?extension)"
)
_CHILD = r"(?P<child>(?=(?:[^\s\d]*\d){3})[\w/.-]{1,50})"
_ALLOCATE = (
    r"(?:(?:can|could) (?:you|i|we) |i (?:want|need|would like) to )?(?:allocate|assign|set up|start|arrange|create)"
)
_WHY = (
    r"(?:[,:;]? ?(?:because(?: of)?|reason:?|as) (?P<reason>.+)|[,:;] ?(?P<reason2>.+)"
    r"|,? (?:(?:i'm|i am|i know|i've|i have|on leave|off sick|away|too busy|conflict)\b.*))?"
)
_SENTENCES: Final = Sentences(
    "audits",
    ACTIONS,
    (
        ("list", r"(?:show |list )?(?:me )?(?:my |the |all |all my |open )?audits", {}),
        (
            "list",
            r"audit list|(?:any )?(?:overdue|late|open|outstanding) audits|next audit"
            r"|how many audits(?: (?:do i have|have i got|are there|(?:are )?(?:open|overdue|late)|this month))?"
            r"|who(?:'s| is| has)?(?: got)? (?:any )?(?:outstanding|overdue|open|late) audits?"
            r"|who(?:'s| is| has)? got (?:any )?audits?(?: (?:outstanding|overdue|open|late))?"
            r"|who (?:hasn't|has not) (?:done|finished|completed) (?:their|the) audits?(?: yet)?",
            {},
        ),
        ("begin", r"(?:a )?new audit", {}),
        (
            "list",
            r"(?:what|which) audits (?:have i got|do i have|am i (?:doing|in)|are there)|any audits(?: for me)?"
            r"|(?:have i got|do i have|are there) (?:any )?audits(?: to do)?|who (?:hasn't|has not) accepted(?: yet)?",
            {},
        ),
        (
            "list",
            r"(?:(?:what|which|any|my) )?audits? (?:are |is )?(?:due|late|overdue|outstanding|to do)"
            r"(?: (?:today|tomorrow|now|soon|(?:this|next) (?:week|month)))?"
            r"|(?:who|what|which (?:child|children|kids?|cases?|files?)) (?:have i got|do i have|am i) to audit"
            r"|who(?:m)? am i auditing",
            {},
        ),
        (
            "show",
            r"how (?:long|many days) (?:have i got|do i have|are there) left (?:for|on|to (?:do|finish|complete))"
            r" (?:the|my|this) audit",
            {},
        ),
        (
            "show",
            r"(?:what(?:'s| is) )?left (?:to do )?(?:on|of|in|for) (?:the|my|this) audit|audit due(?: when)?"
            r"|when is audit due|(?:the |my )?audit(?:'s| is)? (?:done|finished|complete)|(?:i'm |i am )?(?:done"
            r"|finished) with (?:the|my|this) audit"
            r"|finish (?:the |my |this )?audit",
            {},
        ),
        ("show", rf"(?:i'm |i am )?(?:done|finished) with audit {_NUMBER}", {}),
        ("show", rf"(?:(?:show|tell) )?(?:me )?(?:about )?audit {_NUMBER}", {}),
        (
            "show",
            rf"(?:how|where|what|when)(?:'s| is| about)? (?:left (?:on|of|in) )?audit {_NUMBER}"
            r"(?: up to| at| going| due)?",
            {},
        ),
        (
            "show",
            r"my audit|(?:have i got|do i have|is there) an audit(?: for me)?|am i (?:being|getting|to be) audited"
            r"|(?:when|how)(?:'s| is) (?:my|the) audit(?: due| going)?|who(?:'s| is) (?:auditing me|my auditor)",
            {},
        ),
        ("more_time", _MORE, {}),
        ("more_time", rf"{_MORE} (?:for|on|with|to (?:do|finish|complete)) (?:the|my|this) audit", {"of": "audit"}),
        ("more_time", rf"{_MORE} (?:for|on|with|to (?:do|finish|complete)) audit {_NUMBER}", {}),
        (
            "more_time",
            rf"(?:ask for )?more time (?:for|on|with|to (?:do|finish|complete)) audit {_NUMBER}"
            rf"|(?:can (?:you|we|i) )?extend audit {_NUMBER2}|audit {_NUMBER3} needs more time",
            {},
        ),
        (
            "more_time",
            r"(?:can (?:you|we|i) )?extend (?:the|my|this) audit(?: deadline)?|who can extend (?:the|my|an) audit",
            {"of": "audit"},
        ),
        (
            "accept",
            rf"(?:yes,? )?(?:i )?(?:i'?ll |will |can |happy to )?(?:accept|do|take)(?: on)? audit {_NUMBER}",
            {},
        ),
        ("asked", r"(?:yes,? )?(?:i(?:'ll| will)? )?accept(?: it| that)?", {}),
        ("accept", r"(?:i )?accept (?:the|this|my) audit", {}),
        ("decline", rf"(?:i )?(?:can't|cannot|won't) (?:do|take)(?: on)? audit {_NUMBER}{_WHY}", {}),
        ("decline", rf"(?:i )?(?:can't|cannot|won't) (?:do|take)(?: on)? (?:the|this|my) audit{_WHY}", {}),
        ("decline", rf"(?:decline|(?:declare )?(?:a )?conflict (?:in|for|on)) audit {_NUMBER}{_WHY}", {}),
        ("withdraw", rf"(?:withdraw|take back) audit (?P<audit>\d{{1,9}}){_WHY}", {}),
        (
            "give",
            rf"(?:can (?:we|you) )?(?:give|reallocate|reassign|hand|pass|swap|move) audit {_NUMBER}"
            r" (?:over )?to (?P<auditor>[^\d,;:?]{2,60})",
            {},
        ),
        (
            "worker",
            rf"(?:the )?new worker takes (?:part in|over|on) audit {_NUMBER}",
            {"who": "new"},
        ),
        ("worker", rf"audit {_NUMBER} (?:goes|is) (?:to|with|on with) (?:the )?new worker", {"who": "new"}),
        ("worker", rf"audit {_NUMBER} stays with (?:the )?(?:first|old|previous|same) worker", {"who": "first"}),
        ("begin", rf"{_ALLOCATE} ?(?:an |another |a new )?audit", {}),
        (
            "allocate",
            rf"{_ALLOCATE} (?:an? |another )?(?:{_KIND} ?)?(?:audit )?(?:of|for|on) {_CHILD}"
            r",? (?:to|auditor) (?P<auditor>[^\d,;:?]{2,60}?)"
            r"(?:,? (?:with|practitioner) (?P<practitioner>[^\d,;:?]{2,60}?))?"
            rf"(?:, {_KIND.replace('kind', 'kind2')})?(?:,? about (?P<theme>.+?))?"
            r"(?:,? told on (?P<told_on>[^,;:?]{3,40}?))?(?:,? (?:because(?: of)?|why now:?) (?P<why>.+))?",
            {},
        ),
        # Whatever else was said: the form asks for it.
        ("begin", rf"(?:allocate|assign) {_CHILD} to (?P<auditor>[a-z'-]{{2,30}}(?: [a-z'-]{{2,30}}){{0,3}})", {}),
        ("begin", rf"{_ALLOCATE} (?:an? |another )?(?:{_KIND} )?audit (?:of|for|on) {_CHILD}(?:[ ,:;].+)?", {}),
        (
            "begin",
            rf"(?:select|pick|choose|put) {_CHILD} (?:forward )?for (?:an? )?(?:{_KIND} )?audit(?:[ ,:;].+)?",
            {},
        ),
        ("expect", r"audit help|help with (?:my|the|an) audit"),
        ("expect", r"what (?:do|must) i (?:need|bring|prepare)(?: (?:to|for))? (?:my|the|an) audit(?: meeting)?", {}),
        ("expect", r"what to expect(?: (?:from|of|in) (?:an|the|my) audit)?", {}),
        ("expect", r"what happens (?:in|at|during) (?:an|the|my) audit|what(?:'s| is) (?:an|the|my) audit like", {}),
        ("tool", r"what (?:will|does) (?:the|an|my) audit(?:or)? look at|what are the audit (?:questions|areas)", {}),
        ("tool", rf"(?:show )?(?:me )?the audit tool(?: (?:for|of) (?:an? |the )?{_KIND}(?: audit)?)?", {}),
    ),
    about=("audit", "more time", "longer", "extension", "accept", "allocate", "assign", "what to expect"),
    longest=900,
)


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about audits; None if it is about anything else."""
    said = _SENTENCES.understood(turn)
    if said is not None and said.action == "audits.more_time" and not said.data and not flow.has_open(turn, store):
        return None  # more time for something else
    if said is not None and said.action == "audits.asked" and not flow.is_asked(turn, store):
        return None  # it is nothing that was asked of them
    to = said.data.get("auditor") if said is not None and said.action == "audits.begin" else None
    if to is not None and not flow_allocate.may_give_to(to, turn, store):
        return None  # it isn't said to whom, or not by who may
    if said is not None and is_of_own_suicide(turn.text):
        return None
    return _SENTENCES.handler(said)
