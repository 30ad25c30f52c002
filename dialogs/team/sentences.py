"""What a manager's sentence asks for. What isn't wholly understood is nobody's."""

import re
from collections.abc import Mapping
from datetime import datetime

from dialogs.core.mentions import mentions
from dialogs.core.spelling import spelt_out
from dialogs.core.turn import Json
from dialogs.team import sentences_decide, sentences_hand, sentences_look, sentences_people, sentences_supervise
from dialogs.team.intent import Intent

LONGEST = 600
_FEW_WORDS = 60


_SHOW = r"(?:(?:please |can you |could you )?(?:show|list|give|open)(?: me)? )?"
_NAME = r"(?P<worker>[^\d?]{2,60}?)"
# Where little else says that a worker is meant: one name or two.
_SHORT = r"(?P<worker>(?!(?:more|all|everything|answers?|details?|less|help)\b)[^\d?\s]{2,20}?(?: [^\d?\s]{2,20}?)?)"
_COURTESIES = ("please", "pls", "plz", "thanks", "thank you", "ta")
_POLITE = re.compile(rf"(?:,? (?:{'|'.join(_COURTESIES)}))+$", re.I)
_PAGE = re.compile(r",? page (?P<page>\d{1,3})$", re.I)
_LISTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (action, re.compile(pattern, re.I))
    for action, pattern in (
        (
            "team.overview",
            rf"{_SHOW}(?:(?:my|the|our) )?team(?: overview| list| at a glance|'s (?:overview|visits|list))?"
            r"|who(?:'s| is| are) overdue (?:in|on) (?:my|the|our) team"
            r"|(?:who|which children|which kids)(?:(?: has| have| is| was)(?:n't| not)|'s not) (?:been )?"
            r"(?:seen|visited)"
            r"(?: yet| recently| lately)?"
            r"|who(?:'s| has| have)? (?:got )?no (?:recorded )?visits?(?: recorded)?(?: yet)?"
            r"|(?:which|what) visits are (?:over)?(?:due|late) (?:in|for) (?:my|the|our) team"
            r"|(?:who|which workers?) (?:has|have)(?: got)? (?:any )?overdue(?: visits)?"
            r"|(?:which|what) visits are late in (?:my|the|our) team"
            r"|how(?:'s| is| are) (?:my|the|our) team(?: doing| getting on)?"
            r"|who(?:'s| is| has)?(?: got)?(?: carrying| holding)? (?:the )?(?:busiest|most (?:cases|children|kids"
            r"|visits))"
            r"|(?:case ?loads|who(?:'s| is| has) got (?:what|which cases))"
            rf"|{_SHOW}(?:my|the) (?:team's )?workers|(?:what's|what is) (?:over)?due (?:in|for) (?:my|the|our) team",
        ),
        (
            "team.export",
            r"(?:please |can you |could you )?(?:export|download|save|send me|print) (?:(?:my|the|our) )?team(?:'s)?"
            r"(?: list| visits| deadlines)?(?: (?:as|to|in|into) (?:an? )?(?:spreadsheet|excel|xlsx|file|excel file))?"
            r"|(?:send|email|give)(?: me)? (?:the |my |our )?team(?:'s)? (?:spreadsheet|excel(?: file)?|xlsx|list)"
            rf"|{_SHOW}(?:(?:my|the|our) )?team(?:'s)? list (?:as|in) (?:an? )?(?:spreadsheet|excel|excel file)",
        ),
        (
            "team.unallocated",
            rf"{_SHOW}(?:the |my |all |any |are there any )?unallocated(?: children| cases| ones| kids)?"
            r"|(?:who|which children|what) (?:is|are|isn't|aren't|is not|are not) (?:un)?allocated"
            r"|(?:children|kids|cases) with(?:out| no)(?: an?)?(?: allocated)?(?: social)? worker"
            r"|which children (?:have|has) no (?:social )?worker",
        ),
        (
            "team.left",
            rf"{_SHOW}(?:(?:who|which children|what)(?:'s| is| are)? )?no longer in the export"
            r"|(?:who|which children|what) (?:has |have )?(?:left|fallen out of|dropped out of) the export"
            r"|(?:any|which) (?:children|kids)(?: have| who have)? (?:fallen off|dropped off|left|gone from) the export"
            rf"|{_SHOW}(?:the )?children (?:who are )?(?:missing from|not in) the export",
        ),
        (
            "team.awaiting",
            r"(?:what|which)(?: situations?)? (?:awaits?|needs?|is waiting for|is awaiting|are awaiting)(?: for)?"
            r"(?: my| a manager's)? (?:confirmation|confirming|word)"
            r"|(?:is there )?(?:anything|what(?:'s| is)) (?:waiting|awaiting|pending) (?:for )?"
            r"(?:me|my word|confirmation)"
            r"|(?:anything|what) (?:needs|to) (?:my )?(?:confirming|confirm|approval|approving|approve|decision"
            r"|decisions|okay|ok)"
            r"|what(?:'s| is) (?:waiting|pending)(?: for me)?|(?:what(?:'s| is) |anything )?to approve|approvals"
            r"|what (?:do|must|should) i (?:have to |need to )?(?:confirm|approve)"
            r"|(?:what is |what's )?(?:still )?to confirm",
        ),
    )
)
_WORKER = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_SHOW}{_NAME}'s? (?:list|visits|children|cases|caseload|deadlines)",
        rf"(?:what's|what is|anything|what are) (?:over)?due (?:for|with) {_NAME}",
        rf"{_SHOW}(?:the )?(?:list|visits|caseload) (?:of|for) {_NAME}",
        rf"how(?:'s| is) {_NAME} (?:doing|getting on)",
        rf"{_SHOW}{_SHORT}'?s? (?:list|visits|caseload|kids|cases)",
        rf"(?:show|open)(?: me)? {_SHORT}|what(?:'s| has| is) {_NAME.replace('worker', 'whose')} (?:got )?(?:over)?due",
        rf"(?:is )?{_SHORT}(?:'s|s| is)? (?:overdue(?: visits)?|behind|up to date)(?: (?:on|with) (?:(?:his|her"
        rf"|their) )?visits)?"
        rf"|(?:what|who)(?:'s| is) {_NAME.replace('worker', 'whose')} overdue (?:on|with)",
        rf"{_SHORT}(?:'?s)?(?: visits)? (?:today|tomorrow|this week)",
        rf"how many (?:(?:cp|cin|lac|cla) )?(?:children|kids|cases) (?:has|does) {_NAME} (?:got|have)"
        rf"|what cases has {_NAME.replace('worker', 'whose')} got",
        rf"what(?:'s| has| is) {_NAME} (?:got|doing)(?: on)?(?: (?:today|this week|tomorrow))?",
    )
)
_BEHIND = (
    r"(?:behind|late|overdue|missing visits|out of (?:time|timescales?))(?: (?:on|with|for) (?:their |any(?:thing)? ?)?"
    r"(?:visits?|things|work)?)?"
)
_NEEDS = (
    r"needs?(?: (?:an?|the|some))? (?:nudge|nudging|chasing(?: up)?|chase|push|reminding|reminders?"
    r"|prompt(?:ing)?)"
)
_OF_TEAM = r"(?:of|in|from|on) (?:my|the|our) (?:team|workers|staff|social workers|sws)"
# What the team is behind with: of whoever leads one.
_TEAMS_OVERDUE = re.compile(
    rf"(?:who|which|which workers?|any(?:one|body)?|anyone else) {_OF_TEAM}(?:'s| is| are)? (?:{_BEHIND}|{_NEEDS})"
    rf"|(?:who|which workers?)(?:'s| is| are)? (?:{_BEHIND}|{_NEEDS}) {_OF_TEAM}"
    r"|(?:is|are) (?:my|the|our) team (?:behind|up to date|on track)(?: (?:on|with) (?:their |the )?visits)?"
    r"|(?:what|which)(?: visits)? (?:has|have|is|are) (?:my|the|our) team (?:missed|missing|behind (?:on|with))"
    r"|(?:my|the|our) team's (?:missed|late|overdue|missing) visits",
    re.I,
)
# Of whoever leads a team and has no children of their own these are about the team.
_LEADERS: tuple[tuple[re.Pattern[str], Intent], ...] = tuple(
    (re.compile(pattern, re.I), intent)
    for pattern, intent in (
        (
            rf"(?:is there )?anything urgent|(?:who|which workers?|any(?:one|body))(?:'s| is| are)? (?:red|{_BEHIND})"
            rf"|(?:who|which workers?|any(?:one|body)) {_NEEDS}"
            r"|(?:who|which workers?) (?:hasn't|has not|haven't|isn't|aren't) (?:done|doing|made|making|recorded"
            r"|recording)"
            r" (?:their|the|all their|any) visits(?: yet| this week)?"
            r"|who (?:do|should|must) i (?:need to |have to )?(?:chase|nudge|remind|prompt)(?: up)?(?: today| this"
            r" week)?"
            r"|(?:which|what|any|are any|are there any|show|list)(?: of)?(?: (?:the|our|my))? ?visits (?:are |been "
            r"|that are )*"
            r"(?:red|late|missed|missing|behind)"
            r"|(?:what|which)(?: visits)? (?:am i|are we|are they|have we|have i|have they|did we|did they)"
            r" (?:missing|missed?|behind (?:on|with)|late (?:on|with|for))"
            r"|(?:any )?(?:missed|late|missing) visits|(?:are|am) (?:we|i) (?:behind|missing anything|up to date)",
            Intent("team.due", {"which": "overdue"}),
        ),
        (
            r"(?:is there |have you got )?anything (?:else )?for me(?: to do)?"
            r"|what do i (?:need|have) to do(?: today| this week)?|what needs doing(?: today| this week)?",
            Intent("team.due", {"which": "week"}),
        ),
        (
            rf"{_SHOW}(?:my|the) (?:list|service|area)|(?:my )?team (?:today|this week)"
            r"|(?:overdue|visits) by (?:team|worker)",
            Intent("team.overview"),
        ),
        (
            r"(?:an? )?(?:export|spreadsheet)(?: please)?|export (?:to|as) (?:excel|a spreadsheet)",
            Intent("team.export"),
        ),
    )
)
# What is due in the team; without the team in it only from whoever has no children of their own.
_VISITS = r"(?: (?:visits?|reviews?|ones|kids|children|cases|deadlines))?"
_DUE = re.compile(
    rf"{_SHOW}(?:(?:do we have|have we got|have we|are there|is there|has anyone got) )?"
    r"(?:(?:what(?:'s| is| are)?|who(?:'s| is)?|(?:which|what)(?: (?:visits|deadlines|reviews))?(?: are| is)?|any"
    r"|anything|everything|all|all the|the|our|visits)(?: (?P<visits>visits|reviews|deadlines))? )?"
    rf"(?P<team>(?:(?:my|the|our) )?team(?:'s)? )?(?P<over>over)?due{_VISITS}(?: (?P<when>today|this week))?",
    re.I,
)
# One team of several: only if there is one of that name.
_TEAM = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_SHOW}(?:the )?team (?P<team>[^?,]{{1,60}}?)(?:'s? (?:overview|list))?",
        rf"{_SHOW}(?:the )?(?P<team>[^?,]{{2,60}}?) team(?:'s)?(?: overview| list| at a glance)?",
        r"(?:what's|what is|who(?:'s| is)) (?:over)?due in (?:the )?(?P<team>[^?,]{2,60}?)(?: team)?",
    )
)
# Whose list isn't a worker's.
_NOBODY = re.compile(
    r"(?:me|us|my|our|your|you|i|the|this|that|a|an|it|what|who|how|he|she|they|them|everyone|everybody|children?)\b",
    re.I,
)


