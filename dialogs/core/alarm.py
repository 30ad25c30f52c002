"""Words of danger in what a feature has taken: whom to call stands above whatever else is said of it."""

import re
from dataclasses import replace
from functools import wraps

from dialogs.core import cards
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.reply import Reply
from dialogs.core.turn import Turn
from dialogs.core.words import words_of
from storage.store import Store

_OWN = r"(?:alone|on (?:his|her|their) own)"
_WHOM = r"(?:him|her|them|the|a|his|their|home|at|baby|babies|kids?|child|children|toddlers?|siblings?|both|all)"
_NOT = r"(?:not|(?:has|have|had|did|is|are|was|were)n'?t)"
_BONE = (
    r"(?:arms?|legs?|ribs?|wrists?|ankles?|noses?|jaws?|bones?|fingers?|collar ?bones?|hips?|elbows?|skulls?|necks?)"
)
_LIMB = r"(?:arms?|forearms?|legs?|wrists?|thighs?|hands?|face|body|head|neck|stomach|back|chest|feet)"
# Somebody whom a child "told me about".
_TOLD_OF = (
    r"told (?:me|us) (?:all )?about (?:what|(?:(?:his|her|their|mum'?s|an?|the|some|this) )*"
    r"(?:step-? ?)?(?:uncle|dad|daddy|father|grand-?dad|grandfather|brother|cousin|boyfriend|partner|man|men|lad"
    r"|somebody|someone|something)(?!'s))"
)
_WORDS = (
    r"died?|dies|dying|dead|deaths?|deadly|su[ie]c[iy]d\w*|sucid\w*|suisid\w*|unaliv\w*|kms|kill(?:s|ed|ing|er)?"
    r"|murder\w*|over ?dos\w*|self[- ]?harm\w*|harm(?:s|ed|ing|er)?"
    r"|(?:cut|cutting|hang|hanging) (?:my|him|her|them)sel(?:f|ves)"
    r"|(?:end|take|took|taken|ending|taking) (?:it all|(?:my|his|her|their)(?: own)? li(?:fe|ves))"
    r"|unconscious\w*|unresponsive|not breathing|bleed(?:s|ing)?|bled|blood\w*|poison\w*|collapsed|drown\w*"
    r"|chok(?:e[ds]?|ing)|strangl\w*|suffocat\w*|injur\w*"
    r"|guns?|gun ?point|knifed?|knives|machetes?|weapons?|stab(?:s|bed|bing|bings)?|shot at|shooting"
    r"|hits?(?! (?:the|a|my|our) (?:deadline|target))|hitting|beat(?:s|en|ing|ings)?|slap\w*|smack\w*"
    r"|punch(?:e[ds]|ing)?|kick(?:s|ed|ing)(?! off)|hurt(?:s|ing)?|bruis\w*|batter(?:ed|ing|s)"
    rf"|(?:broken?|fractur(?:e|ed|es|ing)) (?:(?:his|her|their|an?|the) )?(?:\w+ )?{_BONE}|fractur(?:e|ed|es)"
    r"|black eyes?"
    rf"|cuts? (?:on|to|all over|up|down|across) (?:\w+ ){{0,3}}{_LIMB}|cutting (?:again|(?:his|her|their) {_LIMB})"
    r"|brothels?|nooses?|(?:with|had|has|got|found|using|holding|bought) (?:a |some |the )?rope"
    r"|rope (?:around|round|tied|in|under)"
    r"|hang(?:ed|ing)(?! (?:out|around|about|up|on|off|with|over|back|in|his|her|their|the|pictures?|coats?)\b)"
    r"|hung (?:him|her|them)sel(?:f|ves)|od'd|(?:took|taken|taking|tried|an) (?:an )?od"
    r"|drunk(?! (?:all|some|any|the|his|her|their|milk|water|a)\b)|drunken|intoxicated"
    r"|(?<!pine )needles?(?! ?(?:phob|work|craft))"
    r"|syringes?|heroin|crack house"
    r"|burn(?:s|ed|t|ing)?(?! ?out)|scald\w*|scream\w*"
    r"|abus\w*|rape[ds]?|raping|rapist|assault\w*|molest\w*|sexual\w*|touched(?! base)"
    r"|touch(?:es|ing) (?:him|her|them|me)|groom(?:s|ed|ing|er)?|exploit\w*|traffick\w*|kidnap\w*|abduct\w*"
    r"|disclos\w*|threat\w*|unsafe|not safe|in danger|scared|terrified|frightened|afraid of|neglect(?:ed|ing)|starv\w*"
    rf"|(?:left|leaves?|leaving|found)(?: {_WHOM})* {_OWN}|locked (?:in|out|up)"
    rf"|{_TOLD_OF}"
    rf"|{_NOT} (?:answering|opening) (?:the|his|her|their) door"
)
_DANGER = re.compile(rf"\b(?:{_WORDS})\b(?! ?\d{{3}})")  # "DIE 201" is a child's initials
# Not a list of what is lacking: "what am I missing", "missing from my list".
_OF_LISTS = r"(?:return|episode|interview|rhi|a visit|visits?|from (?:my|the|our) (?:list|export|caseload|records?))"
_GONE = re.compile(
    rf"\b(?:missing(?! {_OF_LISTS})|(?:ran|runs?|running) (?:away|off)|abscond\w*|vanished|disappeared)\b"
)
_LACKING = re.compile(r"(?:what|which|anything|is anything|am i|have i|any)\b[^.]{0,40}\bmissing\b")
_NEVER_BACK = re.compile(
    rf"\b(?:{_NOT}|never) (?:(?:come|came|been|got|get) (?:back|home)|returned?|been found|turned up)\b"
)
# Who "rang back" isn't back.
_BACK = re.compile(
    r"\b(?:(?:is|came|come|comes|got|now|arrived|brought|been)(?: \w+)? back|return(?:s|ed)|(?:came|come|got) home"
    r"|back (?:from|home|at|safe\w*|last|yest\w*|today|tonight|now|on|this|since)|found)\b"
)

