"""What is known of the six months in words: by area, as a whole, and day by day."""

from collections.abc import Iterable, Sequence
from datetime import date

from dialogs.audit_preparation.facts import Happened, Known
from dialogs.core.decided import said as decision_said
from dialogs.core.knowledge import Knowledge
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.case import VISIT, VISITS
from storage.cases import AWAITING_RECORD, Situation


def of_area(wanted: Sequence[str], known: Known, knowledge: Knowledge) -> list[str]:
    """What bears on an area."""
    lines: list[str] = []
    for name in wanted:
        if name == "situations":
            lines += [_situation(s, known, knowledge) for s in known.situations if _is_titled(s, knowledge)]
        elif name == "decisions":
            lines += [decision_said(decision) for decision in known.decisions]
        elif name == "supervision":
            lines.append(_supervision(known))
        else:
            lines += _stream(name, known, knowledge)
    return lines


def whole(known: Known, knowledge: Knowledge) -> list[str]:
    """Everything, in short: of what is due for this child, and of what has happened."""
    happened = {one.event.stream for one in known.happened}
    streams = [stream for stream in knowledge.timescales.streams if stream in happened | known.streams]
    others = [stream for stream in streams if stream not in VISITS and stream in happened]
    return of_area(["situations", VISIT, *others, "decisions", "supervision"], known, knowledge)


def days(known: Known, knowledge: Knowledge) -> list[tuple[date, str, str]]:
    """The chronology: (day, what, details)."""
    words, found = words_of("audit_preparation"), []
    for one in known.happened:
        found.append(
            (one.event.day, knowledge.timescales.streams.get(one.event.stream, one.event.stream), _details(one))
        )
    for situation in known.situations:
        if not _is_titled(situation, knowledge):
            continue
        title = knowledge.timescales.situations[situation.kind].title
        if situation.started_on >= known.since:
            found.append((situation.started_on, words("event_begins", title=title), ""))
        if situation.ended_on is not None and situation.ended_on <= known.until:
            found.append((situation.ended_on, words("event_ends", title=title), ""))
    found += [(d.decided_on, words("event_decided"), decision_said(d)) for d in known.decisions]
    found += [(day, words("event_supervision"), "") for day in known.supervisions]
    return sorted(found)


def _details(one: Happened) -> str:
    words, event = words_of("audit_preparation"), one.event
    told: list[str] = []
    if event.stream == VISIT:
        if event.seen is False:
            told.append(words("event_not_seen"))
        elif event.seen_alone is not None:
            told.append(words("event_alone" if event.seen_alone else "event_not_alone"))
        told += [words("event_unannounced")] if event.unannounced else []
    if one.in_time is not None:
        told.append(words("event_in_time" if one.in_time else "event_late"))
    told += [words("event_awaits")] if event.state == AWAITING_RECORD else []
    return "; ".join(told)


def _stream(stream: str, known: Known, knowledge: Knowledge) -> list[str]:
    words = words_of("audit_preparation")
    names = VISITS if stream == VISIT else {stream}
    its = [one for one in known.happened if one.event.stream in names]
    title = knowledge.timescales.streams[stream]
    if not its and not names & known.streams:
        return []
    lines = [_counted(title, [one.event.day for one in its])]
    if stream == VISIT and its:
        alone = [one.event.seen_alone if one.event.seen is not False else False for one in its]
        lines.append(words("known_alone", yes=alone.count(True), no=alone.count(False), unknown=alone.count(None)))
        lines.append(words("known_unannounced", number=sum(bool(one.event.unannounced) for one in its)))
    judged = [one.in_time for one in its if one.in_time is not None]
    if judged:
        lines.append(words("known_in_time", title=title, yes=judged.count(True), number=len(judged)))
    for gap in known.gaps:
        if gap.stream in names and gap.until is not None:
            lines.append(words("known_gap", what=gap.what, due=day_label(gap.due), until=day_label(gap.until)))
        elif gap.stream in names:
            lines.append(words("known_gap_open", what=gap.what, due=day_label(gap.due)))
    return lines


def _counted(title: str, on: Iterable[date]) -> str:
    words, found = words_of("audit_preparation"), sorted(on)
    if not found:
        return words("known_no", title=title)
    last = day_label(found[-1])
    one = len(found) == 1
    return (
        words("known_one", title=title, day=last)
        if one
        else words("known_many", title=title, number=len(found), day=last)
    )


def _supervision(known: Known) -> str:
    words = words_of("audit_preparation")
    if not known.supervisions:
        return words("known_no_supervision")
    return words("known_supervision", number=len(known.supervisions), day=day_label(max(known.supervisions)))


def _situation(situation: Situation, known: Known, knowledge: Knowledge) -> str:
    words, title = words_of("audit_preparation"), knowledge.timescales.situations[situation.kind].title
    day = day_label(situation.started_on)
    if situation.ended_on is None or situation.ended_on > known.until:
        return words("known_since", title=title, day=day)
    if situation.ended_on == situation.started_on:
        return words("known_on", title=title, day=day)
    return words("known_from_to", title=title, day=day, until=day_label(situation.ended_on))


def _is_titled(situation: Situation, knowledge: Knowledge) -> bool:
    return situation.kind in knowledge.timescales.situations