def understood(text: str, at: datetime) -> Intent | None:
    """What it asks for."""
    if len(text) > LONGEST:
        return None
    said = plain(text)
    return (
        sentences_decide.understood(said)
        or sentences_hand.understood(said, at)
        or sentences_people.understood(said, at)
        or sentences_supervise.understood(said, at)
        or sentences_look.understood(said)
        or sentences_people.told_in(said)
        or _lists(said)
    )


def plain(text: str) -> str:
    """A sentence with straight apostrophes, single spaces and no mark at its end."""
    said = " ".join(text.replace("’", "'").replace("‘", "'").split()).strip(" ?.!")
    return spelt_out(_POLITE.sub("", said) if said.casefold().endswith(_COURTESIES) else said)


# One of these is in every sentence of the two tables.
_LEADING = (
    "due",
    "urgent",
    "who",
    "need",
    "to do",
    "for me",
    "list",
    "service",
    "area",
    "export",
    "spreadsheet",
    "visits",
    "behind",
    "missing",
    "missed",
    "anyone",
    "anybody",
    "team",
)


def due_in(text: str) -> Intent | None:
    """What it asks to see that is due: of the team, or, if it doesn't say so, perhaps of the asker's own children."""
    if len(text) > _FEW_WORDS or not mentions(text, _LEADING):
        return None
    said = plain(text)
    found = next((intent for pattern, intent in _LEADERS if pattern.fullmatch(said)), None)
    if found is not None:
        return found
    paged = _PAGE.search(said)
    return _due(_PAGE.sub("", said), {"page": int(paged["page"])} if paged else {})


