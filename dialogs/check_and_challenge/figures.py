"""A figure as people type it: "44 out of 46 because …", "38/46", "1,204", "87.5% (35 of 40)", "n/a as …"."""

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PERCENT: Final = r"(?:%|per ?cent|pct)"
_OF: Final = r" ?(?:out of|of|from|/) ?(?:the |a total of )?"
_FIGURE: Final = re.compile(
    rf"(?:(?P<share>{_NUMBER}) ?{_PERCENT} ?[,(=:-] ?(?={_NUMBER}{_OF}\d))?"
    rf"(?P<value>{_NUMBER}) ?(?P<percent>{_PERCENT})?(?:{_OF}(?P<out_of>{_NUMBER}))?"
    rf"(?: ?[(=,]? ?{_NUMBER} ?{_PERCENT}\)?)?(?P<rest>\W.*|)",
    re.IGNORECASE | re.DOTALL,
)
# "None" alone, or with its reason, is no figure; "none of them" and "none so far" are as likely 0.
_NONE: Final = re.compile(
    r"(?:none(?=[\s.]*$|[\s,;:.()–-]*(?:because|bc|cos|since|as(?! yet| of| at))\b)"
    r"|(?:n/?a|not applicable|no figure|no data|not known|unknown|don'?t know|not available)\b)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHY: Final = re.compile(r"[\s,;:.()–-]*(?:because\b(?! of)|bc\b|cos\b|as\b(?= ))?[\s,:]*", re.IGNORECASE)
_UNIT: Final = re.compile(r" ?(days?|weeks?|wks?|months?|years?|hours?|hrs?)\b", re.IGNORECASE)
_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
SPELT: Final = _WORDS[1:]
_COUNTED: Final = "|".join((*_WORDS, "nil", "nought"))
_GREAT: Final = (
    r"thirty|fou?rty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|couple|half|halves"
)
# A range, a number in several pieces, a ratio, a sum, about so many, or the subject of a sentence.
_MORE: Final = re.compile(
    rf"(?:\s|[-–/+*×])*(?:(?:to|or|and|in|of|out of|from|plus|minus|times|x)\b)?\s*(?:an? |the )?"
    rf"(?:\d|[¼½¾⅓⅔]|(?:{_COUNTED}|{_GREAT})\b)"
    r"|[\s-]+(?:and )?(?:an? )?(?:thirds?|quarters?|fifths?|tenths?|point)\b|[,.:/]\d|-\w|\s*[+?]"
    r"|[\s,(]+(?:maybe|perhaps|possibly|probably|roughly|approx\w*|at least|at most|I think)\b"
    r"|\s+(?:is|are|was|were|has|have|had|or|plus|odd)\b",
    re.IGNORECASE,
)
_SPELT: Final = re.compile(rf"({_COUNTED})\b(?=$|[\s,;:.()/–-])", re.IGNORECASE)
_SPELT_OF: Final = re.compile(rf"^([\d,.]+{_OF})({_COUNTED})\b", re.IGNORECASE)
_NUMBERS: Final = re.compile(rf"\d|^(?:no|none|nothing|one)\b|\b(?!one\b)(?:{_COUNTED}|{_GREAT})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of a figure. No value: none is given, and `text` says why. `unit`: a unit of time that was named;
    `is_share`: a percentage without its two counts."""

    value: str = ""
    out_of: str = ""
    text: str = ""
    unit: str = ""
    is_share: bool = False


def read_figure(said: str) -> Typed | None:
    """The figure, and what is said of it; None if it is no figure, such as a text, a range, or about so many."""
    plain = " ".join(said.split(" ")).strip()
    none = _NONE.fullmatch(plain)
    if none is not None:
        return Typed(text=_comment(none["rest"]))
    spelt = _SPELT.match(plain)
    if spelt is not None:
        plain = f"{_counted(spelt[1])}{plain[spelt.end() :]}"
    plain = _SPELT_OF.sub(lambda found: f"{found[1]}{_counted(found[2])}", plain)
    found = _FIGURE.fullmatch(plain)
    if found is None or _MORE.match(found["rest"]) or (found["percent"] and found["out_of"]):
        return None
    unit = _UNIT.match(found["rest"])
    rest = found["rest"][unit.end() :] if unit else found["rest"]
    is_share = bool(found["percent"]) and not found["out_of"]
    return Typed(found["value"], found["out_of"] or "", _comment(rest), unit[1].casefold() if unit else "", is_share)


def speaks_of_numbers(said: str) -> bool:
    """Whether a sentence may be meant as a figure, though it can't be read as one."""
    return _NUMBERS.search(said.strip()) is not None


def _counted(word: str) -> int:
    plain = word.casefold()
    return _WORDS.index(plain) if plain in _WORDS else 0


def _comment(rest: str) -> str:
    found = _WHY.match(rest)
    text = rest[found.end() :] if found else rest
    return text.removesuffix(")").rstrip() if "(" not in text else text.rstrip()
