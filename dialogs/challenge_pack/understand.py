"""Which flow a typed sentence about a pack is for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dialogs.challenge_pack import flow, flow_action, flow_after
from dialogs.core.personal import Flow
from dialogs.core.sentences import Sentences

LONGEST: Final = 6000
ACTIONS: Mapping[str, Flow] = MappingProxyType(
    {
        "challenge_pack.pack": flow.pack,
        "challenge_pack.figures": flow.figures,
        "challenge_pack.show": flow_after.show,
        "challenge_pack.ask": flow_after.ask,
        "challenge_pack.answers": flow_after.answers,
        "challenge_pack.answer": flow_after.answer,
        "challenge_pack.form": flow_action.form,
        "challenge_pack.give": flow_action.give,
        "challenge_pack.actions": flow_action.actions,
        "challenge_pack.action": flow_action.action,
        "challenge_pack.update": flow_action.update,
        "challenge_pack.close": flow_action.close,
        "challenge_pack.change": flow_action.change,
        "challenge_pack.reopen": flow_action.reopen,
    }
)
_SESSION = r"(?P<session>\d{1,9})"
_OF = r"(?:the )?(?:check and challenge )?(?:session )?"
_ASKS = r"(?:(?:(?:can|could) (?:I|you|we) )?(?:please )?(?:show|get|give|have|send|open|see|list)(?: me| us)? )?"
_BECAUSE = r"(?:(?:[:;]|,? because) ?(?P<reason>.+))?"
_ACTION = r"challenge action (?P<action_id>\d{1,9})"
_SAYS: Final = (
    ("pack", rf"{_ASKS}(?:the |a )?pack (?:for |of )?{_OF}{_SESSION}"),
    (
        "pack",
        r"(?:(?:can|could) (?:I|you|we) )?(?:please )?(?:show|get|give|have|send|open|see)(?: me| us)?"
        r" (?:the |our |my |a |panel |panel's |latest |next )*pack|(?:the|our) (?:panel |panel's |latest |next )*pack"
        r"|(?:is|when is|where(?:'s| is)) (?:the|our) pack(?: ready)?",
    ),
    ("figures", rf"{_ASKS}(?:the )?figures (?:of|for|in) (?:the|our) pack"),
    ("figures", rf"{_ASKS}(?:the )?figures (?:of|for) (?:the )?pack (?:for |of )?{_OF}{_SESSION}"),
    ("show", rf"(?:show )?(?:me )?challenge {_SESSION}"),
    (
        "show",
        rf"(?:what came (?:out )?of|(?:the )?(?:questions|actions) (?:of|in|from)) (?:challenge |{_OF}){_SESSION}",
    ),
    (
        "actions",
        rf"{_ASKS}(?:my |the |all |open |overdue )*(?:challenge actions|actions of check and challenge)",
    ),
    ("actions", r"(?:which|what) (?:challenge actions|actions of check and challenge) are (?:open|overdue|due|late)"),
    ("ask", rf"challenge {_SESSION},? question: ?(?P<text>.+?)(?: answer: ?(?P<answer>.+))?"),
    ("answers", rf"(?:the )?answers (?:to|in|of) challenge {_SESSION}"),
    ("answers", rf"challenge {_SESSION},? answers"),
    ("answer", rf"challenge {_SESSION},? answer (?P<place>\d{{1,3}}): ?(?P<text>.+)"),
    ("form", rf"challenge {_SESSION},? (?:a )?new action"),
    (
        "give",
        rf"challenge {_SESSION},? action: ?(?P<text>.+?)(?:, owner (?P<owner>.+?))?(?:, by (?P<due>.+?))?"
        r"(?:, measured by (?P<measure>.+?))?(?:, so that (?P<difference>.+?))?(?:, for (?P<serves>.+))?",
    ),
    ("action", rf"(?:show )?{_ACTION}"),
    ("update", rf"{_ACTION}: ?(?P<text>.+)"),
    ("reopen", rf"re-?open {_ACTION}(?:,? (?:until|by|due) (?P<due>[^:]+?))?(?:[:,;] ?(?P<reason>.+))?"),
    ("change", rf"change {_ACTION}"),
    ("change", rf"(?:move|put off) {_ACTION} (?:to|until) (?P<due>[^:]+?){_BECAUSE}"),
    ("change", rf"(?:give|hand) {_ACTION} to (?P<owner>[^:]+?){_BECAUSE}"),
    ("close", rf"close {_ACTION}(?:: ?(?P<changed>.+?)(?:,? evidence:? (?P<evidence>.+))?)?"),
)
understands: Final = Sentences(
    "challenge_pack",
    ACTIONS,
    _SAYS,
    about=("pack", "challenge", "session "),
    longest=LONGEST,
).understands
