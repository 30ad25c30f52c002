"""A figure as people type it: "44 out of 46 because …", "38/46", "1,204", "87.5% (35 of 40)", "n/a as …"."""

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PERCENT: Final = r"(?:%|per ?cent)"
_OF: Final = r" ?(?:out of|of|from|/) ?(?:the |a total of )?"
_FIGURE: Final = re.compile(
    rf"(?:(?P<share>{_NUMBER}) ?{_PERCENT} ?[,(=:-] ?(?={_NUMBER}{_OF}\d))?"
    rf"(?P<value>{_NUMBER}) ?(?P<percent>{_PERCENT})?(?:{_OF}(?P<out_of>{_NUMBER}))?"
    rf"(?: ?[(=,]? ?{_NUMBER} ?{_PERCENT}\)?)?(?P<rest>\W.*|)",
    re.IGNORECASE | re.DOTALL,
)
_NONE: Final = re.compile(
    r"(?:none|n/?a|not applicable|no figure|no data|not known|unknown|don'?t know|not available)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHY: Final = re.compile(r"[\s,;:.()–-]*(?:because\b(?! of)|bc\b|cos\b|as\b(?= ))?[\s,:]*", re.IGNORECASE)
_UNIT: Final = re.compile(r" ?(days?|weeks?|wks?|months?|years?|hours?|hrs?)\b", re.IGNORECASE)
# A range, a number in two pieces, or the subject of a sentence.
_MORE: Final = re.compile(r"\s*(?:-|–|to|or|and)?\s*\d|,\d|\s+(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_SPELT: Final = re.compile(rf"({'|'.join((*_WORDS, 'nil', 'nought'))})\b", re.IGNORECASE)

_SPELT_OF: Final = re.compile(rf"^(\d+ (?:out )?of )({_SPELT.pattern[1:-3]})\b", re.IGNORECASE)


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
    if found is None or _MORE.match(found["rest"]):
        return None
    unit = _UNIT.match(found["rest"])
    rest = found["rest"][unit.end() :] if unit else found["rest"]
    is_share = bool(found["percent"]) and not found["out_of"]
    return Typed(found["value"], found["out_of"] or "", _comment(rest), unit[1].casefold() if unit else "", is_share)


def _counted(word: str) -> int:
    plain = word.casefold()
    return _WORDS.index(plain) if plain in _WORDS else 0


def _comment(rest: str) -> str:
    found = _WHY.match(rest)
    text = rest[found.end() :] if found else rest
    return text.removesuffix(")").rstrip() if "(" not in text else text.rstrip()