def _due(said: str, data: Mapping[str, Json]) -> Intent | None:
    found = _DUE.fullmatch(said) if "due" in said.casefold() else None
    if found is None:
        return None
    which = "overdue" if found["over"] else {"today": "today", "this week": "week"}.get(found["when"] or "", "all")
    return Intent("team.due", {**data, "which": which, "of_team": found["team"] is not None})


def _lists(said: str) -> Intent | None:
    paged = _PAGE.search(said)
    data: dict[str, Json] = {"page": int(paged["page"])} if paged else {}
    said = _PAGE.sub("", said)
    due = _due(said, data)
    if due is not None and due.data["of_team"]:
        return due
    for action, pattern in _LISTS:
        if pattern.fullmatch(said):
            return Intent(action, data)
    if _TEAMS_OVERDUE.fullmatch(said):
        return Intent("team.due", {**data, "which": "overdue"})
    for pattern in _WORKER:
        found = pattern.fullmatch(said)
        worker = next((name for name in found.groupdict().values() if name), "") if found else ""
        if worker and not _NOBODY.match(worker):
            return Intent("team.worker", {**data, "worker": worker}, only_if_known=pattern in _WORKER[-7:])
    for pattern in _TEAM:
        found = pattern.fullmatch(said)
        if found and not _NOBODY.match(found["team"]):
            return Intent("team.overview", {**data, "team": found["team"]}, only_if_known=True)
    return None
