"""Which flow a typed sentence about check and challenge is for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from dialogs.check_and_challenge import (
    flow,
    flow_answer,
    flow_decide,
    flow_file,
    flow_hold,
    flow_people,
    flow_save,
    flow_session,
)
from dialogs.core.feature import Handler
from dialogs.core.knowledge import Knowledge
from dialogs.core.personal import Flow
from dialogs.core.reply import Reply
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
        "check_and_challenge.accept": flow_decide.accept,
        "check_and_challenge.send_back": flow_decide.send_back,
    }
)
_KEEP: Final = frozenset({"save", "answer", "send_back"})  # end in words that are kept as they were typed
_RETURN = r"return (?P<return>\d{1,9})"
_SESSION = r"(?:check and challenge )?session (?P<return>\d{1,9})"
_EITHER = r"(?:check and challenge )?(?:return|session) (?P<return>\d{1,9})"
_WHO, _NEW = r"(?P<leaves>[^:,\n]{2,80}?)", r"(?P<comes>[^:,\n]{2,80}?)"
_WHY = r"(?:,? because|[:,;]) ?(?P<reason>.+)"
_VALUE = r"(?P<value>\d[\d,.]*)(?: (?:out )?of (?P<out_of>\d[\d,.]*))?(?:,? because (?P<text>.+))?"
_SAYS: Final = tuple(
    (action, re.compile(rf"(?:please )?(?:{pattern})", re.I | re.S))
    for action, pattern in (
        ("list", r"(?:show )?(?:me )?(?:my |all |the |open )?returns|(?:show )?(?:the )?check and challenge sessions"),
        ("show", rf"(?:show )?(?:me )?{_RETURN}"),
        ("next", rf"(?:fill(?: in)?|what is left (?:in|of)) {_RETURN}"),
        ("confirm", rf"confirm (?:the )?computed figures (?:of|in) {_RETURN}"),
        ("confirm", rf"confirm {_RETURN}(?:,? (?P<title>.{{2,80}}))?"),
        ("take", rf"(?:I(?:'ll)? )?take {_RETURN},? (?P<title>[^:\n]{{2,80}})"),
        ("share", rf"share {_RETURN},? (?P<title>[^:\n]{{2,80}}?) with (?P<who>[^:\n]{{2,80}})"),
        ("let_go", rf"let go of {_RETURN},? (?P<title>[^:\n]{{2,80}})"),
        ("flagged", rf"(?:what is )?flagged in {_RETURN}"),
        ("workbook", rf"(?:the )?(?:workbook|spreadsheet|file) (?:of|for) {_RETURN}"),
        ("answer", rf"{_RETURN},? answer (?P<place>\d{{1,3}}): ?(?P<text>.+)"),
        ("ready", rf"{_RETURN} is ready"),
        ("sign", rf"sign off {_RETURN}"),
        ("accept", rf"accept {_RETURN}"),
        ("send_back", rf"send back {_RETURN}(?:[:,;] ?(?P<questions>.+))?"),
        ("manage", rf"(?:move or cancel|move|cancel) {_SESSION}"),
        ("move", rf"move {_SESSION} to (?P<held>.+?)(?:, due (?P<due>.+?))?(?:{_WHY})?"),
        ("cancel", rf"cancel {_SESSION}{_WHY}"),
        ("people", rf"(?:who(?: is|'s) in|(?:the )?people (?:of|in)|change (?:who is|the people) (?:of|in)) {_EITHER}"),
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
            r"(?:new )?check and challenge for (?P<area>.+?) on (?P<held>.+?)(?:, due (?P<due>.+?))?"
            r"(?:, contributors? (?P<people>.+?))?(?:, signed off by (?P<head>.+?))?(?:, panel (?P<panel>.+?))?"
            r"(?:, action window (?P<weeks>\d{1,2}) weeks?)?(?:, priorities (?P<priorities>.+))?",
        ),
        ("save", rf"{_RETURN},? (?P<title>[^:\n]{{2,80}}?): ?{_VALUE}"),
        ("save", rf"{_RETURN},? (?P<title>[^:\n]{{2,80}}?): ?none,? because (?P<text>.+)"),
        ("save", rf"{_RETURN},? (?P<title>[^:\n]{{2,80}}?): ?(?P<text>.+)"),
        ("part", rf"{_RETURN},? (?P<title>[^:\n]{{2,80}})"),
    )
)


def understands(turn: Turn, store: Store) -> Handler | None:  # noqa: ARG001
    """The handler of a sentence about returns; None if it is about anything else."""
    text = turn.text.replace("’", "'").strip()
    if len(text) > LONGEST or not re.search(r"\breturns?\b|\bcheck and challenge\b|\bsession\b", text, re.I):
        return None
    for action, pattern in _SAYS:
        found = (action in _KEEP and pattern.fullmatch(text)) or pattern.fullmatch(text.rstrip(" ?.!"))
        if found:
            data = {name: value for name, value in found.groupdict().items() if value}
            return _given(f"check_and_challenge.{action}", data)
    return None


def _given(action: str, data: dict[str, str]) -> Handler:
    def handle(turn: Turn, store: Store, knowledge: Knowledge) -> Reply:
        return ACTIONS[action](replace(turn, data=dict(data)), store, knowledge)

    return handle
