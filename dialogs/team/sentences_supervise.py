"""Sentences about the supervision of workers."""

from dataclasses import replace
from datetime import datetime

from dialogs.core.mentions import mentions
from dialogs.core.turn import Json
from dialogs.team.intent import PERSON, Intent, dated, matched, patterns
from dialogs.team.sentences_people import is_nobody

_WHO = rf"(?P<worker>{PERSON})"
_I = r"(?:i |i've |i have |we |today i )?"
_DID = rf"{_I}(?:had|did|held|completed|carried out)(?: a| an| the)?"
_WAS = r"(?: (?:was|took place|happened|done|held|completed|is done))*"
_TABLE = patterns(
    ("supervision_recorded", rf"{_I}(?:recorded|wrote up) (?:the )?(?:casework )?supervision (?:of|for|with) {_WHO}"),
    ("supervision_recorded", rf"{_I}(?:recorded|wrote up) {_WHO}'s (?:casework )?supervision"),
    ("supervision_recorded", rf"{_WHO}'s (?:casework )?supervision (?:was |is |has been )?(?:recorded|written up)"),
    ("supervision_agreement", rf"{_I}(?:reviewed|signed|renewed|agreed) {_WHO}'s supervision agreement"),
    (
        "supervision_agreement",
        rf"{_I}(?:reviewed|signed|renewed) (?:the|a) supervision agreement (?:with|of|for) {_WHO}",
    ),
    ("supervision_agreement", rf"{_WHO}'s supervision agreement (?:was |is )?(?:reviewed|signed|renewed)"),
    ("practice_observation", rf"{_I}observed {_WHO}(?:'s practice)?"),
    ("practice_observation", rf"(?:{_DID} )?(?:formal |practice )?observation of {_WHO}(?:'s practice)?{_WAS}"),
    ("appraisal", rf"{_I}appraised {_WHO}"),
    ("appraisal", rf"(?:{_DID} )?(?:annual )?appraisal (?:with|of|for) {_WHO}{_WAS}"),
    ("appraisal", rf"(?:{_DID} )?{_WHO}'s (?:annual )?appraisal{_WAS}"),
    ("supervision", rf"{_I}supervised {_WHO}"),
    ("supervision", rf"(?:{_DID} )?(?:a )?(?:1:1 )?supervision(?: session)? (?:with|of|for|w/?) {_WHO}{_WAS}"),
    ("supervision", rf"{_WHO}'s supervision(?: (?:was|has been|is))? (?:done|held|completed|took place|happened)"),
)
# Of a worker only if somebody is called so: contact is supervised, too.
_IF_KNOWN = patterns(("supervision", rf"{_WHO}(?: was| got)? supervised"))
_REMOVE = patterns(
    ("team.supervised_not", rf"(?:remove|delete|take back) (?:the )?supervision (?:with|of|for) {_WHO}"),
    ("team.supervised_not", rf"(?:remove|delete|take back) {_WHO}'s supervision"),
    ("team.supervised_not", rf"{_I}did(?: not|n't) supervise {_WHO}"),
)
_ASKS = patterns(
    ("team.supervision", rf"(?:when is |what is |show |show me )?{_WHO}'s (?:next )?supervision(?: due)?"),
    ("team.supervision", rf"when did (?:i|we|anyone|anybody) (?:last )?supervise {_WHO}(?: last)?"),
    ("team.supervision", rf"when was {_WHO} last (?:supervised|observed|appraised)"),
    ("team.supervision", rf"when (?:is|was) (?:the )?(?:last )?supervision (?:of|for|with) {_WHO}(?: due)?"),
)
_ALL = patterns(
    ("team.supervision", r"(?:show |show me )?(?:my|the|our) team's supervision"),
    (
        "team.supervision",
        r"supervisions? (?:over)?due(?: (?:in|for) my team)?"
        r"|(?:who|which workers?) (?:needs?|is (?:over)?due|are (?:over)?due)(?: for)? supervision"
        r"|(?:who|which workers?) needs? supervising"
        r"|(?:who|which workers?) (?:hasn't|has not|haven't|have not) (?:had|got) (?:their )?supervision"
        r"(?: yet| lately| this month)?"
        r"|who (?:do i|must i|should i) (?:need to |have to )?supervise(?: next)?",
    ),
    ("team.supervision", r"(?:show |show me )?(?:the )?supervision (?:of|for) (?:my|the|our) team(?:,? page \d+)?"),
)


_ABOUT = ("supervis", "observ", "apprais")


def understood(said: str, at: datetime) -> Intent | None:
    """What it records or asks for."""
    if not mentions(said, _ABOUT):
        return None
    everyone = matched(said, _ALL)
    if everyone is not None:
        return everyone
    head, day = dated(said, at, "past")
    more: dict[str, Json] = {"day": day} if day else {}
    found = matched(head, _REMOVE) or (None if day else matched(said, _ASKS))
    sure = None if found else matched(head, _TABLE)
    told = sure or (matched(head, _IF_KNOWN) if day and not found else None)
    if told is not None:
        # Without a day it may be a question about supervision, unless it names a worker.
        is_sure = sure is not None and bool(day)
        found = Intent("team.supervised", {**told.data, "what": told.action}, only_if_known=not is_sure)
    elif found is not None and found.action == "team.supervision":
        found = replace(found, only_if_known=True)
    if found is None or is_nobody(str(found.data.get("worker", ""))):
        return None
    return replace(found, data={**found.data, **more})