# What a manager or an auditor keeps under a name of its own is written of a danger that is known.
_KEPT = re.compile(r"\b(?:notes?|reasons?|rationale|evidence|impact|answer \d+|confirm|settle)\b[^:]{0,60}:.*", re.S)


def is_alarming(text: str) -> bool:
    """Whether words of danger are in a sentence, however it means them, but for what it keeps after a colon."""
    said = " ".join(_KEPT.sub("", text.replace("’", "'").casefold()).split())
    if _DANGER.search(said) or _NEVER_BACK.search(said):
        return True
    return _GONE.search(said) is not None and not (_BACK.search(said) or _LACKING.match(said))


def with_whom_to_call(handler: Handler, *, only_plain: bool = False) -> Handler:
    """A handler whose reply to words of danger has the council's numbers above all else, unless it gives them itself;
    `only_plain`: only where it is no card, as a refusal is none."""

    @wraps(handler)
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply | None:
        reply = handler(turn, store, knowledge)
        if (only_plain and reply is not None and reply.card is not None) or not is_alarming(turn.text):
            return reply
        reply = reply or Reply("")
        return reply if knowledge.council.first_response in reply.text else _above(reply, knowledge)

    return handle


def _above(reply: Reply, knowledge: Knowledge) -> Reply:
    words, council = words_of("core"), knowledge.council
    whom = {"first_response": council.first_response, "emergency_duty": council.emergency_duty}
    lines = [words("alarm_999"), words("alarm_call", council=council.name, **whom), words("alarm_nobody")]
    says = "\n\n".join([*lines, reply.text] if reply.text else lines)
    if reply.card is None:
        return replace(reply, text=says, summary=reply.summary or words("alarm_summary"))
    first, *more = lines
    box = cards.box([cards.bold(first), *map(cards.paragraph, more)], "attention")
    body = reply.card["body"]
    assert isinstance(body, list)
    return replace(reply, text=says, card={**reply.card, "body": [box, *body], "fallbackText": says})
