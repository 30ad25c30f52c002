"""A sentence that tells of a visit → what it reports. What it leaves open is left out, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise

from dialogs.core import when as dates
from dialogs.core.alarm import is_alarming
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label, moment_label
from dialogs.visits.done import LEAD, is_done
from dialogs.visits.flags import each, flags
from dialogs.visits.holidays import with_holidays
from dialogs.visits.sentences import ID
from standards_kb.working_days import at_local_time, local_day

VISIT = "visit"
NO_INITIALS = (
    "held|home|w|n|the|in|for|at|on|by|and|or|is|my|act|to|of|a|due|page|list|from|with|was|saw|seen|met|did|call"
    "|both|all|kids|"
    "s|log|plan|see|move|book|put|why|when|who|also|just|we|i|id|ref|no|plus|cp|cin|lac|cla|cic|room|flat|unit|says"
    "|said|say|that|has|had|not|but|how|what|have|got|went|rang|him|her|his|if|its|it|need|next|last|visited|due"
    "|can|end|give|swap|set|hand|tell|told|text|let|as|so|then|than|till|til|now|new|old|dad|mum|gran|nan|aunt|are"
    "|were|our|me|us|go|gone|been|sent|sign|wasn|did|does|do|any|one|two|put|off|done|only|bar|from|had|once|and|mr"
    "|mrs|ms"
)
# No telephone number: "01632 960001".
CHILDREN = re.compile(
    rf"(?<![\w/.-])(?<!0\d{{4}} )(?!0\d{{3,4}} \d{{6}})"
    rf"(?:(?!(?:{NO_INITIALS}) )[a-z]{{1,4}} \d{{3,4}}(?=s?(?!\w))|\d{{3,}}(?=s(?!\w))|{ID}(?![\w/-]))",
    re.IGNORECASE,
)
_NO_ENTRY = r"(?:couldn't|could not|didn't|did not|(?:was )?unable to|failed to) (?:get in|gain (?:access|entry))"
_VERB = (
    r"(?:saw|seen|visited|have seen|met(?: with)?|went (?:out |round )?to(?: (?:see|visit))?|been to (?:see|visit)|"
    r"called (?:on|round (?:to|at))|popped (?:in|by|over|out|round)(?: to see| to| on| at)?|tried to (?:see|visit)"
    r"|attempted to (?:see|visit)|attempted|failed|"
    r"(?:couldn't|could not|didn't|did not|was unable to|unable to) (?:get (?:in )?(?:to )?)?see|"
    r"last saw|(?:[a-z]+ )?(?:wouldn't|would not|didn't|refused to) let (?:me|us) in(?: at| to(?: see)?)?|"
    r"tried|knocked for|knocked (?:on|at)|"
    rf"{_NO_ENTRY}(?: at| to)?|"
    r"no (?:answer|reply|access) (?:at|from|to)|no ?(?:one|body) (?:was )?(?:in|home|there|at home)(?: at| for)?|"
    r"visits? (?:done|made|completed)|did (?:a|an|the|my|our|home|joint|statutory|unannounced|announced)|"
    r"(?:record|log|report)(?: a| an| my)?|recorded|completed (?:a|an|the|my)|"
    r"(?:a |an )?(?:home|school|joint|statutory|unannounced|announced|cp|cin|lac|cla|cic)(?= .*visit)|visit)"
)
_SMALL = (
    r"(?:\d|[a-z]{2}(?= kids)|"
    r"a|an|the|child|children|both|all|three|two|my|our|to|with|of|for|siblings?|kids|ref|id|no|number|home|school"
    r"|joint|"
    r"statutory|stat|unannounced|announced|planned|visit|visits|cp|cin|lac|cla|cic|and|see|young|person|failed|on)"
)
_BEFORE = re.compile(rf"(?:{LEAD} )*{_VERB}(?: {_SMALL})*")
# Whatever else is said where nobody opened may tell of a danger, which no report answers.
_NOBODY_IN = re.compile(
    r"(?:[\s,.;!]|again|and|but|so|i|at|on|un-?announced|announced|planned|no answer|no ?one|nobody|was|in|home|there"
    r"|knocked|left|a|card|note)*",
    re.I,
)
_NO_ENTRY_BEFORE = re.compile(rf"(?:{LEAD} )*{_NO_ENTRY}\b")
_AFTER = re.compile(
    r"(?:(?:was|were|have been|has been|both|all) )*(?:seen|visited)\b|visit (?:done|made|completed)|"
    r"(?:(?:was|were) not|wasn't|weren't|not) (?:in|home|there)\b|(?:(?:was|were) not|wasn't|weren't) at home\b|"
    r"(?:refused to|wouldn't|would not|didn't want to|did not want to) (?:see|speak|talk|engage|let|open)\b"
    r"|(?:visit )?(?:all )?done$|"
    r"(?:is |are |was |were )?(?:not|isn't|aren't|wasn't|weren't) answering (?:the |his |her |their )?door(?: again)?$"
)
_NOT_IN = re.compile(r"(?:(?:was|were) not|wasn't|weren't|not) (?:in|home|there|at home)\b")
_ALARM = re.compile(
    r"\b(?:hear|heard|scream\w*|shout\w*|blood|hit\w*|beat\w*|hurt\w*|cry|crying|cries|knife|smash\w*|fight\w*)\b"
)
_QUESTION = re.compile(
    r"(?:have (?:i|we)|did(?! (?:a|an|the|my|our|home|joint|statutory|unannounced|announced) )|"
    r"has|had|was|were|is|are|do|does|can|could|should|would|will|who|what|when|where|"
    r"why|how|if|shall|must)\b"
)
# "Did joint visit to 12345" tells, "did joint visit to 12345 count" asks.
_WHETHER = re.compile(
    r"did\b.*\b(?:count(?: as .+)?|happen|save|go (?:in|through|ahead|ok|okay|well)|take place"
    r"|(?:on|in) time|late|meet .+|get (?:saved|recorded|logged))$"
)
_NOT_YET = re.compile(r"\b(?:will|going to|needs? to|have to be|should|must|want to)\b")
# What follows an id that isn't the child: "12345's school".
NO_CHILD = re.compile(r"'s (?!(?:visit|review|plan|core|strategy|return|section|s47|been|come|back|had)\b)")
_JOINERS = re.compile(r"[\s,;&+]*(?:and|plus|n|&)?[\s,;&+]*", re.I)

# "At 5 alone": what follows a bare hour makes it no hour to whoever reads dates, unless a comma parts them.
_BARE_TIME = re.compile(
    r"(\bat \d{1,2}(?:[.:]\d\d)?)(?= (?:alone|on (?:his|her|their) own|had|he|she|they|we|i|all|both|each|seen|saw|"
    r"spoke|spoken|chatted|talked|his|her|their|mum|dad|carer|unannounced|announced|not|no)\b)",
    re.I,
)
# "Today at home 9.30": where a day is said elsewhere, this is no day.
_LOOSE_TIME = re.compile(r"(?<= )(?<!at )((?:[01]?\d|2[0-3])[.:][0-5]\d)(?=[ ,]|$)(?! ?[ap]m\b)")
_NOT_THAT_ONE = re.compile(
    r" (?:(?:was|were) not|wasn't|weren't|not) (?:in|home|there|seen(?! alone)|at home)\b|"
    r" (?:no answer|no access|refused|out\b|(?:was )?away\b)",
    re.I,
)
_DAY_BEFORE = re.compile(r"(\d{3,}) (?=(?:the )?day before\b)", re.I)  # no "201 days before"
_JOINT = re.compile(
    r"(?:me and (?P<one>[a-z'-]+)|(?P<other>[a-z'-]+) and (?:i|me)) (?P<rest>(?:saw|visited|went to see) .+)", re.I
)
_BUT_NOT = re.compile(r"\b(?:not|or|nor|except|without)(?: (?:jk|[a-z]{2,3}))? $", re.I)
_NO_COLLEAGUE = (
    "mum|mam|dad|mother|father|parents?|gran|nan|aunt|uncle|carers?|family|siblings?|brothers?|sisters?|partner"
    "|baby|kids|"
    "children|both|all|him|her|them|his|their|the|some|nobody|no|police|health|nurse|school|teacher|interpreter|me"
    "|us|it"
)
WITH = re.compile(
    r"\b(?:jointly |together )?(?:with|w/?) (?![A-Za-z]{1,4} \d{3})((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+){0,2}|"
    rf"(?!(?:{_NO_COLLEAGUE})\b)[a-z]{{3,}}(?=$|,| (?:yest|yesterday|today|on|at|this|last)\b))"
)
_NOT_BEFORE = re.compile(r"\b(?:not|wasn't|rather than|instead of) $", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence reports: of which children as they were called, what goes for all, and what for each; `beside`:
    others whom it names, of whom it isn't taken."""

    kind: str
    children: tuple[str, ...]
    told: dict[str, Json] = field(default_factory=dict)
    each: dict[str, Json] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


