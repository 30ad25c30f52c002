"""What a month's audits are counted from, without anybody's name or words but those that everybody is shown."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """An audit that wasn't taken back. `team`, `area`: of who took part; `done_on`: when it was graded; `closed_on`:
    when the upload and the manager's statement were confirmed, too; `judged`: area of the tool and judgement."""

    id: int
    child_id: str
    kind: str
    due_on: date
    made_on: date | None = None
    theme: str = ""
    team: str = ""
    area: str = ""
    done_on: date | None = None
    closed_on: date | None = None
    grade: str = ""
    scale: int | None = None
    judged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What was said of an action on a day, looking at it for `look_on`."""

    on: date
    look_on: date
    by_manager: bool
    answer: str


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An action agreed in an audit; `look_on`: the next day on which it is looked at, as of now."""

    child_id: str
    agreed_on: date
    look_on: date
    reviews: tuple[ReviewFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ModerationFacts:
    """A moderation that was over on a day. `steps`: by how many grades the moderator's is higher than the auditor's,
    less than 0: lower; `learning` names nobody."""

    on: date
    steps: int
    learning: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is counted; audits oldest first. `practice`: what was shared with everybody, and when."""

    audits: Sequence[AuditFacts] = ()
    actions: Sequence[ActionFacts] = ()
    practice: Sequence[tuple[date, str]] = ()
    moderations: Sequence[ModerationFacts] = ()


def among(facts: Facts, child_ids: Set[str]) -> Facts:
    """What is about these children alone."""
    audits = [one for one in facts.audits if one.child_id in child_ids]
    return Facts(audits, [one for one in facts.actions if one.child_id in child_ids])


def graded(facts: Facts, first: date, last: date) -> list[AuditFacts]:
    """The audits whose outcome became final on these days."""
    return [one for one in facts.audits if one.done_on is not None and first <= one.done_on <= last]
