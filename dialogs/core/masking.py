"""Masks personal data in a question before it is kept: patterns first, then every word not known to be harmless."""

import re
import unicodedata
from collections.abc import Collection

from dialogs.core.mentions import mentions

LONGEST_READ = 2000  # whatever follows is dropped unread
LONGEST_KEPT = 500
WORD = "[word]"

_DASH = r"\u2010-\u2015\u2212-"
_GAP = rf"(?:[\s,./:{_DASH}]|\b(?i:of|the)\b)"  # between the parts of a date, in runs
_TH = r"(?i:st|nd|rd|th)"
_DAY = rf"(?:0?[1-9]|[12]\d|3[01])(?!\d)(?:{_TH}\b)?"
_NUMBER_OF_MONTH = rf"(?:0?[1-9]|1[0-2])(?!\d)(?:{_TH}\b)?"
_MONTH = (
    r"(?:(?i:jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)|May|MAY)(?![^\W\d_])"  # "section 20 may …" is no date
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
# A number with its unit is no part of a date: "in March 10 working days …".
_UNIT = r"(?i:(?:working|calendar|school|full)\b|(?:day|week|month|year|hour|minute|hr|wk|mth|yr|min|wd)s?\b)"
_NOT_COUNTING = rf"(?![\s{_DASH}]*{_UNIT})"
_SHORT_YEAR = rf"['’‘]?\d\d(?!\d|[:./]\d){_NOT_COUNTING}"
_ANY_YEAR = rf"(?:{_YEAR}|{_SHORT_YEAR})"
_AFTER_BORN = r"(?:(?<=\b(?i:born) )|(?<=\b(?i:born on) )|(?<=\b(?i:dob) )|(?<=\b(?i:dob): ))"
_AFTER_ON = rf"(?:(?<=\b(?i:on) )|(?<=\b(?i:since) )|{_AFTER_BORN})"
_FROM_NUMBER = (
    rf"\d{{1,4}}\s*[/.{_DASH}][\s/.{_DASH}]*\d{{1,2}}\s*[/.{_DASH}][\s/.{_DASH}]*\d{{1,4}}(?:T[\d:.]+Z?)?",
    rf"{_DAY}{_GAP}+{_DAY}{_GAP}+{_YEAR}",
    rf"{_YEAR}{_GAP}+{_DAY}{_GAP}+{_DAY}",
    rf"(?<!\d[:.]){_DAY}{_GAP}+{_NUMBER_OF_MONTH}{_GAP}+{_SHORT_YEAR}",
    rf"{_YEAR}{_GAP}*(?:(?:{_MONTH}|may){_GAP}*{_DAY}|{_DAY}{_GAP}*{_MONTH})",
    rf"{_DAY}{_GAP}*(?:{_MONTH}\.?(?:{_GAP}*{_ANY_YEAR})?|may{_GAP}*{_ANY_YEAR})",
    # "section 20 may be used" and "the 3rd may be late" are no dates.
    rf"{_DAY}\s+of\s+(?:the\s+)?may\b",
    rf"(?:{_AFTER_ON}|(?=\d+{_TH})){_DAY}{_GAP}+may\b(?!\s+(?:be|not|have|need|also|still|only|never|want|go|come)\b)",
    rf"{_DAY}\s+may\b(?!\s*\w)",
    rf"{_AFTER_BORN}{_DAY}\s*[./{_DASH}]\s*{_NUMBER_OF_MONTH}(?!\w)",
    rf"{_NUMBER_OF_MONTH}\s*[/.{_DASH}]\s*{_YEAR}",
    rf"(?=\d+{_TH}){_DAY}\s+of\s+(?:the\s+)?(?=\d+{_TH}){_NUMBER_OF_MONTH}",
)
_FROM_MONTH = (
    rf"(?:{_MONTH}|may){_GAP}*{_DAY}{_GAP}+{_YEAR}",
    rf"{_MONTH}\.?(?:[\s/{_DASH}]|\bthe\b)*{_DAY}(?!:\d){_NOT_COUNTING}(?:{_GAP}+{_ANY_YEAR})?",
    rf"(?:{_MONTH}|may){_GAP}+['’‘]?{_YEAR}",
    rf"may{_GAP}+(?=\d+{_TH}){_DAY}",
)
_DATES = rf"\b(?:(?=\d)(?:{'|'.join(_FROM_NUMBER)})|(?=[ADFJMNOSadfjmnos])(?:{'|'.join(_FROM_MONTH)}))"
# "24/7", "6/12" for six months, ages such as "11/12 year old", and parts of something longer aren't days.
_DAY_AND_MONTH = (
    rf"(?<![\w/.])(?:{_AFTER_ON}|(?!24\s?/\s?7\b|(?:\d|1[0-2])/12\b))"
    rf"{_DAY}\s?/\s?{_NUMBER_OF_MONTH}(?![\w/%]|\.\d){_NOT_COUNTING}"
)

# What stands between a number and "court", "place" or "way" where they are no streets.
_NO_STREET = (
    r"(?:working|calendar|days?|weeks?|months?|years?|yrs?|hours?|hrs?|wks?|min(?:ute)?s?|olds|yo|times?|per|of|in|on"
    r"|at|to|for|from|by|with|and|or|if|but|is|are|was|were|be|been|has|have|had|do|does|did|can|could|should|must"
    r"|will|would|may|might|not|then|than|when|where|who|which|what|that|this|it|we|i|they|he|she|you|my|our|their"
    r"|his|her|your|a|an|the|out|next|more|really|very|only|any|no|other|placed|lives?|lived|moved?|bed(?:room)?"
    r"|child(?:ren)?|kids?|people|famil(?:y|ies)|social|care|foster|visits?|reviews?|plans?|meetings?|cases?"
    r"|orders?|assessments?|enquir(?:y|ies)|reports?|placements?|audits?|actions?|workers?|managers?|referrals?"
    r"|sessions?|forms?|files?|interviews?|teams?|text)"
)
_ROAD = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|crescent|cres|terrace|place|gardens?|gdns"
    r"|grove|square|sq|mews|walk|row|rise|hill|park|view|parade|green|cottages?|house|vale|croft|meadows?|heights"
    r"|villas|wharf|quay|chase|mead|estate|lodge|gate|broadway|farm|drove|leys?)"
)
_ADDRESSES = (
    rf"\b(?<!ection )\d{{1,4}}(?i:[a-z]?(?:\s?[/{_DASH}]\s?\d{{1,4}}[a-z]?)?,?\s+"
    rf"(?:the\s+|(?:(?!{_NO_STREET}\b)[^\W\d_][\w'’.-]*\s+){{1,3}}?){_ROAD}\b)",
    r"\b(?i:(?:flat|apartment|apt|plot|pitch)\s+(?:no\.?\s*|number\s+)?\d{1,4}[a-z]?)\b",
)

