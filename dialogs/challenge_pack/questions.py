"""Questions that a panel may want to put, each with the standard that it comes from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from dialogs.core.knowledge import Knowledge
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.noticed import Kind, Noticed, Told
from standards_kb.returns import Figure, Indicator, may_leave_the_area
from storage.challenge_told import File

MOST: Final = 12  # of what was noticed: a panel has an hour or two
_OF_FIGURES = ("q_differs", "q_missed", "q_unexplained", "q_off_target", "q_empty", "q_no_figure", "q_unchanged")
_NO_DRIFT, _PANEL, _VOICE = (
    "learning_impact.no_drift",
    "professional_challenge.check_and_challenge",
    "children_and_families_challenge.views_heard",
)


def suggested(
    file: File,
    knowledge: Knowledge,
    found: Sequence[Noticed],
    today: date,
    said: Callable[[Indicator, Figure], str],
) -> tuple[tuple[str, str], ...]:
    """Each question with what it cites: what was noticed first, then overdue actions, priorities, children's voice."""
    words, template, now = words_of("challenge_pack"), knowledge.returns[file.session.area], file.returns[-1]
    asked: list[tuple[str, str]] = []
    for one in found[:MOST]:
        indicator = template.indicators.get(one.name) if one.is_figure else None
        title = indicator.title if indicator else next(s.title for s in template.sections if s.name == one.name)
        places: dict[str, object] = {"title": title}
        if indicator is not None and one.name in now.figures:
            places["now"] = said(indicator, now.figures[one.name])
            if one.kind is Kind.OFF_TARGET:
                places["target"] = f"{indicator.target:f}" + "%" * (indicator.unit.value == "percent")
            places |= {"times": one.times} if one.kind is Kind.MISSED else {}
        both = counted(indicator, now, said) if indicator is not None and one.kind is Kind.DIFFERS else None
        text = words("q_differs_by", title=title, **both) if both else words(f"q_{one.kind.value}", **places)
        asked.append((text, one.cites))
    for given in file.earlier:
        if given.action.is_overdue(today):
            text = words("q_action", text=given.action.text, day=day_label(given.action.due_on))
            asked.append((text, given.action.cites or _NO_DRIFT))
    asked += [(words("q_priority", priority=priority), _PANEL) for priority in file.session.priorities]
    asked.append((words("q_voice"), _VOICE))
    return tuple((question, cited(passage, knowledge)) for question, passage in asked)


def counted(indicator: Indicator, now: Told, said: Callable[[Indicator, Figure], str]) -> Mapping[str, object] | None:
    """The figure as it was returned and as it was counted; None where either may not be shown."""
    returned, computed = now.figures.get(indicator.name), now.computed.get(indicator.name)
    if returned is None or computed is None or not may_leave_the_area(indicator, computed):
        return None
    return {"now": said(indicator, returned), "counted": said(indicator, computed)}


def cited(name: str, knowledge: Knowledge) -> str:
    """What is cited: a passage of the framework, or a national rule."""
    words, framework = words_of("challenge_pack"), knowledge.framework
    if name in framework.passages:
        passage = framework.passages[name]
        return words("cited", title=passage.title, source=f"{passage.section}, {framework.edition}")
    rule = framework.national_rules[name]
    return words("cited", title=rule.title, source=rule.source)
