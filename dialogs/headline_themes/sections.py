"""The parts of a report, one by one: each a table with what it says, some with a chart."""

from collections.abc import Sequence

from dialogs.core.knowledge import Knowledge
from dialogs.core.words import words_of
from dialogs.headline_themes import telling
from dialogs.headline_themes.telling import alone, by_month, of, say
from dialogs.headline_themes.values import Section, Table
from standards_kb.suppression import told
from storage.theme_counts import Findings, Named
from storage.theme_work import Month


def of_audits(month: Month, knowledge: Knowledge) -> tuple[Section, ...]:
    """What was audited, and how it was graded."""
    found = (
        _grades(month),
        _areas(month.now, knowledge),
        _kinds(month.now, knowledge),
        _teams(month.now),
        _topics(month.now),
    )
    return tuple(one for one in found if one is not None)


def of_what_follows(month: Month) -> tuple[Section, ...]:
    """What came of it, over the months: actions and what they changed, re-audits, timescales, good practice."""
    words, months = words_of("headline_themes"), since_there_are_any(month)
    first = words("what")
    actions = (
        (words("a_agreed"), alone(lambda f: f.actions.agreed)),
        (words("a_made"), alone(lambda f: f.actions.made)),
        (words("a_not_yet"), alone(lambda f: f.actions.not_yet)),
        (words("a_over"), alone(lambda f: f.actions.over)),
        (words("a_open"), alone(lambda f: f.actions.open)),
        (words("a_overdue"), of(lambda f: f.actions.overdue, lambda f: f.actions.open)),
        (words("a_waiting"), of(lambda f: f.actions.waiting, lambda f: f.actions.open)),
    )
    below = (
        (words("b_number"), lambda f: telling.grades(f)[2]),
        (words("b_repeated"), of(lambda f: f.below.repeated, lambda f: f.below.number)),
        (words("b_again"), of(lambda f: f.below.again, lambda f: f.below.number)),
        (words("b_re_audits"), telling.re_audits),
        (words("b_improved"), of(lambda f: f.below.improved, lambda f: f.below.re_audits)),
    )
    due = (
        (words("d_in_time"), alone(lambda f: f.in_time.in_time)),
        (words("d_late"), alone(lambda f: f.in_time.late)),
        (words("d_not_done"), alone(lambda f: f.in_time.not_done)),
        (words("d_overdue"), alone(lambda f: f.in_time.overdue)),
        (words("d_closed"), of(lambda f: f.in_time.closed, lambda f: f.done)),
    )
    practice = month.now.practice
    return (
        Section(words("actions"), (words("about_actions"),), table=by_month(first, months, actions)),
        Section(words("below_good"), (words("about_below"),), table=by_month(first, months, below)),
        _moderation(month.now, months),
        Section(words("due"), (words("about_due"),), table=by_month(first, months, due)),
        Section(words("practice"), () if practice else (words("no_practice"),), practice),
    )


def since_there_are_any(month: Month) -> tuple[Findings, ...]:
    """The months from the first in which there was anything, up to this one."""
    before = list(month.before)
    while before and not (before[0].done or before[0].actions.open):
        before.pop(0)
    return (*before, month.now)


def how_it_is_counted() -> Section:
    """What the numbers mean."""
    words = words_of("headline_themes")
    return Section(
        words("counted"), small=(words("suppressed"), words("c_audits"), words("c_actions"), words("c_left_out"))
    )


def _moderation(now: Findings, months: Sequence[Findings]) -> Section:
    """How far moderators agreed with auditors, and what is learned."""
    words, its = words_of("headline_themes"), now.moderation
    each = [told([[one.agreed, one.higher, one.lower, one.number]])[0] for one in (m.moderation for m in months)]
    titles = (words("m_agreed"), words("m_higher"), words("m_lower"), words("m_number"))
    rows = [(title, *(say(counts[place]) for counts in each)) for place, title in enumerate(titles)]
    any_ever = any(one.moderation.number for one in months)
    table = telling.over_months(words("what"), months, rows) if any_ever else None
    return Section(
        words("moderation"),
        (words("about_moderation" if its.number else "no_moderation"),),
        [words("m_learned", text=one) for one in its.learning],
        table=table,
    )


def _grades(month: Month) -> Section:
    words = words_of("headline_themes")
    table, drawn = telling.grades_by_month(since_there_are_any(month))
    lines = [words("about_grades")]
    if month.now.scale is not None and month.now.done >= 5:
        lines.append(words("scale", average=f"{month.now.scale / 10:.1f}"))
    return Section(words("grades"), lines, bars=drawn, table=table)


def _areas(now: Findings, knowledge: Knowledge) -> Section | None:
    words, order = words_of("headline_themes"), [a.name for k in knowledge.audit_tool.kinds.values() for a in k.areas]
    titles = {a.name: a.title for k in knowledge.audit_tool.kinds.values() for a in k.areas}
    found = [one for name in dict.fromkeys(order) for one in now.areas if one.name == name and one.grades.judged]
    if not found:
        return None
    each = [telling.area(now, one.grades) for one in found]
    names = [words("exceeds"), words("meets"), words("below")]
    labels = [titles[one.name] for one in found]
    header = (words("area"), *names, words("not_judged"))
    rows = [(label, *map(say, counts[:4])) for label, counts in zip(labels, each, strict=True)]
    drawn = telling.bars(words("alt_areas"), names, labels, each)
    return Section(
        words("areas"), (words("about_areas"),), bars=drawn, table=Table(header, rows, (6.2, 2.7, 2.7, 2.7, 2.7))
    )


def _kinds(now: Findings, knowledge: Knowledge) -> Section:
    words, kinds = words_of("headline_themes"), knowledge.audit_tool.kinds
    counts = telling.kinds(now)
    names = [kinds[one.name].title if one.name in kinds else one.name for one in now.kinds]
    rows = [(name, say(count)) for name, count in zip([*names, words("all_kinds")], counts, strict=True)]
    return Section(words("kinds"), table=Table((words("kind"), words("number")), rows, (10, 7)))


def _teams(now: Findings) -> Section:
    words = words_of("headline_themes")
    names = [*map(_team, now.teams), words("all_teams")]
    header = (words("team"), words("exceeds"), words("meets"), words("below"), words("all"))
    rows = [(name, *map(say, counts)) for name, counts in zip(names, telling.teams(now), strict=True)]
    return Section(words("teams"), (words("about_teams"),), table=Table(header, rows, (6.2, 2.7, 2.7, 2.7, 2.7)))


def _team(one: Named) -> str:
    words = words_of("headline_themes")
    return words("team_of", team=one.name or words("no_team"), area=one.of) if one.of else one.name or words("no_team")


def _topics(now: Findings) -> Section | None:
    """How many audits each had, no more: grades by topic and by team would have to be held back together."""
    if not now.themes:
        return None
    words = words_of("headline_themes")
    *counts, _ = telling.parts(now, [one.grades.judged for one in now.themes])
    rows = [(one.name, say(count)) for one, count in zip(now.themes, counts, strict=True)]
    table = Table((words("topic"), words("number")), rows, (10, 7))
    return Section(words("topics"), (words("about_topics"),), table=table)
