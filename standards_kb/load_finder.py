"""Reads what an edition's finder was trained to, and the words that it and the masking of names know."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

from standards_kb.encoder import Encoder
from standards_kb.first_look import FirstLook, Learnt
from standards_kb.load import CURRENT_EDITION, DataError, edition_folder
from standards_kb.search import Finder
from standards_kb.spelling import Speller
from standards_kb.types import Framework, Phrasing

NAMES_PEOPLE = ("guard.child_data", "guard.ignore_rules")
# Capitalised words that name nobody, and that the framework itself doesn't happen to use.
CALENDAR = frozenset(
    (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December", "Christmas", "Easter", "England", "English", "Teams"),
        *("Mon", "Tues", "Wed", "Thurs", "Fri", "Sat", "Sun", "Feb", "Apr", "Aug", "Sept", "Oct", "Nov"),
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Acronyms, "I'd", and what is typed in lower case; other words of phrasings may be somebody's name.
_NO_NAME = re.compile(r"[^A-Z]|[A-Z][a-z]?[A-Z]\b|[A-Z][A-Z]|I'")


def load_finder(framework: Framework, phrasings: Iterable[Phrasing], edition: str = CURRENT_EDITION) -> Finder:
    """The edition's finder, as trained; DataError if it isn't there."""
    folder = edition_folder(edition) / "finder"
    try:
        model = (folder / "encoder.onnx").read_bytes()
        vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["labels"]
        first_look = FirstLook(Learnt.from_bytes((folder / "first_look.npz").read_bytes()), labels)
    except FileNotFoundError as error:
        raise DataError(f"the edition {edition} has no trained finder ({error.filename}): run make finder") from error
    return Finder(Encoder(model), first_look, vocabulary, labels, load_speller(framework, phrasings))


def load_speller(framework: Framework, phrasings: Iterable[Phrasing]) -> Speller:
    """Corrects towards the words of the framework and its phrasings."""
    other = [(short, one.read_as) for short, one in framework.abbreviations.items() if one.read_as]
    read_as = {short + ending: words for short, words in other for ending in ("", "s", "'s")}
    return Speller(_ordinary_words(framework, phrasings), _english(), read_as)


def load_vocabulary(framework: Framework, phrasings: Iterable[Phrasing]) -> frozenset[str]:
    """The words that may be kept of a question: in lower case those of the framework, its phrasings and common English,
    but for names that the framework doesn't use as words; capitalised those that it or a title writes so."""
    own = _WORD.findall("\n".join(_texts(framework)).replace("’", "'"))
    ordinary = [p.text.replace("’", "'") for p in phrasings if not p.labels[0].startswith(NAMES_PEOPLE)]
    typed = [word for word in _WORD.findall("\n".join(ordinary)) if _NO_NAME.match(word)]
    names = _words_of("also_names.txt").difference(own)
    known = _english().union(word.lower() for word in (*own, *typed, *CALENDAR))
    harmless = {word for word in known if word.removesuffix("'s") not in names}
    shown = [*own, *_WORD.findall("\n".join(_titles(framework)))]  # titles are typed as they stand
    short = (typed for one in framework.abbreviations.values() for typed in _as_typed(one.short))
    return frozenset(harmless.union((word for word in shown if word[0].isupper()), CALENDAR, short))


def _as_typed(short: str) -> tuple[str, ...]:
    """A short form as masking looks it up: "cic" of "CIC", and "CiC"; each in the plural, too."""
    mixed = short[0] + short[1:-1].lower() + short[-1]
    return tuple(typed + plural for typed in (short, short.lower(), mixed) for plural in ("", "s"))


def _texts(framework: Framework) -> list[str]:
    return [text for p in framework.passages.values() for text in (p.text, p.section)]


def _titles(framework: Framework) -> list[str]:
    passages, rules = framework.passages.values(), framework.national_rules.values()
    return [p.title for p in passages] + [rule.title for rule in rules]


def _ordinary_words(framework: Framework, phrasings: Iterable[Phrasing]) -> Counter[str]:
    """The words of the framework and its phrasings with how often they come; those with made-up people don't count."""
    ordinary = [p.text for p in phrasings if not p.labels[0].startswith(NAMES_PEOPLE)]
    joined = "\n".join((*_texts(framework), *ordinary)).lower().replace("’", "'")
    return Counter(_WORD.findall(joined))


def _english() -> frozenset[str]:
    return _words_of("words.txt")


def _words_of(name: str) -> frozenset[str]:
    return frozenset((files("standards_kb") / "english" / name).read_text(encoding="ascii").split())
