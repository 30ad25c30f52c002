"""The parts of a return: which one is meant, whether a figure can be kept, and what the bot has counted of it."""

import re
from difflib import get_close_matches
from typing import Final

from dialogs.check_and_challenge.figures import SPELT
from dialogs.check_and_challenge.left import figure_of, number
from dialogs.core.words import words_of
from standards_kb.contradictions import Filled
from standards_kb.returns import Figure, Section, Template, fault_of
from storage.access import Door
from storage.return_work import Return
from storage.returns import CHANGEABLE, Part, Session

_WORD: Final = re.compile(r"[a-z]+")
_SMALL: Final = frozenset({"of", "the", "and", "on", "in", "by", "a", "we", "what", "are"})
_TOO_FINE: Final = re.compile(r"[\d,]+\.\d{3,}")
_FAULTS = (
    "fault_negative",
    "fault_not_whole",
    "fault_no_denominator",
    "fault_needless_denominator",
    "fault_more_than_all",
)


def meant(said: object, through: Door) -> Return | None:
    """The return that a number names, if it is there for this person; without a number the one that goes on."""
    if said is None:
        mine = through.returns.listed()
        return through.returns.find(mine[0].id) if len(mine) == 1 else None
    plain = str(said).casefold()
    plain = str(SPELT.index(plain) + 1) if plain in SPELT else plain
    return through.returns.find(int(plain)) if plain.isdecimal() and len(plain) < 10 else None


def to_fill_in(through: Door) -> list[Session]:
    """Those that they may write in now."""
    open_ones = [session for session in through.returns.listed() if session.state in CHANGEABLE]
    found = {session.id: through.returns.find(session.id) for session in open_ones}
    return [s for s in open_ones if (one := found[s.id]) is not None and through.returns.contributes(one)]


def part_of(one: Return, name: str, is_figure: int) -> Part:
    """What stands there."""
    return (one.figures if is_figure else one.texts)[name]


def unconfirmed(one: Return) -> list[str]:
    """The figures that the bot has counted and nobody has confirmed or corrected yet."""
    return [name for name, part in one.figures.items() if name in one.computed and not part.by_name]


def pressed(one: Return, name: str, figure: object) -> tuple[str, int] | None:
    """The part that a card names."""
    is_figure = 1 if figure == 1 else 0
    return (name, is_figure) if name in (one.figures if is_figure else one.texts) else None


def named(template: Template, said: str) -> tuple[str, int] | None:
    """The part that a title, its beginning or some of its words name, also with a slip of the finger."""
    found = _meant_by(template, said)
    return found[0][0] if len(found) == 1 else None


def unnamed(template: Template, said: str) -> str:
    """What to say where that isn't one part."""
    words, found = words_of("check_and_challenge"), _meant_by(template, said)
    if len(found) > 1:
        return words("no_part_which", said=said, titles="; ".join(title for _, title in found))
    return words("no_part", said=said)


def _meant_by(template: Template, said: str) -> list[tuple[tuple[str, int], str]]:
    plain = " ".join(said.casefold().replace("_", " ").split())
    known = [((i.name, 1), i.title) for i in template.indicators.values()]
    known += [((s.name, 0), s.title) for s in template.sections]
    wanted = set(_WORD.findall(plain)) - _SMALL
    exact = [one for one in known if plain in (one[1].casefold(), one[0][0].replace("_", " "))]
    begun = [one for one in known if plain and one[1].casefold().startswith(plain)]
    within = [one for one in known if wanted and wanted <= set(_WORD.findall(one[1].casefold()))]
    titles = [title.casefold() for _, title in known]
    near = get_close_matches(plain, titles, n=3, cutoff=0.8)
    return exact[:1] or begun or within or [one for one in known if one[1].casefold() in near]


def title_of(template: Template, name: str, is_figure: int) -> str:
    """What a part is called."""
    if is_figure:
        return template.indicators[name].title
    return section_of(template, name).title


def section_of(template: Template, name: str) -> Section:
    """A section by its name."""
    return next(section for section in template.sections if section.name == name)


def wrong_in(template: Template, name: str, told: dict[str, str]) -> str:
    """Why a figure can't be kept; none at all is right if a comment says why."""
    words = words_of("check_and_challenge")
    if not told["value"] and not told["out_of"]:
        return "" if told["text"] else words("value_error")
    value, out_of = number(told["value"]), number(told["out_of"]) if told["out_of"] else None
    fine = next((one for one in (told["value"], told["out_of"]) if _TOO_FINE.fullmatch(one.strip())), "")
    if fine:
        return words("fault_decimals", said=fine)
    if value is None or (told["out_of"] and out_of is None):
        return words("value_error")
    fault = fault_of(template.indicators[name], Figure(value, out_of))
    return words(f"fault_{fault.value}") if fault else ""


def filled(one: Return) -> Filled:
    """What a return says, as contradictions are looked for in it."""
    figures = {name: figure for name, part in one.figures.items() if (figure := figure_of(part)) is not None}
    computed = {name: figure for name, it in one.computed.items() if (figure := figure_of(it)) is not None}
    comments = {name: part.text for name, part in one.figures.items()}
    return Filled(figures, comments, {name: part.text for name, part in one.texts.items()}, computed)