def visit_in(text: str, at: datetime) -> Said | None:
    """The visit that a sentence tells of; None if it asks, tells of something to come, or of somebody else."""
    plain = with_holidays(" ".join(text.replace("’", "'").split()), local_day(at), "past")
    if is_question(plain):
        return None
    plain = _BARE_TIME.sub(r"\1,", _joint(_DAY_BEFORE.sub(r"\1, ", plain)))
    plain, found = _timed(plain, at)
    without = blanked(plain, found)
    second = WITH.search(plain)
    no = _NOT_BEFORE.search(plain[: second.start()]) if second else None
    if second:
        start = no.start() if no else second.start()
        without = without[:start] + " " * (second.end() - start) + without[second.end() :]
    called = children_in(without)
    called = _of_one_breath(called, plain)
    if not called or _NOT_YET.search(plain.casefold()):
        return None
    before = " ".join(re.findall(r"[\w']+", without[: called[0].start()].casefold()))
    after = _first_words(without, called)
    is_visit = _BEFORE.fullmatch(before) or is_done(before, without[called[-1].end() :])
    if not (is_visit or (not before and _AFTER.match(after))):
        return None
    if NO_CHILD.match(plain, called[-1].end()) or _is_alarming(before, after):
        return None
    if _NO_ENTRY_BEFORE.match(before) and not _NOBODY_IN.fullmatch(without[called[-1].end() :]):
        return None
    children = tuple(dict.fromkeys(one.group() for one in called))
    end = called[-1].end()
    others = list(CHILDREN.finditer(without, end))
    if others:  # what comes then is said of somebody else
        without = without[: others[0].start()] + ("" if others[0].group() in children else "somebody")
    rest = " ".join(_without(without, called).casefold().split())
    told: dict[str, Json] = {**when_told(plain, found), **flags(rest)}
    if _is_each_its_day(found, [*called, *others]):
        told = {"several": True}
    if second and not no:
        told["with"] = second[1]
    beside = tuple(one.group() for one in others if not _BUT_NOT.search(plain[: one.start()]))
    return Said(VISIT, children, told, each(rest, is_one=len(children) == 1), beside)


