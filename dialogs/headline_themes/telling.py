"""Counts as they may be read: none from which one to four people can be told, nor worked out from the others."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from dialogs.core.words import words_of
from dialogs.headline_themes.months import short_label
from dialogs.headline_themes.values import Bars, Table
from standards_kb.returns import FEWEST_SHOWN
from standards_kb.suppression import Held, Told, part_of, told
from storage.theme_counts import RE_AUDIT, Findings, Grades

Counted: TypeAlias = Callable[[Findings], Told]
_HELD: Final = {Held.FEW: "held_few", Held.WITHHELD: "held_withheld"}


def say(count: Told) -> str:
    """A count as it is read."""
    words = words_of("headline_themes")
    return words(_HELD[count]) if isinstance(count, Held) else str(count)


def number(count: Told) -> int | None:
    """A count as it is drawn."""
    return None if isinstance(count, Held) else count


@lru_cache(maxsize=32)
def teams(found: Findings) -> tuple[Sequence[Told], ...]:
    """Exceeds, meets, does not meet, all: for each team, and in the last row for all together."""
    rows = [_row(one.grades) for one in found.teams]
    return tuple(told([*rows, _row(found.grades)], sums_last=True))


def grades(found: Findings) -> Sequence[Told]:
    """The same for all together: as beside the teams, or one could be worked out from the other."""
    return teams(found)[-1]


def parts(found: Findings, counts: Sequence[int]) -> list[Told]:
    """Counts of audits that are parts of the month's, none of them in two, and in the last place all audits. The rest
    is held against them, too; where the grades hold back how many there are, the parts would give it away."""
    done = grades(found)[-1]
    if isinstance(done, Held):
        return [_held(count) for count in (*counts, found.done)]
    *each, _, whole = told([[*counts, found.done - sum(counts), found.done]])[0]
    return [*each, whole]


def kinds(found: Findings) -> list[Told]:
    """How many audits there were of each kind, and of all."""
    return parts(found, [one.grades.judged for one in found.kinds])


def re_audits(found: Findings) -> Told:
    """The same count as among the kinds: told only where it is told there."""
    return next((count for one, count in zip(found.kinds, kinds(found), strict=False) if one.name == RE_AUDIT), 0)


def area(found: Findings, its: Grades) -> list[Told]:
    """Exceeds, meets, does not meet, not judged, all audits: of one area of the tool."""
    counts = told([[its.exceeds, its.meets, its.below, found.done - its.judged, found.done]])[0]
    if isinstance(grades(found)[-1], Held):
        counts[-2:] = [_held(found.done - its.judged), _held(found.done)]
    return counts


def good_or_better(found: Findings) -> tuple[Told, Told]:
    """How many met good at least, and of how many."""
    *_, below, done = grades(found)
    if isinstance(below, Held) or isinstance(done, Held):
        return Held.WITHHELD if found.done >= 5 else Held.FEW, done
    return found.done - below, done


def told_alone(count: int) -> Told:
    """A count that is no part of another."""
    return told([[count]])[0][0]


def alone(count: Callable[[Findings], int]) -> Counted:
    """The same of each month."""
    return lambda found: told_alone(count(found))


def of(part: Callable[[Findings], int], whole: Callable[[Findings], int]) -> Counted:
    """A count that is part of another that is told, too."""
    return lambda found: part_of(part(found), whole(found))[0]


def by_month(first: str, months: Sequence[Findings], rows: Sequence[tuple[str, Counted]]) -> Table:
    """Counts as rows, months as columns."""
    return over_months(first, months, [(title, *(say(count(one)) for one in months)) for title, count in rows])


def over_months(first: str, months: Sequence[Findings], rows: Sequence[Sequence[str]]) -> Table:
    """The same of what is said already."""
    header = (first, *(short_label(one.month) for one in months))
    return Table(header, rows, (5.6, *([11.4 / len(months)] * len(months))))


def grades_by_month(months: Sequence[Findings]) -> tuple[Table, Bars]:
    """How audits were graded, month by month."""
    words = words_of("headline_themes")
    names = [words("exceeds"), words("meets"), words("below")]
    each = [grades(one) for one in months]
    header = (words("month"), *names, words("all"))
    rows = [(short_label(one.month), *map(say, counts)) for one, counts in zip(months, each, strict=True)]
    labels = [short_label(one.month) for one in months]
    return Table(header, rows, (3.4, 3.4, 3.4, 3.4, 3.4)), bars(words("alt_grades"), names, labels, each)


def bars(what: str, names: Sequence[str], labels: Sequence[str], each: Sequence[Sequence[Told]]) -> Bars:
    """A chart of the first counts of each, one for each name."""
    words, few = words_of("headline_themes"), len(names)
    said = [
        words("alt_line", label=label, counts=", ".join(f"{n} {say(c)}" for n, c in zip(names, counts, strict=False)))
        for label, counts in zip(labels, each, strict=True)
    ]
    parts = [[number(count) for count in counts[:few]] for counts in each]
    return Bars(names, labels, parts, words("hidden_part"), f"{what} {'; '.join(said)}.")


def _held(count: int) -> Held:
    return Held.FEW if 0 < count < FEWEST_SHOWN else Held.WITHHELD


def _row(its: Grades) -> list[int]:
    return [its.exceeds, its.meets, its.below, its.judged]
