"""How far auditors and moderators agree, in words: the same in chat and on the command line."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from dialogs.audit_moderation.months import month_label
from dialogs.core.words import words_of
from standards_kb.audit_tool import AuditTool
from standards_kb.returns import FEWEST_SHOWN
from storage.agreement import agreement, held_back
from storage.moderations import Moderated


def report(found: Sequence[Moderated], first: date, last: date, tool: AuditTool) -> list[str]:
    """Its lines: the whole, by month where there are several, and by kind. Of fewer than five nothing is told."""
    words = words_of("audit_moderation")
    span = month_label(first) if first == last else words("span", first=month_label(first), last=month_label(last))
    title = words("agreement_title", span=span)
    if not found:
        return [title, words("agreement_none")]
    if len(found) < FEWEST_SHOWN:
        return [title, words("agreement_few")]
    whole = words("agreement_whole", figures=_figures(found))
    lines = [title, whole, _which_way(found), words("agreement_within")]
    if first != last:
        lines += _groups(found, lambda m: m.month, month_label)
    kinds = {m.kind for m in found}
    if len(kinds) > 1:
        lines += _groups(found, lambda m: m.kind, lambda kind: tool.kinds[kind].title)
    return lines


def learnings(found: Sequence[Moderated]) -> list[str]:
    """What was learned, which names nobody."""
    return [f"- {one.learning}" for one in found if one.learning]


def _groups(found: Sequence[Moderated], by: Callable[[Moderated], object], called: Callable[..., str]) -> list[str]:
    words = words_of("audit_moderation")
    numbers = Counter(by(m) for m in found)
    hidden = held_back(numbers)
    lines = []
    for group in sorted(numbers, key=str):
        its = words("agreement_hidden") if group in hidden else _figures([m for m in found if by(m) == group])
        lines.append(words("agreement_group", group=called(group), figures=its))
    return lines


def _figures(found: Sequence[Moderated]) -> str:
    words, of = words_of("audit_moderation"), agreement(found)
    share = _percent(of.exact, of.number)
    return words("agreement_figures", exact=of.exact, within=of.within_one, number=of.number, percent=share)


def _which_way(found: Sequence[Moderated]) -> str:
    of = agreement(found)
    return words_of("audit_moderation")("agreement_ways", lower=of.lower, higher=of.higher)


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)
