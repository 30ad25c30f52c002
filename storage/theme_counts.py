"""What a month's audits come to: plain counts of what is stored, as it stood at the month's end or stands today."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from standards_kb.working_days import add_months
from storage.audit_actions import DONE, MADE, NOT_YET, OVER
from storage.outcomes import BELOW, EXCEEDS, MEETS, NOT_APPLICABLE
from storage.theme_facts import ActionFacts, AuditFacts, Facts, ModerationFacts, graded

RE_AUDIT: Final = "re_audit"


@dataclass(frozen=True, slots=True)
class Grades:
    """How many were judged so. Those that are not applicable aren't among the judged."""

    exceeds: int = 0
    meets: int = 0
    below: int = 0
    not_applicable: int = 0

    @property
    def judged(self) -> int:
        """All that were."""
        return self.exceeds + self.meets + self.below


@dataclass(frozen=True, slots=True)
class Named:
    """The grades of what has this name: an area of the tool, a kind, a team (`of`: its service area), a theme."""

    name: str
    grades: Grades
    of: str = ""


@dataclass(frozen=True, slots=True)
class InTime:
    """Audits that were due in the month: done by their day, after it, not yet. `overdue`: of whenever they were due,
    not done at the month's end. `closed`: of those done in the month, the ones confirmed as filed by then."""

    in_time: int = 0
    late: int = 0
    not_done: int = 0
    overdue: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Actions:
    """Agreed in the month; ended in it, as having made a difference or as needed no more; looked at and without a
    difference yet. At the month's end: open, of these overdue, and said to be done by their owners alone."""

    agreed: int = 0
    made: int = 0
    over: int = 0
    not_yet: int = 0
    open: int = 0
    overdue: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Below:
    """Audits that did not meet good; of these, whose child's audit before didn't either, and of whose child another was
    allocated since. Re-audits done in the month, and of these the ones that meet good now and didn't before."""

    number: int = 0
    repeated: int = 0
    again: int = 0
    re_audits: int = 0
    improved: int = 0


@dataclass(frozen=True, slots=True)
class Moderation:
    """Moderations that were over in the month: the moderator gave the auditor's grade, a higher or a lower one."""

    agreed: int = 0
    higher: int = 0
    lower: int = 0
    learning: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """All of them."""
        return self.agreed + self.higher + self.lower


@dataclass(frozen=True, slots=True)
class Findings:
    """A month's. `as_of`: the last day that is in it; `scale`: the average, in tenths."""

    month: date
    as_of: date
    grades: Grades = Grades()
    kinds: tuple[Named, ...] = ()
    teams: tuple[Named, ...] = ()
    areas: tuple[Named, ...] = ()
    themes: tuple[Named, ...] = ()
    scale: int | None = None
    in_time: InTime = InTime()
    actions: Actions = Actions()
    below: Below = Below()
    practice: tuple[str, ...] = ()
    moderation: Moderation = Moderation()

    @property
    def done(self) -> int:
        """How many audits were graded."""
        return self.grades.judged


def judged(audits: Sequence[AuditFacts]) -> tuple[Named, ...]:
    """How each area of the tool was judged in these."""
    return _named((area, "", answer) for one in audits for area, answer in one.judged)


def last_day(month: date, today: date) -> date:
    """The month's last day, or today while it goes on."""
    return min(add_months(month, 1) - timedelta(days=1), today)


def findings(facts: Facts, month: date, today: date) -> Findings:
    """What a month comes to, or has come to so far; `month` is its first day."""
    until = last_day(month, today)
    done = graded(facts, month, until)
    scales = [one.scale for one in done if one.scale is not None]
    return Findings(
        month,
        until,
        _grades(one.grade for one in done),
        _named((one.kind, "", one.grade) for one in done),
        _named((one.team, one.area, one.grade) for one in done),
        judged(done),
        _named((one.theme, "", one.grade) for one in done if one.theme),
        round(sum(scales) * 10 / len(scales)) if scales else None,
        _in_time(facts.audits, done, month, today),
        _actions(facts.actions, month, today),
        _below(facts.audits, done, until),
        _practice(facts, month, until),
        _moderation([one for one in facts.moderations if month <= one.on <= until]),
    )


def bare(found: Findings) -> Findings:
    """Its counts alone, without a word that anybody wrote."""
    return replace(found, practice=(), moderation=replace(found.moderation, learning=()))


def worded(found: Findings, facts: Facts) -> Findings:
    """Kept counts, with the words of that month as they stand now: corrected or forgotten since, perhaps."""
    over = [one for one in facts.moderations if found.month <= one.on <= found.as_of]
    practice = _practice(facts, found.month, found.as_of)
    return replace(found, practice=practice, moderation=replace(found.moderation, learning=_learning(over)))