def _timed(plain: str, at: datetime) -> tuple[str, Sequence[dates.Found]]:
    """A sentence with "at" before a time of day that stands alone beside a day; and its days and times."""
    found = dates.find(plain, at, lean="past")
    if len(found) != 1 or not isinstance(found[0].value, dates.Day) or found[0].value.part is not None:
        return plain, found
    timed = _LOOSE_TIME.sub(r"at \1,", plain)
    return (timed, dates.find(timed, at, lean="past")) if timed != plain else (plain, found)


def _is_alarming(before: str, after: str) -> bool:
    """Whether it may tell of a danger where nobody was in, or reports something else than a visit."""
    if re.search(r"\b(?:record|log|report)$", before):
        if re.match(r"(?:was|is|has|had|being) (?!seen|visited)", after):
            return True
        return is_alarming(after) and re.search(r"\b(?:seen|saw|visit(?:ed)?|met)\b", after) is None
    return not before and _NOT_IN.match(after) is not None and _ALARM.search(after) is not None


def _joint(plain: str) -> str:
    """ "Adele and I saw 201" as "saw 201 with Adele"."""
    found = _JOINT.fullmatch(plain)
    return f"{found['rest']} with {(found['one'] or found['other']).capitalize()}" if found else plain


def _of_one_breath(called: list[re.Match[str]], plain: str) -> list[re.Match[str]]:
    """Without those behind a day, or of whom the contrary is said: "saw 201 yesterday, 202 not in"."""
    for place, two in enumerate(pairwise(called), 1):
        if not are_in_one_breath(plain, two):
            return called[:place]
    says_seen = called and re.search(r"\b(?:saw|seen|met|visited)\b", plain[: called[0].start()], re.I)
    if len(called) > 1 and says_seen and _NOT_THAT_ONE.match(plain, called[-1].end()):
        return called[:-1]
    return called