_NAME = r"[^\W\d_][\w'’-]*"
_CAPITALISED = r"[A-Z][\w'’-]*"


def _compiled(*patterns: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in patterns)


_ONLINE = _compiled((r"\S+@\S+", "[email]"), (r"@+[\w.-]*", "[name]"), (r"\b(?i:https?://|www\.)\S+", "[link]"))
_WITH_DIGITS = _compiled(
    (r"\b0\d(?:\s\d\d){4}\b", "[phone]"),  # before it is taken for dates
    (_DATES, "[date]"),
    *((address, "[address]") for address in _ADDRESSES),
    (_DAY_AND_MONTH, "[date]"),
    (r"\(?(?:\+44|\b0)[\d\s()-]{8,14}\d\b", "[phone]"),
    (r"\b(?i:[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\b", "[postcode]"),
    (r"\b\d(?:[\s.()-]?\d){5,}(?!\d)", "[number]"),
    (r"\b(?=\w*\d{4})\w{5,}\b", "[number]"),
)
_NAMES = _compiled(
    (r"\b(?:[A-Z]\.){2,}", "[name]"),
    # "miss" is a verb, too: "if I miss a visit".
    (rf"\b(?:Miss|Lady)\b\.?\s+{_CAPITALISED}(?:\s+{_CAPITALISED})*", "[name]"),
    (rf"\b(?i:mr|mrs|ms|mx|dr|prof|professor|sir|rev)\b\.?\s+(?:[A-Z]\.\s*)*{_NAME}(?:\s+{_CAPITALISED})*", "[name]"),
)
_DIGIT = re.compile(r"\d")
_MASK = re.compile(r"(\[(?:email|link|date|address|phone|postcode|number|name|word)\])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]\s")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that are given names, too, and so are not in also_names.txt: where they stand decides.
# The work needs these: masked only in a name's place.
_WORDS_FIRST = _set(
    "will may faith miles ann art bear beauty blue bright buddy cash chance charity clarity comfort devon drew ed gift"
    " honour isa journey justice kit liberty love major memory mo pip praise promise star trust ty unique unity wisdom"
)
_MODALS = _set("will may")
_BEFORE_NAMES = _set(
    "is isn't was wasn't has hasn't had did didn't does doesn't with for about from see seeing saw visited visiting met"
    " called named rang phoned asked told can can't could should must"
)
_AFTER_NAMES = _set("said says told ran went came moved left lives lived hit disclosed wants refuses")
_NEVER_AFTER_MODALS = _set("is isn't was wasn't has hasn't had on today tomorrow again")
_OPENING = _set(
    "i we you he she it they the a an this that these those there my our your his her its their any anyone anybody"
    " someone somebody every everyone each all both one ofsted ru social adult auditor auditors parents carers children"
    " staff managers admin"
)
# These are names more often than not: kept only where they are plainly verbs or nouns.
_VERBS = _set("mark chase grant bill hope")
_BEFORE_VERBS = frozenset({""}) | _set("to and or not don't must should can could would will might shall please")
_SUBJECTS = _set("i we you they")
_OBJECTS = _set(
    "the this that these those it them up down off as my our your their his her any all you you're i we they he she"
)
_BEFORE_NOUNS = _set("the a an low final overall care gas energy tax")
_FAMILY = _set("family families children child kids kid boys girls twins siblings household case house")
_MAXIMUM = _set(  # "max gap", "three weeks max"
    "gap time interval number length nights cases stay distance caseload delay days weeks months hours years hrs wks wd"
)
# Inside a sentence "May" is a month or a name, "may" a verb.
_SEASONS = _set("april April june June May summer autumn winter")
_BEFORE_SEASONS = _set("in on during since until till last next this over every each early late mid the it's")
_AFTER_SEASONS = _set("holiday holidays hols term terms break event school onwards")
_ALSO_NAMES = _WORDS_FIRST | _VERBS | _SEASONS | {"max"}
_AFTER_A_NAME = ("[name], ", "[word], ", "[name] and ", "[word] and ", "[name] & ", "[word] & ")
_BEFORE_A_NAME = (", [name]", ", [word]", " and [name]", " and [word]", " & [name]", " & [word]")


