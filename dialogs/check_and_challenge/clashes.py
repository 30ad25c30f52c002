"""What doesn't fit together in a return, in words, with what was answered: nobody meets it first before the panel."""

from dataclasses import dataclass

from dialogs.check_and_challenge.left import said_figure
from dialogs.check_and_challenge.parts import filled, title_of
from dialogs.core.knowledge import Knowledge
from dialogs.core.words import words_of
from standards_kb.contradictions import SESSIONS_MISSED, Contradiction, contradictions
from standards_kb.returns import Template
from storage.access import Door
from storage.return_work import Return


@dataclass(frozen=True, slots=True)
class Flagged:
    """One contradiction in words; `answer` is empty until who signs off has given one."""

    of: Contradiction
    line: str
    answer: str
    by_name: str


def flagged(one: Return, knowledge: Knowledge, through: Door, *, inside: bool) -> list[Flagged]:
    """All in a return, numbered by their place."""
    template = knowledge.returns[one.session.area]
    earlier = [filled(last) for last in through.returns.earlier(one.session, SESSIONS_MISSED - 1)]
    found = []
    for clash in contradictions(template, filled(one), earlier, knowledge.returning.margin / 2):
        answer = one.answers.get(clash.key)
        line = _line(clash, template, inside=inside)
        found.append(Flagged(clash, line, answer.text if answer else "", answer.by_name if answer else ""))
    return found


def unanswered(one: Return, knowledge: Knowledge, through: Door) -> list[Flagged]:
    """Those that who signs off has still to answer."""
    return [each for each in flagged(one, knowledge, through, inside=True) if not each.answer]


def _line(clash: Contradiction, template: Template, *, inside: bool) -> str:
    words, title = words_of("check_and_challenge"), title_of(template, clash.name, int(clash.is_figure))
    if not clash.is_figure:
        return words("clash_empty", title=title) if clash.clash == "empty" else words("clash_same_text", title=title)
    now, other = (said_figure(template, clash.name, figure, inside=inside) for figure in (clash.now, clash.other))
    match clash.clash.value:
        case "unexplained":
            return words("clash_unexplained", title=title, now=now, other=other)
        case "same_text":
            return words("clash_same_comment", title=title, now=now, other=other)
        case "target_missed":
            return words("clash_target_missed", title=title, now=now, target=template.indicators[clash.name].target)
    return words("clash_computed", title=title, now=now, other=other)