def are_in_one_breath(plain: str, called: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but commas and "and" is between the children whom a sentence names."""
    return all(_JOINERS.fullmatch(plain[one.end() : after.start()]) for one, after in pairwise(called))


def _is_each_its_day(found: Sequence[dates.Found], children: Sequence[re.Match[str]]) -> bool:
    """Whether a sentence tells of several children each with a day of their own."""
    starts = [one.start() for one in children]
    days = [one for one in found if isinstance(one.value, dates.Day | dates.Moment)]
    return len(days) > 1 and any(days[0].start < start < days[1].start for start in starts[1:])


def is_question(plain: str) -> bool:
    """Whether a sentence asks, rather than tells."""
    said = plain.casefold().rstrip(" .!")
    return said.endswith("?") or _QUESTION.match(said) is not None or _WHETHER.match(said) is not None


def children_in(text: str) -> list[re.Match[str]]:
    """The children whom a sentence names one after the other, nothing but commas and "and" between them."""
    found: list[re.Match[str]] = []
    for one in CHILDREN.finditer(text):
        if found and _JOINERS.fullmatch(text[found[-1].end() : one.start()]) is None:
            break
        found.append(one)
    return found


def when_told(text: str, found: Sequence[dates.Found]) -> dict[str, Json]:
    """When it was, if the sentence says so once; where that can mean more than one day or time, the question."""
    told = [one for one in found if isinstance(one.value, dates.Day | dates.Moment | dates.Ambiguous)]
    if not told:
        return {}
    if len(told) > 1:
        kinds = [type(one.value) for one in told]
        if kinds[0] is not dates.Day or len(told) > 2:
            return {}
        value = told[0].value
        assert isinstance(value, dates.Day)
        joined = f"{day_label(value.date)} {text[told[1].start : told[1].end]}"
        told = list(dates.find(joined, at_local_time(value.date, time(12)), lean="past"))
    return as_told(told[0].value) if len(told) == 1 else {}


def as_told(value: dates.Value) -> dict[str, Json]:
    """A day or a time as it is kept in a report."""
    match value:
        case dates.Moment(moment, reading):
            when: dict[str, Json] = {"day": local_day(moment).isoformat(), "at": moment.isoformat()}
            return {"when": when, "reading": reading}
        case dates.Day(day):
            return {"when": {"day": day.isoformat(), "at": None}, "reading": ""}
        case dates.Ambiguous(choices, question) if choices:
            return {"unsure": {"question": question, "choices": [choice.label for choice in choices]}}
    return {}


def said_when(when: Json) -> str:
    """When it was, in words."""
    if not isinstance(when, dict):
        return ""
    at = moment_of(when)
    return moment_label(at) if at else day_label(day_of(when))


def day_of(when: dict[str, Json]) -> date:
    """The day of what was kept."""
    return date.fromisoformat(str(when["day"]))


def moment_of(when: dict[str, Json]) -> datetime | None:
    """The instant of what was kept, if a time was said."""
    return datetime.fromisoformat(str(when["at"])) if when.get("at") else None


def blanked(text: str, found: Sequence[dates.Found]) -> str:
    """A sentence with blanks for what tells of a day or time, everything else where it was."""
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _without(text: str, called: Sequence[re.Match[str]]) -> str:
    return text[: called[0].start()] + " , " + text[called[-1].end() :]


def _first_words(text: str, called: Sequence[re.Match[str]]) -> str:
    return " ".join(re.findall(r"[\w']+", text[called[-1].end() :].casefold()))