def _moderation(over: Sequence[ModerationFacts]) -> Moderation:
    higher, lower = (sum(sign * one.steps > 0 for one in over) for sign in (1, -1))
    return Moderation(len(over) - higher - lower, higher, lower, _learning(over))


def _learning(over: Sequence[ModerationFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.learning for one in over if one.learning))


def _practice(facts: Facts, first: date, last: date) -> tuple[str, ...]:
    return tuple(text for day, text in facts.practice if first <= day <= last)


def _grades(each: Iterable[str]) -> Grades:
    number = Counter(each)
    return Grades(number[EXCEEDS], number[MEETS], number[BELOW], number[NOT_APPLICABLE])


def _named(each: Iterable[tuple[str, str, str]]) -> tuple[Named, ...]:
    """By name, whatever its case and spaces; in the order of the names."""
    found: dict[tuple[str, str], tuple[str, str, list[str]]] = {}
    for name, of, grade in each:
        shown, above = " ".join(name.split()), " ".join(of.split())
        found.setdefault((above.casefold(), shown.casefold()), (shown, above, []))[2].append(grade)
    return tuple(Named(name, _grades(grades), of) for _, (name, of, grades) in sorted(found.items()))


def _in_time(every: Sequence[AuditFacts], done: Sequence[AuditFacts], month: date, today: date) -> InTime:
    until = last_day(month, today)
    undone = [one for one in every if one.due_on < _over(month, today) and not _is_done(one, until)]
    due = [one for one in every if month <= one.due_on <= until and _is_done(one, until)]
    in_time = sum(one.done_on is not None and one.done_on <= one.due_on for one in due)
    closed = sum(one.closed_on is not None and one.closed_on <= until for one in done)
    not_done = sum(one.due_on >= month for one in undone)
    return InTime(in_time, len(due) - in_time, not_done, len(undone), closed)


def _over(month: date, today: date) -> date:
    """Before which day everything that was due is late: what is due today isn't yet."""
    return min(add_months(month, 1), today)


def _is_done(one: AuditFacts, until: date) -> bool:
    return one.done_on is not None and one.done_on <= until


def _actions(every: Sequence[ActionFacts], month: date, today: date) -> Actions:
    until = last_day(month, today)
    there = [one for one in every if one.agreed_on <= until]
    said = [review for one in there for review in one.reviews if month <= review.on <= until and review.by_manager]
    still = [one for one in there if not any(r.on <= until and r.answer in (MADE, OVER) for r in one.reviews)]
    return Actions(
        sum(one.agreed_on >= month for one in there),
        sum(review.answer == MADE for review in said),
        sum(review.answer == OVER for review in said),
        sum(review.answer == NOT_YET for review in said),
        len(still),
        sum(_looked_at(one, until) < _over(month, today) for one in still),
        sum(_is_said_done(one, until) for one in still),
    )


def _looked_at(one: ActionFacts, until: date) -> date:
    """The day for which it stood then: a manager's *not yet* moves it, and what was said later tells what it was."""
    return next((review.look_on for review in one.reviews if review.on > until), one.look_on)


def _is_said_done(one: ActionFacts, until: date) -> bool:
    stood = _looked_at(one, until)
    said = [r for r in one.reviews if r.on <= until and r.look_on == stood and not r.by_manager]
    return bool(said) and said[-1].answer == DONE


def _below(every: Sequence[AuditFacts], done: Sequence[AuditFacts], until: date) -> Below:
    by_child: dict[str, list[AuditFacts]] = {}
    for one in every:
        by_child.setdefault(one.child_id, []).append(one)

    def before(one: AuditFacts) -> str:
        """The grade of the child's audit before."""
        assert one.done_on is not None
        earlier = [
            o for o in by_child[one.child_id] if o.done_on is not None and (o.done_on, o.id) < (one.done_on, one.id)
        ]
        return max(earlier, key=lambda o: (o.done_on or o.due_on, o.id)).grade if earlier else ""

    def again(one: AuditFacts) -> bool:
        return any(o.id > one.id and o.made_on is not None and o.made_on <= until for o in by_child[one.child_id])

    below = [one for one in done if one.grade == BELOW]
    repeats = [one for one in done if one.kind == RE_AUDIT]
    return Below(
        len(below),
        sum(before(one) == BELOW for one in below),
        sum(map(again, below)),
        len(repeats),
        sum(one.grade != BELOW and before(one) == BELOW for one in repeats),
    )