def masked(text: str, vocabulary: Collection[str]) -> str:
    """The text with likely personal data replaced by what it was: [name], [date], [word] …; at most 500 characters.

    `vocabulary` holds the harmless words: in lower case, and capitalised where the framework writes them so."""
    text = unicodedata.normalize("NFC", text[:LONGEST_READ])
    # What one mask leaves may look like something else to mask.
    while (again := _masked_once(text, vocabulary)) != text:
        text = again
    return text


def _masked_once(text: str, vocabulary: Collection[str]) -> str:
    text = " ".join(text.split())
    text = "".join(p if _MASK.fullmatch(p) else _round(p) for p in _MASK.split(text))
    online = _ONLINE if mentions(text, ("@", "http", "www")) else ()
    for pattern, replacement in online + (_WITH_DIGITS if _DIGIT.search(text) else ()) + _NAMES:
        text = pattern.sub(replacement, text)
    return _cut(_WORD.sub(lambda found: _word(found, text, vocabulary), text))


def _round(piece: str) -> str:
    """Only masks stand in square brackets."""
    return piece.replace("[", "(").replace("]", ")")


def _word(found: re.Match[str], text: str, vocabulary: Collection[str]) -> str:
    word = found.group()
    if _MASK.fullmatch(text, found.start() - 1, found.end() + 1) or word in ("a", "A", "I"):
        return word
    plain = word.replace("’", "'")
    # Inside a sentence a capital means a name, unless the framework or an acronym writes it so.
    if not word[0].isupper() or word[:2].isupper() or _starts_sentence(text, found.start()):
        plain = plain.lower()
    bare = plain.removesuffix("'s")
    if plain not in vocabulary and bare not in vocabulary:
        return WORD
    return WORD if bare in _ALSO_NAMES and (bare != plain or _names_somebody(bare, found, text)) else word


