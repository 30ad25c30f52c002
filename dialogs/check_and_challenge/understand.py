"""Which flow a typed sentence about check and challenge is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.check_and_challenge import (
    flow,
    flow_answer,
    flow_chase,
    flow_decide,
    flow_file,
    flow_hold,
    flow_people,
    flow_save,
    flow_session,
)
from dialogs.check_and_challenge.figures import SPELT
from dialogs.core.feature import Handler
from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences
from dialogs.core.turn import Turn
from storage.store import Store

LONGEST: Final = 4500
ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "check_and_challenge.list": flow.listed,
        "check_and_challenge.show": flow.show,
        "check_and_challenge.next": flow.following,
        "check_and_challenge.part": flow.part,
        "check_and_challenge.save": flow_save.save,
        "check_and_challenge.confirm": flow_save.confirm,
        "check_and_challenge.take": flow_hold.take,
        "check_and_challenge.share": flow_hold.share,
        "check_and_challenge.let_go": flow_hold.let_go,
        "check_and_challenge.flagged": flow_answer.show,
        "check_and_challenge.answer": flow_answer.answer,
        flow_file.WORKBOOK: flow_file.workbook,
        "check_and_challenge.dropped": flow_file.dropped,
        "check_and_challenge.form": flow_session.form,
        "check_and_challenge.create": flow_session.create,
        "check_and_challenge.manage": flow_session.manage,
        "check_and_challenge.move": flow_session.move,
        "check_and_challenge.cancel": flow_session.cancel,
        "check_and_challenge.people": flow_people.form,
        "check_and_challenge.exchange": flow_people.exchange,
        "check_and_challenge.ready": flow_decide.ready,
        "check_and_challenge.sign": flow_decide.sign,
        "check_and_challenge.chase": flow_chase.chase,
        "check_and_challenge.remind": flow_chase.remind,
        "check_and_challenge.accept": flow_decide.accept,
        "check_and_challenge.send_back": flow_decide.send_back,
    }
)
_FIGURED = r"re(?:turn|trun|utrn|tunr) (?:no\.? ?|number |#)?(?P<return>\d{1,9})"
_RETURN = _FIGURED.replace("<return>", f"<return>{'|'.join(SPELT)}|")
_LATER = _RETURN.replace("<return>", "<return2>")  # in the second half of a pattern
_EITHER = r"(?:check and challenge )?(?:return|session) (?P<return>\d{1,9})"
_WHO, _NEW = r"(?P<leaves>[^:,\n]{2,80}?)", r"(?P<comes>[^:,\n]{2,80}?)"
_WHY = r"(?:,? (?:because|as|since)\b|[:,;]) ?(?P<reason>.+)"
_NUMBER = r"\d[\d,.]*"
_WHO_IS = r"(?:who|which (?:areas?|services?|teams?))(?:'s| is| are)"
# Whatever else is chased may be a danger, and the finder's.
_AREA = (
    r"(?:(?:mash|assessment|early|help|protection|court|children|young people|in|care|leavers|disabilit(?:y|ies)|with"
    r"|exploitation|independent|reviewing|officers|child|advisors|social|work|academy|fostering|adoption|placements"
    r"|send|youth|offending|service|iros?|yos|and|&)(?:,? |$|(?=')))+?"
)
_SAYS: Final = (
    (
        "list",
        r"(?:show |list )?(?:me )?(?:my |all |the |our |open )*returns(?: that are open)?"
        r"|(?:show me )?(?:my|our|the) return",
    ),
    (
        "list",
        r"(?:which|what) returns are (?:open|due|late|missing|overdue|outstanding|in|done|ready)"
        r"|(?:show |list )?(?:the )?(?:check and challenge )?sessions",
    ),
    (
        "list",
        r"(?:who|which (?:areas?|services?|teams?)) (?:has|have)(?:n't| not)? (?:yet )?"
        r"(?:sent(?: in)?|submitted|finished|done|handed in|filled in) (?:their|its|the|a) returns?(?: yet)?"
        rf"|{_WHO_IS} (?:late|overdue|behind)(?: with| on)?(?: (?:their|its|the|a))? returns?"
        r"|(?:any |are any )?returns? (?:late|overdue|missing|outstanding|status|due)"
        r"(?: (?:now|today|soon|(?:this|next) (?:week|month)))?|status of (?:the )?returns?"
        r"|what do i (?:need|have) to sign off|anything to sign off"
        r"|how (?:are|many of) (?:(?:the|our|my) )?returns(?: are)?(?: (?:going|doing|getting on|looking|in|done))?"
        r"|how(?:'s| is) (?:my|our) return(?: (?:going|doing|getting on|looking))?"
        r"|how many returns are (?:in|missing|outstanding|left|late|overdue|done|open)"
        r"|(?:have i got|do i have|are there) (?:a |any )?returns?"
        r"(?: (?:for me|to (?:do|fill in|sign(?: off)?|approve)))?",
    ),
    (
        "show",
        r"when(?:'s| is| are) (?:(?:my|our) returns?|the returns) due"
        r"|what(?:'s| is) (?:left|missing) (?:in|of|on) (?:my|our) return",
    ),
    (
        "show",
        r"(?:can|could) (?:i|we) (?:have|get) (?:an extension|more time) (?:for|on|with) (?:my|our) return"
        r"|(?:extend|extension for) (?:my|our) return",
    ),
    ("next", r"(?:fill(?: in| out)?|start|begin|continue(?: with)?|open|do|complete|finish) (?:my|our) return"),
    (
        "ready",
        r"(?:submit|send(?: in)?|hand in) (?:my|our) return"
        r"|(?:my|our) return is (?:all )?(?:ready|done|finished|complete)"
        r"|(?:I'?m|I am|I'?ve|I have|we'?re|we are|we'?ve|we have) (?:all )?(?:ready|done|finished)(?: with)?"
        r" (?:my|our) return",
    ),
    ("sign", r"(?:I )?(?:sign off|sign|approve) (?:(?:my|our|the) )?return(?: off)?"),
    ("show", rf"(?:show )?(?:me )?{_RETURN}"),
    ("next", rf"(?:fill(?: in| out)?|continue(?: with)?|open) {_RETURN}"),
    (
        "next",
        r"(?:what(?: is|'s|s)?|wots) (?:still )?(?:left|missing|to do|to be done|open|outstanding)"
        rf"(?: to (?:do|fill in))? (?:in|of|on|for|from) {_RETURN}",
    ),
    ("confirm", r"confirm (?:all |everything |all of )?(?:of )?(?:the |my |our )?computed figures"),
    ("confirm", rf"confirm (?:all |everything |all of )?(?:the )?(?:computed )?(?:figures )?(?:of |in )?{_RETURN}"),
    ("confirm", rf"confirm {_RETURN}(?:,? (?P<title>.{{2,80}}))?"),
    ("take", rf"(?:I(?:'ll)? )?take {_RETURN},? (?P<title>[^:\n]{{2,80}})"),
    ("share", rf"share {_RETURN},? (?P<title>[^:\n]{{2,80}}?) with (?P<who>[^:\n]{{2,80}})"),
    ("let_go", rf"let go of {_RETURN},? (?P<title>[^:\n]{{2,80}})"),
    ("flagged", rf"(?:what(?: is|'s|s) )?(?:flagged|the flags|flags|contradictions) (?:in|of|on) {_RETURN}"),
    (
        "workbook",
        rf"(?:(?:give|send|get) me )?(?:the |a )?(?:workbook|spreadsheet|file|excel)(?: file)? (?:of|for) {_RETURN}",
    ),
    ("answer", rf"{_RETURN},? answer (?P<place>\d{{1,3}}): ?(?P<text>.+)"),
    ("ready", rf"{_RETURN} is (?:all )?(?:ready|done|finished|complete)"),
    (
        "ready",
        rf"(?:I'?m|I am|we'?re|we are) (?:all )?(?:ready|done|finished) with {_RETURN}|(?:submit|hand in) {_LATER}",
    ),
    ("sign", rf"(?:I )?(?:sign off|sign|approve) {_RETURN}(?: off)?"),
    ("remind", rf"(?:yes,? )(?:please )?(?:remind|chase) {_RETURN}"),
    ("remind", r"(?:yes,? )(?:please )?(?:remind|chase) returns? (?P<several>\d{1,9}(?:(?:,| and|, and) ?\d{1,9})+)"),
    (
        "chase",  # what was shown may be another's by now: it is shown, with the numbers that confirm it
        r"(?:yes,? )(?:please )?(?:send (?:(?:the|out|all) )*reminders"
        r"|(?:remind|chase) (?:all|them|everybody|everyone)(?: (?:the )?returns)?)",
    ),
    (
        "chase",
        r"send (?:out )?(?:the |some )?(?:return )?(?:reminders?|chasers?)(?: (?:out|now|today))?"
        r"|(?:chase|remind) (?:up )?(?:everybody|everyone|all|all of them"
        r"|the (?:late|missing|outstanding) (?:ones|returns|areas)"
        r"|(?:all )?(?:the )?returns|whoever is late|contributors)",
    ),
    ("chase", rf"(?:chase|remind|send (?:a )?reminders? (?:for|of|about)) (?:up )?{_RETURN}"),
    (
        "chase",
        r"(?:chase|remind|send (?:a )?reminders? to|nudge) (?:up )?(?:the )?"
        rf"(?P<area>{_AREA})"
        r"(?: (?:about|for|on|again about) (?:their|the|its) return|(?:'s|s')? return)?",
    ),
    ("accept", rf"(?:I )?accept {_RETURN}|{_LATER} is accepted"),
    ("send_back", rf"send (?:back {_RETURN}|{_LATER} back)(?:[:,;] ?(?P<questions>.+))?"),
    ("manage", rf"(?:move or cancel|move|cancel) {_EITHER}"),
    (
        "move",
        rf"(?:move|postpone|put off|reschedule) {_EITHER} (?:to|until|till) (?P<held>.+?)"
        rf"(?:, due (?P<due>.+?))?(?:{_WHY})?",
    ),
    ("cancel", rf"cancel {_EITHER}{_WHY}"),
    ("people", rf"(?:who(?: else)?(?: is|'s) in|(?:the )?people (?:of|in)|change who is in) {_EITHER}"),
    ("exchange", rf"(?:replace|swap) {_WHO} (?:with|by|for) {_NEW} (?:in|on|for) {_EITHER}(?:{_WHY})?"),
    ("exchange", rf"(?:in|on|for) {_EITHER},? (?:replace|swap) {_WHO} (?:with|by|for) {_NEW}(?:{_WHY})?"),
    (
        "exchange",
        rf"{_NEW} (?:takes over (?:from|for)|takes the place of|stands in for|steps in for|is in place of) {_WHO} "
        rf"(?:in|on|for) {_EITHER}(?:{_WHY})?",
    ),
    ("exchange", rf"(?:take|remove|drop) {_WHO} (?:out of|off|from) {_EITHER}(?:{_WHY})?"),
    ("exchange", rf"add {_NEW} (?:to|in) {_EITHER}(?:,? (?P<does>as (?:a )?(?:first )?signer|to sign.{{0,20}}))?"),
    (
        "form",
        r"(?:plan |create |new |a new |plan a |create a )+(?:check and challenge )?session|new check and challenge",
    ),
    (
        "create",
        r"(?:(?:new|a|plan|create|set up|arrange) )*(?:check and challenge(?: session)?|session) for "
        r"(?P<area>.+?) on (?P<held>.+?)(?:, due (?P<due>.+?))?"
        r"(?:, contributors? (?P<people>.+?))?(?:, signed off by (?P<head>.+?))?(?:, panel (?P<panel>.+?))?"
        r"(?:, action window (?:of )?(?P<weeks>\w{1,9}) (?:weeks?|wks?))?(?:, priorities (?P<priorities>.+))?",
    ),
    ("save", rf"{_RETURN},? (?P<title>[^:\n]{{2,80}}?): ?(?P<said>.+)"),
    (
        "save",
        rf"{_FIGURED},? (?P<title>[^:\n]{{2,80}}?) (?:is |= ?)?(?P<said>{_NUMBER} ?(?:%|(?:out of|of|from|/) ?\d).*)",
    ),
    ("save", rf"{_FIGURED},? (?P<title>[^:\n]{{2,80}}?) (?:is |= ?)?(?P<said>{_NUMBER}(?:,? because .+)?)"),
    ("part", rf"{_FIGURED},? (?P<title>[^:\n]{{2,80}})"),
)
_SENTENCES: Final = Sentences(
    "check_and_challenge",
    ACTIONS,
    _SAYS,
    about=(
        "return",
        "retrun",
        "reutrn",
        "retunr",
        "check and challenge",
        "session",
        "computed",
        "chase",
        "remind",
        "nudge",
        "to sign off",
    ),
    longest=LONGEST,
)
_BY_ASKING: Final = frozenset({"check_and_challenge.chase", "check_and_challenge.remind"})


def understands(turn: Turn, store: Store) -> Handler | None:
    """The handler of a sentence about check and challenge; None if it is about anything else."""
    said = _SENTENCES.understood(turn)
    if (
        said is not None
        and said.action in _BY_ASKING
        and "return" not in said.data
        and not flow_chase.may_ask(turn, store)
    ):
        return None  # somebody else's reminders
    return _SENTENCES.handler(said)
