"""A question without the courtesies around it: "hi all, hope you're well, quick one: … thanks x"."""

import re
from functools import lru_cache

AT_ONCE = 64  # questions that are being answered just now
_GREETS = (
    r"(?:hi+|hiya|hello|hey|dear|(?:good )?(?:morning|afternoon|evening)|greetings)(?: there)?"
    r"(?: (?:all|team|everyone|everybody|folks|both|guys|bot|companion|practice companion))?"
)
_HOPES = (
    r"(?:i )?hope (?:that )?(?:yo?u|ur|you[’']?re|everyone|everybody|all|this|the message)(?: all)?"
    r"(?:[’']?s|[’']re| r| are| is)?"
    r" (?:ok|okay|well|good|alright|all right|fine|keeping well|doing well|had a (?:good|nice|lovely) \w+"
    r"|having a (?:good|nice|lovely) \w+|finds you well)(?: today)?"
)
_EXCUSES = (
    r"(?:so )?(?:sorry|apologies)"
    r" (?:to|for) (?:bother|bothering|bug|bugging|trouble|troubling|ask|asking|the bother)(?: yo?u)?(?: again)?"
)
_ANNOUNCES = (
    r"(?:just |it[’']?s )*(?:a |another |one )?(?:really |v(?:ery)? )?(?:quick|silly|daft|stupid|small) "
    r"(?:one|question|query|q)(?: (?:for|from) (?:yo?u|me))?"
)
_ASKS_ME = (
    r"(?:(?:please |just )*(?:can|could|would|will) (?:yo?u|u|anyone|someone|anybody)(?: please| kindly| just)*"
    r" (?:tell|let|remind|advise|clarify|confirm)(?: (?:me|us|know))*"
    r"|(?:does|do) (?:yo?u|anyone|anybody|someone) know"
    r"|how are (?:yo?u|things)(?: doing)?(?: today)?|(?:just |was )*wondering|please|pls|plz)"
    r"(?= ?[,:]? ?(?:and|who|whose|whos|when|whens|where|which|what|whats|why|how|hows|if|whether)\b)"
)
_THANK = (
    r"(?:ok|okay|right|great|perfect|brilliant|lovely|got it|many thanks|thanks|thank you|thankyou|thx|cheers|ta)"
    r"(?: (?:so much|very much|again|for that|all))?"
)
_THANKS = (
    rf"{_THANK}(?:\W+{_THANK})*"
    r"(?=\W+(?:and|who|whose|when|where|which|what|why|how|does|do|is|are|can|should|must)\b)"
)
_BEFORE = re.compile(rf"^\W*(?:{_GREETS}|{_HOPES}|{_EXCUSES}|{_ANNOUNCES}|{_ASKS_ME}|{_THANKS})(?![\w’'])\W*", re.I)
_AFTER = re.compile(
    r"[\s,.;:!)\-–]*\b(?:(?:many |kind )?(?:thanks|thank you|thankyou|thx|regards|cheers|ta|tia)"
    r"|(?:please|pls|plz)|x{1,4}|(?:much|really) appreciated|in advance|so much|very much)\W*$",
    re.I,
)


@lru_cache(AT_ONCE)
def without_courtesies(question: str) -> str:
    """What is asked; all of it if it is nothing but courtesies."""
    bare = question
    for courtesy in (_BEFORE, _AFTER):
        while (shorter := courtesy.sub("", bare)) != bare and shorter.strip():
            bare = shorter
    return bare
