"""What a month's report says, from its counts: nothing in it from which fewer than five people can be told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.quotes import in_quotes, stands_in
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.headline_themes import sections, telling
from dialogs.headline_themes.months import month_label
from dialogs.headline_themes.values import Report, Section
from standards_kb.suppression import Held, Told
from standards_kb.working_days import add_months
from storage.theme_counts import Findings, Grades
from storage.theme_work import Month
from storage.themes import RECOMMENDATION, THEME

MOST: Final = 3  # headline themes of one kind
_FEWEST: Final = 5  # judgements of an area, from which a theme is told
_WORRY: Final = 5  # a worry: more than one in so many does not meet good


def contents(month: Month, knowledge: Knowledge, today: date) -> Report:
    """Everything in it."""
    words, now = words_of("headline_themes"), month.now
    about = [words("about", council=knowledge.council.name, day=day_label(now.as_of))]
    if now.as_of == today and today < add_months(now.month, 1):
        about.append(words("so_far"))
    worries, strengths = _themes(now, knowledge)
    themes = [note.text for note in month.notes if note.kind == THEME]
    own = [note.text for note in month.notes if note.kind == RECOMMENDATION]
    every = [
        Section(words("themes"), bullets=(*themes, *(_line("worry", one, month, knowledge) for one in worries))),
        Section(words("strengths"), bullets=tuple(_line("strength", one, month, knowledge) for one in strengths)),
        Section(words("recommendations"), bullets=(*own, *_recommended(worries, now, knowledge))),
        *(sections.of_audits(month, knowledge) if now.done else ()),
        *sections.of_what_follows(month),
        sections.how_it_is_counted(),
    ]
    return Report(
        words("title", month=month_label(now.month)),
        about,
        brief(month),
        every[0].bullets,
        every[1].bullets,
        tuple(one for one in every if one.bullets or one.table or one.lines or one.small),
    )


def brief(month: Month) -> tuple[str, ...]:
    """The month in a few sentences."""
    words, now = words_of("headline_themes"), month.now
    if not now.done:
        lines = [words("no_audits", month=month_label(now.month))]
    else:
        good, done = telling.good_or_better(now)
        lines = [words("brief_done", done=telling.say(done))]
        lines.append(words("brief_good_held") if isinstance(good, Held) else words("brief_good", good=good, done=done))
    due = now.in_time
    if due.in_time + due.late + due.not_done:
        counts = {name: telling.say(telling.told_alone(getattr(due, name))) for name in ("in_time", "late", "not_done")}
        lines.append(words("brief_due", **counts))
    its = now.actions
    if its.agreed + its.open + its.made + its.over:
        counts = {
            "agreed": telling.say(telling.told_alone(its.agreed)),
            "made": telling.say(telling.told_alone(its.made)),
            "overdue": telling.say(telling.of(lambda f: f.actions.overdue, lambda f: f.actions.open)(now)),
        }
        lines.append(words("brief_actions", **counts))
    return tuple(lines)


def titles(knowledge: Knowledge) -> Mapping[str, str]:
    """What the areas of the tool, and the questions of its kinds, are called, in its order."""
    return {area.name: area.title for kind in knowledge.audit_tool.kinds.values() for area in kind.areas}


def _themes(now: Findings, knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """The areas that most often don't meet good, and those that most often exceed it."""
    judged = {one.name: one.grades for one in now.areas if one.grades.judged >= _FEWEST}
    areas = {name: judged[name] for name in titles(knowledge) if name in judged}

    def share(its: Grades, number: int) -> float:
        return number / its.judged

    worries = [name for name, its in areas.items() if its.below * _WORRY > its.judged]
    strong = [name for name, its in areas.items() if name not in worries and its.exceeds]
    worries.sort(key=lambda name: -share(areas[name], areas[name].below))
    strong.sort(key=lambda name: -share(areas[name], areas[name].exceeds))
    return worries[:MOST], strong[:MOST]


def _line(kind: str, name: str, month: Month, knowledge: Knowledge) -> str:
    """One headline theme with its count, and that of the month before where both may be told."""
    words, title = words_of("headline_themes"), titles(knowledge)[name].rstrip("?")
    place = 2 if kind == "worry" else 0
    counts = [_told(found, name) for found in (month.now, month.before[-1])]
    now, before = counts[0], counts[1]
    if now is None or isinstance(now[place], Held) or isinstance(now[-1], Held):
        return words("worry_held", title=title) if kind == "worry" else words("strength_held", title=title)
    values = {"title": title, "number": now[place], "judged": month.now.done}
    line = words("worry", **values) if kind == "worry" else words("strength", **values)
    if before is None or isinstance(before[place], Held) or isinstance(before[-1], Held):
        return line
    return f"{line} {words('month_before', number=before[place], judged=before[-1])}"


def _told(found: Findings, name: str) -> Sequence[Told] | None:
    its = next((one.grades for one in found.areas if one.name == name), None)
    return telling.area(found, its) if its is not None else None


def _recommended(worries: Sequence[str], now: Findings, knowledge: Knowledge) -> list[str]:
    """What the framework asks where practice most often falls short, and of re-audits."""
    words, found = words_of("headline_themes"), []
    areas = {area.name: area for kind in knowledge.audit_tool.kinds.values() for area in kind.areas}
    for name in worries:
        # One that is a sentence by itself, where there is one: a practice standard begins with its number.
        standards = sorted(areas[name].standards, key=lambda one: not one.text[:1].isalpha())
        standard = next(iter(standards), None)
        if standard is not None:
            quote, source = in_quotes([standard]), stands_in(standard, knowledge.framework)
            found.append(words("recommended", title=areas[name].title.rstrip("?"), quote=quote, source=source))
    if now.below.number > now.below.again:
        found.append(words("recommended_again"))
    return found
