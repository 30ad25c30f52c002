"""Sentences about workers: who is away, who stands in."""

import re
from dataclasses import replace
from datetime import datetime

from dialogs.core import when as dates
from dialogs.core.mentions import mentions
from dialogs.core.turn import Json
from dialogs.team.intent import CHILD, PERSON, Intent, matched, patterns

_WHO = rf"(?P<worker>{PERSON})"
_BY = rf"(?P<deputy>{PERSON})"
_LEAVE = "annual|sick|maternity|paternity|parental|study|compassionate|special"
_AWAY = (
    rf"(?:(?:is|will be|goes|is going|going) )?(?:on (?:(?:{_LEAVE}) )?leave|away|off(?: sick| ill)?|on holiday|ill"
    rf"|absent|sick"
    r"|on training|(?:has )?(?:rang|rung|called|phoned) in (?:sick|ill)|(?:isn't|not|won't be) (?:in|at work))"
)
_COVERS = r"(?:covers?|covering|is covering|to cover|will cover|stands in|is standing in|will stand in)"
_LAST = r"(?:until|till|up to|through|to)"
_COVERING = rf" [a-z'-]+ {_COVERS}(?! (?:by|from|with)\b).*"  # without a comma: "until Friday Sam covering"
_UNTIL = re.compile(
    rf"(?P<head>.*?)(?:,? from (?P<begins>[^,]+?))?,? {_LAST} (?P<until>(?!cover\b)[^,]+?)"
    rf"(?P<tail>,.*|{_COVERING}| and .*| with .*| covered by .*| cover by .*)?",
    re.I,
)
_WHEN = r"(?: (?:at present|at the moment|now|right now|today|tomorrow|(?:this|next) week|over (?:christmas|xmas)))?"
_A_DAY = (
    r"(?:today|tonight|tomorrow|(?:this|next) \w+|(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: \w{3,9})?|christmas|xmas|easter)"
)
_ALL_DAY = r"(?:am|pm|morning|afternoon|evening|all day|week|leave|holiday)"
_AROUND = r"(?:on|for|from|until|till|to|over|the|my|and|in|while i(?:'m| am) (?:on|off|away))"
_SOME_TIME = rf"(?:,? (?:(?:{_AROUND}|{_A_DAY}|{_ALL_DAY})(?: |$))+)?"
# "Alex off sick today, Adele covering": one day, which is both the first and the last.
_ONE_DAY = re.compile(
    r"(?P<head>.+?)(?:,? on)?,? (?P<day>today|tomorrow|(?:mon|tues?|wed(?:nes)?|thurs?|fri)(?:day)?)"
    r"(?P<tail>,? .+)?",
    re.I,
)
_BOTH = patterns(
    ("team.cover", rf"{_WHO} {_AWAY},? (?:and )?(?:with )?cover(?:ed)?(?: is)?(?: by| from|:)? {_BY}"),
    ("team.cover", rf"{_WHO} {_AWAY},? (?:and )?{_BY} {_COVERS}(?: for (?:her|him|them))?"),
)
_DATED = (
    *_BOTH,
    *patterns(
        ("team.cover", rf"(?!(?:find|arrange|set up|get|need|i need|we need)\b){_BY} {_COVERS}(?: for)? {_WHO}"),
        ("team.cover", rf"cover {_WHO} (?:with|by) {_BY}"),
    ),
)
_ALONE = patterns(("team.cover", rf"{_WHO} {_AWAY}"))
_FOR = patterns(("team.cover", rf"(?:i need |we need |arrange |set up |find )?cover (?:for )?(?!me\b|my\b){_WHO}"))
_BACK = patterns(("team.cover_end", rf"{_WHO} (?:is )?back(?: (?:today|early|at work|in the office))?"))
# What has no effect yet is shown as it stands.
_COMING = patterns(
    (
        "team.covers",
        rf"is (?!any|some|every){_WHO} (?:in|off|away|around|working|at work|on leave|back)(?: yet)?{_WHEN}",
    ),
    (
        "team.covers",
        rf"{_WHO} (?:is |will be )?back (?:on )?(?:tomorrow|next week|(?:mon|tues?|wed(?:nes)?|thurs?|fri)(?:day)?)",
    ),
)
_END = "(?:end|stop|cancel)"
_UNDATED = patterns(
    ("team.cover_end", rf"{_END} (?:the )?cover (?:for|of) {_WHO}|{_END} (?P<whose>{PERSON})'s cover"),
    (
        "team.covers",
        r"who(?:'s| is|'s all| all is)? "
        r"(?:away|on (?:annual )?leave|off(?: sick| ill)?|absent|on holiday|covering|standing in)"
        rf"(?: for (?:whom|who))?{_WHEN}",
    ),
    (
        "team.my_cover",
        r"(?:(?:can|could|will|who can|who could) (?:(?:someone|somebody|anyone|anybody) )?|i need (?:someone"
        r"|somebody) to )"
        rf"cover(?: for)? (?:me|my (?:visits|cases|kids|children)){_SOME_TIME}|i need cover{_SOME_TIME}",
    ),
    ("team.my_cover", r"who(?:'s| is)? (?:covers|covering|standing in|stands in)(?: for)? me(?: when .+| while .+)?"),
    (
        "team.covers",
        rf"who (?:covers|is covering|stands in|is standing in)(?: for)? (?!duty\b|the\b|an?\b|this\b|it\b){PERSON}",
    ),
    (
        "team.covers",
        rf"(?:is )?(?:anyone|anybody|someone|somebody) (?:off(?: sick)?|away|on leave){_WHEN}",
    ),
    ("team.covers", r"(?:show |list )?(?:the )?(?:cover|covers|cover arrangements|absences)"),
)
# Whoever is to be told something; only if a worker is called so.
_TELL = patterns(
    (
        "team.tell",
        rf"(?:tell|remind|nudge|chase(?: up)?|message|email|text|prompt|ask)(?! me\b) {_WHO}"
        rf"(?: (?:to (?:see|visit|do|record|write up)|about|that|re)(?: the visit (?:to|for))? {CHILD}.{{0,40}}"
        r"|(?: about| to do)? (?:(?:their|his|her|the) )?(?:overdue )?visits?)?",
    )
)
# One of these is in every sentence about who is away, back, or stands in.
_ABOUT = (
    "away",
    "off",
    "leave",
    "holiday",
    " ill",
    "absen",
    "sick",
    "training",
    "back",
    "cover",
    "stand",
    " in ",
    " at work",
)
_NOBODY = re.compile(
    r"(?:i|we|he|she|it|they|you|who|what|this|that|a|an|the|my|our|missing|child|baby|mum|dad|mother|father)\b", re.I
)


