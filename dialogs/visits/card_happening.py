"""Cards of happenings other than visits: what was understood, and which deadlines it started or met."""

from collections.abc import Sequence
from datetime import date

from dialogs.core import cards, due
from dialogs.core.items import sort_key
from dialogs.core.reply import Reply
from dialogs.core.sheet import Sheet
from dialogs.core.turn import Json
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from dialogs.visits.agreed import AGREED, NEXT, OFTEN, PERMANENT
from dialogs.visits.card import Shown
from dialogs.visits.happenings import starts
from dialogs.visits.lists import record_by
from dialogs.visits.report import day_of, said_when
from dialogs.visits.subjects import Subject
from standards_kb.proof import is_reading, prove
from standards_kb.rules import Timescales
from standards_kb.timescales import Deadline
from storage.reports import Report, ReportedChild


def title(kind: str, timescales: Timescales) -> str:
    """What happened, as the framework's rows call it."""
    if kind == AGREED:
        return words_of("visits")("agreed_title")
    return timescales.situations[kind].title if starts(kind) else timescales.streams[kind]


def told(report: Report, timescales: Timescales) -> list[str]:
    """What has been told so far."""
    words, kept = words_of("visits"), report.told
    lines = [title(report.kind, timescales)]
    if kept.get("when"):
        lines.append(words("told_when", when=said_when(kept["when"])))
    if kept.get("due"):
        lines.append(words("told_due", day=day_label(date.fromisoformat(str(kept["due"])))))
    if kept.get(NEXT):
        lines.append(words("told_next", day=day_label(date.fromisoformat(str(kept[NEXT])))))
    if kept.get(OFTEN):
        lines.append(words("told_often", often=kept[OFTEN]))
    if kept.get(PERMANENT):
        lines.append(words("agreed_permanence"))
    if isinstance(kept.get("near"), bool):
        lines.append(words("told_near" if kept["near"] else "told_not_near"))
    if isinstance(kept.get("conference"), bool):
        lines.append(words("told_conference" if kept["conference"] else "told_no_conference"))
    if kept.get("happened") is False:
        lines = [lines[0], words("told_not_happened_at_all")]
    return [*lines, words("told_reason", reason=kept["reason"])] if kept.get("reason") else lines


def came(before: Subject, after: Subject, shown: Shown) -> list[str]:
    """What a happening met and started for one child, in words."""
    words = words_of("visits")
    if after.found is None or before.found is None:
        return []
    were = {_key(d): d for d in (*before.found.deadlines, *before.found.unsupplied)}
    are = {_key(d): d for d in (*after.found.deadlines, *after.found.unsupplied)}
    changed = [d for key, d in are.items() if key not in were or were[key].due != d.due]
    lines = [words("met", what=_titled(d, shown)) for key, d in were.items() if key not in are]
    for found in sorted(changed, key=lambda d: sort_key(d.due)):
        proof = prove(found, after.found.case, shown.now, shown.knowledge.framework, shown.knowledge.calendar)
        when = due.when(found, shown.now)
        lines.append(words("next_who", what=_titled(found, shown), when=when, who=due.who(proof)))
        if is_reading(found):
            lines.append(words("next_reading"))
    return lines or [words("met_nothing")]


def waiting(came: Sequence[str], child: ReportedChild) -> list[str]:
    """What came of it, with what of it awaits confirmation."""
    words = words_of("visits")
    said = [words("agreed_waits", what=str(one)) for one in child.told.get("agreed_said") or ()]
    if not said:
        return list(came)
    return [*(line for line in came if line != words("met_nothing")), *said, words("agreed_until")]


def saved(report: Report, subjects: Sequence[Subject], shown: Shown, *, in_place: bool, is_late: bool = False) -> Reply:
    """What came of it."""
    words = words_of("visits")
    is_correction = "corrects" in report.told
    what = title(report.kind, shown.knowledge.timescales)
    heading = "corrected_title" if is_correction else "noted_title"
    sheet = Sheet(words(heading, what=what), words("summary_noted"))
    for subject, child in zip(subjects, report.children, strict=True):
        lines = child.told.get("came") or []
        sheet.together([str(line) for line in lines] or [words("noted_only")], first=subject.called)
    day = day_of(report.told["when"]) if report.told.get("when") else date.fromisoformat(str(report.told["today"]))
    if report.told.get("happened") is not False:
        sheet.say(words("noted_record", day=day_label(record_by(day, shown.knowledge.calendar))))
    data: dict[str, Json] = {"report": report.id, "version": report.version}
    if is_correction:
        sheet.say(words("corrected_seen"))
    elif is_late:
        sheet.say(words("undo_late"))
    else:
        sheet.typed(words("noted_typed"))
        sheet.act(cards.execute(words("undo"), "visits.undo", data))
    if report.told.get("happened") is not False:
        sheet.act(cards.say(words("correct"), "visits.correct", data))
    return sheet.reply(in_place=in_place)


def _key(found: Deadline) -> tuple[str, str, str, str]:
    return found.situation.name, str(found.start), found.stream, found.setting


def _titled(found: Deadline, shown: Shown) -> str:
    return due.title(found, shown.knowledge.timescales.situations[found.situation.name].title)