def _names_somebody(word: str, found: re.Match[str], text: str) -> bool:
    """Whether a word that may be a given name is likely to be one here."""
    before, after = _neighbours(found, text)
    if word in _WORDS_FIRST:
        return _stands_for_a_name(word, before, after) or _beside_a_name(word, found, text)
    if word in _SEASONS:
        return before not in _BEFORE_SEASONS and after not in _AFTER_SEASONS
    if before in _BEFORE_NOUNS:
        return after in _FAMILY or after in _AFTER_NAMES
    if word == "max":
        return before in _BEFORE_NAMES or not {after, before.lstrip("0123456789")} & _MAXIMUM
    return before not in _SUBJECTS and (before not in _BEFORE_VERBS or after not in _OBJECTS)


def _stands_for_a_name(word: str, before: str, after: str) -> bool:
    if after in _AFTER_NAMES or (word in _MODALS and after in _NEVER_AFTER_MODALS):
        return True
    if before == "":
        return after not in _OPENING
    return before in _BEFORE_NAMES or (before == "visit" and word not in _MODALS)


def _beside_a_name(word: str, found: re.Match[str], text: str) -> bool:
    """As in "[word] and faith", but not "[word] and will …"."""
    follows = word not in _MODALS and text.endswith(_AFTER_A_NAME, 0, found.start())
    return follows or text.startswith(_BEFORE_A_NAME, found.end())


def _neighbours(found: re.Match[str], text: str) -> tuple[str, str]:
    """The words before and after in lower case; empty at the start of a sentence, and before a sign."""
    before = "" if _starts_sentence(text, found.start()) else text[: found.start()].split()[-1]
    after = text[found.end() :].split(maxsplit=1)[:1] if text[found.end() : found.end() + 1] == " " else []
    return before.strip("\"'‘’“”(),;-").replace("’", "'").lower(), "".join(after).strip("'‘’“”,;.?!").lower()


def _starts_sentence(text: str, start: int) -> bool:
    before = start
    while before and not text[before - 1].isalnum():
        before -= 1
    return before == 0 or _SENTENCE_END.search(text, before, start) is not None


def _cut(text: str) -> str:
    """At most as much as is kept, without half a word or half a mask at the end."""
    if len(text) <= LONGEST_KEPT:
        return text
    kept = text[: LONGEST_KEPT + 1]
    return kept.rpartition(" ")[0] if " " in kept else WORD


def personal_in(text: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """What in a text looks like somebody's name or like contact details, as it stands there, each once.

    Dates and numbers are left alone: pointers into a record need them."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for pattern, mask in _WITH_DIGITS:
        text = pattern.sub(mask, text) if mask == "[date]" else text
    found = [match.group().strip() for pattern in _CONTACTS for match in pattern.finditer(text)]
    words = (word for word in _WORD.finditer(text) if _is_like_a_name(word.group(), vocabulary))
    found += [word.group() for word in words if _word(word, text, vocabulary) == WORD]
    inside = [one for one in found if any(one != other and one in other for other in found)]
    return tuple(dict.fromkeys(one for one in found if one not in inside))


_MASKS_OF_CONTACTS = frozenset({"[email]", "[name]", "[link]", "[phone]", "[address]", "[postcode]"})
_CONTACTS = tuple(pattern for pattern, mask in (*_ONLINE, *_WITH_DIGITS, *_NAMES) if mask in _MASKS_OF_CONTACTS)


def _is_like_a_name(word: str, vocabulary: Collection[str]) -> bool:
    """Whether it is written as a name is; a word that is none stays one when somebody gives it a capital."""
    bare = word.replace("’", "'").lower().removesuffix("'s")
    is_ordinary = bare in vocabulary and bare not in _ALSO_NAMES
    return len(word) > 1 and word[0].isupper() and not word.isupper() and not is_ordinary