def told_in(said: str) -> Intent | None:
    """The worker whom it wants told something."""
    found = matched(said, _TELL)
    if found is None or is_nobody(str(found.data["worker"])):
        return None
    return Intent(found.action, {"worker": found.data["worker"]}, only_if_known=True)


def understood(said: str, at: datetime) -> Intent | None:
    """What it asks for. That somebody is back, or away, is about a worker only if a worker is called so."""
    if not mentions(said, _ABOUT):
        return None
    back = matched(said, _BACK) or matched(said, _COMING)
    intent = (replace(back, only_if_known=True) if back else None) or matched(said, _UNDATED) or _cover(said, at)
    if intent is None:
        return None
    data = {("worker" if name == "whose" else name): value for name, value in intent.data.items()}
    people = [str(data[name]) for name in ("worker", "deputy") if name in data]
    return None if any(is_nobody(name) for name in people) else replace(intent, data=data)


def is_nobody(name: str) -> bool:
    """Whether no worker can be meant."""
    return _NOBODY.match(name) is not None


def _cover(said: str, at: datetime) -> Intent | None:
    found = _UNTIL.fullmatch(said)
    if found is None:
        alone = matched(said, _ALONE)
        return _for_a_day(said) or matched(said, _BOTH) or (replace(alone, only_if_known=True) if alone else None)
    named = dates.find(found["until"], at, lean="future")
    if not named:  # "Alex off sick, Adele to cover"
        return matched(said, _BOTH)
    head, until, tail = found["head"].rstrip(" ,"), found["until"], found["tail"] or ""
    if tail and len(named) == 1:  # of a deputy with two names the first may have been taken for part of the day
        until, tail = until[: named[0].end], until[named[0].end :] + tail
    alone = matched(head, _ALONE) if not tail else None
    intent = matched(head + tail, _DATED) or (replace(alone, only_if_known=True) if alone else None)
    if intent is None:
        return None
    days: dict[str, Json] = {"until": until, **({"begins": found["begins"]} if found["begins"] else {})}
    return replace(intent, data={**intent.data, **days})


def _for_a_day(said: str) -> Intent | None:
    found = _ONE_DAY.fullmatch(said)
    if found is None:
        return None
    said = found["head"] + (found["tail"] or "")
    intent = matched(said, _DATED) or (matched(said, (*_ALONE, *_FOR)) if not found["tail"] else None)
    days: dict[str, Json] = {"begins": found["day"], "until": found["day"]}
    return replace(intent, data={**intent.data, **days}, only_if_known=True) if intent else None
